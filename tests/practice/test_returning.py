"""Coming back to practice: when, with whom, how long, and never at night."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.practice.returning import (
    FEEDBACK_AT_THE_END,
    TURNS,
    answered,
    due,
    has_room,
    how_far,
    may_write,
    returned,
)
from flows.practice.types import Exchange, Invitations, Practice, PracticeListing, Saying
from tests.practice.scripted import library

FIRST = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
DAY = timedelta(days=1)
WANTED = Invitations()


def run(persona: str = "zegt_dat_alles_goed_is", days: int = 0, aim: str = "") -> PracticeListing:
    """A run that was finished so many days after the first."""
    at = FIRST + days * DAY
    return PracticeListing(f"run-{days}", persona, at, "looking_back", aim=aim, finished=at)


@pytest.mark.parametrize(
    ("day", "week"), [(0, 0), (6, 0), (7, 1), (20, 1), (21, 3), (41, 3), (42, 6), (200, 6)]
)
def test_an_invitation_is_due_after_one_three_and_six_weeks(day: int, week: int) -> None:
    assert due((run(),), WANTED, FIRST + day * DAY) == week


def test_an_answered_invitation_does_not_come_back_and_the_next_one_does() -> None:
    wanted = answered(WANTED, 1)
    assert due((run(),), wanted, FIRST + 10 * DAY) == 0
    assert due((run(),), wanted, FIRST + 21 * DAY) == 3


def test_what_was_missed_is_not_caught_up_with() -> None:
    assert due((run(),), answered(WANTED, 6), FIRST + 50 * DAY) == 0


def test_who_came_back_alone_is_not_invited_to_it() -> None:
    runs = (run(), run(days=8))
    assert due(runs, WANTED, FIRST + 10 * DAY) == 0
    assert due(runs, WANTED, FIRST + 21 * DAY) == 3


def test_nobody_is_invited_who_finished_nothing_or_wants_none() -> None:
    begun = PracticeListing("run", "zegt_dat_alles_goed_is", FIRST, "talking")
    assert due((begun,), WANTED, FIRST + 30 * DAY) == 0
    assert due((run(),), Invitations(off=True), FIRST + 30 * DAY) == 0


@pytest.mark.parametrize("seed", range(40))
def test_it_is_somebody_else_with_the_same_kind_of_aim_and_never_unasked_danger(seed: int) -> None:
    last = run("schulden_en_schaamte", aim="stilte")
    found = returned(library(), (last, run("mantelzorger_op", -1)), 1, "new", seed)
    assert found is not None
    persona = library().personas[found.persona]
    assert persona.id not in {"schulden_en_schaamte", "mantelzorger_op"}
    assert persona.warning is None
    assert found.aim == "stilte"
    assert "stilte" in persona.practise


def test_only_the_run_after_three_weeks_keeps_its_feedback_for_the_end() -> None:
    runs = [returned(library(), (run(),), week, "new", 1) for week in (1, 3, 6)]
    assert [one and one.later for one in runs] == [False, True, False]
    assert FEEDBACK_AT_THE_END == 3


def test_five_minutes_are_eight_turns_that_stand_and_any_other_run_goes_on() -> None:
    turn = Exchange(1, "open_question", (), (0, 0), 0, Saying("unplaced", 0))
    short = Practice("r", "zegt_dat_alles_goed_is", 1, "talking", week=1, exchanges=(turn,) * TURNS)
    assert not has_room(short)
    assert how_far(short) == "over"
    ordinary = Practice("r", "zegt_dat_alles_goed_is", 1, "talking", exchanges=(turn,) * 50)
    assert has_room(ordinary)
    assert how_far(ordinary) == ""


@pytest.mark.parametrize(
    ("day", "hour", "may"),
    [(2, 8, True), (2, 17, True), (2, 18, False), (2, 7, False), (6, 12, True), (7, 12, False)],
)
def test_somebody_is_written_to_on_weekdays_by_day(day: int, hour: int, may: bool) -> None:
    assert may_write(datetime(2026, 11, day, hour, 30, tzinfo=UTC)) is may
