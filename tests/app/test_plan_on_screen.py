"""The plan on the screens Plan and Samen kijken says whose each line is, as the copies do."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.app.documents import lines_of
from bot.app.rendering import Renderer
from flows.clarification.plan_types import PlanLine
from flows.types import Button, Desk, Entry, Kind, Notice, Screen, Voice
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


@pytest.mark.parametrize("turned", ["\u202e", "\u202d", "\u2067", "\u2066\u202e"])
def test_a_line_that_turns_round_what_follows_does_so_nowhere(turned: str) -> None:
    """Left open it would write "naverteld" backwards behind it, on a button too."""
    typed = f"{turned}de woning \u05d0\u05d1"
    line = Entry(1, Kind.TOLD, datetime(2026, 11, 3, tzinfo=UTC), typed)
    values = {"line": line, "waiting": 1, "readers": "everybody", "alias": "Merel 42"}
    values |= {"voice": "retold", "member": None}
    renderer = Renderer()
    buttons = ((Button("line:1", "line", {"text": typed}),),)
    shown = renderer.show(Screen("sorting", values, buttons), Desk(), address="u", door="web")
    said = renderer.words(Notice("kept_aside", {"title": typed}), "nl")
    for text in (shown.text, shown.rows[0][0].label, said):
        assert turned[-1] not in text
    assert "de woning \u05d0\u05d1" in shown.text
    assert "de woning \u05d0\u05d1" in shown.rows[0][0].label


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
