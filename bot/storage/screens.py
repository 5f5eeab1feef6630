"""What is on anybody's screen, and whether another process changed anything since."""

from __future__ import annotations

import sqlalchemy as sa

from bot.app.types import OnScreen
from bot.storage.engine import Prepared
from bot.storage.tables import conversation, desk, meeting
from bot.storage.transaction import Transaction

_copy = conversation.alias("copy")
_ON_SCREENS = Prepared(
    sa.select(
        meeting.c.id,
        conversation.c.version,
        sa.and_(_copy.c.id.is_not(None), _copy.c.erased_at.is_(None)),
    )
    .select_from(
        desk.join(meeting, meeting.c.id == desk.c.meeting)
        .join(conversation, conversation.c.id == meeting.c.id)
        .outerjoin(_copy, _copy.c.id == meeting.c.copy)
    )
    .where(desk.c.meeting.is_not(None))
    .distinct()
)


class Screens(Transaction):
    """The unit's room for what others see."""

    def others(self) -> int:
        """Another number than before when another process committed anything since."""
        number: int = self.driver.execute("PRAGMA data_version").fetchone()[0]
        return number

    def on_screens(self) -> frozenset[OnScreen]:
        """The meetings that are on a screen, each with how far it is and whether its copy is."""
        return frozenset(
            OnScreen(of, version, bool(readable)) for of, version, readable in self.all(_ON_SCREENS)
        )
