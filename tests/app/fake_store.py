"""A store in memory with the same promises as the real one; `tests/storage` holds it to them.

    store = MemoryStore()
    await store.run(take_turn, envelope, library, fresh, now)

A job works on a copy of everything; the copy becomes the truth when the job ends without raising.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from typing import Concatenate, ParamSpec, TypeVar

from bot.app.ports import StoreError, Unit
from bot.app.types import DocumentRequest, DoorName, GroupChat, Outgoing, Seat
from flows.clarification.lines import current, of_kind
from flows.intervision.bringing.types import Draft, DraftListing
from flows.practice.counting import listed
from flows.practice.sharing import chosen
from flows.practice.types import (
    Invitations,
    Practice,
    PracticeListing,
    Share,
    Shared,
    ShareListing,
    Spoken,
)
from flows.types import Conversation, Desk, Entry, Kind, Listing, Notice
from tests.app.fake_meetings import Copied, Gathered, MemoryMeetings, Passed

P = ParamSpec("P")
R = TypeVar("R")
REALMS = {"telegram": "telegram", "web": "local", "terminal": "local", "room": "room"}
DRAFT_LEFT = timedelta(days=14)
LINK_LIFE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Told:
    """One conversation with everything that belongs to it."""

    snapshot: Conversation
    touched: datetime
    version: int = 1
    lines: tuple[Entry, ...] = ()
    frozen: tuple[tuple[int, datetime, tuple[int, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """One practice run with what was said in it."""

    run: Practice
    touched: datetime
    version: int = 1
    lines: tuple[Spoken, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """One draft of what a group will see."""

    draft: Draft
    touched: datetime
    version: int = 1


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the outbox."""

    row: Outgoing
    created: datetime
    delivered: bool = False


@dataclass(slots=True)
class State:
    """Everything that is kept; its values are frozen, so a copy of the dicts is a copy of all."""

    made: dict[str, int] = field(default_factory=dict)  # how many: no name is used twice
    people: dict[str, datetime] = field(default_factory=dict)
    logins: dict[tuple[str, str], str] = field(default_factory=dict)
    seats: dict[str, Seat] = field(default_factory=dict)
    desks: dict[str, Desk] = field(default_factory=dict)
    told: dict[str, Told | None] = field(default_factory=dict)  # None: erased
    runs: dict[str, Rehearsed | None] = field(default_factory=dict)  # None: erased
    drafts: dict[str, Composed | None] = field(default_factory=dict)  # None: ended
    access: dict[tuple[str, str], str] = field(default_factory=dict)
    arrivals: dict[tuple[str, str], datetime] = field(default_factory=dict)
    inbox: dict[int, tuple[bytes, datetime]] = field(default_factory=dict)
    outbox: dict[int, Waiting] = field(default_factory=dict)
    codes: dict[str, tuple[str, datetime]] = field(default_factory=dict)
    tries: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    copies: dict[str, Copied | None] = field(default_factory=dict)  # None: erased
    gathered: dict[str, Gathered | None] = field(default_factory=dict)  # None: erased
    passes: dict[str, Passed] = field(default_factory=dict)
    pass_tries: dict[str, tuple[datetime, int]] = field(default_factory=dict)
    groups: dict[str, GroupChat] = field(default_factory=dict)
    sat: dict[str, datetime] = field(default_factory=dict)  # when a desk was saved last
    invitations: dict[str, Invitations] = field(default_factory=dict)
    shares: dict[str, tuple[str, Share, datetime]] = field(default_factory=dict)

    def copy(self) -> State:
        """The same things in dicts of their own."""
        return State(*(dict(getattr(self, each.name)) for each in fields(self)))


def code_of(share: str) -> str:
    """The code of what is shared under this id."""
    return f"{share:a>16}"[-16:]


class MemoryStore:
    """The `Store` of `bot.app.ports`, in memory."""

    def __init__(self) -> None:
        self.state = State()
        self._closed = False

    def acquire_lock(self) -> bool:
        """Nobody else is there: always the one that replays."""
        return True

    async def run(
        self, work: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run ``work(unit, …)`` on a copy and keep the copy."""
        if self._closed:
            raise StoreError("The storage is closed.")
        draft = self.state.copy()
        answer = work(MemoryUnit(draft), *args, **kwargs)
        self.state = draft
        return answer

    async def later(
        self, work: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Nothing comes cheaper together here: run it."""
        return await self.run(work, *args, **kwargs)

    async def close(self) -> None:
        """After this nothing runs any more."""
        self._closed = True


class MemoryUnit(MemoryMeetings):
    """The `Unit` of `bot.app.ports`, in memory."""

    def seat(self, door: DoorName, login: str, now: datetime) -> Seat:
        for seat in self._state.seats.values():
            if (seat.door, seat.login) == (door, login):
                return seat
        person = self._state.logins.get((REALMS[door], login))
        if person is None:
            person = f"person-{self._next('person')}"
            self._state.people[person] = now
            self._state.logins[REALMS[door], login] = person
        seat = Seat(f"seat-{self._next('seat')}", person, door, login)
        self._state.seats[seat.id] = seat
        return seat

    def _next(self, kind: str) -> int:
        number = self._state.made[kind] = self._state.made.get(kind, 0) + 1
        return number

    def handled(self, door: DoorName, arrival: str) -> bool:
        return (door, arrival) in self._state.arrivals

    def mark_handled(self, door: DoorName, arrival: str, now: datetime) -> None:
        self._state.arrivals.setdefault((door, arrival), now)

    def desk(self, seat: Seat) -> Desk | None:
        return self._state.desks.get(seat.id)

    def save_desk(self, seat: Seat, desk: Desk, now: datetime) -> None:
        self._need(seat.id in self._state.seats)
        self._state.desks[seat.id] = desk
        self._state.sat[seat.id] = now

    def conversation(self, person: str, conversation: str) -> Conversation | None:
        told = self._state.told.get(conversation)
        if told is None or (person, conversation) not in self._state.access:
            return None
        self._read[conversation] = told.version
        return told.snapshot

    def begin(self, person: str, conversation: Conversation, now: datetime) -> None:
        self._need(person in self._state.people and conversation.id not in self._state.told)
        self._state.told[conversation.id] = Told(conversation, now)
        self._state.access[person, conversation.id] = "hold"
        self._read[conversation.id] = 1

    def save_conversation(self, conversation: Conversation, now: datetime) -> None:
        told = self._told(conversation.id)
        self._need(self._read.get(conversation.id) == told.version)
        self._read[conversation.id] = told.version + 1
        self._state.told[conversation.id] = replace(
            told, snapshot=conversation, touched=now, version=told.version + 1
        )

    def entries(self, conversation: str) -> tuple[Entry, ...]:
        told = self._state.told.get(conversation)
        return told.lines if told else ()

    def keep(self, conversation: str, entries: tuple[Entry, ...]) -> None:
        told = self._told(conversation)
        for entry in entries:
            self._need(not told.lines or entry.seq > told.lines[-1].seq)
            told = replace(told, lines=(*told.lines, entry))
        self._state.told[conversation] = told

    def listing(self, person: str) -> tuple[Listing, ...]:
        listed = [
            Listing(
                told.snapshot.id,
                told.snapshot.alias,
                told.touched,
                told.snapshot.at.state,
                told.snapshot.ended,
                len(of_kind(current(told.lines), Kind.TOLD)),
            )
            for told in self._state.told.values()
            if told and (person, told.snapshot.id) in self._state.access
        ]
        return tuple(sorted(listed, key=lambda each: (each.touched, each.id), reverse=True))

    def erase(self, person: str, conversation: str, now: datetime) -> int:
        if (person, conversation) not in self._state.access or conversation in self._state.gathered:
            return 0
        told = self._state.told.get(conversation) or self._state.runs.get(conversation)
        for draft in self.drafts(person):
            if draft.source == conversation:
                self._end(draft.id)
        self._end(conversation)
        return len(told.lines) if told else 0

    def save_version(self, conversation: str, entries: tuple[int, ...], now: datetime) -> int:
        told = self._told(conversation)
        number = len(told.frozen) + 1
        frozen = (*told.frozen, (number, now, entries))
        self._state.told[conversation] = replace(told, frozen=frozen)
        return number

    def versions(self, conversation: str) -> tuple[tuple[int, datetime, tuple[int, ...]], ...]:
        told = self._state.told.get(conversation)
        return told.frozen if told else ()

    def practice(self, person: str, practice: str) -> Practice | None:
        kept = self._state.runs.get(practice)
        if kept is None or (person, practice) not in self._state.access:
            return None
        self._read[practice] = kept.version
        return kept.run

    def begin_practice(self, person: str, practice: Practice, now: datetime) -> None:
        self._need(person in self._state.people and practice.id not in self._state.runs)
        self._state.runs[practice.id] = Rehearsed(practice, now)
        self._state.access[person, practice.id] = "hold"
        self._read[practice.id] = 1

    def save_practice(self, practice: Practice, now: datetime) -> None:
        kept = self._rehearsed(practice.id)
        self._need(self._read.get(practice.id) == kept.version)
        self._read[practice.id] = kept.version + 1
        self._state.runs[practice.id] = replace(
            kept, run=practice, touched=now, version=kept.version + 1
        )

    def spoken(self, practice: str) -> tuple[Spoken, ...]:
        kept = self._state.runs.get(practice)
        return kept.lines if kept else ()

    def keep_spoken(self, practice: str, lines: tuple[Spoken, ...]) -> None:
        kept = self._rehearsed(practice)
        for line in lines:
            self._need(not kept.lines or line.seq > kept.lines[-1].seq)
            kept = replace(kept, lines=(*kept.lines, line))
        self._state.runs[practice] = kept

    def practices(self, person: str) -> tuple[PracticeListing, ...]:
        found = [
            listed(kept.run, kept.touched)
            for kept in self._state.runs.values()
            if kept and (person, kept.run.id) in self._state.access
        ]
        return tuple(sorted(found, key=lambda each: (each.touched, each.id), reverse=True))

    def invitations(self, person: str) -> Invitations:
        return self._state.invitations.get(person, Invitations())

    def save_invitations(self, person: str, invitations: Invitations, now: datetime) -> None:
        self._need(person in self._state.people)
        self._state.invitations[person] = invitations

    def trainees(self, door: DoorName, before: datetime) -> tuple[Seat, ...]:
        return tuple(
            seat
            for seat in self._state.seats.values()
            if seat.door == door
            and self._state.sat.get(seat.id, before) < before
            and self.practices(seat.person)
        )

    def share(self, person: str, shared: Share, now: datetime) -> None:
        self._need(person in self._state.people and shared.id not in self._state.shares)
        self._state.shares[shared.id] = (person, shared, now)

    def withdraw(self, person: str, share_id: str) -> None:
        if self._state.shares.get(share_id, ("",))[0] == person:
            del self._state.shares[share_id]

    def shares(self, person: str, now: datetime) -> tuple[ShareListing, ...]:
        return tuple(
            ShareListing(share.id, share.practice, share.until, code_of(share.id))
            for owner, share, _ in self._state.shares.values()
            if owner == person and share.until > now
        )

    def open_share(self, seat: Seat, code: str, now: datetime) -> str | None:
        if not self._may_try(seat, now):
            return None
        for of, (_, share, _) in self._state.shares.items():
            if code_of(of) == code and share.until > now:
                return of
        self._tried_wrong(seat, now)
        return None

    def shared(self, share_id: str, now: datetime) -> Shared | None:
        person, share, made = self._state.shares.get(share_id, ("", None, now))
        if share is None or share.until <= now:
            return None
        if share.practice is None:
            runs = chosen(self.practices(person), made)
            return Shared(share_id, share.until, runs=runs) if runs else None
        run = self.practice(person, share.practice)
        spoken = self.spoken(share.practice) if run else ()
        return Shared(share_id, share.until, run, spoken) if run else None

    def _may_try(self, seat: Seat, now: datetime) -> bool:
        since, wrong = self._state.tries.get(seat.id, (now, 0))
        return since + LINK_LIFE <= now or wrong < 5

    def _tried_wrong(self, seat: Seat, now: datetime) -> None:
        self._need(seat.id in self._state.seats)
        since, wrong = self._state.tries.get(seat.id, (now, 0))
        fresh = since + LINK_LIFE <= now
        self._state.tries[seat.id] = (now, 1) if fresh else (since, wrong + 1)

    def draft(self, person: str, draft: str) -> Draft | None:
        kept = self._state.drafts.get(draft)
        if kept is None or (person, draft) not in self._state.access:
            return None
        self._read[draft] = kept.version
        return kept.draft

    def begin_draft(self, person: str, draft: Draft, now: datetime) -> None:
        self._need(person in self._state.people and draft.id not in self._state.drafts)
        self._state.drafts[draft.id] = Composed(draft, now)
        self._state.access[person, draft.id] = "hold"
        self._read[draft.id] = 1

    def save_draft(self, draft: Draft, now: datetime) -> None:
        kept = self._state.drafts.get(draft.id)
        self._need(kept is not None and self._read.get(draft.id) == kept.version)
        version = self._read[draft.id] + 1
        self._read[draft.id] = version
        self._state.drafts[draft.id] = Composed(draft, now, version)

    def drafts(self, person: str) -> tuple[DraftListing, ...]:
        listed = [
            DraftListing(kept.draft.id, kept.draft.origin, kept.draft.source, kept.touched)
            for kept in self._state.drafts.values()
            if kept and (person, kept.draft.id) in self._state.access
        ]
        return tuple(sorted(listed, key=lambda each: (each.touched, each.id), reverse=True))

    def _rehearsed(self, practice: str) -> Rehearsed:
        kept = self._state.runs.get(practice)
        if kept is None:
            raise StoreError("The practice run was erased, or never began.")
        return kept

    def queue(
        self,
        seat: Seat,
        screen: int,
        notices: tuple[Notice, ...],
        documents: tuple[DocumentRequest, ...],
        edits: bool,
        now: datetime,
    ) -> int:
        self._need(seat.id in self._state.seats)
        number = max(self._state.outbox, default=0) + 1
        row = Outgoing(number, seat, screen, notices, documents, edits)
        self._state.outbox[number] = Waiting(row, now)
        return number

    def pending(self, seat: Seat | None = None) -> tuple[Outgoing, ...]:
        return tuple(
            replace(waiting.row, seat=self._state.seats[waiting.row.seat.id])
            for waiting in self._state.outbox.values()
            if not waiting.delivered and (seat is None or seat.id == waiting.row.seat.id)
        )

    def mark_delivered(self, ids: tuple[int, ...], seat: Seat, panel: str | None) -> None:
        for number in ids:
            waiting = self._state.outbox.get(number)
            if waiting and waiting.row.seat.id == seat.id:
                self._state.outbox[number] = replace(waiting, delivered=True)
        if panel is not None and seat.id in self._state.seats:
            self._state.seats[seat.id] = replace(self._state.seats[seat.id], panel=panel)

    def offer_link(self, person: str, code: str, now: datetime) -> None:
        self._need(person in self._state.people)
        self._state.codes[code] = (person, now + LINK_LIFE)

    def use_link(self, seat: Seat, code: str, now: datetime) -> bool:
        if not self._may_try(seat, now):
            return False
        maker, expires = self._state.codes.get(code, ("", now))
        own = self._state.seats[seat.id].person if seat.id in self._state.seats else ""
        if expires <= now or maker == own:
            self._tried_wrong(seat, now)
            return False
        del self._state.codes[code]
        self._state.tries.pop(seat.id, None)
        self._join(own, maker)
        self._take_down_codes(now)
        return True

    def receive(self, update: int, sealed_for: str, payload: bytes, now: datetime) -> None:
        self._state.inbox.setdefault(update, (payload, now))

    def inbox(self) -> tuple[tuple[int, bytes], ...]:
        return tuple((update, payload) for update, (payload, _) in self._state.inbox.items())

    def done(self, update: int) -> None:
        self._state.inbox.pop(update, None)

    def expire(self, before: datetime, now: datetime) -> int:
        state = self._state
        old = [key for key, told in state.told.items() if told and told.touched < before]
        old += [key for key, run in state.runs.items() if run and run.touched < before]
        old += self._lapsed(before, now)
        for conversation in old:
            self._end(conversation)
        for draft in [kept for kept in state.drafts.values() if kept]:
            of = draft.draft.source
            lost = of is not None and not (state.told.get(of) or state.runs.get(of))
            if lost or draft.touched < now - DRAFT_LEFT:
                self._end(draft.draft.id)
        month, day = now - timedelta(days=30), now - timedelta(days=1)
        state.arrivals = {key: at for key, at in state.arrivals.items() if at >= month}
        state.outbox = {
            key: row for key, row in state.outbox.items() if not row.delivered or row.created >= day
        }
        state.codes = {key: code for key, code in state.codes.items() if code[1] > now}
        state.inbox = {key: row for key, row in state.inbox.items() if row[1] >= before}
        self._take_down_codes(now)
        for seat_id, desk in state.desks.items():
            if state.sat.get(seat_id, now) < day:
                state.desks[seat_id] = replace(desk, subject=None, asked=())
        self._forget_passes(now)
        state.shares = {key: each for key, each in state.shares.items() if each[1].until > now}
        state.invitations = {
            key: each for key, each in state.invitations.items() if self.practices(key)
        }
        return len(old)

    def _take_down_codes(self, now: datetime) -> None:
        """A desk shows a code only as long as it holds."""
        held = {code for code, (_, expires) in self._state.codes.items() if expires > now}
        for seat_id, desk in self._state.desks.items():
            if desk.code is not None and desk.code not in held:
                self._state.desks[seat_id] = replace(desk, state="home", code=None)

    def _end(self, conversation: str) -> None:
        """Forget what was told; desks that held it, or were about to erase it, let go of it."""
        holders = {person for person, held in self._state.access if held == conversation}
        for seat_id, desk in self._state.desks.items():
            if self._state.seats[seat_id].person in holders and conversation in (
                desk.conversation,
                desk.target,
                desk.practice,
                desk.meeting,
                desk.sharing,
                desk.draft,
            ):
                kept, aim, run = desk.conversation, desk.target, desk.practice
                self._state.desks[seat_id] = replace(
                    desk,
                    state="home",
                    conversation=None if kept == conversation else kept,
                    target=None if aim == conversation else aim,
                    practice=None if run == conversation else run,
                    meeting=None if desk.meeting == conversation else desk.meeting,
                    sharing=None if desk.sharing == conversation else desk.sharing,
                    draft=None if desk.draft == conversation else desk.draft,
                )
        self._state.access = {
            key: right for key, right in self._state.access.items() if key[1] != conversation
        }
        self._state.shares = {
            key: each
            for key, each in self._state.shares.items()
            if each[1].practice != conversation
        }
        if conversation in self._state.drafts:
            self._state.drafts[conversation] = None
        elif not self._end_gathered(conversation):
            kept_in = self._state.runs if conversation in self._state.runs else self._state.told
            kept_in[conversation] = None

    def _join(self, old: str, new: str) -> None:
        """Everything of the old person becomes the new one's."""
        state = self._state
        moved = self._rename(old, new)
        state.logins = {key: new if who == old else who for key, who in state.logins.items()}
        for seat in [seat for seat in state.seats.values() if seat.person == old]:
            state.seats[seat.id] = replace(seat, person=new)
        for who, conversation in [key for key in state.access if key[0] == old]:
            state.access.setdefault((new, conversation), state.access.pop((who, conversation)))
        state.codes = {key: code for key, code in state.codes.items() if code[0] != old}
        state.shares = {
            key: (new if who == old else who, share, made)
            for key, (who, share, made) in state.shares.items()
            if share.practice or who not in (old, new)
        }
        wanted = [state.invitations.pop(who, Invitations()) for who in (old, new)]
        weeks = tuple(sorted({week for each in wanted for week in each.answered}))
        state.invitations[new] = Invitations(any(each.off for each in wanted), weeks)
        del state.people[old]
        for meeting in moved:
            self._bring_in_line(meeting)

    def _told(self, conversation: str) -> Told:
        told = self._state.told.get(conversation)
        if told is None:
            raise StoreError("The conversation was erased, or never began.")
        return told
