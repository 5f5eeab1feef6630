"""Practice at the desk: coming back, the own line, and what is shared with a coach or trainer."""

from __future__ import annotations

from dataclasses import replace

from flows.desk.turn import DeskTurn
from flows.intervision.types import BeginMeeting
from flows.practice.duo import pairing
from flows.practice.practising import begun
from flows.practice.returning import answered, returned
from flows.practice.sharing import LINE, until
from flows.practice.types import (
    BeginPractice,
    Invitations,
    Practice,
    SaveInvitations,
    Share,
    Withdraw,
)
from flows.types import Notice, Send

# --- guards ------------------------------------------------------------------------------------


def a_persona(turn: DeskTurn) -> bool:
    """A virtual resident was named that there is."""
    return turn.argument.partition(".")[0] in turn.library.personas


def run_is_named(turn: DeskTurn) -> bool:
    """The practice run that was named is the one that was found, and its persona is still there."""
    run = turn.standing.practice
    return run is not None and run.id == turn.argument and run.persona in turn.library.personas


def run_in_hand(turn: DeskTurn) -> bool:
    """A practice run is on the screen."""
    return turn.desk.state == "practising" and turn.standing.practice is not None


def somebody_to_return_to(turn: DeskTurn) -> bool:
    """There is somebody else to practise with for five minutes."""
    return _another(turn) is not None


def can_be_shared(turn: DeskTurn) -> bool:
    """A finished run of one's own, or the own line once there is one."""
    done = {run.id for run in turn.standing.practices if run.finished}
    run = turn.standing.practice
    here = run is not None and run.id == turn.argument and run.finished is not None
    return here or turn.argument in done or (turn.argument == LINE and bool(done))


def something_was_chosen(turn: DeskTurn) -> bool:
    """What is about to be shared was chosen."""
    return turn.desk.sharing is not None


def is_shared(turn: DeskTurn) -> bool:
    """It is one of the things that this person shares."""
    return turn.argument in {share.id for share in turn.standing.shares}


def opens_something(turn: DeskTurn) -> bool:
    """The code that was given opens something now."""
    return turn.standing.shared is not None


# --- effects -----------------------------------------------------------------------------------


def rehearse(turn: DeskTurn) -> None:
    """A new practice run with this resident; nothing of a household goes along.

    An aim may stand behind the resident's name: the one thing, with the domain by which this
    resident was offered, that crosses over from one's own work (002.5).
    """
    persona, _, aim = turn.argument.partition(".")
    _take_up(turn, begun(turn.library, persona, turn.fresh.id, turn.fresh.seed, aim))


def rehearse_together(turn: DeskTurn) -> None:
    """Two people, one of whom plays the resident; nothing of a household goes along (issue 3)."""
    made, way_in = pairing.begun(turn.standing.person, turn.fresh)
    turn.effects = (BeginMeeting(made), way_in)
    turn.change(meeting=made.id, looking="")


def rehearse_on(turn: DeskTurn) -> None:
    """A practice run goes on exactly where it was."""
    turn.change(practice=turn.argument)


def come_back(turn: DeskTurn) -> None:
    """Five minutes with somebody else, at once."""
    run = _another(turn)
    if run is not None:
        _take_up(turn, run)
        _answer(turn)


def not_now(turn: DeskTurn) -> None:
    """Nu niet: nothing is said of it, and the same invitation does not come back."""
    _answer(turn)


def stop_inviting(turn: DeskTurn) -> None:
    """No invitations any more, from now on."""
    _keep(turn, replace(turn.standing.invitations, off=True))
    turn.notices = (Notice("invitations_off"),)


def switch_invitations(turn: DeskTurn) -> None:
    """Invitations on, or off."""
    _keep(turn, replace(turn.standing.invitations, off=not turn.standing.invitations.off))


def give_line(turn: DeskTurn) -> None:
    """The own line, to hold."""
    turn.effects = (*turn.effects, Send("line.pdf", LINE))


def aim_to_share(turn: DeskTurn) -> None:
    """What may be shared, before it is."""
    turn.change(sharing=turn.argument)


def share_it(turn: DeskTurn) -> None:
    """Share what was chosen, and nothing else, for a while."""
    chosen = turn.desk.sharing
    run = None if chosen == LINE else chosen
    turn.effects = (*turn.effects, Share(turn.fresh.id, run, until(turn.now)))
    turn.change(sharing=None)


def withdraw(turn: DeskTurn) -> None:
    """End a sharing at once."""
    turn.effects = (*turn.effects, Withdraw(turn.argument))
    turn.notices = (Notice("withdrawn"),)


def read_it(turn: DeskTurn) -> None:
    """Read what somebody shared."""
    if turn.standing.shared is not None:
        turn.change(shared=turn.standing.shared.id)


def say_gone(turn: DeskTurn) -> None:
    """One sentence for a code that is wrong, over or withdrawn; which of them it does not say."""
    turn.notices = (Notice("share_wrong"),)


def aim_at_run(turn: DeskTurn) -> None:
    """The practice run in hand is about to be erased."""
    turn.change(target=turn.desk.practice)


def _take_up(turn: DeskTurn, run: Practice) -> None:
    turn.rehearses = run
    turn.effects = (*turn.effects, BeginPractice(run))
    turn.change(practice=run.id)


def _week(turn: DeskTurn) -> int:
    return turn.desk.invited or turn.standing.due


def _another(turn: DeskTurn) -> Practice | None:
    fresh, week = turn.fresh, _week(turn)
    if not week:
        return None
    return returned(turn.library, turn.standing.practices, week, fresh.id, fresh.seed)


def _answer(turn: DeskTurn) -> None:
    if week := _week(turn):
        _keep(turn, answered(turn.standing.invitations, week))


def _keep(turn: DeskTurn, wanted: Invitations) -> None:
    turn.effects = (*turn.effects, SaveInvitations(wanted))
    turn.change(invited=0)
