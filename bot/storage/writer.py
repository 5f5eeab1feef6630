"""The writer: one thread that runs the waiting jobs one after another in one transaction.

What waits together is committed together, so that thirty-two people share one wait for the disk.
There are no savepoints: when one job raises, everything is rolled back and the jobs run again, each
in a transaction of its own, so that only the failing one fails. A job may therefore run twice and
must do nothing outside its unit.
"""

from __future__ import annotations

import asyncio
import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import sqlalchemy as sa

from bot.app.ports import StoreError
from bot.storage.engine import driver_of, is_busy, plain, transaction
from bot.storage.keys import KeyStore
from bot.storage.recent import RecentLines
from bot.storage.unit import SqliteUnit

LARGEST_BATCH = 256
PATIENCE = 0.05  # seconds
# SQLite's driver lets go of the interpreter at every statement, and a busy event loop then keeps it
# for a whole switch interval: with Python's 5 ms a loop without a pause left 17 small jobs a
# second, with this 1,600 or more. It holds for the whole process.
SWITCH_SECONDS = 0.0001


@dataclass(slots=True, eq=False)
class _Job:
    """One piece of work, and what came of it."""

    work: Callable[[SqliteUnit], object]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[None]
    value: object = None
    error: BaseException | None = None


@dataclass(slots=True, eq=False)
class _Gathered:
    """What a loop asked since it last handed over, and whether it is about to."""

    jobs: list[_Job] = field(default_factory=list)
    goes: bool = False


class Writer:
    """Owns the connection and the key store from `start` until `close`."""

    def __init__(self, connection: sa.Connection, keys: KeyStore) -> None:
        self._connection = connection
        self._driver = driver_of(connection)
        self._keys = keys
        self._recent = RecentLines()
        self._waiting: queue.SimpleQueue[list[_Job] | None] = queue.SimpleQueue()
        self._gathered: dict[asyncio.AbstractEventLoop, _Gathered] = {}
        self._gate = threading.Lock()  # nothing is put behind the end of the queue
        self._ended = False
        sys.setswitchinterval(min(sys.getswitchinterval(), SWITCH_SECONDS))
        self._thread = threading.Thread(target=self._serve, name="handvat-writer", daemon=True)
        self._thread.start()

    async def run(self, work: Callable[[SqliteUnit], object], *, patient: bool = False) -> object:
        """Run this in a transaction; returns after the commit and the hooks, or raises.

        What a loop asks in one pass is handed over at the end of it, so that it is one transaction
        and the thread is woken once. What is ``patient`` goes along with what is asked next, or
        `PATIENCE` later.
        """
        loop = asyncio.get_running_loop()
        job = _Job(work, loop, loop.create_future())
        with self._gate:
            if self._ended:
                raise StoreError("The storage is closed.")
            gathered = self._gathered.setdefault(loop, _Gathered())
            gathered.jobs.append(job)
        if not patient and not gathered.goes:
            gathered.goes = True
            loop.call_soon(self._hand_over, loop)
        elif len(gathered.jobs) == 1:
            loop.call_later(PATIENCE, self._hand_over, loop)
        await job.future
        if job.error is not None:
            raise job.error
        return job.value

    async def close(self) -> None:
        """Finish what is waiting, then let go of connection, keys and thread."""
        with self._gate:
            if not self._ended:
                self._ended = True
                for gathered in self._gathered.values():
                    self._waiting.put(gathered.jobs)
                self._gathered.clear()
                self._waiting.put(None)
        await asyncio.to_thread(self._thread.join)

    def _hand_over(self, loop: asyncio.AbstractEventLoop) -> None:
        with self._gate:
            if gathered := self._gathered.pop(loop, None):
                self._waiting.put(gathered.jobs)

    def _serve(self) -> None:
        goes_on = True
        while goes_on:
            jobs, goes_on = self._gather()
            self._settle(jobs)
            _answer(jobs)
        self._keys.close()
        self._connection.close()

    def _gather(self) -> tuple[list[_Job], bool]:
        """Wait for a job, take along what waits behind it; False when the end was reached."""
        jobs: list[_Job] = []
        handed = self._waiting.get()
        while handed is not None:
            jobs += handed
            if len(jobs) >= LARGEST_BATCH:
                return jobs, True
            try:
                handed = self._waiting.get_nowait()
            except queue.Empty:
                return jobs, True
        return jobs, False

    def _settle(self, jobs: list[_Job]) -> None:
        """Run the jobs together, or one by one when together does not go."""
        try:
            units = self._together(jobs)
        except BaseException as error:  # noqa: BLE001  (handed to whoever awaits the job)
            if len(jobs) > 1 and not is_busy(error):
                for job in jobs:
                    self._settle([job])
            else:
                for job in jobs:
                    job.value, job.error = None, plain(error)
            return
        for job, unit in zip(jobs, units, strict=True):
            job.error = _error_of(unit.committed)
        if made := [key_id for unit in units for key_id in unit.made]:
            unsettled = _error_of(partial(self._keys.settle, *made))
            for job, unit in zip(jobs, units, strict=True):
                job.error = job.error or (unsettled if unit.made else None)

    def _together(self, jobs: list[_Job]) -> list[SqliteUnit]:
        """One transaction for all these jobs; raises when anything in it does."""
        units = []
        with transaction(self._connection), self._keys.together():
            for job in jobs:
                unit = SqliteUnit(self._driver, self._keys, self._recent)
                job.value = job.work(unit)
                units.append(unit)
        return units


def _error_of(follows: Callable[[], None]) -> BaseException | None:
    """What goes wrong in something that follows the commit, for whoever awaits the job."""
    try:
        follows()
    except BaseException as error:  # noqa: BLE001  (handed to whoever awaits the job)
        return plain(error)
    return None


def _answer(jobs: list[_Job]) -> None:
    """Wake the awaiters, every loop once."""
    by_loop: dict[asyncio.AbstractEventLoop, list[_Job]] = {}
    for job in jobs:
        by_loop.setdefault(job.loop, []).append(job)
    for loop, answered in by_loop.items():
        try:
            loop.call_soon_threadsafe(_wake, answered)
        except RuntimeError:
            continue  # the loop was closed: nobody waits any more


def _wake(jobs: list[_Job]) -> None:
    for job in jobs:
        if not job.future.done():
            job.future.set_result(None)
