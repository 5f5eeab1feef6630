"""Meetings: kept turn by turn under a key of their own, and who may be in them.

Rights follow the people of a meeting: they are rows of `access` that every save brings in line.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Integer, Text, bindparam
from sqlalchemy.dialects.sqlite import insert

from bot.app.ports import StoreError
from bot.app.types import DoorName, Seat
from bot.storage.conversations import LinesOf
from bot.storage.copies import Copies
from bot.storage.engine import Prepared
from bot.storage.snapshots import SnapshotKind
from bot.storage.tables import (
    access,
    conversation,
    desk,
    meeting,
    meeting_pass,
    seat,
    stamp,
)
from flows.intervision.people import keeps_it
from flows.intervision.types import Contribution, Meeting, MeetingListing, Role

KIND: SnapshotKind = "meeting"
RANK: tuple[Role, ...] = ("contributor", "facilitator", "participant", "guest")
_MEETING = TypeAdapter(Meeting)
_CONTRIBUTIONS = LinesOf("contribution", TypeAdapter(Contribution))
_OF, _PERSON = bindparam("of", type_=Text), bindparam("of_person", type_=Text)
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
_EVERY = Prepared(
    sa.select(meeting.c.id)
    .select_from(meeting.join(conversation, conversation.c.id == meeting.c.id))
    .where(conversation.c.erased_at.is_(None))
    .order_by(meeting.c.id)
)
_SEATS = Prepared(
    sa.select(seat.c.id, seat.c.person, seat.c.door, seat.c.login, seat.c.panel)
    .where(seat.c.person == _PERSON, seat.c.door == bindparam("door", type_=Text))
    .order_by(seat.c.id)
)
_COPY_OF = Prepared(sa.select(meeting.c.copy).where(meeting.c.id == _OF))
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
        return _meeting(self._snapshot(KIND, meeting, person))

    def begin_meeting(self, person: str, meeting: Meeting, now: datetime) -> None:
        """A new meeting with a key of its own, for its people; this person is one of them."""
        if person not in {one.person for one in meeting.people}:
            raise StoreError("Nobody begins a meeting for others alone.")
        self._begin_snapshot(KIND, meeting.id, _MEETING.dump_json(meeting), now)
        self.change(_IS_ABOUT, id=meeting.id, copy=meeting.copy, closes=None)
        self._bring_in_line(meeting)

    def save_meeting(self, meeting: Meeting, now: datetime) -> None:
        """Save it; StoreError when it was not read here, or somebody saved it since.

        Its rights follow its people: who was removed has none. Closing ends its passes, the rights
        of who never took a place, and the copy with its key.
        """
        self._save_snapshot(KIND, meeting.id, _MEETING.dump_json(meeting), now)
        self._bring_in_line(meeting)
        if meeting.days:
            closes = stamp(meeting.closes) if meeting.closes else None
            self.change(_CLOSES, of=meeting.id, new_closes=closes)
        if meeting.state == "closed":
            self.end_passes(meeting.id)
            if (row := self.one(_COPY_OF, of=meeting.id)) and row[0]:
                self._end_copy(row[0], now)

    def end_passes(self, meeting: str) -> None:
        """No code leads into this meeting any more; who is in it stays."""
        self.change(_END_PASSES, of=meeting)

    def end_meeting(self, meeting: str, now: datetime) -> None:
        """Blank it and destroy its key after the commit; StoreError when it was not read here."""
        self._require(meeting)
        if key_id := self._key_of_snapshot(KIND, meeting):
            self._blank(meeting, now)
            self._end_keys((key_id,), now)

    def contributions(self, meeting: str) -> tuple[Contribution, ...]:
        """Everything that was brought in, by seq; none of a meeting that was erased."""
        return self._lines_of(_CONTRIBUTIONS, meeting)

    def keep_contributions(self, meeting: str, contributions: tuple[Contribution, ...]) -> None:
        """Store what was brought in; StoreError when somebody else was first."""
        self._keep_lines(_CONTRIBUTIONS, meeting, contributions)

    def meetings(self, person: str) -> tuple[MeetingListing, ...]:
        """The person's meetings that were not erased, last touched first."""
        listed = []
        for _, snapshot, touched, right in self._snapshots(KIND, person):
            found = _MEETING.validate_json(snapshot)
            if keeps_it(found, person):
                role = cast(Role, right)
                listed.append(MeetingListing(found.id, found.method, touched, found.state, role))
        return tuple(listed)

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
        return _meeting(self._any_snapshot(KIND, meeting))

    def every_meeting(self) -> tuple[str, ...]:
        """Every meeting that was not erased, for what its group said that may go on."""
        return tuple(row[0] for row in self.all(_EVERY))

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
        for of, _, touched, _ in tuple(self._snapshots(KIND, old)):
            if found := self.meeting(old, of):
                one = renamed(found, old, new)
                self._save_snapshot(KIND, of, _MEETING.dump_json(one), touched)
                moved.append(one)
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


def _meeting(snapshot: bytes | None) -> Meeting | None:
    return _MEETING.validate_json(snapshot) if snapshot else None
