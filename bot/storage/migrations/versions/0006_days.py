"""Intervision over days: when a round closes by itself."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.add_column("meeting", sa.Column("closes", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_meeting_closes"), "meeting", ["closes"])


def downgrade() -> None:
    """Never run: a database is put back from its backup."""
    raise NotImplementedError
