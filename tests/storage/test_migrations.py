"""The migrations make the tables that the code speaks to, from nothing and inside the package."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.pool import NullPool

from bot.storage.engine import engine_for
from bot.storage.migrate import newest
from bot.storage.store import HEAD
from bot.storage.tables import metadata
from tests.storage.places import Home


def shape_of(path: Path) -> dict[str, list[str]]:
    """Every table and index as SQLite keeps it, word by word."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {
            name: sorted(re.findall(r"\w+", sql))  # SQLAlchemy orders constraints as it likes
            for name, sql in rows
            if name != "alembic_version"
        }


def test_the_code_knows_the_newest_migration() -> None:
    assert newest() == HEAD


def test_alembic_sees_no_difference(home: Home) -> None:
    engine = engine_for(home.database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_neither_is_there_one_that_alembic_does_not_see(home: Home, tmp_path: Path) -> None:
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'made.db'}", poolclass=NullPool)
    metadata.create_all(engine)
    assert shape_of(tmp_path / "made.db") == shape_of(home.database)


def test_nobody_owns_a_conversation() -> None:
    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    assert not {name for name in columns if "owner" in name}
