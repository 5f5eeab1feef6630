"""The fake Telegram does as Telegram does, seen through python-telegram-bot's own client."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import Response
from starlette.routing import Route
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    Update,
)
from telegram.error import (
    BadRequest,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import (
    ApplicationBuilder,
    CallbackQueryHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.doors.fake_bot_api import Dropped, FakeBotApi, Kind, Pace, Request
from tests.doors.fake_http import LoopbackServer

GROUP = -1001234567890
Context = ContextTypes.DEFAULT_TYPE


@pytest.fixture(autouse=True)
def _retry_after_is_a_timedelta(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it python-telegram-bot 22 warns at every 429, and warnings are errors here."""
    monkeypatch.setenv("PTB_TIMEDELTA", "true")


@pytest.fixture
def server() -> Iterator[FakeBotApi]:
    with FakeBotApi() as server:
        yield server


@pytest.fixture
async def bot(server: FakeBotApi) -> AsyncIterator[Bot]:
    """A bot without an Application, to ask one thing at a time."""
    async with bot_of(server) as bot:
        yield bot


def bot_of(server: FakeBotApi, token: str = "") -> Bot:
    url = server.base_url
    return Bot(token or server.token, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")


@asynccontextmanager
async def echoing(server: FakeBotApi) -> AsyncIterator[None]:
    """A real Application that polls, repeats what it hears with a button, and counts taps."""
    builder = ApplicationBuilder().token(server.token)
    builder = builder.base_url(f"{server.base_url}/bot")
    app = builder.base_file_url(f"{server.base_url}/file/bot").build()
    app.add_handler(MessageHandler(filters.TEXT, repeat))
    app.add_handler(CallbackQueryHandler(count))
    async with app:
        await app.start()
        assert app.updater
        await app.updater.start_polling(allowed_updates=Update.ALL_TYPES)
        yield
        await app.updater.stop()
        await app.stop()


async def repeat(update: Update, context: Context) -> None:
    heard = update.effective_message
    assert heard
    assert heard.text
    await heard.reply_text(heard.text, reply_markup=button("Nog eens", "1"))


async def count(update: Update, context: Context) -> None:
    tap = update.callback_query
    assert tap
    assert tap.data
    await tap.answer("Gezien")
    words = f"<b>{tap.data}</b> keer"
    again = button("Nog eens", str(int(tap.data) + 1))
    await tap.edit_message_text(words, parse_mode="HTML", reply_markup=again)


def button(label: str, data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(label, callback_data=data)]])


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.effective_message.text for update in updates if update.effective_message]


# The conversation of a person and a bot


async def test_an_echo_arrives_and_its_button_works(server: FakeBotApi) -> None:
    sanne = server.person(7, "Sanne")
    async with echoing(server):
        sanne.send("Het gaat wel")
        panel = await sanne.wait_for(lambda p: p.panel)
        assert (panel.text, panel.buttons) == ("Het gaat wel", [[("Nog eens", "1")]])

        sanne.tap("Nog eens")
        await sanne.wait_for(lambda p: p.panel.text == "1 keer")
        sanne.tap(0)
        await sanne.wait_for(lambda p: p.panel.text == "2 keer")
        await sanne.wait_quiet()

    assert [m.text for m in sanne.messages] == ["Het gaat wel", "2 keer"]
    assert sanne.panel.html == "<b>2</b> keer"
    assert sanne.panel.edits == ("Het gaat wel", "1 keer")
    assert [(a.data, a.text) for a in sanne.answers] == [("1", "Gezien"), ("2", "Gezien")]
    assert sanne.unanswered == []
    assert server.pending == []


async def test_a_button_that_is_not_there_cannot_be_pressed(server: FakeBotApi) -> None:
    sanne = server.person(7)
    with pytest.raises(AssertionError, match="no buttons"):
        sanne.tap("Ja")
    async with echoing(server):
        sanne.send("Dag")
        await sanne.wait_for(lambda p: p.panel)
    with pytest.raises(AssertionError, match=r"no button 'Ja' among \['Nog eens'\]"):
        sanne.tap("Ja")
    with pytest.raises(AssertionError, match="not seen within"):
        await sanne.wait_for(lambda p: p.replies[7], timeout=0.01)


async def test_updates_wait_until_an_offset_acknowledges_them(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7)
    server.next_update_id = 100
    for text in ("een", "twee", "drie"):
        sanne.send(text)

    assert texts(await bot.get_updates(limit=2)) == ["een", "twee"]
    assert texts(await bot.get_updates()) == ["een", "twee", "drie"]
    assert texts(await bot.get_updates(offset=102)) == ["drie"]
    assert server.pending == [102]
    assert await bot.get_updates(offset=103) == ()

    server.redeliver(101)
    assert texts(await bot.get_updates(offset=103)) == ["twee"]
    assert await bot.get_updates(offset=102) == ()


async def test_a_long_poll_ends_as_soon_as_somebody_writes(server: FakeBotApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    server.person(7).send("hallo")
    assert texts(await poll) == ["hallo"]


async def test_only_kinds_that_were_asked_for_are_queued(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7)
    await bot.get_updates(allowed_updates=["edited_message"])
    number = sanne.send("hallo")
    sanne.edit(number, "hallo daar")
    (update,) = await bot.get_updates()
    assert update.edited_message
    assert update.edited_message.text == "hallo daar"
    assert update.edited_message.edit_date


async def test_an_acknowledged_update_can_come_again(server: FakeBotApi) -> None:
    sanne = server.person(7)
    async with echoing(server):
        sanne.send("hallo")
        await sanne.wait_quiet()
        server.redeliver(server.updates.log[0]["update_id"])
        await sanne.wait_for(lambda p: len(p.replies) == 2)
        await sanne.wait_quiet()
    assert [m.text for m in sanne.replies] == ["hallo", "hallo"]


async def test_ids_that_jump_down_after_a_quiet_week_are_delivered(server: FakeBotApi) -> None:
    sanne = server.person(7)
    server.next_update_id = 900
    async with echoing(server):
        sanne.send("voor de vakantie")
        await sanne.wait_for(lambda p: p.replies)
        server.next_update_id = 40
        sanne.send("na de vakantie")
        await sanne.wait_for(lambda p: p.replies[1])
        await sanne.wait_quiet()
    assert [m.text for m in sanne.replies] == ["voor de vakantie", "na de vakantie"]


async def test_a_second_poll_ends_the_first_with_a_conflict(server: FakeBotApi, bot: Bot) -> None:
    first = asyncio.create_task(bot.get_updates(timeout=30))
    async with bot_of(server) as other:
        await server.person(7).wait_for(lambda _: server.calls("getUpdates"))
        assert await other.get_updates() == ()
    with pytest.raises(Conflict, match="terminated by other getUpdates request"):
        await first


# What Telegram refuses


async def test_an_edit_that_changes_nothing_is_refused(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7, known=True)
    sent = await bot.send_message(7, "<i>Vraag</i> 1", "HTML", reply_markup=button("Ja", "y"))
    with pytest.raises(BadRequest, match="Message is not modified: specified new message content"):
        await sent.edit_text("<i>Vraag</i> 1", "HTML", reply_markup=button("Ja", "y"))
    with pytest.raises(BadRequest, match="Message is not modified"):
        await sent.edit_reply_markup(button("Ja", "y"))
    await sent.edit_reply_markup(None)
    assert sanne.messages[0].buttons == []
    await sent.edit_text("Vraag 1")  # the same words, no longer in italics
    sanne.delete(sent.message_id)
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await sent.edit_text("Vraag 2")


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("a" * 4097, "Message is too long"),
        ("😀" * 2049, "Message is too long"),
        ("", "Message text is empty"),
        ("<b> </b>", "Text must be non-empty"),
        ("<h1>Hoi</h1>", 'Can\'t parse entities: unsupported start tag "h1" at byte offset 0'),
        ("één <3", "Can't parse entities: unclosed start tag at byte offset 6"),
        ("<b>Hoi", "Can't parse entities: can't find end tag corresponding to start tag \"b\""),
        ("Hoi</b>", "Can't parse entities: unexpected end tag at byte offset 3"),
        ("<b><i>x</b></i>", 'unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
    ],
)
async def test_texts_that_are_refused(
    server: FakeBotApi, bot: Bot, text: str, refusal: str
) -> None:
    server.person(7, known=True)
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(7, text, "HTML")
    assert refusal.lower() in refused.value.message.lower()


async def test_length_counts_after_the_markup_is_read(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7, known=True)
    sent = await bot.send_message(7, f"<b>{'&amp;' * 4094}</b>&#x1F600;", "HTML")
    assert sanne.messages[0].text == "&" * 4094 + "😀"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 0, 4094)]


@pytest.mark.parametrize(
    ("markup", "refusal"),
    [
        (button("Ja", "x" * 65), "Button_data_invalid"),
        (button("Ja", "é" * 33), "Button_data_invalid"),
        (button(" ", "x"), "Inline keyboard button text must be non-empty"),
        (button("Ja", ""), "Text buttons are unallowed in the inline keyboard"),
        (InlineKeyboardMarkup(button("Ja", "x").inline_keyboard * 101), "markup is too long"),
    ],
)
async def test_keyboards_that_are_refused(
    server: FakeBotApi, bot: Bot, markup: InlineKeyboardMarkup, refusal: str
) -> None:
    sanne = server.person(7, known=True)
    with pytest.raises(BadRequest) as refused:
        await bot.send_message(7, "Kies", reply_markup=markup)
    assert refusal.lower() in refused.value.message.lower()
    await bot.send_message(7, "Kies", reply_markup=button("Ja", "x" * 64))
    assert len(sanne.replies) == 1


async def test_strangers_and_wrong_tokens_are_refused(server: FakeBotApi, bot: Bot) -> None:
    server.person(7)
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(7, "Dag, u kent mij niet")
    stranger = bot_of(server, "7700000001:wrong")
    with pytest.raises(InvalidToken, match="rejected by the server"):
        await stranger.initialize()
    await stranger.shutdown()
    with pytest.raises(BadRequest, match="Query is too old"):
        await bot.answer_callback_query("unknown")
    with pytest.raises(EndPointNotFound):
        await bot.do_api_request("sendTelepathy")


async def test_somebody_who_blocked_the_bot_gets_nothing(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7, known=True)
    sanne.block()
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(7, "Bent u er nog?")
    with pytest.raises(AssertionError, match="unblock"):
        sanne.send("hallo")
    sanne.unblock()
    await bot.send_message(7, "Welkom terug")
    moves = [update.my_chat_member for update in await bot.get_updates()]
    assert [move.new_chat_member.status for move in moves if move] == ["kicked", "member"]
    assert [m.text for m in sanne.messages] == ["Welkom terug"]


# What goes wrong on command


async def test_too_fast_says_how_long_to_wait_in_one_chat(server: FakeBotApi, bot: Bot) -> None:
    sanne, noor = server.person(7, known=True), server.person(8, known=True)
    server.fail_next("sendMessage", "429", retry_after=7, chat_id=7)
    await bot.send_message(8, "voor Noor")
    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(7, "voor Sanne")
    assert refused.value.retry_after == timedelta(seconds=7)
    assert (len(noor.replies), len(sanne.replies)) == (1, 0)
    await bot.send_message(7, "voor Sanne")
    assert len(sanne.replies) == 1


async def test_telegrams_own_pace_is_kept_when_asked(server: FakeBotApi, bot: Bot) -> None:
    now = 0.0
    server.person(7, known=True)
    server.pace = Pace(clock=lambda: now)
    await bot.send_message(7, "een")
    with pytest.raises(RetryAfter):
        await bot.send_message(7, "te snel")
    now = 1.0
    await bot.send_message(7, "twee")


@pytest.mark.parametrize(
    ("kind", "error", "arrived"),
    [
        ("403", Forbidden, 0),
        ("500", NetworkError, 0),
        ("502", NetworkError, 0),
        ("drop_before", NetworkError, 0),
        ("drop_after", NetworkError, 1),
        ("timeout", TimedOut, 1),
    ],
)
async def test_faults_say_whether_the_message_arrived(
    server: FakeBotApi, bot: Bot, kind: Kind, error: type[Exception], arrived: int
) -> None:
    sanne = server.person(7, known=True)
    server.fail_next("sendMessage", kind)
    with pytest.raises(error):
        await bot.send_message(7, "hallo", read_timeout=0.1)
    assert len(sanne.replies) == arrived
    await bot.send_message(7, "hallo")
    assert len(sanne.replies) == arrived + 1


async def test_a_fault_may_last_until_it_is_cleared(server: FakeBotApi, bot: Bot) -> None:
    server.fail_next("*", "drop_before", times=None)
    for _ in range(3):
        with pytest.raises(NetworkError):
            await bot.get_me()
    server.clear_faults()
    assert (await bot.get_me()).is_bot


async def test_an_update_whose_delivery_broke_is_delivered_again(
    server: FakeBotApi, bot: Bot
) -> None:
    server.person(7).send("hallo")
    server.fail_next("getUpdates", "drop_after")
    with pytest.raises(NetworkError):
        await bot.get_updates()
    assert texts(await bot.get_updates()) == ["hallo"]


async def test_the_hook_sees_both_phases_and_may_break_the_line(
    server: FakeBotApi, bot: Bot
) -> None:
    sanne = server.person(7, known=True)
    seen: list[tuple[int, str]] = []

    def hook(request: Request) -> None:
        seen.append((request.nth, request.phase))
        if (request.nth, request.phase) in [(1, "before"), (2, "after")]:
            raise Dropped

    server.on_request = hook
    for text in ("nooit gezien", "wel gezien"):
        with pytest.raises(NetworkError):
            await bot.send_message(7, text)
    assert seen == [(1, "before"), (2, "before"), (2, "after")]
    assert [m.text for m in sanne.replies] == ["wel gezien"]


async def test_a_mistake_in_the_hook_is_not_lost() -> None:
    def hook(request: Request) -> None:
        raise ZeroDivisionError

    server = FakeBotApi()
    async with bot_of(server) as bot:
        server.on_request = hook
        with pytest.raises(NetworkError):
            await bot.get_me()
    with pytest.raises(ZeroDivisionError):
        server.stop()


async def test_it_is_not_quiet_while_an_update_waits(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7)
    sanne.send("hallo")
    (update,) = await bot.get_updates()
    with pytest.raises(AssertionError, match=r"not quiet after 0.01 s: 0 requests, updates \[1\]"):
        await sanne.wait_quiet(timeout=0.01)
    await bot.get_updates(offset=update.update_id + 1)
    await sanne.wait_quiet(quiet=0.01)


async def test_a_client_can_be_killed_after_its_message_was_sent(server: FakeBotApi) -> None:
    sanne = server.person(7, known=True)
    url = f"{server.base_url}/bot{server.token}/sendMessage?chat_id=7&text=laatste+woord"
    code = "import sys, urllib.request as u; u.urlopen(sys.argv[1]); print('told')"
    client = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, url, stdout=subprocess.PIPE
    )

    def kill(request: Request) -> None:
        if request.phase == "after":
            os.kill(client.pid, signal.SIGKILL)

    server.on_request = kill
    told, _ = await client.communicate()
    assert (client.returncode, told) == (-signal.SIGKILL, b"")
    assert [m.text for m in sanne.replies] == ["laatste woord"]


# Everything else that people and bots do


async def test_documents_arrive_whole_both_ways(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7)
    plan = b"%PDF-1.7\r\n\x00\xff\r\n--boundary\r\n"
    sanne.send_document("brief.pdf", plan)
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.document
    file = await update.message.document.get_file()
    assert bytes(await file.download_as_bytearray()) == plan

    sent = await bot.send_document(7, InputFile(plan, "Plan één.pdf"), caption="Uw <plan>")
    (document,) = sanne.documents
    assert (document.name, document.mime) == ("Plan één.pdf", "application/pdf")
    assert (document.content, document.caption) == (plan, "Uw <plan>")
    assert sent.document
    await bot.send_document(7, sent.document.file_id)
    assert [d.content for d in sanne.documents] == [plan, plan]
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(7, plan, caption="a" * 1025)


async def test_each_language_has_its_own_menu(server: FakeBotApi, bot: Bot) -> None:
    sanne, john = server.person(7), server.person(8, language_code="en")
    private = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands([BotCommand("help", "What I can do")])
    await bot.set_my_commands([BotCommand("nieuw", "Nieuw gesprek")], private, language_code="nl")
    assert server.commands["all_private_chats", "nl"] == [("nieuw", "Nieuw gesprek")]
    assert sanne.menu == [("nieuw", "Nieuw gesprek")]
    assert john.menu == [("help", "What I can do")]
    assert await bot.get_my_commands(private) == ()
    await bot.delete_my_commands(private, language_code="nl")
    assert sanne.menu == john.menu
    with pytest.raises(BadRequest, match=r"(?i)bot_command_invalid"):
        await bot.set_my_commands([BotCommand("Nieuw", "Nieuw gesprek")])


async def test_whatever_a_person_sends_is_a_valid_update(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7)
    sanne.send("/start@handvat_test_bot 😀 en /help")
    for send in (sanne.send_sticker, sanne.send_photo, sanne.send_voice, sanne.send_location):
        send()
    sanne.send_contact()
    sanne.send_poll()
    sanne.send_forward("dit zei een ander")
    sanne.send("a" * 5000)
    updates = await bot.get_updates()
    messages = [update.message for update in updates if update.message]
    assert len(updates) == len(messages) == 10
    for message in messages:
        assert message.from_user
        assert (message.chat.type, message.from_user.language_code) == ("private", "nl")
        assert not message.api_kwargs
    assert list(messages[0].parse_entities().values()) == ["/start@handvat_test_bot", "/help"]
    kinds = [m.effective_attachment is not None for m in messages]
    assert kinds == [False] + [True] * 6 + [False] * 3
    assert messages[7].forward_origin
    assert [len(m.text or "") for m in messages[8:]] == [4096, 904]


async def test_forged_and_late_taps_reach_the_bot(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7, known=True)
    sent = await bot.send_message(7, "Kies", reply_markup=button("Ja", "y"))
    await sent.edit_text("Gekozen")
    sanne.tap_data(sent.message_id, "y")
    await sent.delete()
    sanne.tap_data(sent.message_id, "zelf bedacht")
    queries = [update.callback_query for update in await bot.get_updates()]
    assert [query.data for query in queries if query] == ["y", "zelf bedacht"]
    shown = [query.message for query in queries if query]
    assert [message.is_accessible for message in shown if message] == [True, False]
    assert sanne.unanswered == ["y", "zelf bedacht"]


async def test_a_group_has_topics_and_can_be_left(server: FakeBotApi, bot: Bot) -> None:
    sanne, noor = server.person(7), server.person(8, "Noor")
    group = server.group(GROUP, sanne, noor)
    server.telegram.reads_all_group_messages = False
    group.send(sanne, "onder elkaar")
    group.send(noor, "/vraag", message_thread_id=12)
    (update,) = await bot.get_updates()
    assert update.message
    assert update.message.message_thread_id == 12
    await update.message.reply_text("Welke vraag?", message_thread_id=12)
    assert group.messages[-1].message_thread_id == 12
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(GROUP, "?", message_thread_id=13)

    assert await bot.leave_chat(GROUP)
    assert not group.bot_is_in
    with pytest.raises(Forbidden, match="bot is not a member"):
        await bot.send_message(GROUP, "Dag")

    group.add_bot(by=noor)
    await bot.send_message(GROUP, "Terug")
    group.remove_bot(by=noor)
    with pytest.raises(Forbidden, match="bot was kicked"):
        await bot.send_message(GROUP, "Dag")
    moves = [update.my_chat_member for update in await bot.get_updates(offset=2)]
    statuses = [move.new_chat_member.status for move in moves if move]
    assert statuses == ["left", "member", "kicked"]


async def test_a_webhook_gets_every_update_until_it_takes_it(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7)
    taken: list[dict[str, Any]] = []
    answers = [500, 200, 200]

    async def take(http: HttpRequest) -> Response:
        assert http.headers["X-Telegram-Bot-Api-Secret-Token"] == "geheim"
        taken.append(await http.json())
        return Response(status_code=answers.pop(0))

    door = LoopbackServer(Starlette(routes=[Route("/", take, methods=["POST"])]))
    await bot.set_webhook(f"http://127.0.0.1:{door.port}/", secret_token="geheim")
    with pytest.raises(Conflict, match="webhook is active"):
        await bot.get_updates()
    sanne.send("een")
    sanne.send("twee")
    await sanne.wait_for(lambda _: not server.pending)
    assert [update["message"]["text"] for update in taken] == ["een", "een", "twee"]
    assert (await bot.get_webhook_info()).url.endswith(f":{door.port}/")
    await bot.delete_webhook()
    assert server.webhook is None
    door.stop()


async def test_the_rest_of_what_a_bot_may_ask(server: FakeBotApi, bot: Bot) -> None:
    sanne = server.person(7, known=True)
    assert (await bot.get_me()).username == "handvat_test_bot"
    await bot.set_my_description("Een gespreksgids", language_code="nl")
    await bot.set_my_short_description("Houvast", language_code="nl")
    await bot.send_chat_action(7, "typing")
    await bot.set_chat_menu_button(7)
    number = sanne.send("weg ermee")
    await bot.delete_message(7, number)
    assert sanne.messages == []
    assert server.methods.descriptions == {"nl": "Een gespreksgids"}
    assert server.methods.short_descriptions == {"nl": "Houvast"}
    assert sanne.chat.actions == ["typing"]
