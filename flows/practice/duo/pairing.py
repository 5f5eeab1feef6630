"""Taking a turn in a duo: from what was typed or tapped to an outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.content.library import Library
from flows.intervision.meeting import LONGEST, MOVE, is_move, no_entry, outcome
from flows.intervision.types import EndMeeting, Meeting, OfferPass, Participant
from flows.practice.duo.table import DUO
from flows.practice.duo.talk import is_duo, is_there
from flows.practice.duo.turn import DuoTurn
from flows.practice.duo.types import WAY, Duo
from flows.types import (
    Edited,
    Fresh,
    Heard,
    Input,
    Notice,
    Outcome,
    Pressed,
    Reading,
    Rejected,
    Said,
    Standing,
)

# Typed move words that stand for a move of this machine, besides "stop".
WORDS = {"back": "take_back", "help": "look:stuck"}
flow = DUO


def begun(person: str, fresh: Fresh) -> tuple[Meeting, OfferPass]:
    """A new duo of this person, and the code by which the other one comes in."""
    people = (Participant(1, person, "", "facilitator"),)
    made = Meeting(fresh.id, WAY, None, people=people, code=fresh.join, duo=Duo())
    return made, OfferPass(fresh.join, fresh.id, "participant")


def take(
    library: Library,
    standing: Standing,
    given: Input,
    reading: Reading,
    fresh: Fresh,
    now: datetime,
) -> Outcome | Rejected | None:
    """A turn of the duo on the screen; None for what is the desk's, such as a command of it."""
    held = standing.meeting
    if standing.desk.state != "meeting" or held is None or not is_duo(held):
        return None
    if not is_there(library, held) or (isinstance(given, Said) and given.text.startswith("/")):
        return None
    turn = DuoTurn(library, standing, held, now, fresh)
    match given:
        case Edited():
            return Rejected(Notice("practice_edited"))
        case Pressed(_, action) if is_move(action):
            return moved(standing, turn, action)
        case Said(text, source):
            turn.heard = Heard(text.strip(), source, reading)
            return told(library, standing, turn)
    return None


def told(library: Library, standing: Standing, turn: DuoTurn) -> Outcome | Rejected:
    """A typed text: a name for who comes in, a move word, else something said in the talk."""
    if turn.me is None:
        fits = flow.fire(turn, "name")
        return outcome(standing, turn) if fits else Rejected(no_entry(standing))
    word = library.moves.get(turn.heard.text.lower().rstrip(".!"), "")
    if word in {"stop", "pause"}:
        return Outcome(replace(standing.desk, state="home", looking=""), standing.conversation)
    if word in WORDS and turn.state == "talking" and turn.side == "professional":
        return moved(standing, turn, MOVE + WORDS[word])
    if len(turn.heard.text) > LONGEST:
        return Rejected(Notice("practice_too_long", {"most": str(LONGEST)}))
    if not flow.fire(turn, "said"):
        looks_on = turn.state == "talking"
        return Rejected(Notice("duo_looks_on" if looks_on else f"duo_not_{turn.state}"))
    return outcome(standing, turn)


def moved(standing: Standing, turn: DuoTurn, action: str) -> Outcome | Rejected:
    """A tapped button: what to look at, or a move."""
    event, _, turn.argument = action.removeprefix(MOVE).partition(":")
    turn.heard = Heard()
    if event == "look" and turn.me is not None:
        turn.looking = turn.argument
        return outcome(standing, turn)
    if not flow.fire(turn, event):
        return Rejected(Notice("old_button") if turn.me else no_entry(standing))
    came_to = outcome(standing, turn)
    ended = any(isinstance(effect, EndMeeting) for effect in came_to.effects)
    return replace(came_to, desk=replace(came_to.desk, meeting=None)) if ended else came_to
