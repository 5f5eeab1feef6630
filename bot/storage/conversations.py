"""Conversations: where they stand, what was told, and versions of the plan."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import TypeAdapter
from sqlalchemy import Text, bindparam

from bot.app.ports import StoreError
from bot.storage.engine import Prepared
from bot.storage.keys import KeyStore
from bot.storage.recent import RecentLines
from bot.storage.sealing import place, seal, unseal
from bot.storage.tables import access, conversation, entry, moment, plan_version, stamp
from bot.storage.transaction import Transaction
from flows.clarification.lines import current, of_kind
from flows.types import Conversation, Entry, Kind, Listing

_CONVERSATION = TypeAdapter(Conversation)
_SEQS = TypeAdapter(tuple[int, ...])

_OF, _PERSON = bindparam("of", type_=Text), bindparam("of_person", type_=Text)
_LIVES = conversation.c.erased_at.is_(None)
_HOUSEHOLDS = conversation.c.kind == sa.literal("household")
_OPENED = conversation.join(access, access.c.conversation == conversation.c.id)

_READ = Prepared(
    sa.select(conversation.c.key_id, conversation.c.version, conversation.c.sealed)
    .select_from(_OPENED)
    .where(access.c.person == _PERSON, conversation.c.id == _OF, _LIVES, _HOUSEHOLDS)
)
_KEY_OF = Prepared(sa.select(conversation.c.key_id).where(conversation.c.id == _OF, _LIVES))
_LIST = Prepared(
    sa.select(
        conversation.c.id,
        conversation.c.key_id,
        conversation.c.sealed,
        conversation.c.touched,
        conversation.c.waiting,
    )
    .select_from(_OPENED)
    .where(access.c.person == _PERSON, _LIVES, _HOUSEHOLDS)
    .order_by(conversation.c.touched.desc(), conversation.c.id.desc())
)
_BEGIN = Prepared(sa.insert(conversation))
_OPEN_TO = Prepared(sa.insert(access))
_SAVE = Prepared(
    sa.update(conversation)
    .where(conversation.c.id == _OF, conversation.c.version == bindparam("read"), _LIVES)
    .values(
        sealed=bindparam("new_sealed"),
        version=conversation.c.version + 1,
        touched=bindparam("new_touched"),
    )
)
_WAIT = Prepared(
    sa.update(conversation).where(conversation.c.id == _OF).values(waiting=bindparam("lines"))
)
_LINES = Prepared(
    sa.select(entry.c.seq, entry.c.sealed)
    .where(entry.c.conversation == _OF, entry.c.seq > bindparam("last"))
    .order_by(entry.c.seq)
)
_KEEP = Prepared(sa.insert(entry))
_VERSIONS = Prepared(
    sa.select(plan_version.c.number, plan_version.c.at, plan_version.c.sealed)
    .where(plan_version.c.conversation == _OF)
    .order_by(plan_version.c.number)
)
_LATEST = Prepared(
    sa.select(sa.func.coalesce(sa.func.max(plan_version.c.number), sa.text("0"))).where(
        plan_version.c.conversation == _OF
    )
)
_FREEZE = Prepared(sa.insert(plan_version))


@dataclass(slots=True)
class Held:
    """What this transaction knows of a conversation, so that it is not asked twice."""

    key: AESGCM
    version: int | None = None  # as it was read or saved here; None: not read
    snapshot: Conversation | None = None  # of that version
    readers: set[str] = field(default_factory=set)  # who may open it, as far as was asked here
    lines: tuple[Any, ...] | None = None  # entries, or contributions of a meeting


@dataclass(frozen=True, slots=True)
class LinesOf:
    """One kind of lines: the name by which each is sealed in its place, and its shape."""

    name: str
    shape: TypeAdapter[Any]

    def place(self, of: str, seq: int) -> bytes:
        """Where this line is kept."""
        return place(self.name, f"{of}.{seq}", "sealed")


_ENTRIES = LinesOf("entry", TypeAdapter(Entry))


class Conversations(Transaction):
    """The unit's room for what people told."""

    def __init__(self, driver: sqlite3.Connection, keys: KeyStore, recent: RecentLines) -> None:
        super().__init__(driver, keys)
        self._recent = recent
        self._held: dict[str, Held] = {}

    def conversation(self, person: str, conversation: str) -> Conversation | None:
        """This conversation if the person has access to it and it was not erased.

        One whose key is gone (an old copy of the database) was erased too.
        """
        known = self._held.get(conversation)
        if known and known.snapshot and person in known.readers:
            return known.snapshot
        row = self.one(_READ, of_person=person, of=conversation)
        key = self._keys.key(row[0]) if row else None
        if row is None or key is None:
            self._recent.forget(conversation)
            return None
        held = self._hold(conversation, key, row[1])
        held.snapshot = _CONVERSATION.validate_json(unseal(key, _snapshot_of(conversation), row[2]))
        held.readers.add(person)
        return held.snapshot

    def begin(self, person: str, conversation: Conversation, now: datetime) -> None:
        """A new conversation with a key of its own, in the hands of this person."""
        key_id = self._keys.make("conversation", conversation.id)
        key = self._key(key_id)
        self.change(
            _BEGIN,
            id=conversation.id,
            kind="household",
            key_id=key_id,
            sealed=seal(key, _snapshot_of(conversation.id), _CONVERSATION.dump_json(conversation)),
            version=1,
            waiting=0,
            touched=stamp(now),
            erased_at=None,
        )
        self.change(_OPEN_TO, person=person, conversation=conversation.id, right="hold")
        self._held[conversation.id] = Held(key, 1, conversation, {person})
        self.made.append(key_id)

    def save_conversation(self, conversation: Conversation, now: datetime) -> None:
        """Save it; StoreError when it was not read here, or somebody saved it since."""
        held = self._held.get(conversation.id)
        if held is None or held.version is None:
            raise StoreError("A conversation is saved in the transaction that read it.")
        saved = self.change(
            _SAVE,
            of=conversation.id,
            read=held.version,
            new_sealed=seal(
                held.key, _snapshot_of(conversation.id), _CONVERSATION.dump_json(conversation)
            ),
            new_touched=stamp(now),
        )
        if not saved:
            raise StoreError("The conversation was saved or erased by somebody else meanwhile.")
        held.version += 1
        held.snapshot = conversation

    def entries(self, conversation: str) -> tuple[Entry, ...]:
        """Every entry, by seq; none of a conversation that was erased."""
        return self._lines_of(_ENTRIES, conversation)

    def _lines_of(self, kind: LinesOf, of: str) -> tuple[Any, ...]:
        """Every line of this conversation, run or meeting; none once it was erased."""
        held = self._find(of)
        return self._lines(kind, of, held) if held else ()

    def _lines(self, kind: LinesOf, of: str, held: Held) -> tuple[Any, ...]:
        """The lines: those remembered, and what came behind them."""
        if held.lines is None:
            known = self._recent.of(of)
            rows = self.all(_LINES, of=of, last=known[-1].seq if known else 0)
            held.lines = known + tuple(
                kind.shape.validate_json(unseal(held.key, kind.place(of, seq), sealed))
                for seq, sealed in rows
            )
            self.after_commit(lambda: self._remember(of, held))
        return held.lines

    def _remember(self, conversation: str, held: Held) -> None:
        if held.lines is not None and self._held.get(conversation) is held:
            self._recent.remember(conversation, held.lines)

    def keep(self, conversation: str, entries: tuple[Entry, ...]) -> None:
        """Store new entries; StoreError when somebody else was first."""
        lines = self._keep_lines(_ENTRIES, conversation, entries)
        if any(kept.kind is Kind.TOLD or kept.supersedes is not None for kept in entries):
            self.change(_WAIT, of=conversation, lines=len(of_kind(current(lines), Kind.TOLD)))

    def _keep_lines(self, kind: LinesOf, of: str, new: tuple[Any, ...]) -> tuple[Any, ...]:
        """Store new lines, never updated afterwards but by erasure; gives all there are now.

        Their numbers rise above all that is there: StoreError when somebody else was first.
        """
        held = self._require(of)
        lines = self._lines(kind, of, held)
        last = lines[-1].seq if lines else 0
        for kept in new:
            if kept.seq <= last:
                raise StoreError("A line with this number, or a later one, was kept meanwhile.")
            last = kept.seq
            sealed = seal(held.key, kind.place(of, kept.seq), kind.shape.dump_json(kept))
            self.change(_KEEP, conversation=of, seq=kept.seq, sealed=sealed)
        held.lines = (*lines, *new)
        return held.lines

    def listing(self, person: str) -> tuple[Listing, ...]:
        """The person's conversations that were not erased, last touched first."""
        listed = []
        for of, key_id, sealed, touched, waiting in self.all(_LIST, of_person=person):
            if key := self._keys.key(key_id):
                found = _CONVERSATION.validate_json(unseal(key, _snapshot_of(of), sealed))
                listed.append(
                    Listing(of, found.alias, moment(touched), found.at.state, found.ended, waiting)
                )
        return tuple(listed)

    def save_version(self, conversation: str, entries: tuple[int, ...], now: datetime) -> int:
        """Freeze a version of the plan; returns its number, from 1."""
        held = self._require(conversation)
        latest = self.one(_LATEST, of=conversation)
        number = int(latest[0]) + 1 if latest else 1
        self.change(
            _FREEZE,
            conversation=conversation,
            number=number,
            at=stamp(now),
            sealed=seal(held.key, _version_of(conversation, number), _SEQS.dump_json(entries)),
        )
        return number

    def versions(self, conversation: str) -> tuple[tuple[int, datetime, tuple[int, ...]], ...]:
        """Saved versions: number, when, entry ids in order; none of one that was erased."""
        held = self._find(conversation)
        if held is None:
            return ()
        found = []
        for number, at, sealed in self.all(_VERSIONS, of=conversation):
            seqs = unseal(held.key, _version_of(conversation, number), sealed)
            found.append((number, moment(at), _SEQS.validate_json(seqs)))
        return tuple(found)

    def _hold(self, of: str, key: AESGCM, version: int) -> Held:
        """Know this key and version for the rest of the transaction."""
        held = self._held.setdefault(of, Held(key))
        held.version = version
        return held

    def _find(self, conversation: str) -> Held | None:
        """The key of a conversation that was not erased, and what is known of it here."""
        if held := self._held.get(conversation):
            return held
        row = self.one(_KEY_OF, of=conversation)
        key = self._keys.key(row[0]) if row else None
        return self._held.setdefault(conversation, Held(key)) if key else None

    def _require(self, conversation: str) -> Held:
        held = self._find(conversation)
        if held is None:
            raise StoreError("The conversation was erased, or never began.")
        return held

    def _key(self, key_id: str) -> AESGCM:
        key = self._keys.key(key_id)
        if key is None:
            raise StoreError("A key that was just made is gone.")
        return key


def _snapshot_of(conversation: str) -> bytes:
    return place("conversation", conversation, "sealed")


def _version_of(conversation: str, number: int) -> bytes:
    return place("plan_version", f"{conversation}.{number}", "sealed")
