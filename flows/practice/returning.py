"""Coming back after 1, 3 and 6 weeks to a run of five minutes; an invitation, never a reminder.

What was practised fades when nobody comes back to it (Schwalbe 2014: three or four moments of
feedback in six months hold it). The run after three weeks gives feedback only at the end, to see
what stuck: the one after a week is too near to tell, and the last one should not be the one
without, because practice without feedback makes people worse (Louie 2025).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.content.library import Library
from flows.practice.stance import live
from flows.practice.types import Invitations, Practice, PracticeListing

WEEKS = (1, 3, 6)  # after the first finished run
FEEDBACK_AT_THE_END = 3  # the week whose run shows what stuck
TURNS = 8  # that a run of five minutes has
DAY_BEGINS, DAY_ENDS = 8, 18  # local hours within which somebody is written to
SATURDAY = 5


def due(runs: tuple[PracticeListing, ...], invitations: Invitations, now: datetime) -> int:
    """The week whose invitation is due now; 0 when there is none.

    Only the last moment that passed counts: what was missed is not caught up with. Who finished a
    run since that moment came back already.
    """
    finished = sorted(run.finished for run in runs if run.finished)
    if invitations.off or not finished:
        return 0
    passed = [week for week in WEEKS if finished[0] + timedelta(weeks=week) <= now]
    if not passed or passed[-1] in invitations.answered:
        return 0
    since = finished[0] + timedelta(weeks=passed[-1])
    return 0 if finished[-1] >= since else passed[-1]


def answered(invitations: Invitations, week: int) -> Invitations:
    """The invitation of this week needs no second one."""
    weeks = tuple(sorted({*invitations.answered, week}))
    return Invitations(invitations.off, weeks)


def may_write(local: datetime) -> bool:
    """Whether somebody may be written to unasked at this local time: a weekday, by day."""
    return local.weekday() < SATURDAY and DAY_BEGINS <= local.hour < DAY_ENDS


def returned(
    library: Library, runs: tuple[PracticeListing, ...], week: int, fresh_id: str, seed: int
) -> Practice | None:
    """A run of five minutes with somebody else and the same kind of aim; None: nobody is left.

    Quiet signals of unsafety are never met unasked. Who was not met yet comes first.
    """
    done = sorted((run for run in runs if run.finished), key=lambda run: str(run.finished))
    if not done:
        return None
    last = done[-1]
    before = library.personas.get(last.persona)
    aims = (last.aim,) if last.aim else before.practise if before else ()
    others = [one for one in library.personas.values() if one.id != last.persona]
    suited = [one for one in others if not one.warning]
    alike = [one for one in suited if set(aims) & set(one.practise)] or suited
    met = {run.persona for run in runs}
    choice = [one for one in alike if one.id not in met] or alike
    if not choice:
        return None
    persona = choice[seed % len(choice)]
    aim = next((aim for aim in aims if aim in persona.practise), "")
    later = week == FEEDBACK_AT_THE_END
    return Practice(fresh_id, persona.id, seed, "talking", aim=aim, later=later, week=week)


def has_room(practice: Practice) -> bool:
    """Whether there is a turn left in it; only a run of five minutes ends by itself."""
    return not practice.week or len(live(practice)) < TURNS


def how_far(practice: Practice) -> str:
    """Roughly how far along a run of five minutes is; empty for any other run."""
    if not practice.week:
        return ""
    turns = len(live(practice))
    if turns >= TURNS:
        return "over"
    if turns >= TURNS - 2:
        return "nearly"
    return "halfway" if turns >= TURNS // 2 else "begun"
