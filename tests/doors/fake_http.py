"""The HTTP side of the fake Bot API: a server in a thread on loopback, and reading a request."""

import asyncio
import json
import socket
import threading
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.requests import Request
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.doors.fake_chats import Document
from tests.doors.fake_telegram_rules import bad_request


@dataclass(frozen=True)
class Call:
    """One request: the method in lower case, its parameters as text, and the uploaded files."""

    method: str
    parameters: dict[str, str] = field(default_factory=dict)
    files: dict[str, Document] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """A parameter as text, "" when it is not there."""
        return self.parameters.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """A parameter as a number; what is not a number counts as not there, as at Telegram."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def flag(self, name: str) -> bool:
        """A parameter as yes or no."""
        return self.text(name).lower() in ("true", "yes", "1")

    def json(self, name: str) -> Any:  # noqa: ANN401
        """A parameter that is JSON, None when it is not there."""
        try:
            return json.loads(self.text(name)) if self.text(name) else None
        except ValueError:
            raise bad_request(f"can't parse {name} JSON object") from None


async def read_call(request: Request, method: str) -> Call:
    """The parameters and files of a request, in any of the forms in which Telegram takes them."""
    parameters = dict(request.query_params)
    files: dict[str, Document] = {}
    if request.headers.get("content-type", "").startswith("application/json"):
        for name, value in (await request.json()).items():
            parameters[name] = value if isinstance(value, str) else json.dumps(value)
    async with request.form() as form:
        for name, part in form.items():
            if isinstance(part, str):
                parameters[name] = part
            else:
                mime = part.content_type or "application/octet-stream"
                files[name] = Document(part.filename or "", mime, await part.read())
    return Call(method.lower(), parameters, files)


class LoopbackServer:
    """uvicorn in a thread of its own, on a free port of 127.0.0.1.

    Requests may come as soon as this exists: the socket listens before the thread has started.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._transports: dict[tuple[str, int], asyncio.Transport] = {}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        config = uvicorn.Config(
            app,
            http=_abortable(self._transports),
            ws="none",
            lifespan="off",
            loop="asyncio",
            log_config=None,
            access_log=False,
            timeout_keep_alive=600,
        )
        self._server = _Server(config)
        self._thread = threading.Thread(
            target=self._server.run, args=([self._socket],), name="fake-bot-api", daemon=True
        )
        self._thread.start()

    async def abort(self, request: Request) -> None:
        """Break the connection of this request without an answer."""
        client = request.client
        transport = self._transports.get((client.host, client.port)) if client else None
        if transport is not None:
            transport.abort()
        await gone(request)

    def stop(self) -> None:
        """Stop listening, break what is still open, and wait for the thread."""
        self._server.stop()
        self._thread.join(timeout=5)


async def gone(request: Request) -> None:
    """Wait until the client of this request has closed its connection."""
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _abortable(transports: dict[tuple[str, int], asyncio.Transport]) -> type[H11Protocol]:
    class Abortable(H11Protocol):
        """uvicorn's protocol, which also remembers the connection, so that a test can break it."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            # asyncio does this only for a socket that says it is TCP, which create_server's does
            # not; without it every answer waits 40 ms for the client's delayed acknowledgement
            transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self.client:
                transports[self.client] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            if self.client:
                transports.pop(self.client, None)
            super().connection_lost(exc)

    return Abortable


class _Server(uvicorn.Server):
    """uvicorn that stops at once when asked: every test starts and stops one.

    uvicorn itself looks ten times a second whether it must stop, and then is polite to its clients.
    """

    _loop: asyncio.AbstractEventLoop | None = None
    _stopped: asyncio.Event

    async def main_loop(self) -> None:
        await self.on_tick(0)
        self._stopped = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        if not self.should_exit:
            await self._stopped.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for server in self.servers:
            server.close()
        for listening in sockets or []:
            listening.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        if self.server_state.tasks:
            await asyncio.wait(self.server_state.tasks, timeout=1)

    def stop(self) -> None:
        self.should_exit = True
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._stopped.set)
