"""The guards of a meeting: who leads, whose turn it is, what has to wait for the method's sake."""

from __future__ import annotations

from flows.intervision.harvest import open_questions
from flows.intervision.people import (
    everybody_heard,
    is_short,
    is_silent,
    is_taken,
    leader,
    member,
    numbered,
    speaks,
    takes_turns,
)
from flows.intervision.people import leads as keeps_order
from flows.intervision.people import lets_in as brings_in
from flows.intervision.replaying import turns_shown
from flows.intervision.seen import dots_of, of_round, options, own_vote, words_given
from flows.intervision.turn import MeetingTurn

SURE = 0.8  # below it, holding back what sounds like advice would be nagging
OWN = ("look_back", "react", "choose")  # rounds in which a text is about oneself


# --- who is at the table -------------------------------------------------------------------------


def invited(turn: MeetingTurn) -> bool:
    """Only who was given a code or a right comes in; who was sent away stays out."""
    found = member(turn.meeting, turn.person)
    return turn.invited is not None and found is None


def name_fits(turn: MeetingTurn) -> bool:
    """A short name on one line, that can be told from everybody else's here."""
    name = turn.heard.text
    return is_short(name) and not is_taken(name, turn.meeting.people)


def left_before(turn: MeetingTurn) -> bool:
    """Who left by themselves may come back to their own place."""
    found = member(turn.meeting, turn.person)
    return found is not None and not found.here and not found.removed


def is_here(turn: MeetingTurn) -> bool:
    """Nobody outside the meeting does anything in it."""
    return turn.me is not None


# --- leading -------------------------------------------------------------------------------------


def leads(turn: MeetingTurn) -> bool:
    """One person keeps time and order: mostly the facilitator."""
    return turn.me is not None and keeps_order(turn.meeting, turn.me)


def lets_in(turn: MeetingTurn) -> bool:
    """Who brought it in asks their group in, when another is to lead; then who leads does."""
    return turn.me is not None and brings_in(turn.meeting, turn.me)


def nobody_leads(turn: MeetingTurn) -> bool:
    """A meeting without facilitator goes on with who takes it up; never the contributor."""
    free = leader(turn.meeting) is None
    return free and turn.me is not None and turn.me.role != "contributor"


def on_this_round(turn: MeetingTurn) -> bool:
    """The button belongs to the round that goes on: two taps at once move one round."""
    return turn.argument == str(turn.meeting.round)


def rounds_follow(turn: MeetingTurn) -> bool:
    """There is a round after this one."""
    return turn.meeting.round + 1 < len(turn.method.rounds)


def a_round_came_before(turn: MeetingTurn) -> bool:
    """There is a round to go back to."""
    return turn.meeting.round > 0


def was_in_harvest(turn: MeetingTurn) -> bool:
    """The pause came when the rounds were done."""
    return turn.meeting.resumes == "harvest"


def can_lead(turn: MeetingTurn) -> bool:
    """Somebody else who is here, and did not bring in what it is about."""
    found = numbered(turn.meeting, turn.number() or 0)
    return found is not None and found.here and found.role in {"participant", "guest"}


def can_be_sent_away(turn: MeetingTurn) -> bool:
    """Anybody but oneself and the contributor, whose matter it is."""
    found = numbered(turn.meeting, turn.number() or 0)
    return found is not None and not found.removed and found.role in {"participant", "guest"}


def opens_together(turn: MeetingTurn) -> bool:
    """What is written here is opened together, and is not open yet."""
    together = turn.step is not None and turn.step.shows == "together"
    return together and turn.meeting.round not in turn.meeting.shown


def speaks_here(turn: MeetingTurn) -> bool:
    """Somebody who speaks in this round, and is not heard yet."""
    found = numbered(turn.meeting, turn.number() or 0)
    fits = found is not None and turn.step is not None and takes_turns(found, turn.step)
    return fits and found is not None and found.number not in turn.meeting.heard


def speaks_now(turn: MeetingTurn) -> bool:
    """This round is for one's own role to speak, and one was not heard yet."""
    me, step = turn.me, turn.step
    return (
        me is not None
        and step is not None
        and takes_turns(me, step)
        and me.number not in turn.meeting.heard
    )


def tells_why(turn: MeetingTurn) -> bool:
    """The facilitator was asked why this round is skipped."""
    return leads(turn) and turn.looking == "skip"


def a_reason(turn: MeetingTurn) -> bool:
    """A reason that can be tapped, for the round that goes on."""
    number, _, reason = turn.argument.partition(":")
    return number == str(turn.meeting.round) and reason in {"time", "done", "fits"}


# --- the method's order --------------------------------------------------------------------------


def should_listen(turn: MeetingTurn) -> bool:
    """The method asks this role to listen: the group does not fill in for one another (001.13).

    The facilitator writes along for the group, unless the method asks even that role to listen.
    """
    me, step = turn.me, turn.step
    if me is None or step is None:
        return False
    return is_silent(me, step) or not (speaks(me, step) or me.role == "facilitator")


def comes_as_advice(turn: MeetingTurn) -> bool:
    """Advice in a round that is for questions: the right questions before the answers (002.1).

    Only when the coach is sure; the contributor's own intention is no advice.
    """
    me, step, verdict = turn.me, turn.step, turn.heard.reading.verdict
    if me is None or step is None or verdict is None or me.role == "contributor":
        return False
    waits = not step.advice and step.does not in OWN
    return waits and verdict.kind == "advice_solution" and verdict.confidence >= SURE


def others_come_first(turn: MeetingTurn) -> bool:
    """Everybody is heard before anybody is heard twice (001.13), however many each is asked for.

    What waits for its maker's own answer was heard by nobody, so that it does not count.
    """
    me, step = turn.me, turn.step
    if me is None or step is None or not (step.each_once and takes_turns(me, step)):
        return False
    brought_before = any(
        each.participant == me.number
        and each.about is None
        and (each.kind == "said" or each.choice == "order")
        for each in of_round(turn.standing, turn.meeting.round)
    )
    waits = step.shows == "at_once" and brought_before
    return waits and not everybody_heard(turn.meeting, step)


def makes_a_question(turn: MeetingTurn) -> bool:
    """One's own advice is being turned into a question."""
    return _held_named(turn, turn.looking.removeprefix("ask:"), "advice", "later")


def holds_it(turn: MeetingTurn) -> bool:
    """One's own contribution that waits for an answer."""
    return _held_named(turn, turn.argument, "advice", "later", "silent")


def may_be_shared(turn: MeetingTurn) -> bool:
    """One's own, and in this round one does not have to listen."""
    return holds_it(turn) and not should_listen(turn)


def _held_named(turn: MeetingTurn, seq: str, *choices: str) -> bool:
    return turn.me is not None and any(
        each.kind == "held"
        and each.participant == turn.mine
        and str(each.seq) == seq
        and each.choice in choices
        for each in turn.standing
    )


def about_a_turn(turn: MeetingTurn) -> bool:
    """A comment that hangs on a turn of what was brought in, which this person can see."""
    number = turn.looking.removeprefix("turn:")
    seen = turns_shown(turn.meeting, turn.method, turn.copy, turn.me)
    return turn.me is not None and number in {str(each.number) for each in seen}


def notes_bottleneck(turn: MeetingTurn) -> bool:
    """Anybody at the table, silent or not, who looks at what stands in the way (001.14)."""
    return turn.me is not None and turn.looking == "bottleneck"


def waits_for_consent(turn: MeetingTurn) -> bool:
    """A bottleneck of which the group did not say yet whether it may go on."""
    found = turn.named()
    return found is not None and found.kind == "bottleneck" and found.choice is None


# --- choosing ------------------------------------------------------------------------------------


def can_be_chosen(turn: MeetingTurn) -> bool:
    """Something to choose now, by a role that chooses, with a dot left or one to take back."""
    me, step = turn.me, turn.step
    of = turn.number()
    if me is None or step is None or not speaks(me, step):
        return False
    among = {each.seq for each in options(turn.meeting, turn.method, turn.contributions)}
    if of not in among or words_given(step):
        return False
    own = own_vote(me.number, of, turn.meeting, turn.contributions)
    return bool(own and own.choice != "off") or dots_left(turn) > 0


def can_be_given(turn: MeetingTurn) -> bool:
    """One of the words of this round, for a line that is chosen among."""
    me, step = turn.me, turn.step
    of, _, which = turn.argument.partition(":")
    if me is None or step is None or not speaks(me, step):
        return False
    among = {str(each.seq) for each in options(turn.meeting, turn.method, turn.contributions)}
    return of in among and which in {str(number) for number in range(len(words_given(step)))}


def dots_left(turn: MeetingTurn) -> int:
    """How many dots this person can still give; in a replay one for each turn."""
    step = turn.step
    if step is None:
        return 0
    among = {each.seq for each in options(turn.meeting, turn.method, turn.contributions)}
    own = [
        each
        for each in turn.standing
        if each.kind == "vote"
        and each.participant == turn.mine
        and each.of in among
        and each.round == turn.meeting.round
        and each.choice != "off"
    ]
    return dots_of(step) - len(own)


# --- what comes out ------------------------------------------------------------------------------


def brought_it_in(turn: MeetingTurn) -> bool:
    """It belongs to who brought it in, at any moment."""
    return turn.me is not None and turn.me.role == "contributor" and turn.meeting.copy is not None


def is_asked_last(turn: MeetingTurn) -> bool:
    """The contributor is asked what comes out, in own words."""
    return turn.me is not None and turn.me.role == "contributor" and bool(still_asked(turn))


def is_what_is_asked(turn: MeetingTurn) -> bool:
    """The part of the harvest that is passed over is the one that is asked."""
    return is_asked_last(turn) and turn.argument == still_asked(turn)[0]


def still_asked(turn: MeetingTurn) -> tuple[str, ...]:
    """What the contributor did not say yet."""
    return open_questions(turn.meeting, turn.method, turn.contributions)
