"""How good the coach is on utterances of our own that it did not learn from.

The floors lie under what was measured: they catch a change for the worse. The held-out utterances
were written after the training data and are never part of them; the unseen, the later, the spoken
(long, disfluent) and the after ones were labelled by their writer before the coach had heard them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest

from bot.language.train import COURSES, Course, examples, train, weights_of, written
from flows.language.verdict import FOLDED, LABELS, SOLUTIONS, Language, Task
from tests.language.measure import HERE, figures

# The set, and the floors: macro-F1 over the labels, and open against closed.
SETS: list[tuple[str, Language, Task, Sequence[str], float, float]] = [
    ("heldout_nl.jsonl", "nl", "questions", LABELS, 0.86, 0.92),
    ("heldout_en.jsonl", "en", "questions", FOLDED, 0.78, 0.88),
    ("heldout_solutions_nl.jsonl", "nl", "solutions", SOLUTIONS, 0.86, 0.0),
    ("unseen_nl.jsonl", "nl", "questions", LABELS, 0.86, 0.92),
    ("unseen_en.jsonl", "en", "questions", FOLDED, 0.78, 0.85),
    ("unseen_solutions_nl.jsonl", "nl", "solutions", SOLUTIONS, 0.86, 0.0),
    ("later_nl.jsonl", "nl", "questions", LABELS, 0.9, 0.95),
    ("later_en.jsonl", "en", "questions", FOLDED, 0.88, 0.92),
    ("later_solutions_nl.jsonl", "nl", "solutions", SOLUTIONS, 0.92, 0.0),
    ("spoken_nl.jsonl", "nl", "questions", LABELS, 0.92, 0.95),
    ("spoken_en.jsonl", "en", "questions", FOLDED, 0.93, 0.92),
    ("spoken_solutions_nl.jsonl", "nl", "solutions", SOLUTIONS, 0.93, 0.0),
    ("after_nl.jsonl", "nl", "questions", LABELS, 0.84, 0.92),
    ("after_en.jsonl", "en", "questions", FOLDED, 0.86, 0.9),
    ("after_solutions_nl.jsonl", "nl", "solutions", SOLUTIONS, 0.88, 0.0),
]


@pytest.mark.parametrize(("name", "language", "task", "labels", "floor", "asked"), SETS)
def test_held_out_utterances_are_named(
    name: str, language: Language, task: Task, labels: Sequence[str], floor: float, asked: float
) -> None:
    told = figures(HERE / name, language, task, labels)
    assert cast(float, told["macro_f1"]) >= floor, told
    assert cast(float, told.get("open_closed_f1", 1.0)) >= asked, told


@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_training_data_are_many_varied_and_apart_from_the_held_out(course: Course) -> None:
    learned = examples(course)
    texts = [_plain(each.text) for each in learned]
    assert len(set(texts)) > 0.99 * len(texts)
    for label in course.labels:
        assert sum(each.label == label for each in learned) >= 70, label
    held_out = {_plain(text) for name, *_ in SETS for text in _texts(HERE / name)}
    assert not held_out & set(texts)


@pytest.mark.slow
@pytest.mark.timeout(300)  # it learns everything anew
@pytest.mark.parametrize("course", COURSES, ids=lambda course: course.name)
def test_the_weights_that_ship_are_those_of_the_training_data(course: Course) -> None:
    """``python -m bot.language.train`` makes them anew; on one machine to the letter the same."""
    again = written(train(examples(course), course.labels))
    assert weights_of(course).read_text("utf-8") == again


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())


def _texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]
