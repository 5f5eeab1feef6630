"""Who may speak to the page, how much at once, and what every answer tells the browser.

The page knows no sign-in: whoever reaches it is the person of this computer. So only a browser on
this computer reaches it: the Host must be a loopback name (which stops DNS rebinding), a form
must come from the page itself (which stops other sites from posting), and nothing is answered that
another site asks for (a picture of theirs with this address would use up what is shown once).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
# Bytes as sent. The longest text is 240,000 when all of it is encoded; far more is read, so that a
# text that is much too long comes back in the box as well.
LARGEST_FORM = 4 * 1024 * 1024
LARGEST_UPLOAD = 32 * 1024 * 1024  # bytes read and thrown away, so that a browser hears the answer
SAFE_METHODS = ("GET", "HEAD")

ON_EVERY_ANSWER = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": (
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"
    ),
}


class Guard:
    """Refuses what is not for this page before the page sees it, and dresses every answer."""

    def __init__(self, app: ASGIApp, *, port: int, refuse: Callable[[int], Response]) -> None:
        self.app = app
        self.hosts = {f"{name}:{port}" for name in LOOPBACK}
        if port == 80:
            self.hosts.update(LOOPBACK)
        self.refuse = refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 400 or 403, or let the page answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        status = self.objection(scope["method"], Headers(scope=scope))
        answer = self.refuse(status) if status else self.app
        await answer(scope, receive, dressed(send, ON_EVERY_ANSWER))

    def objection(self, method: str, headers: Headers) -> int:
        """The status to refuse with: 400 for a wrong host, 403 for another site; 0 if none.

        With Referrer-Policy no-referrer a browser sends ``Origin: null`` with the page's own form,
        so Sec-Fetch-Site, which no site can set, decides where it is sent. It is ``none`` when the
        person typed the address.
        """
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self.hosts:
            return 400
        site = headers.get("sec-fetch-site")
        if method in SAFE_METHODS:
            return 0 if site in (None, "none", "same-origin") else 403
        origin = headers.get("origin")
        own = f"http://{hosts[0].lower()}"
        if site is None:
            return 0 if origin == own else 403
        return 0 if site == "same-origin" and origin in (None, "null", own) else 403


def dressed(send: Send, headers: Mapping[str, str]) -> Send:
    """Send an answer with these headers on it."""

    async def sends(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return sends


async def body_of(request: Request, most: int = LARGEST_FORM) -> bytes | None:
    """The form as it was sent; None when it is larger than ``most`` bytes."""
    kept = bytearray()
    seen = 0
    async for chunk in request.stream():
        seen += len(chunk)
        if seen <= most:
            kept += chunk
        if seen > LARGEST_UPLOAD:
            break
    return bytes(kept) if seen <= most else None
