"""Rounds that run over days close on their date; one reminder comes before, by day, and once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app.days import pass_days
from bot.app.ports import Unit
from bot.app.types import Seat
from flows.intervision.clock import started
from flows.types import Desk
from tests.doors.fake_bot_api import FakeBotApi, Phone
from tests.doors.meeting_stage import ANNA, MEETING, MeetingStage

MONDAY = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)
SAID = "Ik hoor dat jij het werk doet en zij toekijkt"


@pytest.fixture
def stage() -> Iterator[MeetingStage]:
    with FakeBotApi() as server:
        yield MeetingStage(server)


def begun(unit: Unit, now: datetime) -> None:
    """A first round of three days."""
    found = unit.any_meeting(MEETING)
    assert found is not None
    unit.save_meeting(started(replace(found, state="round"), now), now)


async def gathered(stage: MeetingStage) -> tuple[Phone, Phone]:
    """Anna is to bring something in until Thursday, and looks at something else meanwhile."""
    anna, fleur = await stage.gathers(days=3)
    await stage.store.run(begun, stage.clock())
    await stage.types(anna, "/start")
    return anna, fleur


def reminders(phone: Phone) -> int:
    return sum("kun je nog tot 5 mrt 14:00" in each.text for each in phone.replies)


async def test_who_was_not_heard_is_reminded_once(stage: MeetingStage) -> None:
    async with stage.open() as door:
        anna, fleur = await gathered(stage)
        for _ in range(3):
            await pass_days(door.handvat)
        assert reminders(anna) == 0
        stage.clock.on(days=2)
        await pass_days(door.handvat)
        await anna.wait_for(reminders)
        for _ in range(3):
            await pass_days(door.handvat)
        await anna.wait_quiet(0.3)
    async with stage.open() as door:
        await pass_days(door.handvat)
        await anna.wait_quiet(0.3)
    assert reminders(anna) == 1
    assert reminders(fleur) == 0
    assert "Vijf stappen" in anna.panel.text


async def test_a_reminder_that_was_not_sent_comes_after_a_restart(stage: MeetingStage) -> None:
    async with stage.open() as door:
        anna, _ = await gathered(stage)
    stage.clock.on(days=2)
    await pass_days(stage.handvat)
    assert reminders(anna) == 0
    async with stage.open() as door:
        await anna.wait_for(reminders)
        await pass_days(door.handvat)
        await anna.wait_quiet(0.3)
    assert reminders(anna) == 1


@pytest.mark.parametrize("hour", [0, 5, 21])
async def test_nobody_is_reminded_at_night(stage: MeetingStage, hour: int) -> None:
    async with stage.open() as door:
        anna, _ = await gathered(stage)
        stage.clock.now = MONDAY.replace(hour=hour) + timedelta(days=2 + (hour < 13))
        await pass_days(door.handvat)
        await anna.wait_quiet(0.3)
    assert reminders(anna) == 0


@pytest.mark.parametrize(
    "room", [Desk("home"), Desk("bringing"), Desk("meeting", meeting="een-andere"), Desk("joining")]
)
async def test_what_somebody_is_typing_elsewhere_is_not_said_at_this_table(
    stage: MeetingStage, room: Desk
) -> None:
    """The reminder comes while they type a story, for a draft or at another table."""
    async with stage.open() as door:
        anna, _ = await gathered(stage)

        def of_anna(unit: Unit) -> Seat:
            return unit.seat("telegram", str(ANNA), stage.clock())

        def sits(unit: Unit) -> None:
            unit.save_desk(of_anna(unit), room, stage.clock())

        await stage.store.run(sits)
        stage.clock.on(days=2)
        await pass_days(door.handvat)
        await anna.wait_for(reminders)
        left = await stage.store.run(lambda unit: unit.desk(of_anna(unit)))
    assert left is not None
    assert (left.state, left.meeting) == (room.state, room.meeting)


async def test_who_was_heard_is_left_alone(stage: MeetingStage) -> None:
    async with stage.open() as door:
        anna, _ = await gathered(stage)
        await stage.opens(anna)
        await stage.types(anna, SAID)
        stage.clock.on(days=2)
        await pass_days(door.handvat)
        await anna.wait_quiet(0.3)
    assert reminders(anna) == 0


async def test_a_round_closes_on_its_date_and_the_next_one_opens(stage: MeetingStage) -> None:
    async with stage.open() as door:
        _, fleur = await gathered(stage)
        stage.clock.on(days=3)
        await pass_days(door.handvat)
        await fleur.wait_for(lambda p: "Verkennen" in p.panel.text)
        found = await stage.meeting()
        assert found.round == 1
        assert found.closes == stage.clock() + timedelta(days=3)
        await pass_days(door.handvat)
        assert await stage.meeting() == found


async def test_a_meeting_with_a_clock_has_no_dates(stage: MeetingStage) -> None:
    async with stage.open() as door:
        _, fleur = await stage.gathers()
        await stage.taps(fleur, "meet.start")
        before = await stage.meeting()
        stage.clock.on(days=9)
        await pass_days(door.handvat)
        assert await stage.meeting() == before
