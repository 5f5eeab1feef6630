"""Taking a turn in a meeting: from what was typed or tapped to an outcome.

Who is not at its table sees nothing of it and is refused with one sentence; so is who left, who was
sent away, and who follows a link to a meeting that is not theirs.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.content.library import Library
from flows.intervision import clock
from flows.intervision.contributing import correct
from flows.intervision.guards import comes_as_advice
from flows.intervision.leading import open_harvest, open_next
from flows.intervision.people import everybody_heard, member
from flows.intervision.seen import as_it_stands, options
from flows.intervision.table import MEETING
from flows.intervision.turn import MeetingTurn
from flows.intervision.types import Meeting
from flows.practice.duo.talk import is_there
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

MOVE = "meet."  # what the actions of a meeting begin with
LOOK = "meet.look"
LONGEST = 1_500  # characters of one contribution: what can be read aloud in one go
flow = MEETING


def is_meeting(library: Library, standing: Standing) -> bool:
    """Whether a meeting is on the screen whose method, or whose resident, is still there."""
    held = standing.meeting
    return standing.desk.state == "meeting" and held is not None and is_there(library, held)


def is_move(action: str) -> bool:
    """Whether a button is a move of the meeting on the screen."""
    return action.startswith(MOVE)


def is_strangers(library: Library, standing: Standing, action: str) -> bool:
    """Whether a move of a meeting is pressed by who is not at its table."""
    if not (is_move(action) and standing.desk.state == "meeting"):
        return False
    held = standing.meeting
    me = member(held, standing.person) if held and is_meeting(library, standing) else None
    comes_back = me is not None and not me.removed and action == "meet.return"
    return not (me and me.here) and not comes_back


def take(
    library: Library,
    standing: Standing,
    given: Input,
    reading: Reading,
    fresh: Fresh,
    now: datetime,
) -> Outcome | Rejected | None:
    """A turn of the meeting on the screen; None for what is the desk's, such as a command of it."""
    commands = isinstance(given, Said) and given.text.strip().startswith("/")
    if standing.desk.state != "meeting" or commands:
        return None
    if not is_meeting(library, standing) or standing.meeting is None:
        return Rejected(Notice("meeting_not_yours")) if isinstance(given, Said) else None
    turn = MeetingTurn(library, standing, standing.meeting, now, fresh)
    match given:
        case Pressed(_, action) if is_move(action):
            return moved(standing, turn, action)
        case Said(text, source):
            turn.heard = Heard(text.strip(), source, reading)
            return told(library, standing, turn)
        case Edited(text, source):
            turn.heard = Heard(text.strip(), source, reading)
            return edited(standing, turn)
    return None


def told(library: Library, standing: Standing, turn: MeetingTurn) -> Outcome | Rejected:
    """A typed text: a name for who comes in, else something brought in."""
    if turn.me is None:
        fits = flow.fire(turn, "name")
        return outcome(standing, turn) if fits else Rejected(no_entry(standing))
    if library.moves.get(turn.heard.text.lower().rstrip(".!")) == "stop":
        return Outcome(replace(standing.desk, state="home", looking=""), standing.conversation)
    if len(turn.heard.text) > LONGEST:
        return Rejected(Notice("meeting_too_long", {"most": str(LONGEST)}))
    taken = flow.fire(turn, "said")
    if not turn.looking.startswith(("turn:", "bottleneck")):
        turn.looking = ""  # what was typed belongs to the round, and is shown there
    return outcome(standing, turn) if taken else Rejected(Notice(f"meeting_not_{turn.state}"))


def moved(standing: Standing, turn: MeetingTurn, action: str) -> Outcome | Rejected:
    """A tapped button: what to look at, or a move of the meeting."""
    event, _, turn.argument = action.removeprefix(MOVE).partition(":")
    if event == "look" and turn.me is not None:
        turn.looking = turn.argument
        return outcome(standing, turn)
    if not flow.fire(turn, event):
        return Rejected(Notice("old_button") if turn.me else no_entry(standing))
    return outcome(standing, turn)


def edited(standing: Standing, turn: MeetingTurn) -> Outcome | Rejected:
    """A message that was changed: what its maker contributed with it changes too.

    When it became advice in a round without it, it waits as if it had been typed so (002.1).
    """
    text, source = turn.heard.text, turn.heard.source
    before = next(
        (
            each
            for each in as_it_stands(turn.contributions)
            if each.source == source and each.participant == turn.mine and each.text
        ),
        None,
    )
    if before is None or turn.me is None or turn.state == "closed":
        return Rejected(Notice("edited_nothing"))
    if len(text) > LONGEST:
        return Rejected(Notice("meeting_too_long", {"most": str(LONGEST)}))
    if text == before.text:  # Telegram tells of changes that are not of the text too
        return outcome(standing, turn)
    if before.kind == "said" and before.round == turn.meeting.round and comes_as_advice(turn):
        correct(turn, before, text, "held", "advice")
        return outcome(standing, turn)
    chosen = before in options(turn.meeting, turn.method, turn.contributions)
    correct(turn, before, text, before.kind, before.choice)
    turn.say("meeting_edited_chosen" if chosen else "meeting_edited")
    return outcome(standing, turn)


def closed_by_date(
    library: Library, standing: Standing, fresh: Fresh, now: datetime
) -> Outcome | None:
    """A round that ran over days goes on to the next one on its closing date; None when not due.

    Nobody did this, so that nobody's screen is in it: only the meeting changes.
    """
    held = standing.meeting
    if held is None or held.method not in library.methods or clock.due(held, now) != "close":
        return None
    turn = MeetingTurn(library, standing, held, now, fresh)
    if held.round + 1 < len(turn.method.rounds):
        open_next(turn)
    else:
        turn.state = "harvest"
        open_harvest(turn)
    return Outcome(standing.desk, effects=turn.effects, meeting=turn.meeting)


def reminded(meeting: Meeting) -> Meeting:
    """The same meeting, of which everybody was reminded once in this round."""
    return replace(meeting, reminded=True)


def no_entry(standing: Standing) -> Notice:
    """Why this person is not in it, in one sentence that tells nothing of the meeting."""
    held = standing.meeting
    found = member(held, standing.person) if held else None
    left = found is not None and not found.removed
    return Notice("meeting_left" if left else "meeting_not_yours")


def outcome(standing: Standing, turn: MeetingTurn) -> Outcome:
    """What the turn came to.

    No household is in hand beside a meeting: nothing that is kept ties the two (001.13).
    """
    if turn.step and turn.step.each_once and everybody_heard(turn.meeting, turn.step):
        turn.note_open()
    state = "home" if turn.leaves else "meeting"
    looking = "" if turn.leaves else turn.looking
    desk = replace(
        standing.desk, state=state, looking=looking, meeting=turn.meeting.id, conversation=None
    )
    return Outcome(desk, standing.conversation, turn.effects, turn.notices, meeting=turn.meeting)
