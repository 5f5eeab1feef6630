"""Looking for what other processes changed: only while anybody looks at a meeting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import ExitStack, asynccontextmanager
from typing import Concatenate, ParamSpec, TypeVar

import pytest

from bot.app.elsewhere import follow_others, looked
from bot.app.ports import StoreError, Unit
from bot.app.service import Handvat
from tests.app.fake_store import MemoryStore
from tests.app.handvats import handvat

P = ParamSpec("P")
R = TypeVar("R")


class Counting(MemoryStore):
    """A store that counts how often somebody looks at what others did, and can be in trouble."""

    looks = 0
    trouble: Exception | None = None

    async def run(
        self, work: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        self.looks += work is looked
        if self.trouble:
            raise self.trouble
        return await super().run(work, *args, **kwargs)


@asynccontextmanager
async def following(store: Counting) -> AsyncIterator[Handvat]:
    """It looks whenever it may, without a pause."""
    here = handvat(store)
    task = asyncio.create_task(follow_others(here, every=0))
    yield here
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def passes(store: Counting) -> int:
    """How often it looked while the loop went round a hundred times."""
    before = store.looks
    for _ in range(100):
        await asyncio.sleep(0)
    return store.looks - before


async def test_it_looks_while_a_page_is_open_and_not_when_nobody_does() -> None:
    store = Counting()
    async with following(store) as here:
        assert await passes(store) == 1  # how it stands at the beginning
        with here.watchers.watch("m1"):
            assert await passes(store) > 10
        await passes(store)
        assert await passes(store) == 0


async def test_it_looks_while_a_door_has_screens_that_stay() -> None:
    store = Counting()
    async with following(store) as here:
        with ExitStack() as doors:
            doors.enter_context(here.watchers.listening(lambda meeting: None))
            await passes(store)
            assert await passes(store) == 0
            doors.enter_context(here.watchers.listening(lambda meeting: None, shows=True))
            assert await passes(store) > 10
        await passes(store)
        assert await passes(store) == 0


@pytest.mark.parametrize("trouble", [StoreError("The database is locked."), ValueError("a bug")])
async def test_a_storage_that_gives_up_is_looked_at_again(
    trouble: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.app.elsewhere.TROUBLE", 0)
    store = Counting()
    async with following(store) as here:
        with here.watchers.watch("m1"):
            store.trouble = trouble
            assert await passes(store) > 10
            store.trouble = None
            assert await passes(store) > 10
