"""The terminal door: the same conversation in a terminal, or as JSON lines for a program.

A bare input line is a ``/command``, ``#3`` (the third button), a number where no text is awaited,
else a text. With ``json`` an input line may be ``{"text": …}`` or ``{"press": VALUE}``, taken
literally. The end of the input pauses the conversation.
"""

from __future__ import annotations

import asyncio
import html
import json
import logging
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TextIO

import uuid_utils

from bot.app.ports import StoreError
from bot.app.types import Delivery, Document, DocumentRequest, DoorName, Envelope, Seat
from flows.types import Input, Pressed, Reading, Said

log = logging.getLogger("handvat.terminal")
_TAG = re.compile(r"<[^>]+>")


class Conversing(Protocol):
    """What this door needs of `bot.app.service.Handvat`."""

    def read(self, text: str) -> Reading:
        """Read a text before the turn."""

    async def turn(self, envelope: Envelope) -> Delivery | None:
        """Take one turn; None for a second arrival."""

    async def look(self, door: DoorName, login: str) -> Delivery:
        """Where this seat stands."""

    async def settle(self, delivery: Delivery, panel: str | None = None) -> None:
        """Mark it delivered."""

    async def document(self, seat: Seat, request: DocumentRequest) -> Document | None:
        """Make a document; None when this seat may not have it."""

    def say(self, words: str, language: str = "nl") -> str:
        """One sentence, outside a turn."""


@dataclass(slots=True)
class Terminal:
    """One person at a terminal."""

    handvat: Conversing
    login: str = "lokaal"
    as_json: bool = False
    read_from: TextIO = sys.stdin
    write_to: TextIO = sys.stdout
    folder: Path = Path()

    async def run(self) -> None:
        """Show where the seat stands, then take one turn a line until the input ends."""
        delivery = await self.handvat.look("terminal", self.login)
        await self._show(delivery)
        while line := await asyncio.to_thread(self.read_from.readline):
            if not line.strip():
                continue
            delivery = await self._turn(self._input(line.rstrip("\n"), delivery), delivery)
        await self._pause()

    async def _turn(self, given: Input, before: Delivery) -> Delivery:
        try:
            delivery = await self._take(given)
        except StoreError:
            return await self._failed("full", before)
        except Exception:
            log.exception("a turn failed on screen %s", before.shown.name)
            return await self._failed("trouble", before)
        await self._show(delivery)
        return delivery

    async def _take(self, given: Input) -> Delivery:
        reading = self.handvat.read(given.text) if isinstance(given, Said) else Reading()
        arrival = uuid_utils.uuid7().hex
        delivery = await self.handvat.turn(
            Envelope("terminal", self.login, arrival, given, reading)
        )
        return delivery or await self.handvat.look("terminal", self.login)

    async def _failed(self, words: str, before: Delivery) -> Delivery:
        """One honest sentence; nothing changed."""
        self._write(self.handvat.say(words), before, [])
        return before

    async def _pause(self) -> None:
        """The end of the input pauses the conversation, so that the next time goes on there."""
        delivery = await self.handvat.look("terminal", self.login)
        if delivery.shown.name not in {"home", "list", "choose"}:
            await self.handvat.settle(await self._take(Said("/pauze")))

    def _input(self, line: str, delivery: Delivery) -> Input:
        if self.as_json and line.lstrip().startswith("{"):
            return self._literal(line)
        buttons = [button for row in delivery.shown.rows for button in row]
        number = line.strip().removeprefix("#")
        pressed = line.strip().startswith("#") or not delivery.shown.writes
        if pressed and number.isascii() and number.isdigit():
            index = int(number) - 1
            value = buttons[index].value if 0 <= index < len(buttons) else f"-1.{number}"
            return Pressed.of(value)
        return Said(line)

    def _literal(self, line: str) -> Input:
        try:
            given = json.loads(line)
        except ValueError:
            return Said(line)
        if isinstance(given, dict) and isinstance(given.get("press"), str):
            return Pressed.of(given["press"])
        if isinstance(given, dict) and isinstance(given.get("text"), str):
            return Said(given["text"])
        return Said(line)

    async def _show(self, delivery: Delivery) -> None:
        files = []
        for request in delivery.documents:
            document = await self.handvat.document(delivery.seat, request)
            if document is not None:
                files.append(self._save(document))
        text = html.unescape(_TAG.sub("", delivery.shown.text))
        self._write(
            "\n".join((*delivery.notices, *([""] if delivery.notices else []), text)),
            delivery,
            files,
        )
        await self.handvat.settle(delivery)

    def _save(self, document: Document) -> Path:
        path = (self.folder / document.name).resolve()
        path.write_bytes(document.content)
        return path

    def _write(self, text: str, delivery: Delivery, files: list[Path]) -> None:
        buttons = [button for row in delivery.shown.rows for button in row]
        if self.as_json:
            screen = {
                "text": text,
                "buttons": [{"label": b.label, "value": b.value} for b in buttons],
                "files": [{"name": path.name, "path": str(path)} for path in files],
            }
            print(json.dumps(screen, ensure_ascii=False), file=self.write_to, flush=True)
            return
        print(f"\n{text}\n", file=self.write_to)
        for number, button in enumerate(buttons, 1):
            print(f"  #{number} {button.label}", file=self.write_to)
        for path in files:
            print(f"  → {path}", file=self.write_to)
        print("> ", end="", file=self.write_to, flush=True)
