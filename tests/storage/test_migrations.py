"""The migrations make the tables that the code speaks to, and so does a new database."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.storage.engine import engine_for, transaction
from bot.storage.migrate import migrate, newest
from bot.storage.store import HEAD
from bot.storage.tables import metadata
from tests.serving import environment
from tests.storage.places import Home


def shape_of(path: Path) -> dict[str, list[str]]:
    """Every table and index as SQLite keeps it, word by word."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {
            name: sorted(re.findall(r"\w+", sql))  # SQLAlchemy orders constraints as it likes
            for name, sql in rows
        }


def test_the_code_knows_the_newest_migration() -> None:
    assert newest() == HEAD


@pytest.fixture
def migrated(tmp_path: Path) -> Path:
    """A database that every migration went over, one after another."""
    with engine_for(tmp_path / "migrated.db").connect() as connection, transaction(connection):
        migrate(connection)
    return tmp_path / "migrated.db"


def test_alembic_sees_no_difference(migrated: Path) -> None:
    with engine_for(migrated).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def test_a_new_database_is_what_the_migrations_make(home: Home, migrated: Path) -> None:
    assert shape_of(migrated) == shape_of(home.database)


def test_a_new_database_is_at_the_newest_migration(home: Home) -> None:
    with closing(sqlite3.connect(home.database)) as database:
        assert database.execute("SELECT version_num FROM alembic_version").fetchall() == [(HEAD,)]


def test_a_new_database_needs_no_migrations_in_memory(tmp_path: Path) -> None:
    """They would stay there until the process ends: 12 MB of the 150."""
    opens = (
        "import sys; from pathlib import Path; from bot.storage.store import open_store;"
        "open_store('sqlite:///' + sys.argv[1], Path(sys.argv[2]));"
        "print('alembic' in sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", opens, str(tmp_path / "new.db"), str(tmp_path / "new.key")],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.strip() == "False"


def test_nobody_owns_a_conversation() -> None:
    columns = {column.name for table in metadata.tables.values() for column in table.columns}
    assert not {name for name in columns if "owner" in name}
