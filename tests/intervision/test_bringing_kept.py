"""What is composed is kept turn by turn, at every door, and what is withdrawn is gone."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.app.service import Handvat
from bot.app.types import DoorName, Envelope
from bot.storage.store import open_store
from flows.intervision.types import CopyListing, SharedCopy
from flows.language.coach import coach
from flows.language.reading import WordReader
from flows.types import Pressed, Said
from tests.app.handvats import Clock, Person, handvat, library
from tests.intervision.contributor import renderer

LATER = datetime(2026, 11, 3, 14, 0, tzinfo=UTC)
QUESTION = "Wat zien jullie dat ik niet zie?"


async def copies(person: Person) -> tuple[CopyListing, ...]:
    """What this person brought in and did not withdraw."""
    seat = (await person.look()).seat
    return await person.handvat.store.run(lambda unit: unit.copies(seat.person, LATER))


async def opened(person: Person, copy: str) -> SharedCopy | None:
    """A copy, when this person may see it."""
    seat = (await person.look()).seat
    return await person.handvat.store.run(lambda unit: unit.copy(seat.person, copy, LATER))


def bytes_in(folder: Path) -> bytes:
    """Everything that stands in any file of a folder."""
    return b"".join(each.read_bytes() for each in folder.iterdir())


async def composes(sanne: Person) -> None:
    """A conversation, its one moment, and a line worded anew."""
    await sanne.begin()
    await sanne.say("Ze woont met Youssef in een flat. De post blijft liggen.")
    await sanne.tap("Ga naar …")
    await sanne.tap("Inbrengen bij intervisie")
    await sanne.tap("Het verhaal (2)")
    await sanne.tap("Verder")
    await sanne.tap("Kijk na wat opvalt (1)")
    await sanne.say("Ze woont met haar zoon in een flat.")


async def approves(sanne: Person, *, yes: bool = True) -> None:
    """The rest of the way."""
    await sanne.tap("Zo laten")
    await sanne.tap("Verder")
    await sanne.say(QUESTION)
    await sanne.tap("Vijf stappen · 40 min")
    await sanne.tap("Iemand die meedoet")
    await sanne.say("Sanne")
    if yes:
        await sanne.tap("Klopt, zo mag het")


@pytest.mark.parametrize("door", ["web", "terminal", "telegram"])
async def test_from_a_conversation_to_a_meeting_and_back(door: DoorName) -> None:
    sanne = Person(handvat(), door, "sanne")
    await composes(sanne)
    await approves(sanne)
    assert "terugnemen" in " ".join((await sanne.look()).notices).lower()
    assert "Meedoen kan met deze code" in (await sanne.look()).shown.text
    (listed,) = await copies(sanne)
    copy = await opened(sanne, listed.id)
    assert copy is not None
    assert [turn.told for turn in copy.turns] == [
        "Ze woont met haar zoon in een flat.",
        "De post blijft liggen.",
    ]
    noor = Person(sanne.handvat, door, "noor")
    await noor.say("/start")
    assert await opened(noor, listed.id) is None, "nobody sees it who is not in the meeting"
    await sanne.say("/intervisie")
    await sanne.tap("Mijn inbreng")
    gone = await sanne.tap("Neem nummer 1 terug")
    assert "Teruggenomen" in gone.notices[0]
    assert await copies(sanne) == ()
    assert await opened(sanne, listed.id) is None
    assert len(await sanne.entries()) == 2, "the conversation itself stays"


async def test_a_kill_in_the_middle_loses_nothing_of_what_was_composed(tmp_path: Path) -> None:
    def starts() -> Handvat:
        store = open_store(f"sqlite:///{tmp_path / 'h.db'}", tmp_path / "h.key")
        return Handvat(
            store, library(), renderer(), WordReader(library().content.words, coach), Clock()
        )

    sanne = Person(starts())
    await composes(sanne)
    await sanne.handvat.store.close()
    assert b"haar zoon" not in bytes_in(tmp_path)
    again = Person(starts())
    assert "haar zoon" in (await again.look()).shown.text
    await approves(again)
    assert len(await copies(again)) == 1
    await again.handvat.store.close()


async def test_the_same_tap_twice_shares_once() -> None:
    sanne = Person(handvat())
    await composes(sanne)
    await approves(sanne, yes=False)
    buttons = [button for row in (await sanne.look()).shown.rows for button in row]
    yes = Pressed.of(next(b.value for b in buttons if b.label == "Klopt, zo mag het"))
    assert await sanne.take(yes, "once")
    assert await sanne.take(yes, "once") is None
    late = await sanne.take(yes, "twice")
    assert late is not None
    assert late.refused
    assert len(await copies(sanne)) == 1


async def test_erasing_a_household_ends_what_was_composed_from_it() -> None:
    sanne = Person(handvat())
    await composes(sanne)
    await sanne.tap("Alle regels")
    await sanne.tap("Stoppen voor nu")
    await sanne.say("/wis")
    await sanne.tap("Ja, wissen")
    await sanne.say("/inbrengen")
    buttons = [button.label for row in (await sanne.look()).shown.rows for button in row]
    assert not any(label.startswith("Verder inbrengen") for label in buttons)


async def test_a_door_without_notes_offers_nothing_to_bring_in() -> None:
    made = handvat()
    answer = await made.turn(
        Envelope("telegram", "1", "a1", Said("/inbrengen"), made.read("/inbrengen"), notes=False)
    )
    assert answer is not None
    assert answer.refused
