"""The whole unit: the rooms that together are the `Unit` of `bot.app.ports`."""

from __future__ import annotations

from datetime import datetime

from bot.storage.people import People
from bot.storage.post import Post
from bot.storage.practices import Practices


class SqliteUnit(People, Practices, Post):
    """One job's view of the database; `bot.storage.writer` makes and ends it."""

    def expire(self, before: datetime, now: datetime) -> int:
        """Erase what was not touched since ``before``; returns how many conversations.

        Also tidies: what a closed door received before then, arrivals older than 30 days,
        delivered rows older than a day, codes that no longer hold, keys of past days. To tidy
        alone, give a ``before`` long ago.
        """
        self._forget_codes(now)
        self._forget_post(now)
        return self._expire_told(before, now)
