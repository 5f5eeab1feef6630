"""Bring the database to this version's tables, with Alembic from the package itself.

No ``alembic.ini`` is needed: the scripts are found beside this module, in a wheel too.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from bot.storage.refused import StorageRefused

VERSION_TABLE = "alembic_version"


def scripts() -> Config:
    """Alembic's configuration, made here."""
    config = Config()
    config.set_main_option("script_location", "bot.storage:migrations")
    config.set_main_option("path_separator", "os")
    return config


def newest() -> str:
    """The revision that this version brings a database to."""
    return ScriptDirectory.from_config(scripts()).get_current_head() or ""


def migrate(connection: sa.Connection) -> None:
    """Upgrade inside the transaction that is open; refuse what is newer, or not ours at all."""
    tables = sa.inspect(connection).get_table_names()
    config = scripts()
    if VERSION_TABLE in tables:
        known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
        found = connection.execute(sa.text(f"SELECT version_num FROM {VERSION_TABLE}")).scalars()  # noqa: S608
        if not set(found) <= known:
            raise StorageRefused(
                "The database was made by a newer version of Handvat: install that version."
            )
    elif tables:
        raise StorageRefused("The file is a database, but not one of Handvat.")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
