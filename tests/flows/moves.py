"""What can be done on a stage and seen there: the words that recordings and doors share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from flows.types import Entry, NoText


class Differs(AssertionError):
    """What was seen is not what was recorded."""


@dataclass(frozen=True, slots=True)
class Press:
    """Press the button with this label; an ``old`` one stands on an earlier screen only."""

    label: str
    old: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """Type a text; ``message`` numbers it so that it can be edited later."""

    text: str
    message: int | None = None


@dataclass(frozen=True, slots=True)
class Edit:
    """Change an earlier message."""

    message: int
    text: str


@dataclass(frozen=True, slots=True)
class Show:
    """Send something that is no text."""

    what: NoText


@dataclass(frozen=True, slots=True)
class Wait:
    """So many days pass, and nothing is done."""

    days: int


Move = Press | Say | Edit | Show | Wait


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person sees after a move.

    ``text`` without markup, ``buttons`` by label and in order, ``notices`` above the screen,
    ``files`` by the name of the document. ``entries`` are those of the conversation in hand; None
    when this stage cannot look there.
    """

    text: str
    buttons: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    entries: tuple[Entry, ...] | None = None


class Stage(Protocol):
    """Where a recording is played: makes a move and looks. A label that is not there `Differs`."""

    def make(self, move: Move) -> Seen:
        """Make this move and look."""


class Door(Protocol):
    """A stage that has to wait for its answers."""

    async def make(self, move: Move) -> Seen:
        """Make this move and look."""


def as_seen(seen: Seen) -> str:
    """A screen as a person reads it."""
    said = "".join(f"({notice})\n" for notice in seen.notices)
    buttons = "".join(f"\n  [{label}]" for label in seen.buttons)
    files = "".join(f"\n  → {name}" for name in seen.files)
    return f"{said}{seen.text}{buttons}{files}"
