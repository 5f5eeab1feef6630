"""The own line (jouw lijn): how somebody asked, run by run. A mirror; nothing compares people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flows.content.library import Library
from flows.practice.types import Counts, PracticeListing

HIGHEST = 10  # of a share as it is drawn; a count stands beside it in words


@dataclass(frozen=True, slots=True)
class Point:
    """One finished run on the line. ``later``: feedback came at the end.

    ``asked`` is the share of open questions among open and closed ones, ``gave`` that of giving
    back among giving back and asking, from 0 to `HIGHEST`; -1 when there was nothing of either.
    """

    on: datetime
    title: str
    later: bool
    counts: Counts
    asked: int
    gave: int


def own_line(library: Library, runs: Iterable[PracticeListing]) -> tuple[Point, ...]:
    """Every finished run, the first one first."""
    done = [(run.finished, run) for run in runs if run.finished]
    return tuple(_point(library, on, run) for on, run in sorted(done, key=lambda each: each[0]))


def _point(library: Library, on: datetime, run: PracticeListing) -> Point:
    persona, counts = library.personas.get(run.persona), run.counts
    return Point(
        on=on,
        title=persona.title if persona else "",
        later=run.later,
        counts=counts,
        asked=_share(counts.opens, counts.closed),
        gave=_share(counts.reflections, counts.questions),
    )


def _share(part: int, rest: int) -> int:
    whole = part + rest
    return round(HIGHEST * part / whole) if whole else -1
