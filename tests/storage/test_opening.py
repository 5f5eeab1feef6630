"""Opening: what is refused is refused with one sentence, and nothing is made anew or lost."""

from __future__ import annotations

import asyncio
import os
import resource
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from bot.storage.refused import StorageRefused
from bot.storage.store import open_store
from tests.storage.places import TOLD, Home, reads, tells


def refused(url: str, key: Path | None = None) -> str:
    """The one sentence with which opening is refused."""
    with pytest.raises(StorageRefused) as caught:
        open_store(url, key)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


@pytest.fixture
async def told(home: Home) -> Home:
    """A data folder in which something was told."""
    store = home.open()
    await store.run(tells)
    await store.close()
    return home


async def test_a_first_start_makes_everything_for_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "nieuw" / "map")
    store = open_store(home.url)  # the key file is beside the database unless told otherwise
    await store.run(tells)
    made = [home.database, home.key, home.keys]
    assert [stat.S_IMODE(each.stat().st_mode) for each in made] == [0o600] * 3
    assert stat.S_IMODE(home.folder.stat().st_mode) == 0o700
    await store.close()
    assert sorted(each.name for each in home.folder.iterdir()) == sorted(e.name for e in made)


async def test_what_was_told_is_there_at_the_next_start(told: Home) -> None:
    store = told.open()
    assert await store.run(reads) == (TOLD,)
    await store.close()


async def test_a_relative_url_names_a_file_in_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    store = open_store("sqlite:///hier.db")
    await store.close()
    assert (tmp_path / "hier.db").exists()


async def test_a_moved_data_folder_opens(told: Home, tmp_path: Path) -> None:
    moved = Home(told.folder.rename(tmp_path / "elders"))
    store = moved.open()
    assert await store.run(reads) == (TOLD,)
    await store.close()


async def test_a_missing_key_is_never_made_anew(told: Home) -> None:
    key = told.key.read_bytes()
    told.key.unlink()
    before = told.bytes()
    assert "key file" in refused(told.url, told.key)
    assert not told.key.exists()
    assert told.bytes() == before
    told.key.write_bytes(key)  # put back, as the sentence asks
    await (await asyncio.to_thread(told.open)).close()


def test_a_missing_key_beside_the_database_alone_is_refused(told: Home, tmp_path: Path) -> None:
    assert "is missing" in refused(told.url, tmp_path / "elders" / "other.key")
    assert not (tmp_path / "elders").exists()


def test_a_missing_key_beside_the_key_store_alone_is_refused(told: Home) -> None:
    told.key.unlink()
    told.database.unlink()
    assert "is missing" in refused(told.url, told.key)
    assert not told.database.exists()


def test_a_missing_key_store_is_never_made_anew(told: Home) -> None:
    told.keys.unlink()
    assert "key store" in refused(told.url, told.key)
    assert not told.keys.exists()


def test_a_key_file_of_the_wrong_size_is_refused(told: Home) -> None:
    told.key.write_bytes(told.key.read_bytes() + b"\n")
    assert "33 bytes" in refused(told.url, told.key)


def test_a_key_file_that_cannot_be_read_is_refused(told: Home) -> None:
    told.key.unlink()
    told.key.mkdir()
    assert "cannot be read" in refused(told.url, told.key)


async def test_keys_that_others_may_read_are_closed_to_them(told: Home) -> None:
    for each in (told.key, told.keys):
        each.chmod(0o644)
    await (await asyncio.to_thread(told.open)).close()
    assert [stat.S_IMODE(each.stat().st_mode) for each in (told.key, told.keys)] == [0o600] * 2


@pytest.mark.parametrize("kept", ["key", "keys"])
def test_keys_that_stay_readable_by_others_are_refused(
    told: Home, kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def somebody_elses(_file: Path, _mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    getattr(told, kept).chmod(0o640)
    monkeypatch.setattr(Path, "chmod", somebody_elses)
    assert "Others may read" in refused(told.url, told.key)


def test_what_is_no_key_keeps_its_rights(told: Home) -> None:
    told.key.write_bytes(b"een brief")
    told.key.chmod(0o644)
    refused(told.url, told.key)
    assert stat.S_IMODE(told.key.stat().st_mode) == 0o644


def test_a_key_that_does_not_fit_its_store_is_refused(told: Home) -> None:
    told.key.write_bytes(bytes(32))
    assert "does not belong" in refused(told.url, told.key)


def test_a_damaged_key_store_is_refused(told: Home) -> None:
    told.keys.write_bytes(b"geen sqlite" * 1000)
    assert "not a database" in refused(told.url, told.key)


async def test_a_key_of_another_database_is_refused(told: Home, tmp_path: Path) -> None:
    other = Home(tmp_path / "other")
    await (await asyncio.to_thread(other.open)).close()
    assert "another database" in refused(told.url, other.key)
    store = told.open()
    assert await store.run(reads) == (TOLD,)
    await store.close()


async def test_two_databases_may_share_one_key_file(told: Home) -> None:
    second = open_store(f"sqlite:///{told.folder / 'second.db'}", told.key)
    await second.run(tells)
    await second.close()
    store = told.open()
    assert await store.run(reads) == (TOLD,)
    await store.close()


def test_a_database_of_a_newer_version_is_refused(told: Home) -> None:
    with closing(sqlite3.connect(told.database)) as database, database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    assert "newer version" in refused(told.url, told.key)


def test_somebody_elses_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "photos.db"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE photo (id INTEGER)")
    Path(tmp_path / "handvat.key").write_bytes(bytes(32))
    before = path.read_bytes()
    refused(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_file_that_is_no_database_is_left_alone(home: Home) -> None:
    home.database.write_bytes(b"dit is een brief " * 500)
    assert "not a database" in refused(home.url, home.key)
    assert home.database.read_bytes() == b"dit is een brief " * 500


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder that this process may read and not write, also when the tests run as root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    root = os.geteuid() == 0
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def close_to_us(folder: Path) -> None:
    """From now on this process may only read here."""
    for each in folder.iterdir():
        each.chmod(0o444)
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(65534)


def test_a_read_only_folder_is_refused(nobody: Path) -> None:
    close_to_us(nobody)
    assert "Permission denied" in refused(f"sqlite:///{nobody}/handvat.db")
    assert "Permission denied" in refused(f"sqlite:///{nobody}/dieper/handvat.db")


def test_a_read_only_folder_with_data_is_refused(told: Home, nobody: Path) -> None:
    shutil.copytree(told.folder, nobody, dirs_exist_ok=True)
    close_to_us(nobody)
    refused(Home(nobody).url)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """No file grows beyond so many bytes, as on a disk that is full."""
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


async def test_a_full_disk_is_called_full(told: Home, tmp_path: Path) -> None:
    with room_for(20_000):  # less than the database's log needs
        for home in (Home(tmp_path / "nieuw"), told):
            assert refused(home.url, home.key).endswith("cannot be opened. The disk is full.")
    store = told.open()
    assert await store.run(reads) == (TOLD,)
    await store.close()


def test_a_key_that_does_not_fit_leaves_no_half_of_it(tmp_path: Path) -> None:
    home = Home(tmp_path / "nieuw")
    with room_for(10):
        assert "cannot be made" in refused(home.url, home.key)
    assert list(home.folder.iterdir()) == []


def test_a_folder_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "map").write_text("")
    assert "cannot be opened" in refused(f"sqlite:///{tmp_path}/map/handvat.db")


def test_a_database_that_is_a_folder_is_refused(tmp_path: Path) -> None:
    """As what it is, and no key is made beside it."""
    (tmp_path / "handvat.db").mkdir()
    assert "Is a directory" in refused(f"sqlite:///{tmp_path}/handvat.db")
    assert [each.name for each in tmp_path.iterdir()] == ["handvat.db"]


@pytest.mark.parametrize(
    ("url", "word"),
    [
        ("postgresql://localhost/handvat", "PostgreSQL comes later"),
        ("postgresql+asyncpg://localhost/handvat", "PostgreSQL comes later"),
        ("postgres://localhost/handvat", "PostgreSQL comes later"),
        ("mysql://localhost/handvat", "not in mysql"),
        ("sqlite+aiosqlite:////tmp/x.db", "not in sqlite+aiosqlite"),
        ("postgresql://localhost:poort/handvat", "not a database URL"),
        ("/var/handvat.db", "not a database URL"),
        ("", "not a database URL"),
        ("sqlite://", "must name a file"),
        ("sqlite:///:memory:", "must name a file"),
        ("sqlite:///file:x?mode=ro&uri=true", "must name a file"),
        ("sqlite://host/x.db", "must name a file"),
    ],
)
def test_a_url_that_will_not_do_is_refused(url: str, word: str) -> None:
    assert word in refused(url)
