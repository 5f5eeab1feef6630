"""Two people rehearse through the whole application, each behind a door of their own."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

from bot.app.groups import Groups
from bot.app.service import Handvat
from bot.app.types import DoorName
from bot.storage.store import SqliteStore, open_store
from tests.app.fake_store import MemoryStore
from tests.app.handvats import Person, handvat

CARD = "bananendoos"


def on_disk(folder: Path) -> SqliteStore:
    """The real storage, in this folder."""
    return open_store(f"sqlite:///{folder / 'handvat.db'}", folder / "handvat.key")


def bytes_in(folder: Path) -> bytes:
    """Everything that lies in it."""
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


async def looks(person: Person) -> str:
    """What is on this person's screen now, whatever they saw before."""
    person.seen = await person.handvat.look(person.door, person.login)
    buttons = " ".join(b.label for row in person.seen.shown.rows for b in row)
    return f"{person.seen.shown.text} {buttons}"


async def taps(person: Person, *labels: str) -> str:
    """Tap these buttons, each on the screen as it is by then."""
    for label in labels:
        await looks(person)
        await person.tap(label)
    return await looks(person)


async def says(person: Person, text: str) -> str:
    """Type a text, and look."""
    await person.say(text)
    return await looks(person)


async def together(where: Handvat, door: DoorName = "telegram") -> tuple[Person, Person, Person]:
    """Sanne is the professional, Joost plays the resident, Wim looks on; the talk began."""
    sanne, joost, wim = (Person(where, door, name) for name in ("sanne", "joost", "wim"))
    await says(sanne, "/oefenen")
    await taps(sanne, "Met z'n tweeën")
    seen = await says(sanne, "Sanne")
    found = re.search(r"[A-Z0-9]{3}-[A-Z0-9]{3}-[A-Z0-9]{3}", seen)
    assert found is not None
    for person, name in ((joost, "Joost"), (wim, "Wim")):
        await says(person, f"/meedoen {found.group()}")
        await says(person, name)
    await taps(joost, "Ik speel de bewoner", "Kies wie je speelt")
    await taps(joost, "Man van 46, een blijvende rekening")
    await taps(sanne, "Ik ben de professional", "Begin het gesprek")
    return sanne, joost, wim


async def test_each_sees_what_is_theirs() -> None:
    sanne, joost, wim = await together(handvat())
    assert CARD in await taps(joost, "De kaart")
    asked = await says(sanne, "Hoe gaat het met de zaak?")
    assert "Alleen jij ziet dit" in asked
    for person in (sanne, wim):
        assert CARD not in await looks(person)
    await taps(joost, "Terug")
    for person in (joost, wim):
        seen = await looks(person)
        assert "Hoe gaat het met de zaak?" in seen
        assert "Even terugkijken" not in seen


async def test_the_others_are_told_when_somebody_speaks() -> None:
    sanne, joost, wim = await together(handvat())
    (of,) = {person.seen.meeting for person in (sanne, joost, wim) if person.seen}
    assert of is not None
    with sanne.handvat.watchers.watch(of) as watch:
        await says(joost, "Kom binnen, snel.")
        await asyncio.wait_for(watch.changed(), 1)
    assert "Kom binnen, snel." in await looks(sanne)


async def test_it_is_not_among_the_households_and_goes_on_from_practice() -> None:
    sanne, _, _ = await together(handvat())
    assert "Verder met" not in await says(sanne, "/start")
    assert "tweeën" not in await says(sanne, "/verder")
    assert "tweeën" not in await says(sanne, "/intervisie")
    await says(sanne, "/oefenen")
    assert "Wat zeg je?" in await taps(sanne, "Verder: met z'n tweeën")


async def test_erasing_it_is_for_everybody_at_once() -> None:
    sanne, joost, wim = await together(handvat())
    await says(joost, "Er is een rekening blijven liggen.")
    with pytest.raises(AssertionError, match="no 'Wissen'"):
        await taps(wim, "Meer", "Wissen")
    await taps(sanne, "Meer", "Wissen", "Ja, wissen")
    for person in (sanne, joost, wim):
        assert "rekening" not in await looks(person)
        assert "tweeën" in await says(person, "/oefenen")
        assert "Verder: met z'n tweeën" not in await looks(person)


async def test_a_restart_keeps_everything_and_nothing_is_readable_on_the_disk(
    tmp_path: Path,
) -> None:
    store = on_disk(tmp_path)
    sanne, joost, _ = await together(handvat(store))
    await says(sanne, "Hoe gaat het met de fietsenzaak?")
    await taps(joost, "Daar ging ik van open")
    await says(joost, "Rustig. Te rustig, als je het mij vraagt.")
    await store.close()
    kept = bytes_in(tmp_path)
    for text in (b"fietsenzaak?", b"Te rustig", b"schulden_en_schaamte"):
        assert text not in kept
    again = on_disk(tmp_path)
    sanne, joost = (Person(handvat(again), "telegram", name) for name in ("sanne", "joost"))
    seen = await looks(sanne)
    assert "Te rustig, als je het mij vraagt." in seen
    assert "Joost zegt: daar ging ik van open." in seen
    assert "De kaart" in await looks(joost)
    await again.close()


@pytest.mark.parametrize("real", [False, True])
async def test_who_still_has_it_on_their_phone_is_shown_that_it_was_erased(
    tmp_path: Path, *, real: bool
) -> None:
    store = on_disk(tmp_path) if real else MemoryStore()
    sanne, joost, wim = await together(handvat(store))
    await says(joost, "Er is een rekening blijven liggen.")
    (of,) = {person.seen.meeting for person in (sanne, joost, wim) if person.seen}
    assert of is not None
    await taps(sanne, "Meer", "Wissen", "Ja, wissen")
    looked_at = await Groups(sanne.handvat).looking(of)
    assert {seat.login for seat in looked_at} == {"joost", "wim"}
    for person in (joost, wim):
        shown = await looks(person)
        assert "rekening" not in shown
        assert person.seen is not None
        assert any("Gewist" in notice for notice in person.seen.notices)
    await store.close()
