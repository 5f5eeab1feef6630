"""What a Telegram update is to this guide: something of one person, something in a group, or
nothing at all. Nothing is decided here but what can be read and what cannot.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from telegram import ChatMember, Message, Update
from telegram.constants import ChatType
from telegram.ext import filters

from flows.advance import LINKED
from flows.practice.sharing import OPENS
from flows.types import Edited, Input, Pressed, Said, Unreadable

JSON: TypeAlias = dict[str, Any]  # as Telegram sends it
Kind = Literal["sticker", "photo", "voice", "video", "location", "contact", "poll", "document"]
ALLOWED = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.MY_CHAT_MEMBER,
)
GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
OUT = (ChatMember.LEFT, ChatMember.BANNED)
MEETING = LINKED.removeprefix("/start ")  # what a meeting's code stands behind in a link
DUO = "oefenen"
PANELS = ("intervisie", DUO)  # commands that ask for a panel in a group
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
class Grouped:
    """What somebody did with the panel of a meeting in a group.

    ``login`` is empty for who is anonymous there, ``meeting`` is what the panel carries, ``query``
    a tap that is to be answered with what comes of it.
    """

    chat: int
    topic: int | None
    login: str
    meeting: str
    input: Input
    language: str
    query: str | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """Somebody in a group asks for a meeting's panel: by the ``code`` of a link, or just so.

    ``duo`` is for that of two who rehearse together.
    """

    chat: int
    topic: int | None
    login: str
    code: str
    language: str
    duo: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """A group became a supergroup: the chat ``old`` is now ``chat``."""

    chat: int
    old: int
    login: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """The bot was put out of a group."""

    chat: int
    login: str = ""


@dataclass(frozen=True, slots=True)
class Stray:
    """A tap from which nothing follows but that it is answered."""

    query: str


InGroup = Grouped | Bound | Moved | Left
Kept = Arrived | InGroup  # is written down before Telegram may forget it
Found = Kept | Asked | Stray


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


def understood(update: JSON, username: str, languages: tuple[str, ...]) -> Found | None:
    """What this update is; None when it is nothing to this guide and need not be kept.

    It is read as Telegram sent it: python-telegram-bot makes an object with a hundred fields of
    every message, which costs as much as half a turn.
    """
    if query := update.get("callback_query"):
        return _tap(query, languages)
    if changed := update.get("my_chat_member"):
        return _membership(changed)
    message = update.get("message") or update.get("edited_message")
    if message is None or "from" not in message:
        return None
    language = language_of(message["from"], languages)
    if message["chat"]["type"] in GROUPS:
        return _in_group(message, username, language, edited="message" not in update)
    if message["chat"]["type"] != ChatType.PRIVATE:
        return None
    given = _given(message) if "message" in update else _edited(message)
    chat, login = message["chat"]["id"], str(message["from"]["id"])
    return Arrived(chat, login, given, language) if given else None


def language_of(user: JSON, languages: tuple[str, ...]) -> str:
    """The language of somebody's phone when the guide has it, else the guide's first."""
    code = str(user.get("language_code", "")).partition("-")[0]
    return code if code in languages else languages[0]


def _tap(query: JSON, languages: tuple[str, ...]) -> Arrived | Grouped | Stray:
    message = query.get("message")
    if "data" not in query or message is None:
        return Stray(query["id"])
    if message["chat"]["type"] != ChatType.PRIVATE:
        return _tap_in_group(query, message["chat"]["id"], languages)
    return Arrived(
        message["chat"]["id"],
        str(query["from"]["id"]),
        Pressed.of(query["data"]),
        language_of(query["from"], languages),
        query["id"],
        message["message_id"],
    )


def _tap_in_group(query: JSON, chat: int, languages: tuple[str, ...]) -> Grouped | Stray:
    meeting, dot, value = query["data"].partition(".")
    if not dot:
        return Stray(query["id"])
    login, language = str(query["from"]["id"]), language_of(query["from"], languages)
    return Grouped(chat, None, login, meeting, Pressed.of(value), language, query["id"])


def _in_group(
    message: JSON, username: str, language: str, *, edited: bool
) -> Asked | InGroup | None:
    chat = message["chat"]["id"]
    if "migrate_to_chat_id" in message:
        return Moved(message["migrate_to_chat_id"], chat)
    if "migrate_from_chat_id" in message:
        return Moved(chat, message["migrate_from_chat_id"])
    topic = message.get("message_thread_id") if message.get("is_topic_message") else None
    login = "" if "sender_chat" in message else str(message["from"]["id"])
    meeting = next(_carried_by(message.get("reply_to_message", {}), username), None)
    if meeting is not None:
        given = _edited(message) if edited else _given(message)
        return Grouped(chat, topic, login, meeting, given, language) if given else None
    name, code = _command(message.get("text", ""), username)
    if name == "vraag" and not edited:
        return Asked(chat, topic, language)
    if (name in PANELS or code) and not edited:
        return Bound(chat, topic, login, code, language, name == DUO)
    return None


def _command(text: str, username: str) -> tuple[str, str]:
    """A command to this bot, and the code that a link put behind it; empty for anything else."""
    word, _, behind = text.partition("\n")[0].partition(" ")
    name, _, of = word.lower().partition("@")
    if not name.startswith("/") or of not in ("", username.lower()):
        return "", ""
    return name[1:], behind.strip().removeprefix(MEETING) if name == "/start" else ""


def _carried_by(panel: JSON, username: str) -> Iterator[str]:
    """The meeting that a panel of this bot is about: its buttons carry it."""
    if panel.get("from", {}).get("username") == username:
        for row in panel.get("reply_markup", {}).get("inline_keyboard", ()):
            for button in row:
                meeting, dot, _ = button.get("callback_data", "").partition(".")
                if dot:
                    yield meeting


def _membership(changed: JSON) -> Left | None:
    """Whether the bot was put out of a group. Who blocks it in private is noticed by sending."""
    out = changed["chat"]["type"] in GROUPS and changed["new_chat_member"]["status"] in OUT
    return Left(changed["chat"]["id"]) if out else None


def _given(message: JSON) -> Input | None:
    if "forward_origin" in message:
        return Unreadable("forward")
    if "text" in message:
        text = message["text"]
        opens = text.startswith("/start ") and not text.startswith((LINKED, f"/start {OPENS}"))
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
