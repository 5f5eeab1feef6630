"""Practice runs: kept turn by turn as conversations are, with a key each, and never among them."""

from __future__ import annotations

from datetime import datetime

from pydantic import TypeAdapter

from bot.storage.conversations import LinesOf
from bot.storage.snapshots import SnapshotKind, Snapshots
from flows.practice.counting import listed
from flows.practice.types import Practice, PracticeListing, Spoken

KIND: SnapshotKind = "practice"
_PRACTICE = TypeAdapter(Practice)
_SPOKEN = LinesOf("spoken", TypeAdapter(Spoken))


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
        return self._lines_of(_SPOKEN, practice)

    def keep_spoken(self, practice: str, lines: tuple[Spoken, ...]) -> None:
        """Store what was said; StoreError when somebody else was first."""
        self._keep_lines(_SPOKEN, practice, lines)

    def practices(self, person: str) -> tuple[PracticeListing, ...]:
        """The person's runs that were not erased, last touched first."""
        return tuple(
            listed(_PRACTICE.validate_json(snapshot), touched)
            for _, snapshot, touched, _ in self._snapshots(KIND, person)
        )
