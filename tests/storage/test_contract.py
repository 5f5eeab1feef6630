"""What any store promises, told as stories to the fake and to the real one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.app.ports import Store, StoreError, Unit
from bot.app.types import DocumentRequest, Seat
from flows.types import Desk, Kind, Notice, Place
from tests.storage.places import DAY, MINUTE, NOW, TOLD, line, merel, reads, sits_down, tells


async def test_what_was_told_can_be_read_back_exactly(store: Store) -> None:
    seat = await store.run(tells)
    entries = await store.run(lambda unit: unit.entries("c1"))
    assert entries == (line(1),)
    assert await store.run(lambda unit: unit.conversation(seat.person, "c1")) == merel()


async def test_more_lines_come_behind_those_that_were_there(store: Store) -> None:
    await store.run(tells, "een", "twee")
    await store.run(reads)
    await store.run(lambda unit: unit.keep("c1", (line(3, "drie"), line(4, "vier"))))
    assert await store.run(reads) == ("een", "twee", "drie", "vier")


def keeps(unit: Unit, seq: int) -> None:
    unit.keep("c1", (line(seq, "anders"),))


async def test_a_line_number_is_never_used_twice(store: Store) -> None:
    await store.run(tells, "een", "twee")
    for seq in (1, 2):
        with pytest.raises(StoreError):
            await store.run(keeps, seq)
    assert await store.run(reads) == ("een", "twee")


async def test_no_line_is_put_between_lines_that_were_there(store: Store) -> None:
    await store.run(tells)
    await store.run(keeps, 5)
    with pytest.raises(StoreError):
        await store.run(keeps, 3)
    assert len(await store.run(lambda unit: unit.entries("c1"))) == 2


async def test_a_job_that_raises_leaves_nothing(store: Store) -> None:
    def breaks(unit: Unit) -> None:
        tells(unit)
        unit.mark_handled("telegram", "7", NOW)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await store.run(breaks)
    assert await store.run(reads) is None
    assert not await store.run(lambda unit: unit.handled("telegram", "7"))


async def test_lines_that_were_rolled_back_do_not_linger(store: Store) -> None:
    def breaks(unit: Unit) -> None:
        unit.keep("c1", (line(2, "nooit gezegd"),))
        assert len(unit.entries("c1")) == 2
        raise ZeroDivisionError

    await store.run(tells)
    with pytest.raises(ZeroDivisionError):
        await store.run(breaks)
    assert await store.run(reads) == (TOLD,)


async def test_a_conversation_opens_for_those_with_access_alone(store: Store) -> None:
    await store.run(tells)
    assert await store.run(reads, "bram") is None
    bram = await store.run(sits_down, "bram")
    assert await store.run(lambda unit: unit.listing(bram.person)) == ()
    assert await store.run(lambda unit: unit.erase(bram.person, "c1", NOW)) == 0
    assert await store.run(reads) == (TOLD,)


async def test_what_one_could_open_in_a_transaction_another_cannot(store: Store) -> None:
    def both(unit: Unit) -> tuple[bool, bool]:
        told, strange = tells(unit), sits_down(unit, "bram")
        opened = (unit.conversation(seat.person, "c1") for seat in (told, strange))
        return next(opened) is not None, next(opened) is not None

    assert await store.run(both) == (True, False)


async def test_a_saved_conversation_stands_where_it_was_left(store: Store) -> None:
    def moves(unit: Unit, seat: Seat) -> None:
        found = unit.conversation(seat.person, "c1")
        assert found is not None
        moved = replace(found, at=Place("domains.asking", domain="wonen"), last=1)
        unit.save_conversation(moved, NOW)
        unit.save_conversation(replace(moved, heavy=True), NOW)

    seat = await store.run(tells)
    await store.run(moves, seat)
    found = await store.run(lambda unit: unit.conversation(seat.person, "c1"))
    assert found is not None
    assert found.at == Place("domains.asking", domain="wonen")
    assert found.heavy


async def test_saving_what_was_read_in_another_transaction_is_a_lost_race(store: Store) -> None:
    await store.run(tells)
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.save_conversation(merel(), NOW))


async def test_a_conversation_begins_once(store: Store) -> None:
    await store.run(tells)
    with pytest.raises(StoreError):
        await store.run(lambda unit: tells(unit, login="bram"))
    assert await store.run(reads, "bram") is None


async def test_nothing_is_kept_for_a_conversation_that_never_began(store: Store) -> None:
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.keep("c9", (line(1),)))
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.save_version("c9", (1,), NOW))
    assert await store.run(lambda unit: (unit.entries("c9"), unit.versions("c9"))) == ((), ())


async def test_the_list_shows_the_last_touched_first_and_what_waits(store: Store) -> None:
    def tells_two(unit: Unit) -> Seat:
        seat = tells(unit, of="c1")
        unit.begin(seat.person, replace(merel("c2"), alias="Valk 7"), NOW)
        unit.keep("c1", (line(2, "los", Kind.TOLD), line(3, "ook los", Kind.TOLD)))
        unit.keep("c1", (line(4, "gesorteerd", of=2),))
        found = unit.conversation(seat.person, "c1")
        assert found is not None
        unit.save_conversation(replace(found, ended="contact"), NOW + DAY)
        return seat

    seat = await store.run(tells_two)
    first, second = await store.run(lambda unit: unit.listing(seat.person))
    assert (first.alias, first.touched, first.ended) == ("Merel 42", NOW + DAY, "contact")
    assert (first.state, first.waiting) == ("story.telling", 1)
    assert (second.alias, second.waiting) == ("Valk 7", 0)


async def test_a_plan_version_is_frozen(store: Store) -> None:
    await store.run(tells)
    assert await store.run(lambda unit: unit.save_version("c1", (1,), NOW)) == 1
    assert await store.run(lambda unit: unit.save_version("c1", (2, 1), NOW)) == 2
    versions = await store.run(lambda unit: unit.versions("c1"))
    assert versions == ((1, NOW, (1,)), (2, NOW, (2, 1)))


async def test_after_erasing_nothing_opens_and_nobody_holds_it(store: Store) -> None:
    def holds(unit: Unit, seat: Seat) -> Seat:
        unit.save_desk(seat, Desk("talking", conversation="c1", welcomed=True), NOW)
        unit.save_version("c1", (1, 2), NOW)
        return seat

    seat = await store.run(holds, await store.run(tells, "een", "twee"))
    assert await store.run(lambda unit: unit.erase(seat.person, "c1", NOW)) == 2
    assert await store.run(reads) is None
    assert await store.run(lambda unit: (unit.entries("c1"), unit.versions("c1"))) == ((), ())
    assert await store.run(lambda unit: unit.listing(seat.person)) == ()
    assert await store.run(lambda unit: unit.desk(seat)) == Desk("home", welcomed=True)
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.keep("c1", (line(3),)))
    with pytest.raises(StoreError):
        await store.run(tells)  # and the identifier is never used again


async def test_a_desk_about_to_erase_it_goes_home_and_others_stay(store: Store) -> None:
    def sits(unit: Unit, seat: Seat) -> tuple[Seat, Seat]:
        page = unit.seat("web", "lokaal", NOW)
        unit.save_desk(seat, Desk("erase.sure", target="c1"), NOW)
        unit.save_desk(page, Desk("talking", conversation="c2"), NOW)
        return seat, page

    seat, page = await store.run(sits, await store.run(tells))
    await store.run(lambda unit: unit.erase(seat.person, "c1", NOW))
    assert await store.run(lambda unit: unit.desk(seat)) == Desk()
    assert await store.run(lambda unit: unit.desk(page)) == Desk("talking", conversation="c2")


async def test_a_seat_is_found_again_and_the_desk_with_it(store: Store) -> None:
    seat = await store.run(sits_down)
    assert await store.run(lambda unit: unit.desk(seat)) is None
    await store.run(lambda unit: unit.save_desk(seat, Desk(screen=1), NOW))
    await store.run(lambda unit: unit.save_desk(seat, Desk(screen=2, language="en"), NOW))
    assert await store.run(sits_down) == seat
    assert await store.run(lambda unit: unit.desk(seat)) == Desk(screen=2, language="en")


async def test_terminal_and_page_are_one_person_and_a_telephone_another(store: Store) -> None:
    def three(unit: Unit) -> tuple[Seat, Seat, Seat]:
        web = unit.seat("web", "lokaal", NOW)
        return web, unit.seat("terminal", "lokaal", NOW), unit.seat("telegram", "lokaal", NOW)

    web, terminal, phone = await store.run(three)
    assert web.person == terminal.person != phone.person
    assert len({web.id, terminal.id, phone.id}) == 3


async def test_a_question_stays_on_a_desk_for_a_day(store: Store) -> None:
    """The desk stands in clear, and a subject may be somebody's."""
    seat = await store.run(sits_down)
    shows = Desk("consult", subject="verslaving", asked=("verslaving-opening-1",), screen=7)
    await store.run(lambda unit: unit.save_desk(seat, shows, NOW))
    await store.run(lambda unit: unit.expire(NOW - DAY, NOW + DAY))
    assert await store.run(lambda unit: unit.desk(seat)) == shows
    await store.run(lambda unit: unit.expire(NOW - DAY, NOW + DAY + MINUTE))
    assert await store.run(lambda unit: unit.desk(seat)) == Desk("consult", screen=7)


async def test_an_arrival_is_known_for_thirty_days(store: Store) -> None:
    long_ago = NOW - 40 * DAY
    await store.run(lambda unit: unit.mark_handled("telegram", "5", NOW))
    await store.run(lambda unit: unit.mark_handled("telegram", "900", NOW))
    await store.run(lambda unit: unit.expire(long_ago, NOW + 29 * DAY))
    assert await store.run(lambda unit: unit.handled("telegram", "5"))
    assert not await store.run(lambda unit: unit.handled("telegram", "6"))
    assert not await store.run(lambda unit: unit.handled("web", "5"))
    await store.run(lambda unit: unit.expire(long_ago, NOW + 31 * DAY))
    assert not await store.run(lambda unit: unit.handled("telegram", "5"))


async def test_the_outbox_keeps_what_was_not_delivered(store: Store) -> None:
    document = DocumentRequest("plan.pdf", "c1")
    notice = Notice("version_saved", {"number": "1"})

    def queues(unit: Unit) -> tuple[Seat, Seat, int, int, int]:
        anna, bram = sits_down(unit), sits_down(unit, "bram")
        first = unit.queue(anna, 1, (), (), True, NOW)
        other = unit.queue(bram, 1, (), (), False, NOW)
        return anna, bram, first, other, unit.queue(anna, 2, (notice,), (document,), False, NOW)

    anna, bram, first, other, second = await store.run(queues)
    rows = await store.run(lambda unit: unit.pending(anna))
    assert [(row.id, row.screen, row.edits) for row in rows] == [
        (first, 1, True),
        (second, 2, False),
    ]
    assert (rows[1].notices, rows[1].documents) == ((notice,), (document,))
    await store.run(lambda unit: unit.mark_delivered((first, second, other), anna, "77"))
    (left,) = await store.run(lambda unit: unit.pending())
    assert (left.id, left.seat) == (other, bram)
    assert (await store.run(sits_down)).panel == "77"
    await store.run(lambda unit: unit.mark_delivered((), anna, None))
    assert (await store.run(sits_down)).panel == "77"


async def test_the_inbox_gives_updates_in_order_and_each_once(store: Store) -> None:
    def receives(unit: Unit) -> None:
        for update in (900, 5, 900):
            unit.receive(update, "anna", f"bericht {update}".encode(), NOW)

    await store.run(receives)
    assert await store.run(lambda unit: unit.inbox()) == ((900, b"bericht 900"), (5, b"bericht 5"))
    await store.run(lambda unit: unit.done(900))
    assert await store.run(lambda unit: unit.inbox()) == ((5, b"bericht 5"),)


async def test_what_was_not_touched_for_long_is_erased(store: Store) -> None:
    await store.run(tells)
    assert await store.run(lambda unit: unit.expire(NOW, NOW)) == 0
    assert await store.run(reads) == (TOLD,)
    assert await store.run(lambda unit: unit.expire(NOW + MINUTE, NOW + DAY)) == 1
    assert await store.run(reads) is None
    assert await store.run(lambda unit: unit.expire(NOW + MINUTE, NOW + DAY)) == 0


async def test_a_closed_store_says_so(store: Store) -> None:
    await store.close()
    await store.close()
    with pytest.raises(StoreError):
        await store.run(sits_down)
