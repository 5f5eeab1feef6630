"""What waits together is committed together, and one that fails takes nobody along."""

from __future__ import annotations

import asyncio
import sqlite3
import threading
from collections.abc import Callable

import pytest

from bot.app.ports import StoreError, Unit
from bot.storage import engine
from bot.storage.store import SqliteStore
from bot.storage.unit import SqliteUnit
from tests.storage.places import NOW, TOLD, Home, line, reads, sits_down, tells
from tests.storage.test_erasing import kept_keys


async def together(store: SqliteStore, *works: Callable[[Unit], object]) -> list[object]:
    """Let these jobs wait until the writer takes them in one go."""
    begun, goes = threading.Event(), threading.Event()

    def holds(_unit: Unit) -> bool:
        begun.set()
        return goes.wait(10)

    first = asyncio.create_task(store.run(holds))
    await asyncio.to_thread(begun.wait, 10)
    waiting: list[asyncio.Task[object]] = [asyncio.create_task(store.run(w)) for w in works]
    for _ in range(3):
        await asyncio.sleep(0)  # each asks, and what was asked is handed over
    goes.set()
    await first
    return list(await asyncio.gather(*waiting, return_exceptions=True))


async def test_one_that_raises_does_not_disturb_its_neighbours(sqlite: SqliteStore) -> None:
    def breaks(unit: Unit) -> None:
        tells(unit, "van de brekende", login="cor", of="c3")
        raise ZeroDivisionError

    answers = await together(
        sqlite,
        lambda unit: tells(unit, "een", login="anna", of="c1"),
        breaks,
        lambda unit: tells(unit, "twee", login="bram", of="c2"),
    )
    assert [type(answer).__name__ for answer in answers] == ["Seat", "ZeroDivisionError", "Seat"]
    assert await sqlite.run(reads, "anna", "c1") == ("een",)
    assert await sqlite.run(reads, "bram", "c2") == ("twee",)
    assert await sqlite.run(reads, "cor", "c3") is None


async def test_a_broken_rule_of_the_tables_fails_its_own_job_alone(sqlite: SqliteStore) -> None:
    answers = await together(
        sqlite, tells, lambda unit: tells(unit, login="bram"), lambda unit: sits_down(unit, "cor")
    )
    assert [type(answer).__name__ for answer in answers] == ["Seat", "StoreError", "Seat"]
    assert await sqlite.run(reads) == (TOLD,)


async def test_jobs_of_one_batch_see_each_other_in_order(sqlite: SqliteStore) -> None:
    def adds(unit: Unit) -> int:
        seq = len(unit.entries("c1")) + 1
        unit.keep("c1", (line(seq, str(seq)),))
        return seq

    await sqlite.run(lambda unit: tells(unit, "1"))
    assert await together(sqlite, *([adds] * 40)) == list(range(2, 42))
    assert await sqlite.run(reads) == tuple(str(seq) for seq in range(1, 42))


async def test_what_follows_the_commit_is_done_before_the_answer(sqlite: SqliteStore) -> None:
    done: list[str] = []

    def work(unit: Unit) -> None:
        assert isinstance(unit, SqliteUnit)
        unit.after_commit(lambda: done.append("after"))
        done.append("work")

    await sqlite.run(work)
    assert done == ["work", "after"]


async def test_a_hook_that_fails_is_heard_and_what_was_kept_stays(sqlite: SqliteStore) -> None:
    def fails() -> None:
        raise StoreError("de sleutel bleef liggen")

    def work(unit: Unit) -> None:
        assert isinstance(unit, SqliteUnit)
        tells(unit)
        unit.after_commit(fails)

    with pytest.raises(StoreError, match="sleutel"):
        await sqlite.run(work)
    assert await sqlite.run(reads) == (TOLD,)


async def test_an_error_that_ends_iterations_reaches_the_awaiter_too(sqlite: SqliteStore) -> None:
    def stops(_unit: Unit) -> None:
        raise StopIteration

    with pytest.raises(RuntimeError, match="StopIteration"):
        await asyncio.wait_for(sqlite.run(stops), 5)


async def test_an_awaiter_that_left_does_not_hold_up_the_others(sqlite: SqliteStore) -> None:
    leaver = asyncio.create_task(sqlite.run(tells))
    await asyncio.sleep(0)
    leaver.cancel()
    assert await sqlite.run(reads) == (TOLD,)


async def test_closing_finishes_what_is_waiting(home: Home) -> None:
    store = home.open()
    waiting = [asyncio.create_task(store.run(sits_down, str(n))) for n in range(50)]
    await asyncio.sleep(0)
    await store.close()
    assert len({seat.id for seat in await asyncio.gather(*waiting)}) == 50


async def test_saving_what_somebody_else_saved_since_is_refused(sqlite: SqliteStore) -> None:
    def loses_the_race(unit: Unit) -> None:
        assert isinstance(unit, SqliteUnit)
        found = unit.conversation(sits_down(unit).person, "c1")
        assert found is not None
        unit.driver.execute("UPDATE conversation SET version = version + 1").close()
        unit.save_conversation(found, NOW)

    await sqlite.run(tells)
    with pytest.raises(StoreError, match="somebody else"):
        await sqlite.run(loses_the_race)


async def test_a_commit_that_fails_leaves_a_store_that_works(sqlite: SqliteStore) -> None:
    def breaks_at_the_commit(unit: Unit) -> None:
        assert isinstance(unit, SqliteUnit)
        tells(unit, login="bram", of="c2")
        unit.driver.execute("PRAGMA defer_foreign_keys=ON").close()
        unit.driver.execute("INSERT INTO access VALUES ('nobody', 'nothing', 'hold')").close()

    answers = await together(sqlite, tells, breaks_at_the_commit)
    assert [type(answer).__name__ for answer in answers] == ["Seat", "StoreError"]
    assert await sqlite.run(reads) == (TOLD,)
    assert await sqlite.run(reads, "bram", "c2") is None


async def test_a_full_disk_is_one_sentence_and_nothing_changed(sqlite: SqliteStore) -> None:
    def fill(unit: Unit) -> None:
        assert isinstance(unit, SqliteUnit)
        pages = unit.driver.execute("PRAGMA page_count").fetchone()[0]
        unit.driver.execute(f"PRAGMA max_page_count={pages}").close()

    await sqlite.run(tells)
    await sqlite.run(fill)
    with pytest.raises(StoreError, match=r"^The disk is full\.$"):
        await sqlite.run(lambda unit: unit.keep("c1", (line(2, "lang" * 9000),)))
    assert await sqlite.run(reads) == (TOLD,)


async def test_a_disk_that_became_read_only_is_one_sentence(sqlite: SqliteStore) -> None:
    def freeze(unit: Unit) -> None:
        assert isinstance(unit, SqliteUnit)
        unit.driver.execute("PRAGMA query_only=ON").close()

    await sqlite.run(freeze)
    with pytest.raises(StoreError, match=r"^The database is read-only\.$"):
        await sqlite.run(sits_down)


async def test_a_database_that_stays_locked_is_one_sentence(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.2)
    store = home.open()
    other = sqlite3.connect(home.database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    asked = (store.run(sits_down) for _ in range(3))
    answers = await asyncio.gather(*asked, return_exceptions=True)
    assert [str(answer) for answer in answers] == ["The database is locked by another program."] * 3
    other.execute("ROLLBACK")
    other.close()
    assert (await store.run(sits_down)).login == "anna"
    await store.close()


async def test_what_one_pass_of_the_loop_asks_is_one_transaction(sqlite: SqliteStore) -> None:
    commits = list[str]()
    await sqlite.run(lambda unit: watched(unit, commits))
    commits.clear()
    await asyncio.gather(*(sqlite.run(tells, login=str(n), of=f"c{n}") for n in range(20)))
    assert len(commits) == 1


async def test_what_nobody_waits_for_goes_along_with_what_is_asked_next(
    sqlite: SqliteStore,
) -> None:
    commits = list[str]()
    await sqlite.run(lambda unit: watched(unit, commits))
    commits.clear()
    patient = asyncio.create_task(sqlite.later(tells))
    await asyncio.sleep(0)
    assert await sqlite.run(reads) == (TOLD,)
    await patient
    assert len(commits) == 1


async def test_what_nobody_waits_for_is_done_also_when_nothing_is_asked(
    sqlite: SqliteStore,
) -> None:
    await asyncio.wait_for(sqlite.later(tells), 5)
    assert await sqlite.run(reads) == (TOLD,)


def watched(unit: Unit, commits: list[str]) -> None:
    """Note every transaction from now on."""

    def note(statement: str) -> None:
        if statement.startswith("BEGIN"):
            commits.append(statement)

    assert isinstance(unit, SqliteUnit)
    unit.driver.set_trace_callback(note)


async def test_keys_of_conversations_that_were_not_kept_are_not_kept_either(home: Home) -> None:
    def breaks(unit: Unit) -> None:
        tells(unit, login="bram", of="c2")
        raise ZeroDivisionError

    store = home.open()
    with pytest.raises(ZeroDivisionError):
        await store.run(breaks)
    await store.run(tells)
    await store.close()
    assert [name for name, _ in kept_keys(home)] == ["c1"]
