"""From one contribution to every screen: fifty people look at one meeting, each at a page.

Measured through the application, on SQLite on disk: from the moment that somebody's text arrives
until a watcher has its own screen rendered with that text in it. The network and the browser come
on top of it.
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import quantiles
from time import perf_counter

from bot.app.ports import Unit
from bot.app.service import Handvat
from bot.app.types import Envelope
from flows.intervision.types import Meeting, Participant
from flows.types import Desk, Said
from tests.benchmarks.filled import handvat_in
from tests.benchmarks.turns import DISK
from tests.benchmarks.wire import JSON

WATCHERS = 50
CONTRIBUTIONS = 100
OF = "m1"


async def meeting(watchers: int = WATCHERS, contributions: int = CONTRIBUTIONS) -> JSON:
    """The milliseconds until a watcher has seen it: over all of them, and until the last one."""
    with tempfile.TemporaryDirectory(prefix="handvat-", dir=DISK) as name:
        async with handvat_in(Path(name)) as handvat:
            await handvat.store.run(gather, watchers)
            each, last = await measured(handvat, watchers, contributions)
    return {
        "watchers": watchers,
        "contributions": contributions,
        "milliseconds_to_a_watcher": spread(each),
        "milliseconds_to_the_last_watcher": spread(last),
    }


def gather(unit: Unit, watchers: int) -> None:
    """A meeting in its first round, on the screen of everybody in it."""
    now = datetime.now(UTC)
    people: tuple[Participant, ...] = ()
    for number in range(1, watchers + 1):
        seat = unit.seat("telegram", f"naam {number}", now)
        people = (*people, Participant(number, seat.person, f"naam {number}"))
        unit.save_desk(seat, Desk("meeting", meeting=OF), now)
    anna = replace(people[0], role="contributor")
    held = Meeting(OF, "vijf_stappen", None, state="round", people=(anna, *people[1:]), began=now)
    unit.begin_meeting(anna.person, held, now)


async def measured(
    handvat: Handvat, watchers: int, contributions: int
) -> tuple[list[float], list[float]]:
    """The seconds for every watcher of every contribution, and for the last one of each."""
    seen: asyncio.Queue[tuple[str, float]] = asyncio.Queue()
    pages = [
        asyncio.create_task(page(handvat, f"naam {number}", contributions, seen))
        for number in range(1, watchers + 1)
    ]
    await asyncio.sleep(0)  # until everybody watches
    each: list[float] = []
    last: list[float] = []
    for number in range(contributions):
        began = perf_counter()
        given = Said(text_of(number))
        await handvat.turn(Envelope("telegram", "naam 1", f"arrival {number}", given))
        taken = [(await seen.get())[1] - began for _ in range(watchers)]
        each += taken
        last.append(max(taken))
    await asyncio.gather(*pages)
    return each, last


async def page(
    handvat: Handvat, login: str, contributions: int, seen: asyncio.Queue[tuple[str, float]]
) -> None:
    """An open page: told that something changed, it looks, and draws what it finds."""
    with handvat.watchers.watch(OF) as watch:
        for number in range(contributions):
            await watch.changed()
            while text_of(number) not in (await handvat.look("telegram", login)).shown.text:
                await watch.changed()
            seen.put_nowait((login, perf_counter()))


def text_of(number: int) -> str:
    """A contribution that is told apart from every other."""
    return f"Wat ik hoor is nummer {number:04d}."


def spread(seconds: list[float]) -> dict[str, float]:
    """The middle, the slowest hundredth and the slowest, in milliseconds."""
    cuts = quantiles(seconds, n=100, method="inclusive")
    found = {"p50": cuts[49], "p99": cuts[98], "most": max(seconds)}
    return {name: round(value * 1000, 1) for name, value in found.items()}
