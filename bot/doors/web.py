"""The web door: the conversation as a page on this computer, with forms and without cookies.

One page shows where the seat stands and one form does everything: a button, a typed text, a
command. After a turn the browser is sent back to the page, so that reloading repeats nothing. Only
when something typed was not taken in does the answer itself show the page, with that text still in
the box: the browser keeps no drafts, and nothing typed may be lost.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from hashlib import blake2b
from importlib.resources import files
from typing import Protocol, get_args
from urllib.parse import parse_qsl, quote
from uuid import UUID, uuid4

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.app.failing import told
from bot.app.ports import StoreError
from bot.app.types import Delivery, Document, DocumentRequest, DoorName, Envelope, Seat
from bot.doors.web_guard import Guard, body_of
from bot.doors.web_text import written
from flows.advance import says_something
from flows.clarification.lines import LONGEST
from flows.types import DocumentName, Pressed, Reading, Said

FILES = {"handvat.css": "text/css", "handvat.js": "text/javascript", "handvat.svg": "image/svg+xml"}
DOCUMENTS: dict[str, DocumentName] = {name: name for name in get_args(DocumentName)}
REMEMBERED = 100  # refused arrivals, so that reloading their answer keeps the text

log = logging.getLogger("handvat.web")


class Pages(Protocol):
    """Renders a page of ``templates/pages`` with everything in it escaped."""

    def page(self, name: str, **values: object) -> str:
        """Render templates/pages/``name``."""


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


def web_app(handvat: Conversing, *, login: str = "lokaal", port: int = 8080) -> Starlette:
    """Build the page for one person. ``port`` is the one in the address a browser uses."""
    door = WebDoor(handvat, login)
    return Starlette(
        routes=[
            Route("/", door.page),
            Route("/turn", door.turn, methods=["GET", "POST"]),
            Route("/document/{conversation}/{document}", door.document),
            Route("/health", health),
            *(Route(f"/{name}", static(name, mime)) for name, mime in FILES.items()),
        ],
        middleware=[Middleware(Guard, port=port, refuse=door.refuse)],
        exception_handlers={404: door.unknown, 405: door.unknown},
    )


@dataclass(frozen=True, slots=True)
class Posted:
    """What one form brought. ``form`` numbers the page it stood on, ``draft`` is what was typed
    there but not sent, because another button was pressed. ``again`` is that button's name and
    value; both are empty when a text was sent.
    """

    form: str
    input: Said | Pressed
    draft: str = ""
    again: tuple[str, str] = ("", "")

    @classmethod
    def of(cls, body: bytes) -> Posted:
        """Read a posted form; ValueError when it is none."""
        fields = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=16))
        text, kept = (fields.get(name, "").replace("\r\n", "\n") for name in ("text", "kept"))
        both = together(kept, text)
        form = UUID(fields.get("arrival", "")).hex
        if "value" in fields:
            value = fields["value"]
            return cls(form, Pressed.of(value), both, ("value", value))
        if "command" in fields:
            command = fields["command"]
            return cls(form, Said(command), both, ("command", command))
        return cls(form, Said(text), kept)

    @property
    def arrival(self) -> str:
        """The same for the same thing done on the same page, so that a double tap counts once.

        Another text from a page that the browser kept is another arrival, or it would be lost. The
        form's number is the key and is not stored, so that this says nothing about the text.
        """
        given = self.input
        done = f"press {given.value}" if isinstance(given, Pressed) else f"text {given.text}"
        return blake2b(done.encode(), key=bytes.fromhex(self.form), digest_size=16).hexdigest()

    @property
    def text(self) -> str:
        """The text or command that was sent, empty when a button was pressed."""
        return self.input.text if isinstance(self.input, Said) else ""

    @property
    def typed(self) -> str:
        """What stood in the box when the form was sent."""
        return self.draft if self.again[0] else self.text

    def unsent(self, refused: bool) -> str:
        """What must be in the box after the turn. A text that is too long is always refused."""
        lost = (refused and not self.again[0]) or len(self.text) > LONGEST
        return together(self.draft, self.text) if lost else self.draft


def together(*texts: str) -> str:
    """What was typed at different moments, so that one does not push out the other."""
    said = [text for text in texts if says_something(text)]
    return "\n\n".join(said)


class WebDoor:
    """Translates forms to turns and screens to pages, for one person."""

    def __init__(self, handvat: Conversing, login: str) -> None:
        self.handvat = handvat
        self.login = login
        self.refused: deque[str] = deque(maxlen=REMEMBERED)

    async def page(self, request: Request) -> Response:
        """Show where the seat stands; what is shown for the first time is settled afterwards."""
        prefetch = "prefetch" in request.headers.get("sec-purpose", "")
        seen = request.headers.get("sec-fetch-dest", "document") == "document"
        settles = seen and not prefetch and request.method == "GET"
        return await self.guarded(lambda: self.here(settles=settles), None)

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
        arrival = posted.arrival
        delivery = await self.handvat.turn(
            Envelope("web", self.login, arrival, posted.input, reading)
        )
        if delivery and delivery.refused:
            self.refused.append(arrival)
        draft = posted.unsent(arrival in self.refused)
        if not says_something(draft):
            return RedirectResponse("/", 303)
        return await self.here(draft, sent=draft != posted.draft)

    async def here(self, draft: str = "", *, sent: bool = False, settles: bool = True) -> Response:
        """The page of where the seat stands now. ``sent`` says that ``draft`` was sent in vain."""
        delivery = await self.handvat.look("web", self.login)
        shown = delivery.shown
        html = self.handvat.renderer.page(
            "screen.html",
            shown=shown,
            written=written(shown.text),
            notices=delivery.notices,
            documents=delivery.documents,
            arrival=uuid4().hex,
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


def static(name: str, mime: str) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for one file beside the page templates, read once."""
    content = (files("templates") / "pages" / name).read_bytes()

    async def endpoint(request: Request) -> Response:
        return Response(content, media_type=mime)

    return endpoint
