"""Which pages answer a connection: by the address it arrived on, which no client can choose.

Without a sign-in the private page is for whoever sits at this computer. A connection to
``127.0.0.1`` or ``::1`` can only come from here, and gets it; every other connection gets the pages
of a meeting and nothing else. The Host header, which a client writes, decides nothing.
"""

from __future__ import annotations

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address

from starlette.types import ASGIApp, Receive, Scope, Send

PRIVATE: tuple[IPv4Address | IPv6Address, ...] = (IPv4Address("127.0.0.1"), IPv6Address("::1"))
NOWHERE = {4: ("192.0.2.1", 9), 6: ("2001:db8::1", 9)}  # documentation addresses, never sent to
# What a proxy adds to a request. One before the private page would open it to everybody.
FORWARDED = (b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip")


class ByAddress:
    """Leads a connection to the private page or to the pages of a meeting."""

    def __init__(self, private: ASGIApp, room: ASGIApp, paths: tuple[str, ...]) -> None:
        """``paths`` begin what the room answers on this computer too."""
        self.private = private
        self.room = room
        self.paths = paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one of the two answer."""
        here = scope["type"] == "http" and is_private(scope) and not was_forwarded(scope)
        app = self.private if here and not scope["path"].startswith(self.paths) else self.room
        await app(scope, receive, send)


def is_private(scope: Scope) -> bool:
    """Whether this connection arrived on an address that only this computer reaches.

    An unknown address is not private, and neither is the rest of 127.0.0.0/8, on which a TLS proxy
    of this computer can reach the pages of a meeting.
    """
    server: tuple[str, int | None] | None = scope.get("server")
    address = address_of(server[0]) if server else None
    return address is not None and address in PRIVATE


def was_forwarded(scope: Scope) -> bool:
    """Whether a proxy stands between: what it brings came from somewhere else.

    No browser speaks HTTP/1.0, and some proxies do when they are told nothing else.
    """
    old = scope.get("http_version") == "1.0"
    return old or any(name in FORWARDED for name, _ in scope["headers"])


def address_of(name: str | None) -> IPv4Address | IPv6Address | None:
    """An address as the system writes it; an IPv4 address that came in on IPv6 is itself."""
    try:
        address = ip_address(name or "")
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return mapped or address


def reached_at(host: str, port: int) -> str:
    """The address at which colleagues on the same network find the pages of a meeting.

    For ``0.0.0.0`` and ``::`` it is the address this machine would call out from; nothing is sent.
    """
    address = ip_address("127.0.0.1" if host == "localhost" else host)
    if address.is_unspecified:
        address = _outward(address.version) or address
    shown = f"[{address}]" if address.version == 6 else str(address)
    return f"http://{shown}" if port == 80 else f"http://{shown}:{port}"


def _outward(version: int) -> IPv4Address | IPv6Address | None:
    """The address of this machine on its way out; None without a network."""
    family = socket.AF_INET if version == 4 else socket.AF_INET6
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(NOWHERE[version])
        except OSError:
            return None
        return address_of(probe.getsockname()[0])
