"""The path of one request to the fake Bot API: token, hook, faults, effect, answer.

Also the two ways in which updates leave: getUpdates, which waits and is interrupted by a newer one,
and the webhook.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

from tests.doors.fake_bot_methods import BotMethods
from tests.doors.fake_chats import Telegram
from tests.doors.fake_faults import AFTER_EFFECT, Dropped, Fault, Faults, Held, Pace
from tests.doors.fake_http import Call, LoopbackServer, gone, read_call
from tests.doors.fake_telegram_rules import JSON, Refusal
from tests.doors.fake_updates import Updates
from tests.doors.fake_webhook import deliver_by_webhook

LONGEST_POLL = 50
PACED = ("sendmessage", "senddocument", "editmessagetext", "editmessagereplymarkup")
WEBHOOK_ACTIVE = (
    "Conflict: can't use getUpdates method while webhook is active;"
    " use deleteWebhook to delete the webhook first"
)
OTHER_POLL = (
    "Conflict: terminated by other getUpdates request;"
    " make sure that only one bot instance is running"
)


@dataclass(frozen=True)
class Request:
    """One request of the bot, as the hook and `requests` see it.

    `number` counts all requests from 1 and `nth` those of this method; getUpdates comes as often
    as it likes, so a seeded point is steadier as the nth of a method. `method` is in lower case,
    `at` is a monotonic clock in seconds.
    """

    number: int
    nth: int
    method: str
    phase: Literal["before", "after"]
    parameters: dict[str, str]
    at: float

    @property
    def chat_id(self) -> int | None:
        """The chat that it is about, when it is about one."""
        value = self.parameters.get("chat_id", "")
        return int(value) if value.lstrip("-").isdigit() else None


class Exchange:
    """Takes the requests of one bot and answers them."""

    def __init__(self, bot: JSON, token: str) -> None:
        self.token = token
        self.telegram = Telegram(bot)
        self.updates = Updates(self.telegram)
        self.methods = BotMethods(self.telegram, self.updates)
        self.faults = Faults()
        self.pace: Pace | None = None
        """Set it to `Pace()` to have Telegram's own speed limits kept with a 429."""
        self.on_request: Callable[[Request], None] | None = None
        """Called in the server's thread before a request has effect and after it, before the
        answer. May kill the client's process, and may raise `Dropped` to break the connection."""
        self.requests: list[Request] = []
        """Every request with the right token, in order of arrival."""
        self.errors: list[Exception] = []
        """Bugs of the fake itself or of the hook; `stop()` raises the first."""
        self._counts: Counter[str] = Counter()
        self._busy = 0
        self._poll = 0
        self._stopping = False
        self._posting: asyncio.Task[None] | None = None
        paths = {"/bot{token}/{method}": self._serve, "/file/bot{token}/{path:path}": self._file}
        routes = [Route(path, end, methods=["GET", "POST"]) for path, end in paths.items()]
        self._http = LoopbackServer(Starlette(routes=routes))

    @property
    def base_url(self) -> str:
        """Such as http://127.0.0.1:40123; the bot's own base URL is this with `/bot` behind it."""
        return f"http://127.0.0.1:{self._http.port}"

    def stop(self) -> None:
        """Stop listening; raises what went wrong in the fake itself, so that it is not missed."""
        self._stopping = True
        self.telegram.changed()
        self._http.stop()
        if self.errors:
            raise self.errors[0]

    async def quiet(
        self,
        quiet: float = 0.1,
        timeout: float = 5.0,  # noqa: ASYNC109  (it says on failure what it waited for)
    ) -> None:
        """Wait until the bot acknowledged everything and asked nothing for `quiet` seconds.

        A bot that thinks longer than that between two requests looks quiet: wait for what you
        expect to see when you expect something, and use this to see that nothing came.
        """
        deadline = time.monotonic() + timeout
        with self.telegram.bell.listening() as rung:
            while True:
                rung.clear()
                busy = bool(self._busy or self.updates.pending)
                since = time.monotonic() - self.telegram.last_activity
                if not busy and since >= quiet:
                    return
                left = deadline - time.monotonic()
                if left <= 0:
                    waiting = f"{self._busy} requests, updates {self.updates.pending}"
                    raise AssertionError(f"not quiet after {timeout} s: {waiting}")
                with suppress(TimeoutError):
                    await asyncio.wait_for(rung.wait(), left if busy else min(left, quiet - since))

    async def _serve(self, http: HttpRequest) -> Response:
        try:
            call = await read_call(http, http.path_params["method"])
            return JSONResponse({"ok": True, "result": await self._answer(call, http)})
        except Refusal as refusal:
            return _refused(refusal)
        except Dropped:
            await self._http.abort(http)
        except Held:
            await self._hold(http)
        except ClientDisconnect:  # the bot was killed, or gave up, in the middle of its request
            return Response()
        except Exception as error:
            self.errors.append(error)
            raise
        return Response()

    async def _answer(self, call: Call, http: HttpRequest) -> object:
        if http.path_params["token"] != self.token:
            raise Refusal(401, "Unauthorized")
        if call.method != "getupdates" and not self.methods.knows(call.method):
            raise Refusal(404, "Not Found")
        request = self._noted(call)
        self._hook(request)
        fault = self.faults.take(call.method, request.chat_id)
        if fault and fault.kind not in AFTER_EFFECT:
            fault.strike()
        if call.method == "getupdates":
            return await self._get_updates(call, http, request, fault)
        self._busy += 1
        try:
            result = self._effect(call, request)
            self._hook(replace(request, phase="after"))
        finally:
            self._busy -= 1
            self.telegram.changed()
        if fault:
            fault.strike()
        return result

    def _noted(self, call: Call) -> Request:
        self._counts[call.method] += 1
        number, nth = len(self.requests) + 1, self._counts[call.method]
        request = Request(number, nth, call.method, "before", call.parameters, time.monotonic())
        self.requests.append(request)
        self.telegram.bell.ring()
        return request

    def _hook(self, request: Request) -> None:
        if self.on_request is not None:
            self.on_request(request)

    def _effect(self, call: Call, request: Request) -> object:
        if self.pace and call.method in PACED and request.chat_id is not None:
            self.pace.check(request.chat_id)
        result = self.methods.call(call)
        if call.method == "setwebhook" and self.telegram.webhook:
            posting = deliver_by_webhook(self.telegram, self.updates, self.telegram.webhook)
            self._posting = asyncio.create_task(posting)
        return result

    async def _get_updates(
        self, call: Call, http: HttpRequest, request: Request, fault: Fault | None
    ) -> list[JSON]:
        if self.telegram.webhook:
            raise Refusal(409, WEBHOOK_ACTIVE)
        if call.text("allowed_updates"):
            self.updates.allowed = call.json("allowed_updates")
        self.updates.acknowledge(call.integer("offset"))
        self._poll += 1
        self.telegram.bell.ring()
        limit = min(max(call.integer("limit", 100), 1), 100)
        seconds = min(max(call.integer("timeout"), 0), LONGEST_POLL)
        left = asyncio.create_task(self._leaving(http))
        poll = self._poll

        def look() -> list[JSON] | None:
            if left.done() or self._stopping:
                return []
            if self.telegram.webhook:
                raise Refusal(409, "Conflict: terminated by setWebhook request")
            if poll != self._poll:
                raise Refusal(409, OTHER_POLL)
            return self.updates.deliver(limit) or None

        try:
            updates = await self.telegram.bell.until(look, seconds) or []
        finally:
            left.cancel()
        self._hook(replace(request, phase="after"))
        if fault:
            fault.strike()
        if updates:
            self.updates.handed_over(updates)
        return updates

    async def _hold(self, http: HttpRequest) -> None:
        left = asyncio.create_task(self._leaving(http))
        await self.telegram.bell.until(lambda: left.done() or self._stopping or None, 3600)
        left.cancel()

    async def _leaving(self, http: HttpRequest) -> None:
        await gone(http)
        self.telegram.bell.ring()

    async def _file(self, http: HttpRequest) -> Response:
        if http.path_params["token"] != self.token:
            return _refused(Refusal(401, "Unauthorized"))
        file = self.telegram.files.get(http.path_params["path"].removeprefix("documents/"))
        if file is None:
            return _refused(Refusal(404, "Not Found"))
        return Response(file.content, media_type="application/octet-stream")


def _refused(refusal: Refusal) -> Response:
    if refusal.code == 502:  # made by the proxy before Telegram, so without JSON
        return HTMLResponse(f"<html><body>{refusal.description}</body></html>", 502)
    answer: JSON = {"ok": False, "error_code": refusal.code, "description": refusal.description}
    if refusal.parameters:
        answer["parameters"] = refusal.parameters
    return JSONResponse(answer, refusal.code)
