"""What happens by itself closes no door: a bug in it is logged, and the next round tries again."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

import pytest

from bot.app.ports import Unit
from bot.settings import Settings
from bot.wiring import keep_days, page, tidy_now
from tests.app.fake_store import MemoryStore
from tests.app.handvats import handvat

P = ParamSpec("P")
R = TypeVar("R")
TOLD = "Ze huilde"


class Broken(MemoryStore):
    """A store in which a bug shows, with what somebody told in its message."""

    async def run(
        self, work: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        raise ValueError(TOLD)


async def test_a_bug_in_tidying_is_logged_without_what_was_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    await tidy_now(handvat(Broken()), days=90)

    assert "nothing was tidied: ValueError" in caplog.text
    assert TOLD not in caplog.text


async def test_a_bug_in_closing_rounds_is_logged_and_it_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    keeping = asyncio.create_task(keep_days(handvat(Broken())))
    await asyncio.sleep(0)

    assert not keeping.done()
    assert "no rounds were closed: ValueError" in caplog.text
    assert TOLD not in caplog.text
    keeping.cancel()


async def test_a_page_that_cannot_be_served_is_heard_of_at_once(tmp_path: Path) -> None:
    gone = socket.socket()
    gone.close()
    settings = Settings(f"sqlite:///{tmp_path / 'handvat.db'}", tmp_path / "handvat.key")

    with pytest.raises(ExceptionGroup):
        await asyncio.wait_for(page(handvat(), settings, (gone,), asyncio.Event()), 10)
