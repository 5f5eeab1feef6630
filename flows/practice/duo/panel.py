"""The one panel in a group chat: whose turn it is, and never a word of the talk or of the card."""

from __future__ import annotations

from flows.intervision.people import present
from flows.intervision.types import Meeting
from flows.practice.duo.talk import duo_of, on_turn, player
from flows.types import Screen


def panel(meeting: Meeting) -> Screen:
    """What a whole group chat may see; it is made from the meeting alone."""
    values = {
        "state": meeting.state,
        "here": len(present(meeting)),
        "professional": player(meeting, "professional"),
        "resident": player(meeting, "resident"),
        "on_turn": player(meeting, on_turn(duo_of(meeting))),
    }
    return Screen("duo_panel", values)
