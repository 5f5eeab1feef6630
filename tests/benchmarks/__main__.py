"""Run the benchmarks and print one JSON document: ``python -m tests.benchmarks [PART]``."""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import platform
import sqlite3
import sys
from importlib.metadata import version

from tests.benchmarks.meeting import CONTRIBUTIONS, meeting
from tests.benchmarks.practising import practice
from tests.benchmarks.room import PAGES, room
from tests.benchmarks.start import STARTS, start
from tests.benchmarks.taps import taps
from tests.benchmarks.targets import targets
from tests.benchmarks.turns import PASSES, PEOPLE, SECONDS, STORED, turns
from tests.benchmarks.wire import JSON

PARTS = ("turns", "taps", "start", "practice", "meeting", "room")


def parse(given: list[str]) -> argparse.Namespace:
    """Which parts, and how much of them."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, help="one part; without it all of them")
    parser.add_argument("--people", type=int, nargs="+", default=PEOPLE, help="at once")
    parser.add_argument("--stored", type=int, nargs="+", default=STORED, help="people stored")
    parser.add_argument("--passes", type=int, default=PASSES, help="after one that warms up")
    parser.add_argument(
        "--seconds", type=float, default=SECONDS, help="the longest a pass may take"
    )
    parser.add_argument("--starts", type=int, default=STARTS, help="how often to start a process")
    parser.add_argument(
        "--contributions", type=int, default=CONTRIBUTIONS, help="in a meeting that is watched"
    )
    parser.add_argument("--pages", type=int, default=PAGES, help="open pages of a meeting")
    return parser.parse_args(given)


def run(options: argparse.Namespace) -> JSON:
    """Run what was asked for."""
    found: JSON = {"machine": machine()}
    if options.part in (None, "turns"):
        found["turns"] = asyncio.run(
            turns(options.people, options.stored, options.passes, options.seconds)
        )
    if options.part in (None, "taps"):
        found["taps"] = taps()
    if options.part in (None, "start"):
        found["start"] = start(options.starts)
    if options.part in (None, "practice"):
        found["practice"] = practice(options.passes, options.seconds)
    if options.part in (None, "meeting"):
        found["meeting"] = asyncio.run(meeting(contributions=options.contributions))
    if options.part in (None, "room"):
        found["room"] = room(options.pages)
    return found | {"targets": targets(found)}


def machine() -> JSON:
    """What it ran on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        "processors": os.cpu_count(),
        "load_at_start": round(os.getloadavg()[0], 2),
        "sqlite": sqlite3.sqlite_version,
        "python_telegram_bot": version("python-telegram-bot"),
    }


if __name__ == "__main__":
    logging.basicConfig(level=logging.ERROR)
    json.dump(run(parse(sys.argv[1:])), sys.stdout, indent=2)
    print()
