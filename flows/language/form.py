"""The form of an utterance: how it begins, whether it asks, and how many things it asks.

A question without a question mark is known by its first words: a question word, or a verb before
its subject. A clause counts as a question of its own when it could stand alone ("en wie doet de
was"); a tag ("toch?") and the check after a summary ("Klopt dat?") are no second question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flows.language.rules import Rules
from flows.language.text import Utterance, Word

_MARKS = frozenset("?!.,:;")
_JOINS = frozenset({"en", "of", ",", ":"})
_ASKING = ("question_word", "verb")


@dataclass(frozen=True, slots=True)
class Form:
    """What is seen of an utterance before its words are weighed."""

    opening: str  # question_word, verb, subject, none: how it begins, after fillers
    asks: bool
    marks: int  # question marks
    questions: tuple[tuple[int, int], ...]  # where each thing asked begins and ends
    first: tuple[Word, ...]  # the first words after fillers
    last: tuple[Word, ...]  # the first words of what is asked last: what a long run-up leads to


def form_of(said: Utterance, rules: Rules) -> Form:
    """Look at the form."""
    first, opening = _begins(said.words, rules)
    marks = said.folded.count("?")
    bare = not any(word.text in "?!." for word in said.words[-1:])
    asks = marks > 0 or (bare and opening in _ASKING)
    questions = _questions(said, rules)
    asked = tuple(word for word in said.words if questions and word.start >= questions[-1][0])
    last = _after_fillers(asked, rules)
    return Form(opening, asks, marks, questions, first[:4], last[:3])


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
    aside = words[2:3] and words[2].text == "," and rules.within(one, "speaking")  # ", zegt u,"
    if two and verb and not aside and rules.within(two, "subjects"):
        return "verb"
    return "none"


def _begins(words: tuple[Word, ...], rules: Rules) -> tuple[tuple[Word, ...], str]:
    """The words after fillers, and how they open: "dan ga ik" tells, verb first or not."""
    first = _after_fillers(words, rules)
    opening = _opening(first, rules)
    skipped = words[: len(words) - len(first)]
    if opening == "verb" and skipped and rules.within(skipped[-1], "turning"):
        opening = "none"
    return first, opening


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
    inside = tuple(word for word in said.words if start <= word.start < end)
    words, opening = _begins(inside, rules)
    begins = [words[0].start] if opening in _ASKING else []
    for at in range(1, len(words)):
        alone = _alone(said, rules, words[at - 1 :], end) if _joined(words, at, rules) else None
        if alone is not None and alone not in begins:
            begins.append(alone)
    if not begins and asked and words:
        begins = [words[0].start]
    return list(zip(begins, [*begins[1:], end], strict=False))


def _joined(words: tuple[Word, ...], at: int, rules: Rules) -> bool:
    """Whether a clause may begin here: not in "wat of wie", nor after "u denkt:"."""
    join, after = words[at - 1], words[at]
    if join.text not in _JOINS or after.text in _JOINS:
        return False
    before = words[at - 2] if at > 1 else None
    if before is None:
        return True
    if join.text == ":":
        return not rules.within(before, "speaking")
    return join.text != "of" or not rules.within(before, "question_words")


def _alone(said: Utterance, rules: Rules, rest: tuple[Word, ...], end: int) -> int | None:
    """Where a new question begins: after a join; after "of" only by a question word."""
    join, after = rest[:2]
    if rules.check.match(said.folded, after.start, end):
        return None
    first, opening = _begins(rest[1:], rules)
    if opening == "question_word" and _concedes(rest[1:]):
        return None
    asks = opening == "question_word" or (opening == "verb" and join.text != "of")
    return first[0].start if asks else None


def _concedes(rest: tuple[Word, ...]) -> bool:
    """Whether a clause only concedes: "hoe krap het ook is", "wat er ook gebeurt"."""
    clause = [word.text for word in rest[:5]]
    return "ook" in clause[1:] and not _MARKS & set(clause[: clause.index("ook", 1)])
