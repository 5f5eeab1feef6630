"""What a Telegram update is to this guide: something of one person, a question for a group, or
nothing at all. Nothing is decided here but what can be read and what cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from telegram import Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

from flows.types import Edited, Input, Pressed, Said, Unreadable

JSON: TypeAlias = dict[str, Any]  # as Telegram sends it
Kind = Literal["sticker", "photo", "voice", "video", "location", "contact", "poll", "document"]
ALLOWED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
OF_A_PANEL = ("message_id", "date", "chat")
KINDS: tuple[tuple[str, Kind], ...] = (  # in this order: an animation is a document as well
    ("sticker", "sticker"),
    ("photo", "photo"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("video", "video"),
    ("video_note", "video"),
    ("animation", "video"),
    ("location", "location"),
    ("venue", "location"),
    ("contact", "contact"),
    ("poll", "poll"),
    ("document", "document"),
)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What one person did in their own chat. ``tapped`` is the message of a pressed button and
    ``query`` the tap itself, which is to be answered."""

    chat: int
    login: str
    input: Input
    language: str
    query: str | None = None
    tapped: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody in a group asks for one question; ``topic`` is the thread of a forum."""

    chat: int
    topic: int | None
    language: str


@dataclass(frozen=True, slots=True)
class Stray:
    """A tap from which nothing follows but that it is answered."""

    query: str


def leaned(update: JSON) -> JSON:
    """An update as Telegram sent it, without the panel that was tapped: its number will do.

    A tap brings the panel along with its text and keyboard: most of what there would be to keep,
    and words of a household that need not be written down once more.
    """
    query = update.get("callback_query")
    if not isinstance(query, dict) or not isinstance(query.get("message"), dict):
        return update
    tapped = {name: part for name, part in query["message"].items() if name in OF_A_PANEL}
    return update | {"callback_query": query | {"message": tapped}}


def understood(
    update: JSON, username: str, languages: tuple[str, ...]
) -> Arrived | Asked | Stray | None:
    """What this update is; None when it is nothing to this guide and need not be kept.

    It is read as Telegram sent it: python-telegram-bot makes an object with a hundred fields of
    every message, which costs as much as half a turn.
    """
    if query := update.get("callback_query"):
        return _tap(query, languages)
    message = update.get("message") or update.get("edited_message")
    if message is None or "from" not in message:
        return None
    language = language_of(message["from"], languages)
    if message["chat"]["type"] != ChatType.PRIVATE:
        return _in_group(message, username, language) if "message" in update else None
    given = _given(message) if "message" in update else _edited(message)
    chat, login = message["chat"]["id"], str(message["from"]["id"])
    return Arrived(chat, login, given, language) if given else None


def language_of(user: JSON, languages: tuple[str, ...]) -> str:
    """The language of somebody's phone when the guide has it, else the guide's first."""
    code = str(user.get("language_code", "")).partition("-")[0]
    return code if code in languages else languages[0]


def _tap(query: JSON, languages: tuple[str, ...]) -> Arrived | Stray:
    message = query.get("message")
    if "data" not in query or message is None or message["chat"]["type"] != ChatType.PRIVATE:
        return Stray(query["id"])
    return Arrived(
        message["chat"]["id"],
        str(query["from"]["id"]),
        Pressed.of(query["data"]),
        language_of(query["from"], languages),
        query["id"],
        message["message_id"],
    )


def _in_group(message: JSON, username: str, language: str) -> Asked | None:
    word = message.get("text", "").partition("\n")[0].partition(" ")[0].lower()
    if word not in ("/vraag", f"/vraag@{username.lower()}"):
        return None
    topic = message.get("message_thread_id") if message.get("is_topic_message") else None
    return Asked(message["chat"]["id"], topic, language)


def _given(message: JSON) -> Input | None:
    if "forward_origin" in message:
        return Unreadable("forward")
    if "text" in message:
        text = message["text"]
        opens = text.startswith("/start ")  # a deep link's payload means nothing yet
        return Said("/start" if opens else text, _source(message))
    for name, kind in KINDS:
        if name in message:
            return Unreadable(kind)
    service = filters.StatusUpdate.ALL.filter(Update(0, Message.de_json(message)))
    return None if service else Unreadable("other")


def _edited(message: JSON) -> Input | None:
    """A changed text; what else changes, such as a location that moves, is not followed."""
    return Edited(message["text"], _source(message)) if "text" in message else None


def _source(message: JSON) -> str:
    return f"{message['chat']['id']}/{message['message_id']}"
