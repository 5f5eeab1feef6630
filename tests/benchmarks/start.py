"""How soon there is something to see, how much memory it takes, and what is loaded too early.

The real command in a process of its own, with data that goes away.
"""

from __future__ import annotations

import asyncio
import io
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

from tests import first_run
from tests.benchmarks.script import TEXTS
from tests.benchmarks.turns import DISK
from tests.benchmarks.wire import JSON
from tests.doors.fake_bot_api import FakeBotApi
from tests.doors.fake_phone import Phone
from tests.serving import environment, free_port

STARTS = 5
SOON, LATE = 0.005, 30.0  # seconds between two looks at the page, and before it is given up
MB = 1_000_000
# What is only needed later, or by another door, and takes time or memory.
FOR_LATER = ("alembic", "httpx", "mako", "starlette", "telegram", "typst", "uvicorn")
CHAT = ("-m", "bot", "chat", "--json")
PAGE = ("-m", "bot")


def start(starts: int = STARTS) -> JSON:
    """Everything measured."""
    with tempfile.TemporaryDirectory(prefix="handvat-", dir=DISK) as name:
        folder = Path(name)
        chats = [first_screen(folder) for _ in range(starts + 1)]
        pages = [page_answers(folder) for _ in range(starts)]
        early = {"chat": loaded(folder, CHAT), "page": loaded(folder, PAGE)}
    return {
        "chat_first_screen_seconds": round(median(chats[1:]), 3),
        "chat_first_screen_with_new_data_seconds": round(chats[0], 3),
        "page_answers_seconds": round(median(pages), 3),
        "loaded_for_later": early,
        "memory_mb": memory(),
    }


def first_screen(folder: Path) -> float:
    """Seconds from the start of the process to its first line."""
    begin = time.perf_counter()
    with running(folder, CHAT) as process:
        said = process.stdout.readline() if process.stdout else ""
        taken = time.perf_counter() - begin
    if not said.startswith("{"):
        raise RuntimeError(f"handvat chat said {said!r}")
    return taken


def page_answers(folder: Path) -> float:
    """Seconds from the start of the process until the first page is there."""
    port = str(free_port())
    begin = time.perf_counter()
    with running(folder, PAGE, HANDVAT_PORT=port):
        wait_for_page(f"http://127.0.0.1:{port}/")
        return time.perf_counter() - begin


def wait_for_page(address: str) -> None:
    """Ask until it answers."""
    look = build_opener(ProxyHandler({})).open
    end = time.perf_counter() + LATE
    while True:
        try:
            with look(address, timeout=LATE):
                return
        except URLError:
            if time.perf_counter() > end:
                raise
            time.sleep(SOON)


def loaded(folder: Path, command: tuple[str, ...]) -> list[str]:
    """Which modules that are for later are loaded before the first screen is seen.

    The page needs its own server; nothing of it may bring Telegram, documents or migrations.
    """
    port = str(free_port())
    with running(folder, ("-X", "importtime", *command), HANDVAT_PORT=port) as process:
        if command == PAGE:
            wait_for_page(f"http://127.0.0.1:{port}/")
        elif process.stdout:
            process.stdout.readline()
        process.terminate()
        errors = process.stderr.read() if process.stderr else ""
    seen = set(re.findall(r"^import time:.*\| +([\w.]+)$", errors, re.MULTILINE))
    own = {"starlette", "uvicorn"} if command == PAGE else set()
    return [name for name in FOR_LATER if name in seen and name not in own]


def memory() -> JSON:
    """The whole process: page and Telegram on, a conversation played at both, a PDF made."""
    with tempfile.TemporaryDirectory(prefix="handvat-", dir=DISK) as name, FakeBotApi() as server:
        port = str(free_port())
        settings = {
            "HANDVAT_PORT": port,
            "HANDVAT_TELEGRAM_TOKEN": server.token,
            "HANDVAT_TELEGRAM_API_URL": server.base_url,
        }
        with running(Path(name), PAGE, **settings) as process:
            wait_for_page(f"http://127.0.0.1:{port}/")
            started = status(process.pid)["VmRSS"]
            asyncio.run(talk(server.person(7)))
            with redirect_stdout(io.StringIO()):
                first_run.play(first_run.Page(f"http://127.0.0.1:{port}"))
            now = status(process.pid)
    return {
        "started": started,
        "after_a_conversation_and_a_pdf": now["VmRSS"],
        "most": now["VmHWM"],
    }


async def talk(phone: Phone) -> None:
    """Tell some lines on Telegram; each is answered."""
    for text in ("/start", *TEXTS[:5]):
        seen = len(phone.replies)
        phone.send(text)
        await phone.wait_for(lambda p, seen=seen: len(p.replies) > seen, LATE)  # type: ignore[misc]


def status(pid: int) -> dict[str, float]:
    """What the kernel says of a process's memory, in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    sizes = (line.split() for line in lines if line.endswith(" kB"))
    return {name.rstrip(":"): round(int(size) * 1024 / MB, 1) for name, size, _ in sizes}


@contextmanager
def running(
    folder: Path, command: tuple[str, ...], **settings: str
) -> Iterator[subprocess.Popen[str]]:
    """The command with its data in this folder, ended afterwards."""
    process = subprocess.Popen(
        [sys.executable, *command],
        env=environment(folder, **settings),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=LATE)
