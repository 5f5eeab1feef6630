"""A meeting in a group chat, one transaction at a time: a turn taken there, and which chat it is.

A turn in the group changes the meeting and nobody's own screen; whoever is in the meeting sees it
there because it changed. What is said back in the group has no word of what was brought in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from bot.app.gathering import meet
from bot.app.ports import Unit
from bot.app.types import GroupChat, Seat
from flows.advance import says_something
from flows.content.library import Library
from flows.intervision import in_group
from flows.intervision.types import Meeting, OfferPass
from flows.practice.duo.talk import is_duo
from flows.types import (
    Desk,
    Edited,
    Fresh,
    Input,
    Notice,
    Outcome,
    Reading,
    Rejected,
    Said,
    Standing,
)

STRANGER = Seat("", "", "telegram", "")


@dataclass(frozen=True, slots=True)
class GroupTurn:
    """Something that somebody did in a group about the meeting whose panel they tapped or answered.

    ``login`` is empty for who cannot be known: an anonymous administrator. ``received`` is its
    number in the inbox.
    """

    chat: int
    login: str
    arrival: str
    meeting: str
    input: Input
    reading: Reading = Reading()  # noqa: RUF009  (a frozen value)
    language: str = "nl"
    received: int | None = None


@dataclass(frozen=True, slots=True)
class Binding:
    """Somebody asks for a meeting's panel in this chat or topic: by a link's code, or just so.

    ``duo`` is for two who rehearse together.
    """

    chat: int
    topic: int | None
    login: str
    arrival: str
    code: str = ""
    duo: bool = False
    received: int | None = None


@dataclass(frozen=True, slots=True)
class GroupAnswer:
    """What comes of it: a sentence or the code of a link for who did it, and what changed.

    ``old`` is where the panel was, when it is to be sent anew.
    """

    said: Notice | None = None
    code: str = ""
    changed: str = ""
    old: GroupChat | None = None


def take_in_group(
    unit: Unit, taken: GroupTurn, library: Library, fresh: Fresh, now: datetime
) -> GroupAnswer | None:
    """Take one turn in a group; None when it was taken before."""
    group = unit.group_of(taken.meeting)
    if group is None or group.chat != taken.chat:  # a forwarded panel, or one of long ago
        if taken.received is not None:
            unit.done(taken.received)
        return GroupAnswer(Notice("group_elsewhere" if group else "group_over"))
    if not arrives(unit, taken, now):
        return None
    if not taken.login:
        return GroupAnswer(Notice("group_anonymous"))
    if isinstance(taken.input, Said | Edited) and not says_something(taken.input.text):
        return GroupAnswer(Notice("empty"))
    seat = unit.known("telegram", taken.login) or STRANGER
    standing = at_the_panel(unit, seat, group, taken.language, now)
    outcome = in_group.take(library, standing, taken.input, taken.reading, fresh, now)
    if isinstance(outcome, Rejected):
        return GroupAnswer(outcome.notice)
    changed = meet(unit, seat, standing, outcome, now)
    tell_privately(unit, seat, outcome, now)
    links = [each.code for each in outcome.effects if isinstance(each, OfferPass)]
    return GroupAnswer(code=links[0] if links else "", changed=taken.meeting if changed else "")


def arrives(unit: Unit, given: GroupTurn | Binding, now: datetime) -> bool:
    """Mark it handled and take it out of the inbox; False when it was handled before."""
    if given.received is not None:
        unit.done(given.received)
    if unit.handled("telegram", given.arrival):
        return False
    unit.mark_handled("telegram", given.arrival, now)
    return True


def at_the_panel(
    unit: Unit, seat: Seat, group: GroupChat, language: str, now: datetime
) -> Standing:
    """The meeting as it stands, with what was brought in for who sits at its table alone."""
    desk = Desk(state="meeting", meeting=group.meeting, language=language)
    standing = Standing(desk, person=seat.person, meeting=unit.any_meeting(group.meeting), now=now)
    held = unit.meeting(seat.person, group.meeting) if seat.person else None
    if held is None:
        return standing
    copy = unit.copy(seat.person, held.copy, now) if held.copy else None
    return replace(standing, copy=copy, contributions=unit.contributions(held.id))


def tell_privately(unit: Unit, seat: Seat, outcome: Outcome, now: datetime) -> None:
    """What is for one person alone is said on their own screen, when they look at the meeting."""
    desk = unit.desk(seat) if outcome.notices and seat.id else None
    if desk is not None and outcome.meeting and is_looking(desk, outcome.meeting.id):
        unit.queue(seat, desk.screen, outcome.notices, (), True, now)


def is_looking(desk: Desk, meeting: str) -> bool:
    """Whether this meeting is on the screen."""
    return desk.state == "meeting" and desk.meeting == meeting


# --- which chat it is ----------------------------------------------------------------------------


def bind(
    unit: Unit, asked: Binding, library: Library, fresh: Fresh, now: datetime
) -> GroupAnswer | None:
    """Give a meeting its panel in this chat, or bring the one that is there down; None: a second.

    A code works once and for one chat. Who asks must lead the meeting, have brought it in, or have
    begun the duo.
    """
    if not arrives(unit, asked, now):
        return None
    if not asked.login:
        return GroupAnswer(Notice("group_anonymous"))
    seat = unit.known("telegram", asked.login) or STRANGER
    found = by_code(unit, seat, asked, now) if asked.code else by_place(unit, seat, asked)
    if isinstance(found, Notice):
        return GroupAnswer(found)
    old = unit.group_of(found.id)
    if old and (old.chat, old.topic) != (asked.chat, asked.topic):
        return GroupAnswer(Notice("group_bound"))
    if any(each.meeting != found.id for each in going_on(unit, asked)):
        return GroupAnswer(Notice("group_busy"))
    group = GroupChat(found.id, asked.chat, asked.topic)
    if old:
        unit.save_group(group)
    else:
        unit.bind_group(group)
    if asked.code:
        unit.use_pass(seat.person, asked.code, found.id, "participant")
        unit.save_meeting(replace(found, group_code=""), now)
        put_link_away(unit, seat, found.id, now)
    return GroupAnswer(changed=found.id, old=old)


def put_link_away(unit: Unit, seat: Seat, meeting: str, now: datetime) -> None:
    """The link did its work: who followed it from the meeting's screen sees the meeting again."""
    desk = unit.desk(seat)
    if desk is not None and is_looking(desk, meeting) and desk.looking == "invite":
        unit.save_desk(seat, replace(desk, looking=""), now)


def going_on(unit: Unit, asked: Binding) -> tuple[GroupChat, ...]:
    """The panels in this chat or topic of meetings that are not over."""
    here = (each for each in unit.groups(asked.chat) if each.topic == asked.topic)
    found = ((each, unit.any_meeting(each.meeting)) for each in here)
    return tuple(each for each, held in found if held and held.state != "closed")


def by_code(unit: Unit, seat: Seat, asked: Binding, now: datetime) -> Meeting | Notice:
    """The meeting that a link's code names; a wrong code is counted."""
    invited = unit.invited(seat if seat.id else None, asked.code, now)
    if invited is None:
        return Notice("pass_refused")
    return invited[0] if in_group.may_bind(invited[0], seat.person) else Notice("group_not_yours")


def by_place(unit: Unit, seat: Seat, asked: Binding) -> Meeting | Notice:
    """The meeting that is here already, else the only one of this person that looks for a group."""
    for group in going_on(unit, asked):
        held = unit.meeting(seat.person, group.meeting)
        return held or Notice("group_come_in")
    mine = [unit.meeting(seat.person, each.id) for each in unit.meetings(seat.person)]
    free = [
        each
        for each in mine
        if each and is_duo(each) == asked.duo
        if in_group.may_bind(each, seat.person) and unit.group_of(each.id) is None
    ]
    if len(free) == 1:
        return free[0]
    none = "duo_group_none" if asked.duo else "group_none"
    return Notice("group_which" if free else none)


def moved(unit: Unit, old: int, new: int, received: int | None) -> tuple[str, ...]:
    """A group became a supergroup with another id; its panels are sent there anew."""
    if received is not None:
        unit.done(received)
    groups = unit.groups(old)
    for group in groups:
        unit.save_group(GroupChat(group.meeting, new))
    return tuple(group.meeting for group in groups)


def left(unit: Unit, chat: int, received: int | None, now: datetime) -> tuple[str, ...]:
    """The bot may not speak here any more: the meetings go on without the group, and say so."""
    if received is not None:
        unit.done(received)
    groups = unit.groups(chat)
    for group in groups:
        unit.end_group(group.meeting)
        for seat in unit.seated(group.meeting):
            desk = unit.desk(seat)
            if desk is not None:
                unit.queue(seat, desk.screen, (Notice("group_left"),), (), True, now)
    return tuple(group.meeting for group in groups)
