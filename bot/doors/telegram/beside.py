"""Work that is done beside the turns, and how long it may take when the door closes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable

from bot.doors.telegram.hushed import told

log = logging.getLogger("handvat.telegram")


class Beside:
    """Tasks that nobody waits for; what goes wrong in one is logged and disturbs no other."""

    def __init__(self, failure: str) -> None:
        self._failure = failure
        self._tasks: set[asyncio.Task[None]] = set()

    def begin(self, work: Awaitable[None]) -> None:
        """Do this; returns at once."""
        task = asyncio.create_task(self._watched(work))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self, patience: float) -> None:
        """Give what was begun so many seconds to come to an end."""
        await finish(self._tasks, patience)

    async def _watched(self, work: Awaitable[None]) -> None:
        try:
            await work
        except Exception as error:  # noqa: BLE001  (the edge)
            log.error("%s: %s", self._failure, told(error))


async def finish(tasks: set[asyncio.Task[None]], patience: float) -> None:
    """Give these so many seconds to come to an end, then end them."""
    if tasks:
        _, late = await asyncio.wait(tasks, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
