"""Intervision in the store in memory: copies, meetings and the passes into them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.app.ports import StoreError
from bot.app.types import DoorName, GroupChat, OnScreen, Seat
from flows.intervision.codes import plain
from flows.intervision.people import keeps_it
from flows.intervision.types import (
    Contribution,
    CopyListing,
    Meeting,
    MeetingListing,
    OfferPass,
    Role,
    SharedCopy,
)

if TYPE_CHECKING:
    from tests.app.fake_store import State

PASS_LIFE = timedelta(days=14)
TRY_LIFE = timedelta(minutes=10)
RANK: tuple[Role, ...] = ("contributor", "facilitator", "participant", "guest")


@dataclass(frozen=True, slots=True)
class Copied:
    """One shared copy."""

    copy: SharedCopy
    touched: datetime


@dataclass(frozen=True, slots=True)
class Gathered:
    """One meeting with what was brought in."""

    meeting: Meeting
    copy: str | None  # as it began, also when the meeting let go of it
    touched: datetime
    version: int = 1
    lines: tuple[Contribution, ...] = ()


@dataclass(frozen=True, slots=True)
class Passed:
    """One way into a meeting."""

    meeting: str
    role: Role
    expires: datetime
    left: int | None


class MemoryMeetings(ABC):
    """The part of the unit that is about intervision."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._read: dict[str, int] = {}

    def copy(self, person: str, copy: str, now: datetime) -> SharedCopy | None:
        kept = self._state.copies.get(copy)
        about = {key for key, each in self._state.gathered.items() if each and each.copy == copy}
        may = any((person, each) in self._state.access for each in (copy, *about))
        return kept.copy if kept and may and kept.copy.expires > now else None

    def share_copy(self, person: str, copy: SharedCopy, now: datetime) -> None:
        self._need(person in self._state.people and copy.id not in self._state.copies)
        self._state.copies[copy.id] = Copied(copy, now)
        self._state.access[person, copy.id] = "contributor"

    def copies(self, person: str, now: datetime) -> tuple[CopyListing, ...]:
        mine = [
            kept
            for key, kept in self._state.copies.items()
            if kept and kept.copy.expires > now and (person, key) in self._state.access
        ]
        mine.sort(key=lambda kept: (kept.touched, kept.copy.id), reverse=True)
        return tuple(
            CopyListing(one.id, one.origin, one.approved, one.expires)
            for one in (kept.copy for kept in mine)
        )

    def meetings_about(self, copy: str) -> tuple[str, ...]:
        return tuple(
            sorted(key for key, kept in self._state.gathered.items() if kept and kept.copy == copy)
        )

    def meeting(self, person: str, meeting: str) -> Meeting | None:
        if (person, meeting) not in self._state.access:
            return None
        return self.any_meeting(meeting)

    def begin_meeting(self, person: str, meeting: Meeting, now: datetime) -> None:
        self._need(person in {one.person for one in meeting.people})
        self._need(meeting.id not in self._state.gathered)
        self._need(meeting.copy is None or meeting.copy in self._state.copies)
        self._state.gathered[meeting.id] = Gathered(meeting, meeting.copy, now)
        self._bring_in_line(meeting)
        self._read[meeting.id] = 1

    def save_meeting(self, meeting: Meeting, now: datetime) -> None:
        self._save(meeting, now)
        self._bring_in_line(meeting)
        if meeting.state == "closed":
            self.end_passes(meeting.id)
            about = self._state.gathered[meeting.id]
            if about and about.copy and self._state.copies.get(about.copy):
                self._end(about.copy)

    def end_passes(self, meeting: str) -> None:
        self._state.passes = {
            key: each for key, each in self._state.passes.items() if each.meeting != meeting
        }

    def end_meeting(self, meeting: str, now: datetime) -> None:
        self._gathered(meeting)
        self._end(meeting)

    def contributions(self, meeting: str) -> tuple[Contribution, ...]:
        kept = self._state.gathered.get(meeting)
        return kept.lines if kept else ()

    def keep_contributions(self, meeting: str, contributions: tuple[Contribution, ...]) -> None:
        kept = self._gathered(meeting)
        for line in contributions:
            self._need(not kept.lines or line.seq > kept.lines[-1].seq)
            kept = replace(kept, lines=(*kept.lines, line))
        self._state.gathered[meeting] = kept

    def meetings(self, person: str) -> tuple[MeetingListing, ...]:
        listed = [
            MeetingListing(key, kept.meeting.method, kept.touched, kept.meeting.state, right)
            for key, kept in self._state.gathered.items()
            if kept and (right := self.right(person, key)) and keeps_it(kept.meeting, person)
        ]
        return tuple(sorted(listed, key=lambda each: (each.touched, each.id), reverse=True))

    def right(self, person: str, meeting: str) -> Role | None:
        right = self._state.access.get((person, meeting))
        return next((role for role in RANK if role == right), None)

    def seated(self, meeting: str) -> tuple[Seat, ...]:
        return tuple(
            seat
            for key, seat in self._state.seats.items()
            if (desk := self._state.desks.get(key))
            and desk.state == "meeting"
            and desk.meeting == meeting
        )

    def others(self) -> int:
        return 0  # nobody else has this memory

    def on_screens(self) -> frozenset[OnScreen]:
        state = self._state
        shown = {desk.meeting for desk in state.desks.values() if desk.state == "meeting"}
        return frozenset(
            OnScreen(of, held.version, state.copies.get(held.copy or "") is not None)
            for of, held in state.gathered.items()
            if held and of in shown
        )

    def known(self, door: DoorName, login: str) -> Seat | None:
        return next(
            (
                seat
                for seat in self._state.seats.values()
                if (seat.door, seat.login) == (door, login)
            ),
            None,
        )

    def offer_pass(self, offered: OfferPass, now: datetime) -> None:
        self._need(self._state.gathered.get(offered.meeting) is not None)
        if not offered.once:
            self._state.passes = {
                key: each
                for key, each in self._state.passes.items()
                if (each.meeting, each.role) != (offered.meeting, offered.role)
                or each.left is not None
            }
        self._state.passes[plain(offered.code)] = Passed(
            offered.meeting,
            offered.role,
            now + (timedelta(minutes=offered.minutes) or PASS_LIFE),
            1 if offered.once else None,
        )

    def invited(self, seat: Seat | None, code: str, now: datetime) -> tuple[Meeting, Role] | None:
        limits = {"": 1_000, **({seat.id: 5} if seat else {})}
        tries = {who: self._tries(who, now) for who in limits}
        if any(tries[who][1] >= most for who, most in limits.items()):
            return None
        found = self._state.passes.get(plain(code))
        if found is not None:
            there = seat is not None and (seat.person, found.meeting) in self._state.access
            holds = found.expires > now and found.left != 0
            if (holds or there) and (meeting := self.any_meeting(found.meeting)):
                return meeting, found.role
        for who, (since, wrong) in tries.items():
            self._state.pass_tries[who] = (since, wrong + 1)
        return None

    def group_of(self, meeting: str) -> GroupChat | None:
        return self._state.groups.get(meeting)

    def groups(self, chat: int | None = None) -> tuple[GroupChat, ...]:
        found = sorted(self._state.groups.items())
        return tuple(each for _, each in found if chat in (None, each.chat))

    def bind_group(self, group: GroupChat) -> None:
        self._need(group.meeting not in self._state.groups)
        self._need(self._state.gathered.get(group.meeting) is not None)
        self._state.groups[group.meeting] = group

    def save_group(self, group: GroupChat) -> None:
        if group.meeting in self._state.groups:
            self._state.groups[group.meeting] = group

    def end_group(self, meeting: str) -> None:
        self._state.groups.pop(meeting, None)

    def closing(self, until: datetime) -> tuple[str, ...]:
        found = (kept.meeting for kept in self._state.gathered.values() if kept)
        closing = sorted((each.closes, each.id) for each in found if each.closes)
        return tuple(of for closes, of in closing if closes <= until)

    def seats(self, person: str, door: DoorName) -> tuple[Seat, ...]:
        return tuple(
            seat
            for seat in self._state.seats.values()
            if (seat.person, seat.door) == (person, door)
        )

    def use_pass(self, person: str, code: str, meeting: str, role: Role) -> None:
        found = self._state.passes.get(plain(code))
        if found and found.left:
            self._state.passes[plain(code)] = replace(found, left=found.left - 1)
        self._need(person in self._state.people)
        self._state.access.setdefault((person, meeting), role)

    def _tries(self, who: str, now: datetime) -> tuple[datetime, int]:
        since, wrong = self._state.pass_tries.get(who, (now, 0))
        return (now, 0) if since + TRY_LIFE <= now else (since, wrong)

    def any_meeting(self, meeting: str) -> Meeting | None:
        kept = self._state.gathered.get(meeting)
        if kept is None:
            return None
        self._read[meeting] = kept.version
        return kept.meeting

    def every_meeting(self) -> tuple[str, ...]:
        return tuple(sorted(of for of, kept in self._state.gathered.items() if kept))

    def _save(self, meeting: Meeting, now: datetime) -> None:
        kept = self._gathered(meeting.id)
        self._need(self._read.get(meeting.id) == kept.version)
        self._read[meeting.id] = kept.version + 1
        self._state.gathered[meeting.id] = replace(
            kept, meeting=meeting, touched=now, version=kept.version + 1
        )

    def _gathered(self, meeting: str) -> Gathered:
        kept = self._state.gathered.get(meeting)
        if kept is None:
            raise StoreError("The meeting was erased, or never began.")
        return kept

    def _bring_in_line(self, meeting: Meeting) -> None:
        """Rights follow people: see `save_meeting`."""
        closed = meeting.state == "closed"
        known = {one.person for one in meeting.people}
        wanted = {one.person: one.role for one in meeting.people if one.person and not one.removed}
        self._need(wanted.keys() <= self._state.people.keys())
        self._state.access = {
            (person, of): right
            for (person, of), right in self._state.access.items()
            if of != meeting.id or person in wanted or (person not in known and not closed)
        }
        for person, role in wanted.items():
            self._state.access[person, meeting.id] = role

    def _rename(self, old: str, new: str) -> list[Meeting]:
        """One person became another; the lesser of two places at a table is left empty."""
        moved = []
        for key in [key for who, key in self._state.access if who == old]:
            if not (kept_as := self._state.gathered.get(key)):
                continue
            found = kept_as.meeting
            places = [one for one in found.people if one.person in (old, new)]
            kept = min(places, key=lambda one: (one.removed, RANK.index(one.role)), default=None)
            people = tuple(
                one
                if one not in places
                else replace(one, person=new)
                if one is kept
                else replace(one, person="", here=False)
                for one in found.people
            )
            self._read[found.id] = self._gathered(found.id).version
            moved.append(replace(found, people=people))
            self._save(moved[-1], kept_as.touched)
        return moved

    def _lapsed(self, before: datetime, now: datetime) -> list[str]:
        """Copies and meetings that were kept long enough."""
        copies = self._state.copies.items()
        old = [
            key
            for key, kept in copies
            if kept and (kept.touched < before or kept.copy.expires <= now)
        ]
        return old + [
            key for key, kept in self._state.gathered.items() if kept and kept.touched < before
        ]

    @abstractmethod
    def _end(self, conversation: str) -> None:
        """Forget what was told in a conversation of any kind."""

    def _end_gathered(self, of: str) -> bool:
        """Forget a copy or a meeting; False for what is neither."""
        if of in self._state.gathered:
            self.end_passes(of)
            self.end_group(of)
            self._state.gathered[of] = None
        elif of in self._state.copies:
            self._state.copies[of] = None
        else:
            return False
        return True

    def _forget_passes(self, now: datetime) -> None:
        """Passes and tries that no longer hold, and people of the room who are in no meeting."""
        state = self._state
        state.passes = {key: each for key, each in state.passes.items() if each.expires > now}
        placed = {person for person, _ in state.access}
        gone = {
            person
            for (realm, _), person in state.logins.items()
            if realm == "room" and person not in placed
        }
        seats = {key for key, seat in state.seats.items() if seat.person in gone}
        state.logins = {key: person for key, person in state.logins.items() if person not in gone}
        state.people = {key: since for key, since in state.people.items() if key not in gone}
        state.seats = {key: seat for key, seat in state.seats.items() if key not in seats}
        state.desks = {key: desk for key, desk in state.desks.items() if key not in seats}
        state.outbox = {
            key: row for key, row in state.outbox.items() if row.row.seat.id not in seats
        }

    def _need(self, holds: bool) -> None:
        if not holds:
            raise StoreError("It was there already, or what it belongs to is gone.")
