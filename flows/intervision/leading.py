"""What a meeting's moves do with people and rounds: coming, going, time and order."""

from __future__ import annotations

from flows.intervision import clock
from flows.intervision.people import (
    NAME,
    free_number,
    in_role,
    is_short,
    member,
    numbered,
)
from flows.intervision.seen import of_round
from flows.intervision.turn import MeetingTurn
from flows.intervision.types import EndPasses, OfferPass, Participant

# --- coming and going ----------------------------------------------------------------------------


def come_in(turn: MeetingTurn) -> None:
    """Join, early or late, with a name chosen for here; roles in talking together (001.13)."""
    number = max((one.number for one in turn.meeting.people), default=0) + 1
    role = turn.invited or "participant"
    if role in {"contributor", "facilitator"} and in_role(turn.meeting, role):
        role = "participant"
    newcomer = Participant(number, turn.person, turn.heard.text, role, external=role == "guest")
    turn.change(people=(*turn.meeting.people, newcomer))
    turn.looking = ""


def come_back(turn: MeetingTurn) -> None:
    """Take one's own place again; who led before finds another in that place now."""
    found = member(turn.meeting, turn.person)
    if found is not None:
        leading = found.role == "facilitator" and in_role(turn.meeting, "facilitator") is not None
        role = "participant" if leading else found.role
        turn.change_person(found.number, here=True, role=role)


def ask_for_a_name(turn: MeetingTurn) -> None:
    """What was typed is no name that fits here: too long, or too much like somebody's."""
    name, people = turn.heard.text, turn.meeting.people
    if is_short(name):
        turn.say("meeting_name_taken", number=str(free_number(name, people)))
    else:
        turn.say("meeting_name", most=str(NAME))


def step_out(turn: MeetingTurn) -> None:
    """Leave: what was contributed stays, and the others need not wait (001.13)."""
    turn.change_person(turn.mine, here=False)
    turn.leaves = True


def send_away(turn: MeetingTurn) -> None:
    """Somebody does not belong here: they see nothing any more and cannot come back (001.13).

    They know the codes, and could be somebody else in another browser: so those end too.
    """
    turn.change_person(turn.number() or 0, here=False, removed=True)
    turn.effects = (*turn.effects, EndPasses(turn.meeting.id))
    turn.change(guest_code="", group_code="")
    if turn.meeting.code:
        make_code(turn)
        turn.say("meeting_new_code")
    turn.looking = ""


def hand_over(turn: MeetingTurn) -> None:
    """Another facilitator: one keeps time, and not always the same one (001.13)."""
    found = numbered(turn.meeting, turn.number() or 0)
    me = turn.me
    if found and me:
        if me.role == "facilitator":
            turn.change_person(me.number, role="guest" if me.external else "participant")
        turn.change_person(found.number, role="facilitator")
        turn.say("meeting_handed_over")
    turn.looking = ""


def take_over(turn: MeetingTurn) -> None:
    """Lead on where nobody does (001.13)."""
    for one in turn.meeting.people:
        if one.role == "facilitator":  # left, and comes back as one of the others
            turn.change_person(one.number, role="guest" if one.external else "participant")
    turn.change_person(turn.mine, role="facilitator")
    turn.looking = ""


def make_code(turn: MeetingTurn) -> None:
    """A code by which colleagues come in."""
    turn.change(code=turn.fresh.join)
    turn.effects = (*turn.effects, OfferPass(turn.fresh.join, turn.meeting.id, "participant"))


def make_guest_code(turn: MeetingTurn) -> None:
    """A code for somebody from outside, who walks along and has no other right (001.13)."""
    turn.change(guest_code=turn.fresh.join)
    turn.effects = (*turn.effects, OfferPass(turn.fresh.join, turn.meeting.id, "guest"))


def make_group_code(turn: MeetingTurn) -> None:
    """A link by which the meeting gets its panel in one group chat."""
    turn.change(group_code=turn.fresh.join)
    offer = OfferPass(turn.fresh.join, turn.meeting.id, "participant", once=True)
    turn.effects = (*turn.effects, offer)


# --- rounds --------------------------------------------------------------------------------------


def open_first(turn: MeetingTurn) -> None:
    """The first round begins, and its clock (001.13: timed rounds)."""
    enter(turn, 0)


def open_next(turn: MeetingTurn) -> None:
    """On to the next round; what was written for later is opened."""
    enter(turn, turn.meeting.round + 1)


def open_previous(turn: MeetingTurn) -> None:
    """Back to the round before; nothing that was contributed is lost."""
    enter(turn, turn.meeting.round - 1)


def open_harvest(turn: MeetingTurn) -> None:
    """The rounds are done: what does the contributor take along?"""
    leave_round(turn)
    turn.meeting = clock.stopped(turn.meeting, turn.now)
    turn.change(round=len(turn.method.rounds), heard=(), extra=0, spent=0)
    turn.looking = ""


def enter(turn: MeetingTurn, number: int) -> None:
    """A round begins with a clock of its own, and with who was heard in it before."""
    leave_round(turn)
    said = of_round(turn.contributions, number)
    spoke = {each.participant for each in said if each.kind == "said"}
    turn.change(round=number, heard=tuple(sorted(spoke)))
    turn.meeting = clock.started(turn.meeting, turn.now)
    turn.looking = ""


def leave_round(turn: MeetingTurn) -> None:
    """Whatever was written together in a round is open when the round is over."""
    numbers = {*turn.meeting.shown}
    if turn.meeting.began is not None or turn.meeting.spent:
        numbers.add(turn.meeting.round)
    turn.change(shown=tuple(sorted(numbers)))
    turn.note_open()


def keep_reason(turn: MeetingTurn) -> None:
    """Why a round was skipped, so that the group can look back on it (001.13)."""
    _, _, reason = turn.argument.partition(":")
    turn.keep("skip", turn.heard.text, choice=reason or "told")


def show_together(turn: MeetingTurn) -> None:
    """Laat zien: what everybody wrote opens at once, so that nobody follows the first (001.13)."""
    turn.change(shown=tuple(sorted({*turn.meeting.shown, turn.meeting.round})))


def note_heard(turn: MeetingTurn) -> None:
    """Somebody was heard aloud: talking is the point, typing is an offer (001.13)."""
    turn.hear(turn.number() or 0)


def pass_by(turn: MeetingTurn) -> None:
    """Nothing has to be said: the next one has the floor."""
    turn.hear(turn.mine)


# --- the clock -----------------------------------------------------------------------------------


def add_time(turn: MeetingTurn) -> None:
    """Two minutes more; over days, one day more."""
    if turn.meeting.closes is not None:
        turn.change(closes=turn.meeting.closes + clock.BEFORE, reminded=False)
    else:
        turn.change(extra=turn.meeting.extra + clock.MORE)


def over_days(turn: MeetingTurn) -> None:
    """Nobody has to be there at once: each round is open for a day, or in one go after all."""
    turn.change(days=0 if turn.meeting.days else clock.OPEN)


def stop_clock(turn: MeetingTurn) -> None:
    """Until next week: attention fades after an hour, and it can wait (002.4)."""
    turn.meeting = clock.stopped(turn.meeting, turn.now)
    turn.looking = ""


def remember_where(turn: MeetingTurn) -> None:
    """A pause returns to where it came."""
    turn.change(resumes=turn.state)


def go_on(turn: MeetingTurn) -> None:
    """With exactly the minutes that were left (002.4)."""
    turn.meeting = clock.going(turn.meeting, turn.now)
