"""One recorded conversation through all three doors gives the same entries.

Each door is the real one: the page as forms over HTTP, `handvat chat --json` in a process, Telegram
over the fake Bot API server. Only the made-up name differs, because chance is the seat's own.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from bot.app.ports import Unit
from bot.app.types import DoorName
from bot.storage.store import open_store
from flows.clarification.lines import current
from flows.types import Entry
from tests.doors.fake_bot_api import FakeBotApi, Phone
from tests.first_run import Chat, Door, Page, press
from tests.flows.memory_stage import MemoryStage
from tests.flows.recordings import FOLDER, Move, Press, Recording, Say, described, play, read
from tests.serving import environment, serving

RECORDING = FOLDER / "huurachterstand.yaml"


@pytest.fixture(scope="module")
def recording() -> Recording:
    """The conversation that is played everywhere."""
    return read(RECORDING)


@pytest.fixture(scope="module")
def expected(recording: Recording) -> list[str]:
    """What it leaves when it is played in memory."""
    stage = MemoryStage()
    play(recording, stage)
    return told(next(iter(stage.player.entries.values())))


def told(entries: tuple[Entry, ...]) -> list[str]:
    """Every line as it stands, without its moment."""
    return [f"{described(entry)}: {entry.text}" for entry in current(entries).values()]


def moves(recording: Recording) -> Iterator[Move]:
    """What is done, without what is looked at."""
    for turn in recording.turns:
        assert isinstance(turn.move, Press | Say), "this recording does what every door can"
        yield turn.move


async def kept(folder: Path, door: DoorName, login: str) -> list[str]:
    """The lines in the storage, read as the next process would."""
    store = open_store(f"sqlite:///{folder / 'handvat.db'}", folder / "handvat.key")
    try:
        return told(await store.run(only_conversation, door, login))
    finally:
        await store.close()


def only_conversation(unit: Unit, door: DoorName, login: str) -> tuple[Entry, ...]:
    """The entries of this person's one conversation."""
    (listing,) = unit.listing(unit.seat(door, login, datetime.now(UTC)).person)
    return unit.entries(listing.id)


def go_through(door: Door, recording: Recording) -> None:
    """Tap and type."""
    seen = door.look()
    for move in moves(recording):
        if isinstance(move, Press):
            seen = press(door, seen, move.label)
        elif isinstance(move, Say):
            seen = door.say(move.text)
    door.close()


@pytest.mark.slow
async def test_through_the_page(tmp_path: Path, recording: Recording, expected: list[str]) -> None:
    """Forms, without JavaScript."""
    with serving(tmp_path) as address:
        go_through(Page(address), recording)
    assert await kept(tmp_path, "web", "lokaal") == expected


@pytest.mark.slow
async def test_through_the_terminal(
    tmp_path: Path, recording: Recording, expected: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """JSON lines in and out."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    go_through(Chat(sys.executable, "-m", "bot"), recording)
    assert await kept(tmp_path, "terminal", "lokaal") == expected


@pytest.mark.slow
async def test_through_telegram(tmp_path: Path, recording: Recording, expected: list[str]) -> None:
    """Messages and buttons, over HTTP."""
    with FakeBotApi() as server:
        sanne = server.person(7, "Sanne")
        settings = {
            "HANDVAT_TELEGRAM_TOKEN": server.token,
            "HANDVAT_TELEGRAM_API_URL": server.base_url,
        }
        with serving(tmp_path, **settings):
            for move in moves(recording):
                before = number(sanne)
                if isinstance(move, Press):
                    sanne.tap(move.label)
                elif isinstance(move, Say):
                    sanne.send(move.text)
                await sanne.wait_for(partial(answered, before), timeout=20)
    assert await kept(tmp_path, "telegram", "7") == expected


def number(phone: Phone) -> int:
    """The number of the screen that is seen, as its buttons carry it; 0 before the first."""
    panels = [message for message in phone.messages if message.buttons]
    return int(panels[-1].buttons[0][0].data.partition(".")[0]) if panels else 0


def answered(before: int, phone: Phone) -> bool:
    """A newer screen is seen."""
    return number(phone) > before
