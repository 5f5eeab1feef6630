"""Who is at which door: person, login, seat, desk, and the one-time code that joins two doors."""

from __future__ import annotations

import hmac
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa
import uuid_utils
from pydantic import TypeAdapter
from sqlalchemy import Integer, Text, bindparam
from sqlalchemy.dialects.sqlite import insert

from bot.app.types import DoorName, Seat
from bot.storage.engine import Prepared
from bot.storage.tables import (
    access,
    desk,
    link_code,
    link_try,
    login,
    person,
    seat,
    share,
    stamp,
)
from bot.storage.transaction import Row, Transaction
from flows.types import Desk

LINK_LIFE = timedelta(minutes=10)
QUESTIONS_LIFE = timedelta(days=1)  # that a desk left alone shows the question it was left with
LINK_TRIES = 5  # wrong codes from one seat that are answered at all within LINK_LIFE
# The terminal and the loopback page are the same person (design §3, Identity). A room's login is a
# random token of somebody in a meeting, who is a person for as long as that is kept.
REALMS: dict[DoorName, str] = {
    "telegram": "telegram",
    "web": "local",
    "terminal": "local",
    "room": "room",
}
MEETING = "meeting"  # the desk's state in which a meeting is on the screen

_DESK = TypeAdapter(Desk)
_SEAT = bindparam("of_seat", type_=Text)
_OLD, _NEW = bindparam("old", type_=Text), bindparam("new", type_=Text)
_NOW = bindparam("now", type_=Integer)

_FIND_SEAT = Prepared(
    sa.select(seat.c.id, seat.c.person, seat.c.panel).where(
        seat.c.door == bindparam("door"), seat.c.login == bindparam("login")
    )
)
_FIND_LOGIN = Prepared(
    sa.select(login.c.person).where(
        login.c.realm == bindparam("realm"), login.c.name == bindparam("name")
    )
)
_PERSON_OF = Prepared(sa.select(seat.c.person).where(seat.c.id == _SEAT))
_ADD_PERSON = Prepared(sa.insert(person))
_ADD_LOGIN = Prepared(sa.insert(login))
_ADD_SEAT = Prepared(sa.insert(seat))
_READ_DESK = Prepared(sa.select(desk.c.standing).where(desk.c.seat == _SEAT))
_save = insert(desk)
_SAVE_DESK = Prepared(
    _save.on_conflict_do_update(
        index_elements=["seat"],
        set_={
            "standing": _save.excluded.standing,
            "touched": _save.excluded.touched,
            "meeting": _save.excluded.meeting,
        },
    )
)
_offer = insert(link_code)
_OFFER = Prepared(
    _offer.on_conflict_do_update(
        index_elements=["hash"],
        set_={"person": _offer.excluded.person, "expires": _offer.excluded.expires},
    )
)
_OFFERED = Prepared(
    sa.select(link_code.c.hash, link_code.c.person).where(link_code.c.expires > _NOW)
)
_USED = Prepared(sa.delete(link_code).where(link_code.c.hash == bindparam("hashed")))
_TRIES = Prepared(
    sa.select(link_try.c.wrong).where(link_try.c.seat == _SEAT, link_try.c.since > _NOW)
)
_first = insert(link_try)
_FIRST_WRONG = Prepared(
    _first.on_conflict_do_update(
        index_elements=["seat"],
        set_={"since": _first.excluded.since, "wrong": _first.excluded.wrong},
    )
)
_ONE_MORE_WRONG = Prepared(
    sa.update(link_try).where(link_try.c.seat == _SEAT).values(wrong=link_try.c.wrong + 1)
)
_FORGET_TRIES = Prepared(sa.delete(link_try).where(link_try.c.seat == _SEAT))
_JOIN_ACCESS = Prepared(
    insert(access)
    .from_select(
        ["person", "conversation", "right"],
        sa.select(_NEW, access.c.conversation, access.c.right).where(access.c.person == _OLD),
    )
    .on_conflict_do_nothing()
)
_JOINED = (
    Prepared(sa.delete(access).where(access.c.person == _OLD)),
    Prepared(sa.delete(link_code).where(link_code.c.person == _OLD)),
    # a shared line would show the runs of both from now on, which nobody chose to share
    Prepared(sa.delete(share).where(share.c.person.in_((_OLD, _NEW)), share.c.practice.is_(None))),
    Prepared(sa.update(share).where(share.c.person == _OLD).values(person=_NEW)),
    Prepared(sa.delete(person).where(person.c.id == _OLD)),
)
_MOVE = (
    Prepared(sa.update(login).where(login.c.person == _OLD).values(person=_NEW)),
    Prepared(sa.update(seat).where(seat.c.person == _OLD).values(person=_NEW)),
)
_CODE = sa.func.json_extract(desk.c.standing, sa.literal("$.code"))
_CODES_SHOWN = Prepared(sa.select(desk.c.seat, desk.c.standing).where(_CODE.is_not(None)))
_TAKE_DOWN = Prepared(sa.update(desk).where(desk.c.seat == _SEAT).values(standing=bindparam("now")))
_QUESTIONS_SHOWN = Prepared(
    sa.select(desk.c.seat, desk.c.standing).where(
        desk.c.touched < bindparam("before", type_=Integer),
        sa.or_(
            sa.func.json_extract(desk.c.standing, sa.literal("$.subject")).is_not(None),
            sa.func.json_array_length(desk.c.standing, sa.literal("$.asked")) > sa.literal(0),
        ),
    )
)
_OLD_CODES = Prepared(sa.delete(link_code).where(link_code.c.expires <= _NOW))
_OLD_TRIES = Prepared(sa.delete(link_try).where(link_try.c.since <= _NOW))


class People(Transaction):
    """The unit's room for people, seats, desks and codes."""

    def known(self, door: DoorName, login: str) -> Seat | None:
        """The seat of this login at this door, when it has one; nothing is made."""
        found = self.one(_FIND_SEAT, door=door, login=login)
        return Seat(found[0], found[1], door, login, found[2]) if found else None

    def seat(self, door: DoorName, login: str, now: datetime) -> Seat:
        """Find the seat of this login at this door; person, login and seat are made if new."""
        if found := self.known(door, login):
            return found
        owner = self._person(REALMS[door], login, now)
        new = uuid_utils.uuid7().hex
        self.change(_ADD_SEAT, id=new, person=owner, door=door, login=login, panel=None)
        return Seat(new, owner, door, login)

    def _person(self, realm: str, name: str, now: datetime) -> str:
        """The person of this login, made if new."""
        if found := self.one(_FIND_LOGIN, realm=realm, name=name):
            return str(found[0])
        new = uuid_utils.uuid7().hex
        self.change(_ADD_PERSON, id=new, since=stamp(now))
        self.change(_ADD_LOGIN, realm=realm, name=name, person=new)
        return new

    def desk(self, seat: Seat) -> Desk | None:
        """The seat's desk as it was saved; None for a seat that never sat down."""
        if (known := self._desks.get(seat.id)) is not None:
            return known
        row = self.one(_READ_DESK, of_seat=seat.id)
        return self._know(seat.id, _DESK.validate_json(row[0])) if row else None

    def save_desk(self, seat: Seat, desk: Desk, now: datetime) -> None:
        """Save the desk (insert or update)."""
        standing = _DESK.dump_json(desk).decode()
        room = desk.meeting if desk.state == MEETING else None
        self.change(_SAVE_DESK, seat=seat.id, standing=standing, touched=stamp(now), meeting=room)
        self._know(seat.id, desk)

    def _know(self, seat_id: str, desk: Desk) -> Desk:
        """Know this desk for the rest of the transaction."""
        self._desks[seat_id] = desk
        return desk

    def offer_link(self, person: str, code: str, now: datetime) -> None:
        """Keep a one-time code for ten minutes (only its keyed hash)."""
        expires = stamp(now + LINK_LIFE)
        self.change(_OFFER, hash=self._keys.code_hash(code), person=person, expires=expires)

    def use_link(self, seat: Seat, code: str, now: datetime) -> bool:
        """Join this seat's person to the one who made the code; False when it is not valid.

        Logins, seats and access of the seat's own person go to the other. After five wrong codes
        from one seat nothing is valid there until ten minutes after the first of them.
        """
        if not self._may_try(seat, now):
            return False
        own = self.one(_PERSON_OF, of_seat=seat.id)
        maker = self._maker(code, now)
        if own is None or maker is None or maker == own[0]:
            self._tried_wrong(seat, now)
            return False
        self.change(_USED, hashed=self._keys.code_hash(code))
        self.change(_FORGET_TRIES, of_seat=seat.id)
        self._join(own[0], maker)
        self._take_down_codes(now)
        return True

    def _may_try(self, seat: Seat, now: datetime) -> bool:
        """Whether a code from this seat is looked at; not after five wrong ones."""
        tries = self._tries(seat, now)
        return tries is None or tries[0] < LINK_TRIES

    def _tried_wrong(self, seat: Seat, now: datetime) -> None:
        """One more wrong code from this seat."""
        if self._tries(seat, now):
            self.change(_ONE_MORE_WRONG, of_seat=seat.id)
        else:
            self.change(_FIRST_WRONG, seat=seat.id, since=stamp(now), wrong=1)

    def _tries(self, seat: Seat, now: datetime) -> Row | None:
        return self.one(_TRIES, of_seat=seat.id, now=stamp(now - LINK_LIFE))

    def _maker(self, code: str, now: datetime) -> str | None:
        """Who made this code, when it still holds; compared in constant time."""
        hashed, maker = self._keys.code_hash(code), None
        for kept, owner in self.all(_OFFERED, now=stamp(now)):
            if hmac.compare_digest(kept, hashed):
                maker = str(owner)
        return maker

    def _join(self, old: str, new: str) -> None:
        """Everything of the old person becomes the new one's."""
        self.change(_JOIN_ACCESS, old=old, new=new)
        for statement in _MOVE:
            self.change(statement, old=old, new=new)
        for statement in _JOINED:
            self.change(statement, old=old, new=new)

    def _forget_codes(self, now: datetime) -> None:
        """Delete codes and counts of wrong tries that no longer hold."""
        self.change(_OLD_CODES, now=stamp(now))
        self.change(_OLD_TRIES, now=stamp(now - LINK_LIFE))
        self._take_down_codes(now)

    def _put_questions_away(self, now: datetime) -> None:
        """A question that was asked for is no trace of whom it was for: a desk stands in clear."""
        for seat_id, standing in self.all(_QUESTIONS_SHOWN, before=stamp(now - QUESTIONS_LIFE)):
            left = replace(_DESK.validate_json(standing), subject=None, asked=())
            self.change(_TAKE_DOWN, of_seat=seat_id, now=_DESK.dump_json(left).decode())
            self._desks.pop(seat_id, None)

    def _take_down_codes(self, now: datetime) -> None:
        """A desk shows a code, in clear, only as long as it holds."""
        offered = {hashed for hashed, _ in self.all(_OFFERED, now=stamp(now))}
        for seat_id, standing in self.all(_CODES_SHOWN):
            shown = _DESK.validate_json(standing)
            if shown.code is not None and self._keys.code_hash(shown.code) not in offered:
                left = replace(shown, state="home", code=None)
                self.change(_TAKE_DOWN, of_seat=seat_id, now=_DESK.dump_json(left).decode())
                self._desks.pop(seat_id, None)
