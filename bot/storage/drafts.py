"""Drafts of what a group will see: kept turn by turn under a key each, for their owner alone.

A draft holds words that were typed for the copy, so it ends with what it was composed from, and
sooner than anything else when nobody goes on with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Text, bindparam

from bot.app.ports import StoreError
from bot.storage.engine import Prepared
from bot.storage.erasing import Erasing
from bot.storage.sealing import place, seal, unseal
from bot.storage.tables import access, conversation, moment, stamp
from flows.intervision.bringing.types import Draft, DraftListing

KIND = "draft"
LEFT = timedelta(days=14)  # a draft that nobody goes on with ends after this
_DRAFT = TypeAdapter(Draft)
_OF, _PERSON = bindparam("of", type_=Text), bindparam("of_person", type_=Text)
_OURS = (conversation.c.kind == sa.literal(KIND), conversation.c.erased_at.is_(None))
_OPENED = conversation.join(access, access.c.conversation == conversation.c.id)

_READ = Prepared(
    sa.select(conversation.c.key_id, conversation.c.version, conversation.c.sealed)
    .select_from(_OPENED)
    .where(access.c.person == _PERSON, conversation.c.id == _OF, *_OURS)
)
_SEALED = (conversation.c.id, conversation.c.key_id, conversation.c.sealed, conversation.c.touched)
_LIST = Prepared(
    sa.select(*_SEALED)
    .select_from(_OPENED)
    .where(access.c.person == _PERSON, *_OURS)
    .order_by(conversation.c.touched.desc(), conversation.c.id.desc())
)
_ALL = Prepared(sa.select(*_SEALED).where(*_OURS))
_LIVES = Prepared(
    sa.select(conversation.c.id).where(conversation.c.id == _OF, conversation.c.erased_at.is_(None))
)
_BEGIN = Prepared(sa.insert(conversation))
_OPEN_TO = Prepared(sa.insert(access))
_SAVE = Prepared(
    sa.update(conversation)
    .where(conversation.c.id == _OF, conversation.c.version == bindparam("read"), *_OURS)
    .values(
        sealed=bindparam("new_sealed"),
        version=conversation.c.version + 1,
        touched=bindparam("new_touched"),
    )
)


class Drafts(Erasing):
    """The unit's room for what is being composed."""

    def draft(self, person: str, draft: str) -> Draft | None:
        """This draft if it is this person's and has not ended."""
        row = self.one(_READ, of_person=person, of=draft)
        key = self._keys.key(row[0]) if row else None
        if row is None or key is None:
            return None
        self._hold(draft, key, row[1])
        return _DRAFT.validate_json(unseal(key, _snapshot_of(draft), row[2]))

    def begin_draft(self, person: str, draft: Draft, now: datetime) -> None:
        """A new draft with a key of its own, this person's alone; `erase` ends it."""
        key_id = self._keys.make("draft", draft.id)
        key = self._key(key_id)
        self.change(
            _BEGIN,
            id=draft.id,
            kind=KIND,
            key_id=key_id,
            sealed=seal(key, _snapshot_of(draft.id), _DRAFT.dump_json(draft)),
            version=1,
            waiting=0,
            touched=stamp(now),
            erased_at=None,
        )
        self.change(_OPEN_TO, person=person, conversation=draft.id, right="hold")
        self._hold(draft.id, key, 1)
        self.after_commit(lambda: self._keys.settle(key_id))

    def save_draft(self, draft: Draft, now: datetime) -> None:
        """Save it; StoreError when it was not read here, or somebody saved it since."""
        held = self._require(draft.id)
        if held.version is None:
            raise StoreError("A draft is saved in the transaction that read it.")
        sealed = seal(held.key, _snapshot_of(draft.id), _DRAFT.dump_json(draft))
        saved = self.change(
            _SAVE, of=draft.id, read=held.version, new_sealed=sealed, new_touched=stamp(now)
        )
        if not saved:
            raise StoreError("The draft was saved or ended by somebody else meanwhile.")
        held.version += 1

    def drafts(self, person: str) -> tuple[DraftListing, ...]:
        """The person's drafts that have not ended, last touched first."""
        listed = []
        for of, key_id, sealed, touched in self.all(_LIST, of_person=person):
            if key := self._keys.key(key_id):
                found = _DRAFT.validate_json(unseal(key, _snapshot_of(of), sealed))
                listed.append(DraftListing(of, found.origin, found.source, moment(touched)))
        return tuple(listed)

    def erase(self, person: str, conversation: str, now: datetime) -> int:
        """Erase it, and every draft of this person that was composed from it."""
        composed = [each.id for each in self.drafts(person) if each.source == conversation]
        lines = super().erase(person, conversation, now)
        for draft in composed:
            super().erase(person, draft, now)
        return lines

    def _expire_drafts(self, now: datetime) -> None:
        """End drafts that were left, and those whose conversation or run has ended."""
        ended = []
        for of, key_id, sealed, touched in self.all(_ALL):
            key = self._keys.key(key_id)
            found = _DRAFT.validate_json(unseal(key, _snapshot_of(of), sealed)) if key else None
            source = found.source if found else None
            lost = source is not None and self.one(_LIVES, of=source) is None
            if lost or moment(touched) < now - LEFT:
                self._blank(of, now)
                ended.append(key_id)
        if ended:
            self._end_keys(tuple(ended), now)


def _snapshot_of(draft: str) -> bytes:
    return place("draft", draft, "sealed")
