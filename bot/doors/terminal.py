"""The terminal door: the same conversation in a terminal, or as JSON lines for a program.

A bare input line is a ``/command``, ``#3`` (the third button), a number where no text is awaited,
else a text. With ``json`` an input line may be ``{"text": …}`` or ``{"press": VALUE}``, taken
literally; any other line that begins as an object is refused with one sentence. The end of the
input pauses the conversation.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import io
import json
import logging
import os
import re
import signal
import sys
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol, TextIO

import uuid_utils

from bot.app.failing import told
from bot.app.ports import StoreError
from bot.app.types import (
    Delivery,
    Document,
    DocumentRequest,
    DoorName,
    Envelope,
    Seat,
    ShownButton,
)
from flows.types import Input, Pressed, Reading, Said

log = logging.getLogger("handvat.terminal")
_TAG = re.compile(r"<[^>]+>")
_HALF = re.compile("[\ud800-\udfff]")  # half a character, which no file or database takes
_COMMANDS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")  # what a terminal obeys and nobody sees
PROMPT = "> "


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
    """One person at a terminal. ``by_hand`` says that the lines are typed at a real one."""

    handvat: Conversing
    login: str = "lokaal"
    as_json: bool = False
    read_from: TextIO = sys.stdin
    write_to: TextIO = sys.stdout
    folder: Path = Path()
    by_hand: bool = False

    async def run(self) -> None:
        """Show where the seat stands, then take one turn a line until the input ends."""
        delivery = await self._begin()
        while delivery and (line := await self._line()) is not None:
            if not line.strip():
                continue
            if (given := self._input(line, delivery)) is None:
                self._write(self.handvat.say("no_input"), delivery, [])
            else:
                delivery = await self._turn(given, delivery)
        if delivery:
            await self._pause(delivery)

    async def _line(self) -> str | None:
        """The next line as it was typed; None at the end of the input."""
        if self.by_hand:
            return typed()
        line = await asyncio.to_thread(self.read_from.readline)
        return line.rstrip("\n") if line else None

    async def _begin(self) -> Delivery | None:
        """Where the seat stands; when even that cannot be read there is nothing to answer to."""
        try:
            delivery = await self.handvat.look("terminal", self.login)
            await self._show(delivery)
        except Exception as error:  # noqa: BLE001  (the edge)
            self._failed(error, None)
            return None
        return delivery

    async def _turn(self, given: Input, before: Delivery) -> Delivery:
        try:
            delivery = await self._take(given)
        except Exception as error:  # noqa: BLE001  (the edge)
            self._failed(error, before)
            return before
        try:
            await self._show(delivery)
        except Exception as error:  # noqa: BLE001  (the edge: the turn itself was kept)
            self._failed(error, delivery)
        return delivery

    async def _take(self, given: Input) -> Delivery:
        reading = self.handvat.read(given.text) if isinstance(given, Said) else Reading()
        arrival = uuid_utils.uuid7().hex
        delivery = await self.handvat.turn(
            Envelope("terminal", self.login, arrival, given, reading)
        )
        return delivery or await self.handvat.look("terminal", self.login)

    def _failed(self, error: Exception, before: Delivery | None) -> None:
        """One honest sentence, and in the log what failed without a word that was typed.

        When nobody reads any more it ends here: what was kept is shown the next time.
        """
        if isinstance(error, BrokenPipeError):
            raise error
        words = "full" if isinstance(error, StoreError) else "trouble"
        log.error("on screen %s: %s", before.shown.name if before else "-", told(error))
        self._write(self.handvat.say(words), before, [])

    async def _pause(self, before: Delivery) -> None:
        """The end of the input pauses the conversation, so that the next time goes on there."""
        try:
            delivery = await self.handvat.look("terminal", self.login)
            if delivery.shown.name not in {"home", "list", "choose"}:
                await self.handvat.settle(await self._take(Said("/pauze")))
        except Exception as error:  # noqa: BLE001  (the edge)
            self._failed(error, before)

    def _input(self, line: str, delivery: Delivery) -> Input | None:
        """What a line comes to; None for JSON that is no input, which is never kept as a text."""
        if self.as_json and line.lstrip().startswith("{"):
            return literal(line)
        buttons = [button for row in delivery.shown.rows for button in row]
        number = line.strip().removeprefix("#")
        pressed = line.strip().startswith("#") or not delivery.shown.writes
        if pressed and number.isascii() and number.isdigit():
            index = int(number) - 1
            value = buttons[index].value if 0 <= index < len(buttons) else f"-1.{number}"
            return Pressed.of(value)
        return Said(whole(line))

    async def _show(self, delivery: Delivery) -> None:
        files, notices = [], list(delivery.notices)
        for request in delivery.documents:
            try:
                document = await self.handvat.document(delivery.seat, request)
                files += [save(self.folder, document)] if document else []
            except Exception as error:  # noqa: BLE001  (the edge: the screen is shown all the same)
                log.error("%s was not written: %s", request.document, told(error))
                notices.append(self.handvat.say("trouble"))
        text = html.unescape(_TAG.sub("", delivery.shown.text))
        self._write("\n".join((*notices, *([""] if notices else []), text)), delivery, files)
        await self.handvat.settle(delivery)

    def _write(self, text: str, delivery: Delivery | None, files: list[Path]) -> None:
        rows = delivery.shown.rows if delivery else ()
        buttons = [button for row in rows for button in row]
        if self.as_json:
            screen = {
                "text": text,
                "buttons": [{"label": b.label, "value": b.value} for b in buttons],
                "files": [{"name": path.name, "path": str(path)} for path in files],
            }
            print(json.dumps(screen, ensure_ascii=False), file=self.write_to, flush=True)
        else:
            self._print(text, buttons, files)

    def _print(self, text: str, buttons: list[ShownButton], files: list[Path]) -> None:
        print(f"\n{harmless(text)}\n", file=self.write_to)
        for number, button in enumerate(buttons, 1):
            print(f"  #{number} {harmless(button.label)}", file=self.write_to)
        for path in files:
            print(f"  → {path}", file=self.write_to)
        print("" if self.by_hand else PROMPT, end="", file=self.write_to, flush=True)


def at_this_terminal(handvat: Conversing, login: str, *, as_json: bool) -> Terminal:
    """The person at standard input, where a damaged character is replaced and stops nothing.

    A program's lines are UTF-8, as JSON is; a person's are what the terminal says.
    """
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace", encoding="utf-8" if as_json else None)
    by_hand = not as_json and sys.stdin.isatty() and sys.stdout.isatty() and edits_lines()
    return Terminal(handvat, login, as_json, sys.stdin, sys.stdout, by_hand=by_hand)


def edits_lines() -> bool:
    """Have lines edited by readline: left to itself the kernel cuts one at 4,095 bytes, silently.

    Nothing that was typed is kept to come back with an arrow key, in memory or in a file.
    """
    try:
        import readline  # noqa: PLC0415  (a system may have none)
    except ImportError:
        return False
    readline.set_auto_history(False)
    return True


def typed() -> str | None:
    """A line typed by hand; None at the end of the input.

    It is awaited here and not in a thread, so that Ctrl-C ends the chat at once and readline leaves
    the terminal as it was. Nothing else waits for the loop meanwhile.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        return input(PROMPT)
    except EOFError:
        return None
    finally:
        signal.signal(signal.SIGINT, before)


def literal(line: str) -> Input | None:
    """A line of JSON: ``{"text": …}`` or ``{"press": VALUE}``, one of both; None for all else."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return None
    match given:
        case {"press": _, "text": _}:
            return None
        case {"press": str(value)}:
            return Pressed.of(whole(value))
        case {"text": str(text)}:
            return Said(whole(text))
    return None


def whole(text: str) -> str:
    """The text with half characters replaced, such as JSON can name."""
    return _HALF.sub("\ufffd", text)


def harmless(text: str) -> str:
    """The text with a mark for what a terminal would obey, such as wiping the screen.

    It may be pasted from anywhere, and in a meeting somebody else wrote it.
    """
    return _COMMANDS.sub("\ufffd", text)


def save(folder: Path, document: Document) -> Path:
    """Write a document to a new file for its owner alone; a taken name gets the next number."""
    name = Path(document.name)
    for number in count(1):
        path = folder.absolute() / (f"{name.stem}-{number}{name.suffix}" if number > 1 else name)
        with contextlib.suppress(FileExistsError):
            _write_new(path, document.content)
            return path
    raise AssertionError("numbers do not end")


def _write_new(path: Path, content: bytes) -> None:
    """Make the file, through no link, and leave no half of it when the disk is full."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
    with os.fdopen(os.open(path, flags, 0o600), "wb") as file:
        try:
            file.write(content)
            file.flush()
        except OSError:
            path.unlink()
            raise
