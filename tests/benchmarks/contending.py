"""What is measured: anything that people can play the script with."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from time import perf_counter
from typing import Protocol

from tests.benchmarks.script import SCRIPT, Step

HANGS = 120.0  # seconds after which a pass that should have ended is a bug


class Person(Protocol):
    """Somebody who plays the script."""

    async def take(self, step: Step) -> None:
        """Do this, and wait until it is answered."""


@dataclass
class Contender:
    """Something that answers people. ``free`` are the stored people who are not playing now,
    ``settled`` waits until everything of past turns is done.
    """

    person: Callable[[int], Person]
    settled: Callable[[], Awaitable[None]]
    free: deque[int] = field(default_factory=deque)


async def rate(contender: Contender, people: int, seconds: float) -> float:
    """Turns a second while so many people at once play, each the whole script at least once.

    Nobody begins a script after half of the ``seconds``, and nobody takes another step after them,
    which only cuts short what is very slow. The time runs until everything is stored.
    """
    begin = perf_counter()

    async def plays() -> int:
        turns = 0
        while turns == 0 or perf_counter() - begin < seconds / 2:
            number = contender.free.popleft()
            person = contender.person(number)
            for step in SCRIPT:
                if perf_counter() - begin > seconds:
                    break
                await person.take(step)
                turns += 1
            contender.free.append(number)
        return turns

    async with asyncio.timeout(seconds + HANGS):
        turns = sum(await asyncio.gather(*(plays() for _ in range(people))))
        await contender.settled()
    return turns / (perf_counter() - begin)
