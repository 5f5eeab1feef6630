"""Kills the real process in the middle of a meeting's round, and counts what was contributed.

    python -m tests.doors.killing_meetings --points 100 --seed 7

Colleagues answer the panel in their group, or type on their own screens, while `handvat` is killed
at seeded points (see `killing`). At the end every contribution must be kept exactly once.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from bot.app.ports import Unit
from bot.app.types import GroupChat
from bot.storage.store import open_store
from flows.intervision.clock import started
from flows.intervision.seen import as_it_stands
from flows.intervision.types import Participant
from flows.types import Desk
from tests.doors.fake_bot_api import FakeBotApi, Group
from tests.doors.killing import PATIENCE, Killing
from tests.doors.meeting_stage import ANNA, FLEUR, GROUP, MEETING, begins, panels

R = TypeVar("R")
COLLEAGUES = (201, 202, 203, 204)
ASKING = 1  # the round in which colleagues ask


def gathered(unit: Unit) -> None:
    """A meeting in the middle of a round, with a group, and on everybody's screen."""
    now = datetime.now(UTC)
    begins(unit, MEETING, "vijf_stappen", 0, now)
    found = unit.any_meeting(MEETING)
    assert found is not None
    seats = [unit.seat("telegram", str(one), now) for one in (ANNA, FLEUR, *COLLEAGUES)]
    others = tuple(
        Participant(number, seat.person, f"Collega {number}")
        for number, seat in enumerate(seats[2:], 3)
    )
    meeting = replace(found, state="round", round=ASKING, people=(*found.people, *others))
    unit.save_meeting(started(meeting, now), now)
    unit.bind_group(GroupChat(MEETING, GROUP))
    for seat in seats:
        unit.save_desk(seat, Desk("meeting", meeting=MEETING, welcomed=True), now)


def contributed(unit: Unit) -> dict[int, list[str]]:
    """What each colleague brought in."""
    found, lines = unit.any_meeting(MEETING), unit.contributions(MEETING)
    assert found is not None
    made: dict[int, list[str]] = {}
    for number, login in enumerate(COLLEAGUES, 3):
        made[login] = [each.text for each in as_it_stands(lines) if each.participant == number]
    return made


@dataclass
class MeetingKilling(Killing):
    """One run with a meeting."""

    group: Group | None = None

    def speak(self, number: int) -> None:
        """A colleague answers in the group or types on the own screen; the facilitator may tap."""
        assert self.group is not None
        person = self.chance.choice(COLLEAGUES)
        phone, text = self.server.person(person), f"Wat gebeurde er bij nummer {number}?"
        shown = panels(self.group)
        self.told.setdefault(person, []).append(text)
        if shown and self.chance.random() < 0.6:
            self.group.send(phone, text, reply_to=shown[-1].message_id)
        else:
            phone.send(text)
        if shown and self.chance.random() < 0.4:
            there = self.group.phone_of(self.server.person(FLEUR))
            there.tap_data(shown[-1], f"{MEETING}.{ASKING}.meet.more")


async def run(points: int, seed: int) -> dict[str, object]:
    """Kill ``points`` times; what was lost or doubled, and where it fell."""
    with FakeBotApi() as server, tempfile.TemporaryDirectory() as name:
        people = [server.person(one, known=True) for one in (ANNA, FLEUR, *COLLEAGUES)]
        group = server.group(GROUP, *people)
        killing = MeetingKilling(server, Path(name), random.Random(seed), group=group)
        await in_store(killing.folder, gathered)
        server.on_request = killing.on_request
        killing.start()
        try:
            await group.phone_of(people[0]).wait_for(lambda p: p.panel, timeout=PATIENCE)
            for number in range(points):
                await killing.strike(number)
            await killing.until_answered()
            killing.stop()
        finally:
            killing.kill("at the end")
        return counted(killing, await in_store(killing.folder, contributed), points, seed)


async def in_store(folder: Path, work: Callable[[Unit], R]) -> R:
    """Do this in the storage that the process uses, while there is none."""
    store = open_store(f"sqlite:///{folder / 'handvat.db'}", folder / "handvat.key")
    try:
        return await store.run(work)
    finally:
        await store.close()


def counted(
    killing: MeetingKilling, kept: dict[int, list[str]], points: int, seed: int
) -> dict[str, object]:
    """Hold what was said against what was kept."""
    told = killing.told
    return {
        "points": points,
        "seed": seed,
        "contributed": sum(map(len, told.values())),
        "lost": sum(text not in kept[person] for person in told for text in told[person]),
        "doubled": sum(len(kept[one]) - len(set(kept[one])) for one in kept),
        "kills": dict(sorted(killing.hits.items())),
    }


def main() -> None:
    """Run from the command line and print what came of it as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--points", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    came = asyncio.run(run(given.points, given.seed))
    print(json.dumps(came, indent=2))
    sys.exit(1 if came["lost"] or came["doubled"] else 0)


if __name__ == "__main__":
    main()
