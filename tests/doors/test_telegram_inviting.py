"""Telegram invites people to practise again: by itself, once, by day, and in nobody's way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.app.ports import Unit
from bot.app.rendering import Renderer
from bot.app.service import Handvat
from flows.language.reading import WordReader
from flows.practice.types import Exchange, Practice, Saying, Share, Spoken
from tests.doors.fake_bot_api import FakeBotApi, Phone
from tests.doors.telegram_stage import QUICK, Stage, library, notice, value_of

TUESDAY = datetime(2026, 11, 3, 9, 30, tzinfo=UTC)
WEEK = timedelta(weeks=1)
TOLD = "Ze zegt dat ze niet meer slaapt"
ASKED = "Zin om vijf minuten te oefenen"


@dataclass
class Later(Stage):
    """A stage whose clock a story moves."""

    now: datetime = TUESDAY
    links: Renderer = field(default_factory=Renderer)

    @property
    def handvat(self) -> Handvat:
        words = WordReader(library().content.words)
        return Handvat(self.store, library(), self.links, words, lambda: self.now)


@pytest.fixture
def stage() -> Iterator[Later]:
    with FakeBotApi() as server:
        yield Later(server, pace=replace(QUICK, inviting=0.05))


@pytest.fixture
def sanne(stage: Later) -> Phone:
    return stage.server.person(7, "Sanne")


def practised(unit: Unit) -> None:
    """Sanne finished a run on Tuesday."""
    person = unit.seat("telegram", "7", TUESDAY).person
    said = Exchange(1, "open_question", (), (0, 3), 1, Saying("unplaced", 0))
    run = Practice("run", "schulden_en_schaamte", 7, "looking_back", exchanges=(said,))
    unit.begin_practice(person, replace(run, finished=TUESDAY), TUESDAY)
    unit.keep_spoken("run", (Spoken(1, TUESDAY, "Hoe is het nu met je?"),))


def invited(phone: Phone) -> list[str]:
    """The invitations that came."""
    return [message.text for message in phone.replies if ASKED in message.text]


async def test_the_invitation_comes_by_itself_and_once(stage: Later, sanne: Phone) -> None:
    async with stage.open():
        await stage.types(sanne, "/start")
        await stage.store.run(practised)
        stage.now = TUESDAY + WEEK
        panel = await sanne.wait_for(lambda p: p.panel if ASKED in p.panel.text else None)
        await sanne.wait_quiet(0.3)
        assert [value_of(panel, f"desk.{one}") for one in ("return", "not_now", "no_invites")]
    async with stage.open():
        await sanne.wait_quiet(0.3)
    assert len(invited(sanne)) == 1
    assert await stage.waiting() == 0


async def test_one_tap_begins_five_minutes_with_somebody_else(stage: Later, sanne: Phone) -> None:
    async with stage.open():
        await stage.types(sanne, "/start")
        await stage.store.run(practised)
        stage.now = TUESDAY + WEEK
        await sanne.wait_for(lambda p: p.panel if ASKED in p.panel.text else None)
        begun = await stage.taps(sanne, "desk.return")
    assert "Vijf minuten" in begun.text
    assert "blijvende rekening" not in begun.text


@pytest.mark.parametrize("later", [timedelta(hours=13), timedelta(days=4)])
async def test_not_at_night_nor_at_the_weekend(
    stage: Later, sanne: Phone, later: timedelta
) -> None:
    async with stage.open():
        await stage.types(sanne, "/start")
        await stage.store.run(practised)
        stage.now = TUESDAY + WEEK + later
        await sanne.wait_quiet(0.4)
        assert invited(sanne) == []
        stage.now = TUESDAY + 2 * WEEK - timedelta(days=1)
        await sanne.wait_for(invited)


async def test_what_is_typed_below_it_goes_where_it_was_going(stage: Later, sanne: Phone) -> None:
    async with stage.open():
        await stage.types(sanne, "Er is een tuin met een schuur.")
        await stage.store.run(practised)
        stage.now = TUESDAY + WEEK
        await sanne.wait_for(lambda p: p.panel if ASKED in p.panel.text else None)
        await stage.types(sanne, TOLD)
        assert await stage.lines(sanne) == ["Er is een tuin met een schuur.", TOLD]
        assert ASKED not in sanne.panel.text


async def test_nu_niet_leads_back_to_exactly_where_somebody_was(stage: Later, sanne: Phone) -> None:
    async with stage.open():
        before = await stage.types(sanne, TOLD)
        await stage.store.run(practised)
        stage.now = TUESDAY + WEEK
        await sanne.wait_for(lambda p: p.panel if ASKED in p.panel.text else None)
        after = await stage.taps(sanne, "desk.not_now")
    assert after.text == before.text.split("\n\n", 1)[1]


async def test_who_left_is_not_written_to_again(stage: Later, sanne: Phone) -> None:
    async with stage.open():
        await stage.types(sanne, "/start")
        await stage.store.run(practised)
        sanne.block()
        stage.now = TUESDAY + WEEK
        await sanne.wait_quiet(0.5)
    assert invited(sanne) == []
    assert await stage.waiting() == 0


async def test_a_deep_link_opens_what_was_shared_and_a_wrong_one_says_so(
    stage: Later, sanne: Phone
) -> None:
    def shares(unit: Unit) -> str:
        practised(unit)
        person = unit.seat("telegram", "7", TUESDAY).person
        unit.share(person, Share("s1", "run", TUESDAY + 2 * WEEK), TUESDAY)
        return unit.shares(person, TUESDAY)[0].code

    coach = stage.server.person(8, "Noor")
    async with stage.open():
        await stage.types(sanne, "/start")
        code = await stage.store.run(shares)
        panel = await stage.types(sanne, "/gedeeld")
        link = f"https://t.me/handvat_test_bot?start=gedeeld-{code}"
        assert link in panel.text
        read = await stage.types(coach, f"/start gedeeld-{code}")
        assert "Niet voor beoordeling" in read.text
        assert "Hoe is het nu met je?" in read.text
        assert [each.label for row in read.buttons for each in row] == ["Naar het begin"]
        wrong = await stage.types(coach, "/start gedeeld-aaaabbbbccccdddd")
        assert notice("share_wrong") in wrong.text
