"""What a trainee shares for a while: one run or the own line, read by whoever has the code."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    op.create_table(
        "share",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("person", sa.Text(), nullable=False),
        sa.Column("practice", sa.Text(), nullable=True),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("expires", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_share_person")),
        sa.ForeignKeyConstraint(["practice"], ["conversation.id"], name=op.f("fk_share_practice")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_share")),
        sa.UniqueConstraint("hash", name=op.f("uq_share_hash")),
    )
    op.create_index(op.f("ix_share_person"), "share", ["person"])
    op.create_index(op.f("ix_share_practice"), "share", ["practice"])


def downgrade() -> None:
    """Never run: a database is put back from its backup."""
    raise NotImplementedError
