"""The group chat in which a meeting has its one panel: an id of the chat, and nothing that is said.

Who may do what in the meeting is not decided here: being in the group gives no right to it.
"""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import Integer, Text, bindparam

from bot.app.ports import StoreError
from bot.app.types import GroupChat
from bot.storage.engine import Prepared
from bot.storage.meetings import Meetings
from bot.storage.tables import meeting_group

_OF = bindparam("of", type_=Text)
_CHAT = bindparam("in_chat", type_=Integer)
_HERE = sa.select(
    meeting_group.c.meeting, meeting_group.c.chat, meeting_group.c.topic, meeting_group.c.panel
).order_by(meeting_group.c.meeting)
_ALL = Prepared(_HERE)
_IN = Prepared(_HERE.where(meeting_group.c.chat == _CHAT))
_FIND = Prepared(_HERE.where(meeting_group.c.meeting == _OF))
_BIND = Prepared(sa.insert(meeting_group))
_SAVE = Prepared(
    sa.update(meeting_group)
    .where(meeting_group.c.meeting == _OF)
    .values(
        chat=bindparam("new_chat", type_=Integer),
        topic=bindparam("new_topic", type_=Integer),
        panel=bindparam("new_panel", type_=Integer),
    )
)
_END = Prepared(sa.delete(meeting_group).where(meeting_group.c.meeting == _OF))


class Groups(Meetings):
    """The unit's room for group chats."""

    def group_of(self, meeting: str) -> GroupChat | None:
        """The group chat of this meeting; None when it has none."""
        row = self.one(_FIND, of=meeting)
        return GroupChat(*row) if row else None

    def groups(self, chat: int | None = None) -> tuple[GroupChat, ...]:
        """The meetings that have their panel in this chat, or in any."""
        rows = self.all(_ALL) if chat is None else self.all(_IN, in_chat=chat)
        return tuple(GroupChat(*row) for row in rows)

    def bind_group(self, group: GroupChat) -> None:
        """Give a meeting its one group chat; StoreError when it has one."""
        if self.group_of(group.meeting):
            raise StoreError("A meeting has one group chat.")
        self.change(
            _BIND, meeting=group.meeting, chat=group.chat, topic=group.topic, panel=group.panel
        )

    def save_group(self, group: GroupChat) -> None:
        """The panel is another message, or the chat got another id; nothing when it ended."""
        self.change(
            _SAVE,
            of=group.meeting,
            new_chat=group.chat,
            new_topic=group.topic,
            new_panel=group.panel,
        )

    def end_group(self, meeting: str) -> None:
        """The meeting has no group chat any more; it goes on without."""
        self.change(_END, of=meeting)
