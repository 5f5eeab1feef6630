"""What the learned part weighs: words, pieces of words, the form and the rules' hints.

Each feature knows the place of the words it stands for, so that a verdict can quote them. Features
about the form alone (length, punctuation) have no place.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from flows.language.form import Form
from flows.language.rules import Found, Rules
from flows.language.text import Utterance, Word

Place = tuple[int, int]
Features = dict[str, tuple[float, Place | None]]

_MARKS = frozenset(".,:;!")
_LENGTHS = (2, 4, 7, 11, 16, 24, 36)
_PIECES = (3, 4, 5)
_HALF = 0.5  # pieces of words overlap: each weighs less than a word


def features_of(said: Utterance, form: Form, found: tuple[Found, ...], rules: Rules) -> Features:
    """Everything there is to weigh in one utterance."""
    features: Features = {}
    for name, weight, place in (
        *_words(said.words),
        *_pieces(said.words),
        *_form(said, form),
        *_rules(found, form),
        *_openings(form),
    ):
        features.setdefault(name, (weight, place))
    return features


def _words(words: tuple[Word, ...]) -> Iterator[tuple[str, float, Place | None]]:
    """Words, and two or three in a row; ``^`` stands before the first."""
    plain = [word for word in words if word.text not in _MARKS]
    for word in plain:
        yield f"w:{word.text}", 1.0, (word.start, word.end)
    for one, two in pairwise(plain):
        yield f"w:{one.text} {two.text}", 1.0, (one.start, two.end)
    for one, two, three in zip(plain, plain[1:], plain[2:], strict=False):
        yield f"w:{one.text} {two.text} {three.text}", 1.0, (one.start, three.end)
    for count in (1, 2):
        if len(plain) >= count:
            text = " ".join(word.text for word in plain[:count])
            yield f"^{text}", 1.0, (plain[0].start, plain[count - 1].end)


def _pieces(words: tuple[Word, ...]) -> Iterator[tuple[str, float, Place | None]]:
    """Pieces of words: what a misspelled, composed or inflected word still shares."""
    for word in words:
        if len(word.text) < 4:
            continue
        edged = f"<{word.text}>"
        for size in _PIECES:
            for at in range(len(edged) - size + 1):
                yield f"c:{edged[at : at + size]}", _HALF, (word.start, word.end)


def _form(said: Utterance, form: Form) -> Iterator[tuple[str, float, Place | None]]:
    """Length, marks and sentences."""
    count = sum(word.text[0].isalnum() for word in said.words)
    size = sum(count > limit for limit in _LENGTHS)
    ending = said.folded.rstrip()[-1:]
    commas = min(said.folded.count(","), 4)
    opening = form.opening
    yield f"f:length {size}", 1.0, None
    yield f"f:ends {ending if ending in '.?!' else 'bare'}", 1.0, None
    yield f"f:commas {commas}", 1.0, None
    yield f"f:sentences {min(len(said.sentences), 4)}", 1.0, None
    yield f"f:asks {form.asks} {opening}", 1.0, None
    yield f"f:questions {min(len(form.questions), 3)}", 1.0, None
    if not form.asks:
        yield f"f:tells, length {size}", 1.0, None
        yield f"f:tells, commas {commas}", 1.0, None


def _rules(found: tuple[Found, ...], form: Form) -> Iterator[tuple[str, float, Place | None]]:
    for each in found:
        yield f"r:{each.rule}", 2.0, (each.start, each.end)
        if each.label:
            yield f"s:{each.label}", 2.0, (each.start, each.end)
        elif not form.asks:
            yield f"r:{each.rule}, tells", 1.0, (each.start, each.end)


def _openings(form: Form) -> Iterator[tuple[str, float, Place | None]]:
    """The first words after fillers, with whether something is asked.

    What is asked last opens anew: "Goed, nog één ding, woont u hier" counts like "Woont u hier".
    """
    for opening in (form.first, form.last):
        words = [word for word in opening if word.text not in _MARKS]
        for count in (1, 2, 3):
            if len(words) >= count:
                text = " ".join(word.text for word in words[:count])
                place = (words[0].start, words[count - 1].end)
                yield f"o:{text} {'?' if form.asks else '.'}", 1.5, place
