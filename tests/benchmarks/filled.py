"""A Handvat with people in it: the real application on a real database, and two ways to it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from unittest.mock import patch

import uuid_utils
from telegram.request import HTTPXRequest

from bot.app.ports import Unit
from bot.app.service import Handvat
from bot.app.types import Delivery, Envelope
from bot.doors.telegram import Pace, TelegramDoor
from bot.settings import Settings
from bot.wiring import handvat_for, now
from flows.types import Conversation, Desk, Entry, Kind, Place, Pressed, Reading, Said, Visit
from tests.benchmarks.contending import Contender
from tests.benchmarks.script import LINES, Step
from tests.benchmarks.wire import TOKEN, Wire

AT_ONCE = 100  # people stored in one transaction
UNPACED = Pace(chat=(1, 0.0), group=(1, 0.0), everything=(1, 0.0))  # Telegram's limits are waits


def handvat_in(folder: Path) -> AbstractAsyncContextManager[Handvat]:
    """The application as `handvat` makes it, with its data in this folder."""
    return handvat_for(Settings(f"sqlite:///{folder / 'handvat.db'}", folder / "handvat.key"))


async def fill(handvat: Handvat, people: range) -> None:
    """Store these people, each with a household of some twenty lines."""
    for start in range(people.start, people.stop, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, people.stop))
        await handvat.store.run(store_people, numbers, now())


def store_people(unit: Unit, numbers: range, moment: datetime) -> None:
    """Store them in one transaction, through the same unit as every turn."""
    for number in numbers:
        seat = unit.seat("telegram", str(number), moment)
        of = uuid_utils.uuid7().hex
        place = Place("story.telling")
        visits = (Visit(1, moment),)
        unit.begin(seat.person, Conversation(of, "Merel 42", number, place, visits=visits), moment)
        unit.keep(
            of,
            tuple(
                Entry(seq, Kind.LINE, moment, text, domain="wonen", prompt="wonen-opening-1")
                for seq, text in enumerate(LINES, 1)
            ),
        )
        unit.save_desk(seat, Desk("talking", conversation=of, welcomed=True), moment)


@asynccontextmanager
async def on_telegram(handvat: Handvat) -> AsyncIterator[Contender]:
    """Through the Telegram door, with its inbox and outbox; only sending is stubbed.

    The door makes its own `Application`, so the wire lies where a request would leave the process.
    """
    wire = Wire(strict=True)
    with patch.object(HTTPXRequest, "do_request", wire.do_request):
        door = TelegramDoor(handvat, TOKEN, pace=UNPACED)
        await door.start()
        try:
            yield Contender(wire.phone, partial(settled, handvat))
        finally:
            await door.stop()


async def settled(handvat: Handvat) -> None:
    """Wait until nothing is left in inbox and outbox."""
    while await handvat.store.run(is_waiting):  # noqa: ASYNC110  (only the database knows)
        await asyncio.sleep(0.001)


def is_waiting(unit: Unit) -> bool:
    """Whether an update is not done or a panel not delivered."""
    return bool(unit.inbox() or unit.pending())


@dataclass
class Alone:
    """A person with no door between: read, take the turn, mark it delivered."""

    handvat: Handvat
    number: int
    before: Delivery | None = field(default=None)

    async def take(self, step: Step) -> None:
        """Take one turn and settle it."""
        reading = self.handvat.read(step.text) if step.text else Reading()
        given = self._press(step.action) if step.action else Said(step.text)
        arrival = uuid_utils.uuid7().hex
        envelope = Envelope("telegram", str(self.number), arrival, given, reading)
        self.before = await self.handvat.turn(envelope)
        if self.before:
            await self.handvat.settle(self.before)

    def _press(self, action: str) -> Pressed:
        rows = self.before.shown.rows if self.before else ()
        values = (Pressed.of(button.value) for row in rows for button in row)
        if (found := next((value for value in values if value.action == action), None)) is None:
            raise LookupError(f"The script no longer fits: no {action} on {self.before}")
        return found


def alone(handvat: Handvat) -> Contender:
    """The turn itself, without a door."""
    return Contender(partial(Alone, handvat), partial(settled, handvat))
