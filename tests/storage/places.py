"""Where a test keeps things, and the few words its stories are told in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.app.ports import Unit
from bot.app.types import Seat
from bot.storage.store import SqliteStore, open_store
from flows.types import Conversation, Entry, Kind, Place, Voice

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DAY = timedelta(days=1)
TOLD = "Ik slaap slecht sinds de huur omhoog ging."


@dataclass(frozen=True, slots=True)
class Home:
    """A data folder: database, master key and key store."""

    folder: Path

    @property
    def database(self) -> Path:
        return self.folder / "handvat.db"

    @property
    def key(self) -> Path:
        return self.folder / "handvat.key"

    @property
    def keys(self) -> Path:
        return self.folder / "handvat.key.db"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.database}"

    def open(self) -> SqliteStore:
        return open_store(self.url, self.key)

    def bytes(self) -> bytes:
        """Everything that stands in any file of the folder."""
        return b"".join(each.read_bytes() for each in sorted(self.folder.iterdir()))


def merel(of: str = "c1") -> Conversation:
    """A household's conversation as it begins."""
    return Conversation(of, "Merel 42", 7, Place("story.telling"))


def line(seq: int, text: str = TOLD, kind: Kind = Kind.LINE, of: int | None = None) -> Entry:
    """A line in the resident's own words."""
    return Entry(seq, kind, NOW, text, voice=Voice.QUOTED, domain="wonen", supersedes=of)


def sits_down(unit: Unit, login: str = "anna") -> Seat:
    """A professional at the telephone."""
    return unit.seat("telegram", login, NOW)


def tells(unit: Unit, *texts: str, login: str = "anna", of: str = "c1") -> Seat:
    """A conversation begins and these lines are told."""
    seat = sits_down(unit, login)
    unit.begin(seat.person, merel(of), NOW)
    unit.keep(of, tuple(line(seq, text) for seq, text in enumerate(texts or (TOLD,), start=1)))
    return seat


def reads(unit: Unit, login: str = "anna", of: str = "c1") -> tuple[str, ...] | None:
    """What this professional can read of the conversation; None when it does not open."""
    seat = sits_down(unit, login)
    if unit.conversation(seat.person, of) is None:
        return None
    return tuple(entry.text for entry in unit.entries(of))
