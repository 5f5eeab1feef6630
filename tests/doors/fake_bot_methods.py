"""The methods of the Bot API, as what they do to the chats; HTTP and faults are elsewhere.

Every method takes a `Call` and gives what Telegram puts in `result`, or raises a `Refusal`.
`getUpdates` waits and is therefore in `fake_bot_api.py`.
"""

from collections.abc import Callable
from dataclasses import replace
from html import escape

from tests.doors.fake_chats import Answer, Chat, Document, Message, Query, Telegram, Webhook
from tests.doors.fake_http import Call
from tests.doors.fake_telegram_rules import (
    ANSWER_LIMIT,
    JSON,
    Formatted,
    Refusal,
    bad_request,
    caption_text,
    keyboard,
    message_text,
)
from tests.doors.fake_updates import Updates

ACTIONS = {"typing", "upload_document", "upload_photo", "record_voice", "upload_voice"}
NOT_A_MEMBER = "Forbidden: bot is not a member of the supergroup chat"
MOVED = "Bad Request: group chat was upgraded to a supergroup chat"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same"
    " as a current content and reply markup of the message"
)


class BotMethods:
    """What a bot can do, on the chats of one `Telegram`."""

    def __init__(self, telegram: Telegram, updates: Updates) -> None:
        self.telegram = telegram
        self.updates = updates
        self.descriptions: dict[str, str] = {}
        self.short_descriptions: dict[str, str] = {}
        self._methods: dict[str, Callable[[Call], object]] = {
            "getme": self.get_me,
            "setwebhook": self.set_webhook,
            "deletewebhook": self.delete_webhook,
            "getwebhookinfo": self.get_webhook_info,
            "setmycommands": self.set_my_commands,
            "getmycommands": self.get_my_commands,
            "deletemycommands": self.delete_my_commands,
            "setmydescription": self.set_my_description,
            "setmyshortdescription": self.set_my_short_description,
            "setchatmenubutton": self.set_chat_menu_button,
            "sendmessage": self.send_message,
            "senddocument": self.send_document,
            "sendchataction": self.send_chat_action,
            "editmessagetext": self.edit_message_text,
            "editmessagereplymarkup": self.edit_message_reply_markup,
            "deletemessage": self.delete_message,
            "answercallbackquery": self.answer_callback_query,
            "getfile": self.get_file,
            "leavechat": self.leave_chat,
        }

    def knows(self, method: str) -> bool:
        """Whether this fake has the method at all; the real server answers 404 otherwise."""
        return method in self._methods

    def call(self, call: Call) -> object:
        """Do what is asked, all or nothing, and give the result."""
        with self.telegram.lock:
            return self._methods[call.method](call)

    def get_me(self, call: Call) -> JSON:
        """The bot itself."""
        groups = {"can_join_groups": True, "supports_inline_queries": False}
        sees_all = {"can_read_all_group_messages": self.telegram.reads_all_group_messages}
        return self.telegram.bot | groups | sees_all

    # Webhook

    def set_webhook(self, call: Call) -> bool:
        """Have updates sent to a URL; plain http only on loopback, where the tests are."""
        url = call.text("url")
        if not url:
            return self.delete_webhook(call)
        if not url.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
        secret = call.text("secret_token")
        if not secret.replace("-", "_").replace("_", "a").isalnum() and secret:
            raise bad_request("secret token contains unallowed characters")
        self._asked(call)
        self.telegram.webhook = Webhook(url, secret, call.integer("max_connections", 40))
        return True

    def delete_webhook(self, call: Call) -> bool:
        """Go back to getUpdates."""
        self._asked(call)
        self.telegram.webhook = None
        return True

    def _asked(self, call: Call) -> None:
        if call.text("allowed_updates"):
            self.updates.allowed = call.json("allowed_updates")
        if call.flag("drop_pending_updates"):
            self.updates.drop_pending()

    def get_webhook_info(self, call: Call) -> JSON:
        """Where updates go, how many wait, and what went wrong last."""
        hook = self.telegram.webhook or Webhook("")
        info: JSON = {"url": hook.url, "has_custom_certificate": False}
        info["pending_update_count"] = len(self.updates.pending)
        if hook.url:
            info["max_connections"] = hook.max_connections
        if hook.last_error_message:
            info["last_error_date"] = hook.last_error_date
            info["last_error_message"] = hook.last_error_message
        if self.updates.allowed:
            info["allowed_updates"] = self.updates.allowed
        return info

    # The menu and how the bot presents itself

    def set_my_commands(self, call: Call) -> bool:
        """Set the command menu for a scope and a language."""
        commands = [(str(c["command"]), str(c["description"])) for c in call.json("commands") or ()]
        for name, description in commands:
            plain = name.replace("_", "").isalnum() and name.isascii() and name == name.lower()
            if not plain or len(name) > 32:
                raise bad_request("BOT_COMMAND_INVALID")
            if not 1 <= len(description) <= 256:
                raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
        if len(commands) > 100:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self.telegram.commands[self._menu_of(call)] = commands
        return True

    def get_my_commands(self, call: Call) -> list[JSON]:
        """The command menu exactly as it was set, without falling back to another."""
        menu = self.telegram.commands.get(self._menu_of(call), [])
        return [{"command": name, "description": about} for name, about in menu]

    def delete_my_commands(self, call: Call) -> bool:
        """Take a menu away; people then see that of a wider scope."""
        self.telegram.commands.pop(self._menu_of(call), None)
        return True

    def _menu_of(self, call: Call) -> tuple[str, str]:
        scope = call.json("scope") or {"type": "default"}
        parts = [str(scope[key]) for key in ("type", "chat_id", "user_id") if key in scope]
        return ":".join(parts), call.text("language_code")

    def set_my_description(self, call: Call) -> bool:
        """What people read before they press Start, in a language."""
        if len(call.text("description")) > 512:
            raise bad_request("BOT_DESCRIPTION_INVALID")
        self.descriptions[call.text("language_code")] = call.text("description")
        return True

    def set_my_short_description(self, call: Call) -> bool:
        """What people read on the bot's profile, in a language."""
        if len(call.text("short_description")) > 120:
            raise bad_request("BOT_SHORT_DESCRIPTION_INVALID")
        self.short_descriptions[call.text("language_code")] = call.text("short_description")
        return True

    def set_chat_menu_button(self, call: Call) -> bool:
        """What the button beside the text field does, in one private chat."""
        if call.text("chat_id"):
            self._chat(call).menu_button = call.json("menu_button") or {"type": "default"}
        return True

    # Messages

    def send_message(self, call: Call) -> JSON:
        """Send a text, perhaps with an inline keyboard."""
        message = self._addressed(call)
        entities = call.json("entities")
        content = message_text(call.text("text"), call.text("parse_mode"), entities)
        written = self._written(call, content, call.text("text"))
        return self._post(replace(message, **written))

    def send_document(self, call: Call) -> JSON:
        """Send a file that is uploaded now, or one that Telegram has by its file_id."""
        message = self._addressed(call)
        entities = call.json("caption_entities")
        content = caption_text(call.text("caption"), call.text("parse_mode"), entities)
        document = replace(self._file(call), caption=content.text)
        document = document if document.file_id else self.telegram.keep(document)
        written = self._written(call, content, call.text("caption"))
        return self._post(replace(message, document=document, **written))

    def _file(self, call: Call) -> Document:
        name = call.text("document") or "document"
        if file := call.files.get(name.removeprefix("attach://")):
            if not file.content:
                raise bad_request("file must be non-empty")
            return file
        if not call.text("document"):
            raise bad_request("there is no document in the request")
        if name not in self.telegram.files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self.telegram.files[name]

    def send_chat_action(self, call: Call) -> bool:
        """Show for a moment that the bot is busy."""
        if call.text("action") not in ACTIONS:
            raise bad_request("wrong parameter action in request")
        self._chat(call).actions.append(call.text("action"))
        return True

    def edit_message_text(self, call: Call) -> JSON:
        """Change the text and the keyboard; without a keyboard the old one goes."""
        message = self._editable(call)
        entities = call.json("entities")
        content = message_text(call.text("text"), call.text("parse_mode"), entities)
        if message.document:
            raise bad_request("there is no text in the message to edit")
        written = self._written(call, content, call.text("text"))
        return self._rewrite(message, replace(message, **written))

    def edit_message_reply_markup(self, call: Call) -> JSON:
        """Change only the keyboard, or take it away."""
        message = self._editable(call)
        markup = keyboard(call.json("reply_markup"))
        return self._rewrite(message, replace(message, markup=markup))

    def delete_message(self, call: Call) -> bool:
        """Take a message away: the bot's own anywhere, a person's in a private chat."""
        chat = self._chat(call)
        message = chat.messages.get(call.integer("message_id"))
        if message is None:
            raise bad_request("message to delete not found")
        if not message.from_bot and not chat.is_private:
            raise bad_request("message can't be deleted")
        del chat.messages[message.message_id]
        return True

    def answer_callback_query(self, call: Call) -> bool:
        """Answer a tap, so that the phone stops waiting; perhaps with a toast or an alert."""
        query: Query | None = self.telegram.queries.get(call.text("callback_query_id"))
        if query is None:
            reason = "query is too old and response timeout expired or query ID is invalid"
            raise bad_request(reason)
        if len(call.text("text")) > ANSWER_LIMIT:
            raise bad_request("MESSAGE_TOO_LONG")
        url, own = call.text("url"), f"https://t.me/{self.telegram.bot['username']}?start="
        if url and not url.startswith(own):
            raise bad_request("URL_INVALID")
        told = call.text("callback_query_id"), query.data, call.text("text")
        query.answers.append(Answer(*told, show_alert=call.flag("show_alert"), url=url))
        return True

    def get_file(self, call: Call) -> JSON:
        """Where a file that a person sent can be fetched."""
        file = self.telegram.files.get(call.text("file_id"))
        if file is None:
            raise bad_request("invalid file_id")
        return file.as_json() | {"file_path": f"documents/{file.file_id}"}

    def leave_chat(self, call: Call) -> bool:
        """Leave a group; the bot gets and sends nothing there any more."""
        chat = self._chat(call)
        if chat.is_private:
            raise bad_request("chat member status can't be changed in private chats")
        chat.refusal = NOT_A_MEMBER
        self.updates.membership(chat, self.telegram.bot, "member", "left")
        return True

    def _chat(self, call: Call) -> Chat:
        if not call.text("chat_id"):
            raise bad_request("chat_id is empty")
        chat = self.telegram.chats.get(call.integer("chat_id"))
        if chat is None or not chat.known:
            raise bad_request("chat not found")
        if chat.moved_to:
            raise Refusal(400, MOVED, {"migrate_to_chat_id": chat.moved_to})
        if chat.refusal:
            raise Refusal(403, chat.refusal)
        return chat

    def _addressed(self, call: Call) -> Message:
        chat = self._chat(call)
        thread = call.integer("message_thread_id") or None
        if thread is not None and thread not in chat.threads:
            raise bad_request("message thread not found")
        reply = call.json("reply_parameters") or {}
        quoted = reply.get("message_id") or call.integer("reply_to_message_id") or None
        if quoted not in chat.messages and quoted is not None:
            if not reply.get("allow_sending_without_reply"):
                raise bad_request("message to be replied not found")
            quoted = None
        message = Message(0, chat.chat_id, self.telegram.bot, 0)
        return replace(message, message_thread_id=thread, reply_to=quoted)

    def _written(self, call: Call, content: Formatted, source: str) -> JSON:
        html = source if call.text("parse_mode") else escape(content.text, quote=False)
        words: JSON = {"text": content.text, "entities": content.entities, "html": html}
        return words | {"markup": keyboard(call.json("reply_markup"))}

    def _editable(self, call: Call) -> Message:
        chat = self._chat(call)
        message = chat.messages.get(call.integer("message_id"))
        if message is None:
            raise bad_request("message to edit not found")
        if not message.from_bot:
            raise bad_request("message can't be edited")
        return message

    def _post(self, message: Message) -> JSON:
        chat = self.telegram.chats[message.chat_id]
        return self.telegram.as_json(self.telegram.post(chat, message))

    def _rewrite(self, old: Message, new: Message) -> JSON:
        shown = (old.text, old.entities, old.markup)
        if shown == (new.text, new.entities, new.markup):
            raise bad_request(NOT_MODIFIED)
        chat = self.telegram.chats[old.chat_id]
        return self.telegram.as_json(self.telegram.rewrite(chat, new))
