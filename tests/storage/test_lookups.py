"""A turn looks up what is its own: it never reads through everybody's rows."""

from __future__ import annotations

import re
import sqlite3

import pytest

from bot.storage.engine import Prepared
from bot.storage.store import SqliteStore
from flows.desk.sitting import COMMANDS
from tests.app.handvats import Person, handvat

# Read from end to end on purpose: it holds what waits and nothing else.
WAITING = {"SCAN inbox", "SCAN outbox USING INDEX ix_outbox_waiting"}


@pytest.fixture
def scans(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """For every statement that is run, the tables that SQLite reads from end to end for it."""
    found: dict[str, list[str]] = {}
    run = Prepared.on

    def on(self: Prepared, driver: sqlite3.Connection, values: dict[str, object]) -> sqlite3.Cursor:
        names = dict.fromkeys(re.findall(r":(\w+)", self._sql))
        plan = driver.execute(f"EXPLAIN QUERY PLAN {self._sql}", names).fetchall()
        found[self._sql] = [step for *_, step in plan if step.startswith("SCAN")]
        return run(self, driver, values)

    monkeypatch.setattr(Prepared, "on", on)
    return found


async def test_no_turn_reads_a_table_from_end_to_end(
    sqlite: SqliteStore, scans: dict[str, list[str]]
) -> None:
    """With ten thousand people stored that would be ten thousand rows a tap."""
    sanne = Person(handvat(sqlite))
    await sanne.begin()
    await sanne.say('"Ik slaap slecht." Zus past op.')
    for command in COMMANDS:
        await sanne.say(f"/{command}")
    await sqlite.run(lambda unit: unit.pending())
    read = {step for steps in scans.values() for step in steps}
    assert read <= WAITING
    assert any("FROM shared_copy" in one or "JOIN shared_copy" in one for one in scans)
