"""Alembic's environment: the connection and its transaction come from `bot.storage.migrate`."""

from __future__ import annotations

from alembic import context

from bot.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,  # SQLite changes a table by making it anew
    transactional_ddl=True,  # SQLite can, once nothing commits behind our back
)
with context.begin_transaction():
    context.run_migrations()
