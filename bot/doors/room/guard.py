"""Who may speak to the pages of a meeting, and what every answer of theirs tells the browser.

They answer everybody who reaches this computer, so what protects them is the cookie, a random
token that only the browser that joined has, and that a form counts only when it comes from the
page itself. A link to a page may stand anywhere; nothing else is answered to another site.
"""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from secrets import token_bytes

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.doors.web_guard import ON_EVERY_ANSWER, SAFE_METHODS, dressed

COOKIE = "kamer"
TOKEN = 32  # bytes of chance in a cookie
SHAPE = 43  # characters of such a token
LIFE = 14 * 24 * 3600  # seconds: as long as a shared copy lasts, for a meeting over some days

# With ``same-origin`` a form of the page tells its origin, which browsers do not tell by another
# header on a plain http address; and no other site hears the address of a meeting.
ON_ROOM_ANSWERS = ON_EVERY_ANSWER | {"Referrer-Policy": "same-origin"}


class RoomGuard:
    """Refuses what another site asks for, and dresses every answer."""

    def __init__(self, app: ASGIApp, *, refuse: Callable[[int], Response]) -> None:
        self.app = app
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 403, or let the page answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        allowed = from_own_page(scope["method"], Headers(scope=scope))
        answer = self.app if allowed else self.refuse(403)
        await answer(scope, receive, dressed(send, ON_ROOM_ANSWERS))


def from_own_page(method: str, headers: Headers) -> bool:
    """Whether this comes from a page of the meeting itself, or opens one.

    Browsers say where a request comes from by ``Sec-Fetch-Site``, but only on https and on this
    computer; elsewhere by the ``Origin`` of a form.
    """
    site = headers.get("sec-fetch-site")
    if method in SAFE_METHODS:
        opens = headers.get("sec-fetch-mode") == "navigate"
        opens = opens and headers.get("sec-fetch-dest") == "document"
        return opens or site in (None, "none", "same-origin")
    if site is not None:
        return site == "same-origin"
    return origin_host(headers) == headers.get("host", "").lower() != ""


def origin_host(headers: Headers) -> str | None:
    """The host of the page that a form stood on, with its port; None when it was not told."""
    scheme, there, host = headers.get("origin", "").lower().partition("://")
    return host if there and scheme in ("http", "https") else None


def login_of(request: Request) -> str | None:
    """Who asks: the hash of the cookie's token. The token itself is kept nowhere but there."""
    token = request.cookies.get(COOKIE, "")
    return named(token) if len(token) == SHAPE and token.isascii() else None


def named(token: str) -> str:
    """The login that belongs to a token."""
    return sha256(token.encode()).hexdigest()


class Tokens:
    """Tokens that nobody can guess, and the same one for the same form: a double tap is one person.

    A form's number is random and known to its page alone; the secret lasts as long as the process.
    """

    def __init__(self) -> None:
        self.secret = token_bytes(TOKEN)

    def of(self, form: str) -> str:
        """The token for who came in by this form."""
        digest = hmac.digest(self.secret, form.encode(), "sha256")
        return urlsafe_b64encode(digest).decode().rstrip("=")


def give(answer: Response, token: str, request: Request) -> None:
    """Put the token in the browser that joined; on https it is never sent any other way.

    That a form came by https is what its own browser says of it, so no proxy has to be believed.
    """
    secure = request.headers.get("origin", "").lower().startswith("https://")
    answer.set_cookie(
        COOKIE,
        token,
        max_age=LIFE,
        path="/kamer",
        secure=secure or request.url.scheme == "https",
        httponly=True,
        samesite="strict",
    )
