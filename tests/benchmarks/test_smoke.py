"""Each benchmark runs, with tiny numbers, and gives what it promises. Nothing here is timed."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from tests.benchmarks.taps import taps
from tests.serving import ROOT


def ran(*options: str) -> dict[str, dict[str, object]]:
    """What a benchmark prints, run as its readers run it."""
    command = [sys.executable, "-m", "tests.benchmarks", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    found: dict[str, dict[str, object]] = json.loads(done.stdout)
    return found


@pytest.mark.slow
def test_turns_are_counted_beside_an_echo_and_a_conversation_handler() -> None:
    found = ran("turns", "--people", "1", "2", "--stored", "3", "--passes", "1", "--seconds", "0.5")

    assert found["turns"]["script"] == {
        "turns": 40,
        "taps": 27,
        "typed": 13,
        "stored_lines": 20,
    }
    measured = found["turns"]["people_stored"]
    assert isinstance(measured, dict)
    rates = measured["3"]["turns_a_second"]
    assert rates.keys() == {"echo", "conversation_handler", "handvat", "handvat_turn_alone"}
    assert all(each.keys() == {"1", "2"} and min(each.values()) > 0 for each in rates.values())
    assert measured["3"]["ratios"].keys() == {
        "handvat_to_echo",
        "handvat_to_conversation_handler",
        "handvat_turn_alone_to_echo",
        "handvat_turn_alone_to_conversation_handler",
    }


def test_a_first_line_and_every_domain_take_three_taps_at_most() -> None:
    counted = taps()

    assert counted["typed"] == 1
    assert counted["first_line"]["fewest"] == 0
    assert counted["first_line"]["where_a_screen_asks_for_it"] <= 3
    assert counted["one_domain"]["taps"] <= 3
    assert len(counted["one_domain"]["domains"]) >= 18


@pytest.mark.slow
def test_the_start_is_looked_at_and_nothing_is_loaded_too_early() -> None:
    found = ran("start", "--starts", "1")["start"]

    assert found.keys() == {
        "chat_first_screen_seconds",
        "chat_first_screen_with_new_data_seconds",
        "page_answers_seconds",
        "loaded_for_later",
        "memory_mb",
    }
    assert found["loaded_for_later"] == {"chat": [], "page": []}
    memory = found["memory_mb"]
    assert isinstance(memory, dict)
    assert 0 < memory["started"] <= memory["most"]


@pytest.mark.slow
def test_practice_is_measured_whole_pure_and_by_the_verdict() -> None:
    found = ran("practice", "--passes", "1", "--seconds", "0.3")
    measured = found["practice"]

    assert measured["said_a_run"] == 12
    rates = measured["turns_a_second"]
    assert isinstance(rates, dict)
    assert min(rates.values()) > 0
    verdict = measured["verdict"]
    assert isinstance(verdict, dict)
    assert verdict["milliseconds"].keys() == {"questions_nl", "questions_en", "solutions_nl"}
    assert all(took["mean"] <= took["max"] for took in verdict["milliseconds"].values())
    assert {each["target"] for each in found["targets"]} >= {"seconds until the coach is ready"}  # type: ignore[index]


@pytest.mark.slow
def test_a_contribution_is_followed_to_every_screen() -> None:
    found = ran("meeting", "--contributions", "3")["meeting"]

    assert (found["watchers"], found["contributions"]) == (50, 3)
    assert all(
        isinstance(spread, dict) and 0 < spread["p50"] <= spread["p99"] <= spread["most"]
        for name, spread in found.items()
        if name.startswith("milliseconds")
    )


@pytest.mark.slow
def test_a_contribution_reaches_every_open_page() -> None:
    found = ran("room", "--pages", "3")

    assert (found["room"]["pages"], found["room"]["contributions"]) == (3, 3)
    took = found["room"]["milliseconds_to_a_page"]
    assert isinstance(took, dict)
    assert 0 < took["p50"] <= took["p99"] <= took["most"]
