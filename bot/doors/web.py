"""The web door: the conversation as a page on this computer, with forms and without cookies.

One page shows where the seat stands and one form does everything: a button, a typed text, a
command. After a turn the browser is sent back to the page, so that reloading repeats nothing. Only
when something typed was not taken in does the answer itself show the page, with that text still in
the box: the browser keeps no drafts, and nothing typed may be lost.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from typing import Protocol, get_args
from urllib.parse import quote
from uuid import uuid4

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import (
    HTMLResponse,
    PlainTextResponse,
    RedirectResponse,
    Response,
    StreamingResponse,
)
from starlette.routing import Route

from bot.app.failing import told
from bot.app.ports import StoreError
from bot.app.types import (
    Delivery,
    Document,
    DocumentRequest,
    DoorName,
    Envelope,
    Seat,
    Shown,
)
from bot.app.watching import Watchers
from bot.doors.board_page import board_page
from bot.doors.live import HEADERS, Live
from bot.doors.web_form import Posted
from bot.doors.web_guard import Guard, body_of
from bot.doors.web_page import FILES, Following, Pages, Refusals, screen_page, static
from bot.doors.web_text import written
from flows.advance import says_something
from flows.clarification.lines import LONGEST
from flows.intervision.board import Board
from flows.practice.sharing import code_in
from flows.types import DocumentName, Reading

DOCUMENTS: dict[str, DocumentName] = {name: name for name in get_args(DocumentName)}

log = logging.getLogger("handvat.web")


class Conversing(Protocol):
    """What this door needs of `bot.app.service.Handvat`."""

    @property
    def renderer(self) -> Pages:
        """Renders the pages."""

    def read(self, text: str) -> Reading:
        """Read a text before the turn."""

    async def turn(self, envelope: Envelope) -> Delivery | None:
        """Take one turn; None for a second arrival."""

    async def look(self, door: DoorName, login: str) -> Delivery:
        """Where this seat stands, with what was not settled yet."""

    async def settle(self, delivery: Delivery, panel: str | None = None) -> None:
        """Mark it delivered."""

    async def document(self, seat: Seat, request: DocumentRequest) -> Document | None:
        """Make a document; None when this seat may not have it."""

    async def meeting_of(self, door: DoorName, login: str) -> str | None:
        """The meeting on this login's screen."""

    async def board(self, door: DoorName, login: str) -> Board | None:
        """What the big screen shows of the meeting this seat is in."""

    async def read_shared(self, door: DoorName, login: str, code: str) -> Shown | None:
        """What somebody shared, without any move; None when the code opens nothing."""


def web_app(
    handvat: Conversing,
    live: Live | None = None,
    *,
    login: str = "lokaal",
    port: int = 8080,
    joins: str | None = None,
) -> Starlette:
    """Build the page for one person. ``port`` is the one in the address a browser uses.

    ``joins`` is the address at which colleagues find the pages of a meeting; None when they cannot.
    """
    door = WebDoor(handvat, login, live or Live(Watchers()), joins)
    return Starlette(
        routes=[
            Route("/", door.page),
            Route("/turn", door.turn, methods=["GET", "POST"]),
            Route("/document/{conversation}/{document}", door.document),
            Route("/live", door.follow),
            Route("/scherm", door.board),
            Route("/gedeeld/{code}", door.shared),
            Route("/health", health),
            *(Route(f"/{name}", static(name, mime)) for name, mime in FILES.items()),
        ],
        middleware=[Middleware(Guard, port=port, refuse=door.refuse)],
        exception_handlers={404: door.unknown, 405: door.unknown},
    )


class WebDoor:
    """Translates forms to turns and screens to pages, for one person."""

    def __init__(self, handvat: Conversing, login: str, live: Live, joins: str | None) -> None:
        self.handvat = handvat
        self.login = login
        self.live = live
        self.joins = joins
        self.refusals = Refusals()

    async def page(self, request: Request) -> Response:
        """Show where the seat stands; what is shown for the first time is settled afterwards."""
        prefetch = "prefetch" in request.headers.get("sec-purpose", "")
        seen = request.headers.get("sec-fetch-dest", "document") == "document"
        settles = seen and not prefetch and request.method == "GET"
        follows = request.headers.get("follows") == "meeting"
        return await self.guarded(lambda: self.here(settles=settles, follows=follows), None)

    async def turn(self, request: Request) -> Response:
        """Take what the form brought, and send the browser back to the page."""
        if request.method != "POST":
            return RedirectResponse("/", 303)
        body = await body_of(request)
        if body is None:
            return self.refuse(413)
        try:
            posted = Posted.of(body)
        except ValueError:
            return self.refuse(422)
        return await self.guarded(lambda: self.take(posted), posted)

    async def take(self, posted: Posted) -> Response:
        """Take one turn. What is still to be sent comes back in the box instead of a redirect."""
        fits = 0 < len(posted.text) <= LONGEST
        reading = self.handvat.read(posted.text) if fits else Reading()
        delivery = await self.handvat.turn(
            Envelope("web", self.login, posted.arrival, posted.input, reading)
        )
        draft = self.refusals.unsent(posted, delivery)
        if not says_something(draft):
            return RedirectResponse("/", 303)
        return await self.here(draft, sent=draft != posted.draft)

    async def here(
        self, draft: str = "", *, sent: bool = False, settles: bool = True, follows: bool = False
    ) -> Response:
        """The page of where the seat stands now. ``sent`` says that ``draft`` was sent in vain.

        A page that ``follows`` a meeting may be seen by others: when this person went on in another
        tab, what they do there does not come up in it.
        """
        number = self.live.number  # before looking: what changes meanwhile is told afterwards
        delivery = await self.handvat.look("web", self.login)
        if follows and delivery.meeting is None and delivery.shown.name != "home":
            return self.refuse(409)
        following = Following("/live", number) if delivery.meeting else None
        html = screen_page(
            self.handvat.renderer,
            "screen.html",
            delivery,
            "/turn",
            following,
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

    async def follow(self, request: Request) -> Response:
        """Tell this page when something changed in the meeting on its screen."""
        return await self.guarded(self.told_of, None)

    async def told_of(self) -> Response:
        """The stream of this page; 204 tells a browser not to ask again."""
        meeting = await self.handvat.meeting_of("web", self.login)
        if meeting is None:
            return Response(status_code=204)
        return StreamingResponse(self.live.follow(meeting), headers=HEADERS)

    async def board(self, request: Request) -> Response:
        """The meeting for the big screen; a page that cannot act."""
        return await self.guarded(self.large, None)

    async def large(self) -> Response:
        """What the big screen shows."""
        number = self.live.number
        board = await self.handvat.board("web", self.login)
        if board is None:
            return self.refuse(404)
        following = Following("/live", number)
        return HTMLResponse(board_page(self.handvat.renderer, board, self.joins, following))

    async def document(self, request: Request) -> Response:
        """Send a document as a file to keep."""
        return await self.guarded(lambda: self.made(**request.path_params), None)

    async def made(self, conversation: str, document: str) -> Response:
        """Make a document for the person of this page, or say that it is not there."""
        name = DOCUMENTS.get(document)
        if name is None:
            return self.refuse(404)
        seat = (await self.handvat.look("web", self.login)).seat
        made = await self.handvat.document(seat, DocumentRequest(name, conversation))
        if made is None:
            return self.refuse(404)
        disposition = f"attachment; filename*=utf-8''{quote(made.name, safe='')}"
        headers = {"Content-Disposition": disposition}
        return Response(made.content, media_type=made.mime, headers=headers)

    async def shared(self, request: Request) -> Response:
        """What somebody shared with whoever has the code: to be read, and nothing else."""
        return await self.guarded(lambda: self.read_shared(request.path_params["code"]), None)

    async def read_shared(self, code: str) -> Response:
        """The page of what was shared, or one sentence: wrong, over or withdrawn alike."""
        given = code_in(code)
        shown = await self.handvat.read_shared("web", self.login, given) if given else None
        if shown is None:
            return self.refuse(410)
        html = self.handvat.renderer.page("shared.html", shown=shown, written=written(shown.text))
        return HTMLResponse(html)

    async def guarded(
        self, answer: Callable[[], Awaitable[Response]], posted: Posted | None
    ) -> Response:
        """The edge: what goes wrong is logged without a word that was typed, and said honestly."""
        try:
            return await answer()
        except Exception as error:  # noqa: BLE001  (the edge)
            turn = uuid4().hex[:8]
            log.error("turn %s failed: %s", turn, told(error))
            html = self.handvat.renderer.page("trouble.html", turn=turn, posted=posted)
            return HTMLResponse(html, 503 if isinstance(error, StoreError) else 500)

    def refuse(self, status: int) -> Response:
        """One sentence that says why not."""
        return HTMLResponse(self.handvat.renderer.page("refused.html", status=status), status)

    async def unknown(self, request: Request, error: Exception) -> Response:
        """There is no such page."""
        return self.refuse(404)


async def health(request: Request) -> Response:
    """Say that the page answers."""
    return PlainTextResponse("ok")
