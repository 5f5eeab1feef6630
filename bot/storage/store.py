"""The store: what wiring opens once, and every turn runs through."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar, cast

import sqlalchemy as sa
import uuid_utils

from bot.app.ports import StoreError, Unit
from bot.storage.engine import (
    Prepared,
    driver_of,
    engine_for,
    is_filled,
    make_private,
    plainly,
    transaction,
)
from bot.storage.keys import KeyStore, open_keys, store_beside
from bot.storage.lock import ReplayLock
from bot.storage.master import master_key
from bot.storage.refused import StorageRefused
from bot.storage.tables import conversation, identity, inbox, metadata
from bot.storage.writer import Writer

P = ParamSpec("P")
R = TypeVar("R")

HEAD = "0006"  # the newest migration; a test keeps it so
_VERSION = "SELECT version_num FROM alembic_version"
_VERSIONS = """CREATE TABLE alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
)"""
_BEGIN_AT = "INSERT INTO alembic_version (version_num) VALUES (?)"
_IDENTITY = Prepared(sa.select(identity.c.id))
_IDENTIFY = Prepared(sa.insert(identity))
_ERASED_KEYS = Prepared(
    sa.select(conversation.c.key_id).where(
        conversation.c.erased_at.is_not(None), conversation.c.key_id.is_not(None)
    )
)
_ERASED_KEYS_GONE = Prepared(
    sa.update(conversation)
    .where(conversation.c.erased_at.is_not(None), conversation.c.key_id.is_not(None))
    .values(key_id=sa.null())
)
_INBOX_KEYS = Prepared(sa.select(inbox.c.key_id).distinct())
_LIVING_KEYS = Prepared(sa.select(conversation.c.key_id).where(conversation.c.erased_at.is_(None)))


class SqliteStore:
    """The `Store` of `bot.app.ports` on one SQLite file; made by `open_store`."""

    def __init__(self, path: Path, connection: sa.Connection, keys: KeyStore) -> None:
        self.path = path
        self._lock = ReplayLock(path)
        self._writer = Writer(connection, keys)

    def acquire_lock(self) -> bool:
        """Become the one that replays inbox and outbox; False when another process is."""
        return self._lock.acquire()

    async def run(
        self, work: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run ``work(unit, …)`` in one transaction and commit before answering.

        When it raises nothing is kept and the error comes out here. It may run twice (see
        `bot.storage.writer`), so it does nothing outside its unit.
        """
        answer = await self._writer.run(lambda unit: work(unit, *args, **kwargs))
        return cast(R, answer)

    async def later(
        self, work: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """As `run`, but it may go along with what is asked next, a few hundredths of a second on.

        For what nobody waits for: on a slow disk it saves a commit a turn.
        """
        answer = await self._writer.run(lambda unit: work(unit, *args, **kwargs), patient=True)
        return cast(R, answer)

    async def close(self) -> None:
        """Finish what is waiting and let go of files and threads; a second time does nothing."""
        await self._writer.close()
        self._lock.release()


def open_store(database_url: str, key_file: Path | None = None) -> SqliteStore:
    """Open, migrate and mend the database of this URL; the key file is beside it by default.

    Raises `StorageRefused` with one sentence when that cannot or must not be done.
    """
    path = path_of(database_url)
    file = key_file or path.with_name("handvat.key")
    with ExitStack() as stack:
        try:
            if path.is_dir():
                raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            kept = is_filled(path)  # looked at before the key: see master_key
            master = master_key(file, kept=kept or is_filled(store_beside(file)))
            keys = open_keys(file, master, kept=kept)
            stack.callback(keys.close)
            make_private(path)
            with plainly():
                connection = engine_for(path).connect()
                stack.callback(connection.close)
                _prepare(connection, keys)
        except StoreError as error:
            raise StorageRefused(f"The database {path} cannot be opened. {error}") from error
        except OSError as error:
            raise StorageRefused(
                f"The database {path} cannot be opened: {error.strerror}."
            ) from error
        stack.pop_all()
    return SqliteStore(path, connection, keys)


def path_of(database_url: str) -> Path:
    """The file of a database URL; `StorageRefused` for what is not (yet) supported."""
    try:
        url = sa.make_url(database_url)
    except (sa.exc.ArgumentError, ValueError):  # the second for a port that is no number
        raise StorageRefused(
            "HANDVAT_DATABASE_URL is not a database URL: write sqlite:////path/to/handvat.db."
        ) from None
    if url.get_backend_name() in ("postgresql", "postgres"):
        raise StorageRefused(
            "PostgreSQL comes later: set HANDVAT_DATABASE_URL to sqlite:////path/to/handvat.db."
        )
    if url.drivername not in ("sqlite", "sqlite+pysqlite"):
        raise StorageRefused(
            f"Handvat keeps its data in SQLite, not in {url.drivername}: "
            "set HANDVAT_DATABASE_URL to sqlite:////path/to/handvat.db."
        )
    if not url.database or url.database.startswith((":memory:", "file:")) or url.query or url.host:
        raise StorageRefused(
            "HANDVAT_DATABASE_URL must name a file and nothing more: "
            "write sqlite:////path/to/handvat.db."
        )
    return Path(url.database).absolute()


def _prepare(connection: sa.Connection, keys: KeyStore) -> None:
    """Migrate, know each other, and finish what a crash left half done; all or nothing."""
    with transaction(connection):
        tables = sa.inspect(connection).get_table_names()
        if not tables:
            _make_tables(connection)
        elif not _is_newest(connection, tables):
            from bot.storage.migrate import migrate  # noqa: PLC0415  (large: only when it is needed)

            migrate(connection)
        driver = driver_of(connection)
        known = _IDENTITY.on(driver, {}).fetchone()
        name = known[0] if known else uuid_utils.uuid7().hex
        keys.serve(name, new=known is None)
        if known is None:
            _IDENTIFY.on(driver, {"id": name})
        _mend(connection, keys)


def _mend(connection: sa.Connection, keys: KeyStore) -> None:
    """Destroy keys of erased conversations, and of those whose transaction was rolled back.

    Runs inside a write transaction: no other process is between making a key and using it.
    """
    driver = driver_of(connection)
    erased = {row[0] for row in _ERASED_KEYS.on(driver, {}).fetchall()}
    if any(keys.key(key_id) for key_id in erased):  # a crash kept them, and old keys of the inbox
        erased |= keys.day_keys() - {row[0] for row in _INBOX_KEYS.on(driver, {}).fetchall()}
    keys.destroy(*erased)
    _ERASED_KEYS_GONE.on(driver, {})
    if unsettled := set(keys.unsettled()):
        living = {row[0] for row in _LIVING_KEYS.on(driver, {}).fetchall()}
        keys.settle(*(unsettled & living))
        keys.destroy(*(unsettled - living))
    keys.sweep()


def _make_tables(connection: sa.Connection) -> None:
    """Make what the migrations make (a test compares them), without their 12 MB of libraries."""
    metadata.create_all(connection)
    connection.exec_driver_sql(_VERSIONS)
    connection.exec_driver_sql(_BEGIN_AT, (HEAD,))


def _is_newest(connection: sa.Connection, tables: list[str]) -> bool:
    if "alembic_version" not in tables:
        return False
    return connection.exec_driver_sql(_VERSION).scalars().all() == [HEAD]
