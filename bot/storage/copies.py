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
from bot.storage.erasing import Erasing
from bot.storage.sealing import place, seal, unseal
from bot.storage.tables import access, conversation, meeting, shared_copy, stamp
from flows.intervision.types import CopyListing, SharedCopy

KIND = "copy"
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
    .select_from(_KEPT)
    .where(*_READABLE, _OWNS)
    .order_by(conversation.c.touched.desc(), conversation.c.id.desc())
)
_BEGIN = Prepared(sa.insert(conversation))
_ENDS = Prepared(sa.insert(shared_copy))
_OPEN_TO = Prepared(sa.insert(access))
_ABOUT = Prepared(sa.select(meeting.c.id).where(meeting.c.copy == _OF).order_by(meeting.c.id))
_KEY_OF = Prepared(
    sa.select(conversation.c.key_id).where(
        conversation.c.id == _OF,
        conversation.c.kind == sa.literal(KIND),
        conversation.c.erased_at.is_(None),
    )
)


class Copies(Erasing):
    """The unit's room for what is shown to a group."""

    def copy(self, person: str, copy: str, now: datetime) -> SharedCopy | None:
        """This copy for its owner and for who is in a meeting about it, until it expires."""
        row = self.one(_READ, of_person=person, of=copy, now=stamp(now))
        key = self._keys.key(row[0]) if row else None
        if row is None or key is None:
            return None
        return _COPY.validate_json(unseal(key, _copy_of(copy), row[1]))

    def share_copy(self, person: str, copy: SharedCopy, now: datetime) -> None:
        """Keep an approved copy under a key of its own, in the hands of this person."""
        key_id = self._keys.make("copy", copy.id)
        key = self._key(key_id)
        self.change(
            _BEGIN,
            id=copy.id,
            kind=KIND,
            key_id=key_id,
            sealed=seal(key, _copy_of(copy.id), _COPY.dump_json(copy)),
            version=1,
            waiting=0,
            touched=stamp(now),
            erased_at=None,
        )
        self.change(_ENDS, id=copy.id, expires=stamp(copy.expires))
        self.change(_OPEN_TO, person=person, conversation=copy.id, right=OWNER)
        self.made.append(key_id)

    def copies(self, person: str, now: datetime) -> tuple[CopyListing, ...]:
        """The copies this person shared and that can still be read, the newest first."""
        listed = []
        for of, key_id, sealed in self.all(_LIST, of_person=person, now=stamp(now)):
            if key := self._keys.key(key_id):
                found = _COPY.validate_json(unseal(key, _copy_of(of), sealed))
                listed.append(CopyListing(of, found.origin, found.approved, found.expires))
        return tuple(listed)

    def meetings_about(self, copy: str) -> tuple[str, ...]:
        """The meetings in which this copy is looked at, or was until it ended."""
        return tuple(row[0] for row in self.all(_ABOUT, of=copy))

    def _end_copy(self, copy: str, now: datetime) -> None:
        """A meeting about it is over: nobody reads the copy again."""
        if row := self.one(_KEY_OF, of=copy):
            self._blank(copy, now)
            self._end_keys((row[0],), now)


def _copy_of(copy: str) -> bytes:
    return place("copy", copy, "sealed")
