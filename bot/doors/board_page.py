"""The page for the big screen, with the join address as a QR code."""

from __future__ import annotations

import segno

from bot.doors.web_page import Following, Pages
from flows.intervision.board import Board
from flows.intervision.codes import shown

QUIET = 4  # modules of white around a QR code, as the standard asks


def board_page(pages: Pages, board: Board, address: str | None, live: Following) -> str:
    """What the big screen shows. ``address`` is where colleagues come in; None when they cannot."""
    joins = f"{address}/kamer" if address and board.code else ""
    return pages.page(
        "board.html",
        board=board,
        live=live,
        code=shown(board.code),
        joins=joins.partition("://")[2],
        square=square(f"{joins}/{board.code}") if joins else "",
    )


def square(address: str) -> str:
    """An SVG that a phone's camera opens as ``address``; black on white in the dark as well."""
    code = segno.make(address, error="m", micro=False)
    drawn: str = code.svg_inline(
        border=QUIET, dark="#000", light="#fff", omitsize=True, svgclass="square", lineclass=None
    )
    return drawn
