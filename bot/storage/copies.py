"""Shared copies: what a contributor chose to show, frozen, under a key of its own.

Nothing in the row names the conversation it was taken from. Its owner reads it, and whoever is in a
meeting that is about it; nobody from the moment it expires, whether it was tidied away or not.
"""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Integer, Text, bindparam

from bot.storage.engine import Prepared
from bot.storage.snapshots import SnapshotKind, Snapshots
from bot.storage.tables import access, conversation, meeting, shared_copy, stamp
from flows.intervision.types import CopyListing, SharedCopy

KIND: SnapshotKind = "copy"
OWNER = "contributor"
_COPY = TypeAdapter(SharedCopy)
_OF, _PERSON = bindparam("of", type_=Text), bindparam("of_person", type_=Text)
_NOW = bindparam("now", type_=Integer)
_READABLE = (
    conversation.c.kind == sa.literal(KIND),
    conversation.c.erased_at.is_(None),
    shared_copy.c.expires > _NOW,
)
_KEPT = conversation.join(shared_copy, shared_copy.c.id == conversation.c.id)
_held = access.alias("held")
_OWNS = sa.exists().where(
    access.c.conversation == conversation.c.id,
    access.c.person == _PERSON,
    access.c.right == sa.literal(OWNER),
)
_OPENED = _KEPT.join(access, access.c.conversation == conversation.c.id)
_IS_IN_A_MEETING = (
    sa.exists()
    .select_from(meeting.join(_held, _held.c.conversation == meeting.c.id))
    .where(meeting.c.copy == conversation.c.id, _held.c.person == _PERSON)
)

_READ = Prepared(
    sa.select(conversation.c.key_id, conversation.c.sealed)
    .select_from(_KEPT)
    .where(conversation.c.id == _OF, *_READABLE, sa.or_(_OWNS, _IS_IN_A_MEETING))
)
_LIST = Prepared(
    sa.select(conversation.c.id, conversation.c.key_id, conversation.c.sealed)
    .select_from(_OPENED)
    .where(*_READABLE, access.c.person == _PERSON, access.c.right == sa.literal(OWNER))
    .order_by(conversation.c.touched.desc(), conversation.c.id.desc())
)
_ENDS = Prepared(sa.insert(shared_copy))
_ABOUT = Prepared(sa.select(meeting.c.id).where(meeting.c.copy == _OF).order_by(meeting.c.id))


class Copies(Snapshots):
    """The unit's room for what is shown to a group."""

    def copy(self, person: str, copy: str, now: datetime) -> SharedCopy | None:
        """This copy for its owner and for who is in a meeting about it, until it expires."""
        row = self.one(_READ, of_person=person, of=copy, now=stamp(now))
        found = self._unsealed(KIND, copy, *row) if row else None
        return _COPY.validate_json(found) if found else None

    def share_copy(self, person: str, copy: SharedCopy, now: datetime) -> None:
        """Keep an approved copy under a key of its own, in the hands of this person."""
        self._begin_snapshot(KIND, copy.id, _COPY.dump_json(copy), now)
        self.change(_ENDS, id=copy.id, expires=stamp(copy.expires))
        self._let_open(person, copy.id, OWNER)

    def copies(self, person: str, now: datetime) -> tuple[CopyListing, ...]:
        """The copies this person shared and that can still be read, the newest first."""
        listed = []
        for of, key_id, sealed in self.all(_LIST, of_person=person, now=stamp(now)):
            if snapshot := self._unsealed(KIND, of, key_id, sealed):
                found = _COPY.validate_json(snapshot)
                listed.append(CopyListing(of, found.origin, found.approved, found.expires))
        return tuple(listed)

    def meetings_about(self, copy: str) -> tuple[str, ...]:
        """The meetings in which this copy is looked at, or was until it ended."""
        return tuple(row[0] for row in self.all(_ABOUT, of=copy))

    def _end_copy(self, copy: str, now: datetime) -> None:
        """A meeting about it is over: nobody reads the copy again."""
        if key_id := self._key_of_snapshot(KIND, copy):
            self._blank(copy, now)
            self._end_keys((key_id,), now)
