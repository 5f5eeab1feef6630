"""Personas in several languages: whoever exists in one exists in all of them, and says as much.

The folders of languages stand beside one another (``nl/``, ``en/``), each with ``personas/``. A
persona is one person in every language: the same facts in the same order, and the same kinds of
line. What is wrong within one language is found there, by `flows.persona_checks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from importlib.resources.abc import Traversable
from itertools import permutations

from flows.mistakes import Problem

Personas = Mapping[str, "Piece"]
Read = Callable[[Traversable], object]
_LANGUAGE = re.compile(r"[a-z]{2}")


class Piece:
    """One persona's file as it was written: the ids of its facts and the kinds of its lines."""

    def __init__(self, file: str, value: object) -> None:
        self.file = file
        source = value if isinstance(value, dict) else {}
        facts, lines = source.get("facts"), source.get("lines")
        self.facts = [
            str(fact["id"]) for fact in facts or () if isinstance(fact, dict) and "id" in fact
        ]
        self.lines = list(lines) if isinstance(lines, dict) else []


def check_translations(root: Traversable, read: Read) -> Iterator[Problem]:
    """Every persona, fact and kind of line that one language has and another lacks.

    ``root`` holds the languages' folders; with one language nothing can be missing.
    """
    languages = {
        each.name: _personas(each / "personas", read)
        for each in (root.iterdir() if root.is_dir() else ())
        if _LANGUAGE.fullmatch(each.name) and (each / "personas").is_dir()
    }
    for here, there in permutations(sorted(languages), 2):
        for name, piece in languages[here].items():
            other = languages[there].get(name)
            if other is None:
                message = f'There is no persona "{name}" in "{there}": translate this one.'
                yield Problem(piece.file, 1, message)
                continue
            for fact in (fact for fact in piece.facts if fact not in other.facts):
                message = f'The fact "{fact}" of "{here}" is missing here: translate it.'
                yield Problem(other.file, 1, message)
            for kind in (kind for kind in piece.lines if kind not in other.lines):
                message = f'Lines "{kind}" of "{here}" are missing here: translate them.'
                yield Problem(other.file, 1, message)


def _personas(folder: Traversable, read: Read) -> Personas:
    return {
        each.name.removesuffix(".yaml"): Piece(str(each), read(each))
        for each in folder.iterdir()
        if each.name.endswith(".yaml")
    }
