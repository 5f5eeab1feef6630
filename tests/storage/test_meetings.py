"""What any store promises of meetings and copies, told to the fake and to the real one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app.ports import Store, StoreError, Unit
from flows.intervision.types import Contribution, Meeting, MeetingState, Participant
from flows.types import Desk
from tests.storage.places import DAY, MINUTE, NOW, sits_down, tells
from tests.storage.tables_set import (
    CODE,
    COPY,
    changes,
    comes_in,
    contributes,
    gathers,
    sees_copy,
    sees_meeting,
)


async def test_what_was_shared_and_brought_in_reads_back_exactly(store: Store) -> None:
    anna = await store.run(gathers)
    await store.run(comes_in, "bram")
    first = await store.run(contributes, "Wat maakt dat de post blijft liggen?", "bram")
    second = await store.run(contributes, "")
    assert await store.run(lambda unit: unit.copy(anna.person, "k1", NOW)) == COPY
    assert await store.run(lambda unit: unit.contributions("m1")) == (first, second)
    found = await store.run(lambda unit: unit.meeting(anna.person, "m1"))
    assert found is not None
    assert [one.name for one in found.people] == ["Anna", "Bram"]


async def test_a_meeting_is_saved_in_the_transaction_that_read_it(store: Store) -> None:
    anna = await store.run(gathers)
    await store.run(lambda unit: changes(unit, state="round"))
    (listed,) = await store.run(lambda unit: unit.meetings(anna.person))
    assert (listed.state, listed.role, listed.touched) == ("round", "contributor", NOW)
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.save_meeting(Meeting("m1", "vijf_stappen", "k1"), NOW))


async def test_a_number_is_never_used_twice(store: Store) -> None:
    await store.run(gathers)
    await store.run(contributes, "een")
    again = Contribution(1, NOW, 1, 0, text="anders")
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.keep_contributions("m1", (again,)))


async def test_nobody_begins_a_meeting_for_others_alone(store: Store) -> None:
    anna = await store.run(sits_down)
    bram = await store.run(sits_down, "bram")
    others = Meeting("m9", "vijf_stappen", None, people=(Participant(1, bram.person, "Bram"),))
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.begin_meeting(anna.person, others, NOW))


async def test_no_list_holds_what_is_of_another_kind(store: Store) -> None:
    anna = await store.run(gathers)
    await store.run(tells)

    def everything(unit: Unit) -> list[list[str]]:
        lists = (
            unit.listing(anna.person),
            unit.practices(anna.person),
            unit.meetings(anna.person),
            unit.copies(anna.person, NOW),
        )
        return [[each.id for each in found] for found in lists]

    def opened(unit: Unit) -> list[object]:
        return [
            unit.conversation(anna.person, "m1"),
            unit.conversation(anna.person, "k1"),
            unit.practice(anna.person, "m1"),
            unit.practice(anna.person, "k1"),
            unit.meeting(anna.person, "c1"),
            unit.meeting(anna.person, "k1"),
            unit.copy(anna.person, "c1", NOW),
            unit.copy(anna.person, "m1", NOW),
        ]

    assert await store.run(everything) == [["c1"], [], ["m1"], ["k1"]]
    assert await store.run(opened) == [None] * 8


async def test_nobody_outside_the_meeting_sees_anything(store: Store) -> None:
    await store.run(gathers)
    await store.run(comes_in, "bram")
    noor = await store.run(sits_down, "noor")
    assert not await store.run(sees_meeting, "noor")
    assert not await store.run(sees_copy, "noor")
    assert await store.run(lambda unit: unit.meetings(noor.person)) == ()
    assert await store.run(lambda unit: unit.copies(noor.person, NOW)) == ()
    assert await store.run(lambda unit: unit.right(noor.person, "m1")) is None


async def test_a_copy_is_read_only_in_the_meeting_that_is_about_it(store: Store) -> None:
    await store.run(gathers)
    await store.run(gathers, "m2", "bram")
    await store.run(comes_in, "noor")
    assert await store.run(sees_copy, "noor")
    assert not await store.run(lambda unit: sees_copy(unit, "noor", of="k2"))
    assert not await store.run(lambda unit: sees_copy(unit, "bram"))


async def test_who_is_removed_sees_nothing_from_then_on(store: Store) -> None:
    await store.run(gathers)
    bram = await store.run(comes_in, "bram")
    assert bram is not None

    def removes(unit: Unit) -> None:
        found = unit.meeting(sits_down(unit).person, "m1")
        assert found is not None
        anna, away = found.people
        people = (anna, replace(away, here=False, removed=True))
        unit.save_meeting(replace(found, people=people), NOW)

    await store.run(removes)
    assert not await store.run(sees_meeting, "bram")
    assert not await store.run(sees_copy, "bram")
    assert await store.run(lambda unit: unit.meetings(bram.person)) == ()


async def test_the_owner_withdraws_and_the_meeting_goes_on(store: Store) -> None:
    anna = await store.run(gathers)
    await store.run(comes_in, "bram")
    await store.run(lambda unit: unit.erase(anna.person, "k1", NOW))
    assert not await store.run(sees_copy, "anna")
    assert not await store.run(sees_copy, "bram")
    assert await store.run(lambda unit: unit.copies(anna.person, NOW)) == ()
    await store.run(contributes, "We praten verder.", "bram")
    assert await store.run(lambda unit: unit.meetings_about("k1")) == ("m1",)


async def test_nobody_else_withdraws_it_and_nobody_erases_a_meeting(store: Store) -> None:
    anna = await store.run(gathers)
    bram = await store.run(comes_in, "bram")
    assert bram is not None
    await store.run(lambda unit: unit.erase(bram.person, "k1", NOW))
    assert await store.run(sees_copy, "anna")
    assert await store.run(lambda unit: unit.erase(anna.person, "m1", NOW)) == 0
    assert await store.run(lambda unit: unit.erase(bram.person, "m1", NOW)) == 0
    assert await store.run(sees_meeting, "bram")


async def test_an_expired_copy_is_not_read_though_nothing_was_tidied(store: Store) -> None:
    await store.run(gathers)
    await store.run(comes_in, "bram")
    for login in ("anna", "bram"):
        assert await store.run(sees_copy, login, COPY.expires - MINUTE)
        assert not await store.run(sees_copy, login, COPY.expires)


async def test_tidying_erases_an_expired_copy_and_leaves_its_meeting(store: Store) -> None:
    await store.run(gathers)
    assert await store.run(lambda unit: unit.expire(NOW - DAY, COPY.expires)) == 1
    assert not await store.run(sees_copy, "anna")  # not even for a clock that is set back
    assert await store.run(sees_meeting, "anna")


async def test_closing_destroys_the_copy_and_keeps_what_was_learned(store: Store) -> None:
    await store.run(gathers)
    await store.run(comes_in, "bram")
    learned = await store.run(contributes, "Eerst vragen, dan pas weten.", "bram")
    await store.run(lambda unit: changes(unit, state="closed"))
    assert not await store.run(sees_copy, "anna")
    assert await store.run(lambda unit: unit.contributions("m1")) == (learned,)
    assert await store.run(sees_meeting, "bram")
    assert await store.run(comes_in, "noor") is None


async def test_closing_destroys_a_copy_that_the_meeting_let_go_of(store: Store) -> None:
    await store.run(gathers)
    await store.run(lambda unit: changes(unit, state="closed", copy=None))
    assert not await store.run(sees_copy, "anna")


async def test_who_never_took_a_place_has_no_right_to_it_when_it_is_over(store: Store) -> None:
    await store.run(gathers)
    noor = await store.run(sits_down, "noor")
    await store.run(lambda unit: unit.use_pass(noor.person, CODE, "m1", "participant"))
    assert await store.run(sees_meeting, "noor")
    await store.run(lambda unit: changes(unit, state="closed"))
    assert not await store.run(sees_meeting, "noor")
    assert await store.run(sees_meeting, "anna")


async def test_who_came_from_outside_has_it_in_no_list_when_it_is_over(store: Store) -> None:
    """They walked along as a guest; for the others it stays where it was (001.13)."""
    anna = await store.run(gathers)
    noor = await store.run(comes_in, "noor")
    assert noor is not None

    def is_over(unit: Unit, state: MeetingState) -> None:
        found = unit.meeting(anna.person, "m1")
        assert found is not None
        people = (found.people[0], replace(found.people[1], external=True))
        unit.save_meeting(replace(found, people=people, state=state), NOW)

    await store.run(is_over, "round")
    assert await store.run(lists_meetings, "noor") == 1
    await store.run(is_over, "closed")
    assert await store.run(lists_meetings, "noor") == 0
    assert await store.run(lists_meetings, "anna") == 1


async def test_a_meeting_expires_as_a_conversation_does_and_is_let_go_of(store: Store) -> None:
    await store.run(gathers)
    bram = await store.run(comes_in, "bram")
    assert bram is not None
    await store.run(contributes, "een", "bram")
    assert await store.run(lambda unit: unit.expire(NOW, NOW)) == 0
    assert await store.run(lambda unit: unit.expire(NOW + DAY, NOW + DAY)) == 2  # its copy too
    assert await store.run(lambda unit: unit.meetings(bram.person)) == ()
    assert await store.run(lambda unit: unit.contributions("m1")) == ()
    assert await store.run(lambda unit: unit.desk(bram)) == Desk(state="home")
    assert await store.run(lambda unit: unit.seated("m1")) == ()


def lists_meetings(unit: Unit, login: str) -> int:
    """How many meetings this person has."""
    return len(unit.meetings(sits_down(unit, login).person))


async def test_a_meeting_that_ends_at_once_is_gone_for_everybody(store: Store) -> None:
    anna = await store.run(gathers)
    bram = await store.run(comes_in, "bram")
    await store.run(contributes, "Wat maakt dat de post blijft liggen?", "bram")
    assert bram is not None
    await store.run(lambda unit: unit.save_desk(bram, Desk("meeting", meeting="m1"), NOW))

    def ends(unit: Unit) -> None:
        assert unit.meeting(anna.person, "m1") is not None
        unit.end_meeting("m1", NOW)

    await store.run(ends)
    for one in (anna, bram):
        assert not await store.run(sees_meeting, one.login)
        assert await store.run(lists_meetings, one.login) == 0
    assert await store.run(lambda unit: unit.contributions("m1")) == ()
    left = await store.run(lambda unit: unit.desk(bram))
    assert left is not None
    assert (left.state, left.meeting) == ("home", None)
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.end_meeting("m1", NOW))


async def test_the_seats_that_look_at_a_meeting_are_known(store: Store) -> None:
    await store.run(gathers)
    bram, noor = await store.run(comes_in, "bram"), await store.run(comes_in, "noor")
    assert bram is not None
    assert noor is not None
    assert await store.run(lambda unit: unit.seated("m1")) == (bram, noor)
    elsewhere = Desk("home", meeting="m1")
    await store.run(lambda unit: unit.save_desk(bram, elsewhere, NOW))
    assert await store.run(lambda unit: unit.seated("m1")) == (noor,)


async def test_who_joins_two_doors_keeps_the_place_at_the_table(store: Store) -> None:
    await store.run(gathers)
    bram = await store.run(comes_in, "bram")
    assert bram is not None
    page = await store.run(lambda unit: unit.seat("web", "lokaal", NOW))
    await store.run(lambda unit: unit.offer_link(page.person, "12345678", NOW))
    assert await store.run(lambda unit: unit.use_link(bram, "12345678", NOW))
    found = await store.run(lambda unit: unit.meeting(page.person, "m1"))
    assert found is not None
    assert found.people[1] == Participant(2, page.person, "Bram")
    assert await store.run(lambda unit: unit.right(page.person, "m1")) == "participant"
    assert await store.run(lambda unit: unit.right(bram.person, "m1")) is None


async def test_who_sat_there_twice_keeps_the_place_that_matters_most(store: Store) -> None:
    anna = await store.run(gathers)
    bram = await store.run(comes_in, "bram")
    assert bram is not None
    await store.run(lambda unit: unit.offer_link(bram.person, "12345678", NOW))
    assert await store.run(lambda unit: unit.use_link(anna, "12345678", NOW))
    found = await store.run(lambda unit: unit.meeting(bram.person, "m1"))
    assert found is not None
    assert [(one.person, one.here) for one in found.people] == [(bram.person, True), ("", False)]
    assert await store.run(lambda unit: unit.right(bram.person, "m1")) == "contributor"
    assert await store.run(lambda unit: unit.copy(bram.person, "k1", NOW)) == COPY
    assert await store.run(comes_in, "noor", CODE) is not None
