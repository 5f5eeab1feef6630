"""Sharing one run or the own line with a coach or trainer: a code that ends by itself.

Whoever has the code reads what was chosen and nothing else, and cannot change anything.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from flows.practice.types import PracticeListing

DAYS = 14  # that a code holds
LINE = "line"  # what stands for the own line where else a run is named
OPENS = "gedeeld-"  # what a deep link puts before the code
_TYPED = re.compile(r"[A-Za-z0-9-]{1,40}")


def until(now: datetime) -> datetime:
    """When what is shared now ends."""
    return now + timedelta(days=DAYS)


def code_in(text: str) -> str | None:
    """The code that was typed, without the dashes people read it by; None when it is none."""
    return text.replace("-", "").lower() if _TYPED.fullmatch(text) else None


def chosen(runs: tuple[PracticeListing, ...], made: datetime) -> tuple[PracticeListing, ...]:
    """The runs of a line as it was when it was shared: what came later was not chosen."""
    return tuple(run for run in runs if run.finished and run.finished <= made)
