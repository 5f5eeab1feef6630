"""An invitation to practise again, sent by the bot itself: a row in the outbox, once.

It lies over where the person was, so that nothing is lost of what they were doing.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.app.ports import Unit
from bot.app.types import Seat
from flows.content.library import Library
from flows.practice.returning import answered, due, returned
from flows.types import Desk


def invite(unit: Unit, seat: Seat, library: Library, now: datetime) -> bool:
    """Queue the invitation that is due, and mark it sent, in one transaction; False when none is.

    It is marked for the person: somebody with two telephones is invited once. One that waits in the
    outbox since the night is brought now.
    """
    desk = unit.desk(seat) or Desk()
    if unit.pending(seat) or desk.invited:
        return bool(unit.pending(seat) and desk.invited)
    if desk.state == "meeting":  # who sits at a table is told there what changes
        return False
    runs, invitations = unit.practices(seat.person), unit.invitations(seat.person)
    week = due(runs, invitations, now)
    if not week or returned(library, runs, week, "", 0) is None:
        return False
    unit.save_invitations(seat.person, answered(invitations, week), now)
    screen = desk.screen + 1
    unit.save_desk(seat, replace(desk, invited=week, screen=screen), now)
    unit.queue(seat, screen, (), (), edits=False, now=now)
    return True
