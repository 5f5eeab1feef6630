"""A seat of the room: who came in by a join code does one meeting, and nothing else of Handvat.

Such a person has no sign-in and no other door: the desk stays at its meeting, and a button that
leaves it is not shown. What such a seat may say is in `flows.desk.notes`.
"""

from __future__ import annotations

from dataclasses import replace

from flows.intervision.meeting import is_move
from flows.types import Desk, Screen


def confined(desk: Desk) -> Desk:
    """The desk as it is left behind; in the room it always stands at its meeting."""
    return replace(desk, state="meeting") if desk.room and desk.meeting else desk


def within(desk: Desk, screen: Screen) -> Screen:
    """The screen without the buttons that leave the meeting."""
    if not desk.room:
        return screen
    rows = (tuple(each for each in row if is_move(each.action)) for row in screen.rows)
    return replace(screen, rows=tuple(row for row in rows if row))
