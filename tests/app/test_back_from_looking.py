"""Terug from a room one only looks into leads to where one was."""

from __future__ import annotations

import pytest

from tests.app.handvats import Person, handvat
from tests.practice.test_runs import TITLE

ROOMS = (
    "/wis",
    "/help",
    "/privacy",
    "/kaarten",
    "/vraag",
    "/woorden",
    "/koppel",
    "/verder",
    "/oefenen",
)


@pytest.mark.parametrize("back", ["terug", "Terug.", "/terug"])
@pytest.mark.parametrize("room", ROOMS)
async def test_back_to_the_conversation_in_hand(room: str, back: str) -> None:
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say("Ze slaapt slecht.")
    await sanne.tap("Leefgebieden")
    there = await sanne.tap("Regelen")
    await sanne.say(room)
    seen = await sanne.say(back)
    assert seen.shown.text == there.shown.text
    assert [line.text for line in await sanne.entries()] == ["Ze slaapt slecht."]


async def test_back_through_several_rooms_at_once() -> None:
    sanne = Person(handvat())
    await sanne.begin()
    there = await sanne.tap("Leefgebieden")
    await sanne.say("/help")
    await sanne.tap("Wat betekent dat woord?")
    await sanne.say("/vraag")
    assert (await sanne.say("terug")).shown.text == there.shown.text


async def test_back_to_a_practice_run() -> None:
    sanne = Person(handvat())
    await sanne.say("/oefenen")
    await sanne.tap(TITLE)
    there = await sanne.tap("Begin het gesprek")
    await sanne.say("/wis")
    assert (await sanne.say("terug")).shown.text == there.shown.text


async def test_from_the_first_screen_back_to_the_first_screen() -> None:
    """Though a conversation waits: it was not where one was."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say("/stop")
    await sanne.say("/help")
    assert "Niets hoeft" in (await sanne.say("terug")).shown.text


async def test_what_was_erased_is_nowhere_to_go_back_to() -> None:
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say("/help")
    await sanne.say("/wis")
    await sanne.tap("Ja, wissen")
    await sanne.say("/help")
    assert "Niets hoeft" in (await sanne.say("terug")).shown.text


async def test_keeping_it_leads_back_and_is_the_first_thing_to_press() -> None:
    """What cannot be taken back is never the button that stands out."""
    sanne = Person(handvat())
    await sanne.begin()
    there = await sanne.tap("Leefgebieden")
    asked = await sanne.say("/wis")
    assert [b.label for row in asked.shown.rows for b in row] == ["Nee, bewaren", "Ja, wissen"]
    assert (await sanne.tap("Nee, bewaren")).shown.text == there.shown.text
