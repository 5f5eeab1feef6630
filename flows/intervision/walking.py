"""Going through what was brought in step by step: when it can be begun, the steps, what is tapped.

Which turns can be seen then is decided in ``replaying.py``.
"""

from __future__ import annotations

from flows.intervision.leading import open_next
from flows.intervision.people import speaks
from flows.intervision.replaying import walk_begins, wondering
from flows.intervision.seen import would_do
from flows.intervision.turn import MeetingTurn


def can_begin_walk(turn: MeetingTurn) -> bool:
    """A conversation was brought in that the method does not go through by itself."""
    return walk_begins(turn.library, turn.meeting, turn.copy) is not None


def walk_was_put_in(turn: MeetingTurn) -> bool:
    """It was put in beforehand, and can still be left out."""
    return turn.meeting.walk is not None


def put_walk_in(turn: MeetingTurn) -> None:
    """The group will go through it step by step, and nobody reads on before (001.13)."""
    turn.change(walk=walk_begins(turn.library, turn.meeting, turn.copy))


def leave_walk_out(turn: MeetingTurn) -> None:
    """After all not."""
    turn.change(walk=None)


def open_walk(turn: MeetingTurn) -> None:
    """Now: what was brought in is gone through as the next round, whatever the method (001.13)."""
    put_walk_in(turn)
    open_next(turn)


def more_to_replay(turn: MeetingTurn) -> bool:
    """A turn of what was brought in is still to be shown."""
    replays = turn.step is not None and turn.step.does == "replay"
    on_time = turn.number() == turn.meeting.replayed
    return replays and on_time and turn.meeting.replayed < 2 * len(turn.turns)


def step_replay(turn: MeetingTurn) -> None:
    """Show what was asked, or what was told then: first wonder, then see (001.13)."""
    turn.change(replayed=turn.meeting.replayed + 1)


def would_do_it(turn: MeetingTurn) -> bool:
    """One of the words of this round, at the turn that the group wonders about."""
    me, step = turn.me, turn.step
    if me is None or step is None or step.does != "replay" or not speaks(me, step):
        return False
    number = wondering(turn.meeting, turn.turns)
    return turn.argument in {f"{number}:{which}" for which in range(len(step.choices))}


def tap_what_one_would_do(turn: MeetingTurn) -> None:
    """What would you do here: said without a word typed (001.13); a second tap takes it back."""
    number, _, which = turn.argument.partition(":")
    tapped = turn.step.choices[int(which)] if turn.step else ""
    found = would_do(turn.meeting, turn.contributions, int(number))
    before = next((each for each in found if each.participant == turn.mine), None)
    choice = "off" if before and before.choice == tapped else tapped
    supersedes = before.seq if before else None
    turn.keep("vote", about=int(number), choice=choice, supersedes=supersedes)
    turn.hear(turn.mine)
