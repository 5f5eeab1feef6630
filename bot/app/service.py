"""The application as a door sees it: take a turn, look at where one stands, settle a delivery."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, tzinfo

import uuid_utils

from bot.app.composing import with_drafts
from bot.app.documents import make_document
from bot.app.gathering import at_the_table, came_out
from bot.app.inviting import invite
from bot.app.outcome_paper import make_outcome
from bot.app.own_line import make_line
from bot.app.ports import Clock, Reader, Store, Unit
from bot.app.rendering import Renderer
from bot.app.transcript import make_transcript
from bot.app.turn import caught_up, stand, take_turn
from bot.app.types import (
    Delivery,
    Document,
    DocumentRequest,
    DoorName,
    Envelope,
    Outgoing,
    Seat,
    Shown,
)
from bot.app.watching import Watchers
from flows.advance import one_question, screen_of, shown_next, went_on_elsewhere
from flows.clarification.naming import naming
from flows.clarification.plan import plan_of
from flows.content.library import Library
from flows.intervision.board import Board, board_of, left_of
from flows.intervision.codes import CODES, join_code
from flows.intervision.outcome import outcome_of
from flows.intervision.people import member
from flows.intervision.replaying import method_of
from flows.practice.looking_back import look_back
from flows.practice.own_line import own_line
from flows.practice.returning import may_write
from flows.practice.types import Practice, PracticeListing, Shared, Spoken
from flows.types import Desk, Fresh, Notice, Reading, Said, Standing

Received = tuple[int, str, bytes]
"""An update for the inbox: its number, the login it came from, and all of it."""
QUIET = timedelta(hours=1)  # after the last turn; nobody is interrupted by an invitation


class Handvat:
    """Everything behind the doors, put together once by `bot.wiring`."""

    def __init__(
        self, store: Store, library: Library, renderer: Renderer, reader: Reader, clock: Clock
    ) -> None:
        self.store = store
        self.library = library
        self.renderer = renderer
        self.reader = reader
        self.clock = clock
        self.watchers = Watchers()

    def read(self, text: str) -> Reading:
        """Read a text before the turn; a door calls this outside any transaction."""
        return self.reader.read(text)

    async def turn(self, envelope: Envelope) -> Delivery | None:
        """Take one turn, commit it, and say what to deliver; None for a second arrival."""
        delivery, stirred = await self.store.run(self._turn, envelope, self.clock())
        self.watchers.changed(*stirred)
        return delivery

    def _turn(
        self, unit: Unit, envelope: Envelope, now: datetime
    ) -> tuple[Delivery | None, tuple[str, ...]]:
        outgoing = take_turn(unit, envelope, self.library, fresh(self.renderer.timezone), now)
        if envelope.received is not None:
            unit.done(envelope.received)
        if outgoing is None:
            return None, ()
        delivery = self._delivery(unit, unit.pending(outgoing.seat), now)
        return replace(delivery, refused=outgoing.refused), outgoing.stirred

    async def look(self, door: DoorName, login: str) -> Delivery:
        """Where this seat stands, without a turn: a page that is opened, a chat that starts."""
        return await self.store.run(self._look, door, login, self.clock())

    def _look(self, unit: Unit, door: DoorName, login: str, now: datetime) -> Delivery:
        seat = unit.seat(door, login, now)
        waiting = unit.pending(seat)
        return self._delivery(unit, waiting or (Outgoing(0, seat, 0),), now)

    async def meeting_of(self, door: DoorName, login: str) -> str | None:
        """The meeting on this login's screen; None for a stranger, of whom nothing is kept."""
        return await self.store.run(meeting_of, door, login)

    async def enter(self, door: DoorName, login: str, arrival: str, code: str) -> Delivery | None:
        """Come into a meeting by a code, at a door that leads nowhere else.

        None when a stranger gives a code that is not valid: nothing is kept of them, only that
        somebody tried.
        """
        if not await self.store.run(may_enter, door, login, code, self.clock()):
            return None
        given = Said(f"/meedoen {code}")
        return await self.turn(Envelope(door, login, arrival, given, room=True))

    async def find(self, door: DoorName, login: str) -> Delivery | None:
        """Where this seat stands; None when nobody ever came in by this login. Nothing is made."""
        return await self.store.run(self._find, door, login, self.clock())

    def _find(self, unit: Unit, door: DoorName, login: str, now: datetime) -> Delivery | None:
        seat = unit.known(door, login)
        if seat is None:
            return None
        return self._delivery(unit, unit.pending(seat) or (Outgoing(0, seat, 0),), now)

    async def board(self, door: DoorName, login: str) -> Board | None:
        """What the big screen shows of the meeting this seat is in; None when it is in none."""
        return await self.store.run(self._board, door, login, self.clock())

    def _board(self, unit: Unit, door: DoorName, login: str, now: datetime) -> Board | None:
        seat = unit.known(door, login)
        desk = unit.desk(seat) if seat else None
        if seat is None or desk is None or desk.meeting is None:
            return None
        looks = Standing(replace(desk, state="meeting"), person=seat.person)
        return board_of(self.library, at_the_table(unit, seat, looks, None, now))

    async def undelivered(self, door: DoorName) -> tuple[Delivery, ...]:
        """After a restart: one delivery for each seat of this door that was not answered.

        An invitation that nobody asked for waits until it is day.
        """
        return await self.store.run(self._undelivered, door, self.clock())

    def _undelivered(self, unit: Unit, door: DoorName, now: datetime) -> tuple[Delivery, ...]:
        rows: dict[str, list[Outgoing]] = {}
        for row in unit.pending():
            if row.seat.door == door:
                rows.setdefault(row.seat.id, []).append(row)
        found = (self._delivery(unit, tuple(seats), now) for seats in rows.values())
        by_day = self._may_write(now)
        return tuple(each for each in found if by_day or each.shown.name != "invitation")

    def _delivery(self, unit: Unit, rows: tuple[Outgoing, ...], now: datetime) -> Delivery:
        """Only a seat's newest panel is sent; notices and documents of all its rows go along."""
        seat = rows[-1].seat
        desk = unit.desk(seat) or Desk()
        run = desk.practice if desk.state == "practising" else None
        standing = stand(unit, seat.person, desk, now, desk.conversation, run)
        if went_on_elsewhere(standing):
            desk = shown_next(desk, caught_up(desk, standing.conversation))
            unit.save_desk(seat, desk, now)
            standing = replace(standing, desk=desk)
        standing = at_the_table(unit, seat, standing, None, now)
        standing = with_drafts(unit, seat, standing, None, now)
        shown = self.show(standing, seat.door)
        return Delivery(
            ids=tuple(row.id for row in rows if row.id),
            seat=seat,
            screen=desk.screen,
            shown=shown,
            notices=tuple(
                self.renderer.words(notice, desk.language) for notice in said(unit, seat, rows)
            ),
            documents=tuple(document for row in rows for document in row.documents),
            edits=all(row.edits for row in rows),
            meeting=standing.meeting.id if standing.meeting else None,
        )

    def show(self, standing: Standing, door: DoorName) -> Shown:
        """Render where things stand. ``door`` only tells a template which warning belongs there."""
        address = standing.conversation.address if standing.conversation else "u"
        shown = self.renderer.show(
            screen_of(self.library, standing), standing.desk, address=address, door=door
        )
        return replace(shown, left=left_of(self.library, standing))

    async def read_shared(self, door: DoorName, login: str, code: str) -> Shown | None:
        """What somebody shared, as a screen without any move; None: wrong, over or withdrawn."""
        found = await self.store.run(read_shared, door, login, code, self.clock())
        if found is None:
            return None
        standing = Standing(Desk(state="shared", shared=found.id), shared=found)
        shown = self.show(standing, door)
        return None if shown.name == "shared_gone" else replace(shown, rows=(), writes=False)

    async def trainees(self, door: DoorName) -> tuple[Seat, ...]:
        """The seats at this door whose person practises and is not busy here just now."""
        return await self.store.run(trainees, door, self.clock() - QUIET)

    async def invite(self, seat: Seat) -> Delivery | None:
        """Invite this person if that is due and may be now; None when there is nothing to send."""
        return await self.store.run(self._invite, seat, self.clock())

    def _invite(self, unit: Unit, seat: Seat, now: datetime) -> Delivery | None:
        if not self._may_write(now) or not invite(unit, seat, self.library, now):
            return None
        return self._delivery(unit, unit.pending(seat), now)

    def _may_write(self, now: datetime) -> bool:
        """Whether anybody may be written to unasked now, by the clock on their wall."""
        return may_write(now.astimezone(self.renderer.timezone))

    async def settle(self, delivery: Delivery, panel: str | None = None) -> None:
        """Mark it delivered, and remember the door's name of the panel."""
        await self.store.run(mark_delivered, delivery.ids, delivery.seat, panel)

    async def settle_along(self, delivery: Delivery, panel: str | None) -> None:
        """`settle` with what is asked next; a crash just before it delivers once more."""
        await self.store.later(mark_delivered, delivery.ids, delivery.seat, panel)

    async def document(self, seat: Seat, request: DocumentRequest) -> Document | None:
        """Make a document of a conversation that this seat's person may open; None if not."""
        if request.document == "line.pdf":
            runs = await self.store.run(practised, seat.person)
            points = own_line(self.library, runs)
            return await make_line(points, self.renderer, self.clock()) if points else None
        if request.document.startswith("practice."):
            return await self._rehearsed(seat, request)
        if request.document.startswith("meeting."):
            return await self._came_out(seat, request)
        standing = await self.store.run(stand_at, seat.person, request.conversation, self.clock())
        if standing.conversation is None:
            return None
        plan = plan_of(standing.conversation, standing.entries, self.library, self.clock())
        return await make_document(
            request.document, plan, self.renderer, self.renderer.timezone.key
        )

    async def _rehearsed(self, seat: Seat, request: DocumentRequest) -> Document | None:
        """The transcript of a practice run that is this person's."""
        practice, spoken = await self.store.run(rehearsed, seat.person, request.conversation)
        if practice is None or practice.persona not in self.library.personas:
            return None
        back = look_back(self.library, practice, spoken)
        return await make_transcript(request.document, back, self.renderer, self.clock())

    async def _came_out(self, seat: Seat, request: DocumentRequest) -> Document | None:
        """What came out of a meeting that is over, as far as this person has it."""
        meeting, lines = await self.store.run(came_out, seat.person, request.conversation)
        if meeting is None or meeting.method not in self.library.methods:
            return None
        if meeting.state != "closed":
            return None
        method = method_of(self.library, meeting)
        found = outcome_of(meeting, None, lines, method, member(meeting, seat.person))
        if found is None or not found.lines:
            return None
        return await make_outcome(request.document, found, self.renderer, self.clock())

    async def one_question(self, language: str) -> Shown:
        """One open question and nothing else, for a group chat: no seat, nothing kept."""
        question = one_question(self.library, secrets.randbits(32))
        return self.renderer.show(question, Desk(language=language), address="u", door="telegram")

    async def receive(self, updates: Iterable[Received]) -> None:
        """Write what a door received to the inbox, all or nothing; committed when this returns."""
        await self.store.run(receive, tuple(updates), self.clock())

    async def received(self) -> tuple[tuple[int, bytes], ...]:
        """What was received and not done, in order of arrival."""
        return await self.store.run(received)

    async def done(self, update: int) -> None:
        """What was received will have no turn: delete it from the inbox."""
        await self.store.run(done, update)

    async def whereabouts(self, door: DoorName, login: str) -> str:
        """The states of this seat's desk and conversation, for a log: nothing that was told."""
        return await self.store.run(whereabouts, door, login, self.clock())

    def say(self, words: str, language: str = "nl") -> str:
        """One sentence of ``words.yaml``, for a door that must speak outside a turn."""
        return self.renderer.words(Notice(words), language)


def said(unit: Unit, seat: Seat, rows: tuple[Outgoing, ...]) -> Iterator[Notice]:
    """What was said above the screen; of a household that was erased meanwhile nothing is said."""
    for notice in (each for row in rows for each in row.notices):
        named = unit.conversation(seat.person, notice.of) if notice.of else None
        if named or not notice.of:
            yield naming(notice, named) if named else notice


def meeting_of(unit: Unit, door: DoorName, login: str) -> str | None:
    """The meeting on this login's screen, when this person may still see it."""
    seat = unit.known(door, login)
    desk = unit.desk(seat) if seat else None
    if seat is None or desk is None or desk.state != "meeting" or desk.meeting is None:
        return None
    return desk.meeting if unit.right(seat.person, desk.meeting) else None


def may_enter(unit: Unit, door: DoorName, login: str, code: str, now: datetime) -> bool:
    """Whether a turn may be taken with this code; who sits here is answered in the turn itself."""
    return unit.known(door, login) is not None or unit.invited(None, code, now) is not None


def trainees(unit: Unit, door: DoorName, before: datetime) -> tuple[Seat, ...]:
    """Who has a practice run, at this door."""
    return unit.trainees(door, before)


def mark_delivered(unit: Unit, ids: tuple[int, ...], seat: Seat, panel: str | None) -> None:
    """Settle outbox rows in a transaction of their own."""
    unit.mark_delivered(ids, seat, panel)


def receive(unit: Unit, updates: tuple[Received, ...], now: datetime) -> None:
    """Write to the inbox, in order of arrival."""
    for update, login, payload in updates:
        unit.receive(update, login, payload, now)


def received(unit: Unit) -> tuple[tuple[int, bytes], ...]:
    """Read the inbox."""
    return unit.inbox()


def done(unit: Unit, update: int) -> None:
    """Delete from the inbox in a transaction of its own."""
    unit.done(update)


def whereabouts(unit: Unit, door: DoorName, login: str, now: datetime) -> str:
    """The state of the desk, and of the conversation in hand."""
    seat = unit.seat(door, login, now)
    desk = unit.desk(seat) or Desk()
    held = unit.conversation(seat.person, desk.conversation) if desk.conversation else None
    return f"{desk.state} {held.at.state}" if held else desk.state


def stand_at(unit: Unit, person: str, conversation: str, now: datetime) -> Standing:
    """Where a conversation stands, whatever the desk has in hand."""
    return stand(unit, person, Desk(state="talking", conversation=conversation), now, conversation)


def rehearsed(unit: Unit, person: str, practice: str) -> tuple[Practice | None, tuple[Spoken, ...]]:
    """A practice run and what was said in it."""
    found = unit.practice(person, practice)
    return found, unit.spoken(practice) if found else ()


def practised(unit: Unit, person: str) -> tuple[PracticeListing, ...]:
    """A person's own runs."""
    return unit.practices(person)


def read_shared(unit: Unit, door: DoorName, login: str, code: str, now: datetime) -> Shared | None:
    """What this code opens at this seat; a wrong one is counted."""
    opened = unit.open_share(unit.seat(door, login, now), code, now)
    return unit.shared(opened, now) if opened else None


def fresh(zone: tzinfo = UTC) -> Fresh:
    """What the world lends to one turn; ``zone`` is where a day ends."""
    return Fresh(
        id=uuid_utils.uuid7().hex,
        seed=secrets.randbits(32),
        code=f"{secrets.randbelow(10**8):08d}",
        join=join_code(secrets.randbelow(CODES)),
        other=uuid_utils.uuid7().hex,
        zone=zone,
    )
