"""A text as the coach looks at it: folded letter by letter, cut in words and sentences.

Folding (lower case, no accents, straight quotes) keeps the length, so that what is found in the
folded text can be quoted from what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

HEAD, TAIL = 1200, 400  # characters: of a longer text only its beginning and end are looked at
_REMEMBERED = 4096  # letters
_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*-*|\d+|[?!.,:;]")
_SENTENCE = re.compile(r"[^.?!…\n]+[.?!…]*")
_QUOTES = {"’": "'", "‘": "'", "`": "'", "´": "'", "“": '"', "”": '"', "„": '"', "–": "-"}


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or mark of the folded text, with where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Utterance:
    """A text, folded, with its words and the sentences' places."""

    typed: str
    folded: str
    words: tuple[Word, ...]
    sentences: tuple[tuple[int, int], ...]

    def quote(self, start: int, end: int) -> str:
        """The words as they were typed, without the spaces around them."""
        return self.typed[start:end].strip(" \t\r\n,;:")


def utterance(text: str) -> Utterance:
    """Fold and cut a text; of a very long one the middle is left out."""
    typed = text if len(text) <= HEAD + TAIL else f"{text[:HEAD]}\n{text[-TAIL:]}"
    folded = typed.translate(_FOLDED)
    words = tuple(Word(found[0], *found.span()) for found in _TOKEN.finditer(folded))
    sentences = tuple(found.span() for found in _SENTENCE.finditer(folded) if _has_letter(found[0]))
    return Utterance(typed, folded, words, sentences)


def _has_letter(text: str) -> bool:
    return any(each.isalnum() for each in text)


class _Folded(dict[int, str]):
    """One letter for one letter: lower, without accent. The first thousands are remembered."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        plain = _QUOTES.get(letter) or unicodedata.normalize("NFD", letter)[0].lower()
        folded = plain if len(plain) == 1 else letter
        if len(self) < _REMEMBERED:
            self[code] = folded
        return folded


_FOLDED = _Folded()
