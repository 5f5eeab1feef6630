"""What stands in clear on disk, in the outbox or on a desk, is not of a household nor lasts."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.store import SqliteStore, open_store
from tests.app.handvats import BEGIN, Person, handvat


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[SqliteStore]:
    opened = open_store(f"sqlite:///{tmp_path / 'handvat.db'}", tmp_path / "handvat.key")
    yield opened
    await opened.close()


def outbox(folder: Path) -> list[tuple[str, str]]:
    """The notices and documents of every row."""
    with sqlite3.connect(folder / "handvat.db") as database:
        return database.execute("SELECT notices, documents FROM outbox ORDER BY id").fetchall()


def desk(folder: Path) -> str:
    """The one desk, as it stands in clear."""
    with sqlite3.connect(folder / "handvat.db") as database:
        (standing,) = database.execute("SELECT standing FROM desk").fetchone()
    return str(standing)


def on_disk(folder: Path) -> bytes:
    """Every file: the database, its log, the keys."""
    return b"".join(file.read_bytes() for file in sorted(folder.iterdir()))


async def lost(*_: object) -> None:
    """The process died before it was settled."""


async def test_the_made_up_name_waits_nowhere_in_clear(store: SqliteStore, tmp_path: Path) -> None:
    """A team knows which household "Merel 42" is; a backup of the database must not."""
    sanne = Person(handvat(store))
    sanne.handvat.settle = lost  # type: ignore[assignment,method-assign]
    alias = await sanne.begin()
    assert alias.encode() not in on_disk(tmp_path)
    (again,) = await handvat(store).undelivered("web")
    assert f"Schuilnaam: {alias}." in again.notices


async def test_which_question_was_shown_goes_no_further_than_the_question(
    store: SqliteStore, tmp_path: Path
) -> None:
    """During a visit: what it was about is readable nowhere afterwards."""
    sanne = Person(handvat(store))
    await sanne.begin()
    await sanne.say("/vraag")
    await sanne.tap("Over een leefgebied")
    shown = await sanne.tap("Politie en justitie")
    assert "Politie" in shown.shown.text
    assert "justitie" in desk(tmp_path)
    await sanne.say("/verder")
    assert "justitie" not in desk(tmp_path)


async def test_of_a_household_that_was_erased_nothing_is_said(store: SqliteStore) -> None:
    sanne = Person(handvat(store))
    sanne.handvat.settle = lost  # type: ignore[assignment,method-assign]
    await sanne.begin()
    person = (await sanne.look()).seat.person
    (listing,) = await store.run(lambda unit: unit.listing(person))
    await store.run(lambda unit: unit.erase(person, listing.id, BEGIN))
    (again,) = await handvat(store).undelivered("web")
    assert not [said for said in again.notices if "Schuilnaam" in said]


async def test_nothing_is_kept_of_what_was_delivered(store: SqliteStore, tmp_path: Path) -> None:
    sanne = Person(handvat(store))
    await sanne.begin()
    await sanne.say('"Ik wil rust in huis."')
    await sanne.say("/wis")
    assert set(outbox(tmp_path)) == {("[]", "[]")}
