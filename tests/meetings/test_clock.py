"""The clock of a round is reckoned from values: a restart or a pause changes nothing in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flows.intervision import clock
from flows.intervision.meeting import reminded
from flows.intervision.types import Meeting
from flows.playing import BEGIN as NOW


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def began() -> Meeting:
    return clock.started(Meeting("m", "vijf_stappen", None, state="round"), NOW)


def test_minutes_left_are_whole_and_never_below_nothing() -> None:
    assert clock.minutes_left(began(), 6, NOW) == 6
    assert clock.minutes_left(began(), 6, NOW + minutes(5.5)) == 1
    assert clock.minutes_left(began(), 6, NOW + minutes(60)) == 0
    assert clock.seconds_left(began(), 6, NOW + minutes(7)) == -60


def test_a_pause_of_a_week_takes_no_time() -> None:
    paused = clock.stopped(began(), NOW + minutes(4))
    assert clock.minutes_left(paused, 6, NOW + timedelta(days=7)) == 2
    on = clock.going(paused, NOW + timedelta(days=7))
    assert clock.minutes_left(on, 6, NOW + timedelta(days=7, minutes=1)) == 1


def test_a_clock_that_was_set_back_gives_no_time() -> None:
    assert clock.minutes_left(began(), 6, NOW - minutes(30)) == 6


def test_over_days_there_is_one_reminder_and_then_it_closes() -> None:
    asked = clock.started(Meeting("m", "vijf_stappen", None, state="round", days=3), NOW)
    assert clock.due(asked, NOW + timedelta(days=1)) == ""
    assert clock.due(asked, NOW + timedelta(days=2)) == "remind"
    assert clock.due(reminded(asked), NOW + timedelta(days=2)) == ""
    assert clock.due(reminded(asked), NOW + timedelta(days=3)) == "close"
    paused = replace(clock.stopped(asked, NOW), state="paused")
    assert clock.due(paused, NOW + timedelta(days=30)) == ""
