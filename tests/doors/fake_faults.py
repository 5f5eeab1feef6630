"""The ways in which Telegram, or the road to it, lets a bot down; on command, so that tests can.

`FakeBotApi.fail_next` puts a fault in the queue here. Faults differ in the one thing that matters
to a bot that must not lose or double anything: whether the request took effect.
"""

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Literal, TypeAlias

from tests.doors.fake_telegram_rules import Refusal, bad_request, too_many_requests

Kind: TypeAlias = Literal["400", "403", "429", "500", "502", "drop_before", "drop_after", "timeout"]
"""What goes wrong. `drop_after` and `timeout` happen after the request took effect, the rest
instead of it: `drop_before` closes the connection, the numbers are answers with that code."""

AFTER_EFFECT: tuple[Kind, ...] = ("drop_after", "timeout")


class Dropped(Exception):
    """The connection breaks here and the client learns nothing.

    An `on_request` hook may raise it too: in phase "before" the request then has no effect.
    """


class Held(Exception):
    """The answer is held back until the client gives up waiting."""


@dataclass
class Fault:
    """One fault in waiting: which requests it meets, and how often it still strikes."""

    method: str
    kind: Kind
    times: int | None = 1
    chat_id: int | None = None
    retry_after: int = 1
    description: str = ""

    def meets(self, method: str, chat_id: int | None) -> bool:
        """Whether this fault is for a request of this method to this chat."""
        mine = self.method in ("*", method) and self.chat_id in (None, chat_id)
        return mine and (self.times is None or self.times > 0)

    def strike(self) -> None:
        """Raise what the client is to meet."""
        match self.kind:
            case "drop_before" | "drop_after":
                raise Dropped
            case "timeout":
                raise Held
            case "429":
                raise too_many_requests(self.retry_after)
            case "400":
                raise bad_request(self.description or "MESSAGE_ID_INVALID")
            case "403":
                raise Refusal(403, self.description or "Forbidden: bot was blocked by the user")
            case "500":
                raise Refusal(500, self.description or "Internal Server Error")
            case "502":
                raise Refusal(502, self.description or "Bad Gateway")


@dataclass
class Faults:
    """The faults in waiting, oldest first; the first that meets a request strikes it."""

    waiting: list[Fault] = field(default_factory=list)

    def take(self, method: str, chat_id: int | None) -> Fault | None:
        """The fault that meets this request, counted down; None when all is well."""
        for fault in self.waiting:
            if fault.meets(method, chat_id):
                if fault.times is not None:
                    fault.times -= 1
                return fault
        return None


@dataclass
class Pace:
    """How fast a bot may send: pairs of (messages, seconds) for a chat, a group, and in all.

    The values are Telegram's published ones. A test that only wants to see a 429 obeyed is quicker
    with `fail_next(…, "429")`; this one is for tests that a bot never provokes it.
    """

    chat: tuple[int, float] = (1, 1.0)
    group: tuple[int, float] = (20, 60.0)
    everything: tuple[int, float] = (30, 1.0)
    clock: Callable[[], float] = time.monotonic
    _sent: dict[int, deque[float]] = field(default_factory=dict)

    def check(self, chat_id: int) -> None:
        """Count one message to this chat, or refuse it with a 429; a refused one is not counted."""
        now = self.clock()
        windows = [(0, self.everything), (chat_id, self.group if chat_id < 0 else self.chat)]
        for key, (most, seconds) in windows:
            sent = self._sent.setdefault(key, deque())
            while sent and now - sent[0] >= seconds:
                sent.popleft()
            if len(sent) >= most:
                raise too_many_requests(max(1, ceil(sent[0] + seconds - now)))
        for key, _ in windows:
            self._sent[key].append(now)
