"""Passes: codes and links that lead into a meeting. Only a keyed hash of each is kept.

Guessing is hopeless within the limits: a join code has 38 bits (see `flows.intervision.codes`) and
a link's token more. One seat is answered five times wrong in ten minutes; everybody together a
thousand times, which is what holds when somebody asks from ever new seats. While that limit is
reached nobody new comes in, and whoever is in a meeting notices nothing of it: a door limits each
address as well, so that one address does not keep others out.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Integer, LargeBinary, Text, bindparam
from sqlalchemy.dialects.sqlite import insert

from bot.app.types import Seat
from bot.storage.engine import Prepared
from bot.storage.meetings import Meetings
from bot.storage.tables import (
    access,
    desk,
    link_code,
    link_try,
    login,
    meeting_pass,
    outbox,
    pass_try,
    person,
    seat,
    stamp,
)
from flows.intervision.codes import plain
from flows.intervision.types import Meeting, OfferPass, Role

PASS_LIFE = timedelta(days=14)
TRY_LIFE = timedelta(minutes=10)
SEAT_TRIES = 5
ALL_TRIES = 1_000
EVERYBODY = ""  # whose tries are those of all seats together
ROOM = "room"  # the realm of logins that lead to a meeting and nowhere else

_HASH = bindparam("hashed", type_=LargeBinary)
_OF, _PERSON = bindparam("of", type_=Text), bindparam("of_person", type_=Text)
_NOW = bindparam("now", type_=Integer)

_FIND = Prepared(
    sa.select(
        meeting_pass.c.meeting, meeting_pass.c.right, meeting_pass.c.expires, meeting_pass.c.left
    ).where(meeting_pass.c.hash == _HASH)
)
_offer = insert(meeting_pass)
_OFFER = Prepared(
    _offer.on_conflict_do_update(
        index_elements=["hash"],
        set_={
            "meeting": _offer.excluded.meeting,
            "right": _offer.excluded.right,
            "expires": _offer.excluded.expires,
            "left": _offer.excluded.left,
        },
    )
)
_REPLACED = Prepared(
    sa.delete(meeting_pass).where(
        meeting_pass.c.meeting == _OF,
        meeting_pass.c.right == bindparam("right", type_=Text),
        meeting_pass.c.left.is_(None),
    )
)
_ONE_LESS = Prepared(
    sa.update(meeting_pass)
    .where(meeting_pass.c.hash == _HASH, meeting_pass.c.left > sa.literal(0))
    .values(left=meeting_pass.c.left - 1)
)
_LET_IN = Prepared(insert(access).on_conflict_do_nothing())
_OLD_PASSES = Prepared(sa.delete(meeting_pass).where(meeting_pass.c.expires <= _NOW))

_TRIED = Prepared(
    sa.select(pass_try.c.wrong).where(
        pass_try.c.who == bindparam("who", type_=Text), pass_try.c.since > _NOW
    )
)
_wrong = insert(pass_try)
_goes_on = pass_try.c.since > bindparam("begin", type_=Integer)
_WRONG = Prepared(
    _wrong.on_conflict_do_update(
        index_elements=["who"],
        set_={
            "wrong": sa.case((_goes_on, pass_try.c.wrong + 1), else_=_wrong.excluded.wrong),
            "since": sa.case((_goes_on, pass_try.c.since), else_=_wrong.excluded.since),
        },
    )
)
_OLD_TRIES = Prepared(sa.delete(pass_try).where(pass_try.c.since <= _NOW))

_HAS_A_PLACE = sa.exists().where(access.c.person == login.c.person)
_PLACELESS = Prepared(
    sa.select(login.c.person).where(login.c.realm == sa.literal(ROOM), ~_HAS_A_PLACE)
)
_SEATS_OF = sa.select(seat.c.id).where(seat.c.person == _PERSON).scalar_subquery()
_LEAVE = tuple(
    Prepared(statement)
    for statement in (
        sa.delete(outbox).where(outbox.c.seat.in_(_SEATS_OF)),
        sa.delete(desk).where(desk.c.seat.in_(_SEATS_OF)),
        sa.delete(link_try).where(link_try.c.seat.in_(_SEATS_OF)),
        sa.delete(link_code).where(link_code.c.person == _PERSON),
        sa.delete(seat).where(seat.c.person == _PERSON),
        sa.delete(login).where(login.c.person == _PERSON),
        sa.delete(person).where(person.c.id == _PERSON),
    )
)


class Passes(Meetings):
    """The unit's room for ways into a meeting."""

    def offer_pass(self, offered: OfferPass, now: datetime) -> None:
        """Keep the hash of a code; a join code takes the place of the one before it."""
        if not offered.once:
            self.change(_REPLACED, of=offered.meeting, right=offered.role)
        self.change(
            _OFFER,
            hash=self._keys.code_hash(plain(offered.code)),
            meeting=offered.meeting,
            right=offered.role,
            expires=stamp(now + (timedelta(minutes=offered.minutes) or PASS_LIFE)),
            left=1 if offered.once else None,
        )

    def invited(self, seat: Seat | None, code: str, now: datetime) -> tuple[Meeting, Role] | None:
        """The meeting this code leads into, and as what; None for a code that is not valid.

        A seat that is not there yet has no tries of its own. Who is in the meeting already may
        come back by a code that was used up. A wrong one is counted.
        """
        if self._tried_too_often(seat, now):
            return None
        row = self.one(_FIND, hashed=self._keys.code_hash(plain(code)))
        if row is not None:
            of, right, expires, left = row
            holds = expires > stamp(now) and left != 0
            there = seat is not None and self.right(seat.person, of) is not None
            if (holds or there) and (found := self.any_meeting(of)):
                return found, right
        for who in (EVERYBODY, *((seat.id,) if seat else ())):
            self.change(_WRONG, who=who, since=stamp(now), wrong=1, begin=stamp(now - TRY_LIFE))
        return None

    def use_pass(self, person: str, code: str, meeting: str, role: Role) -> None:
        """Give the right that a valid code gives, and count its use."""
        self.change(_ONE_LESS, hashed=self._keys.code_hash(plain(code)))
        self.change(_LET_IN, person=person, conversation=meeting, right=role)

    def _tried_too_often(self, seat: Seat | None, now: datetime) -> bool:
        limits = ((EVERYBODY, ALL_TRIES), *(((seat.id, SEAT_TRIES),) if seat else ()))
        for who, most in limits:
            tried = self.one(_TRIED, who=who, now=stamp(now - TRY_LIFE))
            if tried and tried[0] >= most:
                return True
        return False

    def _forget_passes(self, now: datetime) -> None:
        """Delete what no longer holds, and people of the room who are in no meeting any more."""
        self.change(_OLD_PASSES, now=stamp(now))
        self.change(_OLD_TRIES, now=stamp(now - TRY_LIFE))
        for (of,) in self.all(_PLACELESS):
            for statement in _LEAVE:
                self.change(statement, of_person=of)
