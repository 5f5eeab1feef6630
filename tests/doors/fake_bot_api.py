"""A Telegram that runs on loopback: the Bot API over real HTTP, for tests of the Telegram door.

python-telegram-bot's own Application talks to it unchanged::

    with FakeBotApi() as server:
        builder = Application.builder().token(server.token)
        builder.base_url(f"{server.base_url}/bot").base_file_url(f"{server.base_url}/file/bot")

It keeps the rules that a bot must live with (acknowledging by offset, refusals, limits), it breaks
on command (`fail_next`, `on_request`), and `person()` gives a phone to type and tap on. Where
Telegram leaves something open, the fake does what is harder for the bot.

What it is made of: `fake_telegram_rules` (what is refused), `fake_chats` (what is remembered),
`fake_updates` (what waits for the bot), `fake_bot_methods` (what a bot can do), `fake_faults`,
`fake_http`, `fake_webhook`, `fake_exchange` (the path of a request), `fake_phone` and
`fake_group` (people).
"""

from typing import Self

from tests.doors.fake_chats import Chat, Webhook
from tests.doors.fake_exchange import Exchange, Request
from tests.doors.fake_faults import Dropped, Fault, Kind, Pace
from tests.doors.fake_group import Group
from tests.doors.fake_phone import Phone
from tests.doors.fake_telegram_rules import JSON

__all__ = ["Dropped", "FakeBotApi", "Group", "Kind", "Pace", "Phone", "Request"]


class FakeBotApi(Exchange):
    """The server, with the people who use the bot. Use it in a `with`, or call `stop()`."""

    def __init__(self, *, bot_id: int = 7_700_000_001, username: str = "handvat_test_bot") -> None:
        bot = {"id": bot_id, "is_bot": True, "first_name": "Handvat", "username": username}
        super().__init__(bot, token=f"{bot_id}:{'handvat' * 5}")
        self._phones: dict[int, Phone] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def person(
        self,
        user_id: int,
        first_name: str = "Sanne",
        *,
        language_code: str | None = "nl",
        known: bool = False,
    ) -> Phone:
        """The phone of somebody; the same one when asked again.

        A bot cannot write to somebody who never wrote first ("chat not found"): `known=True` is
        somebody who did so earlier, before this server was started.
        """
        if user_id not in self._phones:
            user: JSON = {"id": user_id, "is_bot": False, "first_name": first_name}
            if language_code:
                user["language_code"] = language_code
            about = {"id": user_id, "type": "private", "first_name": first_name}
            chat = Chat(about, {user_id: user}, known=known)
            self.telegram.chats[user_id] = chat
            self._phones[user_id] = Phone(self.telegram, self.updates, user, chat, self.quiet)
        return self._phones[user_id]

    def group(
        self, chat_id: int, *members: Phone, title: str = "Intervisie", kind: str = "supergroup"
    ) -> Group:
        """A supergroup with the bot and these people in it; `chat_id` is negative.

        With the kind "group" it is a small one that can `become_supergroup`.

        The bot reads everything that is said there, as an administrator does. With
        `server.telegram.reads_all_group_messages = False` it only gets what is meant for it.
        """
        if chat_id >= 0:
            raise AssertionError("the id of a group is negative, such as -1001234567890")
        about = {"id": chat_id, "type": kind, "title": title}
        users = {int(phone.user["id"]): phone.user for phone in members}
        chat = Chat(about, users, known=True)
        self.telegram.chats[chat_id] = chat
        return Group(self.telegram, self.updates, chat, self.quiet)

    @property
    def next_update_id(self) -> int:
        """The id of the next update; set it, as ids jump at random after a quiet week."""
        return self.updates.next_id

    @next_update_id.setter
    def next_update_id(self, update_id: int) -> None:
        self.updates.next_id = update_id

    @property
    def pending(self) -> list[int]:
        """The ids of the updates that the bot has not acknowledged yet."""
        return self.updates.pending

    @property
    def commands(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """The menus that the bot set: (scope, language) to [(command, description)].

        A scope is "default", "all_private_chats", "chat:123", "chat_member:-100:123" and so on.
        """
        return self.telegram.commands

    @property
    def webhook(self) -> Webhook | None:
        """The webhook that the bot set."""
        return self.telegram.webhook

    def calls(self, method: str) -> list[Request]:
        """The requests of one method so far."""
        return [request for request in self.requests if request.method == method.lower()]

    def redeliver(self, update_id: int) -> None:
        """Send an update again that the bot had already acknowledged."""
        self.updates.redeliver(update_id)

    def push(self, kind: str, content: JSON) -> int | None:
        """Queue an update of any kind, for what the phones cannot do; gives its id."""
        return self.updates.add(kind, content)

    def fail_next(
        self,
        method: str,
        kind: Kind,
        times: int | None = 1,
        *,
        retry_after: int = 1,
        chat_id: int | None = None,
        description: str = "",
    ) -> None:
        """Let the next requests of `method` ("*" is any) go wrong; `times=None` is until cleared.

        See `fake_faults.Kind` for what can go wrong and whether the request takes effect. With
        `chat_id` only requests about that chat are met.
        """
        fault = Fault(method.lower(), kind, times, chat_id, retry_after, description)
        self.faults.waiting.append(fault)

    def clear_faults(self) -> None:
        """Let everything go well again."""
        self.faults.waiting.clear()
