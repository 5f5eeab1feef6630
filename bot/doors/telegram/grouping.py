"""Meetings in group chats: what somebody does there, and who is shown what came of it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from html import escape

from telegram import Bot
from telegram.error import TelegramError

from bot.app.grouping import Binding, GroupAnswer, GroupTurn
from bot.app.groups import Groups
from bot.app.service import Handvat
from bot.doors.telegram.arriving import MEETING, Bound, Grouped, InGroup, Left, Moved
from bot.doors.telegram.beside import Beside
from bot.doors.telegram.carrying import Carriers
from bot.doors.telegram.hushed import told
from bot.doors.telegram.line import Line
from bot.doors.telegram.panels import Panels
from flows.types import Edited, Notice, Reading, Said

MOST_LIVE = 500  # meetings whose clocks are looked at; those that changed last
log = logging.getLogger("handvat.telegram")


class InGroups:
    """Takes turns in groups, and shows everybody on Telegram what changed in a meeting."""

    def __init__(
        self,
        handvat: Handvat,
        bot: Bot,
        line: Line,
        carriers: Carriers,
        language: str,
        notes: bool,
    ) -> None:
        self._handvat = handvat
        self._groups = Groups(handvat)
        self._bot = bot
        self._line = line
        self._notes = notes
        self._carriers = carriers
        self._panels = Panels(self._groups, bot, line, language)
        self._live: dict[str, None] = {}  # meetings that changed lately, the newest last
        self._beside = Beside("a meeting was not shown anew")

    async def take_up(self) -> None:
        """After a restart every panel is looked at: the clock ran on meanwhile."""
        for meeting in await self._groups.open():
            self._live[meeting] = None
            self._panels.begin(meeting)

    async def turn(self, update_id: int, found: InGroup) -> None:
        """Take one turn, and say what is to be said of it."""
        if not self._notes and isinstance(found, Bound | Grouped):
            await self._handvat.done(update_id)
            self._tell(found, GroupAnswer(Notice("notes_off")))
            return
        match found:
            case Moved(chat, old):
                await self._groups.moved(old, chat, update_id)
            case Left(chat):
                await self._groups.left(chat, update_id)
            case Bound():
                await self._bound(update_id, found)
            case Grouped():
                await self._grouped(update_id, found)

    async def _bound(self, update_id: int, found: Bound) -> None:
        asked = Binding(
            found.chat,
            found.topic,
            found.login,
            str(update_id),
            found.code,
            found.duo,
            update_id,
        )
        answer = await self._groups.turn(asked)
        if answer is None:
            return
        self._tell(found, answer)
        if answer.changed:
            self._panels.begin(answer.changed)
        if answer.old:
            self._beside.begin(self._panels.take_away(answer.old))

    async def _grouped(self, update_id: int, found: Grouped) -> None:
        given = found.input
        reading = self._handvat.read(given.text) if isinstance(given, Said | Edited) else Reading()
        answer = await self._groups.turn(
            GroupTurn(
                found.chat,
                found.login,
                str(update_id),
                found.meeting,
                given,
                reading,
                found.language,
                update_id,
            )
        )
        self._tell(found, answer or GroupAnswer())

    def _tell(self, found: Bound | Grouped, answer: GroupAnswer) -> None:
        """Answer a tap, or say one sentence in the group without a word of what was typed."""
        if isinstance(found, Grouped) and found.query:
            self._beside.begin(self._answer(found.query, answer, found.language))
        elif answer.said and not (isinstance(found, Grouped) and isinstance(found.input, Edited)):
            words = self._handvat.renderer.words(answer.said, found.language)
            self._carriers.say(found.chat, escape(words), found.topic)

    async def _answer(self, query: str, answer: GroupAnswer, language: str) -> None:
        """What the one who tapped sees for a moment, or the link that their phone opens."""
        said = self._handvat.renderer.words(answer.said, language) if answer.said else None
        link = f"https://t.me/{self._bot.username}?start={MEETING}{answer.code}"
        url = link if answer.code else None
        try:
            await self._line.send(
                None, lambda: self._bot.answer_callback_query(query, text=said, url=url)
            )
        except TelegramError as error:  # a tap of long ago cannot be answered any more
            log.info("a tap was not answered: %s", told(error))

    # Showing what changed

    def changed(self, meeting: str) -> None:
        """A meeting changed: its group's panel, and what its people have on their phones."""
        self._live.pop(meeting, None)
        self._live[meeting] = None
        if len(self._live) > MOST_LIVE:
            del self._live[next(iter(self._live))]
        self._panels.redraw(meeting)
        self._beside.begin(self._redraw(meeting))

    async def _redraw(self, meeting: str, *, leads: bool = False) -> None:
        for seat in await self._groups.looking(meeting, leads=leads):
            self._carriers.redraw(int(seat.login))

    async def keep_time(
        self, every: float, stops_within: Callable[[float], Awaitable[bool]]
    ) -> None:
        """Let the clocks in groups, and of who keeps time, run on until the door closes."""
        while not await stops_within(every):
            for meeting in self._panels.meetings:
                self._panels.redraw(meeting)
            for meeting in tuple(self._live):
                self._beside.begin(self._redraw(meeting, leads=True))

    async def close(self, patience: float) -> None:
        """Let what is being shown be shown; what takes longer is shown after a restart."""
        await asyncio.gather(self._panels.close(patience), self._beside.close(patience))
