"""The door itself: python-telegram-bot's Application, from an update to a turn to a delivery."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable
from contextlib import ExitStack, suppress
from html import escape
from typing import Any

from telegram import Bot
from telegram.error import InvalidToken, TelegramError
from telegram.ext import Application, ApplicationBuilder, TypeHandler

from bot.app.ports import StoreError
from bot.app.service import Handvat
from bot.app.types import Delivery, Envelope
from bot.doors.telegram.arriving import (
    ALLOWED,
    JSON,
    MEETING,
    Arrived,
    Asked,
    Found,
    Kept,
    Left,
    Moved,
    Stray,
    understood,
)
from bot.doors.telegram.beside import Beside
from bot.doors.telegram.carrying import Carriers
from bot.doors.telegram.grouping import InGroups
from bot.doors.telegram.hushed import hush, told
from bot.doors.telegram.intake import InOrder, Intake, Taken
from bot.doors.telegram.inviting import keep_inviting
from bot.doors.telegram.line import Line, Listening, Pace, Sending
from bot.doors.telegram.menus import set_menus
from bot.settings import SettingsRefused
from flows.practice.sharing import OPENS
from flows.types import Edited, Reading, Said

RECONNECT = 10.0  # seconds, the longest between two tries to reach Telegram at start
SHOWN_FAILURES = 2  # a lost race is tried again quietly, a full disk is told
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
REFUSED = (
    "Telegram does not accept the token in HANDVAT_TELEGRAM_TOKEN: "
    "copy it again from @BotFather, and look at HANDVAT_TELEGRAM_API_URL if that is set."
)
log = logging.getLogger("handvat.telegram")


class TelegramRefused(SettingsRefused):
    """Telegram does not accept the token; the message is one sentence for the operator."""


class TelegramDoor:
    """Handvat on Telegram, by polling.

    ``base_url`` is a Bot API server of one's own. ``replays`` is for the holder of the database
    lock: what was received or not delivered before a restart is taken up again. Without ``notes``
    nothing about a household is taken in or shown here. The first of ``languages`` is for
    everybody whose phone has none of them.
    """

    def __init__(
        self,
        handvat: Handvat,
        token: str,
        base_url: str | None = None,
        *,
        replays: bool = True,
        notes: bool = True,
        languages: tuple[str, ...] = ("nl",),
        pace: Pace | None = None,
    ) -> None:
        if not _TOKEN.fullmatch(token):
            raise TelegramRefused(REFUSED)
        hush(token)
        self.handvat = handvat
        self.replays = replays
        self.notes = notes
        self.languages = languages
        self.pace = pace or Pace()
        self._stopping = asyncio.Event()
        self._refused = asyncio.Event()
        self._beside = Beside("something beside the turns failed")
        self._open = ExitStack()
        self._intake = Intake(handvat, self._understood, self._refuse)
        listening = Listening(self._refused, self.pace.answer, self._intake.take_in)
        self._app = _application(token, base_url, self._intake, self.pace, listening)
        self._app.add_handler(TypeHandler(Taken, self._handle))
        self._line = Line(self.pace)
        self._carriers = Carriers(handvat, self._bot, self._line)
        self._groups = InGroups(handvat, self._bot, self._line, self._carriers, languages[0], notes)

    @property
    def _bot(self) -> Bot:
        bot: Bot = self._app.bot
        return bot

    async def run(self, stop: asyncio.Event) -> None:
        """Be open until ``stop`` is set; `TelegramRefused` when the token is not accepted."""
        ends = [asyncio.create_task(event.wait()) for event in (stop, self._refused)]
        opened = asyncio.create_task(self.start())
        try:
            await asyncio.wait((*ends, opened), return_when=asyncio.FIRST_COMPLETED)
            if opened.done():
                opened.result()
                await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (*ends, opened):
                task.cancel()
            await asyncio.gather(*ends, opened, return_exceptions=True)
            await self.stop()
        if self._refused.is_set():
            raise TelegramRefused(REFUSED)

    async def start(self) -> None:
        """Reach Telegram, however long that takes, take up what was left, and begin to listen."""
        try:
            await self._reach(self._app.initialize)
            await self._app.start()
            self._open.enter_context(
                self.handvat.watchers.listening(self._groups.changed, shows=True)
            )
            if self.replays:
                await self._take_up()
            if self._app.updater:
                await self._app.updater.start_polling(
                    allowed_updates=ALLOWED, bootstrap_retries=-1, error_callback=trouble
                )
        except InvalidToken:
            raise TelegramRefused(REFUSED) from None
        self._beside.begin(self._groups.keep_time(self.pace.tick, self._stops_within))
        renderer = self.handvat.renderer
        renderer.links["group"] = f"https://t.me/{self._bot.username}?startgroup={MEETING}"
        renderer.links["telegram"] = f"https://t.me/{self._bot.username}?start={OPENS}"
        if self.replays:
            every, stops = self.pace.inviting, self._stops_within
            self._beside.begin(keep_inviting(self.handvat, self._carriers, every, stops))
        self._beside.begin(set_menus(self._bot, self._line, renderer, self.languages, self.notes))

    async def stop(self) -> None:
        """Listen no more, finish what was begun, and leave the rest for the next start."""
        self._stopping.set()
        if self._app.updater and self._app.updater.running:
            try:
                await self._app.updater.stop()
            except Exception as error:  # noqa: BLE001  (what ended its polling comes out again)
                log.warning("the polling had ended: %s", told(error))
        if self._app.running:
            await self._app.stop()
        self._open.close()
        await asyncio.gather(
            self._carriers.close(self.pace.ending),
            self._groups.close(self.pace.ending),
            self._beside.close(self.pace.ending),
        )
        await self._app.shutdown()
        await self._bot.shutdown()

    # Coming in

    def _understood(self, update: JSON) -> Found | None:
        return understood(update, self._bot.username, self.languages)

    def _refuse(self, arrived: Kept) -> None:
        """It could not be written down, so Telegram still has it and delivers it again."""
        self._tell(arrived, "waits")

    async def _take_up(self) -> None:
        """What was not delivered goes first, then what was received and not handled."""
        try:
            for delivery in await self.handvat.undelivered("telegram"):
                self._carriers.bring(delivery)
            await self._groups.take_up()
            await self._intake.again()
        except Exception as error:  # noqa: BLE001  (the edge: the door opens all the same)
            log.error("what was left could not be taken up: %s", told(error))

    async def _handle(self, update: Taken, _: object) -> None:
        """Handle one update to its end. While the door closes it stays in the inbox."""
        if self._stopping.is_set():
            return
        found, number = update.found, update.update_id
        try:
            if isinstance(found, Asked):
                shown = await self.handvat.one_question(found.language)
                self._carriers.say(found.chat, shown.text, found.topic)
            elif isinstance(found, Arrived | Stray) and found.query:
                self._beside.begin(self._answer(found.query))
            if isinstance(found, Kept) and not await self._taken(number, found):
                await self._intake.done(number)
        except Exception as error:  # noqa: BLE001  (the edge: what fails so is not tried again)
            log.error("update %d was given up: %s", number, told(error))
            await self._intake.done(number)

    async def _taken(self, update_id: int, arrived: Kept) -> bool:
        """Take the turn; False when there is none in the end, and that was said.

        While the storage cannot, the person's later updates wait, so that nothing is kept in
        another order. When the door closes meanwhile it stays in the inbox.
        """
        for failures, wait in enumerate((*self.pace.storing, None), 1):
            try:
                delivery = await self._turn(update_id, arrived)
            except StoreError as error:
                log.error("update %d could not be stored: %s", update_id, told(error))
            except Exception as error:  # noqa: BLE001  (the edge)
                where = await self._whereabouts(arrived)
                log.error("update %d failed in %s: %s", update_id, where, told(error))
                self._tell(arrived, "trouble")
                return False
            else:
                self._intake.handled(update_id)
                if delivery and isinstance(arrived, Arrived):
                    self._carriers.bring(delivery, arrived.tapped)
                return True
            if failures == SHOWN_FAILURES and wait is not None:
                self._tell(arrived, "waits")
            if wait is not None and await self._stops_within(wait):
                return True
        self._tell(arrived, "full")
        return False

    async def _turn(self, update_id: int, arrived: Kept) -> Delivery | None:
        if not isinstance(arrived, Arrived):
            await self._groups.turn(update_id, arrived)
            return None
        given = arrived.input
        reading = self.handvat.read(given.text) if isinstance(given, Said | Edited) else Reading()
        return await self.handvat.turn(
            Envelope(
                "telegram",
                arrived.login,
                str(update_id),
                given,
                reading,
                arrived.language,
                self.notes,
                received=update_id,
            )
        )

    async def _answer(self, query: str) -> None:
        """Let the phone stop waiting for its tap. A tap of long ago cannot be answered any more."""
        with suppress(TelegramError):
            await self._line.send(None, lambda: self._bot.answer_callback_query(query))

    # Going out

    def _tell(self, found: Kept, words: str) -> None:
        """One honest sentence outside a turn; none in a group for what nobody there did."""
        if isinstance(found, Moved | Left):
            return
        topic = None if isinstance(found, Arrived) else found.topic
        self._carriers.say(found.chat, escape(self.handvat.say(words, found.language)), topic)

    # The rest

    async def _reach(self, request: Callable[[], Awaitable[None]]) -> None:
        """Do this until Telegram can be reached; without network the other doors stay open."""
        wait = 0.5
        while True:
            try:
                return await request()
            except InvalidToken:
                raise
            except TelegramError as error:
                trouble(error)
            await asyncio.sleep(wait)
            wait = min(2 * wait, RECONNECT)

    async def _whereabouts(self, arrived: Kept) -> str:
        if not isinstance(arrived, Arrived):
            return "a group"
        try:
            return await self.handvat.whereabouts("telegram", arrived.login)
        except Exception:  # noqa: BLE001  (the edge: a failure is being logged already)
            return "an unknown state"

    async def _stops_within(self, wait: float) -> bool:
        """Wait so many seconds; True when the door is closed first."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), wait)
        return self._stopping.is_set()


def trouble(error: TelegramError) -> None:
    """Telegram cannot be reached, or another process listens with this token; tried again."""
    log.warning("no updates from Telegram (%s); trying again", type(error).__name__)


def _application(
    token: str, base_url: str | None, intake: Intake, pace: Pace, listening: Listening
) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = ApplicationBuilder().token(token).update_queue(intake).job_queue(None)
    builder = builder.concurrent_updates(InOrder()).get_updates_request(listening)
    builder = builder.request(Sending(pace.answer))
    if base_url:
        url = base_url.rstrip("/")
        builder = builder.base_url(f"{url}/bot").base_file_url(f"{url}/file/bot")
    return builder.build()
