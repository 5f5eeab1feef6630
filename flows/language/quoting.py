"""Finds the words that counted most for a label, so that a learned verdict can quote them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict

from flows.language.features import Features, Place
from flows.language.linear import Linear
from flows.language.text import Utterance

_WORDS = 7  # a quote holds no more than these


def strongest(
    said: Utterance, features: Features, linear: Linear, label: str, against: str
) -> Place:
    """Where the words stand that speak most for ``label`` rather than for ``against``.

    Each word gets its part of every feature it belongs to; the stretch of words with the highest
    sum is taken, without what speaks against it.
    """
    words = [word for word in said.words if word.text[0].isalnum()]
    begins = [word.start for word in words]
    pulls: dict[int, float] = defaultdict(float)
    for (first, last), pull in linear.pulls(features, label, against):
        inside = begins[bisect_left(begins, first) : bisect_left(begins, last)]
        for start in inside:
            pulls[start] += pull / len(inside)
    return _stretch([(word.start, word.end, pulls[word.start]) for word in words])


def _stretch(words: list[tuple[int, int, float]]) -> Place:
    """The stretch of at most `_WORDS` words with the highest sum; the first of equals."""
    best, found = 0.0, (words[0][0], words[min(len(words), _WORDS) - 1][1])
    for first in range(len(words)):
        total = 0.0
        for last in range(first, min(first + _WORDS, len(words))):
            total += words[last][2]
            if total > best:
                best, found = total, (words[first][0], words[last][1])
    return found
