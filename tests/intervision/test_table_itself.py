"""The table of composing refuses by itself, also what no screen offers.

As `tests.meetings.test_table_itself`: with its guard nothing happens, and without it the same move
goes through.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.intervision.bringing import bringing
from flows.intervision.bringing.copying import mark_of
from flows.intervision.bringing.pieces import digest, pieces_of
from flows.intervision.bringing.table import BRINGING
from flows.intervision.bringing.types import Draft, Worded
from flows.playing import BEGIN, lent
from flows.types import Desk, Outcome, Pressed, Reading, Rejected, Source, Standing
from tests.flows.taken_out import without
from tests.intervision.contributor import library

READY = Draft(
    "d",
    "team",
    None,
    "preview",
    question="Wat zien jullie?",
    method="vijf_stappen",
    name="Sanne",
    typed=("Niemand zegt nog nee.",),
)
SEEN = f"bring.approve:{mark_of(library(), READY, Source())}"


def past_the_screen(draft: Draft, action: str) -> Outcome | Rejected | None:
    """The move as composing takes it, whatever is on the screen."""
    standing = Standing(Desk(state="bringing", draft="d"), draft=draft, source=Source())
    return bringing.take(library(), standing, Pressed(0, action), Reading(), lent(1), BEGIN)


@pytest.mark.parametrize("leads", [True, False])
def test_what_was_seen_is_approved_with_who_leads(*, leads: bool) -> None:
    draft = replace(READY, facilitates=leads)
    done = past_the_screen(draft, f"bring.approve:{mark_of(library(), draft, Source())}")
    assert isinstance(done, Outcome)
    assert done.meeting is not None
    assert done.meeting.contributor_leads == leads


@pytest.mark.parametrize(
    ("guard", "draft", "action"),
    [
        ("as_shown", replace(READY, typed=("Niemand zegt nog ja.",)), SEEN),
        ("as_shown", replace(READY, name="Youssef"), SEEN),
        ("has_question", replace(READY, state="question", question=" "), "bring.next"),
        ("has_method", replace(READY, state="method", method=""), "bring.next"),
        ("a_method", replace(READY, state="method"), "bring.method:bedacht"),
        ("names_a_line", replace(READY, state="lines"), "bring.line:7"),
        ("something_waits", replace(READY, state="lines"), "bring.marked"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_forged_move_is_refused_by_its_guard(
    guard: str, draft: Draft, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(past_the_screen(draft, action), Rejected)
    monkeypatch.setattr(bringing, "flow", without(BRINGING, guard))
    assert isinstance(past_the_screen(draft, action), Outcome)


def test_a_line_that_was_looked_at_is_pointed_out_again_when_it_says_something_else() -> None:
    """What was looked at is a wording, not a place: another name in it waits anew (001.13)."""
    told = "Youssef zegt nog niets."
    draft = replace(READY, typed=(told,), looked=(Worded(1, digest(told)),))
    assert waiting(draft) == []
    assert waiting(replace(draft, typed=("Fatma zegt nog niets.",))) == [1]


def waiting(draft: Draft) -> list[int]:
    """The lines in which something is pointed out that was not looked at."""
    return [piece.line for piece in pieces_of(library(), draft, Source()) if piece.waits]
