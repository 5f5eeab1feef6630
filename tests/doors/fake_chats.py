"""What Telegram remembers: chats and what is in them, files, and the updates that wait for the bot.

People (`fake_phone.py`) write in it from the thread of the test, the bot (`fake_bot_methods.py`)
from the thread of the HTTP server; `Telegram.lock` keeps the two apart and `Telegram.bell` tells
whoever waits, in whichever event loop, that something changed.
"""

import asyncio
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import NamedTuple, TypeVar

from tests.doors.fake_telegram_rules import JSON

T = TypeVar("T")


class Bell:
    """Wakes coroutines in any event loop when something changed in any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    def ring(self) -> None:
        """Say that something changed."""
        with self._lock:
            listeners = list(self._listeners.items())
        for event, loop in listeners:
            with suppress(RuntimeError):  # that loop has closed; nobody waits there any more
                loop.call_soon_threadsafe(event.set)

    @contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """An event that every ring sets. Listen before looking, so that no ring is missed."""
        event = asyncio.Event()
        with self._lock:
            self._listeners[event] = asyncio.get_running_loop()
        try:
            yield event
        finally:
            with self._lock:
                del self._listeners[event]

    async def until(self, look: Callable[[], T | None], seconds: float) -> T | None:
        """What `look` gives once that is not None, looking at every ring; None when time is up."""
        deadline = time.monotonic() + seconds
        with self.listening() as event:
            while (found := look()) is None and (left := deadline - time.monotonic()) > 0:
                with suppress(TimeoutError):
                    await asyncio.wait_for(event.wait(), left)
                event.clear()
            return found


class Button(NamedTuple):
    """An inline button; `data` is empty for a button that opens a link."""

    label: str
    data: str


@dataclass(frozen=True)
class Document:
    """A file as it was uploaded, with the caption of the message that it came in."""

    name: str
    mime: str
    content: bytes
    caption: str = ""
    file_id: str = ""

    def as_json(self) -> JSON:
        """Telegram's Document object."""
        ids = {"file_id": self.file_id, "file_unique_id": f"u{self.file_id}"}
        about = {"file_name": self.name, "mime_type": self.mime, "file_size": len(self.content)}
        return ids | about


@dataclass(frozen=True)
class Message:
    """A message as people see it now. An edit puts a new one in its place in the chat."""

    message_id: int
    chat_id: int
    sender: JSON
    date: int
    text: str = ""
    html: str = ""
    entities: tuple[JSON, ...] = ()
    markup: JSON | None = None
    document: Document | None = None
    media: JSON = field(default_factory=dict)
    extra: JSON = field(default_factory=dict)
    edits: tuple[str, ...] = ()
    edit_date: int | None = None
    message_thread_id: int | None = None
    reply_to: int | None = None

    @property
    def from_bot(self) -> bool:
        """Whether the bot wrote it; an anonymous administrator looks like another bot."""
        return bool(self.sender["is_bot"]) and "sender_chat" not in self.extra

    @property
    def buttons(self) -> list[list[Button]]:
        """The inline keyboard, row by row, as (label, data)."""
        rows = (self.markup or {}).get("inline_keyboard", [])
        return [[Button(b["text"], b.get("callback_data", "")) for b in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """The labels of all its buttons, in reading order."""
        return [button.label for row in self.buttons for button in row]


@dataclass
class Chat:
    """A private chat, a group or a supergroup, as Telegram knows it.

    ``moved_to`` is the supergroup that a group became; nothing can be done in the old one then.
    ``bot_leads`` is whether the bot is an administrator.
    """

    about: JSON
    members: dict[int, JSON] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    known: bool = False
    refusal: str = ""
    moved_to: int | None = None
    bot_leads: bool = False
    threads: set[int] = field(default_factory=set)
    actions: list[str] = field(default_factory=list)
    menu_button: JSON = field(default_factory=lambda: {"type": "default"})

    @property
    def chat_id(self) -> int:
        """Negative for a group; for a private chat the id of the person."""
        return int(self.about["id"])

    @property
    def is_private(self) -> bool:
        """Whether this is one person and the bot."""
        return bool(self.about["type"] == "private")


class Answer(NamedTuple):
    """What the bot answered to a tap: the toast or alert that the person sees (text may be ""),
    or the link that their phone opens."""

    query_id: str
    data: str
    text: str
    show_alert: bool
    url: str = ""


@dataclass
class Query:
    """A tap that the bot may answer."""

    user_id: int
    data: str
    answers: list[Answer] = field(default_factory=list)


@dataclass
class Webhook:
    """Where the bot asked its updates to be sent, and how that goes."""

    url: str
    secret_token: str = ""
    max_connections: int = 40
    last_error_date: int = 0
    last_error_message: str = ""


@dataclass
class Telegram:
    """Everything that outlives a request, for one bot."""

    bot: JSON
    clock: Callable[[], float] = time.time
    lock: threading.RLock = field(default_factory=threading.RLock)
    bell: Bell = field(default_factory=Bell)
    chats: dict[int, Chat] = field(default_factory=dict)
    files: dict[str, Document] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: dict[tuple[str, str], list[tuple[str, str]]] = field(default_factory=dict)
    webhook: Webhook | None = None
    reads_all_group_messages: bool = True
    last_activity: float = field(default_factory=time.monotonic)
    _numbers: Counter[str] = field(default_factory=Counter)

    def number(self, of: str) -> int:
        """The next number of a row of numbers: message ids of a chat, files, taps."""
        with self.lock:
            self._numbers[of] += 1
            return self._numbers[of]

    def opened_by(self, url: str, parameter: str) -> str:
        """What a link to the bot carries; what the app could not open is an AssertionError."""
        about, _, payload = url.partition(f"?{parameter}=")
        if about != f"https://t.me/{self.bot['username']}":
            raise AssertionError(f"{url!r} is no {parameter} link to this bot")
        if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload):
            raise AssertionError(f"{payload!r} cannot stand in a link")
        return payload

    def changed(self) -> None:
        """Tell whoever waits that something happened."""
        self.last_activity = time.monotonic()
        self.bell.ring()

    def now(self) -> int:
        """Seconds since 1970, as Telegram writes dates."""
        return int(self.clock())

    def post(self, chat: Chat, message: Message) -> Message:
        """Put a new message in a chat; its id and date are given here.

        Ids count on over all private chats and groups of a bot, but start at 1 in a supergroup.
        """
        with self.lock:
            row = str(chat.chat_id) if chat.about["type"] == "supergroup" else "private"
            numbered = replace(message, message_id=self.number(row), date=self.now())
            chat.messages[numbered.message_id] = numbered
            if numbered.message_thread_id is not None:
                chat.threads.add(numbered.message_thread_id)
        self.changed()
        return numbered

    def rewrite(self, chat: Chat, message: Message) -> Message:
        """Put an edited message in the place of the old one, which stays in `edits`."""
        with self.lock:
            old = chat.messages[message.message_id]
            edits = old.edits if old.text == message.text else (*old.edits, old.text)
            edited = replace(message, edits=edits, edit_date=self.now())
            chat.messages[message.message_id] = edited
        self.changed()
        return edited

    def keep(self, document: Document) -> Document:
        """Store a file and give it the id by which it can be fetched or sent again."""
        stored = replace(document, file_id=f"file-{self.number('file')}")
        self.files[stored.file_id] = stored
        return stored

    def as_json(self, message: Message) -> JSON:
        """Telegram's Message object for one of ours."""
        chat = self.chats[message.chat_id]
        result: JSON = {"message_id": message.message_id, "from": message.sender}
        result |= {"chat": chat.about, "date": message.date}
        result |= message.media | message.extra
        text, entities = "text", "entities"
        if message.document:
            result["document"] = message.document.as_json()
        if message.document or message.media:
            text, entities = "caption", "caption_entities"
        if message.text:
            result[text] = message.text
        if message.entities:
            result[entities] = list(message.entities)
        if message.markup:
            result["reply_markup"] = message.markup
        if message.edit_date is not None:
            result["edit_date"] = message.edit_date
        if message.message_thread_id is not None:
            result |= {"message_thread_id": message.message_thread_id, "is_topic_message": True}
        if message.reply_to in chat.messages:
            quoted = self.as_json(replace(chat.messages[message.reply_to], reply_to=None))
            result["reply_to_message"] = quoted
        return result
