"""Whole turns a second: arrival to commit, screens rendered, sending stubbed for all alike.

Four contenders play the same script in turn, pass by pass, so that a noisy machine is as noisy for
each: a bare echo, a persistent ConversationHandler, Handvat through its Telegram door, and the turn
alone. The first pass warms up; of the others the median counts, and for a ratio the median of the
ratios within a pass.
"""

from __future__ import annotations

import tempfile
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from operator import truediv
from pathlib import Path
from statistics import median

from bot.app.service import Handvat
from tests.benchmarks.contending import Contender, rate
from tests.benchmarks.echo import echo
from tests.benchmarks.filled import alone, fill, handvat_in, on_telegram
from tests.benchmarks.persistent import persistent
from tests.benchmarks.script import SCRIPT, STORED_LINES, TAPS
from tests.benchmarks.wire import JSON

ECHO, PERSISTENT = "echo", "conversation_handler"
HANDVAT, ALONE = "handvat", "handvat_turn_alone"
Rates = dict[str, list[float]]

PEOPLE = (1, 32)
STORED = (60, 1_000, 10_000)
PASSES = 5
SECONDS = 3.0  # after which a slow contender's pass ends
DISK = "/var/tmp"  # noqa: S108  (made private there; never only in memory)


async def turns(
    people: Sequence[int] = PEOPLE,
    stored: Sequence[int] = STORED,
    passes: int = PASSES,
    seconds: float = SECONDS,
) -> JSON:
    """Everything asked for, by how many people are stored and how many play at once."""
    by_stored: JSON = {}
    with tempfile.TemporaryDirectory(prefix="handvat-", dir=DISK) as name:
        folder, filled = Path(name), 0
        async with handvat_in(folder) as handvat:
            for count in sorted(stored):
                await fill(handvat, range(filled + 1, count + 1))
                filled = count
                async with contenders(handvat, folder, count) as playing:
                    rates = await measured(playing, people, passes, seconds)
                by_stored[str(count)] = {
                    "turns_a_second": {name: medians(found, 1) for name, found in rates.items()},
                    "ratios": ratios(rates),
                }
    taps, typed = TAPS, len(SCRIPT) - TAPS
    script = {"turns": taps + typed, "taps": taps, "typed": typed, "stored_lines": STORED_LINES}
    return {"script": script, "passes": passes, "people_stored": by_stored}


@asynccontextmanager
async def contenders(
    handvat: Handvat, folder: Path, stored: int
) -> AsyncIterator[dict[str, Contender]]:
    """All four, listening, with so many people who may play."""
    async with AsyncExitStack() as stack:
        playing = {
            ECHO: await stack.enter_async_context(echo()),
            PERSISTENT: await stack.enter_async_context(persistent(folder, stored)),
            HANDVAT: await stack.enter_async_context(on_telegram(handvat)),
            ALONE: alone(handvat),
        }
        for contender in playing.values():
            contender.free = deque(range(1, stored + 1))
        yield playing


async def measured(
    playing: dict[str, Contender], people: Sequence[int], passes: int, seconds: float
) -> dict[str, Rates]:
    """The rates of every contender in each pass but the first, by the people at once."""
    rates: dict[str, Rates] = {name: {} for name in playing}
    for number in range(passes + 1):
        for at_once in people:
            for name, contender in playing.items():
                found = await rate(contender, at_once, seconds)
                if number > 0:
                    rates[name].setdefault(str(at_once), []).append(found)
    return rates


def medians(rates: Rates, digits: int) -> dict[str, float]:
    """The median of the passes, by the people at once."""
    return {at_once: round(median(found), digits) for at_once, found in rates.items()}


def ratios(rates: dict[str, Rates]) -> dict[str, dict[str, float]]:
    """Handvat held against the others: what a reader on another machine can compare."""
    return {
        f"{name}_to_{other}": medians(
            {
                at_once: list(map(truediv, found, rates[other][at_once]))
                for at_once, found in rates[name].items()
            },
            3,
        )
        for name in (HANDVAT, ALONE)
        for other in (ECHO, PERSISTENT)
    }
