"""The rules: forms by which an utterance is known, read from ``patterns/<language>.yaml``.

A *sure* rule decides by itself, in the order of the labels (the first that fits wins); a *hint* is
one of the things the learned part weighs. Both know the words they were found by.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from flows.language.text import Utterance, Word
from flows.loading import read_labels

_PART = re.compile(r"<(\w+)>")


@dataclass(frozen=True, slots=True)
class Found:
    """A rule that fits: its name, the label it stands for (empty for a hint), and where."""

    rule: str
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Rules:
    """One language's rules and word lists, compiled."""

    sure: tuple[tuple[str, str, re.Pattern[str]], ...]
    hints: tuple[tuple[str, re.Pattern[str]], ...]
    words: dict[str, frozenset[str]]
    check: re.Pattern[str]

    def deciding(self, said: Utterance) -> tuple[Found, ...]:
        """Every sure rule that fits, in the order of the labels."""
        found = ((label, name, rule.search(said.folded)) for label, name, rule in self.sure)
        return tuple(Found(name, label, *hit.span()) for label, name, hit in found if hit)

    def hinting(self, said: Utterance) -> tuple[Found, ...]:
        """Every hint that fits."""
        found = ((name, rule.search(said.folded)) for name, rule in self.hints)
        return tuple(Found(name, "", *hit.span()) for name, hit in found if hit)

    def within(self, word: Word, kind: str) -> bool:
        """Whether this word stands in a list of words."""
        return word.text in self.words[kind]


@cache
def rules_for(name: str) -> Rules:
    """The rules of a language (``nl``, ``en``) or of a task (``solutions_nl``), compiled once."""
    source = read_labels(files("flows.language").joinpath("patterns", f"{name}.yaml"))
    parts: dict[str, str] = source.get("parts", {})
    sure = tuple(
        (label, rule, _compiled(pattern, parts))
        for label, rules in source.get("sure", {}).items()
        for rule, pattern in rules.items()
    )
    hints = tuple(
        (rule, _compiled(pattern, parts)) for rule, pattern in source.get("hints", {}).items()
    )
    lists: dict[str, Any] = source.get("words", {})
    checks = "|".join(lists.get("checks", ())) or "(?!)"
    words = {kind: frozenset(each) for kind, each in lists.items() if kind != "checks"}
    return Rules(sure, hints, words, re.compile(rf"\W*(?:{checks})\W*\Z"))


def _compiled(pattern: str, parts: dict[str, str]) -> re.Pattern[str]:
    return re.compile(_PART.sub(lambda found: parts[found[1]], pattern))
