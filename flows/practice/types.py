"""Where a practice run stands: identifiers, labels and choices, never a word that was typed.

What the trainee typed are `Spoken` lines, kept and erased as a household's lines are, under a key
of their own. Nothing of a household is ever in a run.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol

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


class Done(Protocol):
    """What the coach heard in one turn, whoever answers it: a virtual resident or a colleague."""

    @property
    def seq(self) -> int:
        """The number of the line."""

    @property
    def did(self) -> str:
        """As in `Exchange`."""

    @property
    def signs(self) -> tuple[str, ...]:
        """As in `Exchange`."""


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
    week: int = 0  # a short run on an invitation, after so many weeks; 0: an ordinary one
    finished: datetime | None = None  # when it was looked back on first


@dataclass(frozen=True, slots=True)
class Counts:
    """How was asked in a run: what the own line is drawn from. Counts, and nothing to add up to."""

    opens: int = 0
    closed: int = 0
    reflections: int = 0
    questions: int = 0


@dataclass(frozen=True, slots=True)
class PracticeListing:
    """One run in a person's own list, last touched first."""

    id: str
    persona: str
    touched: datetime
    state: str
    aim: str = ""
    later: bool = False
    finished: datetime | None = None
    counts: Counts = Counts()


@dataclass(frozen=True, slots=True)
class Invitations:
    """Whether this person is invited to practise again, and the weeks that were answered."""

    off: bool = False
    answered: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ShareListing:
    """Something this person shares now. ``practice`` is the run, None the own line."""

    id: str
    practice: str | None
    until: datetime
    code: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What somebody shared, to be read: one run with what was said in it, or the runs of a line.

    Nothing else of the person comes along.
    """

    id: str
    until: datetime
    practice: Practice | None = None
    spoken: tuple[Spoken, ...] = ()
    runs: tuple[PracticeListing, ...] = ()


@dataclass(frozen=True, slots=True)
class BeginPractice:
    """A new run begins, in the hands of the person at this seat."""

    practice: Practice


@dataclass(frozen=True, slots=True)
class KeepSpoken:
    """Store what the trainee said."""

    line: Spoken


@dataclass(frozen=True, slots=True)
class SaveInvitations:
    """Keep what this person wants with invitations."""

    invitations: Invitations


@dataclass(frozen=True, slots=True)
class Share:
    """Let whoever has the code of ``id`` read this run, or the own line, until then."""

    id: str
    practice: str | None
    until: datetime


@dataclass(frozen=True, slots=True)
class Withdraw:
    """End this sharing at once."""

    id: str
