"""The trainee's own transcript, as a PDF and as plain text: to take along, not to judge by.

What was typed is never markup, as in the plan's copies (`bot.app.documents`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from bot.app.documents import (
    Templates,
    drawable,
    each_text,
    in_worker,
    pasteable,
    pdf_document,
    text_document,
    typeset,
)
from bot.app.types import Document
from flows.practice.feedback import Feedback
from flows.practice.looking_back import LookBack
from flows.types import DocumentName

WORDS = "practice/practice_words.nl.yaml"


@dataclass(frozen=True, slots=True)
class Part:
    """Texts under a heading, as a list or as paragraphs."""

    heading: str
    texts: tuple[str, ...]
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of the talk with what there is to say about it."""

    mine: str
    theirs: str
    feedback: str
    taken_back: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A run, ready to be laid out."""

    title: str
    aim: str
    curve: str
    trust: tuple[int, ...]
    moments: tuple[str, ...]
    parts: tuple[Part, ...]
    turns: tuple[Turn, ...]


async def make_transcript(
    document: DocumentName, back: LookBack, templates: Templates, made_at: datetime
) -> Document:
    """Make the transcript in the documents' own thread."""
    return await in_worker(partial(_make, document, back, templates, made_at))


def _make(
    document: DocumentName, back: LookBack, templates: Templates, made_at: datetime
) -> Document:
    labels = templates.labels(WORDS)
    name, sheet = str(labels["file"]), _sheet(back, labels, templates)
    if document == "practice.txt":
        values = _values(sheet, labels, str(labels["sign_text"]), pasteable)
        return text_document(name, templates.plain("practice/practice_text.txt", **values))
    values = _values(sheet, labels, str(labels["sign"]), drawable)
    return pdf_document(name, typeset("practice", values, made_at))


def _values(
    sheet: Sheet, labels: Mapping[str, Any], mark: str, clean: Callable[[str, str], str]
) -> dict[str, object]:
    """The sheet's texts made fit for where they go, and the words around them."""
    return {"sheet": each_text(asdict(sheet), lambda text: clean(text, mark)), "words": labels}


def _sheet(back: LookBack, labels: Mapping[str, Any], templates: Templates) -> Sheet:
    """Lay out a run in words."""
    return Sheet(
        title=str(labels["title"]).format(title=back.title),
        aim=str(labels["aim"]).format(aim=back.aim) if back.aim else "",
        curve=templates.plain("practice/curve.txt", back=back).strip(),
        trust=back.trust,
        moments=tuple(_moved(moment.feedback, labels) for moment in back.moments),
        parts=tuple(part for part in _parts(back, labels, templates) if part.texts),
        turns=tuple(
            Turn(
                said.text if said.feedback.did != "silence" else str(labels["silent"]),
                said.answer,
                _on_turn(said.feedback, templates),
                said.taken_back,
            )
            for said in back.said
        ),
    )


def _parts(back: LookBack, labels: Mapping[str, Any], templates: Templates) -> tuple[Part, ...]:
    """What was found, what was not, how it was asked, and one thing to take along."""
    hidden = str(labels["hidden_about"]).format(subjects=" · ".join(back.hidden).lower())
    counted = templates.plain("practice/counted.txt", back=back).strip()
    next_time = templates.plain("practice/next_time.txt", back=back).strip()
    best = (_on_turn(back.best.feedback, templates, answer=True),) if back.best else ()
    summed = (f"“{back.summary}”", f"“{back.reply}”") if back.summary else ()
    return (
        Part(str(labels["found"]), back.found, listed=True),
        Part(str(labels["hidden"]), (hidden,) if back.hidden else ()),
        Part(str(labels["asked"]), (counted,)),
        Part(str(labels["best"]), best),
        Part(str(labels["summary"]), summed),
        Part(str(labels["next_time"]), (next_time,)),
    )


def _on_turn(feedback: Feedback, templates: Templates, *, answer: bool = False) -> str:
    """The same sentences as on the screen."""
    text = templates.plain("practice/on_turn.txt", f=feedback, answer=answer)
    return " ".join(text.split())


def _moved(feedback: Feedback, labels: Mapping[str, Any]) -> str:
    """A turn that moved trust, and which way."""
    way = labels["more" if feedback.effect == "opened" else "less"]
    if not feedback.quote:
        return str(labels["after_silence"]).format(way=way)
    return str(labels["after"]).format(way=way, quote=feedback.quote)
