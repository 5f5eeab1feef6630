"""Arrivals that were handled, and the outbox: what is to be delivered, without a word told."""

from __future__ import annotations

from datetime import datetime, timedelta

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import bindparam
from sqlalchemy.dialects.sqlite import insert

from bot.app.types import DocumentRequest, DoorName, Outgoing, Seat
from bot.storage.engine import Prepared
from bot.storage.tables import arrival, outbox, seat, stamp
from bot.storage.transaction import Row, Transaction
from flows.types import Notice

ARRIVAL_LIFE = timedelta(days=30)
DELIVERED_LIFE = timedelta(days=1)

_NOTICES = TypeAdapter(tuple[Notice, ...])
_DOCUMENTS = TypeAdapter(tuple[DocumentRequest, ...])

_HANDLED = Prepared(
    sa.select(arrival.c.at).where(
        arrival.c.door == bindparam("door"), arrival.c.id == bindparam("of")
    )
)
_MARK_HANDLED = Prepared(insert(arrival).on_conflict_do_nothing())
_OLD_ARRIVALS = Prepared(sa.delete(arrival).where(arrival.c.at < bindparam("before")))

_QUEUE = Prepared(sa.insert(outbox))
_pending = (
    sa.select(
        outbox.c.id,
        outbox.c.screen,
        outbox.c.notices,
        outbox.c.documents,
        outbox.c.edits,
        seat.c.id,
        seat.c.person,
        seat.c.door,
        seat.c.login,
        seat.c.panel,
    )
    .select_from(outbox.join(seat, seat.c.id == outbox.c.seat))
    .where(outbox.c.delivered == sa.text("0"))
)
_PENDING = Prepared(_pending)
_PENDING_OF = Prepared(_pending.where(outbox.c.seat == bindparam("of_seat")))
_DELIVERED = Prepared(
    sa.update(outbox)
    .where(outbox.c.id == bindparam("of"), outbox.c.seat == bindparam("of_seat"))
    .values(delivered=sa.text("1"), notices=sa.text("'[]'"), documents=sa.text("'[]'"))
)
_PANEL = Prepared(
    sa.update(seat).where(seat.c.id == bindparam("of_seat")).values(panel=bindparam("new_panel"))
)
_OLD_DELIVERED = Prepared(
    sa.delete(outbox).where(
        outbox.c.delivered == sa.text("1"), outbox.c.created < bindparam("before")
    )
)


class Post(Transaction):
    """The unit's room for arrivals and for what goes out."""

    def handled(self, door: DoorName, arrival: str) -> bool:
        """Whether this arrival was handled before (the set is kept, not the highest)."""
        return self.one(_HANDLED, door=door, of=arrival) is not None

    def mark_handled(self, door: DoorName, arrival: str, now: datetime) -> None:
        """Mark this arrival handled, in the same transaction as what it did."""
        self.change(_MARK_HANDLED, door=door, id=arrival, at=stamp(now))

    def queue(
        self,
        seat: Seat,
        screen: int,
        notices: tuple[Notice, ...],
        documents: tuple[DocumentRequest, ...],
        edits: bool,
        now: datetime,
    ) -> int:
        """Put a row in the outbox; returns its id."""
        return self.add(
            _QUEUE,
            id=None,
            seat=seat.id,
            screen=screen,
            notices=_NOTICES.dump_json(notices).decode(),
            documents=_DOCUMENTS.dump_json(documents).decode(),
            edits=int(edits),
            created=stamp(now),
            delivered=0,
        )

    def pending(self, seat: Seat | None = None) -> tuple[Outgoing, ...]:
        """Outbox rows that were not delivered, oldest first, of one seat or of all."""
        rows = self.all(_PENDING) if seat is None else self.all(_PENDING_OF, of_seat=seat.id)
        return tuple(_outgoing(row) for row in sorted(rows))  # by id; here, to scan no more of it

    def mark_delivered(self, ids: tuple[int, ...], seat: Seat, panel: str | None) -> None:
        """Settle outbox rows and remember the seat's panel; None leaves the panel as it was."""
        self.change_each(_DELIVERED, ({"of": of, "of_seat": seat.id} for of in ids))
        if panel is not None:
            self.change(_PANEL, of_seat=seat.id, new_panel=panel)

    def _forget_post(self, now: datetime) -> None:
        """Delete arrivals and delivered rows that are old enough."""
        self.change(_OLD_ARRIVALS, before=stamp(now - ARRIVAL_LIFE))
        self.change(_OLD_DELIVERED, before=stamp(now - DELIVERED_LIFE))


def _outgoing(row: Row) -> Outgoing:
    return Outgoing(
        id=row[0],
        seat=Seat(*row[5:]),
        screen=row[1],
        notices=_NOTICES.validate_json(row[2]),
        documents=_DOCUMENTS.validate_json(row[3]),
        edits=bool(row[4]),
    )
