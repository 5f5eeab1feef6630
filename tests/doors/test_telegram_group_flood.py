"""Fifty people press and answer at once in one group, for minutes: Telegram's limits are kept.

Everything goes twenty times as fast as it would: a minute is three seconds, for the door and for
the fake Telegram that counts.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace

import pytest

from bot.doors.telegram import Pace
from tests.doors.fake_bot_api import FakeBotApi
from tests.doors.fake_exchange import PACED
from tests.doors.fake_faults import Pace as Limits
from tests.doors.meeting_stage import ANNA, FLEUR, GROUP, MeetingStage, panel, tap

FASTER = 20
MINUTE = 60 / FASTER
PEOPLE, MINUTES = 50, 3
REAL = Pace()


def faster(limit: tuple[int, float]) -> tuple[int, float]:
    return limit[0], limit[1] / FASTER


PACE = replace(
    REAL,
    chat=faster(REAL.chat),
    group=faster(REAL.group),
    everything=faster(REAL.everything),
    tick=REAL.tick / FASTER,
    ending=1.0,
)


def most_within(seconds: float, times: list[float]) -> int:
    return max(sum(1 for at in times if 0 <= at - begin < seconds) for begin in times)


@pytest.mark.slow
async def test_a_busy_group_never_gets_more_than_twenty_messages_a_minute() -> None:
    with FakeBotApi() as server:
        stage = MeetingStage(server, pace=PACE)
        anna, fleur = server.person(ANNA, "Anna"), server.person(FLEUR, "Fleur")
        others = [server.person(200 + number, f"Collega {number}") for number in range(PEOPLE)]
        group = server.group(GROUP, anna, fleur, *others)
        async with stage.open():
            await stage.gathers()
            group.send(fleur, "/intervisie")
            await group.phone_of(fleur).wait_for(lambda p: p.panel)
            tap(group, fleur, "meet.start")
            await group.phone_of(fleur).wait_for(lambda p: "ronde 1" in panel(group).text)
            server.pace = Limits(
                chat=(4, 3 / FASTER), group=(20, MINUTE), everything=(10_000, MINUTE)
            )
            begun, presses = time.monotonic(), 0
            while time.monotonic() - begun < MINUTES * MINUTE:
                tap(group, fleur, "meet.more")
                group.send(anna, f"Antwoord {presses}", reply_to=panel(group).message_id)
                for phone in others[presses % 5 :: 5]:
                    tap(group, phone, "meet.in" if phone is others[0] else "meet.more")
                group.send(others[presses % PEOPLE], "ik", reply_to=panel(group).message_id)
                stage.clock.on(seconds=1)
                presses += 1
                await asyncio.sleep(0.05)
            server.pace = None
            await anna.wait_quiet(0.5, 60)
            more = (await stage.meeting()).extra // 2
            answers = await stage.contributions()

        sent = [r.at for r in server.requests if r.chat_id == GROUP and r.method in PACED]
        assert len(sent) > 3 * MINUTES
        assert most_within(MINUTE, sent) <= 20
        assert more == presses
        assert f"nog {6 + 2 * presses - presses // 60}" in panel(group).text
        assert [each.text for each in answers] == [f"Antwoord {n}" for n in range(presses)]
        assert all(not phone.unanswered for phone in others)
