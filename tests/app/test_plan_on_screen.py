"""The plan on the screens Plan and Samen kijken says whose each line is, as the copies do."""

from __future__ import annotations

import html
import re
from dataclasses import replace

import pytest

from bot.app.documents import lines_of
from bot.app.rendering import Renderer
from flows.clarification.plan_types import PlanLine
from flows.types import Desk, Screen, Voice
from tests.app.plans import plan_of_merel

SCREENS: dict[str, dict[str, object]] = {
    "plan": {"versions": 0, "apart": 0},
    "together": {"large": True},
}


def seen(name: str) -> str:
    """A screen with the plan, as plain words."""
    screen = Screen(name, {"plan": replace(plan_of_merel(), mirror=()), **SCREENS[name]})
    shown = Renderer().show(screen, Desk(), address="u", door="web")
    return html.unescape(re.sub(r"<[^>]+>", "", shown.text))


def whose(line: PlanLine) -> str:
    """The words for a voice on a screen."""
    if line.voice is Voice.INTERPRETED:
        return says("proposal")
    return says(f"voice_{line.voice.value}").lower()


def says(name: str) -> str:
    """What a screen calls it."""
    return str(Renderer().labels("nl/words.yaml")["says"][name])


@pytest.mark.parametrize("name", SCREENS)
def test_the_voice_and_the_number_of_every_line_are_visible(name: str) -> None:
    text = seen(name)
    for line in lines_of(plan_of_merel()):
        told = re.escape(line.text) + rf"[”\"]? \({re.escape(whose(line))}[^)]*regel {line.seq},"
        assert re.search(told, text), f"{line.text}\n{text}"


@pytest.mark.parametrize("name", SCREENS)
def test_a_step_nobody_agreed_to_is_named_a_proposal(name: str) -> None:
    """003.1, 003.3: and one that somebody said yes to is not."""
    steps = plan_of_merel().steps
    assert {step.proposal for step in steps} == {True, False}
    for row in seen(name).splitlines():
        for step in steps:
            if step.line.text in row and step.line.voice is not Voice.INTERPRETED:
                assert (", voorstel ·" in row) is step.proposal, row


def test_screens_and_copies_call_a_proposal_the_same() -> None:
    of_copies = Renderer().labels("plan/plan_words.nl.yaml")
    assert says("proposal") == of_copies["voice"]["interpreted"]
    assert says("step_proposal") == of_copies["proposal"]
