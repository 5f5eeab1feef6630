"""A meeting through the whole application: who sees what, who is told, and who stays out."""

from __future__ import annotations

import asyncio
import gc
import weakref
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.gathering import at_the_table
from bot.app.ports import Unit
from bot.app.service import Handvat
from bot.app.watching import Watch
from bot.wiring import tidy_now
from flows.intervision.types import OfferPass
from flows.types import Desk, Standing
from tests.app.handvats import BEGIN, Clock, Person, handvat
from tests.app.meeting_stage import CODE, QUESTION, TOLD, Table

NO_CODE = "Deze code werkt niet, of niet meer."
NOT_YOURS = "Dit is voor jou niet open, of niet meer."
LINK = "b3Jl_zVhZ-9xQpLk0aT4mw"


@pytest.fixture
async def table() -> Table:
    """Anna brought something in; Bram leads, and the first round goes on."""
    table = Table(handvat())
    await table.begin()
    bram = await table.join("bram")
    await bram.tap("Ik begeleid")
    await table.join("noor")
    return table


async def refused(person: Person, text: str, sentence: str = NO_CODE) -> None:
    """This text leads into no meeting, and that is said in one sentence."""
    seen = await person.say(text)
    (said,) = seen.notices
    assert said.startswith(sentence)
    assert seen.meeting is None
    assert QUESTION not in seen.shown.text


async def offer(table: Table, code: str) -> None:
    """A link that works once."""
    offered = OfferPass(code, table.of, "participant", once=True)
    now = table.handvat.clock()
    await table.handvat.store.run(lambda unit: unit.offer_pass(offered, now))


def stranger(table: Table, name: str = "gijs") -> Person:
    return Person(table.handvat, "telegram", name)


# --- who stays out -----


async def test_a_guessed_code_is_refused(table: Table) -> None:
    await refused(stranger(table), "/meedoen KMP-479-RTY")


async def test_a_link_that_was_forwarded_is_used_up(table: Table) -> None:
    await offer(table, LINK)
    assert (await stranger(table).say(f"/start m_{LINK}")).meeting == "m1"
    await refused(stranger(table, "piet"), f"/start m_{LINK}")


async def test_an_expired_code_is_refused(table: Table) -> None:
    clock = table.handvat.clock
    assert isinstance(clock, Clock)
    clock.at += timedelta(days=14)
    await refused(stranger(table), f"/meedoen {CODE}")


async def test_who_was_removed_is_out_and_stays_out(table: Table) -> None:
    noor = table.people["noor"]
    await table.handvat.store.run(remove, table.of, "noor")
    assert QUESTION not in (await table.look(noor)).shown.text
    await refused(noor, f"/meedoen {CODE}")
    await refused(noor, "Mag ik weer meedoen?", NOT_YOURS)


def remove(unit: Unit, of: str, name: str) -> None:
    """Somebody is sent away."""
    person = unit.seat("telegram", f"{of} anna", BEGIN).person
    found = unit.meeting(person, of)
    assert found is not None
    people = tuple(replace(one, removed=one.name == name) for one in found.people)
    unit.save_meeting(replace(found, people=people), BEGIN)


async def test_a_code_of_a_meeting_that_is_over_is_refused(table: Table) -> None:
    await close(table)
    await refused(stranger(table), f"/meedoen {CODE}")


async def test_who_did_not_take_a_place_yet_sees_nothing_of_it(table: Table) -> None:
    seen = await stranger(table).say(f"/meedoen {CODE}")
    assert seen.meeting == "m1"
    assert QUESTION not in seen.shown.text
    assert not {b.value.partition(".")[2] for row in seen.shown.rows for b in row} & {
        "meet.look:copy"
    }


# --- who is told -----


async def test_others_are_told_of_a_contribution_and_see_it(table: Table) -> None:
    anna, bram, noor = (table.people[name] for name in ("anna", "bram", "noor"))
    await bram.tap("We beginnen")
    with table.handvat.watchers.watch("m1") as watch:
        await anna.say("De huur is drie maanden niet betaald.")
        await asyncio.wait_for(watch.changed(), 1)
    assert "De huur is drie maanden niet betaald." in (await table.look(noor)).shown.text
    assert "De huur is drie maanden niet betaald." in (await table.look(bram)).shown.text


async def test_a_withdrawn_copy_is_gone_from_every_open_page_within_a_second(table: Table) -> None:
    anna, noor = table.people["anna"], table.people["noor"]
    await table.people["bram"].tap("We beginnen")
    await table.look(noor)
    await noor.tap("De inbreng lezen")
    assert TOLD in (await table.look(noor)).shown.text

    async def page() -> None:
        with table.handvat.watchers.watch("m1") as watch:
            while TOLD in (await table.look(noor)).shown.text:
                await watch.changed()

    opened = asyncio.create_task(page())
    await asyncio.sleep(0)
    person = await table.handvat.store.run(
        lambda unit: unit.seat("telegram", anna.login, table.handvat.clock()).person
    )
    await table.look(anna)
    await anna.tap("Meer")
    await anna.tap("Mijn inbreng terugnemen")
    await anna.tap("Ja, neem het terug")
    await asyncio.wait_for(opened, 1)
    copy = "copy of m1"
    now = table.handvat.clock()
    assert await table.handvat.store.run(lambda unit: unit.copy(person, copy, now)) is None


async def test_a_slow_page_that_missed_much_looks_once(table: Table) -> None:
    anna, bram = table.people["anna"], table.people["bram"]
    await bram.tap("We beginnen")
    with table.handvat.watchers.watch("m1") as watch:
        for number in range(5):
            await anna.say(f"Dit is het {number}e stuk van het verhaal.")
        await asyncio.wait_for(watch.changed(), 1)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(watch.changed(), 0.01)


async def test_what_is_refused_or_of_another_meeting_stirs_nobody(table: Table) -> None:
    other = Table(table.handvat, "m2", code="DDDDDDDDD")
    await other.begin()
    with table.handvat.watchers.watch("m1") as watch:
        await table.people["anna"].say("Wij zijn nog niet begonnen.")
        await stranger(table).say("/start")
        await other.join("piet")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(watch.changed(), 0.01)


async def test_nothing_is_left_of_a_page_that_went_away(table: Table) -> None:
    watchers = table.handvat.watchers
    with watchers.watch("m1") as watch:
        gone = weakref.ref(watch)
        del watch
    gc.collect()
    assert gone() is None
    with pytest.raises(RuntimeError), watchers.watch("m1"):
        raise RuntimeError("the connection broke")
    assert not watchers.watched


async def test_a_door_hears_of_every_meeting_until_it_closes(table: Table) -> None:
    heard: list[str] = []
    with table.handvat.watchers.listening(heard.append):
        await table.people["bram"].tap("We beginnen")
    await table.people["anna"].say("Het verhaal begint in de winter.")
    assert heard == ["m1"]


def test_a_watch_that_changed_before_it_waits_does_not_wait() -> None:
    async def waits() -> None:
        watch = Watch()
        watch.stir()
        await asyncio.wait_for(watch.changed(), 1)

    asyncio.run(waits())


# --- the room -----


async def test_a_stranger_with_a_wrong_code_leaves_no_trace_in_the_room(table: Table) -> None:
    room = table.handvat
    assert await room.enter("room", "token", "1", "KMP-479-RTY") is None
    assert await room.store.run(lambda unit: unit.known("room", "token")) is None
    assert await room.meeting_of("room", "token") is None


async def test_somebody_in_the_room_takes_part_and_goes_nowhere_else(table: Table) -> None:
    piet = await table.enter("piet", "token")
    assert await table.handvat.meeting_of("room", "token") == "m1"
    assert QUESTION in (await table.look(piet)).shown.text
    for text in ("/wis", "/koppel 12345678", "/start", "/nieuw"):
        seen = await table.types(piet, text)
        assert seen.refused
        assert seen.notices == (room_only(table.handvat),)
    for action in ("desk.home", "desk.list", "desk.erase", "open:c1", "desk.bring"):
        assert (await table.presses(piet, action)).refused
    assert await table.handvat.meeting_of("room", "token") == "m1"


async def test_who_left_the_room_tells_no_story_there(table: Table) -> None:
    piet = await table.enter("piet", "token")
    await table.handvat.store.run(sits_at_home, "token")
    seen = await table.types(piet, "Ze slaapt slecht sinds de huur omhoog ging.")
    assert seen.notices == (room_only(table.handvat),)
    now = table.handvat.clock()
    assert not await table.handvat.store.run(
        lambda unit: unit.listing(unit.seat("room", "token", now).person)
    )


def sits_at_home(unit: Unit, login: str) -> None:
    """The meeting is not on this screen any more."""
    seat = unit.known("room", login)
    assert seat is not None
    unit.save_desk(seat, Desk(), BEGIN)


def room_only(room: Handvat) -> str:
    return room.say("room_only")


async def close(table: Table) -> None:
    """The meeting is over."""
    await table.handvat.store.run(over, table.of)


def over(unit: Unit, of: str) -> None:
    found = unit.meeting(unit.seat("telegram", f"{of} anna", BEGIN).person, of)
    assert found is not None
    unit.save_meeting(replace(found, state="closed"), BEGIN)


async def test_an_outsider_has_nothing_of_it_when_it_is_over(table: Table) -> None:
    await table.people["bram"].tap("We beginnen")
    await table.people["anna"].say("De huur is drie maanden niet betaald.")

    def makes_noor_external(unit: Unit) -> None:
        found = unit.meeting(unit.seat("telegram", "m1 anna", BEGIN).person, "m1")
        assert found is not None
        people = tuple(replace(one, external=one.name == "noor") for one in found.people)
        unit.save_meeting(replace(found, people=people, state="closed"), BEGIN)

    await table.handvat.store.run(makes_noor_external)
    standing = await table.handvat.store.run(stands, "m1 noor", "m1")
    assert standing == ()
    assert len(await table.handvat.store.run(stands, "m1 bram", "m1")) == 1


def stands(unit: Unit, login: str, of: str) -> tuple[object, ...]:
    """The contributions that a screen of this person is made from."""
    seat = unit.seat("telegram", login, BEGIN)
    return at_the_table(
        unit, seat, Standing(Desk("meeting", meeting=of)), None, BEGIN
    ).contributions


async def test_what_was_brought_in_is_given_to_the_table_alone(table: Table) -> None:
    """Not to who left, nor to who gave the code and has no place yet."""
    assert await table.handvat.store.run(reads, "m1 noor", "m1")
    for move in ("Meer", "Weggaan", "Ja, ik ga weg"):
        await table.people["noor"].tap(move)
    assert not await table.handvat.store.run(reads, "m1 noor", "m1")
    new = stranger(table)
    await new.say(f"/meedoen {CODE}")
    assert not await table.handvat.store.run(reads, new.login, "m1")


def reads(unit: Unit, login: str, of: str) -> bool:
    """Whether a screen of this person is made with the copy."""
    seat = unit.seat("telegram", login, BEGIN)
    standing = Standing(Desk("meeting", meeting=of))
    return at_the_table(unit, seat, standing, None, BEGIN).copy is not None


async def test_every_open_page_looks_again_when_something_was_kept_long_enough(
    table: Table,
) -> None:
    with table.handvat.watchers.watch("m1") as watch:
        await tidy_now(table.handvat, -36_500)  # everything is older than a century from now
        await asyncio.wait_for(watch.changed(), 1)
    assert QUESTION not in (await table.look(table.people["noor"])).shown.text
