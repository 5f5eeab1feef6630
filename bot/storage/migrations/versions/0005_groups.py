"""Intervision in a group chat: where a meeting has its panel."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "meeting_group",
        sa.Column("meeting", sa.Text(), nullable=False),
        sa.Column("chat", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Integer(), nullable=True),
        sa.Column("panel", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["meeting"], ["meeting.id"], name=op.f("fk_meeting_group_meeting")),
        sa.PrimaryKeyConstraint("meeting", name=op.f("pk_meeting_group")),
    )
    op.create_index(op.f("ix_meeting_group_chat"), "meeting_group", ["chat"])


def downgrade() -> None:
    """Never run: a database is put back from its backup."""
    raise NotImplementedError
