"""How updates come in: written down before Telegram may forget them, and in order per person.

python-telegram-bot tells Telegram that an update was received as soon as it is in its queue, in
memory. So what one answer of Telegram brings is committed to the inbox first, all of it in one
transaction. When that cannot be done a `NetworkError` makes Telegram deliver it again.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.error import NetworkError
from telegram.ext import BaseUpdateProcessor

from bot.app.service import Handvat
from bot.doors.telegram.arriving import JSON, Found, Kept, Stray, leaned
from bot.doors.telegram.hushed import told

AT_ONCE = 64  # turns that are taken side by side
log = logging.getLogger("handvat.telegram")


@dataclass(frozen=True, slots=True)
class Taken:
    """An update that was taken in, and what it is to this guide."""

    update_id: int
    found: Found


class Intake(asyncio.Queue[object]):
    """The queue between Telegram and the door; what waits in it is `Taken`.

    ``understand`` says what an update is; what is nothing is not kept and goes no further.
    ``refuse`` is told, once, of what could not be written down.
    """

    def __init__(
        self,
        handvat: Handvat,
        understand: Callable[[JSON], Found | None],
        refuse: Callable[[Kept], None],
    ) -> None:
        super().__init__()
        self._handvat = handvat
        self._understand = understand
        self._refuse = refuse
        self._here: set[int] = set()  # taken in and not done
        self._refused: set[int] = set()  # could not be written down, and that was said

    async def put(self, item: object) -> None:
        """Queue how the application tells itself to stop; updates are here before it has them."""
        if not isinstance(item, Update):
            await super().put(item)

    async def take_in(self, updates: list[JSON]) -> None:
        """Write these down and queue them; a second delivery of what is here is dropped.

        Raises `NetworkError` when the storage cannot, and then nothing of them was taken in.
        """
        new: list[Taken] = []
        kept: list[tuple[Kept, int, bytes]] = []
        for update in updates:
            lean = leaned(update)
            taken = self._read(lean) if lean["update_id"] not in self._here else None
            if taken:
                new.append(taken)
                if isinstance(taken.found, Kept):
                    kept.append((taken.found, taken.update_id, json.dumps(lean).encode()))
        if kept:
            await self._keep(kept)
        for taken in new:
            self.put_nowait(taken)

    async def again(self) -> None:
        """Queue what was written down before a restart and not handled."""
        for update_id, payload in await self._handvat.received():
            taken = self._read(json.loads(payload))
            if taken is None:
                await self.done(update_id)
            else:
                self._here.add(update_id)
                self.put_nowait(taken)

    def handled(self, update_id: int) -> None:
        """Its turn took it out of the inbox."""
        self._here.discard(update_id)

    async def done(self, update_id: int) -> None:
        """It has no turn: take it out of the inbox. When that fails a restart tries it again."""
        self._here.discard(update_id)
        try:
            await self._handvat.done(update_id)
        except Exception as error:  # noqa: BLE001  (the edge)
            log.warning("update %d stays in the inbox: %s", update_id, told(error))

    def _read(self, update: JSON) -> Taken | None:
        try:
            found = self._understand(update)
        except Exception as error:  # noqa: BLE001  (the edge: one odd update stops nobody)
            log.error("update %d could not be read: %s", update["update_id"], told(error))
            return None
        return Taken(update["update_id"], found) if found else None

    async def _keep(self, kept: list[tuple[Kept, int, bytes]]) -> None:
        rows = tuple((number, arrived.login, payload) for arrived, number, payload in kept)
        numbers = {number for number, _, _ in rows}
        try:
            await self._handvat.receive(rows)
        except Exception as error:  # noqa: BLE001  (the edge: Telegram delivers it again)
            log.error("%d updates could not be kept: %s", len(rows), told(error))
            for arrived, number, _ in kept:
                if number not in self._refused:
                    self._refuse(arrived)
            self._refused |= numbers
            raise NetworkError("the inbox is closed") from None
        self._refused -= numbers
        self._here |= numbers


class InOrder(BaseUpdateProcessor):
    """Takes each person's updates one after another, and different people's side by side.

    An update holds one of the `AT_ONCE` places only when it is its turn, so that somebody who sends
    a hundred messages keeps nobody waiting.
    """

    def __init__(self) -> None:
        super().__init__(max_concurrent_updates=1_000_000)
        self._places = asyncio.Semaphore(AT_ONCE)
        self._last: dict[int, asyncio.Event] = {}

    async def do_process_update(self, update: object, coroutine: Awaitable[Any]) -> None:
        """Wait for this chat's previous update, then process this one."""
        key = chat_of(update)
        before, mine = self._last.get(key), asyncio.Event()
        self._last[key] = mine
        try:
            if before:
                await before.wait()
            async with self._places:
                await coroutine
        finally:
            mine.set()
            if self._last[key] is mine:
                del self._last[key]

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to let go of."""


def chat_of(update: object) -> int:
    """The chat in which an update is to keep its place; 0 for what needs none."""
    found = update.found if isinstance(update, Taken) else None
    return 0 if found is None or isinstance(found, Stray) else found.chat
