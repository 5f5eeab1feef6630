"""The road to Telegram: at the pace it allows, obeying its "wait", and trying again when it breaks.

Telegram's limits: about one message a second in a chat, twenty a minute in a group, thirty a second
in all, and short bursts are let through (https://core.telegram.org/bots/faq, "My bot is hitting
limits"). A 429 says how long this chat must wait; other chats go on meanwhile.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from typing import Any, TypeVar

from telegram.error import BadRequest, NetworkError, RetryAfter
from telegram.request import HTTPXRequest

from bot.doors.telegram.arriving import JSON

os.environ.setdefault("PTB_TIMEDELTA", "true")  # python-telegram-bot warns at every 429 without
T = TypeVar("T")
DONE = b'{"ok": true, "result": true}'
OF_A_MESSAGE = ("message_id", "date", "chat")


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast and how patiently the door works. A limit is (so many at once, seconds for each
    one after that); the other values are seconds."""

    chat: tuple[int, float] = (3, 1.0)
    group: tuple[int, float] = (2, 3.6)  # 18 in any minute; 20 when it was started again in it
    everything: tuple[int, float] = (5, 0.04)
    answer: float = 10.0  # how long an answer of Telegram may take
    retries: tuple[float, ...] = (0.5, 1, 2, 4, 8, 15, 30, 60)  # between tries on a broken road
    storing: tuple[float, ...] = (0.05, 0.2, 1, 2, 4, 8, 15, 30, *(60,) * 14)  # on a full disk
    tick: float = 20.0  # between two looks at the clocks of meetings
    inviting: float = 900.0  # between two looks at who may be invited to practise again
    ending: float = 3.0  # how long what is being sent may take when the door closes


class Listening(HTTPXRequest):
    """The connection that asks for updates. What it brings is given to ``take_in`` first.

    So it is written down before python-telegram-bot has it and tells Telegram to forget it; an
    error of ``take_in`` leaves it with Telegram. It also notes when the token is no longer
    accepted, which ends the polling without a word to anybody.
    """

    def __init__(
        self,
        refused: asyncio.Event,
        answer: float,
        take_in: Callable[[list[JSON]], Awaitable[None]],
    ) -> None:
        super().__init__(connection_pool_size=1, read_timeout=answer, connect_timeout=answer)
        self._refused = refused
        self._take_in = take_in

    async def do_request(
        self,
        *given: Any,  # noqa: ANN401  (python-telegram-bot's affair)
        **named: Any,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """Do the request, look at what the server says of the token, and take the updates in."""
        code, payload = await super().do_request(*given, **named)
        if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND):
            self._refused.set()
        if code != HTTPStatus.OK:
            return code, payload
        answer = json.loads(payload)
        updates = answer.get("result")
        if not isinstance(updates, list) or not updates:
            return code, payload
        await self._take_in(updates)
        answer["result"] = [{"update_id": update["update_id"]} for update in updates]
        return code, json.dumps(answer).encode()


class Sending(HTTPXRequest):
    """The connection that sends. Telegram gives back every message that it sent or changed, whole;
    reading that costs more than sending it. So nothing is read but which message was sent."""

    def __init__(self, answer: float) -> None:
        super().__init__(connection_pool_size=256, read_timeout=answer, connect_timeout=answer)

    async def do_request(
        self,
        url: str,
        *given: Any,  # noqa: ANN401  (python-telegram-bot's affair)
        **named: Any,  # noqa: ANN401
    ) -> tuple[int, bytes]:
        """Do the request; that a message was changed is all there is to say of it."""
        code, payload = await super().do_request(url, *given, **named)
        changed = code == HTTPStatus.OK and url.rpartition("/")[2].startswith("editMessage")
        return code, DONE if changed else payload

    @staticmethod
    def parse_json_payload(payload: bytes) -> JSON:
        """An answer of Telegram, with a sent message cut to what says which one it is."""
        answer = HTTPXRequest.parse_json_payload(payload)
        sent = answer.get("result")
        if isinstance(sent, dict) and "message_id" in sent:
            answer["result"] = {name: sent[name] for name in OF_A_MESSAGE if name in sent}
        return answer


class Superseded(Exception):
    """While it waited to be tried again, something newer came that says it all."""


class Bucket:
    """One limit: gives out places in time."""

    def __init__(self, limit: tuple[int, float]) -> None:
        burst, self._each = limit
        self._slack = (burst - 1) * self._each
        self._taken_until = 0.0

    def reserve(self, now: float) -> float:
        """Take the next place; seconds to wait for it."""
        start = max(self._taken_until, now)
        self._taken_until = start + self._each
        return max(0.0, start - self._slack - now)

    def is_full(self, now: float) -> bool:
        """Whether a whole burst can be sent again, so that this bucket may be forgotten."""
        return self._taken_until <= now


class Line:
    """Every request to Telegram that counts for its limits goes through here."""

    def __init__(
        self,
        pace: Pace,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.pace = pace
        self._clock = clock
        self._sleep = sleep
        self._everything = Bucket(pace.everything)
        self._chats: dict[int, Bucket] = {}

    async def turn(self, chat: int) -> None:
        """Wait until one more message may be sent to this chat; a group's id is negative."""
        if chat not in self._chats:
            self._forget()
            limit = self.pace.group if chat < 0 else self.pace.chat
            self._chats[chat] = Bucket(limit)
        for bucket in (self._chats[chat], self._everything):
            if wait := bucket.reserve(self._clock()):
                await self._sleep(wait)

    async def send(
        self,
        chat: int | None,
        request: Callable[[], Awaitable[T]],
        *,
        waited: bool = False,
        newer: Callable[[], bool] = lambda: False,
    ) -> T:
        """Do this request, again and again if need be; ``waited`` is after a `turn` of its own.

        No ``chat`` is for what Telegram does not count. Raises `Superseded` when ``newer`` says so
        before it is tried again.
        """
        waits = iter(self.pace.retries)
        while True:
            if chat is not None and not waited:
                await self.turn(chat)
            waited = False
            try:
                return await request()
            except RetryAfter as limit:
                wait = seconds(limit.retry_after)
            except BadRequest:  # to python-telegram-bot a kind of network error
                raise
            except NetworkError:
                if (patience := next(waits, None)) is None:
                    raise
                wait = patience
            await self._sleep(wait)
            if newer():
                raise Superseded

    def _forget(self) -> None:
        """Forget the chats that were quiet, once in a while."""
        if len(self._chats) >= 10_000:
            now = self._clock()
            self._chats = {key: each for key, each in self._chats.items() if not each.is_full(now)}


def seconds(span: int | timedelta) -> float:
    """A time span of python-telegram-bot in seconds."""
    return span.total_seconds() if isinstance(span, timedelta) else float(span)
