"""Taking a turn in a practice run: from what was typed or tapped to an outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.content.library import Library
from flows.practice.returning import has_room
from flows.practice.table import PRACTICE
from flows.practice.turn import PracticeTurn
from flows.practice.types import Practice
from flows.types import (
    Edited,
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

MOVE = "run."  # what the actions of a run begin with
LONGEST = 1_500  # characters that somebody can hear in one go
# Typed move words and commands that stand for a move of this machine.
COMMANDS = {"stop": "leave", "pauze": "leave", "terug": "take_back"}
WORDS = {"stop": "leave", "pause": "leave", "help": "stuck", "back": "take_back"}
flow = PRACTICE


def is_practising(library: Library, standing: Standing) -> bool:
    """Whether a run is on the screen whose persona is still there."""
    run = standing.practice
    return (
        standing.desk.state == "practising" and run is not None and run.persona in library.personas
    )


def is_move(action: str) -> bool:
    """Whether a button is a move of the run on the screen."""
    return action.startswith(MOVE)


def begun(library: Library, persona: str, fresh_id: str, seed: int, aim: str = "") -> Practice:
    """A new run with this persona; quiet signals of unsafety are announced first (opt-in)."""
    found = library.personas[persona]
    state = "warning" if found.warning else "aims"
    return Practice(fresh_id, persona, seed, state, aim=aim if aim in found.practise else "")


def take(
    library: Library, standing: Standing, given: Input, reading: Reading, now: datetime
) -> Outcome | Rejected | None:
    """A turn of the run on the screen; None for what is the desk's, such as a command of it."""
    if not is_practising(library, standing):
        return None
    match given:
        case Edited():
            return Rejected(Notice("practice_edited"))
        case Pressed(_, action) if is_move(action):
            return moved(library, standing, action, now)
        case Said(text) if (word := text.strip().lower()).startswith("/"):
            action = COMMANDS.get(word[1:].partition("@")[0], "")
            return moved(library, standing, action, now) if action else None
        case Said(text, source):
            return told(library, standing, Heard(text.strip(), source, reading), now)
    return None


def told(library: Library, standing: Standing, heard: Heard, now: datetime) -> Outcome | Rejected:
    """A typed text: a move word when it is the whole message, else something said."""
    word = library.moves.get(heard.text.lower().rstrip(".!"))
    if word in WORDS:
        return moved(library, standing, MOVE + WORDS[word], now)
    if len(heard.text) > LONGEST:
        return Rejected(Notice("practice_too_long", {"most": str(LONGEST)}))
    turn = _turn(library, standing, now, heard)
    return _outcome(standing, turn) if flow.fire(turn, "said") else Rejected(_not_here(turn))


def moved(library: Library, standing: Standing, action: str, now: datetime) -> Outcome | Rejected:
    """A tapped button of the run. Keeping still is something said too."""
    event, _, argument = action.removeprefix(MOVE).partition(":")
    if event == "silence":
        event, heard = "said", Heard(library.content.coaching.silence[0])
        turn = _turn(library, standing, now, heard)
    else:
        turn = _turn(library, standing, now, Heard(), argument)
    if not flow.fire(turn, event):
        if event == "said":
            return Rejected(_not_here(turn))
        return Rejected(Notice("nowhere_back" if event == "take_back" else "old_button"))
    return _outcome(standing, turn)


def _not_here(turn: PracticeTurn) -> Notice:
    if not has_room(turn.practice) and turn.state != "summary":
        return Notice("practice_over")
    return Notice("practice_not_here_summary" if turn.state == "summary" else "nothing_asked")


def _turn(
    library: Library, standing: Standing, now: datetime, heard: Heard, argument: str = ""
) -> PracticeTurn:
    if standing.practice is None:
        raise LookupError("no practice run in hand")
    run, spoken = standing.practice, standing.spoken
    return PracticeTurn(library, run, spoken, now, heard=heard, argument=argument)


def _outcome(standing: Standing, turn: PracticeTurn) -> Outcome:
    state = "home" if turn.leaves else "practising"
    desk = replace(standing.desk, state=state, practice=turn.practice.id)
    return Outcome(desk, standing.conversation, turn.effects, turn.notices, turn.practice)
