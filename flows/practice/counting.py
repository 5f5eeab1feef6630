"""How was asked in a run, in counts: a mirror, from which nothing is added up to a grade."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from flows.practice.hearing import GIVES_BACK, QUESTIONS
from flows.practice.stance import counts_as_closed, live
from flows.practice.types import Counts, Done, Practice, PracticeListing

OPEN = QUESTIONS - {"closed_question", "suggestive_question", "stacked_questions", "why_question"}


def counts_of(turns: Sequence[Done]) -> Counts:
    """Open and closed questions, what was given back, and questions of any kind."""
    return Counts(
        opens=sum(turn.did in OPEN for turn in turns),
        closed=sum(counts_as_closed(turn) for turn in turns),
        reflections=sum(turn.did in GIVES_BACK for turn in turns),
        questions=sum(turn.did in QUESTIONS for turn in turns),
    )


def listed(run: Practice, touched: datetime) -> PracticeListing:
    """A run as it stands in a person's own list."""
    return PracticeListing(
        id=run.id,
        persona=run.persona,
        touched=touched,
        state=run.state,
        aim=run.aim,
        later=run.later,
        finished=run.finished,
        counts=counts_of(live(run)),
    )
