"""What the fake Telegram does with groups is what the Bot API says it does."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

import pytest
from telegram import Bot
from telegram.error import BadRequest, ChatMigrated

from tests.doors.fake_bot_api import FakeBotApi
from tests.doors.test_fake_bot_api import bot_of

SMALL, LARGE = -4001, -1002223334445


@pytest.fixture
def server() -> Iterator[FakeBotApi]:
    with FakeBotApi() as server:
        yield server


@pytest.fixture
async def bot(server: FakeBotApi) -> AsyncIterator[Bot]:
    async with bot_of(server) as bot:
        yield bot


async def test_a_group_that_became_a_supergroup_has_another_id_and_new_messages(
    server: FakeBotApi, bot: Bot
) -> None:
    sanne = server.person(7)
    small = server.group(SMALL, sanne, kind="group")
    panel = await bot.send_message(SMALL, "Ronde 1")
    large = small.become_supergroup(LARGE, by=sanne)

    told = [update.message for update in await bot.get_updates()]
    assert [(m.chat.id, m.migrate_to_chat_id, m.migrate_from_chat_id) for m in told if m] == [
        (SMALL, LARGE, None),
        (LARGE, None, SMALL),
    ]
    with pytest.raises(ChatMigrated) as moved:
        await bot.send_message(SMALL, "Ronde 2")
    assert moved.value.new_chat_id == LARGE
    with pytest.raises(BadRequest, match="not found"):
        await bot.edit_message_text("Ronde 2", LARGE, panel.message_id + 100)
    assert (await bot.send_message(LARGE, "Ronde 2")).chat.id == LARGE
    assert large.messages[-1].text == "Ronde 2"


async def test_an_anonymous_administrator_speaks_as_the_group(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7)
    group = server.group(LARGE, sanne)
    group.send_anonymously(sanne, "Dag allemaal")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.from_user
    assert update.message.from_user.username == "GroupAnonymousBot"
    assert update.message.sender_chat == update.message.chat
    assert group.phone_of(sanne).replies == []


async def test_with_privacy_mode_only_an_administrator_hears_everything(
    server: FakeBotApi, bot: Bot
) -> None:
    sanne = server.person(7)
    group = server.group(LARGE, sanne)
    server.telegram.reads_all_group_messages = False
    group.send(sanne, "Dag")
    assert await bot.get_updates() == ()
    group.promote_bot(by=sanne)
    group.send(sanne, "Dag")
    moved, heard = await bot.get_updates()
    assert moved.my_chat_member
    assert moved.my_chat_member.new_chat_member.status == "administrator"
    assert heard.message
    assert heard.message.text == "Dag"


async def test_a_link_into_a_group_and_the_link_of_a_tap(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7)
    group = server.group(LARGE, sanne)
    server.telegram.reads_all_group_messages = False
    group.start(sanne, "https://t.me/handvat_test_bot?startgroup=KMP479RTX")
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.text == "/start@handvat_test_bot KMP479RTX"

    query = group.phone_of(sanne).tap_data(1, "g.x")
    with pytest.raises(BadRequest, match=r"(?i)url_invalid"):
        await bot.answer_callback_query(query, url="https://example.org")
    await bot.answer_callback_query(query, url="https://t.me/handvat_test_bot?start=KMP")
    assert sanne.answers[-1].url.endswith("?start=KMP")
    sanne.follow(sanne.answers[-1].url)
    assert sanne.messages[-1].text == "/start KMP"
    with pytest.raises(AssertionError, match="cannot stand in a link"):
        sanne.follow("https://t.me/handvat_test_bot?start=te%20veel")
