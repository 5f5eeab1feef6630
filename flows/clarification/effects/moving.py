"""Moving the cursor: aside and back, pausing, leaving. No line is ever touched."""

from __future__ import annotations

from flows.clarification.turn import Turn
from flows.types import Place

OVERLAYS = (
    "safety.",
    "gate.",
    "today.",
    "promise.",
    "signal.",
    "bottleneck.",
    "lines.",
    "voice.",
    "menu.",
    "advice.",
    "colleague.",
    "paused",
)
# Overlays that are not returned to when something comes over them.
PASSING = ("safety.", "gate.idea", "gate.closed", "lines.", "voice.", "menu.", "advice.", "paused")
TELLING_ON = ("story.", "domains.", "circle.", "question.", "helps.")


def hold_place(turn: Turn) -> None:
    """Something comes in between; where we were is kept and returned to (002.4)."""
    before = turn.came_from
    if not before.state.startswith(PASSING):
        turn.change(overlay=(*turn.conversation.overlay, before))


def return_to_place(turn: Turn) -> None:
    """Go back to exactly where we were before something came in between (002.4)."""
    if turn.conversation.overlay:
        *under, place = turn.conversation.overlay
        turn.change(at=place, overlay=tuple(under), pending=())


def leave_overlay(turn: Turn) -> None:
    """A free move puts away what lay over the conversation, and the domain or rung in hand.

    Who goes on telling takes an ending back; who looks at the plan or at oneself does not (004.2).
    """
    turn.change(overlay=(), pending=())
    turn.move(rung=None)
    if turn.came_from.domain:
        turn.change(heavy=False)
        turn.move(domain=None)
    if turn.state.startswith(TELLING_ON):
        turn.change(ended="")


def show_what_waited(turn: Turn) -> None:
    """After reading along comes what was kept back: safety first, then the plan (004.1)."""
    turn.change(overlay=(Place("plan.showing"),), pending=())


def step_back(turn: Turn) -> None:
    """Back moves the cursor only; it never touches a line (002.4).

    It goes to where something else is seen: where one stands already is passed over.
    """
    *earlier, place = turn.conversation.history
    while earlier and place == turn.at:
        *earlier, place = earlier
    turn.change(at=place, history=tuple(earlier), overlay=())


def pause(turn: Turn) -> None:
    """Pause anywhere; the next time opens where it was (002.4)."""
    turn.leaves = True
    turn.say("paused", alias=turn.conversation.alias)


def go_to_desk(turn: Turn) -> None:
    """Leave the conversation as it stands and go to the first screen."""
    turn.leaves = True
