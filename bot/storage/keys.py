"""The key store: a wrapped key for each conversation of whatever kind, and day of the inbox.

It is an SQLite file of its own beside the master key file and never part of a database backup. A
key is committed here before what it seals is committed there, and destroying it (the row is deleted
and overwritten) is what makes erasing real: a backup of the database and the master key together no
longer bring a text back. ``settled`` tells keys whose conversation was committed from those whose
transaction may have been rolled back: only the latter may ever be cleaned up unasked, so that
starting on an old copy of the database never destroys the keys of newer conversations.
"""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Literal

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Column, Integer, LargeBinary, Table, Text, bindparam

from bot.app.ports import StoreError
from bot.storage.engine import (
    Prepared,
    close_to_others,
    driver_of,
    engine_for,
    is_filled,
    make_private,
    plainly,
    sweep,
    transaction,
)
from bot.storage.refused import StorageRefused
from bot.storage.sealing import new_key, place, seal, unseal

Scope = Literal["conversation", "practice", "copy", "meeting", "draft", "day"]
SHARE_BYTES = 10  # of a code: sixteen letters and digits
_REMEMBERED = 20_000  # unwrapped keys in memory at once

metadata = sa.MetaData()
store_check = Table(
    "store_check",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),  # opens under the right master key alone
)
known_database = Table("known_database", metadata, Column("id", Text, primary_key=True))
data_key = Table(
    "data_key",
    metadata,
    Column("id", Text, primary_key=True),
    Column("database", Text, nullable=False),
    Column("scope", Text, nullable=False),
    Column("name", Text, nullable=False),  # the conversation's id, or the day
    Column("settled", Integer, nullable=False),
    Column("wrapped", LargeBinary, nullable=False),
)
sa.Index("data_key_by_use", data_key.c.database, data_key.c.scope, data_key.c.settled)

_ID, _DATABASE = bindparam("id", type_=Text), bindparam("database", type_=Text)
_OURS = data_key.c.database == _DATABASE
_CHECK = Prepared(sa.select(store_check.c.sealed))
_KNOWS = Prepared(sa.select(known_database.c.id).where(known_database.c.id == _ID))
_KNOW = Prepared(sa.insert(known_database))
_MAKE = Prepared(sa.insert(data_key))
_FIND = Prepared(
    sa.select(data_key.c.scope, data_key.c.name, data_key.c.wrapped).where(data_key.c.id == _ID)
)
_DAYS = Prepared(
    sa.select(data_key.c.id, data_key.c.name)
    .where(_OURS, data_key.c.scope == sa.literal("day"))
    .order_by(sa.literal_column("rowid"))  # the newest last
)
_UNSETTLED = Prepared(
    sa.select(data_key.c.id).where(
        _OURS, data_key.c.scope != sa.literal("day"), data_key.c.settled == sa.literal(0)
    )
)
_SETTLE = Prepared(sa.update(data_key).where(data_key.c.id == _ID).values(settled=sa.literal(1)))
_DESTROY = Prepared(sa.delete(data_key).where(data_key.c.id == _ID))


def store_beside(key_file: Path) -> Path:
    """Where the key store of this master key file is."""
    return Path(f"{key_file}.db")


class KeyStore:
    """Makes, opens and destroys keys. Used by one thread at a time."""

    def __init__(self, connection: sa.Connection, master: bytes) -> None:
        self._connection = connection
        self._driver = driver_of(connection)
        self._master = AESGCM(master)
        self._links = hmac.digest(master, b"handvat link codes", "sha256")
        self._open: dict[str, AESGCM] = {}
        self._database = ""
        self._making: ExitStack | None = None
        self._ending: set[str] = set()

    def close(self) -> None:
        """Forget every key and let go of the file."""
        self._open.clear()
        self._connection.close()

    def check(self) -> None:
        """See that the master key fits this store; an empty one gets its tables first."""
        with transaction(self._connection):
            tables = sa.inspect(self._connection).get_table_names()
            if not tables:
                metadata.create_all(self._connection)
                sealed = seal(self._master, place("store_check", 1, "sealed"), b"handvat")
                self._connection.execute(sa.insert(store_check).values(id=1, sealed=sealed))
            elif store_check.name not in tables:
                raise StoreError("The file is a database, but not a key store of Handvat.")
        row = _CHECK.on(self._driver, {}).fetchone()
        try:
            unseal(self._master, place("store_check", 1, "sealed"), row[0] if row else b"")
        except StoreError:
            raise StorageRefused(
                "The key file does not belong to the key store beside it: put the right one back."
            ) from None

    def serve(self, database: str, *, new: bool) -> None:
        """Keep keys for this database from now on; refused when its keys are somewhere else."""
        if _KNOWS.on(self._driver, {"id": database}).fetchone() is None:
            if not new:
                raise StorageRefused(
                    "The key store beside the key file belongs to another database: "
                    "set HANDVAT_KEY_FILE to the key file of this one."
                )
            with plainly(), transaction(self._connection):
                _KNOW.on(self._driver, {"id": database})
        self._database = database

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keys made within are committed at its end, all at once, or not at all when it raises.

        It ends before the transaction around it, in which they seal something, is committed.
        """
        with ExitStack() as making:
            self._making = making
            try:
                yield
            except BaseException:
                self._ending.clear()
                raise
            finally:
                self._making = None

    def make(self, scope: Scope, name: str) -> str:
        """Make a new key, within `together`; returns its id.

        A conversation's or run's key waits for `settle`; a day's key is used by whoever needs it.
        """
        if self._making is None:
            raise StoreError("A key is made in the transaction that uses it.")
        key, key_id = new_key(), secrets.token_hex(16)
        where = place("data_key", f"{key_id}.{scope}.{name}", "wrapped")
        with plainly():
            if not self._driver.in_transaction:
                self._making.enter_context(transaction(self._connection))
            _MAKE.on(
                self._driver,
                {
                    "id": key_id,
                    "database": self._database,
                    "scope": scope,
                    "name": name,
                    "settled": int(scope == "day"),
                    "wrapped": seal(self._master, where, key),
                },
            )
        self._remember(key_id, AESGCM(key))
        return key_id

    def key(self, key_id: str) -> AESGCM | None:
        """Open a key; None when it was destroyed."""
        if known := self._open.get(key_id):
            return known
        with plainly():
            row = _FIND.on(self._driver, {"id": key_id}).fetchone()
        if row is None:
            return None
        scope, name, wrapped = row
        where = place("data_key", f"{key_id}.{scope}.{name}", "wrapped")
        return self._remember(key_id, AESGCM(unseal(self._master, where, wrapped)))

    def _remember(self, key_id: str, key: AESGCM) -> AESGCM:
        if len(self._open) >= _REMEMBERED:
            self._open.clear()
        self._open[key_id] = key
        return key

    def days(self) -> dict[str, str]:
        """The newest key of each day (ISO date). Read anew: another process may have ended one."""
        return {name: key_id for key_id, name in self._day_rows() if key_id not in self._ending}

    def end(self, *key_ids: str) -> None:
        """Seal nothing more with these: they are destroyed when this transaction is committed."""
        self._ending.update(key_ids)

    def day_keys(self, before: str = "") -> set[str]:
        """The ids of every day's keys, or of those of the days before this one."""
        return {key_id for key_id, name in self._day_rows() if not before or name < before}

    def _day_rows(self) -> list[tuple[str, str]]:
        with plainly():
            return _DAYS.on(self._driver, {"database": self._database}).fetchall()

    def unsettled(self) -> tuple[str, ...]:
        """Keys whose conversation may never have been committed."""
        with plainly():
            rows = _UNSETTLED.on(self._driver, {"database": self._database}).fetchall()
        return tuple(row[0] for row in rows)

    def settle(self, *key_ids: str) -> None:
        """The conversations of these keys were committed: only erasing ends them now."""
        if key_ids:
            with plainly(), transaction(self._connection):
                _SETTLE.on_each(self._driver, [{"id": key_id} for key_id in key_ids])

    def destroy(self, *key_ids: str) -> None:
        """Delete and overwrite these keys, here and in memory; gone already is gone."""
        for key_id in key_ids:
            self._open.pop(key_id, None)
        self._ending.difference_update(key_ids)
        if key_ids:
            with plainly(), transaction(self._connection):
                _DESTROY.on_each(self._driver, [{"id": key_id} for key_id in key_ids])
            self.sweep()

    def sweep(self) -> None:
        """Empty the write-ahead log, where a key that was destroyed may still stand."""
        with plainly():
            swept = sweep(self._driver)
        if not swept:
            raise StoreError("The key store is locked by another program.")

    def code_hash(self, code: str) -> bytes:
        """The hash of a one-time code, keyed so that the database alone cannot be searched."""
        return hmac.digest(self._links, code.encode(), "sha256")

    def share_code(self, share: str) -> str:
        """The code of what is shared under this id, made anew each time and kept nowhere.

        80 bits in letters and digits that are not mistaken for one another; without the master
        key it follows from nothing that is stored.
        """
        made = hmac.digest(self._links, f"share/{share}".encode(), "sha256")
        return b32encode(made[:SHARE_BYTES]).decode().lower()


def open_keys(key_file: Path, master: bytes, *, kept: bool) -> KeyStore:
    """Open the key store beside the master key file, or make it when nothing is kept yet."""
    path = store_beside(key_file)
    if kept and not is_filled(path):
        raise StorageRefused(
            f"There is data but its key store {path} is missing: "
            "put the file back, because without it nothing can be read."
        )
    try:
        make_private(path)
        with plainly():
            keys = KeyStore(engine_for(path).connect(), master)
            try:
                keys.check()
                for each in ("", "-wal", "-shm"):
                    close_to_others(Path(f"{path}{each}"))
            except BaseException:
                keys.close()
                raise
    except StoreError as error:
        raise StorageRefused(f"The key store {path} cannot be opened. {error}") from error
    except OSError as error:
        raise StorageRefused(f"The key store {path} cannot be opened: {error.strerror}.") from error
    return keys
