"""Practice runs: kept turn by turn as conversations are, with a key each, and never among them."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Text, bindparam

from bot.app.ports import StoreError
from bot.storage.engine import Prepared
from bot.storage.sealing import place, seal, unseal
from bot.storage.snapshots import SnapshotKind, Snapshots
from bot.storage.tables import entry
from flows.practice.counting import listed
from flows.practice.types import Practice, PracticeListing, Spoken

KIND: SnapshotKind = "practice"
_PRACTICE = TypeAdapter(Practice)
_SPOKEN = TypeAdapter(Spoken)
_OF = bindparam("of", type_=Text)

_LINES = Prepared(
    sa.select(entry.c.seq, entry.c.sealed).where(entry.c.conversation == _OF).order_by(entry.c.seq)
)
_KEEP = Prepared(sa.insert(entry))


class Practices(Snapshots):
    """The unit's room for practice runs."""

    def practice(self, person: str, practice: str) -> Practice | None:
        """This run if it is this person's and was not erased."""
        found = self._snapshot(KIND, practice, person)
        return _PRACTICE.validate_json(found) if found else None

    def begin_practice(self, person: str, practice: Practice, now: datetime) -> None:
        """A new run with a key of its own, this person's alone."""
        self._begin_snapshot(KIND, practice.id, _PRACTICE.dump_json(practice), now)
        self._let_open(person, practice.id, "hold")

    def save_practice(self, practice: Practice, now: datetime) -> None:
        """Save it; StoreError when it was not read here, or somebody saved it since."""
        self._save_snapshot(KIND, practice.id, _PRACTICE.dump_json(practice), now)

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
        return tuple(
            listed(_PRACTICE.validate_json(snapshot), touched)
            for _, snapshot, touched, _ in self._snapshots(KIND, person)
        )


def _line_of(practice: str, seq: int) -> bytes:
    return place("spoken", f"{practice}.{seq}", "sealed")
