"""The own line on paper: a mirror of several runs, to hold; not to judge by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any, Protocol

from bot.app.documents import Templates, drawable, each_text, in_worker, pdf_document, typeset
from bot.app.types import Document
from flows.practice.own_line import Point

WORDS = "practice/practice_words.nl.yaml"


class Dated(Templates, Protocol):
    """What this document needs of the renderer."""

    def day(self, at: datetime) -> str:
        """A day as people say it."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run on the line: when, with whom, how was asked, and when feedback came."""

    day: str
    title: str
    counted: str
    asked: int
    gave: int


async def make_line(points: tuple[Point, ...], templates: Dated, made_at: datetime) -> Document:
    """Make the own line as a PDF in the documents' own thread."""
    return await in_worker(partial(_make, points, templates, made_at))


def _make(points: tuple[Point, ...], templates: Dated, made_at: datetime) -> Document:
    labels: Mapping[str, Any] = templates.labels(WORDS)
    runs = tuple(asdict(_run(point, templates)) for point in points)
    drawn = each_text(runs, lambda text: drawable(text, str(labels["sign"])))
    made = typeset("practice", {"runs": drawn, "words": labels}, made_at, "line")
    return pdf_document(str(labels["line_file"]), made)


def _run(point: Point, templates: Dated) -> Run:
    counted = templates.plain("practice/point.txt", point=point)
    return Run(
        templates.day(point.on), point.title, " ".join(counted.split()), point.asked, point.gave
    )
