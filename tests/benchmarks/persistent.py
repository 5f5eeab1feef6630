"""The frame everybody starts from: a ConversationHandler of the same size that loses nothing.

It has Handvat's states and moves, taken from the same tables, a keyboard as large, and keeps a
person's lines in ``user_data``. After every update PicklePersistence writes once, which is as often
as needed to lose nothing and no more (its default would write two or three times). It has no
encryption, no inbox and no outbox, and does not wait for the disk.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.constants import ParseMode
from telegram.ext import (
    Application,
    ApplicationBuilder,
    BaseHandler,
    CallbackContext,
    CallbackQueryHandler,
    CommandHandler,
    ConversationHandler,
    MessageHandler,
    PersistenceInput,
    PicklePersistence,
    filters,
)
from telegram.warnings import PTBUserWarning

from flows.clarification.table import CLARIFICATION
from flows.desk.sitting import COMMANDS
from flows.desk.table import DESK
from flows.machine import ANYWHERE, Flow
from tests.benchmarks.contending import Contender
from tests.benchmarks.echo import listening
from tests.benchmarks.script import LINES
from tests.benchmarks.wire import TOKEN, Wire

Context = CallbackContext[Any, Any, Any, Any]
Handler = BaseHandler[Update, Context, object]
Callback = Callable[[Update, Context], Coroutine[Any, Any, str]]
NAME = "gesprek"
BUTTONS = 12
HOME = "desk.home"


class Persisting(Application[Any, Any, Any, Any, Any, Any]):
    """Writes what an update changed before it takes the next one."""

    async def process_update(self, update: object) -> None:
        """Process it, then write."""
        await super().process_update(update)
        await self.update_persistence()
        if self.persistence:
            await self.persistence.flush()


@asynccontextmanager
async def persistent(folder: Path, stored: int) -> AsyncIterator[Contender]:
    """The bot with so many people stored, listening."""
    wire = Wire()
    kept = PicklePersistence(
        folder / "conversations.pickle",
        PersistenceInput(bot_data=False, chat_data=False, callback_data=False),
        on_flush=True,
        update_interval=86_400,
    )
    people = range(1, stored + 1)
    kept.user_data = {number: {"alias": f"Merel {number}", "lines": [*LINES]} for number in people}
    kept.chat_data, kept.bot_data = {}, {}
    kept.conversations = {NAME: {(number, number): "story.telling" for number in people}}
    builder = ApplicationBuilder().token(TOKEN).request(wire).get_updates_request(wire)
    app = builder.application_class(Persisting).persistence(kept).build()
    app.add_handler(conversation_handler())
    async with listening(app):
        yield Contender(wire.phone, app.update_queue.join)


def conversation_handler() -> ConversationHandler[Context]:
    """Every state with its own moves, and the moves that can be made anywhere."""
    states: dict[object, list[Handler]] = {}
    anywhere: list[Handler] = [CommandHandler(name, move_to(HOME)) for name in COMMANDS]
    for flow, beginning in ((DESK, "desk."), (CLARIFICATION, "")):
        states |= {beginning + name: [] for name in flow.states}
        _add(flow, beginning, states, anywhere)
    start: Handler = CommandHandler("start", move_to(HOME))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBUserWarning)  # says that taps are not followed apart
        return ConversationHandler(
            [start],
            states,
            anywhere,
            allow_reentry=True,
            name=NAME,
            persistent=True,
        )


def _add(
    flow: Flow, beginning: str, states: dict[object, list[Handler]], anywhere: list[Handler]
) -> None:
    """The handlers of one table; what a guard would decide is left out, the first row counts."""
    seen: set[tuple[str, str]] = set()
    for row in flow.rows:
        sources = (row.source,) if isinstance(row.source, str) else row.source
        dest = None if row.dest is None else beginning + row.dest
        for source in sources:
            if (source, row.event) not in seen and row.event != "heard":
                seen.add((source, row.event))
                room = anywhere if source == ANYWHERE else states[beginning + source]
                room.append(_handler(beginning + row.event, dest))


def _handler(event: str, dest: str | None) -> Handler:
    where = move_to("story.telling" if dest == "desk.talking" else dest)
    if event == "told":
        return MessageHandler(filters.TEXT & ~filters.COMMAND, where)
    return CallbackQueryHandler(where, rf"{re.escape(event)}(:|$)")


def move_to(dest: str | None) -> Callback:
    """A callback that keeps a typed line, shows where that leads, and goes there."""

    async def moved(update: Update, context: Context) -> str:
        held = context.user_data if context.user_data is not None else {}
        state = held["state"] = dest or held.get("state", HOME)
        if (query := update.callback_query) is not None:
            await query.answer()
            await query.edit_message_text(
                shown(held, state), parse_mode=ParseMode.HTML, reply_markup=keyboard(state)
            )
        elif update.message:
            held["lines"] = [*held.get("lines", ()), update.message.text]
            await update.message.reply_text(
                shown(held, state), parse_mode=ParseMode.HTML, reply_markup=keyboard(state)
            )
        return state

    return moved


def shown(held: dict[str, Any], state: str) -> str:
    """A screen."""
    lines = "\n".join(f"✓ {line}" for line in held.get("lines", ())[-3:])
    return f"<b>{held.get('alias', 'Merel')}</b> · {state}\n\n{lines}\n\n<b>Wat wilt u kwijt?</b>"


def keyboard(state: str) -> InlineKeyboardMarkup:
    """As many buttons as Handvat shows."""
    buttons = [InlineKeyboardButton(f"{state} {n}", callback_data=f"b{n}") for n in range(BUTTONS)]
    return InlineKeyboardMarkup([buttons[n : n + 2] for n in range(0, BUTTONS, 2)])
