"""From one's own work to practice: nothing of the household crosses over (002.5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter

from flows.clarification.from_work import Crossing, crossing, residents
from flows.playing import Player
from flows.practice.types import Practice
from flows.types import Audience, Entry, Kind
from tests.practice.scripted import library

AT = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
TOLD = Entry(1, Kind.LINE, AT, "De zolder staat vol enveloppen", domain="post", member="oma")
MIRROR = Entry(
    2,
    Kind.MIRROR,
    AT,
    "Toen het stil viel praatte ik door",
    prompt="sneller",
    audience=Audience.PROFESSIONAL,
)


def test_the_domain_comes_from_the_words_of_the_mirror_or_else_from_what_was_told() -> None:
    assert crossing(library(), (TOLD, MIRROR)) == Crossing("post", "stilte")
    about_money = replace(MIRROR, text="Over schulden weet ik het altijd al")
    assert crossing(library(), (TOLD, about_money)) == Crossing("geldzaken", "stilte")


def test_without_a_mirror_line_or_a_domain_there_is_nothing_to_offer() -> None:
    assert crossing(library(), (TOLD,)) is None
    assert crossing(library(), (replace(TOLD, domain=None), MIRROR)) is None
    struck = replace(MIRROR, seq=3, supersedes=2, struck=True)
    assert crossing(library(), (TOLD, MIRROR, struck)) is None


@pytest.mark.parametrize("domain", sorted(library().domains))
def test_one_to_three_residents_who_know_of_it_and_never_unasked_danger(domain: str) -> None:
    found = residents(library(), Crossing(domain, "stilte"))
    assert len(found) <= 3
    for name in found:
        persona = library().personas[name]
        assert persona.warning is None
        assert any(fact.domain == domain for fact in persona.facts)


def test_nothing_of_the_household_is_in_the_run_that_is_kept() -> None:
    player = Player(library())
    player.press("desk.choose:after")
    player.press("desk.new")
    (alias,) = [one.alias for one in player.conversations.values()]
    for text in ("De zolder staat vol enveloppen van de verzekeraar.", "oma en Bram"):
        player.say(text)
    player.press("menu")
    player.press("go.mirror.asking")
    player.say("Toen het over geld ging, praatte ik door.")
    assert player.press("practise_it")
    offered = sorted(action for action in player.screen.actions if action.startswith("desk.with:"))
    assert 1 <= len(offered) <= 3
    player.press(offered[0])
    player.press("run.begin")
    (run,) = player.runs.values()
    kept = TypeAdapter(Practice).dump_json(run).decode().lower()
    (household,) = player.conversations.values()
    entries = player.entries[household.id]
    words = {word.strip(".,").lower() for entry in entries for word in entry.text.split()}
    assert not {word for word in words if len(word) > 3 and f'"{word}' in kept}
    for thing in (alias, household.id, "zolder", "enveloppen", "bram", "2026", str(household.seed)):
        assert str(thing).lower() not in kept
    assert player.spoken.get(run.id, ()) == ()
