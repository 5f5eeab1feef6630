"""Drafts of what a group will see: kept turn by turn under a key each, for their owner alone.

A draft holds words that were typed for the copy, so it ends with what it was composed from, and
sooner than anything else when nobody goes on with it.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Text, bindparam

from bot.storage.engine import Prepared
from bot.storage.snapshots import SnapshotKind, Snapshots
from bot.storage.tables import conversation, moment
from flows.intervision.bringing.types import Draft, DraftListing

KIND: SnapshotKind = "draft"
LEFT = timedelta(days=14)  # a draft that nobody goes on with ends after this
_DRAFT = TypeAdapter(Draft)
_OF = bindparam("of", type_=Text)
_ALL = Prepared(
    sa.select(
        conversation.c.id, conversation.c.key_id, conversation.c.sealed, conversation.c.touched
    ).where(conversation.c.kind == sa.literal(KIND), conversation.c.erased_at.is_(None))
)
_LIVES = Prepared(
    sa.select(conversation.c.id).where(conversation.c.id == _OF, conversation.c.erased_at.is_(None))
)


class Drafts(Snapshots):
    """The unit's room for what is being composed."""

    def draft(self, person: str, draft: str) -> Draft | None:
        """This draft if it is this person's and has not ended."""
        found = self._snapshot(KIND, draft, person)
        return _DRAFT.validate_json(found) if found else None

    def begin_draft(self, person: str, draft: Draft, now: datetime) -> None:
        """A new draft with a key of its own, this person's alone; `erase` ends it."""
        self._begin_snapshot(KIND, draft.id, _DRAFT.dump_json(draft), now)
        self._let_open(person, draft.id, "hold")

    def save_draft(self, draft: Draft, now: datetime) -> None:
        """Save it; StoreError when it was not read here, or somebody saved it since."""
        self._save_snapshot(KIND, draft.id, _DRAFT.dump_json(draft), now)

    def drafts(self, person: str) -> tuple[DraftListing, ...]:
        """The person's drafts that have not ended, last touched first."""
        found = (
            (of, _DRAFT.validate_json(snapshot), touched)
            for of, snapshot, touched, _ in self._snapshots(KIND, person)
        )
        return tuple(DraftListing(of, one.origin, one.source, at) for of, one, at in found)

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
            snapshot = self._unsealed(KIND, of, key_id, sealed)
            source = _DRAFT.validate_json(snapshot).source if snapshot else None
            lost = source is not None and self.one(_LIVES, of=source) is None
            if lost or moment(touched) < now - LEFT:
                self._blank(of, now)
                ended.append(key_id)
        if ended:
            self._end_keys(tuple(ended), now)
