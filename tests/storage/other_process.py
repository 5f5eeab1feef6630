"""What another process on the same data folder does: `python -m tests.storage.other_process`.

``tells N NAME`` adds N lines of NAME to the conversation c1 and prints each number once it was
kept; ``holds`` becomes the one that replays, says so, and waits to be ended.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from bot.app.ports import Unit
from tests.storage.places import Home, line


def adds(unit: Unit, name: str) -> int:
    """One line behind all that are there."""
    seq = len(unit.entries("c1")) + 1
    unit.keep("c1", (line(seq, f"{name} {seq}"),))
    return seq


async def main(folder: str, what: str, count: str = "0", name: str = "") -> None:
    """Do it, and say on standard output what was kept."""
    store = Home(Path(folder)).open()
    if what == "holds":
        sys.stdout.write(f"{store.acquire_lock()}\n")
        sys.stdout.flush()
        await asyncio.sleep(60)
    for _ in range(int(count)):
        sys.stdout.write(f"{await store.run(adds, name)}\n")
        sys.stdout.flush()
    await store.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
