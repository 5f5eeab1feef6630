"""Trains the coach's learned part: ``python -m bot.language.train`` (about a minute, no network).

Softmax regression with a penalty on large weights, by stochastic gradient descent in plain Python,
so that the weights can be made again with what Handvat needs anyway. The same data and seed give
the same file. ``--check`` says whether the shipped weights are those of the data;
``--folds`` prints the macro-F1 of five-fold cross-validation instead.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import cast

from bot.language.figures import macro_f1
from flows.language.coach import eyes_for
from flows.language.features import Features
from flows.language.linear import HUNDREDTHS, Linear, scale_of, softmax
from flows.language.verdict import FOLDED, LABELS, SOLUTIONS, Language, Task

ROUNDS = 24
STEP = 0.25  # of the first round; it shrinks to nothing in the last
PENALTY = 0.0006  # an utterance: the pull of a weight towards nothing
LEAST = 2  # a feature is kept when this many utterances have it
SEED = 3


@dataclass(frozen=True, slots=True)
class Example:
    """One utterance to learn from."""

    text: str
    label: str
    features: Features


@dataclass(frozen=True, slots=True)
class Course:
    """What is learned: a task in a language."""

    task: Task
    language: Language
    labels: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of its weights."""
        return f"{self.task}_{self.language}"


COURSES = (
    Course("questions", "nl", LABELS),
    Course("questions", "en", FOLDED),
    Course("solutions", "nl", SOLUTIONS),
)


def examples(course: Course) -> list[Example]:
    """The training utterances of a course, with their features."""
    start = course.language if course.task == "questions" else course.name
    eyes = eyes_for(course.language, course.task)
    found = []
    for path in sorted(_training().glob(f"{start}_*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            read = json.loads(line)
            found.append(Example(read["text"], read["label"], eyes.see(read["text"]).features))
    return found


def train(learn: Sequence[Example], labels: tuple[str, ...]) -> Linear:
    """Learn the weights. Each feature takes smaller steps the more it has moved (AdaGrad)."""
    counts = Counter(name for example in learn for name in example.features)
    rows = [(labels.index(each.label), _row(each.features, counts)) for each in learn]
    weights = {name: [0.0] * len(labels) for name in sorted(counts) if counts[name] >= LEAST}
    moved = dict.fromkeys(weights, 1.0)
    bias = [0.0] * len(labels)
    chance = random.Random(SEED)
    for turn in range(ROUNDS):
        chance.shuffle(rows)
        step = STEP * (1 - turn / ROUNDS)
        for right, row in rows:
            _learn_one(weights, moved, bias, right, row, step)
    return _rounded(labels, bias, weights)


def _row(features: Features, counts: Counter[str]) -> list[tuple[str, float]]:
    scale = scale_of(features)
    return [(name, value * scale) for name, (value, _) in features.items() if counts[name] >= LEAST]


def _learn_one(
    weights: dict[str, list[float]],
    moved: dict[str, float],
    bias: list[float],
    right: int,
    row: list[tuple[str, float]],
    step: float,
) -> None:
    """One utterance: move every weight it has a little towards the right label."""
    scores = list(bias)
    for name, value in row:
        scores = [score + value * each for score, each in zip(scores, weights[name], strict=True)]
    wrong = softmax(scores)
    wrong[right] -= 1.0
    size = sum(each * each for each in wrong)
    for name, value in row:
        moved[name] += value * value * size
        pace = step / moved[name] ** 0.5
        push, keep = pace * value, 1 - pace * PENALTY
        weights[name] = [
            keep * each - push * error for each, error in zip(weights[name], wrong, strict=True)
        ]
    bias[:] = [each - 0.02 * step * error for each, error in zip(bias, wrong, strict=True)]


def _rounded(labels: tuple[str, ...], bias: list[float], weights: dict[str, list[float]]) -> Linear:
    """Hundredths; a feature that says nothing then is left out."""
    whole = {name: [round(each * HUNDREDTHS) for each in row] for name, row in weights.items()}
    kept = {name: row for name, row in whole.items() if any(row)}
    return Linear(labels, [round(each * HUNDREDTHS) for each in bias], kept)


def folds(learn: list[Example], labels: tuple[str, ...], count: int = 5) -> float:
    """Macro-F1 of the learned part alone on what it did not learn from."""
    mixed = sorted(learn, key=lambda each: each.text)
    random.Random(SEED).shuffle(mixed)
    pairs: list[tuple[str, str]] = []
    for fold in range(count):
        linear = train([each for at, each in enumerate(mixed) if at % count != fold], labels)
        for each in mixed[fold::count]:
            chances = linear.chances(each.features)
            pairs.append((each.label, max(chances, key=lambda label: chances[label])))
    return macro_f1(pairs, labels)


def written(linear: Linear) -> str:
    """The weights as they stand in the file: one feature a line, so that changes can be read."""
    rows = ",\n".join(
        f"{json.dumps(name, ensure_ascii=False)}:{json.dumps(row, separators=(',', ':'))}"
        for name, row in sorted(linear.weights.items())
    )
    head = f'{{"labels":{json.dumps(linear.labels)},\n"bias":{json.dumps(linear.bias)},\n'
    return f'{head}"weights":{{\n{rows}}}}}\n'


def _training() -> Path:
    return Path(__file__).parent / "training"


def weights_of(course: Course) -> Path:
    """The file that its weights stand in."""
    return cast(Path, files("flows.language")) / "weights" / f"{course.name}.json"


def main() -> int:
    """Train what is asked for, or everything."""
    parser = argparse.ArgumentParser(prog="python -m bot.language.train", description=__doc__)
    parser.add_argument("courses", nargs="*", help="questions_nl, questions_en, solutions_nl")
    parser.add_argument("--check", action="store_true", help="are the shipped weights fresh?")
    parser.add_argument("--folds", action="store_true", help="cross-validate instead")
    given = parser.parse_args()
    stale = 0
    for course in COURSES:
        if given.courses and course.name not in given.courses:
            continue
        learn = examples(course)
        if given.folds:
            print(course.name, len(learn), round(folds(learn, course.labels), 3))
            continue
        text = written(train(learn, course.labels))
        path = weights_of(course)
        if not given.check:
            path.write_text(text, "utf-8")
            print(f"{path}: {len(text) // 1000} kB from {len(learn)} examples")
        elif not path.exists() or path.read_text("utf-8") != text:
            stale = 1
            print(f"{path} is not what the training data give: run python -m bot.language.train")
    return stale


if __name__ == "__main__":
    sys.exit(main())
