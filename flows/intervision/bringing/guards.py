"""The guards of composing: is there something to show, and is it ready to be approved?"""

from __future__ import annotations

from flows.intervision.bringing.copying import mark_of
from flows.intervision.bringing.opening import is_not_open
from flows.intervision.bringing.pieces import Piece
from flows.intervision.bringing.turn import BringingTurn
from flows.intervision.people import is_short


def has_lines(turn: BringingTurn) -> bool:
    """There is a line to show; the question alone is enough as well."""
    return bool(turn.pieces)


def from_conversation(turn: BringingTurn) -> bool:
    """It comes from real work: at most three moments of it."""
    return turn.draft.origin == "conversation"


def from_team(turn: BringingTurn) -> bool:
    """It is a team matter, without a household."""
    return turn.draft.origin == "team"


def names_a_line(turn: BringingTurn) -> bool:
    """The line named is one that could be in the copy."""
    return turn.argument.isdigit() and int(turn.argument) in {p.line for p in turn.pieces}


def something_waits(turn: BringingTurn) -> bool:
    """Something is pointed out that was not looked at."""
    return next_waiting(turn) is not None


def more_waits(turn: BringingTurn) -> bool:
    """The marked lines are gone through, and there is another one behind this."""
    return turn.draft.walking and any(
        piece.waits and piece.line != turn.draft.line for piece in turn.before
    )


def has_question(turn: BringingTurn) -> bool:
    """A question is put to the group: without it nothing is brought in."""
    return bool(turn.draft.question.strip())


def not_open_yet(turn: BringingTurn) -> bool:
    """The coach is sure that the question is closed, leading, or a solution already."""
    return is_not_open(turn.heard.reading.verdict)


def a_method(turn: BringingTurn) -> bool:
    """A method was named that is offered."""
    method = turn.library.methods.get(turn.argument)
    return method is not None and method.menu


def has_method(turn: BringingTurn) -> bool:
    """The chosen method is still there."""
    return turn.draft.method in turn.library.methods


def name_fits(turn: BringingTurn) -> bool:
    """A short name on one line."""
    return is_short(turn.heard.text)


def has_name(turn: BringingTurn) -> bool:
    """Colleagues know who brings it in."""
    return bool(turn.draft.name)


def as_shown(turn: BringingTurn) -> bool:
    """What would be frozen is exactly what stood on the screen that was approved."""
    return turn.argument == mark_of(turn.library, turn.draft, turn.source)


def next_waiting(turn: BringingTurn) -> Piece | None:
    """The first line in which something is pointed out that was not looked at."""
    return next((piece for piece in turn.pieces if piece.waits), None)
