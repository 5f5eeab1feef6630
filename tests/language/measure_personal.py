"""Prints how much of the personal data is pointed out, as JSON.

``python -m tests.language.measure_personal [FILE]``. FILE holds labelled notes as JSON lines with
``spans`` and ``clean``; without it the development set beside the repository is read. A labelled
span is found when the kind is right and at least half of it is covered. ``seen`` does not look at
the kind. ``date`` and ``number`` are pointed out for intervision but not labelled: left out of the
precision, told apart in the false alarms.
"""

from __future__ import annotations

import json
import sys
import time
from collections import Counter
from pathlib import Path

from flows.language.personal import personal
from flows.language.span import Span

BESIDE = Path(__file__).parents[3] / "shared" / "data" / "pii_nl_dev.jsonl"
UNLABELLED = frozenset({"date", "number"})


def covers(given: Span, start: int, end: int) -> bool:
    """Whether at least half of the labelled span is covered."""
    return 2 * (min(given.end, end) - max(given.start, start)) >= end - start


def measure(path: Path) -> dict[str, object]:
    """The figures of one set."""
    right: Counter[str] = Counter()
    labelled: Counter[str] = Counter()
    given: Counter[str] = Counter()
    good: Counter[str] = Counter()
    seen = clean = alarms = wide_alarms = 0
    slowest = 0.0
    for line in path.read_text("utf-8").splitlines():
        note = json.loads(line)
        begun = time.perf_counter()
        spans = personal(note["text"])
        slowest = max(slowest, time.perf_counter() - begun)
        known = [span for span in spans if span.kind not in UNLABELLED]
        for label in note["spans"]:
            start, end, kind = label["start"], label["end"], label["kind"]
            labelled[kind] += 1
            right[kind] += any(each.kind == kind and covers(each, start, end) for each in known)
            seen += any(covers(each, start, end) for each in spans)
        for each in known:
            given[each.kind] += 1
            good[each.kind] += any(
                label["kind"] == each.kind and covers(each, label["start"], label["end"])
                for label in note["spans"]
            )
        clean += note["clean"]
        alarms += note["clean"] and bool(known)
        wide_alarms += note["clean"] and bool(spans)
    return {
        "labelled": sum(labelled.values()),
        "recall": round(sum(right.values()) / sum(labelled.values()), 3),
        "precision": round(sum(good.values()) / sum(given.values()), 3),
        "seen": round(seen / sum(labelled.values()), 3),
        "recall_by_kind": {kind: round(right[kind] / labelled[kind], 2) for kind in labelled},
        "precision_by_kind": {kind: round(good[kind] / given[kind], 2) for kind in given},
        "clean": clean,
        "false_alarms": alarms,
        "false_alarms_with_dates_and_numbers": wide_alarms,
        "ms_most": round(slowest * 1000, 2),
    }


def main() -> None:
    """Measure one set."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else BESIDE
    if not path.is_file():
        raise SystemExit(f"There is no {path}: name a file of labelled notes.")
    personal("Warm.")
    print(json.dumps(measure(path), indent=1))


if __name__ == "__main__":
    main()
