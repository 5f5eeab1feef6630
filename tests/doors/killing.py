"""Kills the real process at seeded points and counts every line that was told.

    python -m tests.doors.killing --points 500 --seed 7

People type and tap on the fake Bot API server while `handvat` is killed with SIGKILL: before or
after one of its requests takes effect, or some milliseconds after something arrived. It is started
again each time. At the end every told line must be in the storage exactly once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bot.app.ports import Unit
from bot.storage.store import open_store
from flows.clarification.lines import current
from tests.doors.fake_bot_api import Dropped, FakeBotApi, Request
from tests.doors.fake_phone import Phone
from tests.serving import environment, free_port

PEOPLE = (101, 102, 103)
METHODS = ("sendmessage", "editmessagetext", "editmessagereplymarkup", "answercallbackquery")
WAITING = "SELECT (SELECT count(*) FROM inbox) + (SELECT count(*) FROM outbox WHERE NOT delivered)"
PATIENCE = 60.0  # seconds for a process to start on a busy machine, or for everybody to be answered


@dataclass
class Point:
    """Where one kill falls: at a request of this method, or so many seconds after a message."""

    method: str | None
    phase: str
    delay: float


@dataclass
class Killing:
    """One run: a server, a folder with data, and a process that is killed again and again."""

    server: FakeBotApi
    folder: Path
    chance: random.Random
    process: subprocess.Popen[bytes] | None = None
    armed: Point | None = None
    asked: int = 0  # how often updates were asked for before this process was started
    told: dict[int, list[str]] = field(default_factory=dict)
    hits: Counter[str] = field(default_factory=Counter)

    def start(self) -> None:
        """Start the real command, and note where it starts."""
        self.asked = len(self.server.calls("getUpdates"))
        settings = environment(
            self.folder,
            HANDVAT_PORT=str(free_port()),
            HANDVAT_TELEGRAM_TOKEN=self.server.token,
            HANDVAT_TELEGRAM_API_URL=self.server.base_url,
        )
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot"], env=settings, stdout=subprocess.DEVNULL
        )

    def kill(self, where: str) -> None:
        """SIGKILL: nothing is finished, nothing is tidied."""
        self.armed = None
        if self.process is not None and self.process.poll() is None:
            self.hits[where] += 1
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()

    def on_request(self, request: Request) -> None:
        """Called by the server: the armed point falls on this request, or not."""
        point = self.armed
        if point is None or point.method != request.method or point.phase != request.phase:
            return
        self.kill(f"{request.phase} {request.method}")
        if point.phase == "before":
            raise Dropped

    def choose(self) -> Point:
        """The next seeded point."""
        method = self.chance.choice((*METHODS, "getupdates", None, None, None))
        return Point(method, self.chance.choice(("before", "after")), self.chance.random() * 0.12)

    async def strike(self, number: int) -> None:
        """Somebody types while the point is armed; the process dies and is started again.

        Most points fall on a process that is listening, however busy the machine is.
        """
        if self.chance.random() < 0.8:
            await self._until_listening()
        point = self.armed = self.choose()
        self.speak(number)
        await self._until_dead(point)
        self.start()

    def speak(self, number: int) -> None:
        """Somebody tells something, and perhaps taps at once."""
        person = self.chance.choice(PEOPLE)
        phone = self.server.person(person)
        text = f"Regel nummer {number} van {person}, zo gezegd"
        phone.send(text)
        self.told.setdefault(person, []).append(text)
        if self.chance.random() < 0.4:
            tap_something(phone, self.chance)

    async def _until_listening(self) -> None:
        deadline = time.monotonic() + PATIENCE
        while len(self.server.calls("getUpdates")) == self.asked:
            if time.monotonic() > deadline:
                raise TimeoutError("the process does not listen")
            await asyncio.sleep(0.02)

    async def _until_dead(self, point: Point) -> None:
        if point.method is None:
            await asyncio.sleep(point.delay)
            self.kill("while it was busy")
        deadline = time.monotonic() + 1.5
        while self.process and self.process.poll() is None:
            if time.monotonic() > deadline:
                self.kill("while it waited")
            await asyncio.sleep(0.005)

    async def until_answered(self) -> None:
        """Nothing waits any more at the server, in the inbox or in the outbox."""
        await self._until_listening()
        deadline = time.monotonic() + PATIENCE
        while self.server.pending or self._waiting():
            if time.monotonic() > deadline:
                raise TimeoutError("not everybody was answered")
            await asyncio.sleep(0.1)

    def _waiting(self) -> int:
        place = f"file:{self.folder / 'handvat.db'}?mode=ro"
        with closing(sqlite3.connect(place, uri=True)) as looked:
            (waits,) = looked.execute(WAITING).fetchone()
        return int(waits)

    def stop(self) -> None:
        """Stop as an operator does."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=PATIENCE)


def tap_something(phone: Phone, chance: random.Random) -> None:
    """A quick tap on something harmless of the newest panel."""
    for label in ("Leefgebieden", "Het verhaal", "Ga naar …", "Terug"):
        if label in phone.panel.labels and chance.random() < 0.6:
            phone.tap(label)
            return


def lines_of(unit: Unit, person: int) -> list[str]:
    """Every text this person's conversations hold, as it stands."""
    owner = unit.seat("telegram", str(person), datetime.now(UTC)).person
    return [
        entry.text
        for listing in unit.listing(owner)
        for entry in current(unit.entries(listing.id)).values()
    ]


async def run(points: int, seed: int) -> dict[str, object]:
    """Kill ``points`` times; give what was lost, what was doubled, and where it fell."""
    with FakeBotApi() as server, tempfile.TemporaryDirectory() as name:
        killing = Killing(server, Path(name), random.Random(seed))  # repeatable
        server.on_request = killing.on_request
        killing.start()
        try:
            for person in PEOPLE:
                phone = server.person(person, f"Persoon {person}")
                await begin(phone)
            for number in range(points):
                await killing.strike(number)
            await killing.until_answered()
            killing.stop()
        finally:
            killing.kill("at the end")
        return await result(killing, points, seed)


async def begin(phone: Phone) -> None:
    """A conversation is in hand, as after two taps."""
    phone.send("/start")
    panel = await phone.wait_for(lambda p: p.panel, timeout=PATIENCE)
    assert panel is not None
    phone.tap("Ik kom van een gesprek")
    await phone.wait_for(lambda p: "Nieuw huishouden" in p.panel.labels)
    phone.tap("Nieuw huishouden")
    await phone.wait_for(lambda p: "Leefgebieden" in p.panel.labels)


async def result(killing: Killing, points: int, seed: int) -> dict[str, object]:
    """Open the storage as the next process would, and count."""
    url = f"sqlite:///{killing.folder / 'handvat.db'}"
    store = open_store(url, killing.folder / "handvat.key")
    lost, doubled = 0, 0
    try:
        for person, told in killing.told.items():
            kept = Counter(await store.run(lines_of, person))
            lost += sum(1 for text in told if not kept[text])
            doubled += sum(1 for text in told if kept[text] > 1)
    finally:
        await store.close()
    lines = sum(map(len, killing.told.values()))
    where = dict(sorted(killing.hits.items()))
    return {
        "points": points,
        "seed": seed,
        "told": lines,
        "lost": lost,
        "doubled": doubled,
        "kills": where,
    }


def main() -> None:
    """Run from the command line and print what came of it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    came = asyncio.run(run(given.points, given.seed))
    print(json.dumps(came, indent=2))
    sys.exit(1 if came["lost"] or came["doubled"] else 0)


if __name__ == "__main__":
    main()
