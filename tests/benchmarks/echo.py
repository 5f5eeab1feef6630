"""A bare echo: python-telegram-bot's `Application` that says back what it got and keeps nothing.

One request an update, also for a tap; nobody can do less.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from telegram import Message, Update
from telegram.ext import Application, ApplicationBuilder, TypeHandler

from tests.benchmarks.contending import Contender
from tests.benchmarks.wire import TOKEN, Wire

App = Application[Any, Any, Any, Any, Any, Any]


@asynccontextmanager
async def echo() -> AsyncIterator[Contender]:
    """The echo, listening."""
    wire = Wire()
    app = ApplicationBuilder().token(TOKEN).request(wire).get_updates_request(wire).build()
    app.add_handler(TypeHandler(Update, say_back))
    async with listening(app):
        yield Contender(wire.phone, app.update_queue.join)


async def say_back(update: Update, _: object) -> None:
    """Say it back."""
    query, message = update.callback_query, update.effective_message
    if isinstance(message, Message):
        await message.reply_text((query.data if query else message.text) or "")


@asynccontextmanager
async def listening(app: App) -> AsyncIterator[None]:
    """The application with its updater polling."""
    async with app:
        await app.start()
        if app.updater is None:
            raise TypeError("an application without an updater")
        await app.updater.start_polling()
        try:
            yield
        finally:
            await app.updater.stop()
            await app.stop()
