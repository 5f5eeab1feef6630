"""Meetings that run over days: a round closes on its date, and people are reminded of it once.

Nobody does this: the bot looks at the dates now and then. What is due is said by the pure core.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.app.gathering import meet
from bot.app.grouping import STRANGER
from bot.app.ports import Unit
from bot.app.service import Handvat, fresh
from flows.advance import shown_next
from flows.content.library import Library
from flows.intervision import clock
from flows.intervision.meeting import closed_by_date, reminded
from flows.intervision.people import unheard
from flows.intervision.replaying import method_of
from flows.practice.returning import may_write
from flows.types import Desk, Fresh, Notice, Standing

# Rooms in which what is typed goes somewhere. Nobody is taken away from these by a reminder: what
# they are typing for a household, a draft or another group would be said at this table.
TAKES_TEXT = frozenset(
    {"home", "list", "choose", "talking", "practising", "bringing", "joining", "meeting"}
)


async def pass_days(handvat: Handvat) -> None:
    """Do what is due in every meeting, each in a transaction of its own; nobody is reminded at
    night, nor twice in a round."""
    now = handvat.clock()
    by_day = may_write(now.astimezone(handvat.renderer.timezone))
    for of in await handvat.store.run(closing, now):
        done = await handvat.store.run(close_round, of, handvat.library, fresh(), now)
        if not done and by_day:
            done = await handvat.store.run(remind, of, handvat, now)
        if done:
            handvat.watchers.changed(of)


def closing(unit: Unit, now: datetime) -> tuple[str, ...]:
    """The meetings to look at now."""
    return unit.closing(now + clock.BEFORE)


def close_round(unit: Unit, of: str, library: Library, fresh: Fresh, now: datetime) -> bool:
    """Go on to the next round when the date of this one passed."""
    held = unit.any_meeting(of)
    if held is None:
        return False
    standing = Standing(Desk(), meeting=held, contributions=unit.contributions(of), now=now)
    outcome = closed_by_date(library, standing, fresh, now)
    return outcome is not None and meet(unit, STRANGER, standing, outcome, now)


def remind(unit: Unit, of: str, handvat: Handvat, now: datetime) -> bool:
    """Remind who can still bring something in, on their own phones and once in this round.

    Who has nothing to type into on the screen finds the meeting there.
    """
    held = unit.any_meeting(of)
    if held is None or held.method not in handvat.library.methods:
        return False
    if clock.due(held, now) != "remind" or held.closes is None:
        return False
    method = method_of(handvat.library, held)
    until = handvat.renderer.moment(held.closes)
    said = Notice("meeting_reminder", {"method": method.title, "until": until})
    for one in unheard(held, method.rounds[held.round]):
        for seat in unit.seats(one.person, "telegram") if one.person else ():
            desk = unit.desk(seat) or Desk()
            free = replace(desk, state="meeting", meeting=of, looking="")
            desk = shown_next(desk, desk if desk.state in TAKES_TEXT else free)
            unit.save_desk(seat, desk, now)
            unit.queue(seat, desk.screen, (said,), (), False, now)
    unit.save_meeting(reminded(held), now)
    return True
