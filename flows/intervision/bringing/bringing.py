"""Taking a turn while composing for a group: from what was typed or tapped to an outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.content.library import Library
from flows.intervision.bringing.table import BRINGING, LONGEST
from flows.intervision.bringing.turn import BringingTurn
from flows.intervision.bringing.types import Draft
from flows.intervision.types import Origin
from flows.types import (
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

MOVE = "bring."  # what the actions of composing begin with
FIRST = {"conversation": "moments", "practice": "lines", "team": "telling"}
# Typed commands and move words that stand for a move of this machine.
COMMANDS = {"stop": "leave", "pauze": "leave", "terug": "back"}
WORDS = {"stop": "leave", "pause": "leave", "back": "back", "skip": "next"}
flow = BRINGING


def begun(name: str, origin: Origin, source: str | None) -> Draft:
    """A new draft; nobody sees anything of it."""
    return Draft(name, origin, source, FIRST[origin])


def is_bringing(library: Library, standing: Standing) -> bool:
    """Whether a draft is on the screen, and what it is composed from is still there."""
    draft, source = standing.draft, standing.source
    if standing.desk.state != "bringing" or draft is None or source is None:
        return False
    if draft.origin == "practice":
        return source.practice is not None and source.practice.persona in library.personas
    return draft.origin == "team" or source.conversation is not None


def take(
    library: Library,
    standing: Standing,
    given: Input,
    reading: Reading,
    fresh: Fresh,
    now: datetime,
) -> Outcome | Rejected | None:
    """A turn of the draft on the screen; None for what is the desk's, such as a command of it."""
    if not is_bringing(library, standing) or standing.draft is None:
        return None
    turn = BringingTurn(library, standing, standing.draft, fresh, now)
    match given:
        case Pressed(_, action) if action.startswith(MOVE):
            event, _, turn.argument = action.removeprefix(MOVE).partition(":")
            return moved(turn, event)
        case Said(text) if (word := text.strip().lower()).startswith("/"):
            event = COMMANDS.get(word[1:].partition("@")[0], "")
            return moved(turn, event) if event else None
        case Said(text, source):
            return told(turn, Heard(text.strip(), source, reading))
    return None


def told(turn: BringingTurn, heard: Heard) -> Outcome | Rejected:
    """A typed text: a move word when it is the whole message, else what is asked for here."""
    word = turn.library.moves.get(heard.text.lower().rstrip(".!"))
    if word in WORDS:
        return moved(turn, WORDS[word])
    if len(heard.text) > LONGEST:
        return Rejected(Notice("bring_too_long", {"most": str(LONGEST)}))
    turn.heard = heard
    return moved(turn, "said")


def moved(turn: BringingTurn, event: str) -> Outcome | Rejected:
    """What a move came to."""
    if not flow.fire(turn, event):
        return Rejected(Notice("old_button"))
    if turn.refused:
        return Rejected(turn.refused)
    standing = turn.standing
    if turn.begins:
        desk = replace(
            standing.desk, state="meeting", meeting=turn.begins.id, draft=None, conversation=None
        )
        return Outcome(desk, standing.conversation, turn.effects, turn.notices, meeting=turn.begins)
    desk = standing.desk
    if turn.leaves:
        desk = replace(desk, state="home", draft=None)
    draft = None if turn.effects else turn.draft
    return Outcome(desk, standing.conversation, turn.effects, turn.notices, draft=draft)
