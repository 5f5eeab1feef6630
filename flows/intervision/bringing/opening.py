"""Looking along at the question for the group: it goes further when it is open (002.1)."""

from __future__ import annotations

from flows.language.verdict import Verdict

SURE = 0.6  # below it the coach keeps still: an offer that is often wrong is noise
NOT_OPEN = frozenset({"closed_question", "suggestive_question", "advice_solution", "why_question"})


def is_not_open(verdict: Verdict | None) -> bool:
    """Whether the coach is sure that it is closed, leading, a why, or a solution already."""
    return verdict is not None and verdict.label in NOT_OPEN and verdict.confidence >= SURE
