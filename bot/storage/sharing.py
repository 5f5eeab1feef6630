"""Coming back to practice, and what a trainee shares for a while: read-only, by a keyed hash."""

from __future__ import annotations

import hmac
from datetime import datetime

import sqlalchemy as sa
import uuid_utils
from pydantic import TypeAdapter
from sqlalchemy import Integer, Text, bindparam

from bot.app.types import DoorName, Seat
from bot.storage.engine import Prepared
from bot.storage.people import People
from bot.storage.practices import KIND, Practices
from bot.storage.sealing import place, seal, unseal
from bot.storage.tables import access, conversation, desk, moment, seat, share, stamp
from bot.storage.transaction import Row
from flows.practice.sharing import chosen
from flows.practice.types import Invitations, Share, Shared, ShareListing

INVITATIONS = "invitations"
_INVITATIONS = TypeAdapter(Invitations)
_OF, _PERSON = bindparam("of", type_=Text), bindparam("of_person", type_=Text)
_NOW = bindparam("now", type_=Integer)
_LIVES = conversation.c.erased_at.is_(None)
_OPENED = conversation.join(access, access.c.conversation == conversation.c.id)
_RUNS = (conversation.c.kind == sa.literal(KIND), _LIVES)

_READ = Prepared(
    sa.select(conversation.c.id, conversation.c.key_id, conversation.c.sealed)
    .select_from(_OPENED)
    .where(access.c.person == _PERSON, conversation.c.kind == sa.literal(INVITATIONS), _LIVES)
)
_BEGIN = Prepared(sa.insert(conversation))
_OPEN_TO = Prepared(sa.insert(access))
_SAVE = Prepared(
    sa.update(conversation)
    .where(conversation.c.id == _OF)
    .values(sealed=bindparam("new_sealed"), touched=bindparam("new_touched"))
)
_TRAINEES = Prepared(
    sa.select(seat.c.id, seat.c.person, seat.c.door, seat.c.login, seat.c.panel)
    .select_from(seat.join(desk, desk.c.seat == seat.c.id))
    .where(
        seat.c.door == bindparam("at_door"),
        desk.c.touched < bindparam("before"),
        sa.exists()
        .select_from(_OPENED)
        .where(access.c.person == seat.c.person, *_RUNS)
        .correlate(seat),
    )
    .order_by(seat.c.id)
)
_ADD = Prepared(sa.insert(share))
_WITHDRAW = Prepared(sa.delete(share).where(share.c.person == _PERSON, share.c.id == _OF))
_LIST = Prepared(
    sa.select(share.c.id, share.c.practice, share.c.expires)
    .where(share.c.person == _PERSON, share.c.expires > _NOW)
    .order_by(share.c.made, share.c.id)
)
_HASHED = Prepared(
    sa.select(share.c.id, share.c.hash).where(
        share.c.hash == bindparam("hashed"), share.c.expires > _NOW
    )
)
_FIND = Prepared(
    sa.select(share.c.person, share.c.practice, share.c.made, share.c.expires).where(
        share.c.id == _OF, share.c.expires > _NOW
    )
)
_OVER = Prepared(sa.delete(share).where(share.c.expires <= _NOW))
_mine, _run = access.alias("mine"), conversation.alias("run")
_has_a_run = (
    sa.exists()
    .select_from(access.join(_run, _run.c.id == access.c.conversation))
    .where(
        access.c.person == _mine.c.person,
        _run.c.kind == sa.literal(KIND),
        _run.c.erased_at.is_(None),
    )
    .correlate(_mine)
)
_NEEDLESS = Prepared(
    sa.select(conversation.c.id, conversation.c.key_id)
    .select_from(conversation.join(_mine, _mine.c.conversation == conversation.c.id))
    .where(conversation.c.kind == sa.literal(INVITATIONS), _LIVES, ~_has_a_run)
)


class Sharing(People, Practices):
    """The unit's room for invitations and for what is shared."""

    def invitations(self, person: str) -> Invitations:
        """What this person wants with invitations; after two doors were joined, of both."""
        found = self._invitations(person)
        weeks = {week for one in found.values() for week in one.answered}
        return Invitations(any(one.off for one in found.values()), tuple(sorted(weeks)))

    def _invitations(self, person: str) -> dict[str, Invitations]:
        found = {}
        for of, key_id, sealed in self.all(_READ, of_person=person):
            if key := self._keys.key(key_id):
                found[of] = _INVITATIONS.validate_json(unseal(key, _place_of(of), sealed))
        return found

    def save_invitations(self, person: str, invitations: Invitations, now: datetime) -> None:
        """Keep it, sealed as a run is, as long as this person has any run."""
        plain = _INVITATIONS.dump_json(invitations)
        known = tuple(self._invitations(person))
        for of in known:
            sealed = seal(self._require(of).key, _place_of(of), plain)
            self.change(_SAVE, of=of, new_sealed=sealed, new_touched=stamp(now))
        if not known:
            self._begin_invitations(person, plain, now)

    def _begin_invitations(self, person: str, plain: bytes, now: datetime) -> None:
        of = uuid_utils.uuid7().hex
        key_id = self._keys.make("practice", of)
        self.change(
            _BEGIN,
            id=of,
            kind=INVITATIONS,
            key_id=key_id,
            sealed=seal(self._key(key_id), _place_of(of), plain),
            version=1,
            waiting=0,
            touched=stamp(now),
            erased_at=None,
        )
        self.change(_OPEN_TO, person=person, conversation=of, right="hold")
        self.after_commit(lambda: self._keys.settle(key_id))

    def trainees(self, door: DoorName, before: datetime) -> tuple[Seat, ...]:
        """The seats at this door, quiet since then, of everybody who has a practice run."""
        rows = self.all(_TRAINEES, at_door=door, before=stamp(before))
        return tuple(Seat(*row) for row in rows)

    def share(self, person: str, shared: Share, now: datetime) -> None:
        """Share it until it ends; of its code only the keyed hash is kept."""
        self.change(
            _ADD,
            id=shared.id,
            hash=self._keys.code_hash(self._keys.share_code(shared.id)),
            person=person,
            practice=shared.practice,
            made=stamp(now),
            expires=stamp(shared.until),
        )

    def withdraw(self, person: str, share_id: str) -> None:
        """End this person's sharing at once; somebody else's stays as it is."""
        self.change(_WITHDRAW, of_person=person, of=share_id)

    def shares(self, person: str, now: datetime) -> tuple[ShareListing, ...]:
        """What this person shares now, the first one first, each with its code."""
        return tuple(
            ShareListing(of, practice, moment(expires), self._keys.share_code(of))
            for of, practice, expires in self.all(_LIST, of_person=person, now=stamp(now))
        )

    def open_share(self, seat: Seat, code: str, now: datetime) -> str | None:
        """The id of what this code shares; None when it is wrong, over or withdrawn.

        Wrong codes count together with those of `use_link`: after five nothing opens at this seat
        until ten minutes after the first of them.
        """
        if not self._may_try(seat, now):
            return None
        hashed = self._keys.code_hash(code)
        row = self.one(_HASHED, hashed=hashed, now=stamp(now))
        if row is None or not hmac.compare_digest(row[1], hashed):
            self._tried_wrong(seat, now)
            return None
        return str(row[0])

    def shared(self, share_id: str, now: datetime) -> Shared | None:
        """What is shared under this id, and nothing else of the person; None once it ended."""
        row = self.one(_FIND, of=share_id, now=stamp(now))
        return self._shared(share_id, row) if row else None

    def _shared(self, share_id: str, row: Row) -> Shared | None:
        person, practice, made, expires = row
        if practice is None:
            runs = chosen(self.practices(person), moment(made))
            return Shared(share_id, moment(expires), runs=runs) if runs else None
        run = self.practice(person, practice)
        spoken = self.spoken(practice) if run else ()
        return Shared(share_id, moment(expires), run, spoken) if run else None

    def _forget_shares(self, now: datetime) -> None:
        """Delete what is over, and invitations of whoever has no run any more."""
        self.change(_OVER, now=stamp(now))
        needless = self.all(_NEEDLESS)
        for of, _ in needless:
            self._blank(of, now)
        if needless:
            self._end_keys(tuple(key_id for _, key_id in needless), now)


def _place_of(of: str) -> bytes:
    return place("invitations", of, "sealed")
