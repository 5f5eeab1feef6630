"""Reads a text by small word lists, and by the coach where there is one: hints for the turn."""

from __future__ import annotations

from collections.abc import Callable

from flows.clarification.lines import split_lines
from flows.content.library import shortened_words, words_pattern
from flows.content.shapes import Words
from flows.language.verdict import Verdict
from flows.types import Reading

Coach = Callable[[str], Verdict]
"""Says what an utterance of a professional is."""

Solves = Callable[[str, bool], Verdict | None]
"""Says whether a note jumps to a solution; None when nothing in its form does and it names no help
from outside, which the second argument says."""

SPOKEN = 1_500  # characters of what somebody can say in one go; a longer text is a note
NOTE = 400  # characters of a line that may be an idea; a longer one is a story
SURE = 0.8  # below it the offer to park would nag
LEARNED = "learned"
BEFORE = 12  # characters that may come before a question to the guide: "Help, …"


class WordReader:
    """The `Reader` that needs nothing but the word lists in the content, and a coach if given.

    ``coach`` says what an utterance is, ``solves`` whether a note jumps to a solution.
    """

    def __init__(
        self, words: Words, coach: Coach | None = None, solves: Solves | None = None
    ) -> None:
        self._coach = coach
        self._solves = solves
        self._idea = words_pattern(words.idea)
        self._care = words_pattern(words.care)
        self._danger = words_pattern(words.danger)
        self._heavy = words_pattern(words.heavy)
        self._advice = words_pattern(words.advice)
        self._must_solve = words_pattern(words.must_solve)
        self._shortened = shortened_words(words)

    def read(self, text: str) -> Reading:
        """Look for each list's words; ``idea`` is quoted as it was typed."""
        return Reading(
            idea=self._idea_in(text),
            danger=tuple(found.group() for found in self._danger.finditer(text)),
            heavy=bool(self._heavy.search(text)),
            advice=self._asks(text),
            must_solve=bool(self._must_solve.search(text)),
            verdict=self._coach(text) if self._coach and len(text) <= SPOKEN else None,
        )

    def _idea_in(self, text: str) -> str | None:
        """The words of the first line that sounds like a solution or an objection (001.6)."""
        found = self._idea.search(text)
        if found or self._solves is None:
            return found.group() if found else None
        for line in split_lines(text, self._shortened):
            helped = bool(self._care.search(line))
            verdict = self._solves(line, helped) if len(line) <= NOTE else None
            if verdict and is_solution(verdict, helped):
                return verdict.quote if verdict.quote in line else line
        return None

    def _asks(self, text: str) -> bool:
        """Whether the text asks it: it begins with it or ends as a question; it is no story."""
        found = self._advice.search(text)
        return bool(found and (found.start() <= BEFORE or text.rstrip().endswith("?")))


def is_solution(verdict: Verdict, helped: bool) -> bool:
    """A rule named it, or what was learned is sure of it and help from outside is named."""
    named = verdict.why != LEARNED or helped
    return verdict.label == "yes" and verdict.confidence >= SURE and named
