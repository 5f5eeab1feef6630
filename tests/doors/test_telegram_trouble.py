"""What goes wrong in the house: bugs, a full disk, a wrong token. Said, and never with text."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.doors.telegram import TelegramDoor, TelegramRefused
from tests.doors.fake_bot_api import FakeBotApi, Phone
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
        asked = len(stage.server.calls("getUpdates"))
        await sanne.wait_for(lambda _: len(stage.server.calls("getUpdates")) > asked + 1)
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
        about = {"message_id": 9, "from": sanne.user, "date": 1}
        stage.server.push("message", about | {"chat": {"title": TOLD}})
        await stage.types(sanne, "/start")

    assert "update 1 could not be read" in caplog.text
    assert TOLD not in caplog.text


async def test_a_document_that_cannot_be_made_is_said_and_not_tried_for_ever(
    stage: Stage, store: FailingStore, sanne: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    async with stage.open():
        await stage.types(sanne, TOLD)
        await stage.types(sanne, "/plan")
        await stage.taps(sanne, "copy:text")
        store.fails = lambda work: RuntimeError(TOLD) if work == "stand_at" else None
        await stage.taps(sanne, "share")
        await sanne.wait_for(lambda p: p.replies[-1].text == notice("trouble"))
        await sanne.wait_quiet()

    assert await stage.waiting() == 0
    assert "a document could not be made: RuntimeError" in caplog.text
    assert TOLD not in caplog.text


@pytest.mark.parametrize("how", ["stop", "cancel"])
async def test_the_door_closes_when_asked_and_finishes_what_it_began(
    stage: Stage, sanne: Phone, how: str
) -> None:
    stop = asyncio.Event()
    running = asyncio.create_task(stage.door().run(stop))
    panel = await stage.types(sanne, TOLD)
    sanne.tap_data(panel, value_of(panel, "go.domains.map"))
    await sanne.wait_for(lambda p: p.panel != panel)
    if how == "stop":
        stop.set()
    else:
        running.cancel()
    await asyncio.wait_for(asyncio.gather(running, return_exceptions=True), 5)
    asked = len(stage.server.requests)
    sanne.send("Haar zus belt elke dag")
    await asyncio.sleep(0.2)

    assert len(stage.server.requests) == asked
    assert (await stage.inbox(), await stage.waiting()) == ([], 0)


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
    while "no updates from Telegram" not in caplog.text:  # noqa: ASYNC110  (a log rings no bell)
        await asyncio.sleep(0.01)
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
    logging.getLogger("httpx").critical("/".join(("an address", stage.server.token)))

    assert stage.server.token not in caplog.text
    assert TOLD not in caplog.text
    assert "a token …" in caplog.text
    assert "an address/…" in caplog.text
