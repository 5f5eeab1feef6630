"""What travels between a door and the turn: frozen, and the same for every door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flows.types import DocumentName, Effect, Input, Notice, Reading

DoorName = Literal["telegram", "web", "terminal", "room"]


@dataclass(frozen=True, slots=True)
class Envelope:
    """One thing a person did at a door, with an id by which a second arrival is known.

    ``login`` is the door's own name for the person (a Telegram id, ``lokaal``), ``arrival`` is
    unique per door, ``reading`` was made before the transaction because it may be slow, ``notes``
    says whether this door may hold what is told, ``room`` that it leads to a meeting and nowhere
    else. ``received`` is its number in the inbox, from which it is taken in the turn's own
    transaction.
    """

    door: DoorName
    login: str
    arrival: str
    input: Input
    reading: Reading = Reading()  # noqa: RUF009  (a frozen value)
    language: str = "nl"
    notes: bool = True
    room: bool = False
    received: int | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """One person at one door."""

    id: str
    person: str
    door: DoorName
    login: str
    panel: str | None = None  # the door's own name of the panel, such as a message id


@dataclass(frozen=True, slots=True)
class OnScreen:
    """A meeting that is on somebody's screen: a number of its last save, and whether it has a copy.

    Two that differ tell that it stands otherwise, and never how.
    """

    meeting: str
    version: int
    readable: bool


@dataclass(frozen=True, slots=True)
class GroupChat:
    """Where a meeting has its one panel in a group. ``topic`` is the thread of a forum, ``panel``
    the message, None until it was sent."""

    meeting: str
    chat: int
    topic: int | None = None
    panel: int | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A row of the outbox: what is to be delivered, without a word that a person wrote.

    ``refused`` and ``stirred`` (the meetings that now stand otherwise) are said of this turn alone
    and are not stored.
    """

    id: int
    seat: Seat
    screen: int
    notices: tuple[Notice, ...] = ()
    documents: tuple[DocumentRequest, ...] = ()
    edits: bool = False  # a tap edits the panel, a typed text gets a new one below it
    refused: bool = False
    stirred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentRequest:
    """A document to make on delivery, of this conversation or practice run as it then stands."""

    document: DocumentName
    conversation: str


@dataclass(frozen=True, slots=True)
class Document:
    """A made document. ``name`` is safe as a file name and holds no name of a person."""

    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ShownButton:
    """A button as a door shows it: at most 40 characters, and a value of at most 64 bytes."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A rendered screen. ``text`` is the small HTML that every door can show or strip:
    ``<b> <i> <blockquote>`` and newlines; everything else in it is escaped. ``title`` is plain.
    """

    text: str
    rows: tuple[tuple[ShownButton, ...], ...] = ()
    writes: bool = False
    name: str = ""
    large: bool = False  # to read along together, in large letters
    curve: tuple[int, ...] = ()  # levels from 0 to 10 that a page can draw
    leads: bool = False  # who leads a meeting: moves come before typing
    taps: bool = False  # an answer can be tapped: moves come before typing, none before another
    left: int | None = None  # seconds of a clock that runs, below zero when its time is over
    lines: tuple[tuple[int, ...], ...] = ()  # two or more of them over time; -1 where one has none


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a door delivers after a turn. ``ids`` are the outbox rows it settles. ``refused`` says
    that nothing came of this turn, so that a door can give back what was typed. ``meeting`` is the
    one on this screen, which others may change.
    """

    ids: tuple[int, ...]
    seat: Seat
    screen: int
    shown: Shown
    notices: tuple[str, ...] = ()
    documents: tuple[DocumentRequest, ...] = ()
    edits: bool = False
    refused: bool = False
    meeting: str | None = None


__all__ = [
    "Delivery",
    "Document",
    "DocumentRequest",
    "DoorName",
    "Effect",
    "Envelope",
    "Outgoing",
    "Seat",
    "Shown",
    "ShownButton",
]
