"""Where every requirement lives, as a table that nobody types: ``python -m tests.requirements``.

What each asks stands in ``tests/requirements.yaml``. Its homes are found by its number in the
docstrings of ``flows``, at the questions and cards of the content, and in the comments of
``templates``; what holds it there are the recorded conversations that fail without it.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from flows.loading import read_labels
from tests.flows.recordings import Recording, library, recordings
from tests.meetings.recordings import MeetingRecording, meeting_recordings

ROOT = Path(__file__).parent.parent
TABLE = ROOT / "flows" / "REQUIREMENTS.md"
ASKED: dict[str, str] = read_labels(ROOT / "tests" / "requirements.yaml")
_NUMBER = re.compile(r"\b00[0-4]\.\d{1,2}\b")
_COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)


def homes() -> dict[str, list[str]]:
    """Where each requirement is named: functions of the flow, content, templates."""
    found: dict[str, list[str]] = defaultdict(list)
    for number, home in (*_in_code(), *_in_content(), *_in_templates()):
        if home not in found[number]:
            found[number].append(home)
    return found


def _in_code() -> Iterator[tuple[str, str]]:
    """A function or class names it in its docstring; a module only when nothing in it does."""
    for path in sorted((ROOT / "flows").rglob("*.py")):
        place = path.relative_to(ROOT / "flows")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.ClassDef):
                for number in _NUMBER.findall(ast.get_docstring(node) or ""):
                    yield number, f"`{node.name}` ({place})"


def _in_content() -> Iterator[tuple[str, str]]:
    for kind, pieces in (
        ("ask", library().asks.values()),
        ("card", library().cards.values()),
        ("prompt", library().prompts.values()),
        ("method", library().methods.values()),
    ):
        for piece in pieces:
            for number in piece.requirements:
                yield number, f"{kind} `{piece.id}`"


def _in_templates() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "templates").rglob("*.html")):
        for comment in _COMMENT.findall(path.read_text(encoding="utf-8")):
            for number in _NUMBER.findall(comment):
                yield number, f"template `{path.stem}`"


def named_anywhere() -> set[str]:
    """Every number that stands anywhere in the code, the content or the words."""
    return {
        number
        for part in ("flows", "bot", "templates")
        for path in (ROOT / part).rglob("*")
        if path.suffix in {".py", ".yaml", ".html", ".txt", ".typ"}
        for number in _NUMBER.findall(path.read_text(encoding="utf-8"))
    }


def everything_recorded() -> tuple[Recording | MeetingRecording, ...]:
    """The recorded conversations and the recorded meetings."""
    return (*recordings(), *meeting_recordings())


def held_by() -> dict[str, list[str]]:
    """The recordings that fail without it."""
    found: dict[str, list[str]] = defaultdict(list)
    for recording in everything_recorded():
        for number in recording.requirements:
            found[number].append(recording.name)
    return found


def table() -> str:
    """The whole table as it should stand in the repository."""
    lives, held = homes(), held_by()
    rows = [
        f"| {number} | {asks} | {'; '.join(lives[number])} | {', '.join(held[number])} |"
        for number, asks in ASKED.items()
    ]
    return "\n".join(
        (
            "# Where each requirement lives",
            "",
            "Made by `python -m tests.requirements`; a test holds it fresh and complete. Take any",
            "home that a recording in `tests/conversations/` or `tests/meetings/` names out of the",
            "guide, and that recording fails.",
            "",
            "| | asks | lives in | held by |",
            "|---|---|---|---|",
            *rows,
            "",
        )
    )


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
