"""Brings each chat what it is to see, one thing at a time and always the newest.

A turn is committed before anything is sent, with a row in the outbox. What cannot be brought now
keeps its row and goes along with the person's next panel, or again after a restart.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from html import escape
from typing import Any

from telegram import Bot, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.app.service import Handvat
from bot.app.types import Delivery, Document, DocumentRequest, ShownButton
from bot.doors.telegram.beside import finish
from bot.doors.telegram.hushed import told
from bot.doors.telegram.line import Line, Superseded, T
from bot.doors.telegram.splitting import parts_of

MOST_SHOWN = 10_000  # chats of which is remembered what they show
MOST_SENTENCES = 5  # that wait for one chat; a group that asks faster is not answered more
Keyboard = dict[str, Any]  # of a request to Telegram; empty when there are no buttons
PLAIN: dict[str, Any] = {"link_preview_options": {"is_disabled": True}}
GONE = "…"  # all that is left of a message that cannot be deleted
MEETING = "/meeting"  # stands behind the name of a panel that shows a meeting
log = logging.getLogger("handvat.telegram")


class Carrier:
    """Brings what is for one chat. It lives as long as there is something to bring."""

    def __init__(
        self, chat: int, handvat: Handvat, bot: Bot, line: Line, shown: dict[int, int]
    ) -> None:
        self.chat = chat
        self.handvat = handvat
        self.bot = bot
        self.line = line
        self._shown = shown  # of every chat: a mark of what its panel shows
        self._sentences: deque[tuple[str, int | None]] = deque()
        self._given: Delivery | None = None  # what to bring, when nothing came after it
        self._newer = False  # something is to be brought
        self._again = False  # the panel may show something else, because of others
        self._panel: int | None = None  # the message that shows the newest screen
        self._stale: set[int] = set()  # messages with buttons of older screens
        self._ended: set[int] = set()  # older screens of a meeting, which nobody keeps

    @property
    def has_work(self) -> bool:
        """Whether there is anything left to bring."""
        return bool(self._sentences or self._newer or self._again or self._stale or self._ended)

    def bring(self, delivery: Delivery, tapped: int | None = None, *, at_once: bool) -> None:
        """Bring this panel, or the newest by then; a tapped message that is not it is stale.

        ``at_once`` says that nothing is being brought now, so that nothing else settles its rows.
        """
        self._given = delivery if at_once and not self._newer else None
        self._newer = True
        if tapped is not None:
            self._stale.add(tapped)

    def redraw(self) -> None:
        """Show in the panel what others changed."""
        self._again = True

    def say(self, html: str, topic: int | None = None) -> None:
        """Send a sentence that belongs to no screen."""
        if len(self._sentences) < MOST_SENTENCES:
            self._sentences.append((html, topic))

    async def work(self) -> None:
        """Bring everything, the most urgent first. What goes wrong is logged and left."""
        while self.has_work:
            await self.line.turn(self.chat)  # waits first: what is sent then is the newest
            try:
                await self._next()
            except Superseded:
                self._newer = True
            except Exception as error:  # noqa: BLE001  (the edge)
                self._stale.clear()  # whoever got no new panel keeps the old one's buttons
                self._ended.clear()
                log.error("a delivery failed: %s", told(error))

    async def _next(self) -> None:
        if self._sentences:
            await self._say(*self._sentences.popleft())
        elif self._newer:
            self._newer, self._again, given, self._given = False, False, self._given, None
            delivery = given or await self.handvat.look("telegram", str(self.chat))
            if delivery.ids:
                await self._deliver(delivery)
        elif self._again:
            self._again = False
            await self._redraw(await self.handvat.look("telegram", str(self.chat)))
        elif self._ended:
            await self._take_away(self._ended.pop())
        else:
            await self._strip(self._stale.pop())

    async def _redraw(self, delivery: Delivery) -> None:
        """Edit the panel where it is; what waits to be brought is brought instead."""
        panel, parts = panel_of(delivery), parts_of(written(delivery))
        if delivery.ids:
            await self._deliver(delivery)
        elif panel is not None and len(parts) == 1:
            keyboard = keyboard_of(delivery.shown.rows)
            if self._shown.get(self.chat) != mark_of(panel, parts[0], keyboard):
                await self._edit(panel, parts[0], keyboard)

    async def _deliver(self, delivery: Delivery) -> None:
        """Show the panel, then its documents, and settle; whoever left gets nothing any more."""
        try:
            self._panel = await self._show(delivery)
            panel = f"{self.chat}/{self._panel}{MEETING if delivery.meeting else ''}"
            if delivery.documents:
                await self.handvat.settle(replace(delivery, ids=()), panel)
            for request in delivery.documents:
                await self._document(delivery, request)
        except (Forbidden, BadRequest) as error:
            if not has_left(error):
                raise
            log.warning("a person left; a delivery was settled without them")
            self._stale.clear()
            panel = None
        await self.handvat.settle_along(delivery, panel)

    async def _show(self, delivery: Delivery) -> int:
        """Edit the panel after a tap when it fits in one message, else send it below."""
        parts, keyboard = parts_of(written(delivery)), keyboard_of(delivery.shown.rows)
        panel = panel_of(delivery)
        if delivery.edits and panel is not None and len(parts) == 1:
            if await self._edit(panel, parts[0], keyboard):
                return panel
            panel = None
        for part in parts[:-1]:
            await self._send(part, {}, first=part is parts[0])
        shown = await self._send(parts[-1], keyboard, first=len(parts) == 1)
        self._remember(shown.message_id, parts[-1], keyboard)
        if panel is not None:
            (self._ended if shows_meeting(delivery) else self._stale).add(panel)
        return shown.message_id

    async def _edit(self, panel: int, html: str, keyboard: Keyboard) -> bool:
        """Whether the panel now shows this; it may be gone."""
        try:
            await self._first(
                lambda: self.bot.edit_message_text(
                    html,
                    chat_id=self.chat,
                    message_id=panel,
                    parse_mode=ParseMode.HTML,
                    api_kwargs=PLAIN | keyboard,
                )
            )
        except BadRequest as error:
            if "not modified" not in error.message.lower():
                return False
        self._remember(panel, html, keyboard)
        return True

    def _remember(self, panel: int, html: str, keyboard: Keyboard) -> None:
        """So that nothing is sent when others changed nothing that is seen here."""
        self._shown.pop(self.chat, None)
        self._shown[self.chat] = mark_of(panel, html, keyboard)
        if len(self._shown) > MOST_SHOWN:
            del self._shown[next(iter(self._shown))]

    async def _send(self, html: str, keyboard: Keyboard, *, first: bool) -> Message:
        def request() -> Coroutine[object, object, Message]:
            return self.bot.send_message(
                self.chat,
                html,
                parse_mode=ParseMode.HTML,
                api_kwargs=PLAIN | keyboard,
            )

        return await (self._first(request) if first else self.line.send(self.chat, request))

    async def _first(self, request: Callable[[], Awaitable[T]]) -> T:
        """A request that `work` waited for, and that something newer makes needless."""
        return await self.line.send(self.chat, request, waited=True, newer=lambda: self._newer)

    async def _document(self, delivery: Delivery, request: DocumentRequest) -> None:
        """Make and send one document; a conversation that was erased meanwhile has none."""
        try:
            made = await self.handvat.document(delivery.seat, request)
        except Exception as error:  # noqa: BLE001  (the edge: said to the person, and not made again)
            log.error("a document could not be made: %s", told(error))
            self.say(escape(self.handvat.say("trouble")))
            return
        if made is not None:
            await self.line.send(self.chat, lambda: self._file(made))

    def _file(self, made: Document) -> Coroutine[object, object, Message]:
        return self.bot.send_document(self.chat, made.content, filename=made.name)

    async def _say(self, html: str, topic: int | None) -> None:
        try:
            await self.line.send(
                self.chat,
                lambda: self.bot.send_message(
                    self.chat,
                    html,
                    parse_mode=ParseMode.HTML,
                    message_thread_id=topic,
                    api_kwargs=PLAIN,
                ),
                waited=True,
            )
        except TelegramError as error:
            log.warning("a sentence was not sent: %s", told(error))

    async def _strip(self, message: int) -> None:
        """Take the buttons of an older panel away; when that fails they are old buttons."""
        if message == self._panel:
            return
        try:
            await self.bot.edit_message_reply_markup(self.chat, message)
        except TelegramError as error:
            log.info("old buttons stay: %s", told(error))

    async def _take_away(self, message: int) -> None:
        """Take an older screen of a meeting away: what was brought in stays in nobody's chat.

        Telegram lets a bot delete a message for two days; after that it is emptied.
        """
        try:
            await self.bot.delete_message(self.chat, message)
        except BadRequest:
            await self._edit(message, GONE, {})


class Carriers:
    """A carrier for every chat that has something to be brought."""

    def __init__(self, handvat: Handvat, bot: Bot, line: Line) -> None:
        self._handvat = handvat
        self._bot = bot
        self._line = line
        self._busy: dict[int, tuple[Carrier, asyncio.Task[None]]] = {}
        self._shown: dict[int, int] = {}

    def bring(self, delivery: Delivery, tapped: int | None = None) -> None:
        """Bring this panel to its person; returns at once."""
        chat = int(delivery.seat.login)
        idle = chat not in self._busy
        self._carrier(chat).bring(delivery, tapped, at_once=idle)

    def redraw(self, chat: int) -> None:
        """Show somebody what others changed; returns at once."""
        self._carrier(chat).redraw()

    def say(self, chat: int, html: str, topic: int | None = None) -> None:
        """Send a sentence that belongs to no screen; returns at once."""
        self._carrier(chat).say(html, topic)

    async def close(self, patience: float) -> None:
        """Let what is being sent be sent; what takes longer goes again after a restart."""
        await finish({task for _, task in self._busy.values()}, patience)

    def _carrier(self, chat: int) -> Carrier:
        if chat not in self._busy:
            carrier = Carrier(chat, self._handvat, self._bot, self._line, self._shown)
            self._busy[chat] = carrier, asyncio.create_task(self._work(carrier))
        return self._busy[chat][0]

    async def _work(self, carrier: Carrier) -> None:
        try:
            await carrier.work()
        finally:
            del self._busy[carrier.chat]


def written(delivery: Delivery) -> str:
    """The whole panel: each notice once, a line each, and the screen below them."""
    notices = [escape(notice) for notice in dict.fromkeys(delivery.notices)]
    return "\n\n".join(each for each in ("\n".join(notices), delivery.shown.text) if each)


def keyboard_of(rows: tuple[tuple[ShownButton, ...], ...]) -> Keyboard:
    """The buttons under a panel, as Telegram reads them.

    python-telegram-bot's own buttons become the same in a third of a millisecond a panel, more than
    the whole request costs otherwise.
    """
    if not rows:
        return {}
    buttons = [[{"text": b.label, "callback_data": b.value} for b in row] for row in rows]
    return {"reply_markup": {"inline_keyboard": buttons}}


def mark_of(panel: int, html: str, keyboard: Keyboard) -> int:
    """What tells two panels apart, without keeping a word of them."""
    return hash((panel, html, str(keyboard)))


def panel_of(delivery: Delivery) -> int | None:
    """The message that is this seat's panel; a panel in another chat is none."""
    chat, _, message = (delivery.seat.panel or "").removesuffix(MEETING).partition("/")
    return int(message) if chat == delivery.seat.login and message.isdigit() else None


def shows_meeting(delivery: Delivery) -> bool:
    """Whether a meeting is on this seat's panel until now."""
    return (delivery.seat.panel or "").endswith(MEETING)


def has_left(error: TelegramError) -> bool:
    """Whether this person blocked the bot, or is no longer there."""
    return isinstance(error, Forbidden) or "chat not found" in error.message.lower()
