"""Ways into a meeting, and everything that is not one: refused, one by one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import datetime

import pytest

from bot.app.ports import Store, Unit
from flows.intervision.codes import CODES, SIGNS, join_code, plain, shown
from flows.intervision.types import OfferPass, Role
from tests.storage.places import DAY, MINUTE, NOW, Home, sits_down
from tests.storage.tables_set import CODE, changes, comes_in, gathers, sees_copy, sees_meeting

LINK = "b3Jl_zVhZ-9xQpLk0aT4mw"


def offers(unit: Unit, code: str, role: Role = "participant", once: bool = False) -> None:
    unit.offer_pass(OfferPass(code, "m1", role, once), NOW)


def removes_bram(unit: Unit) -> None:
    found = unit.meeting(sits_down(unit).person, "m1")
    assert found is not None
    people = tuple(replace(one, removed=one.name == "Bram") for one in found.people)
    unit.save_meeting(replace(found, people=people), NOW)


@pytest.mark.parametrize("typed", ["KMP-479-RTX", "kmp479rtx", " kmp 479 rtx ", "kMp-479 rtx"])
async def test_a_code_lets_in_however_it_is_typed(store: Store, typed: str) -> None:
    await store.run(gathers)
    assert await store.run(comes_in, "bram", typed) is not None
    assert await store.run(sees_meeting, "bram")
    assert await store.run(sees_copy, "bram")


async def test_a_guessed_code_lets_nobody_in(store: Store) -> None:
    await store.run(gathers)
    assert await store.run(comes_in, "bram", "KMP-479-RTY") is None
    assert await store.run(comes_in, "bram", "") is None
    assert not await store.run(sees_meeting, "bram")


async def test_knowing_the_meeting_is_not_enough(store: Store) -> None:
    await store.run(gathers)
    assert await store.run(comes_in, "bram", "m1") is None


async def test_an_expired_code_lets_nobody_in(store: Store) -> None:
    await store.run(gathers)
    assert await store.run(comes_in, "bram", CODE, NOW + 14 * DAY - MINUTE) is not None
    assert await store.run(comes_in, "noor", CODE, NOW + 14 * DAY) is None


async def test_a_link_for_one_is_used_up_when_it_is_forwarded(store: Store) -> None:
    await store.run(gathers)
    await store.run(lambda unit: offers(unit, LINK, once=True))
    assert await store.run(comes_in, "bram", LINK) is not None
    assert await store.run(comes_in, "noor", LINK) is None
    assert not await store.run(sees_meeting, "noor")


async def test_who_came_in_by_a_link_taps_it_again(store: Store) -> None:
    await store.run(gathers)
    await store.run(lambda unit: offers(unit, LINK, once=True))
    assert await store.run(comes_in, "bram", LINK) is not None
    assert await store.run(comes_in, "bram", LINK) is not None


async def test_a_link_of_other_letters_is_another_link(store: Store) -> None:
    await store.run(gathers)
    await store.run(lambda unit: offers(unit, LINK, once=True))
    assert await store.run(comes_in, "bram", LINK.upper()) is None


async def test_who_was_removed_is_not_a_member_by_the_same_code(store: Store) -> None:
    await store.run(gathers)
    await store.run(comes_in, "bram")
    await store.run(removes_bram)
    bram = await store.run(sits_down, "bram")
    # The code is valid, and the meeting itself says who stays out: coming in anyhow does not last.
    await store.run(comes_in, "bram")
    await store.run(lambda unit: changes(unit, round=1))
    assert await store.run(lambda unit: unit.right(bram.person, "m1")) is None
    assert not await store.run(sees_copy, "bram")


async def test_a_code_of_a_closed_meeting_leads_nowhere(store: Store) -> None:
    await store.run(gathers)
    await store.run(lambda unit: offers(unit, LINK, once=True))
    await store.run(lambda unit: changes(unit, state="closed"))
    assert await store.run(comes_in, "bram") is None
    assert await store.run(comes_in, "bram", LINK) is None


async def test_ended_passes_let_nobody_in_and_put_nobody_out(store: Store) -> None:
    await store.run(gathers)
    await store.run(comes_in, "bram")
    await store.run(lambda unit: unit.end_passes("m1"))
    assert await store.run(comes_in, "noor") is None
    assert await store.run(sees_meeting, "bram")


async def test_a_new_code_takes_the_place_of_the_old_one(store: Store) -> None:
    await store.run(gathers)
    await store.run(lambda unit: offers(unit, LINK, once=True))
    await store.run(lambda unit: offers(unit, "FFF-FFF-FFF"))
    assert await store.run(comes_in, "bram") is None
    assert await store.run(comes_in, "bram", "FFF-FFF-FFF") is not None
    assert await store.run(comes_in, "noor", LINK) is not None  # another kind stands beside it


async def test_a_code_of_one_meeting_opens_no_other(store: Store) -> None:
    await store.run(gathers)
    await store.run(gathers, "m2", "bram")
    await store.run(comes_in, "noor")
    assert not await store.run(sees_meeting, "noor", "m2")


async def test_five_wrong_codes_and_a_right_one_waits_ten_minutes(store: Store) -> None:
    await store.run(gathers)
    for wrong in range(5):
        assert await store.run(comes_in, "bram", f"wrong {wrong}") is None
    assert await store.run(comes_in, "bram", CODE, NOW + 9 * MINUTE) is None
    assert await store.run(comes_in, "noor", CODE) is not None  # nobody else waits
    assert await store.run(comes_in, "bram", CODE, NOW + 10 * MINUTE) is not None


async def test_a_thousand_wrong_codes_from_ever_new_seats_and_nobody_new_comes_in(
    store: Store,
) -> None:
    await store.run(gathers)
    await store.run(comes_in, "bram")

    def guesses(unit: Unit) -> None:
        for number in range(1_000):
            assert unit.invited(None, f"wrong {number}", NOW) is None

    await store.run(guesses)
    assert await store.run(comes_in, "noor") is None
    assert await store.run(sees_meeting, "bram")
    assert await store.run(comes_in, "noor", CODE, NOW + 10 * MINUTE) is not None


async def test_a_room_makes_a_seat_for_who_may_come_in_only(store: Store) -> None:
    await store.run(gathers)
    assert await store.run(lambda unit: unit.known("room", "token")) is None
    assert await store.run(lambda unit: unit.invited(None, CODE, NOW)) is not None
    assert await store.run(lambda unit: unit.known("room", "token")) is None
    seat = await store.run(lambda unit: comes_in(unit, "token", door="room"))
    assert await store.run(lambda unit: unit.known("room", "token")) == seat


async def test_a_person_of_the_room_ends_with_the_meeting(store: Store) -> None:
    await store.run(gathers)
    seat = await store.run(lambda unit: comes_in(unit, "token", door="room"))
    assert seat is not None
    await store.run(lambda unit: unit.queue(seat, 1, (), (), False, NOW))
    await store.run(lambda unit: unit.expire(NOW, NOW))
    assert await store.run(lambda unit: unit.known("room", "token")) == seat
    await store.run(lambda unit: unit.expire(NOW + DAY, NOW + DAY))
    assert await store.run(lambda unit: unit.known("room", "token")) is None
    assert await store.run(lambda unit: unit.pending()) == ()
    anna = await store.run(lambda unit: unit.known("telegram", "anna"))
    assert anna is not None  # who has a chat of their own stays
    again = await store.run(lambda unit: unit.seat("room", "token", NOW))
    assert again.person != seat.person


def tidies(unit: Unit, now: datetime) -> int:
    """What happens by itself, without a conversation that was left for long."""
    return unit.expire(NOW - DAY, now)


async def test_nothing_is_kept_of_a_code_that_holds_no_longer(home: Home) -> None:
    store = home.open()
    await store.run(gathers)
    for later, kept in ((14 * DAY - MINUTE, 1), (14 * DAY, 0)):
        await store.run(tidies, NOW + later)
        with closing(sqlite3.connect(home.database)) as database:
            assert database.execute("SELECT count(*) FROM meeting_pass").fetchone() == (kept,)
    await store.close()


def test_a_join_code_reads_well_from_a_distance() -> None:
    code = join_code(CODES - 1)
    assert shown(code) == "999-999-999"
    assert plain(shown(join_code(123_456_789)).lower()) == join_code(123_456_789)
    assert not set(SIGNS) & set("AEIOU01L2Z5S6G8BQ")
    assert len({join_code(number) for number in range(0, CODES, CODES // 1000)}) > 999
