"""The one panel in a group chat: round, clock and whose turn, and never a word of the rest."""

from __future__ import annotations

from datetime import datetime

from flows.content.library import Library
from flows.intervision.people import present, unheard
from flows.intervision.screens.round import clock_values
from flows.intervision.screens.view import MeetingView
from flows.intervision.types import Meeting
from flows.types import Screen


def panel(library: Library, meeting: Meeting, now: datetime) -> Screen:
    """What a whole group chat may see: nothing that was brought in, asked or contributed.

    It is made from the meeting alone; neither copy nor contributions come near it.
    """
    view = MeetingView(library, meeting, None, (), "", "", now)
    step = view.step
    floor = unheard(meeting, step) if step and step.each_once and meeting.state == "round" else ()
    values = {
        **clock_values(view),
        "state": meeting.state,
        "method": view.method.title,
        "here": len(present(meeting)),
        "on_turn": floor[0].name if floor else "",
    }
    return Screen("meeting_panel", values)
