"""The command menu that Telegram shows beside the text field, and in groups."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
)
from telegram.error import TelegramError

from bot.app.rendering import Renderer
from bot.doors.telegram.arriving import PANELS
from bot.doors.telegram.hushed import told
from bot.doors.telegram.line import Line
from flows.desk.notes import keeps_nothing
from flows.desk.sitting import COMMANDS

log = logging.getLogger("handvat.telegram")


async def set_menus(
    bot: Bot, line: Line, renderer: Renderer, languages: tuple[str, ...], notes: bool
) -> None:
    """Set the menus in every language, and in the first for phones with none of them.

    Without ``notes`` only what keeps nothing is in it. In a group there are few.
    """
    for code in (None, *languages):
        labels = renderer.labels(f"{code or languages[0]}/words.yaml")["commands"]
        private = [name for name in labels if notes or keeps_nothing(COMMANDS[name])]
        await _set(bot, line, _menu(labels, private), BotCommandScopeAllPrivateChats(), code)
        here = renderer.labels(f"{code or languages[0]}/words.yaml")["commands_in_groups"]
        grouped = [name for name in here if notes or name not in PANELS]
        await _set(bot, line, _menu(here, grouped), BotCommandScopeAllGroupChats(), code)


def _menu(labels: Mapping[str, str], names: Iterable[str]) -> list[BotCommand]:
    return [BotCommand(name, labels[name]) for name in names]


async def _set(
    bot: Bot, line: Line, menu: list[BotCommand], scope: BotCommandScope, code: str | None
) -> None:
    try:
        await line.send(None, lambda: bot.set_my_commands(menu, scope, code))
    except TelegramError as error:
        log.warning("a command menu was not set: %s", told(error))
