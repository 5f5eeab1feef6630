"""The people who type and tap: what they do becomes updates, what the bot sends they see.

A phone refuses what a real one makes impossible, with an AssertionError that tells what is on the
screen: pressing a button that is not there, writing to a bot that was blocked.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from html import escape
from typing import TypeAlias, TypeVar

from tests.doors.fake_chats import Answer, Button, Chat, Document, Message, Query, Telegram
from tests.doors.fake_telegram_rules import JSON, as_the_app_splits, command_entities
from tests.doors.fake_updates import Updates

T = TypeVar("T")
Quiet: TypeAlias = Callable[[float, float], Awaitable[None]]

BLOCKED = "Forbidden: bot was blocked by the user"
FILE_LIKE = {"file_unique_id": "unique", "file_size": 4}


class Phone:
    """One person in one chat: the private chat with the bot, or a group they are in."""

    def __init__(
        self, telegram: Telegram, updates: Updates, user: JSON, chat: Chat, quiet: Quiet
    ) -> None:
        self.telegram = telegram
        self.updates = updates
        self.user = user
        self.chat = chat
        self._quiet = quiet

    # What they see

    @property
    def messages(self) -> list[Message]:
        """Everything in the chat now, in order, their own messages too."""
        with self.telegram.lock:
            return list(self.chat.messages.values())

    @property
    def replies(self) -> list[Message]:
        """What the bot wrote, in order."""
        return [message for message in self.messages if message.from_bot]

    @property
    def panel(self) -> Message:
        """The newest message with buttons; an AssertionError when there is none."""
        panels = [message for message in self.messages if message.buttons]
        if not panels:
            raise AssertionError(f"there are no buttons on the screen:\n{self}")
        return panels[-1]

    @property
    def documents(self) -> list[Document]:
        """The files that the bot sent, with their captions, in order."""
        return [message.document for message in self.replies if message.document]

    @property
    def answers(self) -> list[Answer]:
        """What the bot answered to this person's taps, in order of the taps."""
        mine = [q for q in self.telegram.queries.values() if q.user_id == self.user["id"]]
        return [answer for query in mine for answer in query.answers]

    @property
    def unanswered(self) -> list[str]:
        """The data of this person's taps that still show as waiting on the phone."""
        mine = [q for q in self.telegram.queries.values() if q.user_id == self.user["id"]]
        return [query.data for query in mine if not query.answers]

    @property
    def menu(self) -> list[tuple[str, str]]:
        """The command menu for this person here: the narrowest that the bot set, language first."""
        chat_id, language = self.chat.chat_id, self.user.get("language_code", "")
        scopes = [f"chat:{chat_id}", "all_private_chats", "default"]
        if not self.chat.is_private:
            member = f"chat_member:{chat_id}:{self.user['id']}"
            scopes = [member, f"chat:{chat_id}", "all_group_chats", "default"]
        for key in [(scope, code) for scope in scopes for code in (language, "")]:
            if key in self.telegram.commands:
                return self.telegram.commands[key]
        return []

    def __str__(self) -> str:
        lines = []
        for message in self.messages:
            who = "bot" if message.from_bot else message.sender["first_name"]
            rest = f" {[message.document.name]}" if message.document else ""
            rows = "".join(f"\n    {[b.label for b in row]}" for row in message.buttons)
            lines.append(f"{message.message_id} {who}: {message.text}{rest}{rows}")
        return "\n".join(lines) or "(an empty chat)"

    # What they do

    def send(
        self, text: str, *, message_thread_id: int | None = None, reply_to: int | None = None
    ) -> int:
        """Type something. What is too long for one message goes in several, as in the app.

        Gives the id of the (last) message.
        """
        pieces = as_the_app_splits(text)
        if not pieces:
            raise AssertionError("Telegram sends no empty message")
        where = {"message_thread_id": message_thread_id, "reply_to": reply_to}
        return [self.say(self.typed(piece, **where)) for piece in pieces][-1]

    def edit(self, message_id: int, text: str) -> None:
        """Change a message of their own; the bot gets an edited_message."""
        message = self._at(message_id)
        if message.sender["id"] != self.user["id"]:
            raise AssertionError("people can only edit what they wrote themselves")
        html, entities = escape(text, quote=False), command_entities(text)
        new = replace(message, text=text, html=html, entities=entities)
        self._tell("edited_message", self.telegram.rewrite(self.chat, new))

    def delete(self, message_id: int) -> None:
        """Take a message away for both sides; the bot is not told."""
        with self.telegram.lock:
            del self.chat.messages[self._at(message_id).message_id]
        self.telegram.changed()

    def tap(self, button: str | int, message: Message | int | None = None) -> str:
        """Press a button of the newest panel, or of an older message; gives the query's id.

        A button is its number in reading order, its label, or a part of one label only.
        """
        panel = self.panel if message is None else self._at(message)
        buttons = [found for row in panel.buttons for found in row]
        return self._press(panel, self._found(button, buttons).data)

    def follow(self, url: str) -> int:
        """Open a link to the private chat with the bot, and press Start there."""
        if not self.chat.is_private:
            raise AssertionError("a start link opens the private chat")
        return self.send(f"/start {self.telegram.opened_by(url, 'start')}")

    def tap_data(self, message: Message | int, data: str) -> str:
        """Send a tap with any data, as a forged or a very late client can; gives the query's id."""
        message_id = message if isinstance(message, int) else message.message_id
        gone = Message(message_id, self.chat.chat_id, self.telegram.bot, 0)
        return self._press(self.chat.messages.get(message_id, gone), data)

    def send_sticker(self, emoji: str = "👍") -> int:
        """Send a sticker."""
        size = {"width": 512, "height": 512, "is_animated": False, "is_video": False}
        return self._send_media("sticker", FILE_LIKE | size | {"type": "regular", "emoji": emoji})

    def send_photo(self, caption: str = "") -> int:
        """Send a photo, perhaps with a caption."""
        return self._send_media("photo", FILE_LIKE | {"width": 90, "height": 60}, caption)

    def send_voice(self, seconds: int = 3) -> int:
        """Speak a message in."""
        return self._send_media("voice", FILE_LIKE | {"duration": seconds})

    def send_location(self, latitude: float = 52.09, longitude: float = 5.12) -> int:
        """Send where they are."""
        return self._send_media("location", {"latitude": latitude, "longitude": longitude})

    def send_contact(self, phone_number: str = "+31600000000", first_name: str = "Noor") -> int:
        """Send somebody's contact."""
        return self._send_media("contact", {"phone_number": phone_number, "first_name": first_name})

    def send_poll(self, question: str = "Wanneer?", options: tuple[str, ...] = ("ma", "di")) -> int:
        """Send a poll."""
        choices = [
            {"persistent_id": str(number), "text": text, "voter_count": 0}
            for number, text in enumerate(options)
        ]
        poll: JSON = {"id": str(self.telegram.number("poll")), "question": question}
        poll |= {"options": choices, "total_voter_count": 0, "type": "regular"}
        poll |= {"is_closed": False, "is_anonymous": True, "allows_multiple_answers": False}
        poll |= {"allows_revoting": False, "members_only": False}
        return self._send_media("poll", poll)

    def send_document(self, name: str, content: bytes, mime: str = "application/pdf") -> int:
        """Send a file; the bot can fetch it with getFile."""
        document = self.telegram.keep(Document(name, mime, content))
        return self.say(replace(self.typed(""), document=document))

    def send_forward(self, text: str, of: str = "Iemand anders") -> int:
        """Forward what somebody else wrote."""
        origin = {"type": "hidden_user", "date": self.telegram.now(), "sender_user_name": of}
        return self.say(replace(self.typed(text), extra={"forward_origin": origin}))

    def block(self) -> None:
        """Stop the bot: it is told, and whatever it sends from now on is a 403."""
        self.updates.membership(self.chat, self.user, "member", "kicked")
        self.chat.refusal = BLOCKED

    def unblock(self) -> None:
        """Allow the bot again."""
        self.chat.refusal = ""
        self.updates.membership(self.chat, self.user, "kicked", "member")

    # Waiting

    async def wait_for(
        self,
        predicate: "Callable[[Phone], T | None]",
        timeout: float = 5.0,  # noqa: ASYNC109  (it says on failure what is on the screen)
    ) -> T:
        """What `predicate(phone)` gives, as soon as that is something.

        An AssertionError or LookupError inside it (`p.panel`, `p.replies[1]`) means not yet.
        """
        trouble = ""

        def look() -> T | None:
            nonlocal trouble
            try:
                return predicate(self) or None
            except (AssertionError, LookupError) as not_yet:
                trouble = f" ({not_yet!r})"
                return None

        found = await self.telegram.bell.until(look, timeout)
        if found is None:
            raise AssertionError(f"not seen within {timeout} s{trouble}; on the screen:\n{self}")
        return found

    async def wait_quiet(
        self,
        quiet: float = 0.1,
        timeout: float = 5.0,  # noqa: ASYNC109  (it says on failure what it waited for)
    ) -> None:
        """Wait until the bot has nothing left to do, see `Exchange.quiet`."""
        await self._quiet(quiet, timeout)

    # How it is done

    def _at(self, message: Message | int) -> Message:
        message_id = message if isinstance(message, int) else message.message_id
        if message_id not in self.chat.messages:
            raise AssertionError(f"there is no message {message_id} on the screen:\n{self}")
        return self.chat.messages[message_id]

    def _found(self, wanted: str | int, buttons: list[Button]) -> Button:
        labels = [button.label for button in buttons]
        if isinstance(wanted, int):
            found = buttons[wanted : wanted + 1] if wanted >= 0 else []
        else:
            exact = [button for button in buttons if button.label == wanted]
            part = [button for button in buttons if wanted.lower() in button.label.lower()]
            found = exact[:1] or (part if len(part) == 1 else [])
        if not found:
            raise AssertionError(f"no button {wanted!r} among {labels}")
        if not found[0].data:
            raise AssertionError(f"{found[0].label!r} opens a link and sends nothing to the bot")
        return found[0]

    def typed(
        self, text: str, message_thread_id: int | None = None, reply_to: int | None = None
    ) -> Message:
        """A message as this person would type it, not sent yet."""
        html, entities = escape(text, quote=False), command_entities(text)
        message = Message(0, self.chat.chat_id, self.user, 0, text, html, entities)
        return replace(message, message_thread_id=message_thread_id, reply_to=reply_to)

    def _send_media(self, kind: str, content: JSON, caption: str = "") -> int:
        if "file_unique_id" in content:
            kept = self.telegram.keep(Document(kind, "application/octet-stream", b"fake"))
            content = content | {"file_id": kept.file_id}
        media = {kind: [content] if kind == "photo" else content}
        return self.say(replace(self.typed(caption), media=media))

    def say(self, message: Message) -> int:
        """Put a message in the chat, and tell the bot when it may know."""
        if self.chat.is_private and self.chat.refusal:
            raise AssertionError("the bot is blocked: unblock() it before writing to it")
        self.chat.known = True
        posted = self.telegram.post(self.chat, message)
        self._tell("message", posted)
        return posted.message_id

    def _tell(self, kind: str, message: Message) -> None:
        if not self.chat.refusal and self._is_for_the_bot(message):
            self.updates.add(kind, self.telegram.as_json(message))

    def _is_for_the_bot(self, message: Message) -> bool:
        reads = self.telegram.reads_all_group_messages or self.chat.bot_leads
        if self.chat.is_private or reads or message.extra.keys() - {"sender_chat"}:
            return True
        quoted = self.chat.messages.get(message.reply_to or 0)
        name = f"@{self.telegram.bot['username']}"
        command = message.text.split(maxsplit=1)[0] if message.entities else ""
        to_all = command.startswith("/") and "@" not in command
        return to_all or name in message.text or bool(quoted and quoted.from_bot)

    def _press(self, message: Message, data: str) -> str:
        query_id = str(self.telegram.number("query"))
        self.telegram.queries[query_id] = Query(int(self.user["id"]), data)
        query: JSON = {"id": query_id, "from": self.user, "data": data}
        query["chat_instance"] = str(self.chat.chat_id)
        if message.message_id in self.chat.messages:
            query["message"] = self.telegram.as_json(message)
        else:
            about = {"chat": self.chat.about, "date": 0}
            query["message"] = about | {"message_id": message.message_id}
        if not self.chat.refusal:
            self.updates.add("callback_query", query)
        return query_id
