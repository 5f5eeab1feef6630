"""The end of a conversation: what it sealed is blanked, and its key is destroyed after the commit.

The keys of the inbox end with it, because a text that came through it was sealed there as well, and
the write-ahead log is emptied. The row stays as a sign that it ended. A crash between the commit
and the end of the keys is mended at the next start (`bot.storage.store`).
"""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa
from pydantic import TypeAdapter
from sqlalchemy import Integer, Text, bindparam

from bot.storage.conversations import Conversations
from bot.storage.engine import Prepared, plainly, sweep
from bot.storage.inbox import Inbox
from bot.storage.tables import (
    access,
    conversation,
    desk,
    entry,
    meeting,
    meeting_group,
    meeting_pass,
    plan_version,
    seat,
    share,
    shared_copy,
    stamp,
)
from flows.types import Desk

_DESK = TypeAdapter(Desk)
_OF = bindparam("of", type_=Text)
_LIVES = conversation.c.erased_at.is_(None)

_KEY_FOR = Prepared(
    sa.select(conversation.c.key_id)
    .select_from(conversation.join(access, access.c.conversation == conversation.c.id))
    .where(
        access.c.person == bindparam("of_person"),
        conversation.c.id == _OF,
        conversation.c.kind != sa.literal("meeting"),  # of several people: it ends by itself
        _LIVES,
    )
)
_COUNT = Prepared(sa.select(sa.func.count()).select_from(entry).where(entry.c.conversation == _OF))
_BLANK = (
    Prepared(sa.update(entry).where(entry.c.conversation == _OF).values(sealed=b"")),
    Prepared(sa.update(plan_version).where(plan_version.c.conversation == _OF).values(sealed=b"")),
    Prepared(sa.delete(access).where(access.c.conversation == _OF)),
    Prepared(sa.delete(shared_copy).where(shared_copy.c.id == _OF)),
    Prepared(sa.update(desk).where(desk.c.meeting == _OF).values(meeting=sa.null())),
    Prepared(sa.delete(meeting_pass).where(meeting_pass.c.meeting == _OF)),
    Prepared(sa.delete(meeting_group).where(meeting_group.c.meeting == _OF)),
    Prepared(sa.delete(meeting).where(meeting.c.id == _OF)),
    Prepared(sa.delete(share).where(share.c.practice == _OF)),
)
_END = Prepared(
    sa.update(conversation)
    .where(conversation.c.id == _OF)
    .values(sealed=b"", waiting=sa.text("0"), erased_at=bindparam("at", type_=Integer))
)
_DESKS = Prepared(
    sa.select(desk.c.seat, desk.c.standing)
    .select_from(
        access.join(seat, seat.c.person == access.c.person).join(desk, desk.c.seat == seat.c.id)
    )
    .where(access.c.conversation == _OF)
)
_LET_GO = Prepared(
    sa.update(desk).where(desk.c.seat == bindparam("of_seat")).values(standing=bindparam("now"))
)
_UNTOUCHED = Prepared(
    sa.select(conversation.c.id, conversation.c.key_id)
    .select_from(conversation.outerjoin(shared_copy, shared_copy.c.id == conversation.c.id))
    .where(
        sa.or_(
            conversation.c.touched < bindparam("before"),
            shared_copy.c.expires <= bindparam("now", type_=Integer),
        ),
        conversation.c.kind != sa.literal("invitations"),  # kept as long as a run is
        _LIVES,
    )
)


class Erasing(Conversations, Inbox):
    """The unit's room for ending conversations."""

    def erase(self, person: str, conversation: str, now: datetime) -> int:
        """Blank what the conversation sealed and, after the commit, destroy its key.

        Returns the number of lines that were there; 0 when the person has no access. Seats that
        held it in hand let go of it.
        """
        row = self.one(_KEY_FOR, of_person=person, of=conversation)
        if row is None:
            return 0
        lines = self._blank(conversation, now)
        self._end_keys((row[0],), now)
        return lines

    def _blank(self, conversation: str, now: datetime) -> int:
        """Empty every sealed column of the conversation; returns how many lines there were."""
        count = self.one(_COUNT, of=conversation)
        for seat_id, standing in self.all(_DESKS, of=conversation):
            held = _DESK.validate_json(standing)
            left = _without(held, conversation)
            if left != held:
                self.change(_LET_GO, of_seat=seat_id, now=_DESK.dump_json(left).decode())
                self._desks.pop(seat_id, None)
        for statement in _BLANK:
            self.change(statement, of=conversation)
        self.change(_END, of=conversation, at=stamp(now))
        self._held.pop(conversation, None)
        self._recent.forget(conversation)
        return int(count[0]) if count else 0

    def _expire_told(self, before: datetime, now: datetime) -> int:
        """Erase what was not touched, or not handled, since ``before``, and copies that expired.

        Returns how many.
        """
        found = self.all(_UNTOUCHED, before=stamp(before), now=stamp(now))
        for found_id, _ in found:
            self._blank(found_id, now)
        if self._forget_left(before) or found:
            self._end_keys(tuple(key_id for _, key_id in found), now)
        self._end_days(now)
        return len(found)

    def _end_keys(self, erased: tuple[str, ...], now: datetime) -> None:
        """After the commit: these keys and those of the inbox end at once, and the log is emptied.

        Another program that holds the log keeps it from being emptied, and nothing else: without
        their keys the pages in it do not open.
        """
        ended = (*erased, *self._renew_days(now))
        self.after_commit(lambda: self._keys.destroy(*ended))
        self.after_commit(lambda: _swept(self.driver))


def _swept(driver: sqlite3.Connection) -> None:
    with plainly():
        sweep(driver)


def _without(desk: Desk, conversation: str) -> Desk:
    """The desk after it let go of this conversation."""
    held = (desk.conversation, desk.target, desk.practice, desk.meeting, desk.sharing, desk.draft)
    if conversation not in held:
        return desk
    return replace(
        desk,
        state="home",
        conversation=None if desk.conversation == conversation else desk.conversation,
        target=None if desk.target == conversation else desk.target,
        practice=None if desk.practice == conversation else desk.practice,
        meeting=None if desk.meeting == conversation else desk.meeting,
        sharing=None if desk.sharing == conversation else desk.sharing,
        draft=None if desk.draft == conversation else desk.draft,
    )
