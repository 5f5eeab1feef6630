"""Time for tests of what takes minutes: a clock that only moves when somebody sleeps on it."""

from __future__ import annotations

import asyncio
import heapq
from itertools import count


class Hurried:
    """Seconds that pass at once: whoever sleeps is woken in order of their time, one at a time."""

    def __init__(self) -> None:
        self.now = 0.0
        self._sleepers: list[tuple[float, int, asyncio.Event]] = []
        self._numbers = count()

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        """Wait for so many of these seconds."""
        awake = asyncio.Event()
        heapq.heappush(self._sleepers, (self.now + seconds, next(self._numbers), awake))
        await awake.wait()

    async def run(self, *work: asyncio.Task[None]) -> None:
        """Let time pass until this work is done."""
        while not all(task.done() for task in work):
            for _ in range(len(work) + 3):  # everybody does what can be done now
                await asyncio.sleep(0)
            if self._sleepers:
                self.now, _, awake = heapq.heappop(self._sleepers)
                awake.set()
        await asyncio.gather(*work)
