"""A Handvat on the store in memory, and a person who taps and types at one of its doors."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count

from bot.app.ports import Store
from bot.app.rendering import Renderer
from bot.app.service import Handvat
from bot.app.types import Delivery, DoorName, Envelope
from flows.content.library import Library
from flows.language.reading import WordReader
from flows.loading import load_content
from flows.types import Edited, Entry, Input, Pressed, Reading, Said
from tests.app.fake_store import MemoryStore

_numbers = count(1)


@dataclass
class Clock:
    """A clock that a test moves."""

    at: datetime = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """A second later each time."""
        self.at += timedelta(seconds=1)
        return self.at


@cache
def library() -> Library:
    """The shipped Dutch content, read once."""
    return Library(load_content("nl"))


def handvat(store: Store | None = None, clock: Clock | None = None) -> Handvat:
    """The application with everything real but the disk, unless a store on disk is given."""
    reader = WordReader(library().content.words)
    return Handvat(store or MemoryStore(), library(), Renderer(), reader, clock or Clock())


@dataclass
class Person:
    """Somebody at one door."""

    handvat: Handvat
    door: DoorName = "web"
    login: str = "lokaal"
    seen: Delivery | None = None
    arrivals: list[str] = field(default_factory=list)

    async def take(self, given: Input, arrival: str | None = None) -> Delivery | None:
        """One turn; the answer is settled as a door does."""
        name = arrival or f"arrival-{next(_numbers)}"
        self.arrivals.append(name)
        text = given.text if isinstance(given, Said | Edited) else ""
        reading = self.handvat.read(text) if text else Reading()
        answer = await self.handvat.turn(Envelope(self.door, self.login, name, given, reading))
        if answer is not None:
            self.seen = answer
            await self.handvat.settle(answer)
        return answer

    async def say(self, text: str, source: str | None = None) -> Delivery:
        """Type a text."""
        await self.take(Said(text, source))
        return await self.look()

    async def tap(self, label: str) -> Delivery:
        """Press the button with this label."""
        buttons = {b.label: b.value for row in (await self.look()).shown.rows for b in row}
        assert label in buttons, f"no {label!r} in {list(buttons)}"
        await self.take(Pressed.of(buttons[label]))
        return await self.look()

    async def look(self) -> Delivery:
        """What is seen now; notices of the last turn stay with it."""
        if self.seen is None:
            self.seen = await self.handvat.look(self.door, self.login)
        return self.seen

    async def entries(self, alias: str | None = None) -> tuple[Entry, ...]:
        """The lines of the conversation in hand, or of the one with this alias."""
        return await self.handvat.store.run(
            lambda unit: next(
                (
                    unit.entries(listing.id)
                    for listing in unit.listing(unit.seat(self.door, self.login, BEGIN).person)
                    if alias is None or listing.alias == alias
                ),
                (),
            )
        )

    async def begin(self) -> str:
        """A new household after a talk; gives its alias."""
        await self.say("/start")
        await self.tap("Ik kom van een gesprek")
        told = await self.tap("Nieuw huishouden")
        return told.notices[0].removeprefix("Schuilnaam: ").removesuffix(".")


BEGIN = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
