"""Reads a text by small word lists: hints for the turn, never a verdict.

A learned reader and a guard for personal data will stand beside it behind the same port.
"""

from __future__ import annotations

from collections.abc import Callable

from flows.content.library import words_pattern
from flows.content.shapes import Words
from flows.language.verdict import Verdict
from flows.types import Reading

Coach = Callable[[str], Verdict]
"""Says what an utterance of a professional is."""

SPOKEN = 1_500  # characters of what somebody can say in one go; a longer text is a note
BEFORE = 12  # characters that may come before a question to the guide: "Help, …"


class WordReader:
    """The `Reader` that needs nothing but the word lists in the content, and a coach if given."""

    def __init__(self, words: Words, coach: Coach | None = None) -> None:
        self._coach = coach
        self._idea = words_pattern(words.idea)
        self._danger = words_pattern(words.danger)
        self._heavy = words_pattern(words.heavy)
        self._advice = words_pattern(words.advice)
        self._must_solve = words_pattern(words.must_solve)

    def read(self, text: str) -> Reading:
        """Look for each list's words; ``idea`` is quoted as it was typed."""
        idea = self._idea.search(text)
        return Reading(
            idea=idea.group() if idea else None,
            danger=tuple(found.group() for found in self._danger.finditer(text)),
            heavy=bool(self._heavy.search(text)),
            advice=self._asks(text),
            must_solve=bool(self._must_solve.search(text)),
            verdict=self._coach(text) if self._coach and len(text) <= SPOKEN else None,
        )

    def _asks(self, text: str) -> bool:
        """Whether the text asks it: it begins with it or ends as a question; it is no story."""
        found = self._advice.search(text)
        return bool(found and (found.start() <= BEFORE or text.rstrip().endswith("?")))
