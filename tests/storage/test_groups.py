"""The group chat of a meeting: one for each, kept without a word, gone with the meeting."""

from __future__ import annotations

import pytest

from bot.app.ports import Store, StoreError, Unit
from bot.app.types import GroupChat
from flows.intervision.types import OfferPass
from tests.storage.places import DAY, MINUTE, NOW, sits_down
from tests.storage.tables_set import changes, comes_in, gathers

GROUP = GroupChat("m1", -1001234567890, topic=12)
LINK = "b3Jl_zVhZ-9xQpLk0aT4mw"


def binds(unit: Unit, group: GroupChat = GROUP) -> None:
    gathers(unit, group.meeting)
    unit.bind_group(group)


async def test_a_meeting_is_found_by_its_chat_and_the_chat_by_its_meeting(store: Store) -> None:
    await store.run(binds)
    assert await store.run(lambda unit: unit.group_of("m1")) == GROUP
    assert await store.run(lambda unit: unit.groups(GROUP.chat)) == (GROUP,)
    assert await store.run(lambda unit: unit.groups(-5)) == ()
    found = await store.run(lambda unit: unit.any_meeting(GROUP.meeting))
    assert found is not None
    assert found.id == "m1"


async def test_a_meeting_has_one_group_chat(store: Store) -> None:
    await store.run(binds)
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.bind_group(GroupChat("m1", -5)))
    assert await store.run(lambda unit: unit.groups()) == (GROUP,)


async def test_two_meetings_may_be_in_one_chat(store: Store) -> None:
    other = GroupChat("m2", GROUP.chat, topic=13)
    await store.run(binds)
    await store.run(binds, other)
    assert await store.run(lambda unit: unit.groups(GROUP.chat)) == (GROUP, other)
    await store.run(lambda unit: unit.end_group("m1"))
    assert await store.run(lambda unit: unit.groups()) == (other,)


async def test_the_panel_and_the_chat_may_get_other_numbers(store: Store) -> None:
    moved = GroupChat("m1", -100777, panel=4)
    await store.run(binds)
    await store.run(lambda unit: unit.save_group(moved))
    assert await store.run(lambda unit: unit.groups()) == (moved,)
    await store.run(lambda unit: unit.end_group("m1"))
    await store.run(lambda unit: unit.save_group(GROUP))
    assert await store.run(lambda unit: unit.groups()) == ()


async def test_a_meeting_that_is_kept_no_longer_leaves_no_chat_behind(store: Store) -> None:
    await store.run(binds)
    assert await store.run(lambda unit: unit.expire(NOW + DAY, NOW + DAY))
    assert await store.run(lambda unit: unit.groups()) == ()
    assert await store.run(lambda unit: unit.any_meeting(GROUP.meeting)) is None


async def test_a_link_of_ten_minutes_ends_after_ten_minutes(store: Store) -> None:
    await store.run(gathers)
    offered = OfferPass(LINK, "m1", "participant", once=True, minutes=10)
    await store.run(lambda unit: unit.offer_pass(offered, NOW))
    assert await store.run(comes_in, "bram", LINK, NOW + 10 * MINUTE) is None
    assert await store.run(comes_in, "noor", LINK, NOW + 9 * MINUTE) is not None


async def test_a_meeting_of_days_is_found_by_the_date_on_which_a_round_closes(store: Store) -> None:
    await store.run(gathers)
    await store.run(gathers, "m2", "bram")
    closes = NOW + 3 * DAY
    await store.run(lambda unit: changes(unit, days=3, closes=closes))
    assert await store.run(lambda unit: unit.closing(closes - MINUTE)) == ()
    assert await store.run(lambda unit: unit.closing(closes)) == ("m1",)
    await store.run(lambda unit: changes(unit, closes=None))
    assert await store.run(lambda unit: unit.closing(closes)) == ()


async def test_a_person_has_seats_at_a_door(store: Store) -> None:
    seat = await store.run(sits_down)
    assert await store.run(lambda unit: unit.seats(seat.person, "telegram")) == (seat,)
    assert await store.run(lambda unit: unit.seats(seat.person, "web")) == ()
