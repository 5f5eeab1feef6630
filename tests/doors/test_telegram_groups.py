"""Groups get one question and leave no trace; the menus; a phone on which nothing may be noted."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bot.app.rendering import Renderer
from flows.advance import one_question
from tests.app.fake_store import State
from tests.doors.fake_bot_api import FakeBotApi, Group, Phone
from tests.doors.telegram_stage import FailingStore, Stage, library, notice, value_of

TOLD = "Ze zegt dat ze niet meer slaapt"
GROUP = -1001234567890


@pytest.fixture
def store() -> FailingStore:
    return FailingStore()


@pytest.fixture
def stage(store: FailingStore) -> Iterator[Stage]:
    with FakeBotApi() as server:
        yield Stage(server, store)


@pytest.fixture
def sanne(stage: Stage) -> Phone:
    return stage.server.person(7, "Sanne")


@pytest.fixture
def group(stage: Stage, sanne: Phone) -> Group:
    return stage.server.group(GROUP, sanne)


@pytest.mark.parametrize("command", ["/vraag", "/vraag@handvat_test_bot", "/VRAAG over geld"])
async def test_a_group_gets_one_question_and_nothing_is_kept_of_it(
    stage: Stage, store: FailingStore, sanne: Phone, group: Group, command: str
) -> None:
    async with stage.open():
        group.send(sanne, command)
        await group.phone_of(sanne).wait_for(lambda p: p.replies)
        await sanne.wait_quiet()

    (answer,) = group.phone_of(sanne).replies
    assert answer.text in {one_question(library(), seed).values["ask"] for seed in range(999)}
    assert not answer.buttons
    assert store.state == State()


async def test_a_question_in_a_topic_is_answered_there(
    stage: Stage, sanne: Phone, group: Group
) -> None:
    async with stage.open():
        group.send(sanne, "/vraag", message_thread_id=12)
        found = await group.phone_of(sanne).wait_for(lambda p: p.replies)

    assert found[0].message_thread_id == 12


async def test_whatever_else_is_said_in_a_group_is_not_heard(
    stage: Stage, store: FailingStore, sanne: Phone, group: Group
) -> None:
    async with stage.open():
        group.add_bot(sanne)
        for text in (TOLD, "/start", "/vraag@another_bot", "/vragen", "ik zei /vraag"):
            group.send(sanne, text)
        mine = group.send(sanne, "/nieuw")
        phone = group.phone_of(sanne)
        phone.edit(mine, "/vraag")
        phone.send_sticker()
        phone.tap_data(mine, "1.desk.new")
        await phone.wait_for(lambda p: not p.unanswered)
        await sanne.wait_quiet(0.3)
        group.remove_bot(sanne)
        await sanne.wait_quiet()

    assert phone.replies == []
    assert store.state == State()


async def test_a_group_that_asks_too_fast_is_not_answered_all_night(
    stage: Stage, sanne: Phone, group: Group
) -> None:
    async with stage.open():
        stage.server.fail_next("sendMessage", "429", retry_after=1, chat_id=GROUP)
        for _ in range(30):
            group.send(sanne, "/vraag")
        await sanne.wait_quiet(1.5, 10)

    assert 1 <= len(group.phone_of(sanne).replies) <= 7


async def test_the_menus_are_set_for_chats_and_groups_in_each_language(
    stage: Stage, sanne: Phone, group: Group
) -> None:
    noor = stage.server.person(8, "Noor", language_code="uk")
    async with stage.open():
        await sanne.wait_for(lambda p: len(stage.server.commands) == 4)

    labels = Renderer().labels("nl/words.yaml")
    assert sanne.menu == noor.menu == list(labels["commands"].items())
    assert group.phone_of(sanne).menu == list(labels["commands_in_groups"].items())
    assert [name for name, _ in group.phone_of(sanne).menu] == ["vraag", "intervisie", "oefenen"]
    assert set(stage.server.commands) == {
        (scope, code) for scope in ("all_private_chats", "all_group_chats") for code in ("", "nl")
    }


async def test_somebody_with_another_language_is_spoken_to_in_the_first(stage: Stage) -> None:
    noor = stage.server.person(8, "Noor", language_code="uk")
    async with stage.open():
        panel = await stage.types(noor, "/start")
    assert value_of(panel, "desk.consult")


# A phone on which nothing may be noted


async def test_without_notes_questions_and_cards_work_and_nothing_is_taken_in(
    stage: Stage, store: FailingStore, sanne: Phone
) -> None:
    refused = notice("notes_off")
    async with stage.open(notes=False):
        home = await stage.types(sanne, "/start")
        shown = {button.data.partition(".")[2] for row in home.buttons for button in row}
        assert shown == {
            "desk.consult",
            "desk.cards",
            "desk.practise",
            "desk.privacy",
            "desk.help",
        }
        assert refused in home.text

        for text in (TOLD, "/nieuw", "/verder", "/plan", "/vandaag", "/koppel", "/regels"):
            assert (await stage.types(sanne, text)).text.startswith(refused), text
        mine = sanne.send_photo("een brief")
        panel = await sanne.wait_for(lambda p: p.panel if p.panel.message_id > mine else None)
        assert panel.text.startswith(refused)

        for text in ("/vraag", "/kaarten", "/privacy", "/help", "/woorden", "/wis", "terug"):
            assert not (await stage.types(sanne, text)).text.startswith(refused), text
        await stage.types(sanne, "/vraag")
        await stage.taps(sanne, "desk.another")
        await stage.taps(sanne, "desk.cards")

    assert store.state.told == {}
    assert await stage.waiting() == 0


async def test_without_notes_nothing_of_a_group_waits_in_the_inbox(
    stage: Stage, sanne: Phone, group: Group
) -> None:
    async with stage.open(notes=False):
        group.send(sanne, "/intervisie")
        found = await group.phone_of(sanne).wait_for(lambda p: p.replies)
        assert found[-1].text == notice("notes_off")
    assert await stage.inbox() == []


async def test_without_notes_danger_still_gets_the_numbers(stage: Stage, sanne: Phone) -> None:
    async with stage.open(notes=False):
        panel = await stage.types(sanne, "Hij slaat haar")
    assert panel.text.startswith(notice("danger_not_kept"))


async def test_without_notes_what_was_told_before_is_not_shown_but_can_be_erased(
    stage: Stage, sanne: Phone
) -> None:
    async with stage.open():
        panel = await stage.types(sanne, TOLD)
    async with stage.open(notes=False):
        sanne.tap_data(panel, value_of(panel, "go.domains.map"))
        after = await sanne.wait_for(lambda p: p.panel if p.panel != panel else None)
        assert after.text.startswith(notice("notes_off"))
        erasing = await stage.types(sanne, "/wis")
        values = [button.data for row in erasing.buttons for button in row]
        (this,) = [value for value in values if "erase_this" in value]
        await stage.taps(sanne, this.partition(".")[2])
        await stage.taps(sanne, "desk.erase_sure")
    assert await stage.lines(sanne) == []


async def test_without_notes_the_menu_has_only_what_keeps_nothing(
    stage: Stage, sanne: Phone, group: Group
) -> None:
    async with stage.open(notes=False):
        await sanne.wait_for(lambda p: len(stage.server.commands) == 4)
    names = {name for name, _ in sanne.menu}
    assert names == {
        "vraag",
        "kaarten",
        "woorden",
        "oefenen",
        "gedeeld",
        "privacy",
        "wis",
        "help",
        "start",
    }
    assert [name for name, _ in group.phone_of(sanne).menu] == ["vraag"]
