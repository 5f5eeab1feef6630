"""Who is told when a meeting changed: open pages, and doors that redraw what others have on screen.

In this process, and after the commit; `bot.app.elsewhere` tells of what other processes did. What
is told is only that something changed; whoever is told looks again, as anybody does. A slow page
that missed ten changes looks once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Listener = Callable[[str], None]


class Watch:
    """One page that looks at a meeting."""

    def __init__(self) -> None:
        self._stirred = asyncio.Event()

    async def changed(self) -> None:
        """Wait until something changed since the last time; at once when it did meanwhile."""
        await self._stirred.wait()
        self._stirred.clear()

    def stir(self) -> None:
        """Something changed."""
        self._stirred.set()


class Watchers:
    """The watches of every meeting. Used on the event loop alone."""

    def __init__(self) -> None:
        self._watches: dict[str, set[Watch]] = {}
        self._listeners: set[Listener] = set()
        self._showing = 0  # doors that have meetings on screens all the time, as chats do
        self._somebody = asyncio.Event()

    @property
    def watched(self) -> frozenset[str]:
        """The meetings that any page looks at."""
        return frozenset(self._watches)

    @contextmanager
    def watch(self, meeting: str) -> Iterator[Watch]:
        """Watch a meeting for as long as the page is there."""
        watch = Watch()
        self._watches.setdefault(meeting, set()).add(watch)
        self._look_up()
        try:
            yield watch
        finally:
            watches = self._watches[meeting]
            watches.discard(watch)
            if not watches:
                del self._watches[meeting]
            self._look_up()

    @contextmanager
    def listening(self, listener: Listener, *, shows: bool = False) -> Iterator[None]:
        """Have this called with every meeting that changed; it returns at once and never raises.

        ``shows``: a door whose screens stay, with or without an open page.
        """
        self._listeners.add(listener)
        self._showing += shows
        self._look_up()
        try:
            yield
        finally:
            self._listeners.discard(listener)
            self._showing -= shows
            self._look_up()

    async def somebody(self) -> None:
        """Wait until there is anybody who looks at a meeting; at once when there is."""
        await self._somebody.wait()

    def _look_up(self) -> None:
        """Whether anybody is there."""
        if self._watches or self._showing:
            self._somebody.set()
        else:
            self._somebody.clear()

    def changed(self, *meetings: str) -> None:
        """These meetings stand otherwise than before, and that is committed."""
        for meeting in meetings:
            for watch in self._watches.get(meeting, ()):
                watch.stir()
            for listener in self._listeners:
                listener(meeting)

    def any_changed(self) -> None:
        """What was kept long enough was erased: every page looks again."""
        self.changed(*self.watched)
