"""An author's mistakes: where they stand, and how to mend a piece that has the wrong shape."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

from pydantic_core import ErrorDetails

from flows.content.shapes import Shape

_SENTENCES = {
    "missing": '"{key}" is missing here: add it.',
    "extra_forbidden": 'There is no key "{key}" here: use {known}.',
    "string_too_short": '"{key}" is empty: write a text.',
    "string_too_long": '"{key}" has {length} characters: shorten it to at most {max_length}.',
    "string_pattern_mismatch": '"{given}" cannot be used here: write {form}.',
    "too_short": '"{key}" holds {actual_length} and needs {min_length} at least: add some.',
    "tuple_type": '"{key}" is a list: write each item on a line behind "- ", or all between [ ].',
    "dict_type": '"{key}" holds names and values: write lines of "name: value".',
    "model_type": 'Something else belongs here: write lines of "key: value".',
    "bool_type": '"{key}" says whether it is so: write true or false.',
    "bool_parsing": '"{key}" says whether it is so: write true or false.',
    "literal_error": '"{given}" cannot be used for {key}: choose {expected}.',
    "enum": '"{given}" cannot be used for {key}: choose {expected}.',
}
_FORMS = {"^[": "small letters and digits, joined by - or _", "^0": 'a requirement like "004.7"'}
_NOTHING = {"", "~", "null"}


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """An author's mistake: where it stands and, in one sentence, how to mend it."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        """As editors and terminals know it: ``file:line: message``."""
        return f"{self.file}:{self.line}: {self.message}"


class Places(Protocol):
    """Where each piece of content was written."""

    def at(self, shape: Shape, *loc: str | int) -> tuple[str, int]:
        """The file and line of this piece, or of what lies in it at ``loc``."""

    def unusable(self) -> Iterable[tuple[type[Shape], str, tuple[str, int]]]:
        """What was left out for a mistake in it and has an id: its sort, the id and its place."""

    def whole(self, shape: Shape) -> bool:
        """Whether all of it could be read; otherwise what is missing in it says nothing."""


def mend(error: ErrorDetails, shape: type[Shape], written: str | None) -> str:
    """One sentence about an error of pydantic's in a piece of this shape.

    ``written`` is the word as it stands in the file, None when a single text does not stand there.
    """
    key = next((step for step in reversed(error["loc"]) if isinstance(step, str)), "this")
    if error["type"] == "string_type":
        return not_text(key, written)
    if error["type"] not in _SENTENCES:
        return f'"{key}" cannot be used: {error["msg"]}.'
    given = error["input"] if isinstance(error["input"], str) else written or ""
    context = error.get("ctx", {})
    values = {
        "key": key,
        "given": given,
        "known": meant(key, shape) or ", ".join(shape.model_fields),
        "length": len(given.strip()),
        "form": _FORMS.get(str(context.get("pattern"))[:2], "something else"),
    }
    return _SENTENCES[error["type"]].format(**(context | values))


def meant(key: str, shape: type[Shape]) -> str:
    """The key of this shape that a misspelt key was meant to be; empty when none is near."""
    return "".join(get_close_matches(key, shape.model_fields, 1))


def not_text(key: str, written: str | None) -> str:
    """One sentence about something that should have been a text and is not to YAML."""
    if written is None:
        return f'"{key}" is one text: put quotes around it, also when it starts with {{ or [.'
    if written.lower() in _NOTHING:
        return f'"{key}" is empty: write a text, or leave it out.'
    return f'{written} is not text to YAML: put quotes around it, "{written}".'
