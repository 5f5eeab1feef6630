"""The page and a terminal chat on the same data at once, and what a killed process left."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from pathlib import Path

import pytest

from bot.app.ports import StoreError, Unit
from bot.storage.store import SqliteStore
from tests.storage.places import NOW, TOLD, Home, line, reads, tells


async def beside(home: Home, *words: str) -> Process:
    """Another process on this data folder."""
    command = (sys.executable, "-m", "tests.storage.other_process", str(home.folder), *words)
    return await asyncio.create_subprocess_exec(*command, stdout=PIPE)


async def said(process: Process) -> list[str]:
    """Everything it said, once it ended."""
    heard, _ = await process.communicate()
    return heard.decode().split()


async def test_lines_of_two_processes_stand_in_one_order(home: Home) -> None:
    store = home.open()
    await store.run(lambda unit: tells(unit, "begin"))
    others = [await beside(home, "tells", "60", name) for name in ("pagina", "chat")]
    for _ in range(20):
        assert await store.run(reads) is not None  # reads along while they write
        await asyncio.sleep(0.01)
    numbers = [int(number) for other in others for number in await said(other)]
    assert sorted(numbers) == list(range(2, 122))
    lines = await store.run(reads)
    assert lines is not None
    assert [text.split()[-1] for text in lines[1:]] == [str(seq) for seq in range(2, 122)]
    await store.close()


async def test_what_one_process_erased_is_gone_for_the_other(home: Home) -> None:
    page, chat = home.open(), home.open()
    seat = await page.run(tells)
    assert await chat.run(reads) is not None  # it knows the key by now
    await page.run(lambda unit: unit.erase(seat.person, "c1", NOW))
    assert await chat.run(reads) is None
    assert await chat.run(lambda unit: unit.entries("c1")) == ()
    await page.close()
    await chat.close()


async def test_an_answer_to_a_conversation_that_moved_on_is_refused(home: Home) -> None:
    page, chat = home.open(), home.open()
    await page.run(tells)
    assert await chat.run(reads) is not None
    await page.run(lambda unit: unit.keep("c1", (line(2, "van de pagina"),)))
    with pytest.raises(StoreError):
        await chat.run(lambda unit: unit.keep("c1", (line(2, "van de chat"),)))
    assert await chat.run(reads) == (TOLD, "van de pagina")
    await page.close()
    await chat.close()


async def test_starting_beside_a_process_at_work_takes_nothing_from_it(
    sqlite: SqliteStore, home: Home
) -> None:
    def begins(unit: Unit, number: str) -> None:
        tells(unit, login=number, of=f"c{number}")

    for number in ("1", "2", "3"):
        await sqlite.run(begins, number)
        other = home.open()
        assert await other.run(reads, number, f"c{number}") is not None
        await other.close()


async def test_many_may_make_the_same_data_folder_at_once(tmp_path: Path) -> None:
    home = Home(tmp_path / "nieuw")
    others = [await beside(home, "tells", "0") for _ in range(4)]
    assert [await other.wait() for other in others] == [0] * 4
    store = home.open()
    await store.run(tells)
    assert await store.run(reads) is not None
    await store.close()


async def test_one_process_replays_and_the_next_one_when_it_ended(
    sqlite: SqliteStore, home: Home
) -> None:
    holder = await beside(home, "holds")
    assert holder.stdout is not None
    assert await holder.stdout.readline() == b"True\n"
    assert not sqlite.acquire_lock()
    holder.kill()
    await holder.wait()
    assert [sqlite.acquire_lock(), sqlite.acquire_lock()] == [True, True]
    second = home.open()
    assert not second.acquire_lock()
    await second.close()


async def test_every_line_that_was_confirmed_survives_a_kill(home: Home) -> None:
    store = home.open()
    await store.run(lambda unit: tells(unit, "begin"))
    await store.close()
    other = await beside(home, "tells", "100000", "chat")
    assert other.stdout is not None
    first = [await other.stdout.readline() for _ in range(20)]  # it is well on its way
    other.kill()
    rest = await said(other)
    confirmed = [int(number) for number in (*b"".join(first).decode().split(), *rest)]
    store = home.open()
    lines = await store.run(reads)
    assert lines is not None
    assert len(lines) >= confirmed[-1]
    assert lines[1:3] == ("chat 2", "chat 3")
    await store.close()
