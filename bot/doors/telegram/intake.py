"""How updates come in: written down before Telegram may forget them, and in order per person.

python-telegram-bot tells Telegram that an update was received as soon as it is in its queue, in
memory. So this queue commits an update to the inbox first, and raises a `NetworkError` when it
cannot, after which Telegram delivers it again.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, Update
from telegram.error import NetworkError
from telegram.ext import BaseUpdateProcessor

from bot.app.service import Handvat
from bot.doors.telegram.arriving import Arrived, Asked, Stray
from bot.doors.telegram.hushed import told

AT_ONCE = 64  # turns that are taken side by side
log = logging.getLogger("handvat.telegram")


class Intake(asyncio.Queue[object]):
    """The queue between python-telegram-bot's updater and the door.

    ``understand`` says what an update is; what is nothing is not kept and goes no further.
    ``refuse`` is told, once, of what could not be written down.
    """

    def __init__(
        self,
        handvat: Handvat,
        understand: Callable[[Update], Arrived | Asked | Stray | None],
        refuse: Callable[[Arrived], None],
    ) -> None:
        super().__init__()
        self._handvat = handvat
        self._understand = understand
        self._refuse = refuse
        self._here: set[int] = set()  # taken in and not done
        self._refused: set[int] = set()  # could not be written down, and that was said

    async def put(self, item: object) -> None:
        """Write an update down and queue it; a second delivery of what is here is dropped."""
        if not isinstance(item, Update):
            return await super().put(item)  # how the application tells itself to stop
        if item.update_id in self._here:
            return None
        try:
            found = self._understand(item)
        except Exception as error:  # noqa: BLE001  (the edge: one odd update stops nobody)
            log.error("update %d could not be read: %s", item.update_id, told(error))
            return None
        if isinstance(found, Arrived):
            await self._keep(item, found)
        if found is not None:
            await super().put(item)
        return None

    async def again(self, bot: Bot) -> None:
        """Queue what was written down before a restart and not handled."""
        for update_id, payload in await self._handvat.received():
            try:
                update = Update.de_json(json.loads(payload), bot)
            except Exception as error:  # noqa: BLE001  (the edge: one odd update stops nobody)
                log.error("update %d could not be read again: %s", update_id, told(error))
                await self.done(update_id)
                continue
            self._here.add(update_id)
            await super().put(update)

    async def done(self, update_id: int) -> None:
        """It is handled: take it out of the inbox. When that fails a restart finds it handled."""
        self._here.discard(update_id)
        try:
            await self._handvat.done(update_id)
        except Exception as error:  # noqa: BLE001  (the edge)
            log.warning("update %d stays in the inbox: %s", update_id, told(error))

    async def _keep(self, update: Update, arrived: Arrived) -> None:
        try:
            payload = update.to_json().encode()
            await self._handvat.receive(update.update_id, arrived.login, payload)
        except Exception as error:  # noqa: BLE001  (the edge: Telegram delivers it again)
            log.error("update %d could not be kept: %s", update.update_id, told(error))
            if update.update_id not in self._refused:
                self._refused.add(update.update_id)
                self._refuse(arrived)
            raise NetworkError("the inbox is closed") from None
        self._refused.discard(update.update_id)
        self._here.add(update.update_id)


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
        chat = update.effective_chat if isinstance(update, Update) else None
        key = chat.id if chat else 0
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
