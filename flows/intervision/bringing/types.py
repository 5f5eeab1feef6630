"""What a contributor composes before a group sees anything: choices, and words typed for the copy.

A `Draft` is kept turn by turn under a key of its own, and its owner alone may open it. It names
lines of a conversation or a practice run and holds no copy of them: what is struck or made private
meanwhile is gone from what the group will see. Only approving it makes a `SharedCopy`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.intervision.types import Origin


@dataclass(frozen=True, slots=True)
class Worded:
    """A line as the contributor words it for the group; the line itself stays as it was told."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Draft:
    """What is being composed for a group. ``version`` is that of the machine.

    ``moments`` are the chosen moments of a conversation, at most three. ``out`` are lines left out,
    ``chosen`` lines taken along that are left out unless chosen. ``looked`` are lines of which was
    said that what is pointed out in them may stay, with a digest of that wording. ``typed`` are the
    lines of a team matter. ``heard`` is what the coach heard in the question. ``name`` is how
    colleagues call the contributor. ``line`` is the line in hand, ``walking`` that the marked ones
    are gone through one by one.
    """

    id: str
    origin: Origin
    source: str | None = None
    state: str = "lines"
    version: int = 1
    moments: tuple[str, ...] = ()
    out: tuple[int, ...] = ()
    chosen: tuple[int, ...] = ()
    worded: tuple[Worded, ...] = ()
    looked: tuple[Worded, ...] = ()
    typed: tuple[str, ...] = ()
    question: str = ""
    heard: str = ""
    method: str = ""
    facilitates: bool = True
    name: str = ""
    line: int = 0
    walking: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class DraftListing:
    """One draft in its owner's list, last touched first."""

    id: str
    origin: Origin
    source: str | None
    touched: datetime


@dataclass(frozen=True, slots=True)
class BeginDraft:
    """A new draft begins, in the hands of the person at this seat alone."""

    draft: Draft


@dataclass(frozen=True, slots=True)
class DropDraft:
    """Destroy the key of a draft, and blank it: it was approved, or thrown away."""

    draft: str


@dataclass(frozen=True, slots=True)
class WithdrawCopy:
    """Destroy the key of a shared copy and blank it, at once and for everybody."""

    copy: str
