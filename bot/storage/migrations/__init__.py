"""Alembic's scripts; run by `bot.storage.migrate` when the storage is opened."""
