"""A group chat: what is said there, in topics or not, and whether the bot is in it."""

from tests.doors.fake_chats import Chat, Message, Telegram
from tests.doors.fake_phone import Phone, Quiet
from tests.doors.fake_updates import Updates

KICKED = "Forbidden: bot was kicked from the supergroup chat"


class Group:
    """A supergroup with people and the bot."""

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
        self.chat.refusal = KICKED
