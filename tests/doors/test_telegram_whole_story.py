"""Intervision on Telegram from the first word: told, brought in line by line, held, taken along.

The real application, the real storage and five phones. What Anna left out, what is for her alone
and the names she used are looked for in every message of everybody else, from first to last.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.storage.store import open_store
from flows.clarification.lines import current
from flows.types import Audience, Voice
from tests.doors.fake_bot_api import FakeBotApi, Phone
from tests.doors.fake_chats import Message
from tests.doors.meeting_stage import (
    ANNA,
    FLEUR,
    GROUP,
    InGroup,
    MeetingStage,
    action_of,
    panel,
    panels,
    tap,
)

TOLD = (
    "Ze woont met haar zoon Youssef in een flat in Almelo. De post blijft liggen. "
    '"Het komt altijd op mij neer." De school belde haar twee keer. Ze nam weer een glas.'
)
REWORDED = "Ze woont met haar zoon in een flat."
QUESTION = "Hoe blijf ik naast haar staan zonder het over te nemen?"
TAKEN = "Ik hoef het niet op te lossen."
NEVER = (
    "Youssef",  # a name, worded anew
    "Almelo",
    "De school belde",  # left out
    "weer een glas",  # for Anna alone
    "bang voor haar broer",  # of the mirror
)
ROUNDS = 8


@dataclass
class Colleagues(InGroup):
    """Anna who brings it in, three colleagues, somebody of the group who does not join."""

    anna: Phone
    fleur: Phone
    bo: Phone
    cem: Phone
    stranger: Phone
    seen: list[str] = field(default_factory=list)

    async def press(self, phone: Phone, *labels: str) -> Message:
        """Press these, one after another, each on the screen that the one before gave."""
        for label in labels:
            before = phone.panel
            phone.tap(label)
            await changes(phone, before)
        return phone.panel

    async def settles(self) -> None:
        """Wait until the bot has nothing left to do; note everything that others can read now."""
        await super().settles()
        everybody = (self.fleur, self.bo, self.cem, self.stranger)
        chats = [*(each.messages for each in everybody), self.group.messages]
        for message in (each for chat in chats for each in chat):
            labels = (button.label for row in message.buttons for button in row)
            self.seen += [message.text, *message.edits, *labels]

    async def comes_in(self, phone: Phone, name: str) -> None:
        """From the panel in the group to one's own screen, with a name."""
        await self.stage.joins(self.group, phone, name)
        await self.settles()


async def sees(phone: Phone, text: str) -> None:
    """Wait until this is on the screen."""
    await phone.wait_for(lambda p: text in p.panel.text, timeout=15)


async def changes(phone: Phone, before: Message) -> None:
    """Wait until the panel shows something else."""
    await phone.wait_for(lambda p: p.panel if p.panel != before else None)


@pytest.fixture
def server() -> Iterator[FakeBotApi]:
    with FakeBotApi() as server:
        server.telegram.reads_all_group_messages = False
        yield server


@pytest.fixture
async def here(server: FakeBotApi, tmp_path: Path) -> AsyncIterator[Colleagues]:
    stage = MeetingStage(server, store=open_store(f"sqlite:///{tmp_path / 'handvat.db'}"))
    anna, fleur = server.person(ANNA, "Anna"), server.person(FLEUR, "Fleur")
    bo, cem, dirk = (server.person(103 + n, name) for n, name in enumerate(("Bo", "Cem", "Dirk")))
    group = server.group(GROUP, anna, fleur, bo, cem, dirk)
    async with stage.open():
        yield Colleagues(stage, group, anna, fleur, bo, cem, dirk)
    await stage.store.close()


async def tells(here: Colleagues) -> None:
    """A talk with a household is noted; a line and the mirror are for Anna alone."""
    anna, stage = here.anna, here.stage
    await stage.types(anna, "/start")
    await here.press(anna, "Ik kom van een gesprek", "Nieuw huishouden")
    await stage.types(anna, TOLD)
    await here.press(anna, "Ga naar …", "Alle regels", "Ze nam weer", "Alleen voor mij", "Terug")
    await here.press(anna, "Ga naar …", "Terugkijken")
    await stage.types(anna, "Ik ging te snel, ik was bang voor haar broer.")
    await stage.types(anna, "/start")


async def composes(here: Colleagues, leads: str = "Iemand die meedoet") -> None:
    """Line by line: one worded anew, one left out, the others kept; then question and method."""
    anna, stage = here.anna, here.stage
    await here.press(anna, "Intervisie", "Inbrengen bij intervisie", "te sorteren", "Het verhaal")
    shown = await here.press(anna, "Verder")
    assert "«Youssef»" in shown.text
    assert "«Almelo»" in shown.text
    assert "weer een glas" not in shown.text
    shown = await here.press(anna, "Kijk na wat opvalt")
    assert "een naam en een plaats" in shown.text
    shown = await stage.types(anna, REWORDED)
    assert REWORDED in shown.text
    await here.press(anna, "Zo laten", "Regel 4", "Weglaten", "Regel 2", "Zo laten")
    await here.press(anna, "Verder")
    await stage.types(anna, QUESTION)
    await here.press(anna, "Vijf stappen", leads)
    shown = await stage.types(anna, "Anna")
    for kept in (QUESTION, REWORDED, "De post blijft liggen.", "Het komt altijd op mij neer."):
        assert kept in shown.text
    for word in NEVER:
        assert word not in shown.text


async def shares(here: Colleagues) -> str:
    """It is shared, and a link of Anna's gives the group its panel."""
    anna, group = here.anna, here.group
    shown = await here.press(anna, "Klopt, zo mag het", "Iemand erbij", "In een Telegram-groep")
    url = next(word for word in shown.text.split() if "startgroup" in word)
    group.start(anna, url)
    await group.phone_of(anna).wait_for(lambda p: p.panel)
    await here.settles()
    return url


async def gathers(here: Colleagues) -> None:
    """The group has its panel, three colleagues come in, and one of them leads."""
    anna, group = here.anna, here.group
    url = await shares(here)
    await sees(anna, QUESTION)  # back at the table, and the used link is gone
    assert url not in "".join(message.text for message in anna.messages)
    await sees(group.phone_of(anna), "nog niemand die begeleidt")
    with pytest.raises(AssertionError):
        action_of(panel(group), "meet.start")

    for phone, name in ((here.fleur, "Fleur"), (here.bo, "Bo"), (here.cem, "Cem")):
        await here.comes_in(phone, name)
        await sees(phone, QUESTION)
    await sees(anna, "• Cem")
    await here.press(here.fleur, "Ik begeleid")
    await anna.wait_for(lambda _: "niemand die begeleidt" not in panel(group).text, timeout=15)


async def talks(here: Colleagues) -> None:
    """All rounds of it: in the group, on one's own screen, and everybody sees where it is."""
    await here.taps_panel(here.fleur, "meet.start")
    await sees(here.bo, f"ronde 1 van {ROUNDS}")
    await here.press(here.bo, "De inbreng lezen")
    await sees(here.bo, REWORDED)
    for kept in (REWORDED, "De post blijft liggen.", "Het komt altijd op mij neer."):
        assert kept in here.bo.panel.text
    await here.press(here.bo, "Terug")
    for number in range(1, ROUNDS + 1):
        for phone in (here.anna, here.fleur, here.bo, here.cem):
            await sees(phone, f"ronde {number} van {ROUNDS}")
        said = f"Wat raakt jou het meest, in ronde {number}?"
        here.group.send(here.bo, said, reply_to=panel(here.group).message_id)
        await here.settles()
        await here.stage.types(here.cem, f"Wat maakt dat jij het draagt, in ronde {number}?")
        await here.taps_panel(here.fleur, "meet.next")


async def harvests(here: Colleagues) -> None:
    """What comes out, in Anna's own words, and what the others learned; then it is closed."""
    anna, stage = here.anna, here.stage
    await sees(here.group.phone_of(anna), "De oogst")
    await sees(anna, "Wat is je vraag nu?")
    await stage.types(anna, "Wat houd ik vast dat van haar is?")
    await stage.types(anna, TAKEN)
    await stage.types(anna, "Dinsdag vraag ik wie de post opent.")
    await stage.types(here.bo, "Stil zijn is ook iets doen.")
    await sees(here.fleur, "Stil zijn is ook iets doen.")
    here.fleur.tap("Afsluiten")
    await here.settles()
    await anna.wait_for(lambda _: not panels(here.group), timeout=15)
    for phone in (anna, here.fleur, here.bo, here.cem):
        await sees(phone, "De inbreng is gewist.")
        assert "Stil zijn is ook iets doen." in phone.panel.text


async def takes_along(here: Colleagues) -> None:
    """One line of it goes to the own conversation."""
    shown = await here.press(here.anna, "Meenemen naar mijn gesprek")
    number = next(line for line in shown.text.splitlines() if TAKEN in line).partition(".")[0]
    shown = await here.press(here.anna, f"Regel {number}", "Zet erbij als mijn gedachte")
    assert TAKEN in shown.text
    alias = shown.buttons[0][0].label
    shown = await here.press(here.anna, alias)
    assert f"bij {alias}" in shown.text


async def test_from_what_was_told_to_what_is_taken_along(here: Colleagues) -> None:
    await tells(here)
    before = await here.stage.entries(here.anna)
    await composes(here)
    await gathers(here)
    await talks(here)
    await harvests(here)
    await takes_along(here)
    await here.settles()

    lines = tuple(current(await here.stage.entries(here.anna)).values())
    (thought,) = (each for each in lines if each.text == TAKEN)
    assert thought.voice is Voice.INTERPRETED
    assert thought.audience is Audience.PROFESSIONAL
    assert (await here.stage.entries(here.anna))[: len(before)] == before  # nothing else changed
    assert [text for text in here.seen if REWORDED in text]
    for word in NEVER:
        assert [text for text in here.seen if word in text] == []
    in_the_group = [m for m in here.group.messages if m.from_bot]
    told = " ".join(text for m in in_the_group for text in (m.text, *m.edits))
    for word in (QUESTION, REWORDED, "De post", "Het komt altijd", TAKEN, "Stil zijn"):
        assert word not in told
    assert here.stranger.messages == []


async def test_who_brings_it_in_and_leads_has_the_buttons_of_the_panel(here: Colleagues) -> None:
    await tells(here)
    await composes(here, leads="Ik begeleid")
    await shares(here)
    before = len(here.anna.answers)
    tap(here.group, here.anna, "meet.start")
    await here.anna.wait_for(lambda p: len(p.answers) > before)
    await here.settles()
    assert here.anna.answers[-1].text == ""
    for phone in (here.anna, here.group.phone_of(here.anna)):
        await sees(phone, f"De vraag · ronde 1 van {ROUNDS}")
