"""Connections from beyond this computer: only so many, and only while something is asked.

Whoever reaches the port can open connections and ask nothing, until this process can open no more:
no page, no file, no road to Telegram. So a part of what it may open is kept for itself, one address
takes at most half of the rest, and who does not ask something within a while is let go.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol, RequestResponseCycle

from bot.doors.room.limits import place_of
from bot.doors.room.reach import is_private

MOST = 700  # of the 1,024 files and connections that a process may commonly have open
EACH = MOST // 2  # of one address: a room full of people, or a proxy
PATIENCE = 20.0  # seconds in which a request has to begin and be asked whole


class Connection(H11Protocol):
    """One connection. Those of this computer itself are not counted and may take their time."""

    most: ClassVar[int] = MOST
    each: ClassVar[int] = EACH
    patience: ClassVar[float] = PATIENCE
    open: ClassVar[Counter[str]] = Counter()
    place: str | None = None
    deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take it, or let it go at once when there are too many."""
        super().connection_made(transport)  # type: ignore[arg-type]
        if is_private({"server": self.server}):
            return
        self.place = place_of(self.client[0] if self.client else None)
        self.open[self.place] += 1
        if self.open.total() > self.most or self.open[self.place] > self.each:
            self.transport.abort()
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is over."""
        super().connection_lost(exc)
        if self.place is not None:
            self.open[self.place] -= 1
            if not self.open[self.place]:
                del self.open[self.place]
            self.place = None
        self._expect()

    def handle_events(self) -> None:
        """Something came in, or an answer is complete."""
        super().handle_events()
        self._expect()

    def _expect(self) -> None:
        """Wait no longer than this for a request, from when the last one was answered."""
        cycle: RequestResponseCycle | None = self.cycle
        waits = self.place is not None and (cycle is None or cycle.response_complete)
        if waits and self.deadline is None:
            self.deadline = self.loop.call_later(self.patience, self.transport.abort)
        elif not waits and self.deadline is not None:
            self.deadline.cancel()
            self.deadline = None
