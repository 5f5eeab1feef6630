"""How fast practice is: whole turns of a run a second, and the time of one verdict of the coach.

A whole turn reads the text (the coach judges it), takes the turn, commits it to SQLite on disk,
sealed, and renders the screen; ``pure`` is the same without the store and without rendering.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import tempfile
from itertools import count
from pathlib import Path
from statistics import median
from time import perf_counter

from bot.app.service import Handvat
from flows.content.library import Library
from flows.playing import Player
from flows.types import Desk
from tests.benchmarks.filled import Alone, handvat_in
from tests.benchmarks.script import Step
from tests.benchmarks.turns import DISK, PASSES, SECONDS
from tests.benchmarks.wire import JSON

TALK = (
    "Fijn dat ik mocht komen. Hoe gaat het met u?",
    "U redt het wel, zegt u.",
    "Hoe ziet een gewone dag er hier uit?",
    "",
    "Het avondeten, vertel daar eens over.",
    "Heeft u al eens aan een maaltijdservice gedacht?",
    "Sorry, dat ging te snel. Wat wilt u er zelf over zeggen?",
    "Wanneer is dat begonnen?",
    "Dus sinds het voorjaar is het stiller in huis.",
    "Dat hoeft u nu niet te vertellen.",
    "Wat mist u het meest?",
    "Dank u wel voor het gesprek.",
)
BEGIN = ("#desk.practise", "#desk.with:zegt_dat_alles_goed_is", "#run.begin")
STILL = Step("run.silence")
TALKED = tuple(Step(text=text) if text else STILL for text in TALK)
PEOPLE = count(1)
RUN = (Step(text="/start"), *(Step(step[1:]) for step in BEGIN), *TALKED)


def practice(passes: int = PASSES, seconds: float = SECONDS) -> JSON:
    """Turns a second, whole and pure, and what one verdict takes."""
    return {
        "turns_a_run": len(RUN),
        "said_a_run": len(TALKED),
        "turns_a_second": asyncio.run(_rates(passes, seconds)),
        "verdict": _verdicts(),
    }


async def _rates(passes: int, seconds: float) -> JSON:
    """The median of the passes after one that warms up."""
    with tempfile.TemporaryDirectory(prefix="handvat-", dir=DISK) as name:
        async with handvat_in(Path(name)) as handvat:
            whole = [await _whole(handvat, seconds) for _ in range(passes + 1)]
            pure = [_pure(handvat, seconds) for _ in range(passes + 1)]
    return {
        "whole_one_person": round(median(whole[1:]), 1),
        "pure": round(median(pure[1:]), 1),
    }


async def _whole(handvat: Handvat, seconds: float) -> float:
    """One person after another practises, for so long."""
    begin, turns = perf_counter(), 0
    while turns == 0 or perf_counter() - begin < seconds:
        person = Alone(handvat, next(PEOPLE))
        for step in RUN:
            await person.take(step)
        turns += len(RUN)
    return turns / (perf_counter() - begin)


def _pure(handvat: Handvat, seconds: float) -> float:
    """The same in memory, the screen's values included."""
    begin, turns = perf_counter(), 0
    while turns == 0 or perf_counter() - begin < seconds:
        turns += _played(handvat.library, handvat)
    return turns / (perf_counter() - begin)


def _played(library: Library, handvat: Handvat) -> int:
    """One run; gives its turns."""
    player = Player(library, Desk(seed=1), reader=handvat)
    for step in RUN:
        done = player.press(step.action) if step.action else player.say(step.text)
        if not done or (player.screen.name == "home" and step is not RUN[0]):
            raise LookupError(f"The talk no longer fits: {step} on {player.screen.name}")
    return len(RUN)


def _verdicts() -> JSON:
    """Measured in a process of its own, so that nothing is loaded yet."""
    command = [sys.executable, "-m", "tests.benchmarks.verdicts"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: JSON = json.loads(done.stdout)
    return found
