"""A kill -9 anywhere between arrival and delivery loses no line and doubles none."""

from __future__ import annotations

import pytest

from tests.doors.killing import run
from tests.doors.killing_meetings import run as in_a_meeting

POINTS = 50


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_fifty_kills_lose_nothing_and_double_nothing() -> None:
    """The same as `python -m tests.doors.killing --points 50`, which takes a larger number."""
    came = await run(POINTS, seed=1)
    assert came["told"] == POINTS
    assert (came["lost"], came["doubled"]) == (0, 0), came
    kills = came["kills"]
    assert isinstance(kills, dict)
    assert sum(kills.values()) >= POINTS
    assert len(kills) >= 3, f"the kills fall on too few kinds of points: {kills}"


@pytest.mark.slow
@pytest.mark.timeout(600)
async def test_kills_in_the_middle_of_a_round_lose_and_double_no_contribution() -> None:
    """The same as `python -m tests.doors.killing_meetings --points 25`."""
    came = await in_a_meeting(25, seed=1)
    assert came["contributed"] == 25
    assert (came["lost"], came["doubled"]) == (0, 0), came
    kills = came["kills"]
    assert isinstance(kills, dict)
    assert len(kills) >= 3, f"the kills fall on too few kinds of points: {kills}"
