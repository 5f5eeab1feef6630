"""Two people in one chat (issue 3): the talk in a group, the card and the feedback privately."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.doors.duo_stage import COACH, HIDDEN, TITLE, DuoStage, Pair, in_a_group
from tests.doors.fake_bot_api import FakeBotApi, Phone
from tests.doors.meeting_stage import GROUP, panel, panels, tap
from tests.doors.telegram_stage import notice

WHY = "Waarom maak je de post niet open?"
OPEN = "Hoe gaat dat, met de post?"
TOLD = "Die haal ik om elf uur uit de bus."
LARGE, OTHER = -1009998887776, -100777


@pytest.fixture
def stage() -> Iterator[DuoStage]:
    with FakeBotApi() as server:
        server.telegram.reads_all_group_messages = False
        yield DuoStage(server)


@pytest.fixture
async def pair(stage: DuoStage) -> AsyncIterator[Pair]:
    """Nothing began."""
    async with in_a_group(stage) as here:
        yield here


@pytest.fixture
async def talk(pair: Pair) -> Pair:
    """The talk began, in the group."""
    await pair.prepares()
    assert await pair.taps_panel(pair.sanne, "meet.begin") == ""
    return pair


async def sees(phone: Phone, *texts: str) -> None:
    """All this comes on somebody's own screen."""
    await phone.wait_for(lambda p: all(text in p.panel.text for text in texts))


async def test_three_people_rehearse_in_their_group_from_the_first_tap_to_the_end(
    pair: Pair,
) -> None:
    sanne, joost, wim = pair.sanne, pair.joost, pair.wim
    pair.group.start(sanne, await pair.begins(sanne, "Sanne"))
    await pair.group.phone_of(sanne).wait_for(lambda p: p.panel)
    await pair.shows("Er is één iemand")
    await pair.comes_in(joost, "Joost")
    await pair.comes_in(wim, "Wim")
    await pair.settles()
    await pair.shows("Er zijn 3 mensen")
    await pair.taps(sanne, "meet.be:professional")
    await pair.taps(joost, "meet.be:resident", "meet.look:personas")
    await pair.shows("Joost speelt de bewoner en kiest wie het wordt")
    await pair.taps(joost, "meet.persona:schulden_en_schaamte", "meet.look:card")
    await sees(joost, "bananendoos", "Zij weet van niks")
    await pair.shows(f"Joost speelt: {TITLE}. Sanne begint.")

    assert await pair.taps_panel(joost, "meet.begin") == notice("duo_group_begin")
    assert await pair.taps_panel(sanne, "meet.begin") == ""
    await pair.shows(TITLE)
    await pair.shows("betaalachterstand")
    await pair.shows("Aan het woord: Sanne")
    await pair.answers(sanne, WHY)
    await pair.shows("Aan het woord: Joost")
    await sees(sanne, "Dat is een waaromvraag", "Alleen jij ziet dit")
    await sees(wim, WHY)
    for other in (joost, wim):
        assert not [each for each in COACH if each in other.panel.text]
    await pair.taps(sanne, "meet.take_back")
    await pair.answers(sanne, OPEN)
    await pair.answers(joost, TOLD)
    await pair.shows("Aan het woord: Sanne")
    assert await pair.taps_panel(sanne, "meet.aloud") == ""
    await pair.has_said([OPEN, TOLD, ""])
    assert [each.chat for each in await pair.stage.groups()] == [GROUP]
    assert len(panels(pair.group)) == 1

    await pair.taps(sanne, "meet.look:menu", "meet.open", "meet.look:")
    await sees(wim, TOLD)
    for other in (sanne, wim):
        assert not [each for each in HIDDEN if each in other.panel.text]
    await pair.taps(sanne, "meet.look:reveal", "meet.look_back")
    await pair.shows("kijken samen terug")
    await sees(wim, "Waar het de bewoner om ging", "ik schaam me zo")
    await pair.taps(sanne, "meet.look:menu", "meet.close")
    assert panels(pair.group) == []
    assert [text for text in pair.sentences if "Klaar." in text]
    assert await pair.stage.groups() == ()
    for word in (*HIDDEN, *COACH, WHY, OPEN, TOLD):
        assert word not in pair.everything


async def test_the_same_talk_goes_on_in_the_group_and_on_ones_own_screen(talk: Pair) -> None:
    await talk.answers(talk.sanne, OPEN)
    await talk.stage.types(talk.joost, TOLD)
    await talk.settles()
    await talk.shows("Aan het woord: Sanne")
    await talk.has_said([OPEN, TOLD])
    await sees(talk.sanne, OPEN, TOLD)
    assert TOLD not in talk.everything


async def test_what_is_taken_back_counts_no_more_and_was_never_repeated(talk: Pair) -> None:
    await talk.answers(talk.sanne, WHY)
    await talk.answers(talk.sanne, "terug")
    await talk.is_told([notice("duo_group_own_screen")])
    await talk.has_said([WHY])
    await talk.taps(talk.sanne, "meet.take_back")
    await talk.has_said([])
    await talk.shows("Aan het woord: Sanne")


async def test_a_message_that_was_changed_stays_as_it_was_said(talk: Pair) -> None:
    mine = await talk.answers(talk.sanne, OPEN)
    talk.group.phone_of(talk.sanne).edit(mine, WHY)
    await talk.settles()
    await talk.has_said([OPEN])
    await talk.is_told([])


# Who may do what


async def test_who_looks_on_is_told_so_and_nothing_is_kept(talk: Pair) -> None:
    await talk.answers(talk.wim, "Ik zou iets anders vragen.")
    await talk.is_told([notice("duo_looks_on")])
    assert await talk.taps_panel(talk.wim, "meet.aloud") == notice("duo_group_aloud")
    await talk.has_said([])


async def test_who_is_neither_is_let_in_first(pair: Pair) -> None:
    gijs = pair.stage.server.person(204, "Gijs")
    pair.group.chat.members[gijs.user["id"]] = gijs.user
    await pair.prepares()
    await pair.taps_panel(pair.sanne, "meet.begin")
    await pair.answers(gijs, "Mag ik ook?")
    await pair.is_told([notice("group_come_in")])
    assert await pair.taps_panel(gijs, "meet.aloud") == notice("group_come_in")
    await pair.has_said([])
    shown = await pair.comes_in(gijs, "Gijs")
    assert "Sanne heeft nu het woord" in shown.text
    assert "bananendoos" not in shown.text


async def test_what_is_answered_in_a_group_is_never_taken_for_a_name(pair: Pair) -> None:
    await pair.stage.types(pair.sanne, "/oefenen")
    await pair.taps(pair.sanne, "desk.duo")
    pair.group.send(pair.sanne, "/oefenen")
    await pair.group.phone_of(pair.sanne).wait_for(lambda p: p.panel)
    await pair.answers(pair.sanne, "Ben ik er?")
    await pair.is_told([notice("group_come_in")])
    assert [one.name for one in (await pair.duo()).people] == [""]


async def test_an_anonymous_administrator_cannot_be_known(talk: Pair) -> None:
    talk.group.send_anonymously(talk.sanne, OPEN, reply_to=panel(talk.group).message_id)
    await talk.settles()
    await talk.is_told([notice("group_anonymous")])
    await talk.has_said([])


async def test_two_taps_at_once_are_one_turn(talk: Pair) -> None:
    old = panel(talk.group)
    for _ in range(3):
        tap(talk.group, talk.sanne, "meet.aloud", old)
    await talk.settles()
    await talk.has_said([""])
    assert [each.text for each in talk.sanne.answers[-2:]] == [notice("old_button")] * 2


@pytest.mark.parametrize("text", ["👍🏽", "א\u202eב", "<b>x</b>" * 20, "woord " * 200])
async def test_odd_answers_are_kept_and_not_repeated(talk: Pair, text: str) -> None:
    await talk.answers(talk.joost, text)
    assert len(await talk.said()) == 1
    await talk.is_told([])


async def test_a_page_of_text_and_a_reply_while_looking_back_get_one_sentence(talk: Pair) -> None:
    await talk.answers(talk.sanne, "woord " * 400)
    await talk.answers(talk.sanne, OPEN)
    await talk.taps(talk.sanne, "meet.look:reveal", "meet.look_back")
    await talk.answers(talk.wim, "Mooi gesprek.")
    assert "1500" in talk.sentences[0]
    assert talk.sentences[1:] == [notice("duo_group_looking_back")]
    await talk.has_said([OPEN])


async def test_a_resident_with_a_warning_is_announced_in_the_group(pair: Pair) -> None:
    await pair.prepares()
    assert "Let op" not in pair.panel
    await pair.taps(pair.joost, "meet.look:personas", "meet.persona:stille_signalen")
    warning = pair.stage.handvat.library.personas["stille_signalen"].warning
    assert warning is not None
    await pair.shows(warning)


# Links


async def test_a_link_works_once_for_one_group_and_for_who_began(pair: Pair) -> None:
    first, second = pair.group, pair.stage.server.group(OTHER, pair.sanne, pair.joost)
    url = await pair.begins(pair.sanne, "Sanne")
    for phone, link, words in (
        (pair.joost, url, "group_not_yours"),
        (pair.sanne, url.replace("m_", "m_X"), "pass_refused"),
    ):
        second.start(phone, link)
        await pair.settles()
        assert second.messages[-1].text == notice(words)
    first.start(pair.sanne, url)
    await first.phone_of(pair.sanne).wait_for(lambda p: p.panel)
    second.start(pair.sanne, url)
    await pair.settles()
    assert second.messages[-1].text == notice("group_bound")
    assert [each.chat for each in await pair.stage.groups()] == [GROUP]


async def test_a_link_of_long_ago_opens_nothing(pair: Pair) -> None:
    url = await pair.begins(pair.sanne, "Sanne")
    pair.stage.clock.on(days=15)
    pair.group.start(pair.joost, url)
    await pair.settles()
    assert pair.group.messages[-1].text == notice("pass_refused")
    assert await pair.stage.groups() == ()


async def test_a_way_in_works_once_and_for_ten_minutes(talk: Pair) -> None:
    gijs = talk.stage.server.person(204, "Gijs")
    await talk.taps_panel(talk.wim, "meet.in")
    url = talk.wim.answers[-1].url
    talk.stage.clock.on(minutes=11)
    mine = gijs.follow(url)
    shown = await gijs.wait_for(lambda p: p.panel if p.panel.message_id > mine else None)
    assert notice("pass_refused") in shown.text
    assert TITLE not in shown.text


async def test_a_panel_that_was_forwarded_does_nothing_elsewhere(talk: Pair) -> None:
    elsewhere = talk.stage.server.group(OTHER, talk.sanne, talk.wim)
    phone = elsewhere.phone_of(talk.sanne)
    mine = phone.send_forward(talk.panel, of="Handvat")
    before = await talk.duo()
    for button in (each for row in panel(talk.group).buttons for each in row):
        phone.tap_data(mine, button.data)
    await talk.settles()
    assert {each.text for each in talk.sanne.answers[-2:]} == {notice("group_elsewhere")}
    assert await talk.duo() == before


async def test_typing_the_command_does_as_well_and_brings_the_panel_down(pair: Pair) -> None:
    pair.group.send(pair.sanne, "/oefenen")
    await pair.settles()
    await pair.is_told([notice("duo_group_none")])
    await pair.begins(pair.sanne, "Sanne")
    pair.group.send(pair.sanne, "/intervisie")
    await pair.settles()
    assert pair.sentences[1:] == [notice("group_none")]
    pair.group.send(pair.sanne, "/oefenen")
    await pair.group.phone_of(pair.sanne).wait_for(lambda p: p.panel)
    old = panel(pair.group)
    pair.group.send(pair.sanne, "/oefenen")
    await pair.group.phone_of(pair.sanne).wait_for(lambda p: p.panel.message_id > old.message_id)
    await pair.settles()
    assert len(panels(pair.group)) == 1


async def test_another_cannot_begin_where_one_is_going_on(talk: Pair) -> None:
    talk.group.start(talk.joost, await talk.begins(talk.joost, "Joost"))
    await talk.settles()
    await talk.is_told([notice("group_busy")])


# What becomes of the group


async def test_without_the_bot_in_the_group_the_talk_goes_on_and_says_so(talk: Pair) -> None:
    of = (await talk.duo()).id
    await talk.answers(talk.sanne, OPEN)
    talk.group.remove_bot(talk.wim)
    for phone in (talk.sanne, talk.joost):
        await phone.wait_for(lambda p: p.panel.text.startswith(notice("group_left")))
    assert await talk.stage.groups() == ()
    await talk.stage.types(talk.joost, TOLD)
    assert [each.text for each in await talk.stage.contributions(of)] == [OPEN, TOLD]


async def test_a_supergroup_gets_the_panel_anew(stage: DuoStage) -> None:
    stage.kind = "group"
    async with in_a_group(stage) as talk:
        await talk.prepares()
        await talk.taps_panel(talk.sanne, "meet.begin")
        large = talk.group.become_supergroup(LARGE, by=talk.sanne)
        await large.phone_of(talk.sanne).wait_for(lambda p: p.panel)
        talk.group = large
        await talk.answers(talk.sanne, OPEN)
        await talk.has_said([OPEN])
        await talk.shows("Aan het woord: Joost")


async def test_erasing_it_takes_the_panel_with_its_names_away(talk: Pair) -> None:
    await talk.answers(talk.sanne, OPEN)
    await talk.taps(talk.sanne, "meet.look:menu", "meet.look:wipe", "meet.wipe")
    assert [each for each in talk.group.messages if each.from_bot] == []
    assert await talk.stage.groups() == ()
    for phone in (talk.joost, talk.wim):
        assert phone.panel.text.startswith(notice("duo_wiped"))
        assert OPEN not in " ".join(each.text for each in phone.replies)


async def test_after_a_restart_it_goes_on(stage: DuoStage) -> None:
    async with in_a_group(stage) as talk:
        await talk.prepares()
        await talk.taps_panel(talk.sanne, "meet.begin")
        await talk.answers(talk.sanne, OPEN)
    async with stage.open():
        await talk.answers(talk.joost, TOLD)
        await talk.has_said([OPEN, TOLD])
        assert len(panels(talk.group)) == 1
