"""Meetings: kept turn by turn under a key of their own, and who may be in them.

Rights follow the people of a meeting: they are rows of `access` that every save brings in line.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Integer, Text, bindparam
from sqlalchemy.dialects.sqlite import insert

from bot.app.ports import StoreError
from bot.app.types import DoorName, Seat
from bot.storage.conversations import Held
from bot.storage.copies import Copies
from bot.storage.engine import Prepared
from bot.storage.sealing import place, seal, unseal
from bot.storage.tables import (
    access,
    conversation,
    desk,
    entry,
    meeting,
    meeting_pass,
    moment,
    seat,
    stamp,
)
from flows.intervision.people import keeps_it
from flows.intervision.types import Contribution, Meeting, MeetingListing, Role

KIND = "meeting"
RANK: tuple[Role, ...] = ("contributor", "facilitator", "participant", "guest")
_MEETING = TypeAdapter(Meeting)
_CONTRIBUTION = TypeAdapter(Contribution)
_OF, _PERSON = bindparam("of", type_=Text), bindparam("of_person", type_=Text)
_OURS = (conversation.c.kind == sa.literal(KIND), conversation.c.erased_at.is_(None))
_OPENED = conversation.join(access, access.c.conversation == conversation.c.id)
_ROW = (conversation.c.key_id, conversation.c.version, conversation.c.sealed)

_READ = Prepared(
    sa.select(*_ROW)
    .select_from(_OPENED)
    .where(access.c.person == _PERSON, conversation.c.id == _OF, *_OURS)
)
_READ_ANY = Prepared(sa.select(*_ROW).where(conversation.c.id == _OF, *_OURS))
_LIST = Prepared(
    sa.select(
        conversation.c.id,
        conversation.c.key_id,
        conversation.c.sealed,
        conversation.c.touched,
        access.c.right,
    )
    .select_from(_OPENED)
    .where(access.c.person == _PERSON, *_OURS)
    .order_by(conversation.c.touched.desc(), conversation.c.id.desc())
)
_BEGIN = Prepared(sa.insert(conversation))
_IS_ABOUT = Prepared(sa.insert(meeting))
_CLOSES = Prepared(
    sa.update(meeting)
    .where(meeting.c.id == _OF)
    .values(closes=bindparam("new_closes", type_=Integer))
)
_CLOSING = Prepared(
    sa.select(meeting.c.id)
    .where(meeting.c.closes <= bindparam("until", type_=Integer))
    .order_by(meeting.c.closes)
)
_SEATS = Prepared(
    sa.select(seat.c.id, seat.c.person, seat.c.door, seat.c.login, seat.c.panel)
    .where(seat.c.person == _PERSON, seat.c.door == bindparam("door", type_=Text))
    .order_by(seat.c.id)
)
_COPY_OF = Prepared(sa.select(meeting.c.copy).where(meeting.c.id == _OF))
_SAVE = Prepared(
    sa.update(conversation)
    .where(conversation.c.id == _OF, conversation.c.version == bindparam("read"), *_OURS)
    .values(
        sealed=bindparam("new_sealed"),
        version=conversation.c.version + 1,
        touched=bindparam("new_touched"),
    )
)
_LINES = Prepared(
    sa.select(entry.c.seq, entry.c.sealed)
    .where(entry.c.conversation == _OF, entry.c.seq > bindparam("last"))
    .order_by(entry.c.seq)
)
_KEEP = Prepared(sa.insert(entry))
_RIGHTS = Prepared(sa.select(access.c.person, access.c.right).where(access.c.conversation == _OF))
_RIGHT = Prepared(
    sa.select(access.c.right).where(access.c.conversation == _OF, access.c.person == _PERSON)
)
_give = insert(access)
_GIVE = Prepared(
    _give.on_conflict_do_update(
        index_elements=["person", "conversation"], set_={"right": _give.excluded.right}
    )
)
_TAKE = Prepared(sa.delete(access).where(access.c.conversation == _OF, access.c.person == _PERSON))
_END_PASSES = Prepared(sa.delete(meeting_pass).where(meeting_pass.c.meeting == _OF))
_SEATED = Prepared(
    sa.select(seat.c.id, seat.c.person, seat.c.door, seat.c.login, seat.c.panel)
    .select_from(desk.join(seat, seat.c.id == desk.c.seat))
    .where(desk.c.meeting == _OF)
    .order_by(seat.c.id)
)


class Meetings(Copies):
    """The unit's room for intervision."""

    def meeting(self, person: str, meeting: str) -> Meeting | None:
        """This meeting if the person has a right to it and it was not erased."""
        return self._opened_meeting(meeting, self.one(_READ, of_person=person, of=meeting))

    def begin_meeting(self, person: str, meeting: Meeting, now: datetime) -> None:
        """A new meeting with a key of its own, for its people; this person is one of them."""
        if person not in {one.person for one in meeting.people}:
            raise StoreError("Nobody begins a meeting for others alone.")
        key_id = self._keys.make("meeting", meeting.id)
        key = self._key(key_id)
        self.change(
            _BEGIN,
            id=meeting.id,
            kind=KIND,
            key_id=key_id,
            sealed=seal(key, _meeting_of(meeting.id), _MEETING.dump_json(meeting)),
            version=1,
            waiting=0,
            touched=stamp(now),
            erased_at=None,
        )
        self.change(_IS_ABOUT, id=meeting.id, copy=meeting.copy, closes=None)
        self._bring_in_line(meeting)
        self._hold(meeting.id, key, 1)
        self.made.append(key_id)

    def save_meeting(self, meeting: Meeting, now: datetime) -> None:
        """Save it; StoreError when it was not read here, or somebody saved it since.

        Its rights follow its people: who was removed has none. Closing ends its passes, the rights
        of who never took a place, and the copy with its key.
        """
        self._save_sealed(meeting, now)
        self._bring_in_line(meeting)
        if meeting.days:
            closes = stamp(meeting.closes) if meeting.closes else None
            self.change(_CLOSES, of=meeting.id, new_closes=closes)
        if meeting.state == "closed":
            self.end_passes(meeting.id)
            if (row := self.one(_COPY_OF, of=meeting.id)) and row[0]:
                self._end_copy(row[0], now)

    def _save_sealed(self, meeting: Meeting, touched: datetime) -> None:
        held = self._require(meeting.id)
        if held.version is None:
            raise StoreError("A meeting is saved in the transaction that read it.")
        sealed = seal(held.key, _meeting_of(meeting.id), _MEETING.dump_json(meeting))
        saved = self.change(
            _SAVE, of=meeting.id, read=held.version, new_sealed=sealed, new_touched=stamp(touched)
        )
        if not saved:
            raise StoreError("The meeting was saved or erased by somebody else meanwhile.")
        held.version += 1

    def end_passes(self, meeting: str) -> None:
        """No code leads into this meeting any more; who is in it stays."""
        self.change(_END_PASSES, of=meeting)

    def end_meeting(self, meeting: str, now: datetime) -> None:
        """Blank it and destroy its key after the commit; StoreError when it was not read here."""
        self._require(meeting)
        if row := self.one(_READ_ANY, of=meeting):
            self._blank(meeting, now)
            self._end_keys((row[0],), now)

    def contributions(self, meeting: str) -> tuple[Contribution, ...]:
        """Everything that was brought in, by seq; none of a meeting that was erased."""
        held = self._find(meeting)
        return self._brought_in(meeting, held) if held else ()

    def keep_contributions(self, meeting: str, contributions: tuple[Contribution, ...]) -> None:
        """Store what was brought in; StoreError when somebody else was first."""
        held = self._require(meeting)
        lines = self._brought_in(meeting, held)
        for kept in contributions:
            if lines and kept.seq <= lines[-1].seq:
                raise StoreError("A contribution with this number, or a later one, was kept.")
            lines = (*lines, kept)
            sealed = seal(held.key, _line_of(meeting, kept.seq), _CONTRIBUTION.dump_json(kept))
            self.change(_KEEP, conversation=meeting, seq=kept.seq, sealed=sealed)
        held.lines = lines

    def meetings(self, person: str) -> tuple[MeetingListing, ...]:
        """The person's meetings that were not erased, last touched first."""
        return tuple(
            MeetingListing(found.id, found.method, touched, found.state, right)
            for found, touched, right in self._open_to(person)
            if keeps_it(found, person)
        )

    def _open_to(self, person: str) -> Iterator[tuple[Meeting, datetime, Role]]:
        """Every meeting that this person has a right to, when it was touched, and as what."""
        for of, key_id, sealed, touched, right in self.all(_LIST, of_person=person):
            if key := self._keys.key(key_id):
                found = _MEETING.validate_json(unseal(key, _meeting_of(of), sealed))
                yield found, moment(touched), right

    def right(self, person: str, meeting: str) -> Role | None:
        """The right that a pass or a place at the table gave this person; None for a stranger."""
        row = self.one(_RIGHT, of_person=person, of=meeting)
        return row[0] if row else None

    def seated(self, meeting: str) -> tuple[Seat, ...]:
        """The seats that have this meeting on their screen, whether they may stay or not."""
        return tuple(Seat(*row) for row in self.all(_SEATED, of=meeting))

    def closing(self, until: datetime) -> tuple[str, ...]:
        """The meetings of which a round closes by itself at this moment or before."""
        return tuple(row[0] for row in self.all(_CLOSING, until=stamp(until)))

    def seats(self, person: str, door: DoorName) -> tuple[Seat, ...]:
        """The seats of this person at this door."""
        return tuple(Seat(*row) for row in self.all(_SEATS, of_person=person, door=door))

    def any_meeting(self, meeting: str) -> Meeting | None:
        """This meeting for who has a pass into it, and for what happens by itself."""
        return self._opened_meeting(meeting, self.one(_READ_ANY, of=meeting))

    def _opened_meeting(self, of: str, row: tuple[Any, ...] | None) -> Meeting | None:
        key = self._keys.key(row[0]) if row else None
        if row is None or key is None:
            return None
        self._hold(of, key, row[1])
        return _MEETING.validate_json(unseal(key, _meeting_of(of), row[2]))

    def _brought_in(self, meeting: str, held: Held) -> tuple[Contribution, ...]:
        """The contributions: those remembered, and what came behind them."""
        if held.lines is None:
            known = self._recent.of(meeting)
            rows = self.all(_LINES, of=meeting, last=known[-1].seq if known else 0)
            held.lines = known + tuple(
                _CONTRIBUTION.validate_json(unseal(held.key, _line_of(meeting, seq), sealed))
                for seq, sealed in rows
            )
            self.after_commit(lambda: self._remember(meeting, held))
        return held.lines

    def _bring_in_line(self, meeting: Meeting) -> None:
        """Give and take rights, as the meeting's people are now."""
        rights: dict[str, Role] = dict(self.all(_RIGHTS, of=meeting.id))
        wanted = rights_in(meeting)
        for person, role in wanted.items():
            if rights.get(person) != role:
                self.change(_GIVE, person=person, conversation=meeting.id, right=role)
        known = {one.person for one in meeting.people}
        for person in rights.keys() - wanted.keys():
            if person in known or meeting.state == "closed":
                self.change(_TAKE, of=meeting.id, of_person=person)

    def _rename(self, old: str, new: str) -> list[Meeting]:
        """A person became another (see `use_link`): so does the place at every table."""
        moved = []
        for listed, touched, _ in tuple(self._open_to(old)):
            if found := self.meeting(old, listed.id):
                moved.append(renamed(found, old, new))
                self._save_sealed(moved[-1], touched)
        return moved


def rights_in(meeting: Meeting) -> dict[str, Role]:
    """Who may open this meeting, and as what: everybody with a place but who was removed."""
    return {one.person: one.role for one in meeting.people if one.person and not one.removed}


def renamed(meeting: Meeting, old: str, new: str) -> Meeting:
    """The meeting after one person became another; who sat there twice keeps the place that
    matters most, and the other one is left empty.
    """
    places = [one for one in meeting.people if one.person in (old, new)]
    kept = min(places, key=lambda one: (one.removed, RANK.index(one.role)), default=None)
    return replace(
        meeting,
        people=tuple(
            one
            if one not in places
            else replace(one, person=new)
            if one is kept
            else replace(one, person="", here=False)
            for one in meeting.people
        ),
    )


def _meeting_of(meeting: str) -> bytes:
    return place("meeting", meeting, "sealed")


def _line_of(meeting: str, seq: int) -> bytes:
    return place("contribution", f"{meeting}.{seq}", "sealed")
