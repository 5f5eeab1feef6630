"""A professional with a phone: typing, tapping, changing a message, sending what is no text."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator

import pytest

from tests.doors.fake_bot_api import FakeBotApi, Phone
from tests.doors.fake_phone import FILE_LIKE
from tests.doors.fake_telegram_rules import units
from tests.doors.telegram_stage import Stage, notice, value_of

TOLD = "Ze zegt dat ze niet meer slaapt. De post ligt ongeopend in de la."


@pytest.fixture
def stage() -> Iterator[Stage]:
    with FakeBotApi() as server:
        yield Stage(server)


@pytest.fixture
def sanne(stage: Stage) -> Phone:
    return stage.server.person(7, "Sanne")


async def test_a_conversation_by_typing_and_tapping_ends_in_a_plan_to_take_along(
    stage: Stage, sanne: Phone
) -> None:
    async with stage.open():
        first = await stage.types(sanne, "/start")
        assert "Handvat" in first.text

        await stage.types(sanne, TOLD)
        await stage.taps(sanne, "go.question.wording")
        await stage.types(sanne, "Ik wil weer slapen")
        await stage.taps(sanne, "go.question.checking")
        await stage.taps(sanne, "check:confirmed")
        await stage.taps(sanne, "go.question.wording")
        await stage.types(sanne, "/plan")
        await stage.taps(sanne, "go.plan.steps")
        await stage.types(sanne, "Samen de post openen")
        plan = await stage.types(sanne, "/plan")
        assert "Ik wil weer slapen" in plan.text
        assert "Samen de post openen" in plan.text

        await stage.taps(sanne, "copy:pdf")
        await stage.taps(sanne, "share")
        document = await sanne.wait_for(lambda p: p.documents[0], timeout=20)
        await sanne.wait_quiet()

    assert document.name.endswith(".pdf")
    assert document.content.startswith(b"%PDF")
    assert await stage.lines(sanne) == [
        "Ze zegt dat ze niet meer slaapt.",
        "De post ligt ongeopend in de la.",
        "Ik wil weer slapen",
        "Samen de post openen",
    ]
    assert sanne.unanswered == []
    assert await stage.inbox() == []
    assert await stage.waiting() == 0


async def test_a_tap_edits_the_panel_and_a_text_gets_a_new_one_below(
    stage: Stage, sanne: Phone
) -> None:
    async with stage.open():
        first = await stage.types(sanne, "/start")
        tapped = await stage.taps(sanne, "desk.consult")
        assert tapped.message_id == first.message_id
        typed = await stage.types(sanne, TOLD)
        await stage.types(sanne, TOLD)
        await sanne.wait_quiet()

    assert typed.message_id > first.message_id
    assert [bool(message.buttons) for message in sanne.replies] == [False, False, True]


async def test_an_edited_message_supersedes_its_lines_and_the_old_ones_are_kept(
    stage: Stage, sanne: Phone
) -> None:
    async with stage.open():
        mine = sanne.send(TOLD)
        before = await sanne.wait_for(lambda p: p.panel)
        sanne.edit(mine, TOLD.replace("niet meer", "bijna nooit"))
        after = await sanne.wait_for(lambda p: p.panel if p.panel != before else None)

    assert notice("edited") in after.text
    assert (await stage.lines(sanne))[0] == "Ze zegt dat ze bijna nooit slaapt."
    entries = await stage.entries(sanne)
    assert [entry.supersedes for entry in entries] == [None, None, 1]
    assert entries[0].text == "Ze zegt dat ze niet meer slaapt."


async def test_an_edit_finds_its_household_and_what_was_erased_does_not_come_back(
    stage: Stage, sanne: Phone
) -> None:
    """Two households: each message stays with its own, also while the other is in hand."""
    async with stage.open():
        first = sanne.send("Ze slaapt slecht de laatste tijd.")
        await sanne.wait_for(lambda p: p.panel)
        await stage.types(sanne, "/nieuw")
        second = sanne.send("Hij zoekt een ander huis.")
        panel = await sanne.wait_for(lambda p: p.panel if p.panel.message_id > second else None)
        sanne.edit(first, "Ze slaapt nu weer wat beter.")
        await sanne.wait_for(lambda p: notice("edited") in p.panel.text)
        assert [entry.text for entry in await stage.entries(sanne)] == [
            "Ze slaapt slecht de laatste tijd.",
            "Ze slaapt nu weer wat beter.",
            "Hij zoekt een ander huis.",
        ]
        assert panel.text.split(" · ")[0] in sanne.panel.text

        await stage.types(sanne, "/wis")
        await stage.taps(sanne, "desk.erase_sure")
        sanne.edit(second, "Hij zoekt nog steeds een huis.")
        await sanne.wait_for(lambda p: notice("edited_nothing") in p.panel.text)
        sanne.edit(first, "Ze slaapt goed.")
        await sanne.wait_for(lambda p: notice("edited") in p.panel.text)
        await sanne.wait_quiet()

    assert [entry.text for entry in await stage.entries(sanne)] == [
        "Ze slaapt slecht de laatste tijd.",
        "Ze slaapt nu weer wat beter.",
        "Ze slaapt goed.",
    ]


async def test_an_edited_command_is_an_edited_message(stage: Stage, sanne: Phone) -> None:
    async with stage.open():
        mine = sanne.send("/help")
        before = await sanne.wait_for(lambda p: p.panel)
        sanne.edit(mine, "/nieuw")
        after = await sanne.wait_for(lambda p: p.panel if p.panel != before else None)

    assert notice("edited_nothing") in after.text
    assert await stage.lines(sanne) == []


async def test_a_button_of_an_older_screen_says_so_and_shows_where_one_is(
    stage: Stage, sanne: Phone
) -> None:
    async with stage.open():
        first = await stage.types(sanne, "/start")
        old = value_of(first, "desk.choose:after")
        second = await stage.types(sanne, TOLD)
        sanne.tap_data(first, old)
        after = await sanne.wait_for(lambda p: p.panel if p.panel != second else None)
        await sanne.wait_quiet()

    assert after.text.startswith(notice("old_button"))
    assert after.message_id == second.message_id
    assert sanne.unanswered == []
    assert not sanne.replies[0].buttons


async def test_two_taps_at_once_are_one_move_and_both_are_answered(
    stage: Stage, sanne: Phone
) -> None:
    async with stage.open():
        panel = await stage.types(sanne, "/start")
        for _ in range(2):
            sanne.tap_data(panel, value_of(panel, "desk.consult"))
        await sanne.wait_for(lambda p: notice("old_button") in p.panel.text)
        await sanne.wait_quiet()

    assert len(sanne.replies) == 1
    assert value_of(sanne.panel, "desk.another")
    assert sanne.unanswered == []


async def test_a_forged_button_changes_nothing(stage: Stage, sanne: Phone) -> None:
    async with stage.open():
        panel = await stage.types(sanne, "/start")
        for forged in ("x", "1.open:c1", "999999999999.desk.new", "1.desk.erase_sure", "é" * 32):
            sanne.tap_data(panel, forged)
        await sanne.wait_for(lambda p: not p.unanswered)
        await sanne.wait_quiet()

    assert await stage.lines(sanne) == []
    assert len(sanne.replies) == 1
    assert await stage.waiting() == 0


ROUND = {"duration": 1, "length": 9}
UNREADABLE: list[tuple[str, Callable[[Phone], int]]] = [
    ("sticker", Phone.send_sticker),
    ("photo", lambda phone: phone.send_photo("Ze slaapt niet meer")),
    ("voice", Phone.send_voice),
    ("location", Phone.send_location),
    ("contact", Phone.send_contact),
    ("poll", Phone.send_poll),
    ("document", lambda phone: phone.send_document("brief.pdf", b"%PDF")),
    ("forward", lambda phone: phone.send_forward("Ze slaapt niet meer")),
    ("video", lambda phone: phone._send_media("video_note", FILE_LIKE | ROUND)),
    ("other", lambda phone: phone._send_media("dice", {"emoji": "🎲", "value": 6})),
]


@pytest.mark.parametrize(("what", "send"), UNREADABLE)
async def test_what_is_no_text_gets_its_own_sentence(
    stage: Stage, sanne: Phone, what: str, send: Callable[[Phone], int]
) -> None:
    async with stage.open():
        await stage.types(sanne, TOLD)
        mine = send(sanne)
        panel = await sanne.wait_for(lambda p: p.panel if p.panel.message_id > mine else None)

    assert panel.text.startswith(notice(f"cannot_read_{what}"))
    assert len(await stage.lines(sanne)) == 2


async def test_an_album_is_refused_in_one_sentence(stage: Stage, sanne: Phone) -> None:
    async with stage.open():
        await stage.types(sanne, "/start")
        for _ in range(4):
            sanne.send_photo()
        await sanne.wait_for(lambda p: notice("cannot_read_photo") in p.panel.text)
        await sanne.wait_quiet()

    assert sanne.panel.text.count(notice("cannot_read_photo")) == 1
    assert await stage.waiting() == 0


HOSTILE = '<b>Zij</b> & <a href="tg://user?id=1">hij</a></blockquote>\n&lt;i&gt; {{ 7 * 7 }} %s'


async def test_what_looks_like_markup_is_shown_as_it_was_typed(stage: Stage, sanne: Phone) -> None:
    async with stage.open():
        await stage.types(sanne, HOSTILE + " en nog iets")
        plan = await stage.types(sanne, "/plan")

    for piece in ("<b>Zij</b> &", '<a href="tg://user?id=1">hij</a></blockquote>', "{{ 7 * 7 }}"):
        assert piece in plan.text
    assert "&lt;i&gt;" in plan.text


async def test_a_long_plan_comes_in_parts_and_the_last_has_the_buttons(
    stage: Stage, sanne: Phone
) -> None:
    told = [f"{n} & <{n}> " + "Ze zegt dat het zwaar is 👩‍👧 " * 30 for n in range(9)]
    async with stage.open():
        for text in told:
            await stage.types(sanne, text.strip())
        mine = sanne.send("/plan")
        await sanne.wait_for(lambda p: p.panel.message_id > mine)
        last = await stage.taps(sanne, "save")
        await sanne.wait_quiet()

    parts = [message for message in sanne.replies if message.message_id > mine]
    assert len(parts) > 4  # the plan twice: a text that long is sent again, not edited
    assert all(units(part.text) <= 4096 for part in parts)
    assert [part for part in parts if part.buttons] == [last]
    assert all(any(text[:7] in part.text for part in parts) for text in told)


async def test_a_deep_link_starts_and_its_payload_means_nothing(stage: Stage, sanne: Phone) -> None:
    async with stage.open():
        panel = await stage.types(sanne, "/start abc_123")
        assert value_of(panel, "desk.consult")


async def test_somebody_who_wanders_everywhere_is_always_answered(
    stage: Stage, sanne: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    chance = random.Random(4)
    async with stage.open():
        await stage.types(sanne, TOLD)
        for step in range(120):
            panel = sanne.panel
            values = [b.data for row in panel.buttons for b in row]
            if chance.random() < 0.75:
                sanne.tap_data(panel, chance.choice(values))
            else:
                sanne.send(chance.choice((f"Regel {step} van vandaag", "terug", "/plan", "/menu")))
            await sanne.wait_for(lambda p, panel=panel: p.panel != panel)  # type: ignore[misc]
        await sanne.wait_quiet()

    keyboards = [
        json.loads(request.parameters["reply_markup"])["inline_keyboard"]
        for request in stage.server.requests
        if "reply_markup" in request.parameters
    ]
    assert all(sum(map(len, rows)) <= 100 for rows in keyboards)
    values = [b["callback_data"] for rows in keyboards for row in rows for b in row]
    assert max(len(value.encode()) for value in values) <= 64
    assert (sanne.unanswered, await stage.waiting(), await stage.inbox()) == ([], 0, [])
    assert caplog.records == []
