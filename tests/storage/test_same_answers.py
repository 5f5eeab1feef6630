"""Whatever is asked, in whatever order, the fake and the real store give the same answer."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.app.ports import Store, StoreError, Unit
from bot.app.types import DocumentRequest, Outgoing, Seat
from flows.types import Desk, Kind, Notice, Voice
from tests.app.fake_store import MemoryStore
from tests.storage.places import NOW, Home, line, merel

Ask = Callable[[Unit, "Told"], object]

doors = st.sampled_from(["telegram", "web", "terminal"])
logins = st.sampled_from(["anna", "bram", "lokaal"])
households = st.sampled_from(["c1", "c2", "c3"])
texts = st.text(max_size=30)
small = st.integers(1, 4)


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


@st.composite
def asks(draw: st.DrawFn) -> Ask:
    """One thing to ask a unit; every ask looks its seat up by itself."""
    door, login, of = draw(doors), draw(logins), draw(households)
    seq, text, code = draw(small), draw(texts), draw(st.sampled_from(["11", "22"]))
    kind = draw(st.sampled_from([Kind.LINE, Kind.TOLD]))
    supersedes = draw(st.none() | small)
    voice, flag = draw(st.sampled_from(list(Voice))), draw(st.booleans())

    def seat(unit: Unit, told: Told) -> Seat:
        return unit.seat(door, login, told.now)  # type: ignore[arg-type]  # drawn from the names

    def save(unit: Unit, told: Told) -> None:
        found = unit.conversation(seat(unit, told).person, of)
        if found:
            unit.save_conversation(replace(found, alias=text, heavy=flag), told.now)

    def keep(unit: Unit, told: Told) -> None:
        there = len(unit.entries(of)) if flag else 0
        entry = replace(line(there + seq, text, kind, supersedes), voice=voice)
        unit.keep(of, (entry, replace(entry, seq=entry.seq + 1, supersedes=None)))

    def sit(unit: Unit, told: Told) -> None:
        desk = Desk("talking", conversation=of, target=of if flag else None, screen=seq)
        unit.save_desk(seat(unit, told), desk, told.now)

    def queue(unit: Unit, told: Told) -> int:
        wanted = (DocumentRequest("plan.txt", of),) if flag else ()
        notices = (Notice("kept", {"number": str(seq)}),)
        return unit.queue(seat(unit, told), seq, notices, wanted, flag, told.now)

    def deliver(unit: Unit, told: Told) -> None:
        unit.mark_delivered((seq, seq + 1), seat(unit, told), text if flag else None)

    def receive(unit: Unit, told: Told) -> None:
        unit.receive(seq, login, text.encode(), told.now)

    def expire(unit: Unit, told: Told) -> int:
        return unit.expire(told.now - timedelta(days=2 * seq), told.now)

    every: list[Ask] = [
        lambda unit, told: told.seat(seat(unit, told)),
        lambda unit, told: unit.begin(seat(unit, told).person, merel(of), told.now),
        lambda unit, told: unit.begin("nobody", merel(of), told.now),
        lambda unit, told: unit.conversation(seat(unit, told).person, of),
        lambda unit, _told: unit.entries(of),
        lambda unit, told: unit.listing(seat(unit, told).person),
        lambda unit, told: unit.save_conversation(merel(of), told.now),
        lambda unit, told: unit.save_version(of, (seq, seq + 1), told.now),
        lambda unit, _told: unit.versions(of),
        lambda unit, told: unit.erase(seat(unit, told).person, of, told.now),
        lambda unit, told: unit.desk(seat(unit, told)),
        lambda unit, told: unit.handled("web", text),
        lambda unit, told: unit.mark_handled("web", text, told.now),
        lambda unit, told: told.rows(unit.pending(seat(unit, told) if flag else None)),
        lambda unit, _told: unit.inbox(),
        lambda unit, _told: unit.done(seq),
        lambda unit, told: unit.offer_link(seat(unit, told).person, code, told.now),
        lambda unit, told: unit.use_link(seat(unit, told), code, told.now),
        lambda unit, told: unit.use_link(seat(unit, told), "wrong", told.now),
        *(save, keep, sit, queue, deliver, receive, expire),
    ]
    return draw(st.sampled_from(every))


@dataclass(frozen=True)
class Job:
    """Some asks in one transaction, after this much time, and whether it breaks at the end."""

    asks: tuple[Ask, ...]
    later: timedelta
    breaks: bool


jobs = st.builds(
    Job,
    st.lists(asks(), min_size=1, max_size=5).map(tuple),
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
