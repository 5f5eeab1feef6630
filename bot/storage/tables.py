"""The tables: one truth for statements and migrations.

Every ``sealed`` column is AES-256-GCM under the key that its conversation, or its own row, names in
``key_id``. The columns in clear hold no word that a person wrote. Times are whole microseconds
since 1970 UTC. There is no owner column: who may open a conversation is a row of ``access``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

metadata = sa.MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# One row: what the key store knows this database by, also after it was moved.
identity = Table("identity", metadata, Column("id", Text, primary_key=True))

person = Table(
    "person",
    metadata,
    Column("id", Text, primary_key=True),
    Column("since", Integer, nullable=False),
)

login = Table(
    "login",
    metadata,
    Column("realm", Text, primary_key=True),  # "telegram", or "local": terminal and loopback page
    Column("name", Text, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False, index=True),
    sqlite_with_rowid=False,
)

seat = Table(
    "seat",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False, index=True),
    Column("door", Text, nullable=False),
    Column("login", Text, nullable=False),
    Column("panel", Text),
    sa.UniqueConstraint("door", "login"),
)

desk = Table(
    "desk",
    metadata,
    Column("seat", Text, ForeignKey("seat.id"), primary_key=True),
    Column("standing", Text, nullable=False),  # JSON of flows.types.Desk
    Column("touched", Integer, nullable=False),
    Column("meeting", Text),  # whose screen is on this seat: it is redrawn when others do something
    sqlite_with_rowid=False,
)
Index("ix_desk_meeting", desk.c.meeting, sqlite_where=desk.c.meeting.is_not(None))

conversation = Table(
    "conversation",
    metadata,
    Column("id", Text, primary_key=True),
    # household; practice: a run of one's own, never among the households; invitations: whether
    # this person wants to be invited to practise again
    Column("kind", Text, nullable=False, server_default="household"),
    Column("key_id", Text),  # null once the key of an erased conversation is known to be gone
    Column("sealed", LargeBinary, nullable=False),  # JSON of flows.types.Conversation, Practice
    Column("version", Integer, nullable=False),  # goes up with every save; not the machine's
    Column("waiting", Integer, nullable=False),  # lines told that are not sorted yet
    Column("touched", Integer, nullable=False),
    Column("erased_at", Integer),
)

access = Table(
    "access",
    metadata,
    Column("person", Text, ForeignKey("person.id"), primary_key=True),
    Column("conversation", Text, ForeignKey("conversation.id"), primary_key=True, index=True),
    Column("right", Text, nullable=False),  # hold, or a role of flows.intervision in a meeting
    sqlite_with_rowid=False,
)

entry = Table(
    "entry",
    metadata,
    Column("conversation", Text, ForeignKey("conversation.id"), primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("sealed", LargeBinary, nullable=False),  # JSON of one line; empty once erased
    sqlite_with_rowid=False,
)

plan_version = Table(
    "plan_version",
    metadata,
    Column("conversation", Text, ForeignKey("conversation.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Integer, nullable=False),
    Column("sealed", LargeBinary, nullable=False),  # JSON list of seq, in order
    sqlite_with_rowid=False,
)

arrival = Table(
    "arrival",
    metadata,
    Column("door", Text, primary_key=True),
    Column("id", Text, primary_key=True),
    Column("at", Integer, nullable=False),
    sqlite_with_rowid=False,
)

inbox = Table(
    "inbox",
    metadata,
    Column("place", Integer, primary_key=True),  # order of arrival
    Column("id", Integer, nullable=False, unique=True),  # Telegram's update id
    Column("key_id", Text, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Integer, nullable=False),
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seat", Text, ForeignKey("seat.id"), nullable=False),
    Column("screen", Integer, nullable=False),
    Column("notices", Text, nullable=False),
    Column("documents", Text, nullable=False),
    Column("edits", Integer, nullable=False),
    Column("created", Integer, nullable=False),
    Column("delivered", Integer, nullable=False),
)
Index("ix_outbox_waiting", outbox.c.seat, sqlite_where=outbox.c.delivered == sa.text("0"))

link_code = Table(
    "link_code",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False),
    Column("expires", Integer, nullable=False),
)

link_try = Table(
    "link_try",
    metadata,
    Column("seat", Text, ForeignKey("seat.id"), primary_key=True),
    Column("since", Integer, nullable=False),  # when the first wrong try was
    Column("wrong", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# What a trainee shares for a while, read-only. The code is kept nowhere: only its keyed hash.
share = Table(
    "share",
    metadata,
    Column("id", Text, primary_key=True),
    Column("hash", LargeBinary, nullable=False, unique=True),
    Column("person", Text, ForeignKey("person.id"), nullable=False, index=True),
    # a practice run; null: the own line, as far as it was there when it was shared
    Column("practice", Text, ForeignKey("conversation.id"), index=True),
    Column("made", Integer, nullable=False),
    Column("expires", Integer, nullable=False),
)

# What stands in clear beside the sealed row of a copy, and of a meeting, in `conversation`.
shared_copy = Table(
    "shared_copy",
    metadata,
    Column("id", Text, ForeignKey("conversation.id"), primary_key=True),
    Column("expires", Integer, nullable=False),  # from then on nobody reads it, tidied or not
)

meeting = Table(
    "meeting",
    metadata,
    Column("id", Text, ForeignKey("conversation.id"), primary_key=True),
    Column("copy", Text, ForeignKey("conversation.id"), index=True),  # what its people may read
    Column("closes", Integer, index=True),  # when a round of days closes by itself
)

# A way into a meeting. The code itself is kept nowhere: only its keyed hash.
meeting_pass = Table(
    "meeting_pass",
    metadata,
    Column("hash", LargeBinary, primary_key=True),
    Column("meeting", Text, ForeignKey("meeting.id"), nullable=False, index=True),
    Column("right", Text, nullable=False),
    Column("expires", Integer, nullable=False),
    Column("left", Integer),  # how often it can still be used; null: by as many as come
)

# The group chat in which a meeting has its one panel.
meeting_group = Table(
    "meeting_group",
    metadata,
    Column("meeting", Text, ForeignKey("meeting.id"), primary_key=True),
    Column("chat", Integer, nullable=False, index=True),
    Column("topic", Integer),  # the thread of a forum; null: the chat itself
    Column("panel", Integer),  # the message; null: not sent yet
)

pass_try = Table(
    "pass_try",
    metadata,
    Column("who", Text, primary_key=True),  # a seat's id, or empty: everybody together
    Column("since", Integer, nullable=False),  # when the first wrong try was
    Column("wrong", Integer, nullable=False),
    sqlite_with_rowid=False,
)


def stamp(at: datetime) -> int:
    """A time with a zone as whole microseconds since 1970 UTC; exact."""
    return (at - _EPOCH) // _MICROSECOND


def moment(stamped: int) -> datetime:
    """The time, in UTC, that `stamp` made this number of."""
    return _EPOCH + timedelta(microseconds=stamped)
