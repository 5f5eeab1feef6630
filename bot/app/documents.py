"""The plan's copies: a tagged PDF to hold and a plain text to paste into another system.

Nothing a person wrote is ever markup: the PDF gets it as JSON, the text has no markup at all. What
is for less than everybody's eyes never comes this far, and is refused if it does.
"""

from __future__ import annotations

import asyncio
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from datetime import datetime
from functools import cache, partial
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol
from zoneinfo import ZoneInfo

from bot.app.plan_view import sheet_of
from bot.app.types import Document
from flows.clarification.plan_types import Plan, PlanLine
from flows.types import Audience, DocumentName

if TYPE_CHECKING:
    import typst
    from _typeshed import DataclassInstance

WORDS = "plan/plan_words.nl.yaml"
LONG_WORD = re.compile(r"\S{36,}")  # shorter words stay within the margins
BREAK = "\u200b"  # a place where a word may break
WEIGHTLESS = "\u200c\u200d" + "".join(map(chr, range(0xFE00, 0xFE10)))  # joiners, variants
SKIN_COLOURS = "".join(map(chr, range(0x1F3FB, 0x1F400)))
# Signs that draw nothing: places to break, marks of direction and order, tags. They come along
# unseen when somebody copies a text, and can make a line read otherwise than it is stored.
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e0fff]"
)


class Templates(Protocol):
    """What a document needs of the renderer."""

    def plain(self, name: str, **values: object) -> str:
        """Render a plain text."""

    def labels(self, name: str) -> Mapping[str, Any]:
        """Read the words of a document."""


class PrivateLineError(Exception):
    """A line that not everybody may read was on its way into a copy. Names the line's number."""


async def make_document(
    document: DocumentName,
    plan: Plan,
    renderer: Templates,
    timezone: str = "Europe/Amsterdam",
) -> Document:
    """Make a copy of the plan in the documents' own thread, so that no other turn waits for it."""
    make = partial(_make, document, plan, renderer, timezone)
    return await in_worker(make)


async def in_worker(make: Callable[[], Document]) -> Document:
    """Make a document in the documents' own thread."""
    return await asyncio.get_running_loop().run_in_executor(_worker(), make)


def _make(document: str, plan: Plan, renderer: Templates, timezone: str) -> Document:
    refuse_private(plan)
    labels = renderer.labels(WORDS)
    name = file_name(plan.alias)
    sheet = sheet_of(plan, labels, ZoneInfo(timezone))
    if document == "plan.txt":
        values = marked_values(sheet, labels, "txt", pasteable)
        return text_document(name, renderer.plain("plan/plan_text.txt", **values))
    values = marked_values(sheet, labels, "pdf", drawable)
    return pdf_document(name, typeset("plan", values, plan.made_at))


def refuse_private(plan: Plan) -> None:
    """Raise when a line is not for everybody: one such line in a shared copy can cause violence."""
    for line in lines_of(plan):
        if line.audience is not Audience.EVERYBODY:
            raise PrivateLineError(line.seq)


def lines_of(plan: Plan) -> Iterator[PlanLine]:
    """Every line in the plan, however deep it lies; new parts of a plan are found by themselves."""
    return (found for found in _within(plan) if isinstance(found, PlanLine))


def _within(value: object) -> Iterator[object]:
    """A value and everything in it: the fields of a plan's dataclasses and what tuples hold."""
    yield value
    if isinstance(value, tuple):
        inner: Iterable[object] = value
    else:
        inner = (getattr(value, name) for name in getattr(value, "__dataclass_fields__", ()))
    for item in inner:
        yield from _within(item)


def file_name(alias: str) -> str:
    """A file name without its ending, ASCII and short: ``plan-merel-42`` for "Merel 42"."""
    ascii_only = unicodedata.normalize("NFKD", alias).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", ascii_only)
    return "-".join(["plan", *words])[:60].rstrip("-")


@cache
def _worker() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="documents")


# --- plain text --------------------------------------------------------------------------------


def text_document(name: str, text: str) -> Document:
    """A plain text to paste, with at most one empty line at a time; ``name`` is without ending."""
    calm = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    return Document(f"{name}.txt", "text/plain; charset=utf-8", calm.encode())


def pasteable(text: str, mark: str) -> str:
    """A text on one line, with ``mark`` for what another system stops at: control characters,
    private use, halves of a pair.
    """
    return "".join(
        mark if unicodedata.category(sign) in ("Cc", "Co", "Cs") else sign
        for sign in " ".join(INVISIBLE.sub("", text).split())
    )


# --- PDF ---------------------------------------------------------------------------------------


def pdf_document(name: str, content: bytes) -> Document:
    """A tagged PDF/UA-1 as `typeset` gives it; ``name`` is without ending."""
    return Document(f"{name}.pdf", "application/pdf", content)


def typeset(
    name: str, values: Mapping[str, object], made_at: datetime, paper: str | None = None
) -> bytes:
    """Set these values with ``templates/<name>/<name>.typ``, which can read its own folder only.

    ``paper`` names another template of that folder.
    """
    import typst  # noqa: PLC0415  (large: who makes no PDF starts without it)

    folder = Path(str(files("templates").joinpath(name)))
    given = {**values, "fonts": list(_coverage()[0])}
    compiler = typst.Compiler(
        folder / f"{paper or name}.typ",
        root=folder,
        font_paths=_fonts(),
        sys_inputs={name: json.dumps(given)},
    )
    made = compiler.compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(made_at.timestamp())
    )
    if not isinstance(made, bytes):
        raise TypeError(type(made))
    return made


def plan_folder() -> Path:
    """The folder of the document templates, the only one that a document can read."""
    return Path(str(files("templates").joinpath("plan")))


@cache
def _fonts() -> typst.Fonts:
    """The fonts that come along, and no others: every machine makes the same copy."""
    import typst  # noqa: PLC0415

    folders: list[Path] = [plan_folder() / "fonts"]
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


@cache
def _coverage() -> tuple[tuple[str, ...], dict[int, int]]:
    """The font families, first choice first, and for every sign a bit for each that draws it."""
    told: dict[str, str] = json.loads((plan_folder() / "coverage.json").read_text("ascii"))
    drawn: dict[int, int] = {}
    for number, ranges in enumerate(told.values()):
        for first, _, last in (span.partition("-") for span in ranges.split()):
            for sign in range(int(first, 16), int(last or first, 16) + 1):
                drawn[sign] = drawn.get(sign, 0) | 1 << number
    return tuple(told), drawn


def drawable(text: str, mark: str) -> str:
    """A text that the fonts can draw, with ``mark`` for what they cannot: typst stops at that.

    Words longer than a line may break; empty lines are kept, one at a time.
    """
    lines = (_drawable_line(line, mark) for line in INVISIBLE.sub("", text).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _drawable_line(text: str, mark: str) -> str:
    """One line. A sign that joins the one before it must stand in a font that has them both."""
    drawn = _coverage()[1]
    kept: list[str] = []
    able = -1  # a bit for each font that can draw everything since the last sign that joins nothing
    for sign in " ".join(unicodedata.normalize("NFC", text).split()):
        fonts = drawn.get(ord(sign), 0)
        if _joins(sign):
            fonts &= able
        if not fonts and sign in WEIGHTLESS:
            continue
        kept.append(sign if fonts else mark)
        able = fonts or drawn[ord(mark)]
    return LONG_WORD.sub(_breakable, "".join(kept))


def _joins(sign: str) -> bool:
    """Whether this sign belongs to the one before it: an accent, a joiner, a skin colour."""
    return unicodedata.category(sign).startswith("M") or sign in WEIGHTLESS or sign in SKIN_COLOURS


def _breakable(word: re.Match[str]) -> str:
    """A long word with a place to break after about every tenth sign."""
    kept: list[str] = []
    since = 0
    for sign in word[0]:
        if since >= 10 and not _joins(sign) and kept[-1] not in WEIGHTLESS:
            kept.append(BREAK)
            since = 0
        kept.append(sign)
        since += 1
    return "".join(kept)


# --- both --------------------------------------------------------------------------------------


def marked_values(
    sheet: DataclassInstance,
    labels: Mapping[str, Any],
    kind: str,
    clean: Callable[[str, str], str],
) -> dict[str, object]:
    """What a template gets: the sheet's texts made fit for it, and a note if that took a mark."""
    mark = str(labels["mark"][kind])
    fit = each_text(asdict(sheet), lambda text: clean(text, mark))
    marked = mark in json.dumps(fit, ensure_ascii=False)
    note = str(labels["mark"]["note"]).format(mark=mark) if marked else ""
    return {"sheet": fit, "words": labels, "note": note}


def each_text(value: object, change: Callable[[str], str]) -> object:
    """The same plain values with every text in them changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, Mapping):
        return {name: each_text(inner, change) for name, inner in value.items()}
    if isinstance(value, tuple):
        return [each_text(inner, change) for inner in value]
    return value
