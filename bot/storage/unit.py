"""The whole unit: the rooms that together are the `Unit` of `bot.app.ports`."""

from __future__ import annotations

from datetime import datetime

from bot.storage.drafts import Drafts
from bot.storage.groups import Groups
from bot.storage.passes import Passes
from bot.storage.post import Post
from bot.storage.screens import Screens
from bot.storage.sharing import Sharing


class SqliteUnit(Sharing, Drafts, Groups, Passes, Post, Screens):
    """One job's view of the database; `bot.storage.writer` makes and ends it."""

    def expire(self, before: datetime, now: datetime) -> int:
        """Erase what was not touched since ``before``, and copies that expired; returns how many.

        Also tidies: what a closed door received before then, arrivals older than 30 days,
        delivered rows older than a day, codes that no longer hold, what was shared long enough,
        keys of past days, and on a desk the question it was left with a day ago. To tidy alone,
        give a ``before`` long ago.
        """
        self._forget_codes(now)
        self._put_questions_away(now)
        self._forget_post(now)
        expired = self._expire_told(before, now)
        self._forget_passes(now)
        self._forget_shares(now)
        self._expire_drafts(now)
        return expired

    def _join(self, old: str, new: str) -> None:
        """Everything of the old person becomes the new one's, their places at a table too."""
        moved = self._rename(old, new)
        super()._join(old, new)
        for meeting in moved:
            self._bring_in_line(meeting)
