"""A terminal beside the running page: what is taken back there is on no screen that is open here.

Two real processes on one data folder with colleagues at the pages of the first one, and two stores
on one folder with colleagues in chats.
"""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import monotonic

import httpx
import pytest

from bot.app.elsewhere import follow_others
from bot.app.ports import Unit
from bot.storage.store import open_store
from tests.doors.fake_bot_api import FakeBotApi
from tests.doors.meeting_stage import ANNA, MEETING, MeetingStage
from tests.doors.meeting_stage import TOLD as IN_CHATS
from tests.serving import environment, serving
from tests.storage.places import NOW

TOLD = "Niemand zegt hier nog nee tegen extra werk."
QUESTION = "Wat zien jullie dat ik niet zie?"
pytestmark = pytest.mark.timeout(120)


class Chat:
    """`handvat chat` in a terminal that stays open."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self.screen = self.read()

    def read(self) -> dict[str, list[dict[str, str]]]:
        """The next screen."""
        assert self.process.stdout
        screen: dict[str, list[dict[str, str]]] = json.loads(self.process.stdout.readline())
        return screen

    def send(self, **given: str) -> str:
        """Type or press; what is seen then."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps(given) + "\n")
        self.process.stdin.flush()
        self.screen = self.read()
        return str(self.screen["text"])

    def press(self, *labels: str) -> str:
        """Press buttons one after another, each named by the beginning of its label."""
        for label in labels:
            values = [b["value"] for b in self.screen["buttons"] if b["label"].startswith(label)]
            assert values, f"{label!r} on {self.screen}"
            self.send(press=values[0])
        return str(self.screen["text"])


@contextmanager
def chatting(folder: Path) -> Iterator[Chat]:
    """Open the terminal, and end it as somebody does who closes it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "chat", "--json"],
        env=environment(folder),
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield Chat(process)
    finally:
        process.communicate(timeout=20)


class Open:
    """A page of a colleague that stays open and looks again when it is told to."""

    def __init__(self, address: str, code: str, name: str, closing: ExitStack) -> None:
        self.http = closing.enter_context(
            httpx.Client(
                base_url=address,
                follow_redirects=True,
                headers={"origin": address},
                trust_env=False,
                timeout=20,
            )
        )
        self.sends(f"/kamer/{code}", "/kamer", {"code": code, "name": name})
        self.told = threading.Event()
        self.gone = 0.0
        self.thread = threading.Thread(target=self.follow)

    def reads(self) -> None:
        """Read what was brought in, and keep it open."""
        value = re.search(r'value="([^"]+)"[^>]*>De inbreng lezen', self.page())
        assert value, self.page()
        self.sends("/kamer", "/kamer/beurt", {"value": value[1]})
        assert TOLD in self.page()
        self.thread.start()
        assert self.told.wait(10)

    def page(self) -> str:
        """What it shows."""
        return self.http.get("/kamer").text

    def sends(self, page: str, to: str, fields: dict[str, str]) -> None:
        """Send the form that is on this page."""
        arrival = re.search(r'name="arrival" value="([0-9a-f]{32})"', self.http.get(page).text)
        assert arrival
        self.http.post(to, data={"arrival": arrival[1], **fields}).raise_for_status()

    def follow(self) -> None:
        """Look again at every change, until what was brought in is not there any more."""
        with self.http.stream("GET", "/kamer/live") as stream:
            for line in stream.iter_lines():
                if line == "event: changed":
                    self.told.set()
                    if TOLD not in self.page():
                        self.gone = monotonic()
                        return


@pytest.mark.slow
def test_what_is_taken_back_in_a_terminal_is_gone_from_every_page_in_a_second(
    tmp_path: Path,
) -> None:
    with (
        serving(tmp_path, HANDVAT_HOST="127.0.0.2") as private,
        chatting(tmp_path) as anouk,
        ExitStack() as closing,
    ):
        anouk.press("Intervisie", "Inbrengen bij intervisie", "Iets van het team zelf")
        anouk.send(text=TOLD)
        anouk.press("Verder", "Verder")
        anouk.send(text=QUESTION)
        anouk.press("Vijf stappen", "Ik begeleid")
        anouk.send(text="Anouk")
        shared = anouk.press("Klopt, zo mag het")
        code = re.findall(r"[A-Z0-9]{3}(?:-[A-Z0-9]{3}){2}", shared)[0].replace("-", "")
        room = private.replace("127.0.0.1", "127.0.0.2")
        pages = [Open(room, code, name, closing) for name in ("Els", "Bilal", "Cem")]
        anouk.press("We beginnen")
        for page in pages:
            page.reads()

        anouk.press("Meer", "Mijn inbreng terugnemen")
        taken_back = monotonic()
        anouk.press("Ja, neem het terug")
        for page in pages:
            page.thread.join(15)
            assert page.gone - taken_back < 1.0


async def test_what_is_taken_back_elsewhere_is_gone_from_chats_too(tmp_path: Path) -> None:
    def takes_back(unit: Unit) -> None:
        person = unit.seat("telegram", str(ANNA), NOW).person
        unit.erase(person, f"kopie-{MEETING}", NOW)

    url = f"sqlite:///{tmp_path / 'handvat.db'}"
    with FakeBotApi() as server:
        stage = MeetingStage(server, store=open_store(url))
        async with stage.open() as door:
            following = asyncio.create_task(follow_others(door.handvat, every=0.05))
            anna, fleur = await stage.gathers()
            await stage.taps(fleur, "meet.start")
            for phone in (anna, fleur):
                await stage.taps(phone, "meet.look:copy")
                await phone.wait_for(lambda p: IN_CHATS in p.panel.text)
            elsewhere = open_store(url)
            await elsewhere.run(takes_back)
            for phone in (anna, fleur):
                await phone.wait_for(lambda p: IN_CHATS not in p.panel.text)
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)
            await elsewhere.close()
        await stage.store.close()
