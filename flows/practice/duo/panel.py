"""The one panel in a group chat: who plays whom, and whose turn it is.

Of the resident it shows what the professional knows beforehand, and nothing of what the card hides;
never a word of the talk, nor of what the coach heard in it.
"""

from __future__ import annotations

from flows.clarification.screens.view import Rows, button
from flows.content.library import Library
from flows.intervision.people import present
from flows.intervision.types import Meeting
from flows.practice.duo.talk import SIDES, duo_of, is_free, on_turn, player
from flows.types import Screen


def panel(library: Library, meeting: Meeting) -> Screen:
    """What a whole group chat may see; it is made from the meeting alone."""
    duo = duo_of(meeting)
    persona = library.personas.get(duo.persona or "")
    values = {
        "state": meeting.state,
        "here": len(present(meeting)),
        "professional": player(meeting, "professional"),
        "resident": player(meeting, "resident"),
        "on_turn": player(meeting, on_turn(duo)),
        "title": persona.title if persona else "",
        "intro": persona.intro if persona else "",
        "warning": (persona.warning or "") if persona else "",
        "ready": is_ready(library, meeting),
    }
    return Screen("duo_panel", values, rows_of(library, meeting))


def is_ready(library: Library, meeting: Meeting) -> bool:
    """Two people who are here, and a resident who was chosen: the professional may begin."""
    chosen = duo_of(meeting).persona in library.personas
    return chosen and not any(is_free(meeting, side) for side in SIDES)


def rows_of(library: Library, meeting: Meeting) -> Rows:
    """What those who play can do without leaving the group, and the way to one's own screen.

    No row at all says that it is over.
    """
    enter = (button("meet.in"),)
    begin = (button("meet.begin", "duo_begin"),)
    aloud = (button(f"meet.aloud:{len(duo_of(meeting).turns)}", "duo_aloud"),)
    rows: dict[str, Rows] = {
        "gathering": ((begin,) if is_ready(library, meeting) else ()) + (enter,),
        "talking": (aloud, enter),
        "looking_back": (enter,),
    }
    return rows.get(meeting.state, ())
