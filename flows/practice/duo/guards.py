"""The guards of a duo: who plays whom, and who may say what."""

from __future__ import annotations

from flows.intervision.people import member
from flows.practice.duo.talk import SIDES, is_free, last_of, live
from flows.practice.duo.turn import DuoTurn

FELT = ("opened", "closed", "unsure")


def has_no_name(turn: DuoTurn) -> bool:
    """Who began this was not asked yet how the others call them."""
    return turn.me is not None and not turn.me.name


def is_professional(turn: DuoTurn) -> bool:
    """Who sits here is the professional."""
    return turn.side == "professional"


def is_resident(turn: DuoTurn) -> bool:
    """Who sits here plays the resident."""
    return turn.side == "resident"


def plays(turn: DuoTurn) -> bool:
    """One of the two who talk; the others look on."""
    return turn.side is not None


def a_free_side(turn: DuoTurn) -> bool:
    """Nobody is put out of a role, and nobody talks with themselves (001.13)."""
    side = next((each for each in SIDES if each == turn.argument), None)
    here = turn.me is not None and bool(turn.me.name)
    both = turn.state == "talking" and turn.side is not None
    return here and side is not None and is_free(turn.meeting, side) and not both


def a_persona(turn: DuoTurn) -> bool:
    """A resident who can be played."""
    return turn.argument in turn.library.personas


def all_set(turn: DuoTurn) -> bool:
    """Two people who are here, and a resident who was chosen."""
    taken = not any(is_free(turn.meeting, side) for side in SIDES)
    return taken and turn.persona is not None


def names_the_last(turn: DuoTurn) -> bool:
    """What it did is said of the professional's last turn, by who it was said to."""
    seq, _, felt = turn.argument.partition(":")
    last = last_of(turn.duo, "professional")
    return last is not None and str(last.seq) == seq and felt in FELT


def spoke(turn: DuoTurn) -> bool:
    """There is a turn of one's own to take back."""
    return turn.side is not None and last_of(turn.duo, turn.side) is not None


def something_was_said(turn: DuoTurn) -> bool:
    """There is something to look back on."""
    return bool(live(turn.duo))


def may_end(turn: DuoTurn) -> bool:
    """Who began it, and the two who talk; an onlooker does not end what others said."""
    return turn.side is not None or (turn.me is not None and turn.me.role == "facilitator")


def can_be_sent_away(turn: DuoTurn) -> bool:
    """Anybody but oneself, by who began it."""
    me, number = turn.me, turn.number() or 0
    leads = me is not None and me.role == "facilitator" and number != me.number
    return leads and any(one.number == number and not one.removed for one in turn.meeting.people)


def left_before(turn: DuoTurn) -> bool:
    """Who left by themselves may come back, until it is over."""
    found = member(turn.meeting, turn.person)
    return found is not None and not found.here and not found.removed
