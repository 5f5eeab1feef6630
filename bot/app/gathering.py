"""What a turn has to do with a meeting: who may look at what, and what others see otherwise."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.app.ports import Unit
from bot.app.types import Seat
from flows.advance import wanted_code, wanted_meeting
from flows.intervision.bringing.types import WithdrawCopy
from flows.intervision.people import member
from flows.intervision.seen import Lines
from flows.intervision.taking import INTO
from flows.intervision.types import (
    BeginMeeting,
    EndMeeting,
    EndPasses,
    KeepContribution,
    Meeting,
    OfferPass,
    Role,
    ShareCopy,
    UsePass,
)
from flows.types import Desk, Effect, Erase, Input, Outcome, Pressed, Standing

MOVE = "meet."  # a button of the meeting itself, not of the desk around it
ELSEWHERE = frozenset({"talking", "practising", "meeting"})  # where no list of meetings is shown


def is_looked_at(desk: Desk, given: Input | None, *, wide: bool) -> bool:
    """Whether the meeting on the screen is all that this turn is about, or this look."""
    leaves = isinstance(given, Pressed) and not given.action.startswith(MOVE)
    alone = not desk.looking.startswith(INTO)  # there one's own conversations are pointed at
    return desk.state == "meeting" and alone and not wide and not leaves


def at_the_table(
    unit: Unit, seat: Seat, standing: Standing, given: Input | None, now: datetime
) -> Standing:
    """The meeting this turn is about, for who has a right to it or brings a valid code.

    The copy is for those at the table alone: not for who did not take a place yet, nor who left.
    Somebody from outside has nothing of it any more when it is over.
    """
    found, invited = named(unit, seat, standing.desk, given, now)
    if standing.desk.state not in ELSEWHERE:  # also for the list that a button stands in
        standing = replace(standing, meetings=unit.meetings(seat.person), now=now)
    if found is None:
        return standing
    me = member(found, seat.person)
    over = found.state == "closed" and me is not None and me.external
    sees_copy = found.copy if me is not None and me.here else None
    return replace(
        standing,
        meeting=found,
        copy=unit.copy(seat.person, sees_copy, now) if sees_copy else None,
        contributions=() if over else unit.contributions(found.id),
        invited=invited,
        now=now,
    )


def named(
    unit: Unit, seat: Seat, desk: Desk, given: Input | None, now: datetime
) -> tuple[Meeting | None, Role | None]:
    """The meeting that a code, a button or the desk names, and as what somebody new comes in."""
    on_screen = desk.meeting if desk.state == "meeting" else None
    if given is not None:
        if (code := wanted_code(desk, given)) is not None:
            return unit.invited(seat, code, now) or (None, None)
        on_screen = wanted_meeting(desk, given)
    if on_screen is None or (found := unit.meeting(seat.person, on_screen)) is None:
        return None, None
    return found, unit.right(seat.person, on_screen)


def meet(unit: Unit, seat: Seat, standing: Standing, outcome: Outcome, now: datetime) -> bool:
    """Do what the core asked for in a meeting; says whether it now stands otherwise."""
    arrange(unit, seat, outcome.effects, now)
    held = outcome.meeting
    if held is None or any(isinstance(effect, BeginMeeting) for effect in outcome.effects):
        return False
    kept = tuple(e.contribution for e in outcome.effects if isinstance(e, KeepContribution))
    if kept:
        unit.keep_contributions(held.id, kept)
    if EndMeeting(held.id) in outcome.effects:
        end(unit, seat, held, outcome, now)
        return True
    if kept or held != standing.meeting:
        unit.save_meeting(held, now)
        return True
    return False


def end(unit: Unit, seat: Seat, held: Meeting, outcome: Outcome, now: datetime) -> None:
    """Erase a meeting; who else had it on the screen is shown so, after a restart as well."""
    others = [(one, unit.desk(one)) for one in unit.seated(held.id) if one.id != seat.id]
    unit.end_meeting(held.id, now)
    for one, desk in others:
        if desk is not None:
            unit.queue(one, desk.screen, outcome.notices, (), True, now)


def arrange(unit: Unit, seat: Seat, effects: tuple[Effect, ...], now: datetime) -> None:
    """Copies and meetings that begin, and the ways into them."""
    for effect in effects:
        match effect:
            case ShareCopy(copy):
                unit.share_copy(seat.person, copy, now)
            case BeginMeeting(meeting):
                unit.begin_meeting(seat.person, meeting, now)
            case OfferPass():
                unit.offer_pass(effect, now)
            case EndPasses(of):
                unit.end_passes(of)
            case UsePass(code, of, role):
                unit.use_pass(seat.person, code, of, role)
            case _:
                pass


def about_what_ends(unit: Unit, effects: tuple[Effect, ...]) -> tuple[str, ...]:
    """The meetings that look at a copy which this turn ends."""
    ended = (
        *(effect.conversation for effect in effects if isinstance(effect, Erase)),
        *(effect.copy for effect in effects if isinstance(effect, WithdrawCopy)),
    )
    return tuple(meeting for copy in ended for meeting in unit.meetings_about(copy))


def came_out(unit: Unit, person: str, meeting: str) -> tuple[Meeting | None, Lines]:
    """A meeting of this person and what was brought in, for a document of what came out."""
    found = unit.meeting(person, meeting)
    return found, unit.contributions(meeting) if found else ()
