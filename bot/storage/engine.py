"""SQLite as this house uses it: how a file is opened, and a statement that is compiled once.

SQLAlchemy describes the tables, builds every statement and opens the connection. Running a Core
statement costs 25 µs, most of it to find its compiled form again; a `Prepared` one runs straight
on the driver in 3 µs. A door to another database would run `Prepared.statement`.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import sqlite
from sqlalchemy.pool import NullPool

from bot.app.ports import StoreError
from bot.storage.refused import StorageRefused

BUSY_SECONDS = 10  # how long to wait for another process before giving up
_DIALECT = sqlite.dialect(paramstyle="named")
_SENTENCES = {
    "SQLITE_FULL": "The disk is full.",
    "SQLITE_READONLY": "The database is read-only.",
    "SQLITE_BUSY": "The database is locked by another program.",
    "SQLITE_LOCKED": "The database is locked by another program.",
    "SQLITE_CANTOPEN": "The database file cannot be opened.",
    "SQLITE_PERM": "The database file may not be opened.",
    "SQLITE_NOTADB": "The file is not a database.",
    "SQLITE_CORRUPT": "The database file is damaged.",
    "SQLITE_IOERR_SHMSIZE": "The disk is full.",  # no room for the log's index
    "SQLITE_IOERR": "The disk could not be read or written.",
    "SQLITE_CONSTRAINT": "It was there already, or what it belongs to is gone.",
}

Statement = sa.Select[Any] | sa.Insert | sa.Update | sa.Delete


class Prepared:
    """A Core statement, compiled once when its module is loaded. Parameters go by name."""

    __slots__ = ("_fixed", "_sql", "statement")

    def __init__(self, statement: Statement) -> None:
        compiled = statement.compile(dialect=_DIALECT)
        self.statement = statement
        self._sql = str(compiled)
        self._fixed = {name: v for name, v in compiled.params.items() if v is not None}

    def on(self, driver: sqlite3.Connection, values: dict[str, object]) -> sqlite3.Cursor:
        """Run it once."""
        return driver.execute(self._sql, {**self._fixed, **values} if self._fixed else values)

    def on_each(self, driver: sqlite3.Connection, rows: list[dict[str, object]]) -> None:
        """Run it for every row."""
        driver.executemany(self._sql, [{**self._fixed, **row} for row in rows])


def engine_for(path: Path) -> sa.Engine:
    """An engine whose commits survive a power cut and whose transactions take the write lock first.

    ``secure_delete`` overwrites what is deleted. Errors never show the values of a statement.
    """
    engine = sa.create_engine(
        sa.URL.create("sqlite", database=str(path)),
        poolclass=NullPool,
        hide_parameters=True,
        connect_args={"check_same_thread": False, "timeout": BUSY_SECONDS},
    )

    @sa.event.listens_for(engine, "connect")
    def opened(driver: sqlite3.Connection, _record: object) -> None:
        driver.isolation_level = None  # transactions begin where we say so
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            "cache_size=-12000",  # kB; what ten thousand people are looked up by fits
        ):
            driver.execute(f"PRAGMA {pragma}").close()

    @sa.event.listens_for(engine, "begin")
    def begun(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def driver_of(connection: sa.Connection) -> sqlite3.Connection:
    """The driver's connection under SQLAlchemy's, for prepared statements."""
    driver = connection.connection.driver_connection
    if not isinstance(driver, sqlite3.Connection):
        raise TypeError("not a connection to SQLite")
    return driver


@contextmanager
def transaction(connection: sa.Connection) -> Iterator[None]:
    """One write transaction. A commit that fails is rolled back as well: SQLAlchemy does not."""
    try:
        with connection.begin():
            yield
    except BaseException:
        driver = driver_of(connection)
        if driver.in_transaction:
            driver.rollback()
        raise


def make_private(path: Path) -> None:
    """Create the file for its owner alone; what is there already is left as it is."""
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def close_to_others(path: Path) -> None:
    """Take away what others may do with a key file that is known to be ours.

    It is refused when that cannot be done: a key that others can read keeps nothing from them.
    """
    try:
        if path.stat().st_mode & 0o077:
            path.chmod(0o600)
    except FileNotFoundError:
        return  # a log that SQLite has not made
    except OSError as error:
        raise StorageRefused(
            f"Others may read {path} and that cannot be changed ({error.strerror}): "
            "make it readable by its owner alone."
        ) from error


def sweep(driver: sqlite3.Connection) -> bool:
    """Empty the write-ahead log, which keeps older pages; False when another program holds it."""
    busy, *_ = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def is_filled(path: Path) -> bool:
    """Whether there is data in this file; one that is not there, or is empty, holds none."""
    try:
        return path.stat().st_size > 0
    except FileNotFoundError:
        return False


def plain(error: BaseException) -> BaseException:
    """A database error as a StoreError with one plain sentence; any other error as it is."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    name = getattr(cause, "sqlite_errorname", None)
    if not isinstance(cause, sqlite3.Error) or name is None:
        return error
    for beginning, sentence in _SENTENCES.items():
        if name.startswith(beginning):
            return StoreError(sentence)
    return StoreError(f"The database gave up ({name}).")


def is_busy(error: BaseException) -> bool:
    """Whether another process kept the database locked all the time that we waited."""
    cause = error.orig if isinstance(error, sa.exc.DBAPIError) else error
    return str(getattr(cause, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))


@contextmanager
def plainly() -> Iterator[None]:
    """Let database errors out as StoreError."""
    try:
        yield
    except (sqlite3.Error, sa.exc.DBAPIError) as error:
        raise plain(error) from error
