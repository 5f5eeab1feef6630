"""What came out of a meeting on paper: a tagged PDF, a Word document and a plain text.

Who may have what was decided before this (`flows.intervision.outcome`). What people wrote is never
markup, in none of the three.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.app.documents import (
    Templates,
    drawable,
    in_worker,
    marked_values,
    pasteable,
    pdf_document,
    text_document,
    typeset,
)
from bot.app.plan_view import right_to_left
from bot.app.types import Document
from bot.app.word import WORD, word_document, writable
from flows.intervision.outcome import PARTS, MeetingOutcome, OutcomeLine
from flows.types import DocumentName

WORDS = "meeting/meeting_words.nl.yaml"
CLEAN: dict[str, Callable[[str, str], str]] = {
    "pdf": drawable,
    "docx": writable,
    "txt": pasteable,
}


class Zoned(Templates, Protocol):
    """Templates that know where their moments are told."""

    @property
    def timezone(self) -> ZoneInfo:
        """The zone."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One line as it stands on paper, in its own direction."""

    text: str
    rtl: bool


@dataclass(frozen=True, slots=True)
class Part:
    """Lines under a heading."""

    heading: str
    lines: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """What came out, ready to be laid out."""

    title: str
    made: str
    intro: str
    names: str
    parts: tuple[Part, ...]


async def make_outcome(
    document: DocumentName, outcome: MeetingOutcome, templates: Zoned, made_at: datetime
) -> Document:
    """Make it in the documents' own thread."""
    return await in_worker(partial(_make, document, outcome, templates, made_at))


def _make(
    document: DocumentName, outcome: MeetingOutcome, templates: Zoned, made_at: datetime
) -> Document:
    labels = templates.labels(WORDS)
    kind = document.partition(".")[2]
    name = str(labels["file"])
    local = made_at.astimezone(templates.timezone)
    values = marked_values(_sheet(outcome, labels, local), labels, kind, CLEAN[kind])
    if kind == "docx":
        return Document(f"{name}.docx", WORD, word_document(values, made_at))
    if kind == "pdf":
        return pdf_document(name, typeset("meeting", values, made_at))
    return text_document(name, templates.plain("meeting/meeting_text.txt", **values))


def _sheet(outcome: MeetingOutcome, labels: Mapping[str, Any], made: datetime) -> Sheet:
    """Lay it out in words."""
    date = f"{made.day} {labels['months'][made.month - 1]} {made.year}"
    parts = (
        Part(str(labels["parts"][part]), tuple(_spoken(line, labels) for line in outcome.of(part)))
        for part in PARTS
    )
    return Sheet(
        title=str(labels["title"]).format(title=outcome.title),
        made=str(labels["made"]).format(date=date),
        intro=str(labels["whole" if outcome.whole else "ours"]),
        names=str(labels["names" if outcome.names else "nameless"]),
        parts=tuple(part for part in parts if part.lines),
    )


def _spoken(line: OutcomeLine, labels: Mapping[str, Any]) -> Spoken:
    """A line, with who said it where the group wants that."""
    text = str(labels["said"]).format(who=line.who, text=line.text) if line.who else line.text
    return Spoken(text, right_to_left(line.text))
