"""How good verdicts are: F1 for each label and their mean."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def f1_by_label(pairs: Iterable[tuple[str, str]], labels: Sequence[str]) -> dict[str, float]:
    """F1 by label of (right, given) pairs; 0 for a label that was never hit."""
    known = list(pairs)
    scores: dict[str, float] = {}
    for label in labels:
        hit = sum(right == given == label for right, given in known)
        seen = sum(right == label for right, _ in known) + sum(given == label for _, given in known)
        scores[label] = 2 * hit / seen if seen else 0.0
    return scores


def macro_f1(pairs: Iterable[tuple[str, str]], labels: Sequence[str]) -> float:
    """The mean of the labels' F1."""
    scores = f1_by_label(pairs, labels)
    return sum(scores.values()) / len(scores)
