"""What the private page and the room's pages share: a screen as a page, and the files beside it."""

from __future__ import annotations

from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from html import escape
from importlib.resources import files
from typing import Protocol
from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from bot.app.types import Delivery, Shown
from bot.doors.web_form import Posted
from bot.doors.web_text import Written, dialled, written

FILES = {
    "handvat.css": "text/css",
    "handvat.js": "text/javascript",
    "handvat.svg": "image/svg+xml",
    "board.css": "text/css",
    "room.css": "text/css",
    "room.js": "text/javascript",
}
CALLING = frozenset({"safety", "meldcode", "practice_warning", "duo_gathering"})
REMEMBERED = 1000  # refused arrivals, so that reloading their answer keeps the text


class Pages(Protocol):
    """Renders a page of ``templates/pages`` with everything in it escaped."""

    def page(self, name: str, **values: object) -> str:
        """Render templates/pages/``name``."""


@dataclass(frozen=True, slots=True)
class Following:
    """A page that is told of changes: where it hears of them, and the number it was made at."""

    address: str
    number: int


class Refusals:
    """Which arrivals were refused, so that their text comes back in the box each time."""

    def __init__(self) -> None:
        self.arrivals: deque[str] = deque(maxlen=REMEMBERED)

    def unsent(self, posted: Posted, delivery: Delivery | None) -> str:
        """What must be in the box after this turn."""
        if delivery and delivery.refused:
            self.arrivals.append(posted.arrival)
        return posted.unsent(posted.arrival in self.arrivals)


def screen_page(
    pages: Pages,
    name: str,
    delivery: Delivery,
    action: str,
    live: Following | None = None,
    *,
    draft: str = "",
    sent: bool = False,
) -> str:
    """The page of a screen. ``sent`` says that ``draft`` was sent in vain."""
    return pages.page(
        name,
        shown=delivery.shown,
        written=on_page(delivery.shown),
        notices=tuple(map(noticed, delivery.notices)),
        documents=delivery.documents,
        arrival=uuid4().hex,
        number=delivery.screen,
        action=action,
        live=live,
        draft=draft,
        sent=sent,
    )


def on_page(shown: Shown) -> Written:
    """A screen's text; where it says whom to call in danger, a number is called by one tap."""
    text = written(shown.text)
    return replace(text, html=dialled(text.html)) if shown.name in CALLING else text


def noticed(notice: str) -> str:
    """A notice as HTML; the one about danger names a free number, and its numbers can be called."""
    return dialled(escape(notice)) if "0800-" in notice else escape(notice)


def static(name: str, mime: str) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint for one file beside the page templates, read once."""
    content = (files("templates") / "pages" / name).read_bytes()

    async def endpoint(request: Request) -> Response:
        return Response(content, media_type=mime)

    return endpoint
