"""Practice runs: kept turn by turn as conversations are, with a key each, and never among them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Text, bindparam

from bot.app.ports import StoreError
from bot.storage.engine import Prepared
from bot.storage.erasing import Erasing
from bot.storage.sealing import place, seal, unseal
from bot.storage.tables import access, conversation, entry, moment, stamp
from flows.practice.counting import listed
from flows.practice.types import Practice, PracticeListing, Spoken

KIND = "practice"
_PRACTICE = TypeAdapter(Practice)
_SPOKEN = TypeAdapter(Spoken)
_OF, _PERSON = bindparam("of", type_=Text), bindparam("of_person", type_=Text)
_OURS = (conversation.c.kind == sa.literal(KIND), conversation.c.erased_at.is_(None))
_OPENED = conversation.join(access, access.c.conversation == conversation.c.id)

_READ = Prepared(
    sa.select(conversation.c.key_id, conversation.c.version, conversation.c.sealed)
    .select_from(_OPENED)
    .where(access.c.person == _PERSON, conversation.c.id == _OF, *_OURS)
)
_LIST = Prepared(
    sa.select(
        conversation.c.id, conversation.c.key_id, conversation.c.sealed, conversation.c.touched
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
_LINES = Prepared(
    sa.select(entry.c.seq, entry.c.sealed).where(entry.c.conversation == _OF).order_by(entry.c.seq)
)
_KEEP = Prepared(sa.insert(entry))


class Practices(Erasing):
    """The unit's room for practice runs."""

    def practice(self, person: str, practice: str) -> Practice | None:
        """This run if it is this person's and was not erased."""
        row = self.one(_READ, of_person=person, of=practice)
        key = self._keys.key(row[0]) if row else None
        if row is None or key is None:
            return None
        self._hold(practice, key, row[1])
        return _PRACTICE.validate_json(unseal(key, _snapshot_of(practice), row[2]))

    def begin_practice(self, person: str, practice: Practice, now: datetime) -> None:
        """A new run with a key of its own, this person's alone."""
        key_id = self._keys.make("practice", practice.id)
        key = self._key(key_id)
        self.change(
            _BEGIN,
            id=practice.id,
            kind=KIND,
            key_id=key_id,
            sealed=seal(key, _snapshot_of(practice.id), _PRACTICE.dump_json(practice)),
            version=1,
            waiting=0,
            touched=stamp(now),
            erased_at=None,
        )
        self.change(_OPEN_TO, person=person, conversation=practice.id, right="hold")
        self._hold(practice.id, key, 1)
        self.made.append(key_id)

    def save_practice(self, practice: Practice, now: datetime) -> None:
        """Save it; StoreError when it was not read here, or somebody saved it since."""
        held = self._require(practice.id)
        if held.version is None:
            raise StoreError("A practice run is saved in the transaction that read it.")
        sealed = seal(held.key, _snapshot_of(practice.id), _PRACTICE.dump_json(practice))
        saved = self.change(
            _SAVE, of=practice.id, read=held.version, new_sealed=sealed, new_touched=stamp(now)
        )
        if not saved:
            raise StoreError("The practice run was saved or erased by somebody else meanwhile.")
        held.version += 1

    def spoken(self, practice: str) -> tuple[Spoken, ...]:
        """Everything the trainee said, in order; none of a run that was erased."""
        held = self._find(practice)
        rows = self.all(_LINES, of=practice) if held else []
        return tuple(
            _SPOKEN.validate_json(unseal(held.key, _line_of(practice, seq), sealed))
            for seq, sealed in rows
            if held
        )

    def keep_spoken(self, practice: str, lines: tuple[Spoken, ...]) -> None:
        """Store what was said; StoreError when somebody else was first."""
        held = self._require(practice)
        rows = self.all(_LINES, of=practice)
        last = rows[-1][0] if rows else 0
        for line in lines:
            if line.seq <= last:
                raise StoreError("A line with this number, or a later one, was kept meanwhile.")
            last = line.seq
            sealed = seal(held.key, _line_of(practice, line.seq), _SPOKEN.dump_json(line))
            self.change(_KEEP, conversation=practice, seq=line.seq, sealed=sealed)

    def practices(self, person: str) -> tuple[PracticeListing, ...]:
        """The person's runs that were not erased, last touched first."""
        found = []
        for of, key_id, sealed, touched in self.all(_LIST, of_person=person):
            if key := self._keys.key(key_id):
                run = _PRACTICE.validate_json(unseal(key, _snapshot_of(of), sealed))
                found.append(listed(run, moment(touched)))
        return tuple(found)


def _snapshot_of(practice: str) -> bytes:
    return place("practice", practice, "sealed")


def _line_of(practice: str, seq: int) -> bytes:
    return place("spoken", f"{practice}.{seq}", "sealed")
