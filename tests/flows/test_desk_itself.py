"""The desk's table refuses by itself what is not this person's, also what no screen offers.

As `tests.meetings.test_table_itself`: with its guard nothing happens, and without it the same move
goes through.
"""

from __future__ import annotations

import pytest

from flows.desk import sitting
from flows.desk.table import DESK
from flows.playing import BEGIN, lent
from flows.types import NOTHING_HEARD, Desk, Erase, Outcome, Rejected, Standing
from tests.flows.recordings import library
from tests.flows.taken_out import without

STRANGE = "van-een-ander"


@pytest.mark.parametrize(
    ("guard", "state", "action"),
    [
        ("in_hand", "home", "desk.continue"),
        ("in_hand_is_named", "list", f"desk.open:{STRANGE}"),
        ("in_list", "erase", f"desk.erase_this:{STRANGE}"),
        ("a_conversation", "bringing", f"desk.bring_talk:{STRANGE}"),
        ("a_run", "bringing", f"desk.bring_run:{STRANGE}"),
        ("a_draft", "bringing", f"desk.bring_on:{STRANGE}"),
        ("a_copy", "brought", f"desk.withdraw:{STRANGE}"),
        ("run_is_named", "practise", f"desk.run:{STRANGE}"),
        ("somebody_to_return_to", "practise", "desk.return"),
        ("can_be_shared", "line", f"desk.sharing:{STRANGE}"),
        ("something_was_chosen", "sharing", "desk.share"),
        ("is_shared", "shares", f"desk.withdraw:{STRANGE}"),
        ("meeting_is_named", "intervision", f"desk.meet:{STRANGE}"),
        ("may_come_in", "joining", f"desk.join:{STRANGE}"),
    ],
)
def test_a_forged_move_is_refused_by_its_guard(
    guard: str, state: str, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(past_the_screen(state, action), Rejected)
    monkeypatch.setattr(sitting, "flow", without(DESK, guard))
    assert isinstance(past_the_screen(state, action), Outcome)


@pytest.mark.parametrize("held", ["conversation", "practice"])
def test_what_is_erased_is_let_go_of_and_what_else_is_in_hand_stays(held: str) -> None:
    hands = {"conversation": "het een", "practice": "het ander"}
    desk = Desk("erase.sure", conversation="het een", practice="het ander", target=hands[held])
    given = sitting.take(
        library(), Standing(desk), "desk.erase_sure", NOTHING_HEARD, lent(1), BEGIN
    )
    assert isinstance(given, Outcome)
    assert given.effects == (Erase(hands[held]),)
    left = {"conversation": given.desk.conversation, "practice": given.desk.practice}
    assert left == {**hands, held: None}


def past_the_screen(state: str, action: str) -> Outcome | Rejected:
    """The move of somebody who has nothing here, as the desk takes it."""
    standing = Standing(Desk(state=state), person="wie")
    return sitting.take(library(), standing, action, NOTHING_HEARD, lent(1), BEGIN)
