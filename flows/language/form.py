"""The form of an utterance: how it begins, whether it asks, and how many things it asks.

A question without a question mark is known by its first words: a question word, or a verb before
its subject. A clause counts as a question of its own when it could stand alone ("en wie doet de
was"); a tag ("toch?") and the check after a summary ("Klopt dat?") are no second question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from flows.language.rules import Rules
from flows.language.text import Utterance, Word

_MARKS = frozenset("?!.,:;")
_JOINS = frozenset({"en", "of", ","})


@dataclass(frozen=True, slots=True)
class Form:
    """What is seen of an utterance before its words are weighed."""

    opening: str  # question_word, verb, subject, none: how it begins, after fillers
    asks: bool
    marks: int  # question marks
    questions: tuple[tuple[int, int], ...]  # where each thing asked begins and ends
    first: tuple[Word, ...]  # the first words after fillers


def form_of(said: Utterance, rules: Rules) -> Form:
    """Look at the form."""
    first = _after_fillers(said.words, rules)
    opening = _opening(first, rules)
    marks = said.folded.count("?")
    bare = not any(word.text in "?!." for word in said.words[-1:])
    asks = marks > 0 or (bare and opening in ("question_word", "verb"))
    return Form(opening, asks, marks, _questions(said, rules), first[:4])


def _after_fillers(words: tuple[Word, ...], rules: Rules) -> tuple[Word, ...]:
    """The words after "nou", "oké, en" and the like; all of them when nothing else is there."""
    for at, word in enumerate(words):
        if word.text not in _MARKS and not rules.within(word, "fillers"):
            return words[at:]
    return words


def _opening(words: tuple[Word, ...], rules: Rules) -> str:
    if not words:
        return "none"
    one, two = words[0], words[1] if len(words) > 1 else None
    if rules.within(one, "question_words"):
        return "question_word"
    if two and rules.within(one, "prepositions") and rules.within(two, "question_words"):
        return "question_word"
    if rules.within(one, "subjects"):
        return "subject"
    verb = one.text[0].isalpha() and not rules.within(one, "no_verbs")
    if two and verb and rules.within(two, "subjects"):
        return "verb"
    return "none"


def _questions(said: Utterance, rules: Rules) -> tuple[tuple[int, int], ...]:
    """Each part that asks something of its own."""
    places: list[tuple[int, int]] = []
    for start, end in said.sentences:
        sentence = said.folded[start:end]
        asked = sentence.rstrip().endswith("?")
        bare = not re.search(r"[.!?…]\s*$", sentence)
        if (asked or bare) and not rules.check.match(sentence):
            places += _clauses(said, rules, start, end, asked)
    return tuple(places)


def _clauses(
    said: Utterance, rules: Rules, start: int, end: int, asked: bool
) -> list[tuple[int, int]]:
    """The clauses of one sentence that could stand alone as a question."""
    words = _after_fillers(tuple(word for word in said.words if start <= word.start < end), rules)
    begins = [words[0].start] if _asks(words, rules) else []
    for at, (join, after) in enumerate(pairwise(words), 1):
        if _alone(said, rules, words[at:], join, after, end):
            begins.append(after.start)
    if not begins and asked and words:
        begins = [words[0].start]
    return list(zip(begins, [*begins[1:], end], strict=False))


def _alone(
    said: Utterance, rules: Rules, rest: tuple[Word, ...], join: Word, after: Word, end: int
) -> bool:
    """Whether a new question begins here: after "en" or a comma, after "of" by a question word."""
    if join.text not in _JOINS or after.text in _JOINS:
        return False
    if rules.check.match(said.folded, after.start, end):
        return False
    opening = _opening(_after_fillers(rest, rules), rules)
    return opening == "question_word" or (opening == "verb" and join.text != "of")


def _asks(words: tuple[Word, ...], rules: Rules) -> bool:
    return _opening(_after_fillers(words, rules), rules) in ("question_word", "verb")
