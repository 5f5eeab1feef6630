"""Fitting a screen into messages and messages into Telegram's time, without a network."""

from __future__ import annotations

import asyncio
import json
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import HTTPXRequest

from bot.app.types import Delivery, Seat, Shown
from bot.doors.telegram.carrying import written
from bot.doors.telegram.line import Bucket, Line, Listening, Pace, Superseded
from bot.doors.telegram.splitting import parts_of
from tests.doors.fake_telegram_rules import message_text, read_html, units
from tests.doors.telegram_stage import QUICK


def test_what_fits_is_left_as_it_is() -> None:
    text = "<b>Eén</b> vraag <blockquote>“Ik &amp; jij”</blockquote>"
    assert parts_of(text) == (text,)


def test_it_is_cut_at_an_empty_line_then_at_a_line_then_between_words() -> None:
    assert parts_of("een twee\ndrie\n\nvier vijf", 18) == ("een twee\ndrie", "vier vijf")
    assert parts_of("een twee\ndrie vier", 14) == ("een twee", "drie vier")
    assert parts_of("een twee drie vier", 14) == ("een twee drie", "vier")
    assert parts_of("eentweedrievier", 10) == ("eentweedri", "evier")


def test_a_word_that_no_message_can_hold_leaves_no_message_with_only_a_mark() -> None:
    assert parts_of("Kop\n• eentweedrievier", 10) == ("Kop", "• eentweed", "rievier")
    assert parts_of("<b>• eentweedrievier</b> na", 10) == ("<b>• eentweed</b>", "<b>rievier</b> na")
    assert parts_of("• een tweedrievi", 10) == ("• een", "tweedrievi")


def test_tags_are_closed_and_opened_again() -> None:
    text = "<b>Kop</b>\n<blockquote>een <i>twee drie</i> vier</blockquote>"
    assert parts_of(text, 10) == (
        "<b>Kop</b>",
        "<blockquote>een <i>twee</i></blockquote>",
        "<blockquote><i>drie</i> vier</blockquote>",
    )


def test_an_entity_is_one_character_and_is_never_cut() -> None:
    assert parts_of("&lt;" * 12, 10) == ("&lt;" * 10, "&lt;" * 2)


def test_an_emoji_is_two_units() -> None:
    assert parts_of("🙂" * 6, 11) == ("🙂" * 5, "🙂")


TEXT = st.text(st.sampled_from("ab <>&\n🙂é\"'"), min_size=1, max_size=60)
PIECES = st.lists(
    st.tuples(st.sampled_from(["", "b", "i", "blockquote"]), TEXT), min_size=1, max_size=8
)


@given(PIECES, st.integers(4, 40))
def test_whatever_it_holds_the_parts_are_readable_short_and_complete(
    pieces: list[tuple[str, str]], longest: int
) -> None:
    html = "".join(
        f"<{tag}>{escape(text)}</{tag}>" if tag else escape(text) for tag, text in pieces
    )
    parts = parts_of(html, longest)
    seen = [read_html(part).text for part in parts]
    whole = "".join(text for _, text in pieces)
    assert "".join("".join(seen).split()) == "".join(whole.split())
    if units(whole) > longest:
        assert all(units(text) <= longest for text in seen)
        for part in parts:
            message_text(part, "HTML")


def test_notices_stand_above_the_screen_each_once() -> None:
    seat = Seat("s", "p", "telegram", "7")
    delivery = Delivery((1,), seat, 1, Shown("<b>Scherm</b>"), ("A < B", "Nog een", "A < B"))
    assert written(delivery) == "A &lt; B\nNog een\n\n<b>Scherm</b>"


def test_a_bucket_gives_a_burst_and_then_one_at_a_time() -> None:
    bucket = Bucket((3, 1.0))
    assert [bucket.reserve(100.0) for _ in range(5)] == [0, 0, 0, 1, 2]
    assert not bucket.is_full(101.0)
    assert bucket.reserve(110.0) == 0


def test_thirty_a_second_is_never_passed() -> None:
    bucket = Bucket(Pace().everything)
    sent = [bucket.reserve(0.0) for _ in range(200)]
    for moment in sent:
        assert sum(moment <= other < moment + 1 for other in sent) <= 30


async def test_a_broken_road_is_tried_a_few_times_and_a_refusal_is_not() -> None:
    tried: list[str] = []

    async def request(error: Exception) -> None:
        tried.append(type(error).__name__)
        raise error

    with pytest.raises(NetworkError):
        await Line(QUICK).send(7, lambda: request(NetworkError("x")))
    with pytest.raises(BadRequest):
        await Line(QUICK).send(7, lambda: request(BadRequest("x")))
    with pytest.raises(Superseded):
        await Line(QUICK).send(7, lambda: request(TimedOut()), newer=lambda: True)
    assert tried == ["NetworkError"] * 4 + ["BadRequest", "TimedOut"]


async def test_a_chat_that_must_wait_keeps_no_other_waiting() -> None:
    line = Line(QUICK)
    line._chats[7] = Bucket((1, 60.0))
    await line.turn(7)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(line.turn(7), 0.05)
    await asyncio.wait_for(line.turn(8), 1)


async def test_python_telegram_bot_is_left_the_ids_of_what_was_taken_in(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    taken: list[object] = []

    async def take_in(updates: list[dict[str, object]]) -> None:
        taken.extend(updates)

    async def answered(payload: bytes) -> bytes:
        async def telegram(*_: object, **__: object) -> tuple[int, bytes]:
            return 200, payload

        monkeypatch.setattr(HTTPXRequest, "do_request", telegram)
        return (await Listening(asyncio.Event(), 1.0, take_in).do_request())[1]

    update = {"update_id": 5, "message": {"text": "Ze slaapt niet"}}
    payload = await answered(json.dumps({"ok": True, "result": [update]}).encode())
    assert json.loads(payload) == {"ok": True, "result": [{"update_id": 5}]}
    assert taken == [update]

    for nothing in (b'{"ok": true, "result": []}', b'{"ok": true, "result": {"id": 1}}'):
        assert await answered(nothing) == nothing
    assert taken == [update]
