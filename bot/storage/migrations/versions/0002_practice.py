"""Practice runs are kept beside the households' conversations, told apart by their kind."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go to this revision."""
    kind = sa.Column("kind", sa.Text(), nullable=False, server_default="household")
    op.add_column("conversation", kind)


def downgrade() -> None:
    """Never run: a database is put back from its backup."""
    raise NotImplementedError
