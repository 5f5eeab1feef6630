"""The clock of a round: minutes left, from when it began, what it ran before, and now. Pure.

A restart, a pause or a move to another machine changes nothing in it: the time comes in as a value.
A round that runs over days has a closing date in place of a clock.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal

from flows.intervision.types import Meeting

MORE = 2  # minutes that "Meer tijd" adds
OPEN = 1  # days that a round is open over days: the longest method ends before its copy does
BEFORE = timedelta(days=1)  # how long before the closing date people are reminded


def seconds_spent(meeting: Meeting, now: datetime) -> int:
    """How long this round has run until now; never less than nothing when a clock was set back."""
    running = (now - meeting.began).total_seconds() if meeting.began else 0
    return meeting.spent + max(0, int(running))


def seconds_left(meeting: Meeting, minutes: int, now: datetime) -> int:
    """Seconds until this round of so many minutes is over; below zero when it ran out."""
    return (minutes + meeting.extra) * 60 - seconds_spent(meeting, now)


def minutes_left(meeting: Meeting, minutes: int, now: datetime) -> int:
    """Whole minutes left, the one that runs counted along; 0 when the time is over."""
    return max(0, -(-seconds_left(meeting, minutes, now) // 60))


def started(meeting: Meeting, now: datetime) -> Meeting:
    """The clock starts for a new round; over days, so does the time until it closes."""
    fresh = replace(meeting, spent=0, extra=0)
    return going(fresh, now)


def going(meeting: Meeting, now: datetime) -> Meeting:
    """The clock goes on where it stood."""
    closes = now + timedelta(days=meeting.days) if meeting.days else None
    return replace(meeting, began=now, closes=closes, reminded=False)


def stopped(meeting: Meeting, now: datetime) -> Meeting:
    """The clock stands still until it goes on, and nothing closes meanwhile."""
    return replace(meeting, spent=seconds_spent(meeting, now), began=None, closes=None)


def due(meeting: Meeting, now: datetime) -> Literal["", "remind", "close"]:
    """What is to be done now in a round that runs over days: one reminder, then it closes."""
    if meeting.state != "round" or meeting.closes is None:
        return ""
    if now >= meeting.closes:
        return "close"
    halfway = timedelta(days=meeting.days) / 2
    if not meeting.reminded and now >= meeting.closes - min(BEFORE, halfway):
        return "remind"
    return ""
