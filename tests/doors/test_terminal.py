"""The terminal door as a person and a program use it: the real command, lines in, screens out."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

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
