"""Tells open pages that something changed in a meeting, and never what.

A page that hears a number higher than its own fetches its own part again, so that no text goes to
a page that may not have it. A beat now and then tells a page that it still has a connection.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from time import time

from bot.app.watching import Watchers

BEAT = 15.0  # seconds; a page that heard nothing for twice as long looks for another connection
HEADERS = {"Content-Type": "text/event-stream", "X-Accel-Buffering": "no"}


class Live:
    """The streams of open pages. ``number`` goes up with every change, also over a restart."""

    def __init__(self, watchers: Watchers) -> None:
        self.watchers = watchers
        self.beat = BEAT
        self.number = int(time() * 1000)
        self.stopped = False

    def count(self, meeting: str) -> None:
        """Something changed in a meeting."""
        self.number += 1

    def stop(self) -> None:
        """Let every stream end, because the server stops."""
        self.stopped = True
        self.watchers.any_changed()

    async def follow(self, meeting: str) -> AsyncGenerator[str]:
        """The stream of one page: the number as it is, then each change, and beats."""
        with self.watchers.watch(meeting) as watch:
            yield f"retry: 1500\n{said('changed', self.number)}"
            while not self.stopped:
                try:
                    await asyncio.wait_for(watch.changed(), self.beat)
                except TimeoutError:
                    yield said("beat", self.number)
                else:
                    yield said("changed", self.number)


def said(event: str, number: int) -> str:
    """One event of a stream: its kind and a number, and no words."""
    return f"event: {event}\ndata: {number}\n\n"
