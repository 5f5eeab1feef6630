"""The learned part: one number for each feature and label, added up.

Trained by ``python -m bot.language.train`` from ``bot/language/training``; the numbers stand in
``weights/<name>.json`` in hundredths. Nothing here learns: it adds, and says what counted most.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from math import exp, sqrt

from flows.language.features import Features

NORM = 10.0  # every utterance's features are scaled to this length, short or long
HUNDREDTHS = 100


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights by feature, a number for each label in the order of ``labels``."""

    labels: tuple[str, ...]
    bias: tuple[int, ...]
    weights: dict[str, list[int]]

    def chances(self, features: Features) -> dict[str, float]:
        """How likely each label is; together 1."""
        sums = [float(each) for each in self.bias]
        scale = scale_of(features)
        for name, (value, _) in features.items():
            row = self.weights.get(name)
            if row is not None:
                part = value * scale
                sums = [total + part * weight for total, weight in zip(sums, row, strict=True)]
        return dict(zip(self.labels, softmax([each / HUNDREDTHS for each in sums]), strict=True))

    def pull(self, name: str, label: str, against: str) -> float:
        """How much one feature speaks for a label rather than for another."""
        row = self.weights.get(name)
        if row is None:
            return 0.0
        return (row[self.labels.index(label)] - row[self.labels.index(against)]) / HUNDREDTHS


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
    return Linear(tuple(read["labels"]), tuple(read["bias"]), read["weights"])
