"""Every recorded conversation goes the same way through the path of a turn, with a store behind it.

What is seen here was committed, taken from the outbox and rendered from what the store holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from html import unescape
from pathlib import Path

import pytest

from bot.app.ports import Store, Unit
from bot.app.service import Handvat
from bot.app.types import Delivery, Envelope
from bot.storage.store import open_store
from flows.language.reading import WordReader
from flows.playing import BEGIN
from flows.types import Edited, Entry, Input, Pressed, Reading, Said, Unreadable
from tests.app.fake_store import MemoryStore
from tests.flows.memory_stage import renderer
from tests.flows.recordings import (
    Differs,
    Edit,
    Move,
    Press,
    Recording,
    Say,
    Seen,
    Show,
    Wait,
    library,
    play_through,
    recordings,
)

RECORDINGS = [pytest.param(recording, id=recording.name) for recording in recordings()]
LOGIN = "lokaal"
_TAG = re.compile(r"<[^>]+>")


@dataclass
class KeptDoor:
    """A door that asks `Handvat` and nothing else; its clock moves a minute a turn."""

    store: Store
    now: datetime = BEGIN
    arrivals: int = 0
    buttons: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        words = WordReader(library().content.words)
        self.handvat = Handvat(self.store, library(), renderer(), words, lambda: self.now)

    async def make(self, move: Move) -> Seen:
        """Make this move as a door does, and look at what is to be delivered."""
        self.now += timedelta(minutes=1)
        if isinstance(move, Wait):
            self.now += timedelta(days=move.days)
            return await self._seen(await self.handvat.look("terminal", LOGIN))
        given = await self._input(move)
        told = given.text if isinstance(given, Said | Edited) else ""
        reading = self.handvat.read(told) if told else Reading()
        self.arrivals += 1
        envelope = Envelope("terminal", LOGIN, str(self.arrivals), given, reading)
        delivery = await self.handvat.turn(envelope)
        assert delivery is not None
        seen = await self._seen(delivery)
        await self.handvat.settle(delivery)
        return seen

    async def _input(self, move: Press | Say | Edit | Show) -> Input:
        match move:
            case Press(label, old):
                if not old:
                    before = await self.handvat.look("terminal", LOGIN)
                    self._remember(before)
                    labels = [button.label for row in before.shown.rows for button in row]
                    if labels.count(label) != 1:
                        raise Differs(f"{labels.count(label)} buttons {label!r} in {labels}")
                return Pressed.of(self.buttons[label])
            case Say(text, message):
                return Said(text, f"chat/{message}" if message else None)
            case Edit(message, text):
                return Edited(text, f"chat/{message}")
            case Show(what):
                return Unreadable(what)

    def _remember(self, delivery: Delivery) -> None:
        buttons = [button for row in delivery.shown.rows for button in row]
        self.buttons |= {button.label: button.value for button in buttons}

    async def _seen(self, delivery: Delivery) -> Seen:
        self._remember(delivery)
        return Seen(
            text=unescape(_TAG.sub("", delivery.shown.text)),
            buttons=tuple(button.label for row in delivery.shown.rows for button in row),
            notices=delivery.notices,
            files=tuple(each.document for each in delivery.documents),
            entries=await self.store.run(in_hand, self.now),
        )


def in_hand(unit: Unit, now: datetime) -> tuple[Entry, ...]:
    """The entries of the conversation that this seat has in hand."""
    desk = unit.desk(unit.seat("terminal", LOGIN, now))
    return unit.entries(desk.conversation) if desk and desk.conversation else ()


@pytest.mark.parametrize("recording", RECORDINGS)
async def test_it_goes_as_recorded_in_memory(recording: Recording) -> None:
    await play_through(recording, KeptDoor(MemoryStore()))


@pytest.mark.slow
@pytest.mark.parametrize("recording", RECORDINGS)
async def test_it_goes_as_recorded_in_a_database(recording: Recording, tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'handvat.db'}", tmp_path / "handvat.key")
    try:
        await play_through(recording, KeptDoor(store))
    finally:
        await store.close()
