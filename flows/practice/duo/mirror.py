"""Looking back together on a duo: a mirror of the talk, never a grade; "niet voor beoordeling"."""

from __future__ import annotations

from dataclasses import dataclass

from flows.intervision.screens.view import shortened
from flows.practice.counting import counts_of
from flows.practice.duo.talk import words_of
from flows.practice.duo.types import Spoke
from flows.practice.duo.view import DuoView
from flows.practice.types import Counts

MOMENTS = 4  # turns of each kind on the screen, the newest
CUT = 160  # characters of one of them


@dataclass(frozen=True, slots=True)
class Moment:
    """A turn that did something, as who plays the resident said; without words it was not typed."""

    text: str
    still: bool


@dataclass(frozen=True, slots=True)
class Mirror:
    """What everybody sees when they look back."""

    title: str
    means: str
    counts: Counts
    aloud: int
    opened_by: tuple[Moment, ...]
    closed_by: tuple[Moment, ...]


def mirror(view: DuoView) -> Mirror:
    """The talk as it stands; what was taken back counts for nothing."""
    asked = tuple(turn for turn in view.turns if turn.by == "professional")
    card = view.card
    return Mirror(
        title=card.title if card else "",
        means=card.means if card else "",
        counts=counts_of(asked),
        aloud=sum(not turn.did and not words_of(view.contributions, turn) for turn in asked),
        opened_by=_felt(view, asked, "opened"),
        closed_by=_felt(view, asked, "closed"),
    )


def _felt(view: DuoView, asked: tuple[Spoke, ...], felt: str) -> tuple[Moment, ...]:
    found = [turn for turn in asked if turn.felt == felt]
    return tuple(
        Moment(shortened(words_of(view.contributions, turn), CUT), turn.did == "silence")
        for turn in found[-MOMENTS:]
    )
