"""The word lists by which names, places and institutions are known, read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from flows.loading import read_labels


@dataclass(frozen=True, slots=True)
class Lists:
    """The words of ``personal_nl.yaml``, all in lower case."""

    titles: frozenset[str]
    prefixes: frozenset[str]
    first: frozenset[str]
    wordlike: frozenset[str]
    surnames: frozenset[str]
    speaking: frozenset[str]
    known: frozenset[str]
    ordinary: frozenset[str]
    places: frozenset[str]
    places_wordlike: frozenset[str]
    settings: frozenset[str]
    idioms: re.Pattern[str]


@cache
def lists() -> Lists:
    """Read once."""
    source = read_labels(files("flows.language").joinpath("patterns", "personal_nl.yaml"))
    idioms = "|".join(re.escape(" ".join(each.split())) for each in source.pop("idioms").split("|"))
    words = {name: frozenset(str(text).split()) for name, text in source.items()}
    return Lists(**words, idioms=re.compile(rf"(?i:\b(?:{idioms})\b)"))
