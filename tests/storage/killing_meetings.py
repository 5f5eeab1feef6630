"""Kills a process in the middle of a round, again and again, and counts every contribution.

    python -m tests.storage.killing_meetings --points 50 --seed 1

Five people contribute at once in one meeting, through the whole application, on the real storage. A
child process does it and is killed with SIGKILL at seeded points. What it did not answer is sent
again to the next one, with the same arrival id, as a door does. At the end every contribution must
be there exactly once, each person's in the order in which they were made.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from functools import partial
from pathlib import Path

from bot.app.service import Handvat
from bot.app.types import Envelope
from flows.types import Said
from tests.app.handvats import handvat, library
from tests.app.meeting_stage import Table
from tests.storage.places import Home

PEOPLE = ("anna", "bram", "noor", "piet", "gijs")
EACH = 4  # contributions of each person between two kills


async def begin(home: Home) -> None:
    """A meeting whose first round goes on."""
    store = home.open()
    table = Table(handvat(store))
    await table.begin()
    for name in PEOPLE[1:]:
        await table.join(name)
    await table.people["bram"].tap("Ik begeleid")
    await table.people["bram"].tap("We beginnen")
    await store.close()


async def contribute(home: Home, waiting: list[int], answered: int) -> None:
    """Everybody contributes at once; each number is written down when its turn was answered."""
    store = home.open()
    room = handvat(store)

    async def says(name: str, numbers: list[int]) -> None:
        for number in numbers:
            given = Said(text_of(number))
            await turn(room, f"m1 {name}", f"arrival {number}", given)
            os.write(answered, f"{number}\n".encode())

    by_name = {name: [n for n in waiting if PEOPLE[n % len(PEOPLE)] == name] for name in PEOPLE}
    await asyncio.gather(*(says(name, numbers) for name, numbers in by_name.items()))
    await store.close()


async def turn(room: Handvat, login: str, arrival: str, given: Said) -> None:
    """One turn, settled as a door does."""
    answer = await room.turn(Envelope("telegram", login, arrival, given))
    if answer is not None:
        await room.settle(answer)


def text_of(number: int) -> str:
    """What is contributed."""
    return f"Bijdrage nummer {number} in deze ronde."


def strike(home: Home, waiting: list[int], chance: random.Random) -> list[int]:
    """Let a child contribute, kill it somewhere, and give the numbers that it answered."""
    reads, writes = os.pipe()
    child = os.fork()
    if child == 0:  # it never comes back from here
        asyncio.run(contribute(home, waiting, writes))
        os._exit(0)
    os.close(writes)
    wanted = chance.randrange(len(waiting))
    heard = b""
    while heard.count(b"\n") < wanted and (more := os.read(reads, 4096)):
        heard += more
    time.sleep(chance.random() * 0.004)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(reads, 4096):
        heard += more
    os.close(reads)
    return [int(number) for number in heard.split(b"\n")[:-1]]


def apart(work: Callable[[], Coroutine[None, None, None]]) -> None:
    """Do it in a process of its own, so that none of its threads is there when this one forks."""
    if (child := os.fork()) == 0:
        asyncio.run(work())
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        raise ChildProcessError


def run(points: int, seed: int) -> dict[str, object]:
    """Kill so many times; give what was lost, what was doubled, and what came out of order."""
    library()  # read once, before the first fork
    chance = random.Random(seed)  # repeatable
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name))
        apart(partial(begin, home))
        waiting: list[int] = []
        made = unanswered = 0
        for _ in range(points):
            new = range(made, made + EACH * len(PEOPLE))
            waiting, made = [*waiting, *new], new.stop
            answered = set(strike(home, waiting, chance))
            waiting = [number for number in waiting if number not in answered]
            unanswered += bool(waiting)
        reads, writes = os.pipe()
        apart(partial(contribute, home, waiting, writes))
        os.close(reads)
        os.close(writes)
        kept = asyncio.run(kept_in(home))
    counted = Counter(number for numbers in kept.values() for number in numbers)
    return {
        "points": points,
        "seed": seed,
        "in_the_middle": unanswered,
        "made": made,
        "lost": sum(1 for number in range(made) if not counted[number]),
        "doubled": sum(1 for number in range(made) if counted[number] > 1),
        "out_of_order": sum(1 for numbers in kept.values() if numbers != sorted(numbers)),
    }


async def kept_in(home: Home) -> dict[int, list[int]]:
    """The numbers of what each participant contributed, in the order in which it was kept."""
    store = home.open()
    kept: dict[int, list[int]] = {}
    for line in await store.run(lambda unit: unit.contributions("m1")):
        kept.setdefault(line.participant, []).append(int(line.text.split()[2]))
    await store.close()
    return kept


def main() -> None:
    """Run from the command line and print what came of it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    came = run(given.points, given.seed)
    json.dump(came, sys.stdout, indent=2)
    print()
    sys.exit(1 if came["lost"] or came["doubled"] or came["out_of_order"] else 0)


if __name__ == "__main__":
    main()
