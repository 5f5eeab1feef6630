"""What an update is to this guide, one kind at a time."""

from __future__ import annotations

from typing import Any

import pytest

from bot.doors.telegram.arriving import Arrived, Asked, Grouped, Stray, understood
from flows.types import Edited, Pressed, Said, Unreadable

SANNE = {"id": 7, "is_bot": False, "first_name": "Sanne", "language_code": "nl-BE"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Sanne"}
GROUP = {"id": -5, "type": "supergroup", "title": "Intervisie"}
FILE = {"file_id": "a", "file_unique_id": "b"}
PIN = {"message_id": 1, "date": 1, "chat": PRIVATE}


def heard(kind: str = "message", **content: Any) -> object:  # noqa: ANN401
    message = {"message_id": 3, "from": SANNE, "chat": PRIVATE, "date": 1} | content
    return understood({"update_id": 1, kind: message}, "handvat_bot", ("en", "nl"))


def arrived(given: object) -> Arrived:
    assert isinstance(given, Arrived)
    return given


def test_a_text_is_said_with_the_message_it_came_from() -> None:
    assert heard(text="Ze slaapt niet") == Arrived(7, "7", Said("Ze slaapt niet", "7/3"), "nl")


def test_a_deep_link_is_a_start() -> None:
    assert arrived(heard(text="/start eyJhIjox")).input == Said("/start", "7/3")


def test_an_answer_to_another_bot_in_a_group_is_nothing() -> None:
    """Its buttons may look like ours; what people tell it is not for us."""
    button = {"text": "Ja", "callback_data": "m1.meet.in"}
    panel = {"message_id": 2, "reply_markup": {"inline_keyboard": [[button]]}}
    ours, theirs = ({"username": name} for name in ("handvat_bot", "quiz_bot"))
    for bot, is_heard in ((theirs, False), (ours, True)):
        given = heard(chat=GROUP, text="Ze slaapt niet", reply_to_message=panel | {"from": bot})
        assert (given is not None) == is_heard


def test_a_changed_text_is_edited_and_other_changes_are_nothing() -> None:
    assert arrived(heard("edited_message", text="Toch wel")).input == Edited("Toch wel", "7/3")
    assert heard("edited_message", location={"latitude": 52.0, "longitude": 5.0}) is None
    assert heard("edited_message", caption="Toch wel", photo=[FILE | ROUND]) is None


ROUND = {"width": 1, "height": 1}
MOVING = FILE | ROUND | {"duration": 1}
PLACE = {"latitude": 52.0, "longitude": 5.0}
VENUE = {"location": PLACE, "title": "Thuis", "address": "Straat 1"}
KINDS: list[tuple[str, dict[str, Any]]] = [
    ("video", {"animation": MOVING, "document": FILE}),
    ("video", {"video": MOVING}),
    ("video", {"video_note": FILE | {"length": 1, "duration": 1}}),
    ("voice", {"audio": FILE | {"duration": 1}}),
    ("location", {"venue": VENUE, "location": PLACE}),
    ("forward", {"text": "x", "forward_origin": {"type": "user", "date": 1, "sender_user": SANNE}}),
    ("photo", {"photo": [FILE | ROUND], "caption": "Ze slaapt niet"}),
    ("other", {"dice": {"emoji": "🎲", "value": 3}}),
]


@pytest.mark.parametrize(("what", "content"), KINDS)
def test_what_is_no_text_is_named(what: str, content: dict[str, Any]) -> None:
    assert arrived(heard(**content)).input == Unreadable(what)  # type: ignore[arg-type]


def test_a_tap_is_a_press_of_that_message() -> None:
    query = {"id": "q", "from": SANNE, "chat_instance": "1", "data": "4.desk.new"}
    given = heard("callback_query", message={"message_id": 9, "chat": PRIVATE, "date": 0}, **query)
    assert given == Arrived(7, "7", Pressed(4, "desk.new"), "nl", "q", 9)
    assert heard("callback_query", **query) == Stray("q")


def test_a_tap_in_a_group_names_the_meeting_of_its_panel() -> None:
    group = {"message_id": 9, "chat": GROUP, "date": 0}
    query = {"id": "q", "from": SANNE, "chat_instance": "1", "data": "0192f.4.meeting.next"}
    given = heard("callback_query", message=group, **query)
    assert given == Grouped(-5, None, "7", "0192f", Pressed(4, "meeting.next"), "nl", "q")


def test_a_group_asks_with_one_word_and_is_not_heard_otherwise() -> None:
    assert heard(chat=GROUP, text="/vraag") == Asked(-5, None, "nl")
    assert heard(chat=GROUP, text="/vraag@Handvat_Bot nu", message_thread_id=4) == Asked(
        -5, None, "nl"
    )
    topic = heard(chat=GROUP, text="/vraag", message_thread_id=4, is_topic_message=True)
    assert topic == Asked(-5, 4, "nl")
    for text in ("/vraag@andere_bot", "/vragen", "vraag", "Ze slaapt niet"):
        assert heard(chat=GROUP, text=text) is None
    assert heard("edited_message", chat=GROUP, text="/vraag") is None


def test_what_nobody_said_is_nothing() -> None:
    assert heard(pinned_message=PIN) is None
    assert heard("channel_post", chat=GROUP | {"type": "channel"}, text="/vraag") is None
    assert understood({"update_id": 1}, "handvat_bot", ("nl",)) is None
