"""The real `handvat` command in a process of its own, with data that goes away."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parent.parent


def free_port() -> int:
    """A port that nobody uses just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **settings: str) -> dict[str, str]:
    """A clean environment whose data lies in this folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HANDVAT_")}
    return kept | {
        "HANDVAT_DATABASE_URL": f"sqlite:///{folder / 'handvat.db'}",
        "HANDVAT_KEY_FILE": str(folder / "handvat.key"),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
        **settings,
    }


@contextmanager
def serving(folder: Path, **settings: str) -> Iterator[str]:
    """Start `handvat`, give the address it prints, and stop it as an operator does."""
    given = environment(folder, HANDVAT_PORT=str(free_port()), **settings)
    process = subprocess.Popen(
        [sys.executable, "-m", "bot"], env=given, stdout=subprocess.PIPE, text=True, cwd=folder
    )
    try:
        said = process.stdout.readline() if process.stdout else ""
        found = re.search(r"http://\S+", said)
        if found is None:
            raise RuntimeError(f"handvat did not start: {said!r}")
        yield found.group()
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stdout:
            process.stdout.close()
