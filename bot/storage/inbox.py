"""The inbox: what a door received and did not handle yet, sealed with the key of the day.

A day's key seals the texts of many people, and every frame of the write-ahead log and every backup
of the database keeps such a row long after it was handled. So an erasure ends the day keys too:
what still waits is sealed anew, and what was told before it opens nowhere any more.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import bindparam
from sqlalchemy.dialects.sqlite import insert

from bot.app.ports import StoreError
from bot.storage.engine import Prepared
from bot.storage.sealing import place, seal, unseal
from bot.storage.tables import arrival, inbox, stamp
from bot.storage.transaction import Transaction

_RECEIVE = Prepared(insert(inbox).on_conflict_do_nothing(index_elements=["id"]))
_INBOX = Prepared(sa.select(inbox.c.id, inbox.c.key_id, inbox.c.sealed).order_by(inbox.c.place))
_DONE = Prepared(sa.delete(inbox).where(inbox.c.id == bindparam("of")))
_INBOX_KEYS = Prepared(sa.select(inbox.c.key_id).distinct())
_RESEAL = Prepared(
    sa.update(inbox)
    .where(inbox.c.id == bindparam("of"))
    .values(key_id=bindparam("new_key"), sealed=bindparam("new_sealed"))
)
_LEFT = Prepared(sa.delete(inbox).where(inbox.c.at < bindparam("before")))
_HANDLED = Prepared(
    sa.delete(inbox).where(
        sa.exists().where(
            arrival.c.door == sa.literal("telegram"),
            arrival.c.id == sa.cast(inbox.c.id, sa.Text),
        )
    )
)


class Inbox(Transaction):
    """The unit's room for what was received."""

    def receive(self, update: int, sealed_for: str, payload: bytes, now: datetime) -> None:
        """Write an update to the inbox, sealed with the day's key; a second time is a no-op.

        ``sealed_for``, the login it came from, stands in the payload itself and is not kept beside.
        """
        key_id = self._day_key(now)
        self.change(
            _RECEIVE,
            place=None,
            id=update,
            key_id=key_id,
            sealed=self._sealed(key_id, update, payload),
            at=stamp(now),
        )

    def inbox(self) -> tuple[tuple[int, bytes], ...]:
        """Updates received and not done, in order of arrival; not those whose key is gone."""
        return tuple(
            (update, unseal(key, place("inbox", update, "sealed"), sealed))
            for update, key_id, sealed in self.all(_INBOX)
            if (key := self._keys.key(key_id))
        )

    def done(self, update: int) -> None:
        """Delete a handled update from the inbox."""
        self.change(_DONE, of=update)

    def _sealed(self, key_id: str, update: int, payload: bytes) -> bytes:
        key = self._keys.key(key_id)
        if key is None:
            raise StoreError("The key of the day is gone.")
        return seal(key, place("inbox", update, "sealed"), payload)

    def _day_key(self, now: datetime) -> str:
        """The id of today's key, made with the day's first update; old days' keys then end."""
        today = _day(now)
        if today not in self._days:
            known = self._keys.days().get(today)
            if known is None:
                self._end_days(now)
            self._days[today] = known or self._keys.make("day", today)
        return self._days[today]

    def _end_days(self, now: datetime) -> None:
        """Destroy, after the commit, keys of days before yesterday that seal nothing any more."""
        yesterday = _day(now - timedelta(days=1))
        old = self._keys.day_keys(before=yesterday)
        if old and (unused := old - {row[0] for row in self.all(_INBOX_KEYS)}):
            self.after_commit(lambda: self._keys.destroy(*unused))

    def _renew_days(self, now: datetime) -> tuple[str, ...]:
        """Seal what waits with a new key; gives the keys that are to end after the commit.

        What was handled and not taken out yet is not carried along: it may hold what is erased.
        A row that no longer opens keeps its place and is skipped, so that it stops no erasure.
        """
        old = tuple(self._keys.day_keys())
        if not old:
            return ()
        self._keys.end(*old)  # also for what another job of this batch still receives
        self._days.clear()
        self.change(_HANDLED)
        waiting = [found for row in self.all(_INBOX) if (found := self._opened(*row))]
        if waiting:
            new = self._keys.make("day", _day(now))
            for update, payload in waiting:
                sealed = self._sealed(new, update, payload)
                self.change(_RESEAL, of=update, new_key=new, new_sealed=sealed)
        return old

    def _opened(self, update: int, key_id: str, sealed: bytes) -> tuple[int, bytes] | None:
        key = self._keys.key(key_id)
        try:
            return (update, unseal(key, place("inbox", update, "sealed"), sealed)) if key else None
        except StoreError:
            return None

    def _forget_left(self, before: datetime) -> int:
        """Delete what a door that was closed never handled; returns how many updates."""
        return self.change(_LEFT, before=stamp(before))


def _day(moment: datetime) -> str:
    return moment.astimezone(UTC).date().isoformat()
