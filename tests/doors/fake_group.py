"""A group chat: what is said there, in topics or not, and whether the bot is in it."""

from dataclasses import replace

from tests.doors.fake_chats import Chat, Message, Telegram
from tests.doors.fake_phone import Phone, Quiet
from tests.doors.fake_telegram_rules import JSON
from tests.doors.fake_updates import Updates

KICKED = "Forbidden: bot was kicked from the supergroup chat"


ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


class Group:
    """A group or a supergroup with people and the bot."""

    def __init__(self, telegram: Telegram, updates: Updates, chat: Chat, quiet: Quiet) -> None:
        self.telegram = telegram
        self.updates = updates
        self.chat = chat
        self._quiet = quiet

    def phone_of(self, member: Phone) -> Phone:
        """The group on the phone of a member: to see it, to tap, to send anything there."""
        if member.user["id"] not in self.chat.members:
            raise AssertionError(f"{member.user['first_name']} is not in this group")
        return Phone(self.telegram, self.updates, member.user, self.chat, self._quiet)

    def send(
        self,
        member: Phone,
        text: str,
        *,
        message_thread_id: int | None = None,
        reply_to: int | None = None,
    ) -> int:
        """A member says something in the group, or in one topic of it; gives the message id."""
        about = {"message_thread_id": message_thread_id, "reply_to": reply_to}
        return self.phone_of(member).send(text, **about)

    def send_anonymously(self, admin: Phone, text: str, *, reply_to: int | None = None) -> int:
        """An administrator who chose to be anonymous says something: the group itself says it."""
        phone = self.phone_of(admin)
        said = replace(phone.typed(text, reply_to=reply_to), sender=ANONYMOUS)
        return phone.say(replace(said, extra={"sender_chat": self.chat.about}))

    def start(self, member: Phone, url: str) -> int:
        """A member follows a ``startgroup`` link and chooses this group."""
        token = self.telegram.opened_by(url, "startgroup")
        if not self.bot_is_in:
            self.add_bot(member)
        return self.send(member, f"/start@{self.telegram.bot['username']} {token}")

    def become_supergroup(self, chat_id: int, by: Phone) -> "Group":
        """The group gets another id; what was said stays behind, and the old one answers no more.

        The bot is told of it in both.
        """
        about = self.chat.about | {"id": chat_id, "type": "supergroup"}
        chat = Chat(about, dict(self.chat.members), known=True)
        self.telegram.chats[chat_id] = chat
        there = Group(self.telegram, self.updates, chat, self._quiet)
        self.chat.moved_to = chat_id
        self._service(by, {"migrate_to_chat_id": chat_id})
        there._service(by, {"migrate_from_chat_id": self.chat.chat_id})
        return there

    def _service(self, by: Phone, content: JSON) -> None:
        message = Message(0, self.chat.chat_id, by.user, 0, extra=content)
        self.phone_of(by).say(message)

    @property
    def messages(self) -> list[Message]:
        """Everything in the group now, in order."""
        with self.telegram.lock:
            return list(self.chat.messages.values())

    @property
    def bot_is_in(self) -> bool:
        """Whether the bot is still a member."""
        return not self.chat.refusal

    def add_bot(self, by: Phone) -> None:
        """A member brings the bot (back) in."""
        self.chat.refusal = ""
        self.updates.membership(self.chat, by.user, "left", "member")

    def remove_bot(self, by: Phone) -> None:
        """A member puts the bot out."""
        self.updates.membership(self.chat, by.user, "member", "kicked")
        self.chat.refusal, self.chat.bot_leads = KICKED, False

    def promote_bot(self, by: Phone) -> None:
        """A member makes the bot an administrator, who reads everything."""
        self.chat.bot_leads = True
        self.updates.membership(self.chat, by.user, "member", "administrator")
