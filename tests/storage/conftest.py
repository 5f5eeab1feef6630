"""The two stores that the same stories are told to, and a data folder of one's own."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.store import SqliteStore
from tests.app.fake_store import MemoryStore
from tests.storage.places import Home


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A data folder as the first start leaves it; making one takes a tenth of a second."""
    home = Home(tmp_path_factory.mktemp("empty"))
    asyncio.run(home.open().close())
    return home


@pytest.fixture
def home(empty_home: Home, tmp_path: Path) -> Home:
    """A data folder in which the storage was opened once and nothing was told."""
    shutil.copytree(empty_home.folder, tmp_path / "data")
    return Home(tmp_path / "data")


@pytest.fixture
async def sqlite(home: Home) -> AsyncIterator[SqliteStore]:
    """The real store."""
    store = home.open()
    yield store
    await store.close()


@pytest.fixture(params=["memory", "sqlite"])
async def store(
    request: pytest.FixtureRequest, home: Home
) -> AsyncIterator[MemoryStore | SqliteStore]:
    """The fake and the real one: every story holds for both."""
    store = MemoryStore() if request.param == "memory" else home.open()
    yield store
    await store.close()
