"""Prints how good the coach is, as JSON: ``python -m tests.language.measure [FOLDER]``.

FOLDER holds the development sets (``questions_nl_dev.jsonl`` and its like); without it, or without
such a folder beside the repository, the figures are those of the held-out utterances here. Memory
is what loading and using all three courses adds, in MB; times are in milliseconds an utterance.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from bot.language.figures import f1_by_label, macro_f1
from bot.language.train import COURSES, Course
from flows.language.coach import coach
from flows.language.verdict import Language, Task

HERE = Path(__file__).parent
BESIDE = HERE.parents[2] / "shared" / "data"
OPEN_CLOSED = ("open_question", "closed_question")

Pairs = list[tuple[str, str]]


def pairs(path: Path, language: Language, task: Task) -> tuple[Pairs, list[float]]:
    """The right label and the given one of every line, and the milliseconds each took."""
    found: Pairs = []
    took: list[float] = []
    for line in path.read_text("utf-8").splitlines():
        read = json.loads(line)
        begun = time.perf_counter()
        given = coach(read["text"], language, task).label
        took.append((time.perf_counter() - begun) * 1000)
        found.append((read["label"], given))
    return found, took


def figures(path: Path, language: Language, task: Task, labels: Sequence[str]) -> dict[str, object]:
    """Macro-F1, F1 by label, and open against closed where these are among the labels."""
    coach("Hoe gaat het?", language, task)
    known, took = pairs(path, language, task)
    by_label = {label: round(score, 2) for label, score in f1_by_label(known, labels).items()}
    told: dict[str, object] = {
        "items": len(known),
        "macro_f1": round(macro_f1(known, labels), 3),
        "by_label": by_label,
        "ms_mean": round(sum(took) / len(took), 2),
        "ms_most": round(max(took), 2),
    }
    if "open_question" in labels:
        asked = [pair for pair in known if pair[0] in OPEN_CLOSED]
        told["open_closed_f1"] = round(macro_f1(asked, OPEN_CLOSED), 3)
    return told


def main() -> None:
    """Measure everything."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    begun = time.perf_counter()
    for course in COURSES:
        coach("Hoe gaat het?", course.language, course.task)
    ready = time.perf_counter() - begun
    told: dict[str, object] = {
        course.name: figures(_set(folder, course), course.language, course.task, course.labels)
        for course in COURSES
    }
    told["ready_seconds"] = round(ready, 2)
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    told["memory_mb"] = round((after - before) / 1024, 1)
    print(json.dumps(told, indent=1, ensure_ascii=False))


def _set(folder: Path, course: Course) -> Path:
    """The development set of a course, or else its held-out utterances."""
    if folder.is_dir():
        return folder / f"{course.name}_dev.jsonl"
    return HERE / f"heldout_{course.name.removeprefix('questions_')}.jsonl"


if __name__ == "__main__":
    main()
