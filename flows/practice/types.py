"""Where a practice run stands: identifiers, labels and choices, never a word that was typed.

What the trainee typed are `Spoken` lines, kept and erased as a household's lines are, under a key
of their own. Nothing of a household is ever in a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Meant = Literal["", "yes", "almost", "no"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """One thing the trainee said to the resident; empty for a silence. Numbered from 1."""

    seq: int
    at: datetime
    text: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Saying:
    """What the resident said: which variant of which kind of line in the persona's file.

    ``kind`` is a line kind, or ``tells``, ``again`` and ``brief`` for a ``fact``.
    """

    kind: str
    number: int
    fact: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One turn of the talk: what the trainee did, what it did to trust, what was said to it.

    ``did`` is the coach's label, ``silence``, or empty when the coach was not sure. ``signs`` is
    what else was seen. ``quote`` is where in the line the words stand that decided. ``moved`` is by
    how much trust changed. A turn that was taken back stays, and counts for nothing.
    """

    seq: int
    did: str
    signs: tuple[str, ...]
    quote: tuple[int, int]
    moved: int
    said: Saying
    subject: str | None = None  # the domain it was about
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice run. ``version`` is that of the machine; ``seed`` is where chance comes from."""

    id: str
    persona: str
    seed: int
    state: str = "aims"
    version: int = 1
    aim: str = ""
    later: bool = False  # feedback at the end, not after every turn
    exchanges: tuple[Exchange, ...] = ()
    summary: int | None = None  # the line in which the trainee summed up
    meant: Meant = ""
    word: int = 0  # which variant answered the summary


@dataclass(frozen=True, slots=True)
class PracticeListing:
    """One run in a person's own list, last touched first."""

    id: str
    persona: str
    touched: datetime
    state: str


@dataclass(frozen=True, slots=True)
class BeginPractice:
    """A new run begins, in the hands of the person at this seat."""

    practice: Practice


@dataclass(frozen=True, slots=True)
class KeepSpoken:
    """Store what the trainee said."""

    line: Spoken
