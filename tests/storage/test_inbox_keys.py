"""What came through the inbox is gone with the conversation: log, backups and all."""

from __future__ import annotations

import asyncio
import json
import shutil
import sqlite3
import struct
import sys
from contextlib import closing
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.app.ports import Store, Unit
from bot.app.types import Seat
from bot.storage.sealing import place, unseal
from tests.storage.places import DAY, NOW, Home, tells
from tests.storage.test_erasing import erases, kept_keys

SECRET = "Haar man weet niet van de rekening."
SEALED = "SELECT id, key_id, sealed FROM inbox"


def arrives(unit: Unit, update: int, text: str) -> None:
    """An update is received."""
    unit.receive(update, "anna", json.dumps({"text": text}).encode(), NOW)


def is_told(unit: Unit, update: int, text: str) -> Seat:
    """It is handled: a conversation begins with it."""
    unit.mark_handled("telegram", str(update), NOW)
    return tells(unit, text)


async def tells_by_telephone(store: Store) -> Seat:
    """A text goes all the way: received, told, taken out of the inbox."""
    await store.run(arrives, 1, SECRET)
    seat = await store.run(is_told, 1, SECRET)
    await store.run(lambda unit: unit.done(1))
    return seat


def log_of(home: Home) -> bytes:
    """The write-ahead log beside the database."""
    return Path(f"{home.database}-wal").read_bytes()


def at_every_commit(home: Home, scratch: Path) -> dict[bytes, tuple[int, str]]:
    """Every sealed update in the file as it was after each commit that the log still holds."""
    log = log_of(home)
    frame = 24 + struct.unpack(">I", log[8:12])[0] if log else 1
    ends = [
        start + frame
        for start in range(32, len(log) - frame + 1, frame)
        if struct.unpack(">I", log[start + 4 : start + 8])[0]
    ]
    found = {}
    for end in (0, *ends):
        shutil.rmtree(scratch, ignore_errors=True)
        scratch.mkdir()
        shutil.copy(home.database, scratch / "db")
        (scratch / "db-wal").write_bytes(log[:end])
        with closing(sqlite3.connect(scratch / "db")) as database:
            for update, key_id, sealed in database.execute(SEALED):
                found[sealed] = (update, key_id)
    return found


def brought_back(copy: Home, now: Home, scratch: Path) -> list[str]:
    """What a thief reads: a copy of the database and its log, today's key store, master key."""
    master = AESGCM(now.key.read_bytes())
    with closing(sqlite3.connect(now.keys)) as keys:
        rows = keys.execute("SELECT id, scope, name, wrapped FROM data_key").fetchall()
    opened = {
        key_id: AESGCM(unseal(master, place("data_key", f"{key_id}.{scope}.{name}", "wrapped"), w))
        for key_id, scope, name, w in rows
    }
    return [
        json.loads(unseal(opened[key_id], place("inbox", update, "sealed"), sealed))["text"]
        for sealed, (update, key_id) in at_every_commit(copy, scratch).items()
        if key_id in opened
    ]


async def test_a_text_sent_by_telephone_is_gone_from_log_and_backup(
    home: Home, tmp_path: Path
) -> None:
    store = home.open()
    seat = await tells_by_telephone(store)
    backup = Home(shutil.copytree(home.folder, tmp_path / "backup"))
    assert SECRET in brought_back(backup, home, tmp_path / "x")  # as long as nothing is erased
    await store.run(arrives, 2, "/wis")
    await store.run(erases, seat)
    await store.run(lambda unit: unit.done(2))
    assert SECRET not in brought_back(home, home, tmp_path / "x")
    assert brought_back(backup, home, tmp_path / "x") == []
    await store.close()


async def test_the_log_is_empty_when_the_answer_comes(home: Home) -> None:
    store = home.open()
    await store.run(erases, await tells_by_telephone(store))
    assert log_of(home) == b""
    assert kept_keys(home) == []
    await store.close()


async def test_what_arrives_right_behind_an_erasure_opens_after_a_restart(home: Home) -> None:
    store = home.open()
    seat = await tells_by_telephone(store)
    await asyncio.gather(  # of one pass, so in one transaction
        store.run(erases, seat), store.run(arrives, 2, "Ze slaapt weer")
    )
    await store.close()
    store = home.open()
    assert await store.run(lambda unit: unit.inbox()) == ((2, b'{"text": "Ze slaapt weer"}'),)
    await store.close()


async def test_what_waits_is_carried_over_and_what_was_handled_is_not(home: Home) -> None:
    store = home.open()
    await store.run(arrives, 1, SECRET)
    seat = await store.run(is_told, 1, SECRET)  # and the door could not take it out
    await store.run(arrives, 2, "/wis")
    await store.run(erases, seat)
    await store.close()
    store = home.open()
    assert await store.run(lambda unit: unit.inbox()) == ((2, b'{"text": "/wis"}'),)
    assert len(kept_keys(home)) == 1
    await store.close()


async def test_an_update_that_does_not_open_stops_no_erasure(home: Home) -> None:
    store = home.open()
    await store.run(arrives, 2, "stuk")
    with closing(sqlite3.connect(home.database)) as database, database:
        database.execute("UPDATE inbox SET sealed = zeroblob(40)")
    await store.run(erases, await store.run(tells))
    assert await store.run(lambda unit: unit.inbox()) == ()
    await store.close()


async def test_another_process_goes_on_receiving_under_the_new_key(home: Home) -> None:
    phone, page = home.open(), home.open()
    seat = await tells_by_telephone(phone)
    await phone.run(arrives, 2, "wacht")
    await page.run(erases, seat)
    await phone.run(arrives, 3, "daarna")
    await phone.close()
    await page.close()
    store = home.open()
    assert [update for update, _ in await store.run(lambda unit: unit.inbox())] == [2, 3]
    await store.close()


async def test_expiry_ends_the_keys_of_the_inbox_too(home: Home, tmp_path: Path) -> None:
    store = home.open()
    await tells_by_telephone(store)
    backup = Home(shutil.copytree(home.folder, tmp_path / "backup"))
    await store.run(lambda unit: unit.expire(NOW + DAY, NOW + DAY))
    assert brought_back(backup, home, tmp_path / "x") == []
    await store.close()


async def test_what_a_closed_door_received_goes_away(store: Store) -> None:
    await store.run(arrives, 1, SECRET)
    await store.run(lambda unit: unit.expire(NOW, NOW + 90 * DAY))
    assert len(await store.run(lambda unit: unit.inbox())) == 1
    assert await store.run(lambda unit: unit.expire(NOW + DAY, NOW + 91 * DAY)) == 0
    assert await store.run(lambda unit: unit.inbox()) == ()


async def test_the_key_of_what_a_closed_door_received_ends(home: Home) -> None:
    store = home.open()
    await store.run(arrives, 1, SECRET)
    await store.run(lambda unit: unit.expire(NOW + DAY, NOW + DAY))
    assert kept_keys(home) == []
    await store.close()


CRASH = """
import asyncio, os, sys
from pathlib import Path
from bot.storage.keys import KeyStore
from tests.storage.places import Home
from tests.storage.test_inbox_keys import arrives, erases, tells_by_telephone

async def main(home):
    store = home.open()
    seat = await tells_by_telephone(store)
    await store.run(arrives, 2, "/wis")
    KeyStore.destroy = lambda self, *key_ids: os._exit(9)  # between the commit and the keys' end
    await store.run(erases, seat)

asyncio.run(main(Home(Path(sys.argv[1]))))
"""


async def test_a_crash_half_way_is_finished_at_the_next_start(home: Home, tmp_path: Path) -> None:
    died = await asyncio.create_subprocess_exec(sys.executable, "-c", CRASH, str(home.folder))
    assert await died.wait() == 9
    assert SECRET in brought_back(home, home, tmp_path / "x")
    backup = Home(shutil.copytree(home.folder, tmp_path / "backup"))
    store = home.open()
    assert SECRET not in brought_back(backup, home, tmp_path / "x")
    assert await store.run(lambda unit: unit.inbox()) == ((2, b'{"text": "/wis"}'),)
    await store.close()
