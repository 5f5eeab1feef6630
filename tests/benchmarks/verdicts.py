"""Prints what one verdict of the coach takes, as JSON: ``python -m tests.benchmarks.verdicts``.

Over the development sets when they stand beside the repository, else over the utterances of
tests/language. Each is judged for the first time: nothing is remembered of it. ``ready_seconds`` is
from nothing to the first verdict in every language and task; memory is what all of it adds, at its
most, in MB.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from statistics import mean
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flows.language.verdict import Language, Task

HERE = Path(__file__).parents[1] / "language"
BESIDE = Path(__file__).parents[3] / "shared" / "data"
COURSES: dict[str, tuple[Language, Task]] = {
    "questions_nl": ("nl", "questions"),
    "questions_en": ("en", "questions"),
    "solutions_nl": ("nl", "solutions"),
}


def measured() -> dict[str, object]:
    """Everything; the coach is first imported here, so that its loading counts."""
    before = _memory("VmRSS")
    begun = perf_counter()
    from flows.language.coach import coach  # noqa: PLC0415  (its loading is what is measured)

    for language, task in COURSES.values():
        coach("Hoe gaat het?", language, task)
    ready = perf_counter() - begun
    took: dict[str, list[float]] = {}
    for name, (language, task) in COURSES.items():
        for text in _utterances(name):
            begun = perf_counter()
            coach(text, language, task)
            took.setdefault(name, []).append((perf_counter() - begun) * 1000)
    return {
        "milliseconds": {name: _spread(each) for name, each in took.items()},
        "ready_seconds": round(ready, 3),
        "memory_mb": round(_memory("VmHWM") - before, 1),
    }


def _utterances(name: str) -> tuple[str, ...]:
    short = name.removeprefix("questions_")
    beside = BESIDE / f"{name}_dev.jsonl"
    paths = [beside] if beside.is_file() else [*HERE.glob(f"*_{short}.jsonl")]
    lines = [line for path in paths for line in path.read_text("utf-8").splitlines()]
    return tuple(json.loads(line)["text"] for line in lines)


def _spread(took: list[float]) -> dict[str, float]:
    """Milliseconds an utterance."""
    ordered = sorted(took)
    p95 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.95))]
    return {
        "utterances": len(took),
        "mean": round(mean(took), 2),
        "p95": round(p95, 2),
        "max": round(ordered[-1], 2),
    }


def _memory(name: str) -> float:
    """What the kernel says of this process's memory, in MB."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(name))


if __name__ == "__main__":
    json.dump(measured(), sys.stdout)
    print()
