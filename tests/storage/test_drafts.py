"""Drafts in a store: their owner's alone, sealed, ended with what they were composed from."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app.ports import Store, StoreError, Unit
from flows.intervision.bringing.types import Draft, DraftListing, Worded
from flows.practice.types import Practice
from flows.types import Desk
from tests.storage.places import DAY, MINUTE, NOW, Home, sits_down, tells

WORDED = "Zij woont alleen met haar zoon"
DRAFT = Draft("d1", "conversation", "c1", worded=(Worded(1, WORDED),))


def composes(unit: Unit, draft: Draft = DRAFT) -> str:
    """Somebody composes what a group will see."""
    seat = sits_down(unit)
    unit.begin_draft(seat.person, draft, NOW)
    return seat.person


async def test_a_draft_is_saved_in_the_transaction_that_read_it(store: Store) -> None:
    await store.run(tells)
    person = await store.run(composes)

    def goes_on(unit: Unit) -> None:
        found = unit.draft(person, "d1")
        assert found == DRAFT
        unit.save_draft(replace(found, question="Wat zie ik niet?"), NOW + MINUTE)

    await store.run(goes_on)
    assert await store.run(lambda unit: unit.drafts(person)) == (
        DraftListing("d1", "conversation", "c1", NOW + MINUTE),
    )
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.save_draft(DRAFT, NOW))


async def test_nobody_else_opens_or_ends_a_draft(store: Store) -> None:
    await store.run(tells)
    person = await store.run(composes)
    other = (await store.run(sits_down, "noor")).person
    assert await store.run(lambda unit: unit.draft(other, "d1")) is None
    assert await store.run(lambda unit: unit.drafts(other)) == ()
    assert await store.run(lambda unit: unit.erase(other, "d1", NOW)) == 0
    assert await store.run(lambda unit: unit.draft(person, "d1")) == DRAFT
    assert await store.run(lambda unit: unit.practices(person)) == ()
    assert len(await store.run(lambda unit: unit.listing(person))) == 1


@pytest.mark.parametrize("ended", ["d1", "c1"])
async def test_a_draft_ends_by_itself_and_with_its_conversation(store: Store, ended: str) -> None:
    seat = await store.run(tells)
    person = await store.run(composes)
    desk = Desk(state="bringing", draft="d1")
    await store.run(lambda unit: unit.save_desk(seat, desk, NOW))
    await store.run(lambda unit: unit.erase(person, ended, NOW))
    assert await store.run(lambda unit: unit.draft(person, "d1")) is None
    assert await store.run(lambda unit: unit.drafts(person)) == ()
    assert await store.run(lambda unit: unit.desk(seat)) == Desk(state="home")
    assert bool(await store.run(lambda unit: unit.listing(person))) == (ended == "d1")


async def test_a_draft_of_a_practice_run_ends_with_the_run(store: Store) -> None:
    person = await store.run(composes, Draft("d1", "practice", "p1"))
    await store.run(lambda unit: unit.begin_practice(person, Practice("p1", "iemand", 7), NOW))
    await store.run(lambda unit: unit.erase(person, "p1", NOW))
    assert await store.run(lambda unit: unit.draft(person, "d1")) is None


async def test_a_draft_that_is_left_ends_after_two_weeks(store: Store) -> None:
    await store.run(tells)
    person = await store.run(composes)
    await store.run(lambda unit: unit.expire(NOW - 90 * DAY, NOW + 14 * DAY))
    assert await store.run(lambda unit: unit.draft(person, "d1")) == DRAFT
    await store.run(lambda unit: unit.expire(NOW - 90 * DAY, NOW + 15 * DAY))
    assert await store.run(lambda unit: unit.draft(person, "d1")) is None
    assert len(await store.run(lambda unit: unit.listing(person))) == 1


async def test_a_draft_ends_when_its_conversation_was_kept_long_enough(store: Store) -> None:
    await store.run(tells)
    person = await store.run(composes)

    def goes_on(unit: Unit) -> None:
        assert unit.draft(person, "d1")
        unit.save_draft(DRAFT, NOW + 10 * DAY)

    await store.run(goes_on)
    await store.run(lambda unit: unit.expire(NOW + DAY, NOW + 10 * DAY))
    assert await store.run(lambda unit: unit.listing(person)) == ()
    assert await store.run(lambda unit: unit.drafts(person)) == ()


async def test_what_was_worded_anew_is_sealed_and_gone_with_its_key(home: Home) -> None:
    store = home.open()
    await store.run(tells)
    person = await store.run(composes)
    assert WORDED.encode() not in home.bytes()
    await store.run(lambda unit: unit.erase(person, "d1", NOW))
    await store.close()
    assert b"d1" in home.database.read_bytes(), "the row stays as a sign that it ended"
    store = home.open()
    assert await store.run(lambda unit: unit.draft(person, "d1")) is None
    await store.close()
