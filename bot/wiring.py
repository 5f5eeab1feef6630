"""Puts everything together, once, at start."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import logging
import signal
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from typing import TYPE_CHECKING

from bot.app.days import pass_days
from bot.app.elsewhere import follow_others
from bot.app.failing import told
from bot.app.in_the_way import bottlenecks
from bot.app.ports import Unit
from bot.app.rehearsing import Rehearsal
from bot.app.rendering import Renderer
from bot.app.service import Handvat
from bot.doors.live import Live
from bot.settings import Settings, SettingsRefused
from bot.storage.store import SqliteStore, open_store
from flows.content.library import Library
from flows.language.coach import coach, ruled
from flows.language.reading import WordReader
from flows.language.verdict import Verdict
from flows.loading import load_content
from flows.machines import NEEDS

if TYPE_CHECKING:
    from starlette.types import ASGIApp

log = logging.getLogger("handvat")
LOOK_AT_DATES_EVERY = 300  # seconds between two looks at rounds that run over days
TIDY_EVERY = 6 * 3600  # seconds between two rounds of erasing what was kept long enough


def now() -> datetime:
    """The time, UTC, with milliseconds."""
    moment = datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def solution_coach(text: str, helped: bool) -> Verdict | None:
    """Whether a note jumps to a solution; a rule must fit when it names no help from outside."""
    fits = helped or ruled(text, "nl", "solutions")
    return coach(text, "nl", "solutions") if fits else None


def library_for(settings: Settings) -> Library:
    """The shipped content with a team's own folder laid over it."""
    return Library(load_content(settings.language, settings.own_content, NEEDS))


def rehearsal_for(settings: Settings, persona: str, seed: int) -> Rehearsal:
    """One practice run with this persona, in memory alone."""
    library = library_for(settings)
    if persona not in library.personas:
        known = ", ".join(library.personas)
        raise SettingsRefused(f'There is no persona "{persona}"; choose one of {known}.')
    renderer = Renderer(settings.timezone, settings.retention_days)
    return Rehearsal(library, renderer, WordReader(library.content.words, coach), persona, seed)


@asynccontextmanager
async def handvat_for(settings: Settings) -> AsyncIterator[Handvat]:
    """The application with its storage open, and closed again afterwards."""
    async with stored(settings) as (handvat, _):
        yield handvat


@asynccontextmanager
async def stored(settings: Settings) -> AsyncIterator[tuple[Handvat, SqliteStore]]:
    """The application with the store it works on."""
    library = library_for(settings)
    store = open_store(settings.database_url, settings.key_file)
    try:
        handvat = Handvat(
            store=store,
            library=library,
            renderer=Renderer(settings.timezone, settings.retention_days),
            reader=WordReader(library.content.words, coach, solution_coach),
            clock=now,
        )
        yield handvat, store
    finally:
        await store.close()


def tidy(unit: Unit, days: int, moment: datetime) -> int:
    """Erase what was not touched for so many days."""
    return unit.expire(moment - timedelta(days=days), moment)


async def tidy_now(handvat: Handvat, days: int) -> None:
    """Keeping it too long is a bug. What cannot be erased now, the next round does."""
    try:
        erased = await handvat.store.run(tidy, days, now())
    except Exception as error:  # noqa: BLE001  (the edge: no door closes for it)
        log.error("nothing was tidied: %s", told(error))
        return
    if erased:
        handvat.watchers.any_changed()  # what expired is on no open page any more
        log.info("erased %d conversations that were kept long enough", erased)


async def keep_tidy(handvat: Handvat, days: int) -> None:
    """Erase what was kept long enough, at start and a few times a day."""
    while True:
        await tidy_now(handvat, days)
        await asyncio.sleep(TIDY_EVERY)


async def keep_days(handvat: Handvat) -> None:
    """Close rounds that run over days on their date, and remind people of them once, by day."""
    while True:
        try:
            await pass_days(handvat)
        except Exception as error:  # noqa: BLE001  (the edge: the next look tries again)
            log.error("no rounds were closed: %s", told(error))
        await asyncio.sleep(LOOK_AT_DATES_EVERY)


def listen(settings: Settings) -> tuple[socket.socket, ...]:
    """Take the page's port before anything else starts; one sentence when it cannot be taken.

    This computer reaches its own page in any case; ``HANDVAT_HOST`` may add another address.
    """
    taken: list[socket.socket] = []
    try:
        for host in hosts_of(settings):
            taken.append(listener(host, settings.port))
    except SettingsRefused:
        for each in taken:
            each.close()
        raise
    return tuple(taken)


def hosts_of(settings: Settings) -> tuple[str, ...]:
    """Where to listen: an address that stands for all of them is enough by itself."""
    if not settings.beyond or ip_address(settings.host).is_unspecified:
        return (settings.host,)
    return ("127.0.0.1", settings.host)


def listener(host: str, port: int) -> socket.socket:
    """Listen at one address. ``::`` takes what comes in on IPv4 as well.

    The protocol is named, because asyncio sends small answers at once only on a socket of TCP:
    `socket.create_server` leaves it out, which costs each page 40 ms.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            taken.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, int(host != "::"))
        taken.bind((host, port))
        taken.listen(128)
        return taken
    except OSError as error:
        taken.close()
        if error.errno == errno.EADDRNOTAVAIL:
            said = f"HANDVAT_HOST is {host!r}, and this machine has no such address."
        else:
            said = f"Port {port} is in use; set HANDVAT_PORT to another number."
        raise SettingsRefused(said) from None


async def serve(settings: Settings) -> None:
    """Everything that is configured: the local page always, Telegram when there is a token."""
    with contextlib.ExitStack() as closing:
        listeners = listen(settings)
        for each in listeners:
            closing.enter_context(contextlib.closing(each))
        async with stored(settings) as (handvat, store), asyncio.TaskGroup() as tasks:
            stopping = asyncio.Event()
            for number in (signal.SIGINT, signal.SIGTERM):
                asyncio.get_running_loop().add_signal_handler(number, stopping.set)
            tidying = tasks.create_task(keep_tidy(handvat, settings.retention_days))
            days = tasks.create_task(keep_days(handvat))
            elsewhere = tasks.create_task(follow_others(handvat))
            tasks.create_task(page(handvat, settings, listeners, stopping))
            if settings.telegram_token:
                token, replays = settings.telegram_token, store.acquire_lock()
                tasks.create_task(telegram(handvat, settings, token, replays, stopping))
            await stopping.wait()
            tidying.cancel()
            days.cancel()
            elsewhere.cancel()


async def page(
    handvat: Handvat,
    settings: Settings,
    listeners: tuple[socket.socket, ...],
    stopping: asyncio.Event,
) -> None:
    """The local page and the pages of a meeting, until it is time to stop."""
    import uvicorn

    from bot.doors.room.connections import Connection

    class Server(uvicorn.Server):
        """One that leaves the signals to us: the storage closes after the last answer."""

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            yield

    live = Live(handvat.watchers)
    config = uvicorn.Config(
        web_pages(handvat, settings, live),
        http=Connection,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        proxy_headers=False,  # whoever asks is who the connection comes from
        server_header=False,
    )
    server = Server(config)
    async with asyncio.TaskGroup() as serving:  # a page that cannot be served ends everything
        serving.create_task(server.serve(sockets=list(listeners)))
        tell_addresses(handvat, settings)
        with handvat.watchers.listening(live.count):
            await stopping.wait()
        live.stop()
        server.should_exit = True


def tell_addresses(handvat: Handvat, settings: Settings) -> None:
    """Where the pages are: on the terminal, and for the links that screens and papers give."""
    page = f"http://{'127.0.0.1' if settings.beyond else settings.host}:{settings.port}"
    room = f"{joins}/kamer" if (joins := address_of_room(settings)) else ""
    handvat.renderer.links["page"] = f"{page}/gedeeld/"
    words = handvat.renderer.labels(f"{settings.language}/words.yaml")["operator"]
    print(f"{words['ready']} {page}", flush=True)
    if room:
        handvat.renderer.links["room"] = room
        print(f"{words['room']} {room}", flush=True)


def web_pages(handvat: Handvat, settings: Settings, live: Live) -> ASGIApp:
    """The private page for this computer, and the pages of a meeting for everybody else."""
    from bot.doors.room.door import room_app
    from bot.doors.room.reach import ByAddress
    from bot.doors.web import web_app

    joins = address_of_room(settings)
    private = web_app(handvat, live, port=settings.port, joins=joins)
    return ByAddress(private, room_app(handvat, live, joins), paths=("/kamer",))


def address_of_room(settings: Settings) -> str | None:
    """Where colleagues find the pages of a meeting; None when only this computer does."""
    from bot.doors.room.reach import reached_at

    own = reached_at(settings.host, settings.port) if settings.beyond else None
    return settings.room_url or own


async def telegram(
    handvat: Handvat, settings: Settings, token: str, replays: bool, stopping: asyncio.Event
) -> None:
    """The Telegram door, loaded only when there is a token."""
    from bot.doors.telegram import TelegramDoor

    door = TelegramDoor(
        handvat,
        token,
        settings.telegram_api_url,
        replays=replays,
        notes=settings.telegram_notes,
    )
    try:
        await door.run(stopping)
    finally:
        stopping.set()


async def print_bottlenecks(settings: Settings, name: str) -> None:
    """What stands in the way, without case data: the month and the text (001.14)."""
    async with handvat_for(settings) as handvat:
        zone = handvat.renderer.timezone
        for month, text in await handvat.store.run(bottlenecks, name, zone, now()):
            print(f"{month}\t{text}")
