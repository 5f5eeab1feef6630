"""Plays one short Dutch conversation on an installed Handvat until it has its plan.

    python tests/first_run.py http://127.0.0.1:8080      # through the local page, as forms
    python tests/first_run.py --chat .venv/bin/handvat   # through `handvat chat --json`

Needs nothing but Python, so that it can try what a newcomer has. Ends with 1 when something is not
as it should be, and says what was seen.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Protocol

OWN = "Ik durf de post niet meer open te maken"
SCRIPT = (
    "#Ik kom van een gesprek",
    "#Nieuw huishouden",
    f'Moeder woont met twee kinderen in een flat. "{OWN}."',
    "#Leefgebieden",
    "#Regelen",
    "#Geldzaken",
    "De huur loopt achter sinds de zomer",
    "#De vraag",
    '"Ik wil weer rust en de post durven openmaken"',
    "#Klopt de vraag?",
    "#Zo klopt het voor nu",
    "#Wat helpt",
    "#Stappen",
    "Op woensdag samen de post openen",
    "#Wie: samen",
    "zus",
    "woensdag",
    "#Het plan",
)
PLAN = ("Het plan van", OWN, "De huur loopt achter", "weer rust", "woensdag", "Niet besproken")


class Failed(Exception):
    """Something was not as it should be."""


@dataclass
class Seen:
    """What a person sees: the text, the buttons by label, and files by name."""

    text: str
    buttons: dict[str, str]
    files: dict[str, str] = field(default_factory=dict)


class Door(Protocol):
    """A way in."""

    def look(self) -> Seen:
        """What is seen at first."""

    def press(self, value: str) -> Seen:
        """Press the button with this value."""

    def say(self, text: str) -> Seen:
        """Type this text."""

    def fetch(self, place: str) -> bytes:
        """The content of a file."""

    def close(self) -> None:
        """Leave."""


class _Form(HTMLParser):
    """The buttons, the hidden fields, the links and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, str] = {}
        self.hidden: dict[str, str] = {}
        self.links: list[str] = []
        self.text: list[str] = []
        self._value: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "button":
            self._value = given.get("value") if given.get("name") == "value" else None
        if tag == "input" and given.get("type") == "hidden":
            self.hidden[given["name"]] = given.get("value", "")
        if tag == "a" and given.get("href", "").startswith("/document/"):
            self.links.append(given["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag == "button":
            self._value = None

    def handle_data(self, data: str) -> None:
        if self._value is not None:
            self.buttons[data.strip()] = self._value
        self.text.append(data)


class Page:
    """The local page, as a browser without JavaScript uses it."""

    def __init__(self, address: str) -> None:
        self.address = address.rstrip("/")
        self.hidden: dict[str, str] = {}
        self._open = urllib.request.build_opener(urllib.request.ProxyHandler({})).open

    def look(self) -> Seen:
        """Open the page."""
        return self._read(self._get("/"))

    def press(self, value: str) -> Seen:
        """Send the form with this button."""
        return self._post({"value": value, "text": ""})

    def say(self, text: str) -> Seen:
        """Send the form with this text."""
        return self._post({"text": text})

    def fetch(self, place: str) -> bytes:
        """Follow a link to a document."""
        return self._get(place)

    def close(self) -> None:
        """Nothing to leave."""

    def _get(self, path: str) -> bytes:
        with self._open(self.address + path, timeout=30) as answer:
            content: bytes = answer.read()
        return content

    def _post(self, fields: dict[str, str]) -> Seen:
        request = urllib.request.Request(  # noqa: S310  (the address is the operator's own page)
            self.address + "/turn",
            urllib.parse.urlencode({**self.hidden, **fields}).encode(),
            {"Origin": self.address, "Sec-Fetch-Site": "same-origin"},
        )
        with self._open(request, timeout=30) as answer:
            return self._read(answer.read())

    def _read(self, page: bytes) -> Seen:
        form = _Form()
        form.feed(page.decode())
        self.hidden = form.hidden
        text = " ".join(unescape(" ".join(form.text)).split())
        return Seen(text, form.buttons, {link.rsplit("/", 1)[1]: link for link in form.links})


class Chat:
    """`handvat chat --json` in a folder of this run."""

    def __init__(self, *command: str) -> None:
        self._chat = subprocess.Popen(
            [*command, "chat", "--json"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def look(self) -> Seen:
        """Read the first screen."""
        return self._read()

    def press(self, value: str) -> Seen:
        """Send one press."""
        return self._send({"press": value})

    def say(self, text: str) -> Seen:
        """Send one text."""
        return self._send({"text": text})

    def fetch(self, place: str) -> bytes:
        """Read a file that was written."""
        return Path(place).read_bytes()

    def close(self) -> None:
        """End the input, which pauses the conversation."""
        for end in (self._chat.stdin, self._chat.stdout):
            if end:
                end.close()
        if self._chat.wait(timeout=30) != 0:
            raise Failed(f"handvat chat ended with {self._chat.returncode}")

    def _send(self, given: dict[str, str]) -> Seen:
        if self._chat.stdin is None:
            raise Failed("handvat chat takes no input")
        self._chat.stdin.write(json.dumps(given) + "\n")
        self._chat.stdin.flush()
        return self._read()

    def _read(self) -> Seen:
        line = self._chat.stdout.readline() if self._chat.stdout else ""
        if not line:
            raise Failed("handvat chat said nothing more")
        screen = json.loads(line)
        buttons = {button["label"]: button["value"] for button in screen["buttons"]}
        files = {Path(file["name"]).suffix: file["path"] for file in screen["files"]}
        return Seen(" ".join(screen["text"].split()), buttons, files)


def press(door: Door, seen: Seen, label: str) -> Seen:
    """Press a button by its label."""
    if label not in seen.buttons:
        raise Failed(f"no button {label!r} in {sorted(seen.buttons)}; the screen says: {seen.text}")
    return door.press(seen.buttons[label])


def play(door: Door) -> None:
    """Play the script, then look at the plan as a screen, as text and as PDF."""
    seen = door.look()
    for step in SCRIPT:
        seen = press(door, seen, step[1:]) if step.startswith("#") else door.say(step)
    for piece in PLAN:
        if piece not in seen.text:
            raise Failed(f"{piece!r} is not in the plan: {seen.text}")
    for label, beginning in (("Plan als tekst", b""), ("Plan als PDF", b"%PDF-")):
        seen = press(door, press(door, seen, label), "Ja, dat weten ze")
        content = b"".join(door.fetch(place) for place in seen.files.values())
        if not content.startswith(beginning) or (not beginning and OWN.encode() not in content):
            raise Failed(f"{label} is not a plan: {content[:80]!r}")
        print(f"{label}: {len(content)} bytes")
    door.close()


def main() -> None:
    """Choose the door, play, and say how it went."""
    if len(sys.argv) == 3 and sys.argv[1] == "--chat":
        door: Door = Chat(sys.argv[2])
    elif len(sys.argv) == 2 and re.match(r"https?://", sys.argv[1]):
        door = Page(sys.argv[1])
    else:
        sys.exit(__doc__)
    try:
        play(door)
    except Failed as failure:
        sys.exit(f"FAILED: {failure}")
    print("the conversation has its plan")


if __name__ == "__main__":
    main()
