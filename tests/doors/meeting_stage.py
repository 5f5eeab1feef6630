"""A meeting on the stage of Telegram: colleagues with phones, one group, and a copy to look at."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.app.ports import Unit
from bot.app.rendering import Renderer
from bot.app.service import Handvat
from bot.app.types import GroupChat
from bot.doors.telegram import Pace
from flows.intervision.seen import as_it_stands
from flows.intervision.types import Contribution, Meeting, Participant, SharedCopy, SharedTurn
from flows.language.coach import coach
from flows.language.reading import WordReader
from tests.doors.fake_bot_api import Group, Phone
from tests.doors.fake_chats import Message
from tests.doors.telegram_stage import QUICK, Stage, library

MEETING = "bijeenkomst"
QUESTION = "Hoe blijf ik naast haar staan zonder over te nemen?"
TOLD = "Ze legt de post in de la en zegt dat het wel goed komt."
ANNA, FLEUR = 101, 102  # brings it in, and leads
GROUP = -1001234567890


QUICK_CLOCK = replace(QUICK, tick=0.1)


@dataclass
class Clock:
    """The time of a story, which goes on only when it is told to."""

    now: datetime = datetime(2026, 3, 2, 13, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, **span: float) -> None:
        """So much later."""
        self.now += timedelta(**span)


@dataclass
class MeetingStage(Stage):
    """Where a group of colleagues meets."""

    pace: Pace = QUICK_CLOCK
    clock: Clock = field(default_factory=Clock)
    kind: str = "supergroup"
    method: str = "vijf_stappen"

    @property
    def handvat(self) -> Handvat:
        """The guide on this stage's store, at this stage's time."""
        reader = WordReader(library().content.words, lambda text: coach(text, "nl"))
        return Handvat(self.store, library(), Renderer(), reader, self.clock)

    async def gathers(
        self, of: str = MEETING, method: str = "", days: int = 0
    ) -> tuple[Phone, Phone]:
        """Anna brought something in, Fleur leads; both look at it on their phones."""
        await self.store.run(begins, of, method or self.method, days, self.clock())
        anna, fleur = self.server.person(ANNA, "Anna"), self.server.person(FLEUR, "Fleur")
        for phone in (anna, fleur):
            await self.opens(phone, of)
        return anna, fleur

    async def opens(self, phone: Phone, of: str = MEETING) -> Message:
        """Take the meeting on the screen, as a tap in the list does."""
        await self.types(phone, "/intervisie")
        return await self.taps(phone, f"desk.meet:{of}")

    async def joins(self, group: Group, phone: Phone, name: str) -> Message:
        """Tap the panel, follow the link, and say a name."""
        there = group.phone_of(phone)
        before = len(phone.answers)
        tap(group, phone, "meet.in")
        await there.wait_for(lambda p: len(p.answers) > before)
        mine = phone.follow(phone.answers[-1].url)
        await phone.wait_for(lambda p: newer(p, mine))
        return await self.types(phone, name)

    async def meeting(self, of: str = MEETING) -> Meeting:
        """Where it stands."""
        found = await self.store.run(lambda unit: unit.any_meeting(of))
        assert found is not None
        return found

    async def contributions(self, of: str = MEETING) -> tuple[Contribution, ...]:
        """What was brought in, as it stands."""
        return as_it_stands(await self.store.run(lambda unit: unit.contributions(of)))

    async def groups(self) -> tuple[GroupChat, ...]:
        """Which meetings have a panel where."""
        return await self.store.run(lambda unit: unit.groups())


@dataclass
class InGroup:
    """Phones of a group that has a panel."""

    stage: MeetingStage
    group: Group

    async def settles(self) -> None:
        """Wait until the bot has nothing left to do: all that came was handled and delivered."""
        async with asyncio.timeout(30):
            await self.stage.server.quiet(0.25, 10)
            while await self.stage.inbox() or await self.stage.waiting():
                await self.stage.server.quiet(0.25, 10)

    async def taps_panel(self, phone: Phone, action: str, message: Message | None = None) -> str:
        """Tap the panel in the group; what the phone shows for a moment."""
        before = len(phone.answers)
        tap(self.group, phone, action, message)
        await phone.wait_for(lambda p: len(p.answers) > before)
        await self.settles()
        return phone.answers[-1].text

    async def answers(self, phone: Phone, text: str) -> int:
        """Answer the panel in the group."""
        mine = self.group.send(phone, text, reply_to=panel(self.group).message_id)
        await self.settles()
        return mine


@dataclass
class Table(InGroup):
    """Four colleagues in a group, two of them in the meeting that has its panel there."""

    anna: Phone
    fleur: Phone
    bo: Phone
    cem: Phone

    async def shows(self, where: str) -> None:
        """Wait until the group's panel and the own screen of who came in begin with this."""
        there = self.group.phone_of(self.bo)
        await there.wait_for(lambda p: panel(self.group).text.startswith(where))
        for phone in (self.anna, self.bo, self.cem):
            await phone.wait_for(lambda p: p.panel.text.startswith(where))

    @property
    def said(self) -> list[str]:
        """What the bot says in the group besides its panel."""
        return [each.text for each in self.group.messages if each.from_bot and not each.buttons]


@asynccontextmanager
async def sits_down(stage: MeetingStage) -> AsyncIterator[Table]:
    """The panel is in the group, and nobody came in by it yet."""
    server = stage.server
    bo, cem = server.person(103, "Bo"), server.person(104, "Cem")
    anna, fleur = server.person(ANNA, "Anna"), server.person(FLEUR, "Fleur")
    group = server.group(GROUP, anna, fleur, bo, cem, kind=stage.kind)
    async with stage.open():
        await stage.gathers()
        group.send(fleur, "/intervisie")
        await group.phone_of(fleur).wait_for(lambda p: p.panel)
        here = Table(stage, group, anna, fleur, bo, cem)
        await here.settles()
        yield here


def begins(unit: Unit, of: str, method: str, days: int, now: datetime) -> None:
    """A copy is shared and a meeting about it begins, as bringing it in leaves them."""
    anna, fleur = (unit.seat("telegram", str(one), now) for one in (ANNA, FLEUR))
    turns = (SharedTurn(1, "Hoe gaat het met de post?", TOLD, "retold"),)
    copy = SharedCopy(f"kopie-{of}", "practice", QUESTION, turns, now, now + timedelta(days=14))
    unit.share_copy(anna.person, copy, now)
    people = (
        Participant(1, anna.person, "Anna", "contributor"),
        Participant(2, fleur.person, "Fleur", "facilitator"),
    )
    unit.begin_meeting(anna.person, Meeting(of, method, copy.id, people=people, days=days), now)


def panels(group: Group) -> list[Message]:
    """The panels of meetings in a group."""
    return [each for each in group.messages if each.from_bot and each.buttons]


def panel(group: Group) -> Message:
    """The one panel of a group; an AssertionError when there is another number of them."""
    found = panels(group)
    assert len(found) == 1, found
    return found[0]


def newer(phone: Phone, mine: int) -> Message | None:
    """The panel below this message."""
    return phone.panel if phone.panel.message_id > mine else None


def action_of(message: Message, action: str) -> str:
    """What the button of this action carries, on a panel in a group."""
    for row in message.buttons:
        for button in row:
            if button.data.split(".", 2)[-1].partition(":")[0] == action:
                return button.data
    raise AssertionError(f"no button {action!r} among {message.buttons}")


def tap(group: Group, phone: Phone, action: str, message: Message | None = None) -> str:
    """Somebody taps a button of the panel in the group; gives the query's id."""
    there = message or panel(group)
    return group.phone_of(phone).tap_data(there, action_of(there, action))
