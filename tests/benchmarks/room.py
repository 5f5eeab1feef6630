"""From a contribution to every open page of a meeting: what a room of people waits for.

The real command serves in a process of its own. Fifty people come in by the code, each with a page
that follows; then each of them contributes once. The time runs from the moment a form is sent until
a page has heard that something changed, has fetched its own part, and has the words in it.
"""

from __future__ import annotations

import asyncio
import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from statistics import quantiles
from time import perf_counter
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from bot.storage.store import open_store
from bot.wiring import now
from tests.benchmarks.wire import JSON
from tests.doors.room_stage import CODE, LEADER, begin
from tests.serving import serving

PAGES = 50
METHOD = "vijf_stappen"
LATE = 20.0  # seconds after which a page is no longer waited for
MOVE = re.compile(rb'value="(\d+\.meet\.(?:start|next:\d+))"')


@dataclass
class Wire:
    """One kept connection of a browser to the pages of a meeting."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    host: str
    cookie: str = ""

    @classmethod
    async def to(cls, host: str, cookie: str = "") -> Wire:
        """Connect."""
        name, _, port = host.partition(":")
        reader, writer = await asyncio.open_connection(name, int(port))
        return cls(reader, writer, host, cookie)

    def send(self, method: str, path: str, body: bytes = b"") -> None:
        """Send a request."""
        head = (
            f"{method} {path} HTTP/1.1\r\nHost: {self.host}\r\nOrigin: http://{self.host}\r\n"
            f"Cookie: {self.cookie}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        self.writer.write(head.encode() + body)

    async def head(self) -> bytes:
        """The head of an answer."""
        return await self.reader.readuntil(b"\r\n\r\n")

    async def ask(self, method: str, path: str, **fields: str) -> tuple[bytes, bytes]:
        """One request and the whole of its answer: head and body."""
        self.send(method, path, urlencode(fields).encode() if fields else b"")
        head = await self.head()
        length = re.search(rb"content-length: (\d+)", head)
        return head, await self.reader.readexactly(int(length[1])) if length else b""


@dataclass
class Guest:
    """Somebody with one open page: a connection for what it asks, one for what it hears."""

    wire: Wire
    stream: Wire
    number: int = 0

    @classmethod
    async def join(cls, host: str, name: str, code: str = CODE) -> Guest:
        """Come in by the code, and follow."""
        wire = await Wire.to(host)
        form = {"arrival": uuid4().hex, "code": code, "name": name}
        head, _ = await wire.ask("POST", "/kamer", **form)
        found = re.search(rb"set-cookie: (kamer=[^;]+)", head)
        if found is None:
            raise RuntimeError(f"nobody came in: {head!r}")
        wire.cookie = found[1].decode()
        stream = await Wire.to(host, wire.cookie)
        stream.send("GET", "/kamer/live")
        await stream.head()
        return cls(wire, stream)

    async def contribute(self, text: str) -> None:
        """Send a text."""
        await self.wire.ask("POST", "/kamer/beurt", arrival=uuid4().hex, text=text)

    async def lead_on(self) -> None:
        """Press the button that goes on to the next round."""
        _, page = await self.wire.ask("GET", "/kamer")
        found = MOVE.search(page)
        if found is None:
            raise RuntimeError("there is no next round")
        value = found[1].decode()
        await self.wire.ask("POST", "/kamer/beurt", arrival=uuid4().hex, value=value)

    async def has(self, text: bytes) -> float:
        """When this page has these words: it fetches its part each time it hears of a change."""
        while True:
            line = await self.stream.reader.readline()
            if not line.startswith(b"data: ") or int(line[6:]) <= self.number:
                continue
            _, page = await self.wire.ask("GET", "/kamer")
            at = perf_counter()
            shown = re.search(rb'data-number="(\d+)"', page)
            self.number = int(shown[1]) if shown else self.number
            if text in page:
                return at


async def measured(host: str, pages: int) -> list[float]:
    """Milliseconds from each contribution to each page."""
    leader = await Guest.join(host, "Els", LEADER)
    guests = [await Guest.join(host, f"Gast {number}") for number in range(pages)]
    for _ in range(2):
        await leader.lead_on()
    took: list[float] = []
    for number, guest in enumerate(guests):
        text = f"Wat deed haar stem, {number:03d}?"
        others = [each.has(text.encode()) for each in guests if each is not guest]
        waiting = asyncio.gather(*others)
        since = perf_counter()
        await guest.contribute(text)
        ends = await asyncio.wait_for(waiting, LATE)
        took += [1000 * (end - since) for end in (*ends, await guest.has(text.encode()))]
    return took


async def prepared(folder: Path) -> None:
    """A meeting that waits for its people, in the data of the command to be started."""
    store = open_store(f"sqlite:///{folder / 'handvat.db'}", folder / "handvat.key")
    await store.run(begin, METHOD, CODE, LEADER, now())
    await store.close()


def room(pages: int = PAGES) -> JSON:
    """Time from a contribution to every page."""
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(prepared(Path(name)))
        with serving(Path(name), HANDVAT_HOST="127.0.0.2") as address:
            host = f"127.0.0.2:{urlsplit(address).port}"
            took = asyncio.run(measured(host, pages))
    cut = quantiles(took, n=100, method="inclusive")
    return {
        "pages": pages,
        "contributions": pages,
        "milliseconds_to_a_page": {
            "p50": round(cut[49], 1),
            "p99": round(cut[98], 1),
            "most": round(max(took), 1),
        },
    }
