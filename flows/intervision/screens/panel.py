"""The one panel in a group chat: round, clock and whose turn, and never a word of the rest."""

from __future__ import annotations

from datetime import datetime

from flows.clarification.screens.view import Rows, button
from flows.content.library import Library
from flows.intervision.people import leader, present, unheard
from flows.intervision.screens.round import clock_values
from flows.intervision.screens.view import MeetingView
from flows.intervision.types import Meeting
from flows.practice.duo.panel import panel as duo_panel
from flows.practice.duo.talk import is_duo
from flows.types import Screen


def panel(library: Library, meeting: Meeting, now: datetime) -> Screen:
    """What a whole group chat may see: nothing that was brought in, asked or contributed.

    It is made from the meeting alone; neither copy nor contributions come near it.
    """
    if is_duo(meeting):
        return duo_panel(library, meeting)
    view = MeetingView(library, meeting, None, (), "", "", now)
    step = view.step
    floor = unheard(meeting, step) if step and step.each_once and meeting.state == "round" else ()
    values = {
        **clock_values(view),
        "state": meeting.state,
        "method": view.method.title,
        "here": len(present(meeting)),
        "led": leader(meeting) is not None,
        "on_turn": floor[0].name if floor else "",
    }
    return Screen("meeting_panel", values, rows_of(view))


def rows_of(view: MeetingView) -> Rows:
    """The facilitator's five moves, and the way to one's own screen for everybody."""
    meeting = view.meeting
    last = meeting.round + 1 == len(view.method.rounds)
    onward = button(f"meet.next:{meeting.round}", "meet_harvest" if last else "meet_next")
    more = button("meet.more", "meet_more_day" if meeting.days else "meet_more")
    back = (button("meet.back"),) if meeting.round > 0 else ()
    enter = (button("meet.in"),)
    start = (button("meet.start"),) if leader(meeting) else ()
    rows: dict[str, Rows] = {
        "gathering": (start, enter) if start else (enter,),
        "round": ((onward, more), (*back, button("meet.pause")), enter),
        "paused": ((button("meet.resume"),), enter),
        "harvest": (enter,),
    }
    return rows.get(meeting.state, ())
