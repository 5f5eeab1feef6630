"""Rows that hold one sealed snapshot beside the conversations: practice runs, drafts, meetings and
shared copies. Each has a key of its own, is read by who has a right to it, and is saved only in the
transaction that read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Literal

import sqlalchemy as sa
from sqlalchemy import Text, bindparam

from bot.app.ports import StoreError
from bot.storage.engine import Prepared
from bot.storage.erasing import Erasing
from bot.storage.sealing import place, seal, unseal
from bot.storage.tables import access, conversation, moment, stamp
from bot.storage.transaction import Row

SnapshotKind = Literal["practice", "draft", "meeting", "copy"]
_OF, _PERSON = bindparam("of", type_=Text), bindparam("of_person", type_=Text)
_OURS = (
    conversation.c.kind == bindparam("of_kind", type_=Text),
    conversation.c.erased_at.is_(None),
)
_OPENED = conversation.join(access, access.c.conversation == conversation.c.id)
_ROW = (conversation.c.key_id, conversation.c.version, conversation.c.sealed)

_READ = Prepared(
    sa.select(*_ROW)
    .select_from(_OPENED)
    .where(access.c.person == _PERSON, conversation.c.id == _OF, *_OURS)
)
_READ_ANY = Prepared(sa.select(*_ROW).where(conversation.c.id == _OF, *_OURS))
_LIST = Prepared(
    sa.select(
        conversation.c.id,
        conversation.c.key_id,
        conversation.c.sealed,
        conversation.c.touched,
        access.c.right,
    )
    .select_from(_OPENED)
    .where(access.c.person == _PERSON, *_OURS)
    .order_by(conversation.c.touched.desc(), conversation.c.id.desc())
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


class Snapshots(Erasing):
    """What these rooms of the unit share. A snapshot comes and goes as the JSON of its value."""

    def _begin_snapshot(self, kind: SnapshotKind, of: str, snapshot: bytes, now: datetime) -> None:
        """A new row with a key of its own; nobody has a right to it yet."""
        key_id = self._keys.make(kind, of)
        key = self._key(key_id)
        self.change(
            _BEGIN,
            id=of,
            kind=kind,
            key_id=key_id,
            sealed=seal(key, place(kind, of, "sealed"), snapshot),
            version=1,
            waiting=0,
            touched=stamp(now),
            erased_at=None,
        )
        self._hold(of, key, 1)
        self.made.append(key_id)

    def _let_open(self, person: str, of: str, right: str) -> None:
        """Give this person a right to it."""
        self.change(_OPEN_TO, person=person, conversation=of, right=right)

    def _snapshot(self, kind: SnapshotKind, of: str, person: str) -> bytes | None:
        """The snapshot as it stands, for who has a right to it."""
        return self._read(kind, of, self.one(_READ, of=of, of_kind=kind, of_person=person))

    def _any_snapshot(self, kind: SnapshotKind, of: str) -> bytes | None:
        """The snapshot as it stands, for what happens by itself: nobody's right is asked."""
        return self._read(kind, of, self.one(_READ_ANY, of=of, of_kind=kind))

    def _read(self, kind: SnapshotKind, of: str, row: Row | None) -> bytes | None:
        key = self._keys.key(row[0]) if row else None
        if row is None or key is None:
            self._recent.forget(of)
            return None
        self._hold(of, key, row[1])
        return unseal(key, place(kind, of, "sealed"), row[2])

    def _save_snapshot(
        self, kind: SnapshotKind, of: str, snapshot: bytes, touched: datetime
    ) -> None:
        """Save it; StoreError when it was not read here, or somebody saved it since."""
        held = self._require(of)
        if held.version is None:
            raise StoreError(f"A {kind} is saved in the transaction that read it.")
        saved = self.change(
            _SAVE,
            of=of,
            of_kind=kind,
            read=held.version,
            new_sealed=seal(held.key, place(kind, of, "sealed"), snapshot),
            new_touched=stamp(touched),
        )
        if not saved:
            raise StoreError(f"The {kind} was saved or erased by somebody else meanwhile.")
        held.version += 1

    def _snapshots(
        self, kind: SnapshotKind, person: str
    ) -> Iterator[tuple[str, bytes, datetime, str]]:
        """Every snapshot this person has a right to: id, JSON, when it was touched and the right;
        last touched first."""
        for of, key_id, sealed, touched, right in self.all(_LIST, of_person=person, of_kind=kind):
            if snapshot := self._unsealed(kind, of, key_id, sealed):
                yield of, snapshot, moment(touched), right

    def _unsealed(self, kind: SnapshotKind, of: str, key_id: str, sealed: bytes) -> bytes | None:
        """The snapshot in a row that was read; None when its key is gone."""
        key = self._keys.key(key_id)
        return unseal(key, place(kind, of, "sealed"), sealed) if key else None

    def _key_of_snapshot(self, kind: SnapshotKind, of: str) -> str | None:
        """The id of the key of what was not erased."""
        row: Row | None = self.one(_READ_ANY, of=of, of_kind=kind)
        return row[0] if row else None
