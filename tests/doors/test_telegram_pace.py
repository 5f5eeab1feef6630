"""Twenty messages a minute to a group and no more, however many people ask something there."""

from __future__ import annotations

import asyncio

import pytest
from telegram.error import RetryAfter

from bot.doors.telegram import Pace
from bot.doors.telegram.line import Line
from tests.doors.fake_faults import Pace as Limits
from tests.doors.hurried import Hurried

GROUP, TALK = -1001234567890, 7


def most_within(seconds: float, times: list[float]) -> int:
    """The largest number of these within so many seconds."""
    return max(sum(1 for at in times if 0 <= at - begin < seconds) for begin in times)


async def flood(line: Line, time: Hurried, chat: int, messages: int) -> list[float]:
    """When each of so many messages to one chat went out."""
    sent: list[float] = []

    async def one() -> None:
        async def request() -> None:
            sent.append(time.now)

        await line.send(chat, request)

    await time.run(*(asyncio.create_task(one()) for _ in range(messages)))
    return sent


async def test_a_group_gets_eighteen_messages_in_any_minute_and_the_first_at_once() -> None:
    time = Hurried()
    sent = await flood(Line(Pace(), time, time.sleep), time, GROUP, 120)
    assert sent[0] == 0
    assert most_within(60, sent) == 18
    assert len(sent) == 120


async def test_a_restart_in_the_middle_of_a_minute_keeps_below_twenty() -> None:
    time = Hurried()
    before = await flood(Line(Pace(), time, time.sleep), time, GROUP, 9)
    after = await flood(Line(Pace(), time, time.sleep), time, GROUP, 60)
    assert most_within(60, before + after) <= 20


async def test_telegrams_own_count_never_refuses_a_busy_group() -> None:
    time = Hurried()
    limits, line = Limits(clock=time), Line(Pace(), time, time.sleep)
    refused = []

    async def request() -> None:
        try:
            limits.check(GROUP)
        except Exception as error:
            refused.append(error)
            raise RetryAfter(1) from error

    tasks = [asyncio.create_task(line.send(GROUP, request)) for _ in range(100)]
    await time.run(*tasks)
    assert refused == []


async def test_one_person_gets_about_one_message_a_second() -> None:
    time = Hurried()
    sent = await flood(Line(Pace(), time, time.sleep), time, TALK, 60)
    assert sent[-1] == pytest.approx(57)
