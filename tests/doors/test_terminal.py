"""The terminal door as a person and a program use it: the real command, lines in, screens out."""

from __future__ import annotations

import asyncio
import io
import json
import os
import pty
import sqlite3
import stat
import subprocess
import sys
import threading
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.app.ports import StoreError, Unit
from bot.app.types import Document
from bot.doors.terminal import Terminal, save
from bot.storage.store import open_store
from tests.app.handvats import handvat
from tests.serving import environment

Screen = dict[str, Any]


def chat(folder: Path, *lines: str, options: tuple[str, ...] = ()) -> list[Screen]:
    """Run `handvat chat --json` on these lines and give the screens it wrote."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--json", *options],
        input="".join(f"{line}\n" for line in lines),
        env=environment(folder),
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stderr == ""
    return [json.loads(line) for line in done.stdout.splitlines()]


def labels(screen: Screen) -> list[str]:
    """The buttons as they read."""
    return [button["label"] for button in screen["buttons"]]


def value(screen: Screen, label: str) -> str:
    """A button's value."""
    return next(str(b["value"]) for b in screen["buttons"] if b["label"] == label)


def test_every_line_gets_one_screen_of_the_same_form(tmp_path: Path) -> None:
    """A program reads text, buttons with label and value, and files: nothing else."""
    screens = chat(tmp_path, "#3", "#1", "Moeder woont in een flat.")
    assert len(screens) == 4
    for screen in screens:
        assert set(screen) == {"text", "buttons", "files"}
        assert all(set(button) == {"label", "value"} for button in screen["buttons"])
    assert "Sorteren (1)" in labels(screens[-1])


def test_a_bare_line_is_a_command_a_button_or_a_text(tmp_path: Path) -> None:
    """`/command`, `#3`, a number where no text is awaited, else a text."""
    home, one_question, start = chat(tmp_path, "1", "/start")
    assert labels(home)[0] == "Eén vraag"
    assert "Nog een vraag" in labels(one_question)
    assert start["text"].startswith("Handvat")
    told = chat(tmp_path, "#3", "#1", "3", "/regels", "/wis", "#1")
    assert "3" in labels(told[4])[0]  # where a text is awaited a number is a text


def test_json_input_is_taken_literally(tmp_path: Path) -> None:
    """A text that looks like a button or a command, sent as text, is a text."""
    first, _, story = chat(tmp_path, "#3", "#1")[:3]
    assert value(first, "Ik kom van een gesprek").endswith("desk.choose:after")
    assert "Vertel het" in story["text"]
    screens = chat(tmp_path, "/verder", "#1", json.dumps({"text": "#3 is wat hij zei"}), "/regels")
    assert "#3 is wat hij zei" in labels(screens[-1])[0]


@pytest.mark.parametrize(
    "line",
    [
        '{"press": 5}',
        '{"foo": 1}',
        '{"text": ["a"]}',
        '{"text": "a", "press": "0.menu"}',
        '{"text": "half',
        "{",
        '{"a":' * 100_000,
    ],
    ids=lambda line: line[:20],
)
def test_json_that_is_no_input_gets_one_sentence_and_is_no_line(tmp_path: Path, line: str) -> None:
    """A program's mistake must not become what a household told; nor does it end the chat."""
    *_, story, answer, lines = chat(tmp_path, "#3", "#1", line, "/regels")
    assert answer["text"].startswith("Zo kan ik het niet lezen.")
    assert answer["buttons"] == story["buttons"]
    assert "0 regels" in lines["text"]


def test_a_forged_or_older_press_says_so_and_changes_nothing(tmp_path: Path) -> None:
    """Values of another screen, of nobody's, of nonsense."""
    home, *answers = chat(
        tmp_path, *(json.dumps({"press": p}) for p in ("7.desk.new", "0.open:abc", "x", ""))
    )
    for answer in answers:
        assert answer["text"].startswith("Deze knop hoort bij een eerder scherm.")
        assert labels(answer) == labels(home)


def test_the_end_of_the_input_pauses_the_conversation(tmp_path: Path) -> None:
    """The next time begins where it was."""
    chat(tmp_path, "#3", "#1", "Ze slaapt slecht, al weken.")
    home, again = chat(tmp_path, "#4")
    assert "Verder met" in labels(home)[3]
    assert "1 regel wacht" in again["text"]


def test_another_name_has_other_conversations(tmp_path: Path) -> None:
    """`--as` is another person: nothing of the first is seen."""
    chat(tmp_path, "#3", "#1", "Ze slaapt slecht, al weken.")
    home, listed = chat(tmp_path, "/verder", options=("--as", "collega"))
    assert not [label for label in labels(home) if label.startswith("Verder")]
    assert "Er is nog geen gesprek" in listed["text"]


def test_the_plan_is_written_as_a_file(tmp_path: Path) -> None:
    """Text and PDF lie in the folder where the chat was started."""
    screens = chat(tmp_path, "#3", "#1", "Ze slaapt slecht, al weken.", "/plan", "#6", "#1")
    (file,) = screens[-1]["files"]
    assert Path(file["path"]).read_bytes().startswith(b"%PDF-")
    assert file["name"].endswith(".pdf")


def test_a_person_sees_numbered_buttons(tmp_path: Path) -> None:
    """Without `--json` it reads as a conversation."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        input="#1\n",
        env=environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert "#1 Eén vraag" in done.stdout
    assert "#1 Nog een vraag" in done.stdout


def entries(folder: Path) -> list[str]:
    """Every line of the one conversation that is kept, read with the application ended."""

    def read(unit: Unit) -> list[str]:
        person = unit.seat("terminal", "lokaal", datetime.now(UTC)).person
        return [e.text for each in unit.listing(person) for e in unit.entries(each.id)]

    async def opened() -> list[str]:
        store = open_store(f"sqlite:///{folder / 'handvat.db'}", folder / "handvat.key")
        try:
            return await store.run(read)
        finally:
            await store.close()

    return asyncio.run(opened())


def test_what_was_typed_moves_nothing_on_a_terminal(tmp_path: Path) -> None:
    """An escape in a line would wipe the screen or hide what stands there; on a button too."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        input="#3\n#1\nEerst \x1b[2J\x9b1A\x07 dan.\n/regels\n/plan\n",
        env=environment(tmp_path),
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert done.stdout.count("Eerst \ufffd[2J\ufffd1A\ufffd dan.") == 2
    assert not {"\x1b", "\x9b", "\x07"} & set(done.stdout)


def test_a_plan_is_written_for_its_owner_alone_beside_what_is_there(tmp_path: Path) -> None:
    """An older plan stays, a link is not followed, a taken name gets the next number."""
    document = Document("plan-merel-42.pdf", "application/pdf", b"%PDF-")
    (tmp_path / "plan-merel-42.pdf").write_bytes(b"ouder")
    (tmp_path / "plan-merel-42-2.pdf").symlink_to(tmp_path / "elders")
    path = save(tmp_path, document)
    assert path == tmp_path / "plan-merel-42-3.pdf"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (tmp_path / "plan-merel-42.pdf").read_bytes() == b"ouder"
    assert not (tmp_path / "elders").exists()


def test_a_plan_that_cannot_be_written_stops_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The sentence says so once, and the conversation goes on."""
    screens = in_here(
        *("#3", "#1", "Ze slaapt slecht, al weken.", "/plan", "#6", "#1", "/start"),
        folder=tmp_path / "weg",
    )
    assert screens[-2]["text"].startswith("Er ging iets mis.")
    assert screens[-2]["files"] == []
    assert screens[-1]["text"].startswith("Handvat")
    assert "FileNotFoundError" in caplog.text


def in_here(
    *lines: str, folder: Path, breaks: str = "", error: Exception | None = None
) -> list[Screen]:
    """Run the door in this process, where a method of the application may fail."""
    written = io.StringIO()
    application = handvat()
    if error is not None:

        async def fails(*_: object) -> None:
            raise error

        setattr(application, breaks, fails)
    given = io.StringIO("".join(f"{line}\n" for line in lines))
    asyncio.run(Terminal(application, "lokaal", True, given, written, folder).run())
    return [json.loads(line) for line in written.getvalue().splitlines()]


@pytest.mark.parametrize("breaks", ["look", "turn", "settle"])
@pytest.mark.parametrize("error", [ValueError("zij huilde"), StoreError("zij huilde")])
def test_what_fails_is_said_honestly_and_logged_without_a_word(
    tmp_path: Path, breaks: str, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """Kind and place are logged; a message may hold what was typed."""
    screens = in_here("Zij huilde de hele tijd.", folder=tmp_path, breaks=breaks, error=error)
    said = "Ik kan nu niets bewaren." if isinstance(error, StoreError) else "Er ging iets mis."
    assert any(screen["text"].startswith(said) for screen in screens)
    assert f"{type(error).__name__} (terminal.py:" in caplog.text
    assert "huilde" not in caplog.text


@pytest.mark.parametrize("locale", ["C.UTF-8", "C"])
def test_damaged_characters_are_replaced_and_stop_nothing(tmp_path: Path, locale: str) -> None:
    """Bytes that are no UTF-8, half a character named in JSON, a terminal that knows ASCII."""
    given = b'#3\n#1\nZe zei \xff\xfe zachtjes iets.\n{"text": "Ze zei \\ud800 hardop iets."}\n'
    for options in (["--json"], []):
        done = subprocess.run(
            [sys.executable, "-m", "bot", "chat", *options],
            input=given,
            env=environment(tmp_path, LC_ALL=locale, PYTHONUTF8="0"),
            cwd=tmp_path,
            capture_output=True,
            check=True,
            timeout=60,
        )
        assert done.stderr == b""
    assert "Ze zei \ufffd\ufffd zachtjes iets." in entries(tmp_path)
    assert "Ze zei \ufffd hardop iets." in entries(tmp_path)


def test_a_chat_erases_what_was_kept_long_enough(tmp_path: Path) -> None:
    """Whoever never starts the page is tidied too."""
    chat(tmp_path, "#3", "#1", "Ze slaapt slecht, al weken.")
    with closing(sqlite3.connect(tmp_path / "handvat.db")) as database, database:
        database.execute("UPDATE conversation SET touched = touched - 91 * 86400 * 1000000")
    (home,) = chat(tmp_path)
    assert not [label for label in labels(home) if label.startswith("Verder")]
    assert entries(tmp_path) == []


def test_a_long_line_typed_by_hand_is_kept_whole(tmp_path: Path) -> None:
    """The kernel cuts a line at 4,095 bytes when nothing edits it."""
    text = f"{'woord ' * 1000}EINDE"
    hand, terminal = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        env=environment(tmp_path, TERM="dumb"),
        cwd=tmp_path,
    ) as process:
        os.close(terminal)
        screen = Screened(hand)
        for line in ("#3", "#1", text):
            screen.wait_for_prompt()
            os.write(hand, f"{line}\n".encode())
        screen.wait_for_prompt()
        os.write(hand, b"\x04")
        assert process.wait(timeout=20) == 0
    os.close(hand)
    assert text in entries(tmp_path)


class Screened:
    """Reads along what a terminal shows, so that nobody waits for a full screen."""

    def __init__(self, hand: int) -> None:
        self._hand = hand
        self._prompts = threading.Semaphore(0)
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        shown = b""
        with suppress(OSError):  # the other end was closed
            while got := os.read(self._hand, 65536):
                shown = (shown + got)[-4096:]
                if shown.endswith(b"\n> "):
                    shown = b""
                    self._prompts.release()

    def wait_for_prompt(self) -> None:
        """Wait until a line is asked for."""
        assert self._prompts.acquire(timeout=20)
