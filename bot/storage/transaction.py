"""One transaction as the rooms of the unit share it: statements, keys, and what follows commit."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from typing import Any

from bot.storage.engine import Prepared
from bot.storage.keys import KeyStore
from flows.types import Desk

Row = tuple[Any, ...]


class Transaction:
    """What one job does to the database. It ends with its job and is never used after it."""

    def __init__(self, driver: sqlite3.Connection, keys: KeyStore) -> None:
        self.driver = driver
        self._keys = keys
        self.made: list[str] = []  # keys that are settled after the commit
        self._days: dict[str, str] = {}  # the key of each day, as it was looked up here
        self._desks: dict[str, Desk] = {}  # by seat, as they were read or saved here
        self._hooks: list[Callable[[], None]] = []

    def one(self, statement: Prepared, **values: object) -> Row | None:
        """The first row, or None."""
        row: Row | None = statement.on(self.driver, values).fetchone()
        return row

    def all(self, statement: Prepared, **values: object) -> list[Row]:
        """Every row."""
        return statement.on(self.driver, values).fetchall()

    def change(self, statement: Prepared, **values: object) -> int:
        """Insert, update or delete; returns how many rows it touched."""
        return statement.on(self.driver, values).rowcount

    def add(self, statement: Prepared, **values: object) -> int:
        """Insert one row into a table that numbers its rows; returns the number."""
        number = statement.on(self.driver, values).lastrowid
        return number if number is not None else 0

    def change_each(self, statement: Prepared, rows: Iterable[dict[str, object]]) -> None:
        """The same change for every row."""
        statement.on_each(self.driver, list(rows))

    def after_commit(self, hook: Callable[[], None]) -> None:
        """Have this done once the commit is on disk and before the awaiter hears of it.

        A hook that raises comes out at the awaiter although the transaction is kept, so it must be
        something that the next start does again: destroying or settling a key.
        """
        self._hooks.append(hook)

    def committed(self) -> None:
        """Run the hooks; called by the writer alone."""
        for hook in self._hooks:
            hook()
