"""What any store promises of practice runs, told to the fake and to the real one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app.ports import Store, StoreError, Unit
from flows.practice.types import Practice, Spoken
from flows.types import Desk
from tests.storage.places import DAY, MINUTE, NOW, sits_down, tells

RUN = Practice("p1", "iemand", 7)


def rehearses(unit: Unit, *texts: str) -> str:
    """A practice run begins and this is said in it."""
    seat = sits_down(unit)
    unit.begin_practice(seat.person, RUN, NOW)
    unit.keep_spoken("p1", tuple(Spoken(n, NOW, text) for n, text in enumerate(texts, 1)))
    return seat.person


async def test_what_was_said_can_be_read_back_exactly(store: Store) -> None:
    person = await store.run(rehearses, "Hoe gaat het?", "")
    assert await store.run(lambda unit: unit.practice(person, "p1")) == RUN
    assert [line.text for line in await store.run(lambda unit: unit.spoken("p1"))] == [
        "Hoe gaat het?",
        "",
    ]


async def test_a_run_is_saved_in_the_transaction_that_read_it(store: Store) -> None:
    person = await store.run(rehearses)

    def goes_on(unit: Unit) -> None:
        found = unit.practice(person, "p1")
        assert found is not None
        unit.save_practice(replace(found, state="talking"), NOW + MINUTE)

    await store.run(goes_on)
    (listed,) = await store.run(lambda unit: unit.practices(person))
    assert (listed.state, listed.touched) == ("talking", NOW + MINUTE)
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.save_practice(RUN, NOW))


async def test_a_line_number_is_never_used_twice(store: Store) -> None:
    await store.run(rehearses, "een")
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.keep_spoken("p1", (Spoken(1, NOW, "anders"),)))


async def test_runs_and_households_never_stand_in_one_list(store: Store) -> None:
    person = await store.run(rehearses)
    await store.run(tells)
    assert [each.id for each in await store.run(lambda unit: unit.listing(person))] == ["c1"]
    assert [each.id for each in await store.run(lambda unit: unit.practices(person))] == ["p1"]
    assert await store.run(lambda unit: unit.conversation(person, "p1")) is None
    assert await store.run(lambda unit: unit.practice(person, "c1")) is None


async def test_nobody_else_opens_a_run(store: Store) -> None:
    await store.run(rehearses, "geheim")
    other = (await store.run(sits_down, "noor")).person
    assert await store.run(lambda unit: unit.practice(other, "p1")) is None
    assert await store.run(lambda unit: unit.practices(other)) == ()
    assert await store.run(lambda unit: unit.erase(other, "p1", NOW)) == 0


async def test_an_erased_run_is_gone_and_let_go_of(store: Store) -> None:
    person = await store.run(rehearses, "een", "twee")
    seat = await store.run(sits_down)
    desk = Desk(state="practising", practice="p1")
    await store.run(lambda unit: unit.save_desk(seat, desk, NOW))
    assert await store.run(lambda unit: unit.erase(person, "p1", NOW)) == 2
    assert await store.run(lambda unit: unit.practice(person, "p1")) is None
    assert await store.run(lambda unit: unit.spoken("p1")) == ()
    assert await store.run(lambda unit: unit.desk(seat)) == Desk(state="home")


async def test_a_run_expires_as_a_conversation_does(store: Store) -> None:
    person = await store.run(rehearses, "een")
    assert await store.run(lambda unit: unit.expire(NOW - DAY, NOW)) == 0
    assert await store.run(lambda unit: unit.expire(NOW + DAY, NOW + DAY)) == 1
    assert await store.run(lambda unit: unit.practices(person)) == ()
