"""Taking along what came out of a meeting: into the own mirror, or as one's own thought.

The contributor points at the conversation at this moment, from the own list; nothing that is kept
ties a meeting to a household. The plan does not change: what is added is for the professional alone
until they say otherwise.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.clarification import conversing
from flows.clarification.turn import Turn
from flows.content.library import Library
from flows.intervision.outcome import may_take_along, outcome_of, picked_lines
from flows.intervision.people import member
from flows.intervision.replaying import method_of
from flows.types import (
    NOTHING_HEARD,
    Audience,
    Conversation,
    Entry,
    Input,
    Keep,
    Kind,
    Notice,
    Outcome,
    Pressed,
    Rejected,
    Standing,
    Voice,
)

INTO = "into:"  # what a button that names the conversation begins with
PLACES = {"mirror": Kind.MIRROR, "thought": Kind.LINE}


def take(
    library: Library, standing: Standing, given: Input, now: datetime
) -> Outcome | Rejected | None:
    """Add the chosen lines to the conversation that was pointed at; None when nothing was."""
    if not (isinstance(given, Pressed) and given.action.startswith(INTO)):
        return None
    texts, place = chosen(library, standing)
    conversation = standing.conversation
    named = given.action.removeprefix(INTO)
    if conversation is None or conversation.id != named or place not in PLACES:
        return Rejected(Notice("old_button"))
    turn = added(library, conversation, standing.entries, texts, PLACES[place], now)
    desk = replace(
        standing.desk, state="talking", conversation=conversation.id, meeting=None, looking=""
    )
    return Outcome(
        desk,
        turn.conversation,
        tuple(Keep(entry) for entry in turn.kept),
        (Notice(f"taken_{place}", of=conversation.id),),
    )


def chosen(library: Library, standing: Standing) -> tuple[tuple[str, ...], str]:
    """The texts that go along, without who said them, and where to; nothing for anybody else."""
    meeting, looking = standing.meeting, standing.desk.looking
    me = member(meeting, standing.person) if meeting else None
    if meeting is None or meeting.method not in library.methods or not may_take_along(meeting, me):
        return (), ""
    method = method_of(library, meeting)
    found = outcome_of(meeting, standing.copy, standing.contributions, method, me)
    lines = picked_lines(found, looking) if found else ()
    return tuple(line.text for line in lines), looking.split(":")[1] if lines else ""


def added(
    library: Library,
    conversation: Conversation,
    entries: tuple[Entry, ...],
    texts: tuple[str, ...],
    kind: Kind,
    now: datetime,
) -> Turn:
    """Each its own line, one's own thought and for the professional alone (000.6, 001.13).

    The newest can be taken back with one tap, as any line.
    """
    turn = conversing.entered(library, conversation, entries, "lines", NOTHING_HEARD, now)
    for text in texts:
        turn.keep(
            kind,
            text,
            voice=Voice.INTERPRETED,
            audience=Audience.PROFESSIONAL,
            domain=None,
            prompt=None,
            member=None,
        )
    turn.change(last=turn.kept[-1].seq)
    return turn
