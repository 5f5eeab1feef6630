"""What any store promises of invitations and of what is shared, the fake and the real one."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

from bot.app.ports import Store, Unit
from bot.app.types import Seat
from flows.practice.types import Invitations, Practice, Share, Spoken
from flows.types import Desk
from tests.storage.places import DAY, MINUTE, NOW, Home, sits_down

RUN = Practice("p1", "iemand", 7, "looking_back", finished=NOW)
LIFE = timedelta(days=14)


def shares(unit: Unit, *, line: bool = False) -> str:
    """Anna practises, and shares her run or her line; gives the code."""
    person = sits_down(unit).person
    unit.begin_practice(person, RUN, NOW)
    unit.keep_spoken("p1", (Spoken(1, NOW, "Hoe gaat het?"),))
    unit.share(person, Share("s1", None if line else "p1", NOW + LIFE), NOW)
    return unit.shares(person, NOW)[0].code


def opens(unit: Unit, code: str, login: str = "coach", after: timedelta = MINUTE) -> bool:
    """Whether this code opens something for somebody else."""
    seat = sits_down(unit, login)
    found = unit.open_share(seat, code, NOW + after)
    return found is not None and unit.shared(found, NOW + after) is not None


async def test_whoever_has_the_code_reads_the_run_and_nothing_else(store: Store) -> None:
    code = await store.run(shares)
    coach = await store.run(sits_down, "coach")
    found = await store.run(lambda unit: unit.open_share(coach, code, NOW))
    shared = await store.run(lambda unit: unit.shared(found or "", NOW))
    assert shared is not None
    assert (shared.practice, shared.runs) == (RUN, ())
    assert [line.text for line in shared.spoken] == ["Hoe gaat het?"]
    assert await store.run(lambda unit: unit.practices(coach.person)) == ()
    assert await store.run(lambda unit: unit.practice(coach.person, "p1")) is None
    assert await store.run(lambda unit: unit.shares(coach.person, NOW)) == ()


async def test_a_shared_line_ends_where_it_was_shared(store: Store) -> None:
    await store.run(lambda unit: shares(unit, line=True))
    person = (await store.run(sits_down)).person
    later = replace(RUN, id="p2", finished=NOW + DAY)
    await store.run(lambda unit: unit.begin_practice(person, later, NOW + DAY))
    shared = await store.run(lambda unit: unit.shared("s1", NOW + 2 * DAY))
    assert shared is not None
    assert [run.id for run in shared.runs] == ["p1"]
    assert (shared.practice, shared.spoken) == (None, ())


async def test_it_ends_by_itself_when_it_is_withdrawn_and_with_the_run(store: Store) -> None:
    code = await store.run(shares)
    assert await store.run(opens, code, "coach", LIFE - MINUTE)
    assert not await store.run(opens, code, "coach", LIFE)
    other = await store.run(sits_down, "noor")
    await store.run(lambda unit: unit.withdraw(other.person, "s1"))
    assert await store.run(opens, code)
    person = (await store.run(sits_down)).person
    await store.run(lambda unit: unit.withdraw(person, "s1"))
    assert not await store.run(opens, code)
    await store.run(lambda unit: unit.share(person, Share("s2", "p1", NOW + LIFE), NOW))
    (again,) = await store.run(lambda unit: unit.shares(person, NOW))
    assert await store.run(opens, again.code)
    await store.run(lambda unit: unit.erase(person, "p1", NOW))
    assert not await store.run(opens, again.code)
    assert await store.run(lambda unit: unit.shares(person, NOW)) == ()


async def test_who_has_it_on_the_screen_reads_no_longer_than_it_is_shared(store: Store) -> None:
    """The code was taken in time; the screen is made anew each time. Nor opens the code later."""
    code = await store.run(shares)
    coach = await store.run(sits_down, "coach")
    assert await store.run(lambda unit: unit.shared("s1", NOW + LIFE - MINUTE))
    assert await store.run(lambda unit: unit.shared("s1", NOW + LIFE)) is None
    assert await store.run(lambda unit: unit.open_share(coach, code, NOW + LIFE)) is None


async def test_after_five_guesses_a_right_code_waits_ten_minutes(store: Store) -> None:
    code = await store.run(shares)
    for guess in range(5):
        assert not await store.run(opens, f"gok{guess}")
    assert not await store.run(opens, code)
    assert await store.run(opens, code, "noor")
    assert await store.run(opens, code, "coach", 12 * MINUTE)


async def test_a_joined_person_still_withdraws_and_keeps_what_was_wanted(store: Store) -> None:
    code = await store.run(shares)
    phone = await store.run(sits_down)
    page = await store.run(lambda unit: unit.seat("web", "lokaal", NOW))
    await store.run(
        lambda unit: unit.save_invitations(phone.person, Invitations(answered=(1,)), NOW)
    )
    await store.run(lambda unit: unit.save_invitations(page.person, Invitations(off=True), NOW))
    await store.run(lambda unit: unit.offer_link(page.person, "12345678", NOW))
    assert await store.run(lambda unit: unit.use_link(phone, "12345678", NOW))
    both = await store.run(lambda unit: unit.invitations(page.person))
    assert both == Invitations(off=True, answered=(1,))
    await store.run(lambda unit: unit.save_invitations(page.person, Invitations(), NOW))
    assert await store.run(lambda unit: unit.invitations(page.person)) == Invitations()
    await store.run(lambda unit: unit.withdraw(page.person, "s1"))
    assert not await store.run(opens, code)


async def test_a_shared_line_does_not_grow_by_the_runs_of_another_door(store: Store) -> None:
    """What was shared is what was on the screen then: joining two doors makes it another line."""
    code = await store.run(lambda unit: shares(unit, line=True))
    page = await store.run(lambda unit: unit.seat("web", "lokaal", NOW))
    of_the_page = replace(RUN, id="p2", finished=NOW - DAY)
    await store.run(lambda unit: unit.begin_practice(page.person, of_the_page, NOW - DAY))
    await store.run(lambda unit: unit.share(page.person, Share("s2", "p2", NOW + LIFE), NOW))
    phone = await store.run(sits_down)
    await store.run(lambda unit: unit.offer_link(page.person, "12345678", NOW))
    assert await store.run(lambda unit: unit.use_link(phone, "12345678", NOW))
    assert not await store.run(opens, code)
    (kept,) = await store.run(lambda unit: unit.shares(page.person, NOW))
    assert kept.practice == "p2"
    assert await store.run(opens, kept.code)


async def test_what_somebody_wants_is_kept_as_long_as_a_run_is(store: Store) -> None:
    await store.run(shares)
    person = (await store.run(sits_down)).person
    wanted = Invitations(off=True)
    await store.run(lambda unit: unit.save_invitations(person, wanted, NOW))
    await store.run(lambda unit: unit.expire(NOW, NOW + 300 * DAY))
    assert await store.run(lambda unit: unit.invitations(person)) == wanted
    await store.run(lambda unit: unit.erase(person, "p1", NOW))
    await store.run(lambda unit: unit.expire(NOW, NOW))
    assert await store.run(lambda unit: unit.invitations(person)) == Invitations()


async def test_who_is_busy_here_is_not_among_those_to_be_invited(store: Store) -> None:
    def sits(unit: Unit) -> Seat:
        shares(unit)
        seat = sits_down(unit)
        unit.save_desk(seat, Desk(), NOW)
        unit.save_desk(sits_down(unit, "noor"), Desk(), NOW)
        return seat

    seat = await store.run(sits)
    assert await store.run(lambda unit: unit.trainees("telegram", NOW)) == ()
    assert await store.run(lambda unit: unit.trainees("telegram", NOW + MINUTE)) == (seat,)
    assert await store.run(lambda unit: unit.trainees("web", NOW + MINUTE)) == ()


async def test_the_database_holds_no_code_and_no_wish_in_clear(home: Home) -> None:
    store = home.open()
    code = await store.run(shares)
    person = (await store.run(sits_down)).person
    await store.run(lambda unit: unit.save_invitations(person, Invitations(off=True), NOW))
    await store.close()
    assert len(code) == 16
    held = home.bytes()
    assert code.encode() not in held
    assert b'"off"' not in held
    with closing(sqlite3.connect(home.database)) as database:
        assert database.execute("SELECT count(*) FROM share").fetchone() == (1,)


async def test_what_somebody_wants_stands_in_no_list(store: Store) -> None:
    await store.run(shares)
    person = (await store.run(sits_down)).person
    await store.run(lambda unit: unit.save_invitations(person, Invitations(off=True), NOW))
    assert await store.run(lambda unit: unit.listing(person)) == ()
    assert [run.id for run in await store.run(lambda unit: unit.practices(person))] == ["p1"]
