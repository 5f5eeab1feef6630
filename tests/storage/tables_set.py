"""A meeting as the stories of intervision begin: who sits there, and what they look at."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.app.ports import Unit
from bot.app.types import Seat
from flows.intervision.types import (
    Contribution,
    Meeting,
    OfferPass,
    Participant,
    SharedCopy,
    SharedTurn,
)
from flows.types import Desk
from tests.storage.places import DAY, NOW, sits_down

CODE = "KMP-479-RTX"
COPY = SharedCopy(
    "k1",
    "conversation",
    "Hoe blijf ik naast haar staan?",
    (SharedTurn(1, "Hoe gaat het thuis?", "Ik durf de post niet open te doen.", "quoted"),),
    NOW,
    NOW + 14 * DAY,
)


def gathers(unit: Unit, of: str = "m1", login: str = "anna") -> Seat:
    """A contributor shares a copy and begins a meeting about it, with a code for colleagues."""
    seat = sits_down(unit, login)
    copy = replace(COPY, id=of.replace("m", "k"))
    unit.share_copy(seat.person, copy, NOW)
    people = (Participant(1, seat.person, "Anna", "contributor"),)
    unit.begin_meeting(seat.person, Meeting(of, "vijf_stappen", copy.id, people=people), NOW)
    unit.offer_pass(OfferPass(CODE if of == "m1" else f"DDD-DDD-DD{of[1]}", of, "participant"), NOW)
    return seat


def comes_in(
    unit: Unit, login: str, code: str = CODE, now: datetime = NOW, door: str = "telegram"
) -> Seat | None:
    """Somebody types the code and takes a place; None when it does not let them in."""
    seat = unit.seat("room" if door == "room" else "telegram", login, now)
    found = unit.invited(seat, code, now)
    if found is None:
        return None
    meeting, role = found
    unit.use_pass(seat.person, code, meeting.id, role)
    if seat.person not in {one.person for one in meeting.people}:
        place = Participant(len(meeting.people) + 1, seat.person, login.title(), role)
        unit.save_meeting(replace(meeting, people=(*meeting.people, place)), now)
    unit.save_desk(seat, Desk("meeting", meeting=meeting.id), now)
    return seat


def changes(unit: Unit, login: str = "anna", of: str = "m1", **changed: object) -> None:
    """Somebody does something after which the meeting stands otherwise."""
    found = unit.meeting(sits_down(unit, login).person, of)
    assert found is not None
    unit.save_meeting(replace(found, **changed), NOW)  # type: ignore[arg-type]


def contributes(unit: Unit, text: str, login: str = "anna", of: str = "m1") -> Contribution:
    """Somebody brings something in."""
    found = unit.meeting(sits_down(unit, login).person, of)
    assert found is not None
    number = next(o.number for o in found.people if o.person == sits_down(unit, login).person)
    lines = unit.contributions(of)
    made = Contribution(lines[-1].seq + 1 if lines else 1, NOW, number, 0, text=text)
    unit.keep_contributions(of, (made,))
    unit.save_meeting(found, NOW)
    return made


def sees_copy(unit: Unit, login: str, now: datetime = NOW, of: str = "k1") -> bool:
    """Whether the copy opens for this person at this moment."""
    return unit.copy(sits_down(unit, login).person, of, now) is not None


def sees_meeting(unit: Unit, login: str, of: str = "m1") -> bool:
    """Whether the meeting opens for this person."""
    return unit.meeting(sits_down(unit, login).person, of) is not None
