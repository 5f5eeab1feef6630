"""A stage for stories about Telegram: the real door and guide, a fake Telegram, a store to look in.

async with stage.open():
    sanne.send("/start")
    await sanne.wait_for(lambda p: p.panel)
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import Concatenate, ParamSpec, TypeVar

from bot.app.ports import Store, StoreError, Unit
from bot.app.rendering import Renderer
from bot.app.service import Handvat
from bot.doors.telegram import Pace, TelegramDoor
from flows.clarification.lines import current
from flows.content.library import Library
from flows.language.reading import WordReader
from flows.loading import load_content
from flows.machines import NEEDS
from flows.types import Entry, Notice
from tests.app.fake_store import MemoryStore
from tests.doors.fake_bot_api import FakeBotApi, Phone
from tests.doors.fake_chats import Message

P = ParamSpec("P")
R = TypeVar("R")

QUICK = Pace(
    chat=(100, 0.01),
    group=(100, 0.01),
    everything=(1000, 0.001),
    answer=2.0,
    retries=(0.02, 0.05, 0.1),
    storing=(0.01, 0.02, 0.05, 0.1, 0.2),
    ending=1.0,
)


@cache
def library() -> Library:
    """The shipped content, read once for all stories."""
    return Library(load_content("nl", None, NEEDS))


class FailingStore(MemoryStore):
    """A store that fails on command: ``fails(work)`` gives what to raise for a piece of work."""

    def __init__(self) -> None:
        super().__init__()
        self.fails: Callable[[str], Exception | None] = lambda work: None

    async def run(
        self, work: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run it, unless it is to fail."""
        if error := self.fails(work.__name__):
            raise error
        return await super().run(work, *args, **kwargs)

    def full_for(self, *works: str) -> None:
        """Have no room for this work (a function's name), or for any; ``"none"`` ends it."""
        self.fails = lambda work: StoreError("full") if not works or work in works else None


@dataclass
class Stage:
    """Where a story happens. The store outlives the door, so that a door can open again."""

    server: FakeBotApi
    store: Store = field(default_factory=FailingStore)
    pace: Pace = QUICK

    @property
    def handvat(self) -> Handvat:
        """The guide on this stage's store."""
        words = library().content.words
        return Handvat(self.store, library(), Renderer(), WordReader(words), moment)

    def door(self, *, replays: bool = True, notes: bool = True) -> TelegramDoor:
        """A door that is not open yet."""
        server, handvat = self.server, self.handvat
        return TelegramDoor(
            handvat, server.token, server.base_url, replays=replays, notes=notes, pace=self.pace
        )

    @asynccontextmanager
    async def open(
        self, *, replays: bool = True, notes: bool = True
    ) -> AsyncIterator[TelegramDoor]:
        """A door that polls."""
        door = self.door(replays=replays, notes=notes)
        await door.start()
        try:
            yield door
        finally:
            await door.stop()

    async def types(self, phone: Phone, text: str) -> Message:
        """Type something and wait for the panel below it."""
        mine = phone.send(text)
        return await phone.wait_for(lambda p: p.panel if p.panel.message_id > mine else None)

    async def taps(self, phone: Phone, action: str) -> Message:
        """Tap the button of this action and wait until the panel shows something else."""
        before = phone.panel
        phone.tap_data(before, value_of(before, action))
        return await phone.wait_for(lambda p: p.panel if p.panel != before else None)

    async def lines(self, phone: Phone) -> list[str]:
        """What was told in this person's conversations as it stands now, in order."""
        return [each.text for each in current(await self.entries(phone)).values() if each.text]

    async def entries(self, phone: Phone) -> tuple[Entry, ...]:
        """Every entry of this person's conversations."""
        return await self.store.run(_entries, str(phone.user["id"]))

    async def waiting(self) -> int:
        """How many rows of the outbox were not delivered."""
        return await self.store.run(_waiting)

    async def inbox(self) -> list[int]:
        """The updates that are not done."""
        return [update for update, _ in await self.handvat.received()]


def value_of(panel: Message, action: str) -> str:
    """What the button of this action carries."""
    values = [button.data for row in panel.buttons for button in row]
    found = [value for value in values if value.partition(".")[2] == action]
    if not found:
        raise AssertionError(f"no button {action!r} among {values}")
    return found[0]


@cache
def notice(words: str) -> str:
    """A sentence as people read it."""
    return Renderer().words(Notice(words), "nl")


def moment() -> datetime:
    """The time, UTC."""
    return datetime.now(UTC)


def _entries(unit: Unit, login: str) -> tuple[Entry, ...]:
    person = unit.seat("telegram", login, moment()).person
    listing = sorted(unit.listing(person), key=lambda each: each.id)
    return tuple(entry for each in listing for entry in unit.entries(each.id))


def _waiting(unit: Unit) -> int:
    return len(unit.pending())
