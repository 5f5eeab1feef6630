"""The door for who came in by a join code: one meeting, and nothing else of Handvat.

A code and a name give the browser a cookie; its hash is the login of a seat whose desk knows no
other room than the meeting. What is done goes through the same turn as everywhere; a page that is
open hears that something changed and fetches its own part again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.app.failing import told
from bot.app.ports import StoreError
from bot.app.types import Delivery, DoorName, Envelope
from bot.doors.board_page import board_page
from bot.doors.live import HEADERS, Live
from bot.doors.room.guard import COOKIE, RoomGuard, Tokens, give, login_of, named
from bot.doors.room.limits import Counter, Lines, Rate, place_of
from bot.doors.web_form import Posted
from bot.doors.web_guard import LARGEST_FORM, body_of
from bot.doors.web_page import FILES, Following, Pages, Refusals, screen_page, static
from flows.advance import says_something
from flows.clarification.lines import LONGEST
from flows.intervision.board import Board
from flows.types import Reading, Said

NAME = 20  # characters of a name
SMALL = 4096  # bytes of a form with a code and a name
PATIENCE = 20.0  # seconds in which a form has to arrive whole

# A join code is one of 19 ** 9, 38 bits (flows/intervision/codes.py). At most 300 wrong ones in ten
# minutes, from everywhere together, take a century on average to find one of a hundred open ones.
WRONG_EACH, WRONG_ALL = Rate(10, 600), Rate(300, 600)
# A room of people comes in from one address.
JOINS_EACH, JOINS_ALL = Rate(100, 600), Rate(2000, 600)
POSTS, LOOKS = Rate(90, 60), Rate(600, 60)  # of one cookie
LINES_EACH, LINES_ALL = 8, 600  # pages of one browser, and of all, that are told of changes
ALL = "all"
ASKS_A_NAME = "meeting_door"  # the screen of who was let in and has no place yet

log = logging.getLogger("handvat.room")


class Meetings(Protocol):
    """What this door needs of `bot.app.service.Handvat`."""

    @property
    def renderer(self) -> Pages:
        """Renders the pages."""

    def read(self, text: str) -> Reading:
        """Read a text before the turn."""

    async def turn(self, envelope: Envelope) -> Delivery | None:
        """Take one turn; None for a second arrival."""

    async def find(self, door: DoorName, login: str) -> Delivery | None:
        """Where this seat stands; None when nobody ever came in by this login."""

    async def settle(self, delivery: Delivery, panel: str | None = None) -> None:
        """Mark it delivered."""

    async def enter(self, door: DoorName, login: str, arrival: str, code: str) -> Delivery | None:
        """Come into a meeting by a code; None for a wrong one, and for a second arrival."""

    async def meeting_of(self, door: DoorName, login: str) -> str | None:
        """The meeting this login is in; None for a stranger."""

    async def board(self, door: DoorName, login: str) -> Board | None:
        """What the big screen shows of the meeting this seat is in."""


def room_app(handvat: Meetings, live: Live, address: str | None) -> Starlette:
    """The pages of a meeting. ``address`` is where colleagues find them, without a path."""
    door = RoomDoor(handvat, live, address)
    return Starlette(
        routes=[
            Route("/kamer", door.page),
            Route("/kamer", door.join, methods=["POST"]),
            Route("/kamer/beurt", door.turn, methods=["GET", "POST"]),
            Route("/kamer/live", door.follow),
            Route("/kamer/scherm", door.board),
            Route("/kamer/{code}", door.invited),
            *(Route(f"/{name}", static(name, mime)) for name, mime in FILES.items()),
        ],
        middleware=[Middleware(RoomGuard, refuse=door.refuse)],
        exception_handlers={404: door.unknown, 405: door.unknown},
    )


@dataclass(frozen=True, slots=True)
class Joining:
    """What the form at the entrance brought; ``form`` numbers the page it stood on."""

    form: str
    code: str
    name: str

    @classmethod
    def of(cls, body: bytes) -> Joining:
        """Read a posted form; ValueError when it is none."""
        fields = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=8))
        code, name = (" ".join(fields.get(each, "").split()) for each in ("code", "name"))
        return cls(UUID(fields.get("arrival", "")).hex, code, name)

    def arrival(self, said: str) -> str:
        """The same for the same thing said on the same page, so that a double tap counts once."""
        key = bytes.fromhex(self.form)
        return blake2b(f"text {said}".encode(), key=key, digest_size=16).hexdigest()


class RoomDoor:
    """Translates forms to turns and screens to pages, for everybody who came in by a code."""

    def __init__(self, handvat: Meetings, live: Live, address: str | None) -> None:
        self.handvat = handvat
        self.live = live
        self.address = address
        self.tokens = Tokens()
        self.refusals = Refusals()
        proxied = bool(address and address.startswith("https"))  # then all come from one address
        wrong, joins = (WRONG_ALL, JOINS_ALL) if proxied else (WRONG_EACH, JOINS_EACH)
        self.wrong = (Counter(wrong), Counter(WRONG_ALL))
        self.joins = (Counter(joins), Counter(JOINS_ALL))
        self.posts, self.looks = Counter(POSTS), Counter(LOOKS)
        self.lines = Lines(LINES_EACH, LINES_ALL)

    async def page(self, request: Request) -> Response:
        """The meeting for who is in one, and else the way in."""
        login = login_of(request)
        if login is None:
            return self.entrance()
        if not self.looks.take(login):
            return self.refuse(429)
        settles = request.method == "GET" and "prefetch" not in request.headers.get(
            "sec-purpose", ""
        )
        return await guarded(self, lambda: self.here(login, settles=settles))

    async def here(
        self, login: str, draft: str = "", *, sent: bool = False, settles: bool = True
    ) -> Response:
        """The page of where this person stands now."""
        number = self.live.number  # before looking: what changes meanwhile is told afterwards
        delivery = await self.handvat.find("room", login)
        if delivery is None:
            return self.entrance()
        if delivery.meeting is None:
            return self.refuse(410)
        html = screen_page(
            self.handvat.renderer,
            "room.html",
            delivery,
            "/kamer/beurt",
            Following("/kamer/live", number),
            draft=draft,
            sent=sent,
        )
        background = BackgroundTask(self.settle, delivery) if settles and delivery.ids else None
        return HTMLResponse(html, background=background)

    async def settle(self, delivery: Delivery) -> None:
        """Remember that this was shown; when that fails it is shown once more."""
        try:
            await self.handvat.settle(delivery)
        except Exception as error:  # noqa: BLE001  (the edge)
            log.warning("settle failed: %s", told(error))

    # --- the way in -----

    def entrance(
        self, joining: Joining | None = None, wrong: str = "", *, code: str = "", status: int = 200
    ) -> Response:
        """The page that asks for a code and a name; what was filled in stays."""
        html = self.handvat.renderer.page(
            "join.html",
            arrival=joining.form if joining else uuid4().hex,
            code=joining.code if joining else code,
            called=joining.name if joining else "",
            wrong=wrong,
        )
        return HTMLResponse(html, status)

    async def invited(self, request: Request) -> Response:
        """Where a QR code leads: the way in with the code filled in. Looking does nothing."""
        return self.entrance(code=str(request.path_params["code"])[:40])

    async def join(self, request: Request) -> Response:
        """Come in: the code is one turn, the name another."""
        body = await received(request, SMALL)
        if body is None:
            return self.refuse(413)
        try:
            joining = Joining.of(body)
        except ValueError:
            return self.refuse(422)
        return await guarded(self, lambda: self.come_in(request, joining))

    async def come_in(self, request: Request, joining: Joining) -> Response:
        """Two turns for who has a code that counts; nothing is kept of who has not."""
        place = place_of(request.client.host if request.client else None)
        tries, everybody = self.wrong
        if tries.full(place) or everybody.full(ALL):
            return self.entrance(joining, "busy", status=429)
        if not says_something(joining.name) or len(joining.name) > NAME:
            return self.entrance(joining, "name", status=422)
        each, together = self.joins
        if not (each.take(place) and together.take(ALL)):
            return self.entrance(joining, "busy", status=429)
        token = await self.own_token(request) or self.tokens.of(joining.form)
        if not await self.entered(joining, named(token)):
            tries.add(place)
            everybody.add(ALL)
            return self.entrance(joining, "code", status=403)
        answer = RedirectResponse("/kamer", 303)
        give(answer, token, request)
        return answer

    async def own_token(self, request: Request) -> str | None:
        """The token that this browser was given before; not one that somebody else put there."""
        login = login_of(request)
        known = login is not None and await self.handvat.find("room", login) is not None
        return request.cookies.get(COOKIE) if known else None

    async def entered(self, joining: Joining, login: str) -> bool:
        """Whether this code let them in; what was done before is not done again.

        Who has a place already has a name: typed once more it would be something they say there.
        """
        arrival = joining.arrival(joining.code)
        entered = await self.handvat.enter("room", login, arrival, joining.code)
        if entered is None:
            return await self.handvat.meeting_of("room", login) is not None
        if entered.refused:
            return False
        if entered.shown.name != ASKS_A_NAME:
            return True
        arrival, name = joining.arrival(joining.name), Said(joining.name)
        await self.handvat.turn(Envelope("room", login, arrival, name, room=True))
        return True

    # --- in the meeting -----

    async def turn(self, request: Request) -> Response:
        """Take what the form brought, and send the browser back to the page."""
        login = login_of(request)
        if request.method != "POST" or login is None:
            return RedirectResponse("/kamer", 303)
        if not self.posts.take(login):
            return self.refuse(429)
        body = await received(request, LARGEST_FORM)
        if body is None:
            return self.refuse(413)
        try:
            posted = Posted.of(body)
        except ValueError:
            return self.refuse(422)
        return await guarded(self, lambda: self.take(login, posted))

    async def take(self, login: str, posted: Posted) -> Response:
        """Take one turn. What is still to be sent comes back in the box instead of a redirect."""
        if await self.handvat.meeting_of("room", login) is None:
            return self.refuse(410)
        fits = 0 < len(posted.text) <= LONGEST
        reading = self.handvat.read(posted.text) if fits else Reading()
        delivery = await self.handvat.turn(
            Envelope("room", login, posted.arrival, posted.input, reading, room=True)
        )
        draft = self.refusals.unsent(posted, delivery)
        if not says_something(draft):
            return RedirectResponse("/kamer", 303)
        return await self.here(login, draft, sent=draft != posted.draft)

    async def follow(self, request: Request) -> Response:
        """Tell this page when something changed, for as long as it is open."""
        login = login_of(request)
        if login is None:
            return Response(status_code=204)
        if not self.looks.take(login) or not self.lines.fits(login):
            return self.refuse(429)
        return await guarded(self, lambda: self.told_of(login))

    async def told_of(self, login: str) -> Response:
        """The stream of one page; 204 tells a browser not to ask again."""
        meeting = await self.handvat.meeting_of("room", login)
        if meeting is None:
            return Response(status_code=204)
        stream = self.lines.while_open(login, self.while_here(login, meeting))
        return StreamingResponse(stream, headers=HEADERS)

    async def while_here(self, login: str, meeting: str) -> AsyncGenerator[str]:
        """What this meeting's pages are told, until this person was sent away or it was erased.

        That is looked at with a beat, when it is quiet: a change has to be on every page at once.
        """
        async for said in self.live.follow(meeting):
            yield said
            if said.startswith("event: beat") and not await self.still_in(login, meeting):
                return

    async def still_in(self, login: str, meeting: str) -> bool:
        """Whether this person still sees this meeting; when that fails the page asks again."""
        try:
            return await self.handvat.meeting_of("room", login) == meeting
        except Exception as error:  # noqa: BLE001  (the edge)
            log.warning("a stream ended: %s", told(error))
            return False

    async def board(self, request: Request) -> Response:
        """What the big screen shows of the meeting this browser is in. It cannot act."""
        login = login_of(request)
        if login is None:
            return self.entrance()
        if not self.looks.take(login):
            return self.refuse(429)
        return await guarded(self, lambda: self.shown_large(login))

    async def shown_large(self, login: str) -> Response:
        """The page for the big screen."""
        number = self.live.number
        board = await self.handvat.board("room", login)
        if board is None:
            return self.refuse(410)
        following = Following("/kamer/live", number)
        return HTMLResponse(board_page(self.handvat.renderer, board, self.address, following))

    # --- the edge -----

    def refuse(self, status: int, turn: str = "") -> Response:
        """One sentence that says why not."""
        html = self.handvat.renderer.page("outside.html", status=status, turn=turn)
        return HTMLResponse(html, status)

    async def unknown(self, request: Request, error: Exception) -> Response:
        """There is no such page."""
        return self.refuse(404)


async def received(request: Request, most: int) -> bytes | None:
    """A form of at most so many bytes; None when it is larger, or when it takes too long."""
    try:
        async with asyncio.timeout(PATIENCE):
            return await body_of(request, most)
    except TimeoutError:
        return None


async def guarded(door: RoomDoor, answer: Callable[[], Awaitable[Response]]) -> Response:
    """The edge: what goes wrong is logged without a word that was typed, and said honestly."""
    try:
        return await answer()
    except Exception as error:  # noqa: BLE001  (the edge)
        turn = uuid4().hex[:8]
        log.error("turn %s failed: %s", turn, told(error))
        return door.refuse(503 if isinstance(error, StoreError) else 500, turn)
