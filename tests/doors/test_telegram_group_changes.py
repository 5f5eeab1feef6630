"""What becomes of a group: another id, no bot any more, no panel, more rights. Nothing is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.doors.fake_bot_api import FakeBotApi, Group
from tests.doors.meeting_stage import (
    GROUP,
    MeetingStage,
    Table,
    panel,
    panels,
    sits_down,
    tap,
)
from tests.doors.telegram_stage import notice

LARGE = -1009998887776
SAID = "Ik hoor dat jij het werk doet en zij toekijkt"


@pytest.fixture
def stage() -> Iterator[MeetingStage]:
    with FakeBotApi() as server:
        server.telegram.reads_all_group_messages = False
        yield MeetingStage(server)


@pytest.fixture
async def table(stage: MeetingStage) -> AsyncIterator[Table]:
    async with sits_down(stage) as here:
        await here.taps_panel(here.fleur, "meet.start")
        yield here


@pytest.fixture
async def small(stage: MeetingStage) -> AsyncIterator[Table]:
    stage.kind = "group"
    async with sits_down(stage) as here:
        await here.taps_panel(here.fleur, "meet.start")
        yield here


async def goes_on(table: Table, group: Group) -> None:
    """There is one panel, and answers to it are kept."""
    await table.settles()
    assert [each.chat for each in await table.stage.groups()] == [group.chat.chat_id]
    table.group = group
    await table.answers(table.anna, SAID)
    assert [each.text for each in await table.stage.contributions()] == [SAID]
    await table.taps_panel(table.fleur, "meet.next")
    assert panel(group).text.startswith("Verkennen")


async def test_a_supergroup_gets_the_panel_anew(small: Table) -> None:
    large = small.group.become_supergroup(LARGE, by=small.anna)
    await large.phone_of(small.anna).wait_for(lambda p: p.panel)
    await goes_on(small, large)


async def test_a_supergroup_that_nobody_told_of_is_found_when_sending(small: Table) -> None:
    allowed = small.stage.server.updates.allowed
    small.stage.server.updates.allowed = ["callback_query"]  # the news gets lost on its way
    large = small.group.become_supergroup(LARGE, by=small.anna)
    small.stage.server.updates.allowed = allowed
    tap(small.group, small.fleur, "meet.more")
    await large.phone_of(small.anna).wait_for(lambda p: p.panel)
    await goes_on(small, large)


async def test_without_the_bot_in_the_group_the_meeting_goes_on_and_says_so(table: Table) -> None:
    table.group.remove_bot(table.anna)
    for phone in (table.anna, table.fleur):
        await phone.wait_for(lambda p: p.panel.text.startswith(notice("group_left")))
    assert await table.stage.groups() == ()
    await table.stage.types(table.anna, SAID)
    assert [each.text for each in await table.stage.contributions()] == [SAID]

    table.group.add_bot(table.anna)
    table.group.send(table.fleur, "/intervisie")
    await table.settles()
    assert panels(table.group)[-1].text.startswith("De vraag")


async def test_a_group_that_refuses_the_bot_is_found_when_sending(table: Table) -> None:
    table.group.chat.refusal = "Forbidden: bot was kicked from the supergroup chat"
    await table.stage.taps(table.fleur, "meet.more")
    await table.anna.wait_for(lambda p: p.panel.text.startswith(notice("group_left")))
    assert await table.stage.groups() == ()


async def test_a_panel_that_somebody_deleted_comes_back(table: Table) -> None:
    table.group.phone_of(table.fleur).delete(panel(table.group).message_id)
    await table.stage.taps(table.fleur, "meet.more")
    await table.group.phone_of(table.fleur).wait_for(lambda p: p.panel)
    await goes_on(table, table.group)


async def test_asking_again_brings_the_panel_down_and_leaves_one(table: Table) -> None:
    old = panel(table.group)
    table.group.send(table.fleur, "Waar stond het ook alweer?")
    table.group.send(table.anna, "/intervisie")
    await table.settles()
    assert panel(table.group).message_id > old.message_id
    await goes_on(table, table.group)


async def test_as_an_administrator_the_bot_hears_no_more_than_before(table: Table) -> None:
    table.group.promote_bot(table.anna)
    table.stage.server.telegram.reads_all_group_messages = True
    table.group.send(table.anna, "Dit zeg ik zomaar in de groep")
    table.group.phone_of(table.fleur).send_sticker()
    await table.settles()
    assert await table.stage.contributions() == ()
    assert await table.stage.inbox() == []
    assert table.said == []
    await goes_on(table, table.group)


async def test_after_a_restart_the_panel_shows_the_right_minutes(stage: MeetingStage) -> None:
    async with sits_down(stage) as table:
        await table.taps_panel(table.fleur, "meet.start")
    stage.clock.on(minutes=3)
    async with stage.open():
        await table.group.phone_of(table.fleur).wait_for(
            lambda p: "nog 3 minuten" in panel(table.group).text
        )
        await goes_on(table, table.group)
    assert table.group.chat.chat_id == GROUP
