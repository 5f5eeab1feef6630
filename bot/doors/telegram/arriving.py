"""What a Telegram update is to this guide: something of one person, a question for a group, or
nothing at all. Nothing is decided here but what can be read and what cannot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatType
from telegram.ext import filters

from flows.types import Edited, Input, Pressed, Said, Unreadable

Kind = Literal["sticker", "photo", "voice", "video", "location", "contact", "poll", "document"]
ALLOWED = (Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY)
UNSEEN = 0  # the date by which Telegram says that a message cannot be looked at
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


def leaned(update: dict[str, Any]) -> dict[str, Any]:
    """An update as Telegram sent it, without the panel that was tapped: its number will do.

    A tap brings the panel along with its text and keyboard: most of what there would be to read,
    and words of a household that need not be written down once more.
    """
    query = update.get("callback_query")
    if not isinstance(query, dict) or not isinstance(query.get("message"), dict):
        return update
    message = query["message"]
    tapped = {name: message[name] for name in ("message_id", "chat") if name in message}
    return update | {"callback_query": query | {"message": tapped | {"date": UNSEEN}}}


def understood(
    update: Update, username: str, languages: tuple[str, ...]
) -> Arrived | Asked | Stray | None:
    """What this update is; None when it is nothing to this guide and need not be kept."""
    if update.callback_query:
        return _tap(update.callback_query, languages)
    message = update.message or update.edited_message
    if message is None or message.from_user is None:
        return None
    language = language_of(message.from_user, languages)
    if message.chat.type != ChatType.PRIVATE:
        return _in_group(message, username, language) if update.message else None
    given = _edited(message) if update.edited_message else _given(message)
    return Arrived(message.chat.id, str(message.from_user.id), given, language) if given else None


def language_of(user: User, languages: tuple[str, ...]) -> str:
    """The language of somebody's phone when the guide has it, else the guide's first."""
    code = (user.language_code or "").partition("-")[0]
    return code if code in languages else languages[0]


def _tap(query: CallbackQuery, languages: tuple[str, ...]) -> Arrived | Stray:
    message = query.message
    if query.data is None or message is None or message.chat.type != ChatType.PRIVATE:
        return Stray(query.id)
    return Arrived(
        message.chat.id,
        str(query.from_user.id),
        Pressed.of(query.data),
        language_of(query.from_user, languages),
        query.id,
        message.message_id,
    )


def _in_group(message: Message, username: str, language: str) -> Asked | None:
    word = (message.text or "").partition("\n")[0].partition(" ")[0].lower()
    if word not in ("/vraag", f"/vraag@{username.lower()}"):
        return None
    topic = message.message_thread_id if message.is_topic_message else None
    return Asked(message.chat.id, topic, language)


def _given(message: Message) -> Input | None:
    if message.forward_origin:
        return Unreadable("forward")
    if message.text is not None:
        opens = message.text.startswith("/start ")  # a deep link's payload means nothing yet
        return Said("/start" if opens else message.text, _source(message))
    for name, kind in KINDS:
        if getattr(message, name):
            return Unreadable(kind)
    return None if filters.StatusUpdate.ALL.filter(Update(0, message)) else Unreadable("other")


def _edited(message: Message) -> Input | None:
    """A changed text; what else changes, such as a location that moves, is not followed."""
    return Edited(message.text, _source(message)) if message.text is not None else None


def _source(message: Message) -> str:
    return f"{message.chat.id}/{message.message_id}"
