"""Plain questions about a duo: who plays whom, what was said, whose turn it is."""

from __future__ import annotations

from flows.content.library import Library
from flows.intervision.people import numbered
from flows.intervision.types import Contribution, Meeting
from flows.practice.duo.types import WAY, Duo, Side, Spoke

SIDES: tuple[Side, ...] = ("professional", "resident")


def is_duo(meeting: Meeting) -> bool:
    """Whether these people rehearse together."""
    return meeting.method == WAY


def is_there(library: Library, meeting: Meeting) -> bool:
    """Whether the way in which these people meet is (still) among the content."""
    if not is_duo(meeting):
        return meeting.method in library.methods
    chosen = duo_of(meeting).persona
    return chosen is None or chosen in library.personas


def duo_of(meeting: Meeting) -> Duo:
    """Where the duo stands."""
    return meeting.duo or Duo()


def side_of(meeting: Meeting, number: int) -> Side | None:
    """What this person plays; None for who looks on."""
    duo = duo_of(meeting)
    held = (duo.professional, duo.resident)
    return SIDES[held.index(number)] if number in held else None


def player(meeting: Meeting, side: Side) -> str:
    """The name of who plays this side, also when they are away; empty when nobody does."""
    duo = duo_of(meeting)
    found = numbered(meeting, (duo.professional if side == "professional" else duo.resident) or 0)
    return found.name if found else ""


def is_free(meeting: Meeting, side: Side) -> bool:
    """Whether somebody can take this side: nobody has it, or who had it left."""
    duo = duo_of(meeting)
    found = numbered(meeting, (duo.professional if side == "professional" else duo.resident) or 0)
    return found is None or not found.here


def live(duo: Duo) -> tuple[Spoke, ...]:
    """The turns that stand: those that were not taken back."""
    return tuple(each for each in duo.turns if not each.taken_back)


def on_turn(duo: Duo) -> Side:
    """Who answers now: the other one. The professional begins."""
    turns = live(duo)
    return "resident" if turns and turns[-1].by == "professional" else "professional"


def last_of(duo: Duo, side: Side) -> Spoke | None:
    """The last turn of this side that stands."""
    return next((each for each in reversed(live(duo)) if each.by == side), None)


def words_of(contributions: tuple[Contribution, ...], turn: Spoke | None) -> str:
    """The words of a turn; empty for silence and for what was said aloud."""
    if turn is None:
        return ""
    return next((each.text for each in contributions if each.seq == turn.seq), "")
