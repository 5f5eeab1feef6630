"""A Telegram in memory: python-telegram-bot's own request interface, with the phones behind it.

Nothing goes over a network and nothing waits; what a request would carry is still made into JSON
and back, for every bot alike. Updates are fetched by the real polling of python-telegram-bot.
"""

from __future__ import annotations

import asyncio
import json
from itertools import count
from typing import Any, TypeAlias

from telegram._utils.defaultvalue import DEFAULT_NONE
from telegram._utils.types import ODVInput
from telegram.request import BaseRequest, RequestData

from tests.benchmarks.script import Step

JSON: TypeAlias = dict[str, Any]
TOKEN = "7700000001:handvathandvathandvathandvathandvat"
BOT = {"id": 7_700_000_001, "is_bot": True, "first_name": "Handvat", "username": "handvat_bot"}
MOST = 100  # updates in one answer to getUpdates
SHOWS = ("sendMessage", "editMessageText")
NUMBERS = count(1)  # of updates, messages and taps: a bot never sees one again, whatever its wire


class Wire(BaseRequest):
    """The way to Telegram and back. ``strict`` says that people only press what they see."""

    def __init__(self, *, strict: bool = False) -> None:
        self.strict = strict
        self._phones: dict[int, Phone] = {}
        self._waiting: list[JSON] = []
        self._arrived = asyncio.Event()

    def phone(self, number: int) -> Phone:
        """The phone of this person."""
        if number not in self._phones:
            self._phones[number] = Phone(self, number)
        return self._phones[number]

    def bring(self, kind: str, content: JSON) -> None:
        """Queue an update for the bot."""
        self._waiting.append({"update_id": next(NUMBERS), kind: content})
        self._arrived.set()

    @property
    def read_timeout(self) -> float | None:
        """Seconds; nothing here takes any."""
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,
        connect_timeout: ODVInput[float] = DEFAULT_NONE,
        pool_timeout: ODVInput[float] = DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Answer one request of a bot."""
        name = url.rpartition("/")[2]
        given = request_data.json_parameters if request_data else {}
        if name == "getUpdates":
            result: object = await self._updates(wait=given.get("timeout", "0") != "0")
        elif name == "getMe":
            result = BOT
        elif name in SHOWS:
            result = self._phones[int(given["chat_id"])].shows(given)
        else:
            result = True
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def _updates(self, *, wait: bool) -> list[JSON]:
        if wait and not self._waiting:
            self._arrived.clear()
            await self._arrived.wait()
        given, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        return given


class Phone:
    """One person with the bot's newest panel before them."""

    def __init__(self, wire: Wire, number: int) -> None:
        self._wire = wire
        self._chat = {"id": number, "type": "private", "first_name": "Sanne"}
        self._user = {"id": number, "is_bot": False, "first_name": "Sanne", "language_code": "nl"}
        self._panel: JSON = {}
        self._shown = asyncio.Event()

    async def take(self, step: Step) -> None:
        """Press or type, and wait until the bot shows something."""
        self._shown.clear()
        if step.action:
            query = {"id": str(next(NUMBERS)), "from": self._user, "chat_instance": "1"}
            query |= {"data": self._value(step.action), "message": self._panel}
            self._wire.bring("callback_query", query)
        else:
            self._wire.bring("message", self._message(self._user, step.text))
        await self._shown.wait()

    def shows(self, given: dict[str, str]) -> JSON:
        """The bot shows a message, or another text in one that is there; gives it as it stands."""
        message = self._message(BOT, given["text"], int(given.get("message_id", 0)))
        if "reply_markup" in given:
            message["reply_markup"] = json.loads(given["reply_markup"])
        self._panel = message
        self._shown.set()
        return message

    def _value(self, action: str) -> str:
        """The value of the button with this action; a bot that is not strict gets the action."""
        for row in self._panel.get("reply_markup", {}).get("inline_keyboard", ()):
            for button in row:
                value: str = button["callback_data"]
                if value.partition(".")[2] == action:
                    return value
        if self._wire.strict:
            raise LookupError(f"The script no longer fits: no {action} on {self._panel}")
        return action

    def _message(self, sender: JSON, text: str, number: int = 0) -> JSON:
        message = {"message_id": number or next(NUMBERS), "from": sender, "chat": self._chat}
        message |= {"date": 1_793_700_000, "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        return message
