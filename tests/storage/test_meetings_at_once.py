"""Many people in one meeting, many meetings at once, a restart, and a kill in the middle."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.ports import Unit
from bot.app.types import Envelope
from bot.storage.store import SqliteStore
from flows.intervision.clock import seconds_left
from flows.intervision.codes import join_code
from flows.intervision.types import Participant, Role
from flows.types import Desk, Pressed, Said
from tests.app.handvats import BEGIN, Clock, handvat
from tests.app.meeting_stage import Table
from tests.serving import ROOT
from tests.storage.places import Home


def sit_down(unit: Unit, of: str, names: tuple[str, ...]) -> None:
    """These people have a place in the meeting, and it on their screens."""
    found = unit.meeting(unit.seat("telegram", f"{of} anna", BEGIN).person, of)
    assert found is not None
    people = found.people
    for name in names:
        seat = unit.seat("telegram", f"{of} {name}", BEGIN)
        role: Role = "facilitator" if name == "bram" else "participant"
        people = (*people, Participant(len(people) + 1, seat.person, name, role))
        unit.save_desk(seat, Desk("meeting", meeting=of), BEGIN)
    unit.save_meeting(replace(found, people=people, state="round", began=BEGIN), BEGIN)


async def table_in(store: SqliteStore, of: str, names: tuple[str, ...]) -> Table:
    """A meeting whose first round goes on."""
    code = join_code(int(of[1:]))
    table = Table(handvat(store), of, "vijf_stappen", code)
    await table.begin()
    await store.run(sit_down, of, names)
    return table


async def says(table: Table, name: str, *texts: str) -> None:
    """Somebody types, one text after another."""
    for number, text in enumerate(texts):
        arrival = f"{table.of} {name} {number}"
        answer = await table.handvat.turn(
            Envelope("telegram", f"{table.of} {name}", arrival, Said(text))
        )
        assert answer is not None
        assert not answer.refused


async def texts_in(table: Table) -> list[tuple[int, int, str]]:
    """Everything that was brought in: its number, whose it is, and the text."""
    lines = await table.handvat.store.run(lambda unit: unit.contributions(table.of))
    return [(line.seq, line.participant, line.text) for line in lines]


async def test_fifty_people_at_once_in_one_meeting_each_keep_their_order(
    sqlite: SqliteStore,
) -> None:
    names = ("bram", *(f"naam {number}" for number in range(48)))
    table = await table_in(sqlite, "m1", names)
    said = ("Dit is mijn eerste gedachte.", "Dit is mijn tweede.", "En dit de derde.")
    with table.handvat.watchers.watch("m1") as watch:
        await asyncio.gather(*(says(table, name, *said) for name in ("anna", *names)))
        await asyncio.wait_for(watch.changed(), 1)
    kept = await texts_in(table)
    assert [seq for seq, _, _ in kept] == list(range(1, 151))
    for number in range(1, 51):
        assert tuple(text for _, whose, text in kept if whose == number) == said


async def test_fifty_taps_at_once_on_one_button_move_one_round(sqlite: SqliteStore) -> None:
    table = await table_in(sqlite, "m1", ("bram",))
    bram = f"{table.of} bram"
    seen = await table.handvat.look("telegram", bram)
    values = [button.value for row in seen.shown.rows for button in row]
    (onward,) = [value for value in values if ".meet.next:" in value]
    taps = (Envelope("telegram", bram, f"tap {number}", Pressed.of(onward)) for number in range(50))
    answers = await asyncio.gather(*(table.handvat.turn(tap) for tap in taps))
    assert sum(1 for answer in answers if answer and not answer.refused) == 1
    assert (await table.meeting()).round == 1


@pytest.mark.slow
@pytest.mark.timeout(240)
async def test_two_hundred_meetings_at_once_each_keep_their_order(sqlite: SqliteStore) -> None:
    tables = [await table_in(sqlite, f"m{n}", ("bram", "noor")) for n in range(1, 201)]
    said = [f"Dit zeg ik als nummer {number}." for number in range(5)]
    await asyncio.gather(
        *(
            says(table, name, *(f"{text} {table.of}" for text in said))
            for table in tables
            for name in ("anna", "bram", "noor")
        )
    )
    for table in tables:
        kept = await texts_in(table)
        assert [seq for seq, _, _ in kept] == list(range(1, 16))
        for number in (1, 2, 3):
            texts = [text for _, whose, text in kept if whose == number]
            assert texts == [f"{text} {table.of}" for text in said]


async def test_a_round_goes_on_after_a_restart_with_the_minutes_that_are_left(home: Home) -> None:
    clock = Clock(BEGIN)
    store = home.open()
    table = Table(handvat(store, clock))
    await table.begin()
    bram = await table.join("bram")
    await bram.tap("Ik begeleid")
    await bram.tap("We beginnen")
    began = (await table.meeting()).began
    assert began is not None
    await store.close()

    clock.at = began + timedelta(seconds=70)
    store = home.open()
    later = Table(handvat(store, clock))
    found = await later.meeting()
    assert found.began == began
    assert seconds_left(found, 3, clock.at) == 3 * 60 - int((clock.at - began).total_seconds())
    seen = await later.handvat.look("telegram", "m1 bram")
    assert "2 min" in seen.shown.text
    await store.close()


async def test_a_pause_until_next_week_costs_no_minute(home: Home) -> None:
    clock = Clock(BEGIN)
    store = home.open()
    table = Table(handvat(store, clock))
    await table.begin()
    bram = await table.join("bram")
    await bram.tap("Ik begeleid")
    await bram.tap("We beginnen")
    await bram.tap("Meer")
    await bram.tap("Pauze tot de volgende keer")
    before = await table.meeting()
    await store.close()

    clock.at += timedelta(days=7)
    store = home.open()
    found = await Table(handvat(store, clock)).meeting()
    assert found == before
    assert seconds_left(found, 3, clock.at) > 2 * 60
    await store.close()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_a_kill_in_the_middle_of_a_round_loses_and_doubles_nothing() -> None:
    """In a process of its own, which forks before it has any thread."""
    command = [sys.executable, "-m", "tests.storage.killing_meetings", "--points", "50"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    came = json.loads(done.stdout)
    assert (came["lost"], came["doubled"], came["out_of_order"]) == (0, 0, 0), came
    assert came["made"] == 1000
    assert came["in_the_middle"] >= 20, "too few kills fall while somebody contributes"
