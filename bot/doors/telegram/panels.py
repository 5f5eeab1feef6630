"""Keeps the one panel of each meeting in a group chat up to date, a message at a time.

However busy a group is, what is sent is what stands when its turn on the line comes; what was
overtaken meanwhile is not sent at all.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace

from telegram import Bot, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.app.groups import Groups
from bot.app.types import GroupChat, Shown
from bot.doors.telegram.beside import finish
from bot.doors.telegram.carrying import PLAIN, has_left, keyboard_of
from bot.doors.telegram.hushed import told
from bot.doors.telegram.line import Line, Superseded

log = logging.getLogger("handvat.telegram")


class Panels:
    """The panels of the meetings that have a group chat."""

    def __init__(self, groups: Groups, bot: Bot, line: Line, language: str) -> None:
        self._groups = groups
        self._bot = bot
        self._line = line
        self._language = language
        self._shown: dict[str, Shown | None] = {}  # of each meeting with a group: what is there now
        self._where: dict[str, GroupChat] = {}  # and the message it is, for when it is erased
        self._again: set[str] = set()  # changed since it was looked at
        self._busy: dict[str, asyncio.Task[None]] = {}

    @property
    def meetings(self) -> tuple[str, ...]:
        """The meetings that have a panel in a group."""
        return tuple(self._shown)

    def begin(self, meeting: str) -> None:
        """This meeting has a group chat from now on, or its panel is to be sent anew."""
        self._shown[meeting] = None
        self.redraw(meeting)

    def redraw(self, meeting: str) -> None:
        """The panel may have to show something else; returns at once."""
        if meeting not in self._shown:
            return
        self._again.add(meeting)
        if meeting not in self._busy:
            self._busy[meeting] = asyncio.create_task(self._work(meeting))

    async def take_away(self, old: GroupChat) -> None:
        """A panel that stands elsewhere in the chat from now on; when that fails it stays."""
        panel = old.panel
        if panel is None:
            return
        try:
            await self._line.send(None, lambda: self._bot.delete_message(old.chat, panel))
        except TelegramError as error:
            log.info("an old panel stays: %s", told(error))

    async def close(self, patience: float) -> None:
        """Let what is being sent be sent."""
        await finish(set(self._busy.values()), patience)

    async def _work(self, meeting: str) -> None:
        try:
            while meeting in self._again:
                self._again.discard(meeting)
                await self._bring(meeting)
        except Exception as error:  # noqa: BLE001  (the edge: the next change tries again)
            self._shown[meeting] = None
            log.error("a panel was not brought: %s", told(error))
        finally:
            del self._busy[meeting]

    async def _bring(self, meeting: str) -> None:
        """Wait for a place on the line, and show what stands then."""
        found = await self._groups.panel(meeting, self._language)
        if found and found[0].panel and found[1] == self._shown.get(meeting):
            return
        if found:
            await self._line.turn(found[0].chat)
            self._again.discard(meeting)
            found = await self._groups.panel(meeting, self._language)
        if found is None:
            await self._forget(meeting)
            return
        group, shown = found
        try:
            await self._show(group, shown)
        except Superseded:
            return
        except ChatMigrated as moved:
            await self._groups.moved(group.chat, moved.new_chat_id)
        except (Forbidden, BadRequest) as error:
            if not has_left(error):
                raise
            await self._groups.left(group.chat)
            self._shown.pop(meeting, None)
            self._where.pop(meeting, None)

    async def _forget(self, meeting: str) -> None:
        """There is nothing to show: it was erased, and what names its people goes with it."""
        self._shown.pop(meeting, None)
        if there := self._where.pop(meeting, None):
            await self.take_away(there)

    async def _show(self, group: GroupChat, shown: Shown) -> None:
        if group.panel is None or not await self._edit(group, group.panel, shown):
            sent = await self._send(group, shown)
            group = replace(group, panel=sent.message_id)
            await self._groups.sent(group)
        self._shown[group.meeting] = shown
        self._where[group.meeting] = group
        if not shown.rows:  # the last one: it is over
            await self._groups.over(group.meeting)
            del self._shown[group.meeting], self._where[group.meeting]

    async def _edit(self, group: GroupChat, panel: int, shown: Shown) -> bool:
        """Whether the panel now shows this; it may be gone."""
        try:
            await self._line.send(
                group.chat,
                lambda: self._bot.edit_message_text(
                    shown.text,
                    chat_id=group.chat,
                    message_id=panel,
                    parse_mode=ParseMode.HTML,
                    api_kwargs=PLAIN | keyboard_of(shown.rows),
                ),
                waited=True,
                newer=lambda: group.meeting in self._again,
            )
        except BadRequest as error:
            if has_left(error):
                raise
            return "not modified" in error.message.lower()
        return True

    async def _send(self, group: GroupChat, shown: Shown) -> Message:
        return await self._line.send(
            group.chat,
            lambda: self._bot.send_message(
                group.chat,
                shown.text,
                parse_mode=ParseMode.HTML,
                message_thread_id=group.topic,
                api_kwargs=PLAIN | keyboard_of(shown.rows),
            ),
            waited=group.panel is None,  # after an edit that failed it waits anew
        )
