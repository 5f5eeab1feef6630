"""Two who rehearse on the stage of Telegram, a third who looks on, and the group they sit in."""

from __future__ import annotations

import re
from asyncio import sleep, timeout
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from bot.app.rendering import Renderer
from bot.app.service import Handvat
from flows.intervision.types import Meeting
from flows.practice.duo.talk import duo_of, live, words_of
from tests.doors.fake_bot_api import Phone
from tests.doors.fake_chats import Message
from tests.doors.meeting_stage import GROUP, InGroup, MeetingStage, panel
from tests.doors.telegram_stage import library
from tests.meetings.memory_table import reader

SANNE, JOOST, WIM = 201, 202, 203
PERSONA = "schulden_en_schaamte"
TITLE = "Man van 46, een blijvende rekening"
HIDDEN = ("bananendoos", "Zij weet van niks", "ik schaam me zo")  # on the card, and nowhere else
COACH = ("Je zei:", "Dat is een", "Even terugkijken", "Vertel eens hoe")
PATIENCE = 10  # seconds
LINK = re.compile(r"https://\S+startgroup=\S+")


class DuoStage(MeetingStage):
    """Where the coach listens along, as it is wired."""

    @property
    def handvat(self) -> Handvat:
        """The guide with its coach."""
        return Handvat(self.store, library(), Renderer(), reader(), self.clock)


@dataclass
class Pair(InGroup):
    """Sanne begins and is the professional, Joost plays the resident, Wim looks on."""

    sanne: Phone
    joost: Phone
    wim: Phone

    async def taps(self, phone: Phone, *actions: str) -> Message:
        """Tap these on one's own screen, one after another."""
        for action in actions:
            await self.stage.taps(phone, action)
        await self.settles()
        return phone.panel

    async def begins(self, phone: Phone, name: str) -> str:
        """From /oefenen in one's own chat to the link for a group."""
        await self.stage.types(phone, "/oefenen")
        await self.taps(phone, "desk.duo")
        await self.stage.types(phone, name)
        shown = await self.taps(phone, "meet.look:menu", "meet.look:invite", "meet.group")
        found = LINK.search(shown.text)
        assert found is not None, shown.text
        return found.group()

    async def comes_in(self, phone: Phone, name: str) -> Message:
        """Tap Mijn scherm in the group, follow the link, and say a name."""
        return await self.stage.joins(self.group, phone, name)

    async def prepares(self) -> None:
        """In the group, everybody there, and both have their part."""
        self.group.start(self.sanne, await self.begins(self.sanne, "Sanne"))
        await self.group.phone_of(self.sanne).wait_for(lambda p: p.panel)
        for phone, name in ((self.joost, "Joost"), (self.wim, "Wim")):
            await self.comes_in(phone, name)
        await self.taps(self.sanne, "meet.be:professional")
        await self.taps(
            self.joost, "meet.be:resident", "meet.look:personas", f"meet.persona:{PERSONA}"
        )

    async def duo(self) -> Meeting:
        """Where it stands."""
        (of,) = [each.meeting for each in await self.stage.groups()]
        return await self.stage.meeting(of)

    async def said(self) -> list[str]:
        """The talk as it stands."""
        held = await self.duo()
        lines = await self.stage.contributions(held.id)
        return [words_of(lines, turn) for turn in live(duo_of(held))]

    async def has_said(self, lines: list[str]) -> None:
        """The talk comes to be this, and no more than this."""
        with suppress(TimeoutError):
            async with timeout(PATIENCE):
                while await self.said() != lines:  # noqa: ASYNC110  (the store tells nobody)
                    await sleep(0.02)
        await self.settles()
        assert await self.said() == lines

    async def is_told(self, sentences: list[str]) -> None:
        """The bot comes to say these in the group, and no more than these."""
        here = self.group.phone_of(self.wim)
        await here.wait_for(lambda p: len(self.sentences) >= len(sentences))
        assert self.sentences == sentences

    async def shows(self, text: str) -> None:
        """The one panel in the group comes to show this."""
        await self.group.phone_of(self.wim).wait_for(lambda p: text in self.panel)

    @property
    def panel(self) -> str:
        """What the group's one panel shows."""
        return panel(self.group).text

    @property
    def sentences(self) -> list[str]:
        """What the bot says in the group besides its panel."""
        return [each.text for each in self.group.messages if each.from_bot and not each.buttons]

    @property
    def everything(self) -> str:
        """Whatever the bot ever wrote in the group."""
        wrote = (each for each in self.group.messages if each.from_bot)
        return " ".join(text for each in wrote for text in (each.text, *each.edits))


@asynccontextmanager
async def in_a_group(stage: DuoStage) -> AsyncIterator[Pair]:
    """Three colleagues in a group, and nothing begun."""
    server = stage.server
    sanne, joost, wim = (
        server.person(number, name)
        for number, name in ((SANNE, "Sanne"), (JOOST, "Joost"), (WIM, "Wim"))
    )
    group = server.group(GROUP, sanne, joost, wim, kind=stage.kind)
    async with stage.open():
        yield Pair(stage, group, sanne, joost, wim)
