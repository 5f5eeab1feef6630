"""Intervision in a group chat: one panel that tells nothing, and everybody on their own phone."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from bot.app.days import pass_days
from tests.doors.fake_bot_api import FakeBotApi, Phone
from tests.doors.meeting_stage import (
    ANNA,
    FLEUR,
    GROUP,
    MEETING,
    QUESTION,
    TOLD,
    MeetingStage,
    Table,
    panel,
    panels,
    sits_down,
    tap,
)
from tests.doors.telegram_stage import library, notice, value_of

SAID = "Ik hoor dat jij het werk doet en zij toekijkt"


@pytest.fixture
def stage() -> Iterator[MeetingStage]:
    with FakeBotApi() as server:
        server.telegram.reads_all_group_messages = False
        yield MeetingStage(server)


@pytest.fixture
async def table(stage: MeetingStage) -> AsyncIterator[Table]:
    async with sits_down(stage) as here:
        yield here


async def test_four_people_hold_a_whole_meeting_in_their_group(table: Table) -> None:
    stage, group = table.stage, table.group
    await stage.joins(group, table.bo, "Bo")
    await stage.joins(group, table.cem, "Cem")
    await table.settles()
    seen = [panel(group).text.partition("\n")[0:3:2]]
    assert "Er zijn 4 collega's" in panel(group).text
    for phone in (table.anna, table.bo):
        assert QUESTION in phone.panel.text

    assert await table.taps_panel(table.fleur, "meet.start") == ""
    method = stage.handvat.library.methods["vijf_stappen"]
    for number, step in enumerate(method.rounds, 1):
        at = f"{step.title} · ronde {number} van 8"
        await table.shows(at)
        shown = panel(group).text
        assert shown.startswith(f"{at} · nog {step.minutes} minu")
        await table.answers(table.bo, f"{SAID} in ronde {number}")
        await stage.types(table.cem, f"Zo zeg ik het op mijn scherm, ronde {number}")
        stage.clock.on(minutes=1)
        seen.append((shown, ""))
        await table.taps_panel(table.fleur, "meet.next")

    assert "De oogst" in panel(group).text
    lines = await stage.contributions()
    assert [each.text for each in lines if each.source and each.source.startswith(str(GROUP))] == [
        f"{SAID} in ronde {number}" for number in range(1, 9)
    ]
    assert sum(each.text.startswith("Zo zeg ik") for each in lines) == 8
    await stage.taps(table.fleur, "meet.close")
    await table.group.phone_of(table.bo).wait_for(lambda p: not panels(group))
    await table.settles()
    assert [text for text in table.said if "De bijeenkomst is klaar" in text]
    assert await stage.groups() == ()
    everything = " ".join(
        text for each in group.messages if each.from_bot for text in (each.text, *each.edits)
    )
    for word in (QUESTION, TOLD, SAID, "Zo zeg ik"):
        assert word not in everything


@pytest.mark.parametrize("method", sorted(library().methods))
async def test_every_method_is_held_in_a_group_to_its_end(stage: MeetingStage, method: str) -> None:
    """Everybody's own screen is in the round of the panel, and what is answered is kept once."""
    stage.method = method
    async with sits_down(stage) as table:
        for phone, name in ((table.bo, "Bo"), (table.cem, "Cem")):
            await stage.joins(table.group, phone, name)
        await table.taps_panel(table.fleur, "meet.start")
        rounds = library().methods[method].rounds
        for number, step in enumerate(rounds, 1):
            where = f"{step.title} · ronde {number} van {len(rounds)}"
            await table.shows(where)
            await table.answers(table.bo, f"{SAID} in ronde {number}")
            stage.clock.on(minutes=step.minutes)
            await table.taps_panel(table.fleur, "meet.next")
        kept = [each.text for each in await stage.contributions()]
        assert kept == [f"{SAID} in ronde {number + 1}" for number in range(len(rounds))]
        await table.fleur.wait_for(lambda p: value_of(p.panel, "meet.close"))
        await stage.taps(table.fleur, "meet.close")
        await table.group.phone_of(table.bo).wait_for(lambda p: not panels(table.group))
        await table.settles()
        assert [text for text in table.said if "De bijeenkomst is klaar" in text]
        told = " ".join(
            text for m in table.group.messages if m.from_bot for text in (m.text, *m.edits)
        )
        assert not [word for word in (QUESTION, TOLD, SAID) if word in told]


async def test_a_practice_run_is_gone_through_step_by_step(stage: MeetingStage) -> None:
    """Each on the own phone: tap what you would do, then see; the group chat shows none of it."""
    stage.method = "moreel_beraad"
    async with sits_down(stage) as table:
        fleur, bo = table.fleur, table.bo
        await stage.taps(fleur, "meet.walk")
        assert "68 minuten" in fleur.panel.text
        for phone, name in ((bo, "Bo"), (table.cem, "Cem")):
            await stage.joins(table.group, phone, name)
        await table.taps_panel(fleur, "meet.start")
        assert "De rest komt stap voor stap" in (await stage.taps(bo, "meet.look:copy")).text
        await stage.taps(bo, "meet.look:")
        await table.taps_panel(fleur, "meet.next")
        assert panel(table.group).text.startswith("Stap voor stap · ronde 2 van 12 · nog 8 minuten")
        assert "Stukje 1 van 1: wat zou jij hier vragen?" in bo.panel.text
        await stage.taps(bo, "meet.would:1:1")
        await table.settles()
        await stage.taps(table.cem, "meet.would:1:0")
        await table.settles()
        await stage.types(table.cem, "Wat doet de post met je?")
        await table.settles()
        await stage.taps(bo, f"meet.dot:{(await stage.contributions())[-1].seq}")
        await table.settles()
        assert "2 van de 2 kozen iets" in fleur.panel.text
        assert "doorvragen" not in fleur.panel.text
        await stage.taps(fleur, "meet.replay:0")
        await table.settles()
        assert "1. Hoe gaat het met de post?" in bo.panel.text
        assert "een open vraag (1)" in bo.panel.text
        assert "Cem: Wat doet de post met je? ●" in bo.panel.text
        assert TOLD not in bo.panel.text
        await stage.taps(fleur, "meet.replay:1")
        await table.settles()
        assert TOLD in bo.panel.text
        await stage.taps(bo, "meet.look:turn:1")
        await stage.types(bo, "Wat zag je toen aan haar?")
        await table.settles()
        await stage.taps(table.cem, "meet.look:turn:1")
        assert "Bo: Wat zag je toen aan haar?" in table.cem.panel.text
        await table.taps_panel(fleur, "meet.next")
        kept = [(each.kind, each.about) for each in await stage.contributions()]
        votes = [("vote", 1), ("vote", 1)]
        assert kept == [*votes, ("said", 1), ("vote", None), ("comment", 1)]
        shown = " ".join(
            text for m in table.group.messages if m.from_bot for text in (m.text, *m.edits)
        )
        words = (TOLD, "Hoe gaat het met de post", "Wat zag je", "Wat doet de post", "oorvragen")
        assert not [word for word in words if word in shown]


async def test_a_message_of_ones_own_chat_that_was_changed_changes_what_was_kept(
    table: Table,
) -> None:
    await table.stage.joins(table.group, table.bo, "Bo")
    await table.taps_panel(table.fleur, "meet.start")
    await table.taps_panel(table.fleur, "meet.next")
    mine = table.bo.send("Wat raakte jou?")
    await table.bo.wait_for(lambda p: p.panel.message_id > mine)
    table.bo.edit(mine, "Wat raakte jou het meest?")
    await table.cem.wait_for(lambda _: "Wat raakte jou het meest?" in table.anna.panel.text)
    assert [each.text for each in await table.stage.contributions()] == [
        "Wat raakte jou het meest?"
    ]


async def test_advice_among_the_questions_waits_on_the_own_screen_wherever_it_was_typed(
    table: Table,
) -> None:
    """The coach listens along in the group too; the answer is up to who said it."""
    stage, bo = table.stage, table.bo
    await stage.joins(table.group, bo, "Bo")
    await table.taps_panel(table.fleur, "meet.start")
    await table.taps_panel(table.fleur, "meet.next")
    advice = "Je moet haar gewoon aanmelden bij schuldhulpverlening."
    await table.answers(bo, advice)
    assert "Dit klinkt al als een oplossing" in bo.panel.text
    assert advice in bo.panel.text
    for phone in (table.anna, table.fleur):
        assert advice not in phone.panel.text
    await stage.taps(bo, f"meet.share:{(await stage.contributions())[0].seq}")
    await table.anna.wait_for(lambda p: advice in p.panel.text)


async def test_the_clock_on_the_panel_runs_on_by_the_minute(table: Table) -> None:
    await table.taps_panel(table.fleur, "meet.start")
    assert "nog 6 minuten" in panel(table.group).text
    table.stage.clock.on(minutes=4, seconds=30)
    there = table.group.phone_of(table.bo)
    await there.wait_for(lambda p: "nog 2 minuten" in panel(table.group).text)
    await table.fleur.wait_for(lambda p: "nog 2 minuten" in p.panel.text)
    await table.settles()
    assert "nog 6 minuten" in table.anna.panel.text


async def test_nobody_has_to_be_there_at_once(table: Table) -> None:
    """Spread over days: a closing date in place of a clock, and a round that closes by itself."""
    await table.stage.taps(table.fleur, "meet.days")
    assert "1 dag per ronde" in table.fleur.panel.text
    await table.taps_panel(table.fleur, "meet.start")
    assert "open tot 3 mrt 14:00" in panel(table.group).text
    await table.answers(table.anna, SAID)
    table.stage.clock.on(days=1, minutes=1)
    await pass_days(table.stage.handvat)
    there = table.group.phone_of(table.bo)
    await there.wait_for(lambda p: "ronde 2 van 8 · open tot 4 mrt" in panel(table.group).text)
    assert [each.text for each in await table.stage.contributions()] == [SAID]


async def test_whose_turn_it_is_goes_round(table: Table) -> None:
    await table.stage.joins(table.group, table.bo, "Bo")
    await table.stage.joins(table.group, table.cem, "Cem")
    await table.taps_panel(table.fleur, "meet.start")
    await table.taps_panel(table.fleur, "meet.next")
    assert "Aan het woord: Bo" in panel(table.group).text
    await table.answers(table.bo, "Wat raakte jou daar het meest?")
    assert "Aan het woord: Cem" in panel(table.group).text


async def test_an_answer_that_was_changed_changes_what_was_kept(table: Table) -> None:
    await table.taps_panel(table.fleur, "meet.start")
    mine = await table.answers(table.anna, SAID)
    table.group.phone_of(table.anna).edit(mine, "Ik bedoel het anders")
    await table.settles()
    assert [each.text for each in await table.stage.contributions()] == ["Ik bedoel het anders"]
    assert table.said == []


# Who may do what


@pytest.mark.parametrize("action", ["meet.next", "meet.more", "meet.pause"])
async def test_only_who_leads_moves_the_meeting(table: Table, action: str) -> None:
    await table.stage.joins(table.group, table.bo, "Bo")
    await table.taps_panel(table.fleur, "meet.start")
    before = await table.stage.meeting()
    for phone in (table.anna, table.bo, table.cem):
        assert await table.taps_panel(phone, action) == notice("group_leads")
    assert await table.stage.meeting() == before
    assert await table.taps_panel(table.fleur, action) == ""
    assert await table.stage.meeting() != before


async def test_a_tap_on_an_older_panel_moves_one_round(table: Table) -> None:
    await table.taps_panel(table.fleur, "meet.start")
    old = panel(table.group)
    for _ in range(3):
        tap(table.group, table.fleur, "meet.next", old)
    await table.settles()
    assert (await table.stage.meeting()).round == 1
    assert [each.text for each in table.fleur.answers[-2:]] == [notice("old_button")] * 2


async def test_who_is_not_in_it_is_told_so_kindly_and_nothing_is_kept(table: Table) -> None:
    await table.taps_panel(table.fleur, "meet.start")
    await table.answers(table.cem, SAID)
    assert table.said == [notice("group_come_in")]
    assert await table.stage.contributions() == ()


async def test_an_anonymous_administrator_cannot_be_known(table: Table) -> None:
    await table.taps_panel(table.fleur, "meet.start")
    table.group.send_anonymously(table.anna, SAID, reply_to=panel(table.group).message_id)
    await table.settles()
    table.group.send_anonymously(table.anna, "/intervisie")
    await table.settles()
    assert table.said == [notice("group_anonymous")] * 2
    assert await table.stage.contributions() == ()


@pytest.mark.parametrize("text", ["👍🏽", "א\u202eב", "<b>x</b>" * 20, "woord " * 200])
async def test_odd_answers_are_kept_and_not_repeated(table: Table, text: str) -> None:
    await table.taps_panel(table.fleur, "meet.start")
    await table.answers(table.anna, text)
    (kept,) = await table.stage.contributions()
    assert kept.text
    assert table.said == []


async def test_an_answer_of_a_page_is_too_long_and_a_photo_cannot_be_read(table: Table) -> None:
    await table.taps_panel(table.fleur, "meet.start")
    await table.answers(table.anna, "woord " * 400)
    phone = table.group.phone_of(table.anna)
    phone.say(phone.typed("x", reply_to=panel(table.group).message_id))
    await table.settles()
    assert [each.text for each in await table.stage.contributions()] == ["x"]
    assert len(table.said) == 1
    assert "1500" in table.said[0]


async def test_an_answer_to_anything_else_is_not_heard(table: Table) -> None:
    await table.taps_panel(table.fleur, "meet.start")
    table.group.send(table.anna, "/vraag")
    await table.settles()
    question = table.group.messages[-1]
    table.group.send(table.anna, SAID, reply_to=question.message_id)
    await table.settles()
    assert await table.stage.contributions() == ()


# Links, one by one


async def link_for(table: Table, phone: Phone) -> str:
    before = len(phone.answers)
    tap(table.group, phone, "meet.in")
    await phone.wait_for(lambda p: len(p.answers) > before)
    return phone.answers[-1].url


async def refused(table: Table, phone: Phone, url: str) -> str:
    mine = phone.follow(url)
    shown = await phone.wait_for(lambda p: p.panel if p.panel.message_id > mine else None)
    assert QUESTION not in shown.text
    return shown.text


async def test_a_guessed_link_opens_nothing(table: Table) -> None:
    url = "https://t.me/handvat_test_bot?start=m_KMP479RTX"
    assert notice("pass_refused") in await refused(table, table.bo, url)


async def test_a_link_that_was_used_opens_nothing_for_somebody_else(table: Table) -> None:
    url = await link_for(table, table.bo)
    table.bo.follow(url)
    await table.bo.wait_for(lambda p: p.panel)
    assert notice("pass_refused") in await refused(table, table.cem, url)


async def test_a_link_of_yesterday_opens_nothing(table: Table) -> None:
    url = await link_for(table, table.bo)
    table.stage.clock.on(minutes=11)
    assert notice("pass_refused") in await refused(table, table.bo, url)


async def test_somebody_who_was_sent_away_finds_the_door_closed(table: Table) -> None:
    await table.stage.joins(table.group, table.bo, "Bo")
    await table.taps_panel(table.fleur, "meet.start")
    other = await link_for(table, table.bo)
    await table.stage.taps(table.fleur, "meet.look:menu")
    await table.stage.taps(table.fleur, "meet.look:people")
    await table.stage.taps(table.fleur, "meet.remove:3")
    await table.settles()
    assert QUESTION not in table.bo.panel.text
    assert TOLD not in table.bo.panel.text
    await refused(table, table.bo, other)
    assert await table.taps_panel(table.bo, "meet.in") == notice("meeting_not_yours")
    await table.answers(table.bo, SAID)
    assert await table.stage.contributions() == ()


async def test_a_panel_that_was_forwarded_does_nothing_elsewhere(table: Table) -> None:
    elsewhere = table.stage.server.group(-100777, table.cem, table.fleur)
    before = await table.stage.meeting()
    phone = elsewhere.phone_of(table.fleur)
    mine = phone.send_forward(panel(table.group).text, of="Handvat")
    for button in (each for row in panel(table.group).buttons for each in row):
        phone.tap_data(mine, button.data)
    await phone.wait_for(lambda p: len(p.answers) > 1)
    await table.settles()
    assert {each.text for each in table.fleur.answers[-2:]} == {notice("group_elsewhere")}
    assert await table.stage.meeting() == before


async def test_a_second_group_by_the_same_link_is_refused(stage: MeetingStage) -> None:
    server = stage.server
    anna, fleur = server.person(ANNA, "Anna"), server.person(FLEUR, "Fleur")
    first, second = (server.group(one, anna, fleur) for one in (GROUP, -100777))
    async with stage.open():
        await stage.gathers()
        await stage.taps(fleur, "meet.look:menu")
        await stage.taps(fleur, "meet.look:invite")
        shown = await stage.taps(fleur, "meet.group")
        url = next(word for word in shown.text.split() if "startgroup" in word)
        second.start(anna, url.replace("m_", "m_X"))
        await second.phone_of(anna).wait_for(lambda p: p.replies)
        assert second.messages[-1].text == notice("pass_refused")

        first.start(fleur, url)
        await first.phone_of(fleur).wait_for(lambda p: p.panel)
        second.start(fleur, url)
        await second.phone_of(fleur).wait_for(lambda p: len(p.replies) > 1)
        assert second.messages[-1].text == notice("group_bound")
        assert [each.chat for each in await stage.groups()] == [GROUP]


async def test_a_link_that_was_found_gives_nobody_else_a_group(stage: MeetingStage) -> None:
    server = stage.server
    fleur, cem = server.person(FLEUR, "Fleur"), server.person(104, "Cem")
    group = server.group(GROUP, fleur, cem)
    async with stage.open():
        await stage.gathers()
        await stage.taps(fleur, "meet.look:menu")
        await stage.taps(fleur, "meet.look:invite")
        shown = await stage.taps(fleur, "meet.group")
        url = next(word for word in shown.text.split() if "startgroup" in word)
        group.start(cem, url)
        await group.phone_of(cem).wait_for(lambda p: p.replies)
        assert group.messages[-1].text == notice("group_not_yours")
        assert await stage.groups() == ()


async def test_whoever_has_no_meeting_gets_no_panel(table: Table) -> None:
    other = table.stage.server.group(-100777, table.cem, table.fleur)
    other.send(table.cem, "/intervisie")
    other.send(table.fleur, "/intervisie")
    await table.settles()
    assert [each.text for each in other.messages if each.from_bot] == [notice("group_none")] * 2


async def test_two_meetings_of_one_person_stay_apart(table: Table) -> None:
    stage, other = table.stage, table.stage.server.group(-100777, table.fleur)
    await stage.gathers("tweede")
    table.group.send(table.fleur, "/intervisie", message_thread_id=12)
    await table.settles()
    assert {(each.meeting, each.topic) for each in await stage.groups()} == {
        (MEETING, None),
        ("tweede", 12),
    }
    first, second = panels(table.group)
    assert second.message_thread_id == 12
    tap(table.group, table.fleur, "meet.start", second)
    await table.settles()
    assert (await stage.meeting("tweede")).state == "round"
    assert (await stage.meeting()).state == "gathering"
    assert "nog niet begonnen" in first.text
    assert other.messages == []


@pytest.mark.parametrize("two_days_old", [False, True])
async def test_what_was_withdrawn_is_not_higher_up_in_anybodys_chat_either(
    table: Table, two_days_old: bool
) -> None:
    stage, bo = table.stage, table.bo
    if two_days_old:
        cannot = "Bad Request: message can't be deleted for everyone"
        stage.server.fail_next("deleteMessage", "400", times=None, description=cannot)
    await stage.joins(table.group, bo, "Bo")
    await table.taps_panel(table.fleur, "meet.start")
    await stage.taps(bo, "meet.look:copy")
    assert TOLD in bo.panel.text
    await stage.types(bo, "Wie opent de post als jij er niet bent?")
    await stage.taps(bo, "meet.look:copy")
    await stage.types(bo, "/start")  # the copy is not on the screen any more, only above it

    await stage.taps(table.anna, "meet.look:menu")
    await stage.taps(table.anna, "meet.look:withdraw")
    await stage.taps(table.anna, "meet.withdraw")
    await table.settles()
    for phone in (table.anna, table.fleur, bo):
        for message in phone.replies:
            assert TOLD not in message.text
            assert QUESTION not in message.text
