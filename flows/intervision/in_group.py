"""What somebody does in a group chat: a tap on the meeting's panel, or a reply to it. Pure.

Of two who rehearse together it is `flows.practice.duo.in_group`.

The group is for everybody in it, so that nothing is said there of what was brought in, asked or
contributed. What one says in the group is said there by oneself; it is kept, and not repeated.
"""

from __future__ import annotations

from datetime import datetime

from flows.content.library import Library
from flows.intervision.meeting import LONGEST, MOVE, edited, flow, no_entry, outcome
from flows.intervision.people import leads, member
from flows.intervision.turn import MeetingTurn
from flows.intervision.types import Meeting, OfferPass, Participant
from flows.practice.duo import in_group as duo
from flows.practice.duo.talk import is_duo, is_there
from flows.practice.duo.turn import DuoTurn
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
    Unreadable,
)

ENTER = "meet.in"  # the button for everybody: to one's own chat, where the meeting is seen
LEADING = ("start", "next", "back", "more", "pause", "resume")  # the facilitator's buttons
LINK_MINUTES = 10  # that the link to one's own chat holds


def take(
    library: Library,
    standing: Standing,
    given: Input,
    reading: Reading,
    fresh: Fresh,
    now: datetime,
) -> Outcome | Rejected:
    """Take a turn in the group; nobody's own screen changes but that of who looks at the meeting.

    A pressed button names the round it was made for in place of a screen.
    """
    held = standing.meeting
    if held is None or not is_there(library, held):
        return Rejected(Notice("group_over"))
    match given:
        case Pressed(_, action) if action == ENTER:
            return entering(standing, MeetingTurn(library, standing, held, now, fresh))
        case Unreadable(what):
            return Rejected(Notice("cannot_read", {"what": what}))
    if is_duo(held):
        return duo.take(standing, DuoTurn(library, standing, held, now, fresh), given, reading)
    return take_meeting(standing, MeetingTurn(library, standing, held, now, fresh), given, reading)


def take_meeting(
    standing: Standing, turn: MeetingTurn, given: Pressed | Edited | Said, reading: Reading
) -> Outcome | Rejected:
    """A turn in the group about a meeting that is held by a method."""
    match given:
        case Pressed():
            return led(standing, turn, given)
        case Edited(text, source):
            turn.heard = Heard(text.strip(), source, reading)
            return edited(standing, turn)
        case Said(text, source):
            turn.heard = Heard(text.strip(), source, reading)
            return told(standing, turn)


def entering(standing: Standing, turn: MeetingTurn) -> Outcome | Rejected:
    """A link of one's own into one's own chat: for one person, and for a few minutes."""
    found = member(turn.meeting, turn.person)
    if turn.state == "closed" or (found is not None and found.removed):
        return Rejected(no_entry(standing))
    offer = OfferPass(
        turn.fresh.join, turn.meeting.id, "participant", once=True, minutes=LINK_MINUTES
    )
    turn.effects = (*turn.effects, offer)
    return outcome(standing, turn)


def led(standing: Standing, turn: MeetingTurn, pressed: Pressed) -> Outcome | Rejected:
    """A move of the facilitator, for the round that the panel showed."""
    event, _, turn.argument = pressed.action.removeprefix(MOVE).partition(":")
    if turn.me is None or not leads(turn.meeting, turn.me):
        return Rejected(Notice("group_leads"))
    on_time = pressed.screen == turn.meeting.round and event in LEADING
    if not on_time or not flow.fire(turn, event):
        return Rejected(Notice("old_button"))
    return outcome(standing, turn)


def told(standing: Standing, turn: MeetingTurn) -> Outcome | Rejected:
    """What was said as an answer to the panel, by somebody who is in the meeting."""
    if turn.me is None:
        return Rejected(Notice("group_come_in"))
    if len(turn.heard.text) > LONGEST:
        return Rejected(Notice("meeting_too_long", {"most": str(LONGEST)}))
    if not flow.fire(turn, "said"):
        return Rejected(Notice(f"meeting_not_{turn.state}"))
    return outcome(standing, turn)


def may_bind(meeting: Meeting, person: str) -> bool:
    """Whether this person may give the meeting a group chat: who leads it, or brought it in."""
    found: Participant | None = member(meeting, person)
    may = found is not None and found.here and found.role in {"facilitator", "contributor"}
    return may and meeting.state != "closed"
