"""Whatever is asked, in whatever order, the fake and the real store give the same answer."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app.ports import Store, StoreError, Unit
from bot.app.types import DocumentRequest, DoorName, Outgoing, Seat
from flows.intervision.types import (
    Contribution,
    Meeting,
    MeetingState,
    OfferPass,
    Participant,
    Role,
    SharedCopy,
)
from flows.types import Conversation, Desk, Entry, Kind, Listing, Notice
from tests.app.fake_store import MemoryStore
from tests.storage.places import NOW, Home, line, merel


@dataclass
class Told:
    """What this store said so far: its own identifiers become the order in which they came."""

    now: datetime = NOW
    names: dict[str, str] = field(default_factory=dict)

    def name(self, identifier: str) -> str:
        """The same name in both stores."""
        return self.names.setdefault(identifier, f"nr {len(self.names) + 1}")

    def seat(self, seat: Seat) -> Seat:
        """A seat without the identifiers that a store makes itself."""
        return replace(seat, id=self.name(seat.id), person=self.name(seat.person))

    def rows(self, rows: tuple[Outgoing, ...]) -> tuple[Outgoing, ...]:
        """Outbox rows with such seats."""
        return tuple(replace(row, seat=self.seat(row.seat)) for row in rows)


@dataclass(frozen=True)
class Ask:
    """One thing to ask a unit: the name of a method below, and what it is drawn to ask it with."""

    what: str
    door: DoorName
    login: str
    of: str
    seq: int
    text: str
    code: str
    entry: Entry
    flag: bool

    def __call__(self, unit: Unit, told: Told) -> object:
        """Ask it."""
        return getattr(self, self.what)(unit, told)

    def seat(self, unit: Unit, told: Told) -> Seat:
        return told.seat(self.mine(unit, told))

    def mine(self, unit: Unit, told: Told) -> Seat:
        return unit.seat(self.door, self.login, told.now)

    def person(self, unit: Unit, told: Told) -> str:
        return self.mine(unit, told).person

    def begin(self, unit: Unit, told: Told) -> None:
        unit.begin(self.person(unit, told), merel(self.of), told.now)

    def begin_for_nobody(self, unit: Unit, told: Told) -> None:
        unit.begin("nobody", merel(self.of), told.now)

    def conversation(self, unit: Unit, told: Told) -> Conversation | None:
        return unit.conversation(self.person(unit, told), self.of)

    def save(self, unit: Unit, told: Told) -> None:
        if found := self.conversation(unit, told):
            unit.save_conversation(replace(found, alias=self.text, heavy=self.flag), told.now)

    def save_unread(self, unit: Unit, told: Told) -> None:
        unit.save_conversation(merel(self.of), told.now)

    def entries(self, unit: Unit, told: Told) -> tuple[Entry, ...]:
        return unit.entries(self.of)

    def keep(self, unit: Unit, told: Told) -> None:
        there = len(unit.entries(self.of)) if self.flag else 0
        entry = replace(self.entry, seq=there + self.seq)
        unit.keep(self.of, (entry, replace(entry, seq=entry.seq + 1, supersedes=None)))

    def listing(self, unit: Unit, told: Told) -> tuple[Listing, ...]:
        return unit.listing(self.person(unit, told))

    def save_version(self, unit: Unit, told: Told) -> int:
        return unit.save_version(self.of, (self.seq, self.seq + 1), told.now)

    def versions(self, unit: Unit, told: Told) -> object:
        return unit.versions(self.of)

    def erase(self, unit: Unit, told: Told) -> int:
        return unit.erase(self.person(unit, told), self.of, told.now)

    def desk(self, unit: Unit, told: Told) -> Desk | None:
        return unit.desk(self.mine(unit, told))

    def sit(self, unit: Unit, told: Told) -> None:
        target = self.of if self.flag else None
        desk = Desk("talking", conversation=self.of, target=target, screen=self.seq)
        unit.save_desk(self.mine(unit, told), desk, told.now)

    def handled(self, unit: Unit, told: Told) -> bool:
        return unit.handled(self.door, self.code)

    def mark_handled(self, unit: Unit, told: Told) -> None:
        unit.mark_handled(self.door, self.code, told.now)

    def queue(self, unit: Unit, told: Told) -> int:
        wanted = (DocumentRequest("plan.txt", self.of),) if self.flag else ()
        notices = (Notice("kept", {"number": str(self.seq)}),)
        return unit.queue(self.mine(unit, told), self.seq, notices, wanted, self.flag, told.now)

    def pending(self, unit: Unit, told: Told) -> tuple[Outgoing, ...]:
        return told.rows(unit.pending(self.mine(unit, told) if self.flag else None))

    def deliver(self, unit: Unit, told: Told) -> None:
        panel = self.text if self.flag else None
        unit.mark_delivered((self.seq, self.seq + 1), self.mine(unit, told), panel)

    def receive(self, unit: Unit, told: Told) -> None:
        unit.receive(self.seq, self.login, self.text.encode(), told.now)

    def inbox(self, unit: Unit, told: Told) -> tuple[tuple[int, bytes], ...]:
        return unit.inbox()

    def done(self, unit: Unit, told: Told) -> None:
        unit.done(self.seq)

    def offer_link(self, unit: Unit, told: Told) -> None:
        unit.offer_link(self.person(unit, told), self.code, told.now)

    def use_link(self, unit: Unit, told: Told) -> bool:
        return unit.use_link(self.mine(unit, told), self.code, told.now)

    def guess_link(self, unit: Unit, told: Told) -> bool:
        return unit.use_link(self.mine(unit, told), "wrong", told.now)

    def share(self, unit: Unit, told: Told) -> None:
        ends = told.now + timedelta(days=10 * self.seq)
        copy = SharedCopy(f"k{self.of}", "team", self.text, (), told.now, ends)
        unit.share_copy(self.person(unit, told), copy, told.now)

    def copy(self, unit: Unit, told: Told) -> SharedCopy | None:
        return unit.copy(self.person(unit, told), f"k{self.of}", told.now)

    def copies(self, unit: Unit, told: Told) -> object:
        return unit.copies(self.person(unit, told), told.now)

    def withdraw(self, unit: Unit, told: Told) -> int:
        return unit.erase(self.person(unit, told), f"k{self.of}", told.now)

    def gather(self, unit: Unit, told: Told) -> None:
        person = self.person(unit, told)
        people = (Participant(1, person, self.text, "contributor"),)
        about = f"k{self.of}" if self.flag else None
        unit.begin_meeting(person, Meeting(f"m{self.of}", "kort", about, people=people), told.now)

    def offer(self, unit: Unit, told: Told) -> None:
        role: Role = "guest" if self.seq == 1 else "participant"
        unit.offer_pass(OfferPass(self.code, f"m{self.of}", role, self.flag), told.now)

    def enter(self, unit: Unit, told: Told) -> Role | None:
        seat = self.mine(unit, told)
        if (found := unit.invited(seat, self.code, told.now)) is None:
            return None
        meeting, role = found
        unit.use_pass(seat.person, self.code, meeting.id, role)
        place = Participant(len(meeting.people) + 1, seat.person, self.text, role)
        if self.flag and seat.person not in {one.person for one in meeting.people}:
            unit.save_meeting(replace(meeting, people=(*meeting.people, place)), told.now)
        unit.save_desk(seat, Desk("meeting", meeting=meeting.id), told.now)
        return role

    def gathered(self, unit: Unit, told: Told) -> object:
        found = unit.meeting(self.person(unit, told), f"m{self.of}")
        right = unit.right(self.person(unit, told), f"m{self.of}")
        people = [
            (told.name(one.person) if one.person else "", one.here, one.role)
            for one in (found.people if found else ())
        ]
        return found and found.state, right, people

    def go_on(self, unit: Unit, told: Told) -> None:
        if found := unit.meeting(self.person(unit, told), f"m{self.of}"):
            people = tuple(
                replace(one, removed=one.removed or one.number == self.seq + 1)
                for one in found.people
            )
            state: MeetingState = "closed" if self.seq == 4 else "round"
            unit.save_meeting(replace(found, state=state, people=people), told.now)

    def bring_in(self, unit: Unit, told: Told) -> None:
        there = len(unit.contributions(f"m{self.of}")) if self.flag else 0
        line = Contribution(there + self.seq, told.now, self.seq, 0, text=self.text)
        unit.keep_contributions(f"m{self.of}", (line,))

    def contributions(self, unit: Unit, told: Told) -> tuple[Contribution, ...]:
        return unit.contributions(f"m{self.of}")

    def meetings(self, unit: Unit, told: Told) -> object:
        return unit.meetings(self.person(unit, told)), unit.meetings_about(f"k{self.of}")

    def seated(self, unit: Unit, told: Told) -> list[Seat]:
        return [told.seat(seat) for seat in unit.seated(f"m{self.of}")]

    def known(self, unit: Unit, told: Told) -> Seat | None:
        found = unit.known(self.door, self.login)
        return told.seat(found) if found else None

    def end_passes(self, unit: Unit, told: Told) -> None:
        unit.end_passes(f"m{self.of}")

    def expire(self, unit: Unit, told: Told) -> int:
        return unit.expire(told.now - timedelta(days=2 * self.seq), told.now)


WHATS = sorted(name for name in vars(Ask) if name[0] != "_" and name not in ("mine", "person"))
small = st.integers(1, 4)
texts = st.text(max_size=30)
entries = st.builds(
    line,
    seq=small,
    text=texts,
    kind=st.sampled_from([Kind.LINE, Kind.TOLD]),
    of=st.none() | small,
)
asks = st.builds(
    Ask,
    what=st.sampled_from(WHATS),
    door=st.sampled_from(["telegram", "web", "terminal", "room"]),
    login=st.sampled_from(["anna", "bram", "lokaal"]),
    of=st.sampled_from(["c1", "c2", "c3"]),
    seq=small,
    text=texts,
    code=st.sampled_from(["11", "22"]),
    entry=entries,
    flag=st.booleans(),
)


@dataclass(frozen=True)
class Job:
    """Some asks in one transaction, after this much time, and whether it breaks at the end."""

    asks: tuple[Ask, ...]
    later: timedelta
    breaks: bool


jobs = st.builds(
    Job,
    st.lists(asks, min_size=1, max_size=5).map(tuple),
    st.sampled_from([timedelta(0), timedelta(minutes=4), timedelta(days=1), timedelta(days=20)]),
    st.sampled_from([False, False, False, True]),
)


def work(unit: Unit, told: Told, job: Job) -> list[object]:
    """Ask it all; a broken job leaves nothing."""
    answers = [ask(unit, told) for ask in job.asks]
    if job.breaks:
        raise ZeroDivisionError
    return answers


async def ask_all(store: Store, script: list[Job]) -> list[object]:
    """What this store answered to the whole script."""
    told = Told()
    heard: list[object] = []
    for job in script:
        told.now += job.later
        before = dict(told.names)
        try:
            heard.append(await store.run(work, told, job))
        except (StoreError, ZeroDivisionError) as error:
            told.names = before  # what was made in it is not there any more
            heard.append(type(error))
    await store.close()
    return heard


@given(script=st.lists(jobs, max_size=25))
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_fake_answers_as_the_real_one(empty_home: Home, script: list[Job]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(shutil.copytree(empty_home.folder, Path(folder) / "data")))
        real = asyncio.run(ask_all(home.open(), script))
    assert asyncio.run(ask_all(MemoryStore(), script)) == real
