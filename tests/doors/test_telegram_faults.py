"""What goes wrong on the road or in the house: nothing is stored twice, nobody hears nothing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.doors.telegram import TelegramDoor, TelegramRefused
from tests.doors.fake_bot_api import FakeBotApi, Kind, Phone
from tests.doors.telegram_stage import QUICK, FailingStore, Stage, notice, value_of

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


async def test_what_cannot_be_brought_stays_and_goes_along_with_the_next_panel(
    stage: Stage, sanne: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.open():
        stage.server.fail_next("sendMessage", "drop_before", times=None)
        sanne.send(TOLD)
        await asyncio.sleep(0.5)
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
        await asyncio.sleep(0.5)
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
        await asyncio.sleep(0.2)
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


async def test_a_bug_is_said_honestly_and_logged_without_what_was_typed(
    stage: Stage, store: FailingStore, sanne: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.open():
        before = await stage.types(sanne, TOLD)
        store.fails = lambda work: RuntimeError(TOLD) if work == "_turn" else None
        mine = sanne.send("Haar zus belt elke dag")
        await sanne.wait_for(lambda p: p.replies[-1].text == notice("trouble"))
        store.full_for("none")
        await sanne.wait_quiet()

    assert await stage.lines(sanne) == [TOLD]
    assert await stage.inbox() == []
    assert sanne.panel.message_id == before.message_id < mine
    assert "update 2 failed in talking story.telling: RuntimeError" in caplog.text
    assert TOLD not in caplog.text


async def test_a_full_disk_keeps_the_message_until_there_is_room(
    stage: Stage, store: FailingStore, sanne: Phone
) -> None:
    stage.pace = replace(QUICK, storing=(0.01, 0.02, *(0.05,) * 100))
    async with stage.open():
        await stage.types(sanne, "/start")
        store.full_for("_turn")
        sanne.send(TOLD)
        sanne.send("Haar zus belt elke dag")
        await sanne.wait_for(lambda p: p.replies[-1].text == notice("waits"))
        assert await stage.inbox() == [2, 3]
        store.full_for("none")
        await sanne.wait_for(lambda p: "Schuilnaam" in "".join(r.text for r in p.replies))
        await sanne.wait_quiet()

    assert await stage.lines(sanne) == [TOLD, "Haar zus belt elke dag"]
    assert await stage.inbox() == []


async def test_a_disk_that_stays_full_is_said_and_nothing_is_kept_later_behind_ones_back(
    stage: Stage, store: FailingStore, sanne: Phone
) -> None:
    async with stage.open():
        await stage.types(sanne, "/start")
        store.full_for("_turn")
        sanne.send(TOLD)
        await sanne.wait_for(lambda p: p.replies[-1].text == notice("full"))
        store.full_for("none")
        await sanne.wait_quiet()
        await stage.types(sanne, "/help")

    assert await stage.inbox() == []
    assert await stage.lines(sanne) == []


async def test_what_cannot_be_written_down_stays_at_telegram_and_is_said_once(
    stage: Stage, store: FailingStore, sanne: Phone
) -> None:
    async with stage.open():
        store.full_for("receive")
        sanne.send(TOLD)
        await sanne.wait_for(lambda p: p.replies[-1].text == notice("waits"))
        await asyncio.sleep(1.2)  # it is asked for again meanwhile
        assert stage.server.pending == [1]
        store.full_for("none")
        await sanne.wait_for(lambda p: p.panel)
        await sanne.wait_quiet()

    assert await stage.lines(sanne) == [TOLD]
    assert [reply.text for reply in sanne.replies].count(notice("waits")) == 1


async def test_an_update_that_nobody_can_read_stops_nobody(
    stage: Stage, sanne: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.open():
        about = {"message_id": 9, "chat": sanne.chat.about, "from": sanne.user, "date": 1}
        stage.server.push("message", about | {"video_note": {"title": TOLD}})
        await stage.types(sanne, "/start")

    assert "update 1 could not be read" in caplog.text
    assert TOLD not in caplog.text


async def test_a_wrong_token_is_one_sentence_without_the_token(stage: Stage) -> None:
    for token in ("7700000001:wrong-but-well-formed", "no token", ""):
        with pytest.raises(TelegramRefused) as refused:
            await TelegramDoor(stage.handvat, token, stage.server.base_url).run(asyncio.Event())
        assert str(refused.value).startswith("Telegram does not accept the token")
        assert refused.value.__cause__ is None
        assert not token or token not in str(refused.value)


async def test_a_token_that_is_withdrawn_closes_the_door_with_that_sentence(
    stage: Stage, sanne: Phone
) -> None:
    running = asyncio.create_task(stage.door().run(asyncio.Event()))
    await stage.types(sanne, "/start")
    stage.server.token = "1:another"
    sanne.send("/help")  # ends the waiting request, the next is refused
    with pytest.raises(TelegramRefused):
        await asyncio.wait_for(running, 10)


async def test_without_a_road_to_telegram_the_door_waits_and_closes_when_asked(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stop = asyncio.Event()
    door = TelegramDoor(stage.handvat, stage.server.token, "http://127.0.0.1:9", pace=QUICK)
    running = asyncio.create_task(door.run(stop))
    await asyncio.sleep(0.3)
    assert not running.done()
    stop.set()
    await asyncio.wait_for(running, 5)
    assert "no updates from Telegram (NetworkError)" in caplog.text


async def test_the_token_is_in_no_log_however_much_is_logged(
    stage: Stage, sanne: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with stage.open():
        stage.server.fail_next("*", "drop_before", times=3)
        stage.server.fail_next("getUpdates", "502", times=1)
        await stage.types(sanne, TOLD)
        await sanne.wait_quiet()
    logging.getLogger("telegram.ext.ExtBot").critical("a token %s", stage.server.token)

    assert stage.server.token not in caplog.text
    assert TOLD not in caplog.text
    assert "a token …" in caplog.text
