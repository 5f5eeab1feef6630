"""The queue of updates between people and the bot, with Telegram's rules for acknowledging."""

from dataclasses import dataclass, field

from tests.doors.fake_chats import Chat, Telegram
from tests.doors.fake_telegram_rules import JSON

NOT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}

MAY = ("manage_chat", "delete_messages", "manage_video_chats", "restrict_members", "invite_users")
MAY_NOT = ("promote_members", "change_info", "post_stories", "edit_stories", "delete_stories")
OF_STATUS: dict[str, JSON] = {
    "kicked": {"until_date": 0},
    "administrator": {"can_be_edited": False, "is_anonymous": False}
    | {f"can_{right}": True for right in MAY}
    | {f"can_{right}": False for right in MAY_NOT},
}


@dataclass
class Waiting:
    """An update that was not acknowledged yet.

    `stubborn` ones came out of order (delivered again, or numbered lower after a jump of the ids),
    so that the offset of a bot that is further on says nothing about them until it had them once.
    """

    update: JSON
    stubborn: bool = False


@dataclass
class Updates:
    """What waits for the bot, and everything that ever did (`log`, in order of arrival)."""

    telegram: Telegram
    next_id: int = 1
    allowed: list[str] = field(default_factory=list)
    log: list[JSON] = field(default_factory=list)
    _waiting: dict[int, Waiting] = field(default_factory=dict)

    def add(self, kind: str, content: JSON) -> int | None:
        """Queue an update; its id, or None when the bot did not ask for updates of this kind."""
        with self.telegram.lock:
            wanted = kind in self.allowed if self.allowed else kind not in NOT_BY_DEFAULT
            if not wanted:
                return None
            update_id = self.next_id
            highest = max((update["update_id"] for update in self.log), default=0)
            update: JSON = {"update_id": update_id, kind: content}
            self.log.append(update)
            self._waiting[update_id] = Waiting(update, stubborn=update_id < highest)
            self.next_id += 1
        self.telegram.changed()
        return update_id

    def membership(self, chat: Chat, by: JSON, old: str, new: str) -> None:
        """Queue what happened to the bot's own place in a chat: blocked, added, removed."""
        content: JSON = {"chat": chat.about, "from": by, "date": self.telegram.now()}
        for name, status in (("old_chat_member", old), ("new_chat_member", new)):
            about = {"user": self.telegram.bot, "status": status}
            content[name] = about | OF_STATUS.get(status, {})
        self.add("my_chat_member", content)

    def redeliver(self, update_id: int) -> None:
        """Queue an update again that the bot had already acknowledged; Telegram sometimes does."""
        with self.telegram.lock:
            found = [update for update in self.log if update["update_id"] == update_id]
            if not found:
                raise AssertionError(f"there was no update {update_id}")
            self._waiting[update_id] = Waiting(found[-1], stubborn=True)
        self.telegram.changed()

    def acknowledge(self, offset: int) -> None:
        """Forget what is below `offset`; a negative one leaves only that many of the newest."""
        with self.telegram.lock:
            ids = sorted(self._waiting)
            below = ids[:offset] if offset < 0 else [i for i in ids if i < offset]
            for update_id in below:
                if not self._waiting[update_id].stubborn:
                    del self._waiting[update_id]

    def done(self, update_id: int) -> None:
        """Forget one update: the webhook took it."""
        with self.telegram.lock:
            self._waiting.pop(update_id, None)
        self.telegram.changed()

    def drop_pending(self) -> None:
        """Forget everything that waits."""
        with self.telegram.lock:
            self._waiting.clear()

    def deliver(self, limit: int = 100) -> list[JSON]:
        """The oldest updates that wait, by id. They go on waiting until they are acknowledged."""
        with self.telegram.lock:
            return [self._waiting[update_id].update for update_id in self.pending[:limit]]

    def handed_over(self, updates: list[JSON]) -> None:
        """Note that the bot had these, so that its next offset may acknowledge them."""
        with self.telegram.lock:
            for update in updates:
                if update["update_id"] in self._waiting:
                    self._waiting[update["update_id"]].stubborn = False
        self.telegram.changed()

    @property
    def pending(self) -> list[int]:
        """The ids of the updates that the bot has not acknowledged."""
        with self.telegram.lock:
            return sorted(self._waiting)
