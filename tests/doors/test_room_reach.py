"""Who gets which pages: decided by the address a connection arrived on, and by nothing else."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import cast

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from bot.app.watching import Watchers
from bot.doors.live import Live
from bot.doors.room.door import Meetings, RoomDoor
from bot.doors.room.limits import KEYS, Counter, Lines, Rate, place_of
from bot.doors.room.reach import ByAddress, is_private, reached_at
from tests.doors.fake_handvat import FakeHandvat


def only(name: str) -> Starlette:
    """An app that answers every path with its own name."""
    return Starlette(routes=[Route("/{path:path}", lambda request: PlainTextResponse(name))])


def asked(address: str, path: str = "/", **headers: str) -> str:
    """Which of the two answers a connection that arrived on this address."""
    app = ByAddress(only("private"), only("room"), ("/kamer",))
    browser = TestClient(app, base_url=f"http://{address}:8080")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return browser.get(path, headers=named).text


@pytest.mark.parametrize("address", ["127.0.0.1", "[::1]"])
def test_this_computer_gets_its_own_page(address: str) -> None:
    assert asked(address) == "private"
    assert asked(address, "/kamer") == "room"


@pytest.mark.parametrize("address", ["192.0.2.7", "[2001:db8::7]", "127.0.0.2", "elders.nl"])
@pytest.mark.parametrize(
    "path", ["/", "/turn", "/scherm", "/live", "/health", "/document/a/plan.pdf"]
)
def test_everywhere_else_only_a_meeting_answers(address: str, path: str) -> None:
    """The Host header says whatever the client wants; it opens nothing."""
    assert asked(address, path) == "room"
    assert asked(address, path, host="127.0.0.1:8080") == "room"
    assert asked(address, path, host="localhost:8080", x_forwarded_host="127.0.0.1") == "room"


@pytest.mark.parametrize("header", ["forwarded", "x_forwarded_for", "x_real_ip", "via"])
def test_a_proxy_on_this_computer_does_not_open_the_private_page(header: str) -> None:
    """What it brings came from somewhere else, whatever it says of itself."""
    assert asked("127.0.0.1", **{header: "127.0.0.1"}) == "room"


def test_a_proxy_that_tells_nothing_speaks_an_older_http() -> None:
    scope = {"type": "http", "server": ("127.0.0.1", 8080), "headers": [], "path": "/"}
    assert is_private(scope)
    for server in (("::ffff:127.0.0.1", 8080), ("::1", 8080)):
        assert is_private(scope | {"server": server})
    for unknown in (None, ("/run/handvat.sock", None), ("", 0), ("::ffff:192.0.2.7", 8080)):
        assert not is_private(scope | {"server": unknown})


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("192.0.2.7", 8080, "http://192.0.2.7:8080"),
        ("192.0.2.7", 80, "http://192.0.2.7"),
        ("2001:db8::7", 8080, "http://[2001:db8::7]:8080"),
        ("localhost", 8080, "http://127.0.0.1:8080"),
    ],
)
def test_the_address_that_colleagues_type(host: str, port: int, address: str) -> None:
    assert reached_at(host, port) == address


# --- how much may be asked -----


class Time:
    """Seconds that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_limit_lets_go_by_itself() -> None:
    clock = Time()
    tries = Counter(Rate(3, 600), clock)
    assert [tries.take("a") for _ in range(5)] == [True, True, True, False, False]
    assert tries.take("b")
    clock.now = 599.0
    assert not tries.take("a")
    clock.now = 600.0
    assert [tries.take("a") for _ in range(4)] == [True, True, True, False]


def test_many_addresses_do_not_fill_the_memory_nor_free_a_busy_one() -> None:
    tries = Counter(Rate(3, 600), Time())
    for _ in range(3):
        tries.take("busy")
    for number in range(3 * KEYS):
        tries.take(str(number))
    assert len(tries.counts) <= KEYS
    assert not tries.take("busy")


def test_a_network_counts_as_one_place() -> None:
    """Whoever has an IPv6 network has more addresses than can be counted."""
    assert place_of("2001:db8::1") == place_of("2001:db8::ffff:1") != place_of("2001:db8:0:1::1")
    assert place_of("192.0.2.1") == place_of("::ffff:192.0.2.1") != place_of("192.0.2.2")
    assert place_of(None) == place_of("geen adres")


async def test_a_line_counts_for_as_long_as_it_is_open() -> None:
    lines = Lines(each=1, most=2)

    async def said() -> AsyncIterator[str]:
        yield "hier"
        yield "nog"

    first = lines.while_open("a", said())
    assert await anext(first) == "hier"
    assert not lines.fits("a")
    assert lines.fits("b")
    second = lines.while_open("b", said())
    await anext(second)
    assert not lines.fits("c")
    await first.aclose()
    assert lines.fits("a")
    assert [each async for each in second] == ["nog"]
    assert not lines.open


async def test_a_stream_that_fails_ends_and_logs_nothing_that_was_typed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The browser asks again a moment later."""
    live = Live(Watchers())
    live.beat = 0.01
    failing = cast("Meetings", FakeHandvat(look_fails=ValueError("Ze huilde")))
    door = RoomDoor(failing, live, None)
    heard = [said async for said in door.while_here("bilal", "m1")]

    assert len(heard) == 2
    assert "a stream ended: ValueError" in caplog.text
    assert "huilde" not in caplog.text
