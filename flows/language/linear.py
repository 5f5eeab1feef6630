"""The learned part: one number for each feature and label, added up.

Trained by ``python -m bot.language.train`` from ``bot/language/training``; the numbers stand in
``weights/<name>.json`` in hundredths. Nothing here learns: it adds, and says what counted most.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt
from operator import mul

from flows.language.features import Features, Place

NORM = 10.0  # every utterance's features are scaled to this length, short or long
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights by feature, a number for each label in the order of ``labels``."""

    labels: tuple[str, ...]
    bias: list[int]
    weights: dict[str, list[int]]

    def chances(self, features: Features) -> dict[str, float]:
        """How likely each label is; together 1."""
        scale = scale_of(features)
        parts: list[float] = []
        rows = [self.bias]
        for name, (value, _) in features.items():
            row = self.weights.get(name)
            if row is not None:
                parts.append(value * scale)
                rows.append(row)
        parts.insert(0, 1.0)  # the bias counts once
        sums = [sum(map(mul, parts, column)) for column in zip(*rows, strict=True)]
        return dict(zip(self.labels, softmax([each / HUNDREDTHS for each in sums]), strict=True))

    def pulls(self, features: Features, label: str, against: str) -> Iterator[tuple[Place, float]]:
        """How much each feature with a place speaks for a label rather than for another."""
        wanted, other = self.labels.index(label), self.labels.index(against)
        for name, (value, place) in features.items():
            row = self.weights.get(name) if place else None
            if place and row and row[wanted] != row[other]:
                yield place, value * ((row[wanted] - row[other]) / HUNDREDTHS)


def scale_of(features: Features) -> float:
    """The factor that brings the features to length `NORM`."""
    return NORM / sqrt(sum(value * value for value, _ in features.values()) or 1.0)


def softmax(scores: list[float]) -> list[float]:
    """Chances from scores."""
    top = max(scores)
    powers = [exp(score - top) for score in scores]
    total = sum(powers)
    return [power / total for power in powers]


@cache
def linear_for(name: str) -> Linear:
    """The weights that ship with Handvat, read once."""
    path = files("flows.language").joinpath("weights", f"{name}.json")
    read = json.loads(path.read_text("utf-8"))
    return Linear(tuple(read["labels"]), read["bias"], read["weights"])
