"""A one-time code makes two doors one person."""

from __future__ import annotations

from bot.app.ports import Store, Unit
from bot.app.types import Seat
from flows.types import Desk
from tests.storage.places import MINUTE, NOW, TOLD, merel, reads, tells

CODE = "12345678"


def guesses(unit: Unit, seat: Seat, code: str) -> bool:
    """A code is typed at this seat."""
    return unit.use_link(seat, code, NOW)


def two(unit: Unit) -> tuple[Seat, Seat]:
    """Anna at the page with a conversation of her own, and the same Anna at her telephone."""
    page = unit.seat("web", "lokaal", NOW)
    unit.begin(page.person, merel("c2"), NOW)
    return page, tells(unit)


def offers(unit: Unit, person: str) -> None:
    """This person asks for a code."""
    unit.offer_link(person, CODE, NOW)


async def test_the_joined_person_opens_what_both_could_open(store: Store) -> None:
    page, phone = await store.run(two)
    await store.run(lambda unit: unit.offer_link(page.person, CODE, NOW))
    assert await store.run(lambda unit: unit.use_link(phone, CODE, NOW + MINUTE))
    joined = await store.run(lambda unit: unit.seat("telegram", "anna", NOW))
    assert (joined.id, joined.person) == (phone.id, page.person)
    listed = await store.run(lambda unit: unit.listing(page.person))
    assert {each.id for each in listed} == {"c1", "c2"}
    assert await store.run(reads) == (TOLD,)
    assert await store.run(lambda unit: unit.listing(phone.person)) == ()


async def test_every_door_of_the_old_person_comes_along(store: Store) -> None:
    page, phone = await store.run(two)
    await store.run(lambda unit: unit.offer_link(phone.person, CODE, NOW))
    assert await store.run(lambda unit: unit.use_link(page, CODE, NOW))
    terminal = await store.run(lambda unit: unit.seat("terminal", "lokaal", NOW))
    assert terminal.person == phone.person


async def test_a_code_works_once(store: Store) -> None:
    page, phone = await store.run(two)
    third = await store.run(lambda unit: unit.seat("telegram", "bram", NOW))
    await store.run(lambda unit: unit.offer_link(page.person, CODE, NOW))
    assert await store.run(lambda unit: unit.use_link(phone, CODE, NOW))
    assert not await store.run(lambda unit: unit.use_link(third, CODE, NOW))


async def test_a_code_of_who_became_another_leads_nowhere(store: Store) -> None:
    """That person is no more: whoever used it would give everything to nobody."""
    page, phone = await store.run(two)
    third = await store.run(lambda unit: tells(unit, login="bram", of="c3"))
    await store.run(lambda unit: unit.offer_link(phone.person, "87654321", NOW))
    await store.run(lambda unit: unit.offer_link(page.person, CODE, NOW))
    assert await store.run(lambda unit: unit.use_link(phone, CODE, NOW))
    assert not await store.run(lambda unit: unit.use_link(third, "87654321", NOW))
    assert await store.run(lambda unit: reads(unit, "bram", "c3")) == (TOLD,)


async def test_a_code_works_for_ten_minutes(store: Store) -> None:
    page, phone = await store.run(two)
    await store.run(lambda unit: unit.offer_link(page.person, CODE, NOW))
    assert not await store.run(lambda unit: unit.use_link(phone, CODE, NOW + 10 * MINUTE))


async def test_ones_own_code_joins_nothing(store: Store) -> None:
    page, phone = await store.run(two)
    await store.run(lambda unit: unit.offer_link(page.person, CODE, NOW))
    assert not await store.run(lambda unit: unit.use_link(page, CODE, NOW))
    assert await store.run(lambda unit: unit.use_link(phone, CODE, NOW))


async def test_after_five_wrong_codes_a_right_one_waits_ten_minutes(store: Store) -> None:
    page, phone = await store.run(two)
    await store.run(lambda unit: unit.offer_link(page.person, CODE, NOW))
    for guess in range(5):
        assert not await store.run(guesses, phone, str(guess))
    assert not await store.run(lambda unit: unit.use_link(phone, CODE, NOW + 9 * MINUTE))
    later = NOW + 10 * MINUTE
    await store.run(lambda unit: unit.offer_link(page.person, CODE, later))
    assert await store.run(lambda unit: unit.use_link(phone, CODE, later))


async def test_a_desk_shows_a_code_only_as_long_as_it_holds(store: Store) -> None:
    def shows(unit: Unit, seat: Seat, code: str) -> None:
        unit.offer_link(seat.person, code, NOW)
        unit.save_desk(seat, Desk(state="link", code=code), NOW)

    page, phone = await store.run(two)
    third = await store.run(lambda unit: unit.seat("telegram", "bram", NOW))
    await store.run(shows, page, CODE)
    await store.run(shows, third, "87654321")
    assert await store.run(lambda unit: unit.use_link(phone, CODE, NOW + MINUTE))
    assert await store.run(lambda unit: unit.desk(page)) == Desk(state="home")
    assert await store.run(lambda unit: unit.desk(third)) == Desk(state="link", code="87654321")
    await store.run(lambda unit: unit.expire(NOW, NOW + 10 * MINUTE))
    assert await store.run(lambda unit: unit.desk(third)) == Desk(state="home")


async def test_four_wrong_codes_are_forgiven_and_forgotten(store: Store) -> None:
    page, phone = await store.run(two)
    third = await store.run(lambda unit: unit.seat("telegram", "bram", NOW))
    for maker in (page, third):
        await store.run(offers, maker.person)
        for guess in range(4):
            assert not await store.run(guesses, phone, str(guess))
        assert await store.run(guesses, phone, CODE)
