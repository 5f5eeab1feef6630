"""A Handvat whose pages are really served, with a meeting that people come into by a code.

It listens on two addresses of this computer: ``127.0.0.1``, where the private page answers, and
``127.0.0.2``, where only a meeting does, as it would on the network.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import Future
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import uvicorn

from bot.app.ports import Unit
from bot.app.rendering import Renderer
from bot.app.service import Handvat
from bot.doors.live import Live
from bot.doors.room.connections import Connection
from bot.settings import Settings
from bot.storage.store import open_store
from bot.wiring import listener, now, web_pages
from flows.intervision.types import (
    Meeting,
    OfferPass,
    Participant,
    SharedCopy,
    SharedTurn,
)
from flows.language.reading import WordReader
from flows.types import Desk
from tests.app.handvats import library
from tests.serving import free_port

R = TypeVar("R")
CODE, LEADER = "KMP479RTX", "CDF347HJK"
QUESTION = "Hoe blijf ik naast moeder staan zonder het over te nemen?"
TURNS = (
    SharedTurn(1, "Hoe is het hier thuis, met elkaar?", "Het komt altijd op mij neer.", "quoted"),
    SharedTurn(2, "Wie merkt dat?", "Niemand. Laat maar.", "quoted"),
)


@dataclass
class Room:
    """What is served, and the meeting that was begun."""

    handvat: Handvat
    loop: asyncio.AbstractEventLoop
    private: str
    open: str
    port: int
    closing: ExitStack
    live: Live

    def do(self, work: Coroutine[Any, Any, R]) -> R:
        """Run it where the application runs."""
        future: Future[R] = asyncio.run_coroutine_threadsafe(work, self.loop)
        return future.result(timeout=20)

    def begin(self, method: str, code: str = CODE, leader: str | None = LEADER) -> str:
        """A meeting about a copy of the person of the private page; gives its id."""
        return self.do(self.handvat.store.run(begin, method, code, leader, self.handvat.clock()))


def begin(unit: Unit, method: str, code: str, leader: str | None, at: datetime) -> str:
    """What a contributor does beforehand: share a copy, choose a method, make codes."""
    seat = unit.seat("web", "lokaal", at)
    copy = SharedCopy(f"kopie-{code}", "conversation", QUESTION, TURNS, at, at + timedelta(days=14))
    unit.share_copy(seat.person, copy, at)
    owner = Participant(1, seat.person, "Anouk", "contributor")
    meeting = Meeting(f"bijeenkomst-{code}", method, copy.id, people=(owner,), code=code)
    unit.begin_meeting(seat.person, meeting, at)
    unit.offer_pass(OfferPass(code, meeting.id, "participant"), at)
    if leader:
        unit.offer_pass(OfferPass(leader, meeting.id, "facilitator"), at)
    desk = unit.desk(seat) or Desk()
    unit.save_desk(seat, replace(desk, state="meeting", meeting=meeting.id), at)
    return meeting.id


@contextmanager
def room(folder: Path, clock: Callable[[], datetime] = now) -> Iterator[Room]:
    """Serve a Handvat whose data lies in this folder."""
    port = free_port()
    settings = Settings(
        f"sqlite:///{folder / 'handvat.db'}", folder / "handvat.key", "127.0.0.2", port
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    handvat = Handvat(
        open_store(settings.database_url, settings.key_file),
        library(),
        Renderer(),
        WordReader(library().content.words),
        clock,
    )
    live = Live(handvat.watchers)
    app = web_pages(handvat, settings, live)
    config = uvicorn.Config(
        app, http=Connection, log_level="error", ws="none", proxy_headers=False, lifespan="off"
    )
    server = uvicorn.Server(config)
    sockets = [listener(host, port) for host in ("127.0.0.1", "127.0.0.2")]
    private, beyond = f"http://127.0.0.1:{port}", f"http://127.0.0.2:{port}"
    served = Room(handvat, loop, private, beyond, port, ExitStack(), live)

    async def serve() -> None:
        server.config.load()
        server.lifespan = server.config.lifespan_class(server.config)
        await server.startup(sockets=sockets)

    async def stop() -> None:
        live.stop()
        await server.shutdown(sockets=sockets)
        await handvat.store.close()

    served.do(serve())
    try:
        with served.closing, handvat.watchers.listening(live.count):
            yield served
    finally:
        served.do(stop())
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


EPOCH = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
