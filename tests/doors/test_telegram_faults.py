"""What goes wrong on the road to Telegram: nothing is stored twice, nothing is shown never."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.doors.fake_bot_api import FakeBotApi, Kind, Phone
from tests.doors.telegram_stage import QUICK, FailingStore, Stage, value_of

TOLD = "Ze zegt dat ze niet meer slaapt"


@pytest.fixture
def store() -> FailingStore:
    return FailingStore()


@pytest.fixture
def stage(store: FailingStore) -> Iterator[Stage]:
    with FakeBotApi() as server:
        yield Stage(server, store)


@pytest.fixture
def sanne(stage: Stage) -> Phone:
    return stage.server.person(7, "Sanne")


async def test_an_update_that_is_delivered_again_is_handled_once(
    stage: Stage, sanne: Phone
) -> None:
    async with stage.open():
        await stage.types(sanne, TOLD)
        await sanne.wait_quiet()
        stage.server.redeliver(1)
        await sanne.wait_quiet()

    assert await stage.lines(sanne) == [TOLD]
    assert len(sanne.replies) == 1
    assert await stage.inbox() == []


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "500", "502", "timeout"])
async def test_a_broken_road_is_tried_again_and_stores_nothing_twice(
    stage: Stage, sanne: Phone, kind: Kind
) -> None:
    stage.pace = replace(QUICK, answer=0.4)
    async with stage.open():
        stage.server.fail_next("sendMessage", kind)
        await stage.types(sanne, TOLD)
        await sanne.wait_quiet(0.3)
        stage.server.fail_next("editMessageText", kind)
        await stage.taps(sanne, "go.question.wording")
        await sanne.wait_quiet(0.6)

    assert await stage.lines(sanne) == [TOLD]
    assert len(sanne.replies) == (2 if kind in ("drop_after", "timeout") else 1)
    assert (await stage.waiting(), await stage.inbox()) == (0, [])


async def test_a_panel_that_came_twice_works_and_the_older_one_loses_its_buttons(
    stage: Stage, sanne: Phone
) -> None:
    async with stage.open():
        stage.server.fail_next("sendMessage", "drop_after")
        sanne.send("/start")
        await sanne.wait_for(lambda p: len(p.replies) == 2)
        first, second = sanne.replies
        sanne.tap_data(first, value_of(first, "desk.consult"))
        await sanne.wait_for(lambda p: p.panel != second)
        await sanne.wait_quiet()

    assert [len(message.buttons) > 0 for message in sanne.replies] == [False, True]
    assert value_of(sanne.panel, "desk.another")


async def given_up(stage: Stage, phone: Phone) -> None:
    """Every try to bring the panel failed, the last one too."""
    tries = 1 + len(QUICK.retries)
    await phone.wait_for(lambda _: len(stage.server.calls("sendMessage")) >= tries)


async def test_what_cannot_be_brought_stays_and_goes_along_with_the_next_panel(
    stage: Stage, sanne: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.open():
        stage.server.fail_next("sendMessage", "drop_before", times=None)
        sanne.send(TOLD)
        await given_up(stage, sanne)
        assert await stage.waiting() == 1
        stage.server.clear_faults()
        panel = await stage.types(sanne, "Haar zus belt elke dag")
        await sanne.wait_quiet()

    assert "Schuilnaam" in panel.text
    assert await stage.waiting() == 0
    assert "zus" not in caplog.text
    assert TOLD not in caplog.text


async def test_a_restart_brings_what_was_not_brought(stage: Stage, sanne: Phone) -> None:
    async with stage.open():
        stage.server.fail_next("sendMessage", "drop_before", times=None)
        sanne.send(TOLD)
        await given_up(stage, sanne)
    assert sanne.replies == []
    stage.server.clear_faults()
    async with stage.open(replays=False):  # not the holder of the lock
        await sanne.wait_quiet(0.3)
        assert sanne.replies == []
    async with stage.open():
        await sanne.wait_for(lambda p: "Schuilnaam" in p.panel.text)
        await sanne.wait_quiet()

    assert await stage.lines(sanne) == [TOLD]
    assert (len(sanne.replies), await stage.waiting()) == (1, 0)


async def test_a_429_is_obeyed_for_that_chat_and_others_go_on(stage: Stage, sanne: Phone) -> None:
    noor = stage.server.person(8, "Noor")
    async with stage.open():
        stage.server.fail_next("sendMessage", "429", retry_after=1, chat_id=7)
        sanne.send("/start")
        await sanne.wait_for(lambda _: stage.server.calls("sendMessage"))
        await stage.types(noor, "/start")
        assert sanne.replies == []
        await sanne.wait_for(lambda p: p.panel)

    first, second = (each.at for each in stage.server.calls("sendMessage") if each.chat_id == 7)
    assert second - first >= 1
    assert len(sanne.replies) == 1


async def test_while_a_chat_must_wait_only_its_newest_panel_is_kept_for_it(
    stage: Stage, sanne: Phone
) -> None:
    async with stage.open():
        stage.server.fail_next("sendMessage", "429", retry_after=1)
        for text in (TOLD, "Haar zus belt elke dag", "Ze wil dat het ophoudt"):
            sanne.send(text)
        await sanne.wait_for(lambda p: p.panel)
        await sanne.wait_quiet(0.3)

    assert len(sanne.replies) == 1
    assert "Schuilnaam" in sanne.panel.text
    assert len(await stage.lines(sanne)) == 3
    assert await stage.waiting() == 0


async def test_somebody_who_left_is_no_trouble_and_no_text_is_logged(
    stage: Stage, sanne: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.open():
        await stage.types(sanne, "/start")
        stage.server.fail_next("*", "403", times=None, chat_id=7)
        sanne.send(TOLD)
        await sanne.wait_quiet(0.5)
        assert (await stage.lines(sanne), await stage.waiting()) == ([TOLD], 0)
        stage.server.clear_faults()
        await stage.types(sanne, "/menu")

    assert len(stage.server.calls("sendMessage")) == 3
    assert "left" in caplog.text
    assert TOLD not in caplog.text


async def test_a_panel_that_shows_this_already_counts_as_brought(
    stage: Stage, sanne: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.open():
        panel = await stage.types(sanne, "/start")
        stage.server.fail_next("editMessageText", "400", description="message is not modified: x")
        sanne.tap_data(panel, value_of(panel, "desk.consult"))
        await sanne.wait_quiet(0.3)

    assert len(sanne.replies) == 1
    assert await stage.waiting() == 0
    assert caplog.records == []


async def test_a_panel_that_was_taken_away_comes_anew(stage: Stage, sanne: Phone) -> None:
    async with stage.open():
        panel = await stage.types(sanne, "/start")
        value = value_of(panel, "desk.consult")
        sanne.delete(panel.message_id)
        sanne.tap_data(panel.message_id, value)
        anew = await sanne.wait_for(lambda p: p.panel)
        await sanne.wait_quiet()

    assert anew.message_id > panel.message_id
    assert value_of(anew, "desk.another")
    assert sanne.unanswered == []


async def test_a_document_that_is_hard_to_bring_comes_once_and_the_panel_too(
    stage: Stage, sanne: Phone
) -> None:
    async with stage.open():
        await stage.types(sanne, TOLD)
        await stage.types(sanne, "/plan")
        await stage.taps(sanne, "copy:text")
        stage.server.fail_next("sendDocument", "drop_before", times=2)
        await stage.taps(sanne, "share")
        document = await sanne.wait_for(lambda p: p.documents[0])
        await sanne.wait_quiet()

    assert TOLD in document.content.decode()
    assert len(sanne.documents) == 1
    assert [bool(message.buttons) for message in sanne.replies] == [False, True, False]
    assert await stage.waiting() == 0
