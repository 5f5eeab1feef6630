"""Meetings in group chats, as the Telegram door sees them: turns, panels, who looks again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.app.grouping import Binding, GroupAnswer, GroupTurn, bind, left, moved, take_in_group
from bot.app.ports import Unit
from bot.app.service import Handvat, fresh
from bot.app.types import GroupChat, Seat, Shown
from flows.intervision.people import in_role
from flows.intervision.screens.panel import panel
from flows.intervision.types import Meeting
from flows.practice.duo.talk import is_there
from flows.types import Desk


class Groups:
    """What the Telegram door asks about meetings in group chats."""

    def __init__(self, handvat: Handvat) -> None:
        self.handvat = handvat

    async def turn(self, given: GroupTurn | Binding) -> GroupAnswer | None:
        """Take one turn in a group, commit it, and tell who looks at the meeting; None: a second
        arrival."""
        handvat = self.handvat
        now = handvat.clock()
        if isinstance(given, Binding):
            answer = await handvat.store.run(bind, given, handvat.library, fresh(), now)
        else:
            answer = await handvat.store.run(take_in_group, given, handvat.library, fresh(), now)
        if answer and answer.changed:
            handvat.watchers.changed(answer.changed)
        return answer

    async def moved(self, old: int, new: int, received: int | None = None) -> None:
        """A group became a supergroup: another id, and nothing of before can be edited."""
        found = await self.handvat.store.run(moved, old, new, received)
        self.handvat.watchers.changed(*found)

    async def left(self, chat: int, received: int | None = None) -> None:
        """The bot was put out of a group. ``received`` is the number in the inbox, if any."""
        found = await self.handvat.store.run(left, chat, received, self.handvat.clock())
        self.handvat.watchers.changed(*found)

    async def panel(self, meeting: str, language: str) -> tuple[GroupChat, Shown] | None:
        """The group chat of a meeting and what its panel shows now; None without a group."""
        return await self.handvat.store.run(self._panel, meeting, language, self.handvat.clock())

    def _panel(
        self, unit: Unit, meeting: str, language: str, now: datetime
    ) -> tuple[GroupChat, Shown] | None:
        group = unit.group_of(meeting)
        held = unit.any_meeting(group.meeting) if group else None
        library = self.handvat.library
        if group is None or held is None or not is_there(library, held):
            return None
        screen = panel(library, held, now)
        desk = Desk(screen=held.round, language=language)  # a tap names the round it was made for
        shown = self.handvat.renderer.show(screen, desk, address="je", door="telegram")
        rows = tuple(
            tuple(replace(each, value=f"{meeting}.{each.value}") for each in row)
            for row in shown.rows
        )
        return group, replace(shown, rows=rows)

    async def sent(self, group: GroupChat) -> None:
        """Remember which message the panel is."""
        await self.handvat.store.run(sent, group)

    async def over(self, meeting: str) -> None:
        """The last panel was shown: this chat has nothing to do with the meeting any more."""
        await self.handvat.store.run(over, meeting)

    async def open(self) -> tuple[str, ...]:
        """The meetings that have a panel in a group."""
        return tuple(each.meeting for each in await self.handvat.store.run(groups))

    async def looking(self, meeting: str, *, leads: bool = False) -> tuple[Seat, ...]:
        """The seats on Telegram that have this meeting on their screen, or only who leads it."""
        return await self.handvat.store.run(looking, meeting, leads)


def sent(unit: Unit, group: GroupChat) -> None:
    """Save the panel's message, unless the chat got another id meanwhile."""
    kept = unit.group_of(group.meeting)
    if kept and (kept.chat, kept.topic) == (group.chat, group.topic):
        unit.save_group(group)


def over(unit: Unit, meeting: str) -> None:
    """End it in a transaction of its own."""
    unit.end_group(meeting)


def groups(unit: Unit) -> tuple[GroupChat, ...]:
    """Every group chat."""
    return unit.groups()


def looking(unit: Unit, meeting: str, leads: bool) -> tuple[Seat, ...]:
    """Who has it on the screen of a phone, and whom something is to be said about it.

    Of one that was erased nothing tells who was in it: whoever has something waiting is looked at.
    """
    held = unit.any_meeting(meeting)
    if held is None:
        there = {row.seat.id: row.seat for row in unit.pending() if row.seat.door == "telegram"}
        return () if leads else tuple(there.values())
    seats = tuple(seat for seat in unit.seated(meeting) if seat.door == "telegram")
    if leads:
        return tuple(seat for seat in seats if is_led_by(held, seat))
    people = [one.person for one in held.people if one.person]
    waiting = (seat for person in people for seat in unit.seats(person, "telegram"))
    return (*seats, *(seat for seat in waiting if seat not in seats and unit.pending(seat)))


def is_led_by(meeting: Meeting, seat: Seat) -> bool:
    """Whether the person at this seat keeps time."""
    leader = in_role(meeting, "facilitator")
    return leader is not None and leader.person == seat.person
