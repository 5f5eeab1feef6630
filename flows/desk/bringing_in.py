"""Bringing something in at the desk: from what, what was begun before, and taking it back."""

from __future__ import annotations

from flows.desk.turn import DeskTurn
from flows.intervision.bringing.bringing import begun
from flows.intervision.bringing.types import BeginDraft, WithdrawCopy
from flows.intervision.types import Origin
from flows.types import Notice

# --- guards ------------------------------------------------------------------------------------


def a_conversation(turn: DeskTurn) -> bool:
    """The conversation named is one this person may open."""
    return turn.argument in {listing.id for listing in turn.standing.listing}


def a_run(turn: DeskTurn) -> bool:
    """The practice run named is this person's."""
    return turn.argument in {run.id for run in turn.standing.practices}


def a_draft(turn: DeskTurn) -> bool:
    """The draft named is this person's."""
    return turn.argument in {draft.id for draft in turn.standing.drafts}


def a_copy(turn: DeskTurn) -> bool:
    """The copy named is one this person brought in."""
    return turn.argument in {copy.id for copy in turn.standing.copies}


# --- effects -----------------------------------------------------------------------------------


def choose_source(turn: DeskTurn) -> None:
    """What to bring in is chosen anew; what was begun waits in the list."""
    turn.change(draft=None)


def bring_in_hand(turn: DeskTurn) -> None:
    """What a group sees is composed from the conversation in hand."""
    _bring(turn, "conversation", turn.desk.conversation)


def bring_run_in_hand(turn: DeskTurn) -> None:
    """What a group sees is composed from the practice run on the screen."""
    _bring(turn, "practice", turn.desk.practice)


def bring_conversation(turn: DeskTurn) -> None:
    """What a group sees is composed from this conversation."""
    _bring(turn, "conversation", turn.argument)


def bring_run(turn: DeskTurn) -> None:
    """What a group sees is composed from this practice run."""
    _bring(turn, "practice", turn.argument)


def bring_team_matter(turn: DeskTurn) -> None:
    """A matter of the team itself, without any household (003.8)."""
    _bring(turn, "team", None)


def _bring(turn: DeskTurn, origin: Origin, source: str | None) -> None:
    """Take up the draft that was begun from this, or begin one."""
    waiting = [draft for draft in turn.standing.drafts if source and draft.source == source]
    if waiting:
        turn.change(draft=waiting[0].id)
        return
    turn.drafts = begun(turn.fresh.id, origin, source)
    turn.effects = (BeginDraft(turn.drafts),)
    turn.change(draft=turn.drafts.id)


def bring_on(turn: DeskTurn) -> None:
    """Composing goes on exactly where it was."""
    turn.change(draft=turn.argument)


def withdraw(turn: DeskTurn) -> None:
    """Trek terug: the copy is gone at once, from every screen and from the storage."""
    turn.effects = (WithdrawCopy(turn.argument),)
    turn.notices = (Notice("bring_withdrawn"),)
