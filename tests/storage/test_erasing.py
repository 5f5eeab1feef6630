"""Erasing is real, and nothing that was told stands readable in any file."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app.ports import StoreError, Unit
from bot.app.types import GroupChat, Seat
from bot.storage.keys import KeyStore
from bot.storage.store import open_store
from bot.storage.unit import SqliteUnit
from flows.intervision.bringing.types import Draft
from flows.practice.types import Invitations, Practice, Share, Spoken
from flows.types import Desk
from tests.storage.places import DAY, NOW, TOLD, Home, line, merel, reads, tells
from tests.storage.tables_set import contributes, gathers
from tests.storage.test_practices import rehearses


def kept_keys(home: Home) -> list[tuple[str, bytes]]:
    """The name and wrapped key of everything in the key store."""
    keys = sqlite3.connect(home.keys)
    try:
        return keys.execute("SELECT name, wrapped FROM data_key ORDER BY name").fetchall()
    finally:
        keys.close()


def erases(unit: Unit, seat: Seat) -> int:
    return unit.erase(seat.person, "c1", NOW)


async def test_no_word_that_was_told_is_in_any_file(home: Home) -> None:
    words = ("Huurschuld", "Hoe gaat het slapen?", "zoon van 14", "Valk 77", "bericht-in-de-bus")

    def everything(unit: Unit) -> None:
        seat = tells(unit, words[0])
        found = unit.conversation(seat.person, "c1")
        assert found is not None
        unit.keep("c1", (replace(line(2), asked=words[1], member=words[2]),))
        unit.save_conversation(replace(found, alias=words[3]), NOW)
        unit.receive(1, "anna", words[4].encode(), NOW)
        unit.offer_link(seat.person, "87654321", NOW)

    store = home.open()
    await store.run(everything)
    while_open = home.bytes()
    await store.close()
    for word in (*words, "87654321"):
        assert word.encode() not in while_open
        assert word.encode() not in home.bytes()


async def test_an_older_copy_of_the_database_does_not_bring_it_back(
    home: Home, tmp_path: Path
) -> None:
    store = home.open()
    seat = await store.run(tells)
    await store.close()
    older = Home(shutil.copytree(home.folder, tmp_path / "older"))
    store = home.open()
    await store.run(lambda unit: unit.begin(seat.person, merel("c2"), NOW))
    await store.run(erases, seat)
    await store.close()
    shutil.copy(home.keys, older.keys)  # the key store as it is now, with the same master key

    store = older.open()
    assert await store.run(reads) is None
    assert await store.run(lambda unit: unit.entries("c1")) == ()
    assert await store.run(lambda unit: unit.listing(seat.person)) == ()
    with pytest.raises(StoreError):
        await store.run(lambda unit: unit.keep("c1", (line(2),)))
    await store.close()


async def test_the_key_is_gone_from_every_file_when_the_answer_comes(home: Home) -> None:
    store = home.open()
    seat = await store.run(tells)
    ((name, wrapped),) = kept_keys(home)
    assert name == "c1"
    assert wrapped in home.bytes()
    await store.run(erases, seat)
    assert kept_keys(home) == []
    assert wrapped not in home.bytes()
    await store.close()


async def test_expiry_destroys_keys_too(home: Home) -> None:
    store = home.open()
    await store.run(tells)
    assert await store.run(lambda unit: unit.expire(NOW + DAY, NOW + DAY)) == 1
    assert kept_keys(home) == []
    await store.close()


CRASH = """
import asyncio, os, sys
from pathlib import Path
from bot.storage.keys import KeyStore
from bot.storage.unit import SqliteUnit
from tests.storage.places import Home, tells
from tests.storage.test_erasing import erases

async def main(home):
    store = home.open()
    KeyStore.destroy = lambda self, *key_ids: os._exit(9)  # between the commit and the key's end
    await store.run(erases, await store.run(tells))

asyncio.run(main(Home(Path(sys.argv[1]))))
"""


async def test_an_erasure_that_crashed_half_way_is_finished_at_the_next_start(home: Home) -> None:
    died = await asyncio.create_subprocess_exec(sys.executable, "-c", CRASH, str(home.folder))
    assert await died.wait() == 9
    assert [name for name, _ in kept_keys(home)] == ["c1"]
    store = home.open()
    assert kept_keys(home) == []
    assert await store.run(reads) is None
    await store.close()


async def test_keys_of_transactions_that_were_rolled_back_are_cleaned_up(home: Home) -> None:
    def breaks_at_the_commit(unit: Unit) -> None:  # when its key was committed already
        assert isinstance(unit, SqliteUnit)
        tells(unit, of="c2")
        unit.driver.execute("PRAGMA defer_foreign_keys=ON").close()
        unit.driver.execute("INSERT INTO access VALUES ('nobody', 'nothing', 'hold')").close()

    store = home.open()
    await store.run(tells)
    with pytest.raises(StoreError):
        await store.run(breaks_at_the_commit)
    await store.close()
    assert [name for name, _ in kept_keys(home)] == ["c1", "c2"]
    store = home.open()
    assert [name for name, _ in kept_keys(home)] == ["c1"]
    assert await store.run(reads) == (TOLD,)
    await store.close()


async def test_starting_an_old_copy_leaves_the_keys_of_newer_conversations(
    home: Home, old_copy: str
) -> None:
    store = home.open()
    await store.run(tells)
    await store.close()
    await look_at(old_copy, home)
    store = home.open()
    assert await store.run(reads) == (TOLD,)
    await store.close()


async def test_a_crash_just_after_the_first_commit_costs_nothing(
    home: Home, old_copy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = home.open()
    with monkeypatch.context() as crash:
        crash.setattr(KeyStore, "settle", lambda _self, *_ids: None)
        await store.run(tells)
    await store.close()
    store = home.open()  # the key is known to be in use from here on
    await store.close()
    await look_at(old_copy, home)
    store = home.open()
    assert await store.run(reads) == (TOLD,)
    await store.close()


async def test_one_of_two_databases_with_one_key_file_ends_nothing_of_the_other(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither at its start, after a crash of the other, nor with what it erases."""
    url = f"sqlite:///{home.folder / 'second.db'}"
    await open_store(url, home.key).close()
    store = home.open()
    with monkeypatch.context() as crash:
        crash.setattr(KeyStore, "settle", lambda _self, *_ids: None)
        await store.run(tells)
    await store.run(lambda unit: unit.receive(1, "anna", b"iets", NOW))
    await store.close()
    second = open_store(url, home.key)
    await second.run(erases, await second.run(tells))
    await second.close()
    store = home.open()
    assert await store.run(reads) == (TOLD,)
    assert await store.run(lambda unit: unit.inbox()) == ((1, b"iets"),)
    await store.close()


@pytest.fixture
def old_copy(home: Home) -> str:
    """The URL of a copy of the database from before anything was told."""
    return f"sqlite:///{shutil.copy(home.database, home.folder / 'copy.db')}"


async def look_at(url: str, home: Home) -> None:
    """Somebody opens an old copy with the same key file."""
    store = open_store(url, home.key)
    assert await store.run(reads) is None
    await store.close()


async def test_what_was_erased_leaves_the_memory(home: Home) -> None:
    def reads_and_erases(unit: Unit, seat: Seat) -> None:
        assert unit.entries("c1")
        unit.erase(seat.person, "c1", NOW)
        assert unit.entries("c1") == ()

    store = home.open()
    seat = await store.run(tells)
    await store.run(reads)
    await store.run(reads_and_erases, seat)
    assert store._writer._recent.of("c1") == ()
    assert store._writer._keys._open == {}
    await store.close()


async def test_what_another_process_erased_leaves_the_memory_when_it_is_asked_for(
    home: Home,
) -> None:
    page, chat = home.open(), home.open()
    seat = await page.run(tells)
    await chat.run(reads)
    await page.run(erases, seat)
    await chat.run(reads)
    assert chat._writer._recent.of("c1") == ()
    await page.close()
    await chat.close()


async def test_a_run_and_a_meeting_that_another_process_erased_leave_the_memory_too(
    home: Home,
) -> None:
    def looks(unit: Unit, seat: Seat) -> tuple[object, object]:
        assert len(unit.spoken("p1")) == len(unit.contributions("m1"))
        return unit.practice(seat.person, "p1"), unit.meeting(seat.person, "m1")

    def ends(unit: Unit, seat: Seat) -> None:
        assert unit.meeting(seat.person, "m1")
        unit.end_meeting("m1", NOW)
        unit.erase(seat.person, "p1", NOW)

    page, chat = home.open(), home.open()
    seat = await page.run(gathers)
    await page.run(rehearses, TOLD)
    await page.run(contributes, TOLD, "anna")
    assert None not in await chat.run(looks, seat)
    assert [len(chat._writer._recent.of(each)) for each in ("p1", "m1")] == [1, 1]
    await page.run(ends, seat)
    assert await chat.run(looks, seat) == (None, None)
    assert [chat._writer._recent.of(each) for each in ("p1", "m1")] == [(), ()]
    await page.close()
    await chat.close()


async def test_a_sealed_value_opens_in_its_own_place_alone(home: Home) -> None:
    store = home.open()
    await store.run(tells, "een", "twee")
    await store.close()
    database = sqlite3.connect(home.database)
    first, second = (row[0] for row in database.execute("SELECT sealed FROM entry ORDER BY seq"))
    with database:
        database.execute("UPDATE entry SET sealed = ? WHERE seq = 1", (second,))
        database.execute("UPDATE entry SET sealed = ? WHERE seq = 2", (first,))
    database.close()
    store = home.open()
    with pytest.raises(StoreError, match="damaged or moved"):
        await store.run(reads)
    await store.close()


async def test_the_keys_of_past_days_end_when_their_inbox_is_empty(home: Home) -> None:
    def receives(unit: Unit, update: int, day: int) -> None:
        unit.receive(update, "anna", b"iets", NOW + day * DAY)

    store = home.open()
    for update, day in ((1, 0), (2, 1), (3, 1)):
        await store.run(receives, update, day)
    await store.run(lambda unit: unit.done(1))
    await store.run(lambda unit: unit.done(2))
    assert [day for day, _ in kept_keys(home)] == ["2026-03-02", "2026-03-03"]
    await store.run(receives, 4, 2)
    assert [day for day, _ in kept_keys(home)] == ["2026-03-03", "2026-03-04"]
    await store.run(receives, 5, 9)
    assert [day for day, _ in kept_keys(home)] == ["2026-03-03", "2026-03-04", "2026-03-11"]
    await store.run(lambda unit: unit.done(3))
    await store.run(lambda unit: unit.done(4))
    await store.run(lambda unit: unit.expire(NOW, NOW + 9 * DAY))
    assert [day for day, _ in kept_keys(home)] == ["2026-03-11"]
    assert await store.run(lambda unit: unit.inbox()) == ((5, b"iets"),)
    await store.close()


TABLES = ("access", "entry", "plan_version", "share", "meeting", "meeting_pass", "meeting_group")


async def test_what_ends_leaves_a_sign_that_it_ended_and_nothing_else(home: Home) -> None:
    """Not who held it, what it was shared by, nor as much as the length of what was told."""
    store = home.open()
    anna = await store.run(gathers)
    await store.run(tells)
    await store.run(rehearses_and_shares, anna)
    await store.run(lambda unit: unit.bind_group(GroupChat("m1", -1)))
    await store.run(lambda unit: unit.save_version("c1", (1,), NOW))
    assert left_of(home) != {}
    await store.run(ends, anna)
    assert left_of(home) == {}
    assert kept_keys(home) == []
    await store.close()


async def test_the_keys_of_all_that_ends_by_itself_end_with_it(home: Home) -> None:
    """A draft that was left, what a meeting was about, and what nobody wants without a run."""
    store = home.open()
    anna = await store.run(gathers)
    await store.run(closes, anna)
    assert [name for name, _ in kept_keys(home)] == ["m1"]
    await store.run(lambda unit: unit.begin_draft(anna.person, Draft("d1", "team"), NOW))
    await store.run(lambda unit: unit.save_invitations(anna.person, Invitations(), NOW))
    assert len(kept_keys(home)) == 3
    await store.run(lambda unit: unit.expire(NOW, NOW + 15 * DAY))
    assert [name for name, _ in kept_keys(home)] == ["m1"]
    await store.close()


def closes(unit: Unit, seat: Seat) -> None:
    """The meeting is over."""
    found = unit.meeting(seat.person, "m1")
    assert found is not None
    unit.save_meeting(replace(found, state="closed"), NOW)


def rehearses_and_shares(unit: Unit, seat: Seat) -> None:
    """A practice run, shared with a trainer."""
    unit.begin_practice(seat.person, Practice("run", "jongere", 7), NOW)
    unit.keep_spoken("run", (Spoken(1, NOW, "Hoe is het nu met je?"),))
    unit.share(seat.person, Share("s1", "run", NOW + DAY), NOW)
    unit.save_desk(seat, Desk("meeting", meeting="m1"), NOW)


def ends(unit: Unit, seat: Seat) -> None:
    """All of it is ended at once."""
    assert unit.meeting(seat.person, "m1") is not None
    unit.end_meeting("m1", NOW)
    for ended in ("c1", "run", "k1"):
        unit.erase(seat.person, ended, NOW)


def left_of(home: Home) -> dict[str, int]:
    """How many rows there are that hold anything sealed, or name what they belong to."""
    with closing(sqlite3.connect(home.database)) as database:
        found = {
            "desk": "SELECT count(*) FROM desk WHERE meeting IS NOT NULL",
            "shared_copy": "SELECT count(*) FROM shared_copy",
            "conversation": "SELECT count(*) FROM conversation WHERE sealed != x''",
        }
        for name in TABLES:
            sealed = "sealed != x''" if name in ("entry", "plan_version") else "1"
            found[name] = f"SELECT count(*) FROM {name} WHERE {sealed}"  # noqa: S608  (our own)
        counts = {name: database.execute(query).fetchone()[0] for name, query in found.items()}
    return {name: count for name, count in counts.items() if count}
