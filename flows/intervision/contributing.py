"""What a meeting's moves do with what somebody brings in: kept once, and nothing is lost."""

from __future__ import annotations

from flows.intervision.guards import still_asked
from flows.intervision.replaying import in_hand
from flows.intervision.seen import own_vote, words_given
from flows.intervision.turn import MeetingTurn
from flows.intervision.types import Contribution, ContributionKind
from flows.types import Erase


def contribute(turn: MeetingTurn) -> None:
    """One perspective more (001.13); who was heard, was heard."""
    turn.keep("said", turn.heard.text, about=replayed_turn(turn))
    turn.hear(turn.mine)


def replayed_turn(turn: MeetingTurn) -> int | None:
    """In a replay: the turn that the group wonders about before it sees what was asked."""
    step = turn.step
    replays = step is not None and step.does == "replay"
    return in_hand(turn.meeting, turn.turns) if replays else None


def keep_for_self(turn: MeetingTurn) -> None:
    """Who listens keeps a note of their own, until it is their turn again (001.13)."""
    turn.keep("held", turn.heard.text, choice="silent")
    turn.say("meeting_listens")


def hold_advice(turn: MeetingTurn) -> None:
    """Advice is kept, and its maker is offered to turn it into a question (002.1, 001.6)."""
    turn.keep("held", turn.heard.text, choice="advice")


def hold_for_order(turn: MeetingTurn) -> None:
    """Kept, and shown when everybody was heard (001.13)."""
    turn.keep("held", turn.heard.text, choice="order")
    turn.say("meeting_order")


def become_question(turn: MeetingTurn) -> None:
    """The advice became a question of one's own (002.1)."""
    _replace_held(turn, int(turn.looking.removeprefix("ask:")), "said", turn.heard.text)
    turn.looking = ""


def ask_for_question(turn: MeetingTurn) -> None:
    """What would you want to know, that made you think of this?"""
    turn.looking = f"ask:{turn.argument}"


def keep_for_later(turn: MeetingTurn) -> None:
    """It waits for a round in which advice is asked."""
    _answer_held(turn, "held", "later")


def share_it(turn: MeetingTurn) -> None:
    """Shared as it is: its maker decides (002.1)."""
    _answer_held(turn, "said", None)


def keep_it_mine(turn: MeetingTurn) -> None:
    """It stays with its maker."""
    _answer_held(turn, "held", "mine")


def _answer_held(turn: MeetingTurn, kind: ContributionKind, choice: str | None) -> None:
    found = turn.named()
    if found is not None:
        _replace_held(turn, found.seq, kind, found.text, choice)


def _replace_held(
    turn: MeetingTurn, seq: int, kind: ContributionKind, text: str, choice: str | None = None
) -> None:
    """A held contribution becomes this, in the round that goes on when it is shared now."""
    held = next((each for each in turn.standing if each.seq == seq), None)
    if held is None:
        return
    shared = kind == "said"
    source = turn.heard.source or held.source
    about = replayed_turn(turn) if shared else held.about
    at = turn.meeting.round if shared else held.round
    turn.keep(kind, text, round=at, about=about, choice=choice, supersedes=seq, source=source)
    if shared:
        turn.hear(turn.mine)


def comment(turn: MeetingTurn) -> None:
    """An open question or a thought that hangs on one turn of what was brought in (001.13)."""
    number = int(turn.looking.removeprefix("turn:"))
    turn.keep("comment", turn.heard.text, about=number)


def toggle_dot(turn: MeetingTurn) -> None:
    """A dot for what matters to you; a second tap takes it back."""
    of = turn.number() or 0
    before = own_vote(turn.mine, of, turn.meeting, turn.contributions)
    choice = "off" if before and before.choice != "off" else "dot"
    turn.keep("vote", of=of, choice=choice, supersedes=before.seq if before else None)
    turn.hear(turn.mine)


def give_word(turn: MeetingTurn) -> None:
    """One of the words of this round (warm, neutraal, koud) for a line."""
    of, _, which = turn.argument.partition(":")
    before = own_vote(turn.mine, int(of), turn.meeting, turn.contributions)
    words = words_given(turn.step) if turn.step else ()
    turn.keep(
        "vote", of=int(of), choice=words[int(which)], supersedes=before.seq if before else None
    )
    turn.hear(turn.mine)


# --- what comes out ------------------------------------------------------------------------------


def take_along(turn: MeetingTurn) -> None:
    """The contributor's own words: the question as it is now, what goes along, a step (001.13)."""
    turn.keep("learned", turn.heard.text, choice=still_asked(turn)[0])


def learn(turn: MeetingTurn) -> None:
    """A learning point of the group itself; it stays when what was brought in is gone (001.13)."""
    turn.keep("learned", turn.heard.text, choice="learned")


def pass_over(turn: MeetingTurn) -> None:
    """Nothing of the harvest has to be filled in."""
    turn.keep("skip", choice=turn.argument)


def toggle_names(turn: MeetingTurn) -> None:
    """Whether the outcome tells who said what: only if the group wants that (001.13)."""
    turn.change(names=not turn.meeting.names)


def withdraw(turn: MeetingTurn) -> None:
    """Taken back by who brought it in: the copy and its key are gone at once (001.13)."""
    destroy_copy(turn)
    turn.looking = ""
    turn.say("meeting_withdrawn")


def destroy_copy(turn: MeetingTurn) -> None:
    """Nothing of what was brought in outlives what it was brought in for."""
    if turn.meeting.copy:
        origin = turn.copy.origin if turn.copy else turn.meeting.origin
        turn.effects = (*turn.effects, Erase(turn.meeting.copy))
        turn.change(copy=None, origin=origin)
    turn.copy = None


def close(turn: MeetingTurn) -> None:
    """It is over: the copy is destroyed, codes end, the learning points stay (001.13)."""
    destroy_copy(turn)
    turn.change(code="", guest_code="", group_code="", began=None, closes=None)
    turn.looking = ""


def keep_question(turn: MeetingTurn) -> None:
    """The question as it was put is the group's outcome too: kept when the copy ends (001.13)."""
    asker = next((one for one in turn.meeting.people if one.role == "contributor"), None)
    if turn.copy and turn.meeting.copy and asker:
        turn.keep("learned", turn.copy.question, choice="put", participant=asker.number)


# --- what stands in the way ----------------------------------------------------------------------


def note_bottleneck(turn: MeetingTurn) -> None:
    """A rule or an offer that stands in the way, noted by anybody (001.14)."""
    turn.keep("bottleneck", turn.heard.text)


def let_it_go(turn: MeetingTurn) -> None:
    """The group agrees: it goes to management, as a month and a text and nothing else (001.14)."""
    _answer_bottleneck(turn, "kept")


def leave_it_here(turn: MeetingTurn) -> None:
    """The group keeps it to itself (001.14)."""
    _answer_bottleneck(turn, "stays")


def _answer_bottleneck(turn: MeetingTurn, choice: str) -> None:
    found = turn.named()
    if found is not None:
        turn.keep(
            "bottleneck",
            found.text,
            round=found.round,
            choice=choice,
            participant=found.participant,
            supersedes=found.seq,
        )


def correct(
    turn: MeetingTurn,
    before: Contribution,
    text: str,
    kind: ContributionKind,
    choice: str | None,
) -> None:
    """A message that was changed afterwards changes what was contributed, and nothing else.

    What others chose was for the other words: it is theirs again, and they choose anew.
    """
    turn.keep(
        kind,
        text,
        round=before.round,
        about=before.about,
        choice=choice,
        supersedes=before.seq,
        source=before.source,
    )
