"""What somebody does with a duo's panel in a group chat: an answer to it, or a tap. Pure.

Two people in one chat (issue 3): what the professional and the resident answer there, everybody in
the group reads because they say it there themselves. It is kept as a turn of the talk and never
repeated. The card, a hint and what the coach heard stay on one's own screen.
"""

from __future__ import annotations

from flows.intervision.meeting import LONGEST, MOVE, outcome
from flows.practice.duo import pairing
from flows.practice.duo.panel import panel
from flows.practice.duo.turn import DuoTurn
from flows.types import Edited, Heard, Notice, Outcome, Pressed, Reading, Rejected, Said, Standing

NOT_SAID = {  # why something is no turn of the talk
    "gathering": "duo_not_gathering",
    "talking": "duo_looks_on",
    "looking_back": "duo_group_looking_back",
    "closed": "duo_not_closed",
}


def take(
    standing: Standing, turn: DuoTurn, given: Pressed | Edited | Said, reading: Reading
) -> Outcome | Rejected:
    """Take a turn in the group, by who came in and has a name here.

    What is answered there is never taken for a name.
    """
    if turn.me is None or not turn.me.name:
        return Rejected(Notice("group_come_in"))
    match given:
        case Pressed():
            return tapped(standing, turn, given)
        case Edited():
            return Rejected(Notice("practice_edited"))
        case Said(text, source):
            turn.heard = Heard(text.strip(), source, reading)
            return told(standing, turn)


def tapped(standing: Standing, turn: DuoTurn, pressed: Pressed) -> Outcome | Rejected:
    """A button of the panel, when it still stands there, by one of the two who play.

    It names the talk it was made for in place of a screen, and the turn that comes next: two taps
    at once are one.
    """
    offered = pressed.action in panel(turn.library, turn.meeting).actions
    if not offered or pressed.screen != turn.meeting.round:
        return Rejected(Notice("old_button"))
    event, _, turn.argument = pressed.action.removeprefix(MOVE).partition(":")
    fits = pairing.flow.fire(turn, event)
    return outcome(standing, turn) if fits else Rejected(Notice(f"duo_group_{event}"))


def told(standing: Standing, turn: DuoTurn) -> Outcome | Rejected:
    """An answer to the panel: the next turn of the talk, when one of the two says it.

    A move word is neither said nor done here: what it shows or takes back is for one's own screen.
    """
    if turn.state == "talking" and turn.side and is_move_word(turn):
        return Rejected(Notice("duo_group_own_screen"))
    if len(turn.heard.text) > LONGEST:
        return Rejected(Notice("practice_too_long", {"most": str(LONGEST)}))
    if not pairing.flow.fire(turn, "said"):
        return Rejected(Notice(NOT_SAID[turn.state]))
    return outcome(standing, turn)


def is_move_word(turn: DuoTurn) -> bool:
    """Whether this would be a move on one's own screen, and not something said."""
    word = turn.library.moves.get(turn.heard.text.lower().rstrip(".!"), "")
    return word in {"stop", "pause"} or (word in pairing.WORDS and turn.side == "professional")
