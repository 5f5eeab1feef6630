"""What stands on screens, and that another process changed it: told to both stores where it can."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.app.ports import Store, Unit
from bot.app.types import OnScreen
from flows.intervision.types import Meeting, Participant, SharedCopy
from flows.types import Desk
from tests.storage.places import NOW, Home, sits_down


def looks(unit: Unit, of: str = "m1", login: str = "anna") -> str:
    """Somebody has a meeting about a copy on the screen; gives the person."""
    seat = sits_down(unit, login)
    copy = SharedCopy(f"copy-{of}", "team", "Wat zien jullie?", (), NOW, NOW + timedelta(days=14))
    unit.share_copy(seat.person, copy, NOW)
    people = (Participant(1, seat.person, "Anna", "contributor"),)
    unit.begin_meeting(seat.person, Meeting(of, "vijf_stappen", copy.id, people=people), NOW)
    unit.save_desk(seat, Desk(state="meeting", meeting=of), NOW)
    return seat.person


def moves(unit: Unit, person: str) -> None:
    """The meeting goes on."""
    held = unit.meeting(person, "m1")
    assert held is not None
    unit.save_meeting(replace(held, state="round"), NOW)


async def test_a_meeting_on_a_screen_is_marked_anew_by_every_change(store: Store) -> None:
    assert await store.run(lambda unit: unit.on_screens()) == frozenset()
    person = await store.run(looks)
    first = await store.run(lambda unit: unit.on_screens())
    assert first == {OnScreen("m1", 1, readable=True)}
    await store.run(moves, person)
    second = await store.run(lambda unit: unit.on_screens())
    assert second == {OnScreen("m1", 2, readable=True)}
    await store.run(lambda unit: unit.erase(person, "copy-m1", NOW))
    assert await store.run(lambda unit: unit.on_screens()) == {OnScreen("m1", 2, readable=False)}


async def test_what_is_on_nobodys_screen_is_not_among_them(store: Store) -> None:
    def goes(unit: Unit) -> None:
        looks(unit)
        unit.save_desk(sits_down(unit), Desk(), NOW)

    await store.run(goes)
    assert await store.run(lambda unit: unit.on_screens()) == frozenset()


async def test_only_what_others_commit_counts(home: Home) -> None:
    page, chat = home.open(), home.open()
    person = await page.run(looks)
    before = await page.run(lambda unit: unit.others())
    await page.run(moves, person)
    assert await page.run(lambda unit: unit.others()) == before
    await chat.run(lambda unit: unit.erase(person, "copy-m1", NOW))
    assert await page.run(lambda unit: unit.others()) != before
    await page.close()
    await chat.close()
