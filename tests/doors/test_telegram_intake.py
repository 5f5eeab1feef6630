"""What comes in is written down first, is handled in each person's order, and survives a kill."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.doors.telegram import Pace
from bot.doors.telegram.arriving import Arrived
from bot.doors.telegram.intake import AT_ONCE, InOrder, Taken
from bot.storage.store import open_store
from flows.types import Said
from tests.doors.fake_bot_api import FakeBotApi, Request
from tests.doors.fake_faults import Pace as Limits
from tests.doors.telegram_stage import QUICK, FailingStore, Stage

ROOT = Path(__file__).parents[2]
TOLD = "Ze zegt dat ze niet meer slaapt"


@pytest.fixture
def server() -> Iterator[FakeBotApi]:
    with FakeBotApi() as server:
        yield server


async def test_each_person_keeps_their_order_while_many_type_at_once(server: FakeBotApi) -> None:
    stage = Stage(server)
    people = [server.person(number) for number in range(1, 31)]
    turns = [
        (phone, f"regel {step} van {phone.user['id']}") for phone in people for step in range(8)
    ]
    turns.sort(key=lambda turn: (turn[1].split()[1], random.Random(turn[1]).random()))
    async with stage.open():
        for phone, text in turns:
            phone.send(text)
        for phone in people:
            await phone.wait_for(lambda p: p.panel, timeout=20)
        await people[0].wait_quiet(0.5, 30)

    for phone in people:
        mine = [text for other, text in turns if other is phone]
        assert await stage.lines(phone) == mine
    assert await stage.waiting() == 0


async def test_ids_that_jump_back_at_random_are_new_updates(server: FakeBotApi) -> None:
    stage, sanne = Stage(server), server.person(7)
    async with stage.open():
        server.next_update_id = 900_000_000
        await stage.types(sanne, TOLD)
        server.next_update_id = 1000
        await stage.types(sanne, "Haar zus belt elke dag")
        await sanne.wait_quiet()

    assert await stage.lines(sanne) == [TOLD, "Haar zus belt elke dag"]


async def test_somebody_who_sends_hundreds_of_messages_keeps_nobody_waiting() -> None:
    order, handled, go = InOrder(), list[int](), asyncio.Event()

    async def slow() -> None:
        await go.wait()
        handled.append(1)

    async def quick() -> None:
        handled.append(2)

    async with asyncio.TaskGroup() as tasks:
        for _ in range(3 * AT_ONCE):
            tasks.create_task(order.process_update(update_of(1), slow()))
        await asyncio.wait_for(order.process_update(update_of(2), quick()), 1)
        go.set()
    assert handled == [2] + [1] * (3 * AT_ONCE)
    assert order._last == {}


async def test_a_failure_does_not_hold_up_what_comes_after_it() -> None:
    order, handled = InOrder(), list[int]()

    async def failing() -> None:
        raise RuntimeError

    async def well() -> None:
        handled.append(1)

    first = asyncio.create_task(order.process_update(update_of(1), failing()))
    second = asyncio.create_task(order.process_update(update_of(1), well()))
    with pytest.raises(RuntimeError):
        await first
    await asyncio.wait_for(second, 1)
    assert handled == [1]


def update_of(chat: int) -> Taken:
    """Something that happens in this chat."""
    return Taken(1, Arrived(chat, str(chat), Said(TOLD, f"{chat}/1"), "nl"))


async def test_what_was_written_down_and_not_handled_is_handled_by_the_next_door(
    server: FakeBotApi,
) -> None:
    store = FailingStore()
    stage, sanne = Stage(server, store, replace(QUICK, storing=(60.0,))), server.person(7)
    async with stage.open():
        store.full_for("_turn")
        sanne.send(TOLD)
        sanne.send("Haar zus belt elke dag")
        await sanne.wait_quiet(0.3)
    assert server.pending == []  # Telegram was told that it was received
    assert await stage.inbox() == [1, 2]

    store.full_for("none")
    async with stage.open(replays=False):  # another process holds the lock
        await sanne.wait_quiet(0.3)
        assert await stage.inbox() == [1, 2]
    async with stage.open():
        await sanne.wait_for(lambda p: p.panel)
        await sanne.wait_quiet()
    assert await stage.lines(sanne) == [TOLD, "Haar zus belt elke dag"]
    assert await stage.inbox() == []


async def test_all_that_telegram_gives_at_once_is_written_down_in_one_transaction(
    server: FakeBotApi,
) -> None:
    store, works = FailingStore(), list[str]()

    def heard(work: str) -> None:
        works.append(work)

    store.fails = heard
    for number in range(1, 6):
        server.person(number).send(TOLD)
    async with Stage(server, store).open():
        for number in range(1, 6):
            await server.person(number).wait_for(lambda p: p.panel)

    assert (works.count("receive"), works.count("_turn")) == (1, 5)


async def test_the_turn_itself_takes_an_update_out_of_the_inbox(server: FakeBotApi) -> None:
    store = FailingStore()
    stage, sanne = Stage(server, store), server.person(7)
    store.full_for("done")
    async with stage.open():
        await stage.types(sanne, TOLD)
        assert await stage.inbox() == []
    assert await stage.lines(sanne) == [TOLD]


async def test_the_words_on_a_tapped_panel_are_not_written_down_once_more(
    server: FakeBotApi,
) -> None:
    store = FailingStore()
    stage, sanne = Stage(server, store, replace(QUICK, storing=(60.0,))), server.person(7)
    async with stage.open():
        panel = await stage.types(sanne, TOLD)
        store.full_for("_turn")
        sanne.tap_data(panel, panel.buttons[0][0].data)
        await sanne.wait_quiet(0.3)
    [(_, payload)] = await stage.handvat.received()
    assert json.loads(payload)["callback_query"]["message"]["message_id"] == panel.message_id
    assert panel.text not in json.loads(payload)["callback_query"]["message"].values()
    assert "inline_keyboard" not in payload.decode()


async def test_nothing_is_lost_or_doubled_at_the_pace_that_telegram_allows(
    server: FakeBotApi,
) -> None:
    server.pace = Limits(chat=(4, 1.0))  # the short burst that is let through
    stage = Stage(server, pace=Pace())
    people = [server.person(number) for number in range(1, 41)]
    async with stage.open():
        for phone in people:
            phone.send("/start")
        for phone in people:
            await phone.wait_for(lambda p: p.panel, timeout=20)

    assert all(len(phone.replies) == 1 for phone in people)
    assert len(server.calls("sendMessage")) <= len(people) + 4  # on a busy computer they bunch


KILLED = """
import asyncio, sys
from pathlib import Path
from bot.storage.store import open_store
from tests.doors.fake_bot_api import FakeBotApi
from tests.doors.telegram_stage import QUICK, Stage
from types import SimpleNamespace

async def main(url, token, database):
    store = open_store(database, Path(sys.argv[4]))
    stage = Stage(SimpleNamespace(base_url=url, token=token), store, QUICK)
    async with stage.open(replays=store.acquire_lock()):
        await asyncio.Event().wait()

asyncio.run(main(*sys.argv[1:4]))
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("method", "nth", "phase"),
    [
        ("sendmessage", 1, "after"),
        ("sendmessage", 6, "before"),
        ("sendmessage", 9, "after"),
        ("getupdates", 3, "before"),  # what was taken in was not acknowledged yet
    ],
)
async def test_a_kill_loses_nothing_and_stores_nothing_twice(
    server: FakeBotApi, tmp_path: Path, method: str, nth: int, phase: str
) -> None:
    people = [server.person(number) for number in range(1, 11)]
    place = [f"sqlite:///{tmp_path / 'handvat.db'}", str(tmp_path / "handvat.key")]
    process = start(server, place)
    server.on_request = killing(process, (method, nth, phase))
    for step in range(10):
        for phone in people:
            phone.send(f"regel {step} van {phone.user['id']}")
    assert await asyncio.to_thread(process.wait, 60) == -signal.SIGKILL

    server.on_request = None
    again = start(server, place)
    await until_answered(tmp_path / "handvat.db", 10 * len(people))
    again.terminate()
    await asyncio.to_thread(again.wait, 60)
    store = open_store(place[0], Path(place[1]))
    stage = Stage(server, store)
    for phone in people:
        told = [f"regel {step} van {phone.user['id']}" for step in range(10)]
        assert await stage.lines(phone) == told
    assert (await stage.inbox(), await stage.waiting()) == ([], 0)
    await store.close()


async def until_answered(database: Path, arrivals: int) -> None:
    """Wait, a minute at most, until all that was sent is handled and delivered."""
    looked = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    for _ in range(600):
        (handled,) = looked.execute("SELECT count(*) FROM arrival").fetchone()
        (waiting,) = looked.execute("SELECT count(*) FROM outbox WHERE NOT delivered").fetchone()
        if handled == arrivals and not waiting:
            break
        await asyncio.sleep(0.1)
    looked.close()


def start(server: FakeBotApi, place: list[str]) -> subprocess.Popen[bytes]:
    """A process with nothing but this door."""
    command = [sys.executable, "-c", KILLED, server.base_url, server.token, *place]
    return subprocess.Popen(command, cwd=ROOT)


def killing(
    process: subprocess.Popen[bytes], point: tuple[str, int, str]
) -> Callable[[Request], None]:
    """Kill it at this point: the nth request of a method, before or after that had effect."""

    def on_request(request: Request) -> None:
        if (request.method, request.nth, request.phase) == point:
            os.kill(process.pid, signal.SIGKILL)

    return on_request
