"""Intervision: what is clear of a copy and a meeting, who is in its room, and passes into it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "shared_copy",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["id"], ["conversation.id"], name=op.f("fk_shared_copy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shared_copy")),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("copy", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["copy"], ["conversation.id"], name=op.f("fk_meeting_copy")),
        sa.ForeignKeyConstraint(["id"], ["conversation.id"], name=op.f("fk_meeting_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    op.create_index(op.f("ix_meeting_copy"), "meeting", ["copy"])
    op.add_column("desk", sa.Column("meeting", sa.Text(), nullable=True))
    op.create_index(
        "ix_desk_meeting", "desk", ["meeting"], sqlite_where=sa.text("meeting IS NOT NULL")
    )
    _passes()


def _passes() -> None:
    op.create_table(
        "meeting_pass",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("meeting", sa.Text(), nullable=False),
        sa.Column("right", sa.Text(), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=False),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_meeting_pass_meeting")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_meeting_pass")),
    )
    op.create_index(op.f("ix_meeting_pass_meeting"), "meeting_pass", ["meeting"])
    op.create_table(
        "pass_try",
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("who", name=op.f("pk_pass_try")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    """Never run: a database is put back from its backup."""
    raise NotImplementedError
