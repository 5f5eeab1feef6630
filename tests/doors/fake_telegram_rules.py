"""What Telegram accepts and what it refuses, as pure functions.

The fake Bot API (`fake_bot_api.py`) is only worth testing against when it says no where Telegram
says no. Those rules stand here apart from HTTP and from memory, so that they can be read beside
https://core.telegram.org/bots/api. Lengths and offsets are UTF-16 code units, as on the wire.
"""

import re
from typing import Any, NamedTuple, TypeAlias

JSON: TypeAlias = dict[str, Any]

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
DATA_LIMIT = 64
BUTTON_LIMIT = 100
ANSWER_LIMIT = 200

_ENTITY_OF_TAG = {
    "a": "text_link",
    "b": "bold",
    "blockquote": "blockquote",
    "code": "code",
    "del": "strikethrough",
    "em": "italic",
    "i": "italic",
    "ins": "underline",
    "pre": "pre",
    "s": "strikethrough",
    "span": "spoiler",
    "strike": "strikethrough",
    "strong": "bold",
    "tg-emoji": "custom_emoji",
    "tg-spoiler": "spoiler",
    "u": "underline",
}
_TAG = re.compile(
    r"<(?P<close>/?)(?P<name>[^\s>]*)(?P<rest>(?:[^>\"']|\"[^\"]*\"|'[^']*')*)(?P<end>>?)"
)
_CHARACTER = re.compile(r"&(?:#(?P<dec>\d+)|#x(?P<hex>[0-9a-fA-F]+)|(?P<name>lt|gt|amp|quot));?")
_ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+)))?")
_COMMAND = re.compile(r"(?<![\w/])/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?!\w)")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
# Telegram turns control characters into spaces and drops \r and the bidirectional overrides.
_CLEAN = {code: " " for code in range(32) if code != ord("\n")} | {ord("\r"): None}
_CLEAN |= dict.fromkeys(range(0x2028, 0x202F))


class Refusal(Exception):
    """An answer that is not ok: HTTP code, the description, and `parameters` for a 429."""

    def __init__(self, code: int, description: str, parameters: JSON | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> Refusal:
    """The commonest refusal: 400, with Telegram's own words for the reason."""
    return Refusal(400, f"Bad Request: {reason}")


def too_many_requests(retry_after: int) -> Refusal:
    """A 429; `retry_after` is in whole seconds, as Telegram sends it."""
    description = f"Too Many Requests: retry after {retry_after}"
    return Refusal(429, description, {"retry_after": retry_after})


class Formatted(NamedTuple):
    """A text as people see it, and the entities that say which part is bold, a link, and so on."""

    text: str
    entities: tuple[JSON, ...] = ()


def units(text: str) -> int:
    """Length as Telegram counts it, in UTF-16 code units: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def read_html(source: str) -> Formatted:
    """Parse Telegram's HTML, refusing what Telegram refuses and in the same words."""
    shown: list[str] = []
    entities: list[JSON] = []
    opened: list[tuple[str, JSON]] = []
    position = 0
    while position < len(source):
        here = source[position]
        if here == "&" and (match := _CHARACTER.match(source, position)):
            shown.append(_character(match))
        elif here == "<" and (match := _TAG.match(source, position)):
            where = f"at byte offset {len(source[:position].encode())}"
            offset = units("".join(shown))
            if match["close"]:
                entities += _closed(match, opened, offset, where)
            else:
                opened.append((match["name"].lower(), _opened(match, offset, where)))
        else:
            shown.append(here)
            position += 1
            continue
        position = match.end()
    if opened:
        raise _unreadable(f'Can\'t find end tag corresponding to start tag "{opened[-1][0]}"')
    entities.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted("".join(shown), tuple(entities))


def _unreadable(reason: str) -> Refusal:
    return bad_request(f"can't parse entities: {reason}")


def _character(match: re.Match[str]) -> str:
    if match["name"]:
        return _NAMED[match["name"]]
    code = int(match["dec"]) if match["dec"] else int(match["hex"], 16)
    known = 0 < code < 0xD800 or 0xDFFF < code < 0x110000
    return chr(code) if known else match[0]


def _opened(match: re.Match[str], offset: int, where: str) -> JSON:
    name, rest = match["name"].lower(), match["rest"]
    if not match["end"] and not rest:
        raise _unreadable(f"Unclosed start tag {where}")
    if name not in _ENTITY_OF_TAG:
        raise _unreadable(f'Unsupported start tag "{name}" {where}')
    if not match["end"]:
        raise _unreadable(f"Unclosed start tag {where}")
    attributes = {found[0]: found[1] or found[2] or found[3] for found in _ATTRIBUTE.findall(rest)}
    if name == "span" and attributes.get("class") != "tg-spoiler":
        raise _unreadable(f'Tag "span" must have class "tg-spoiler" {where}')
    entity: JSON = {"type": _ENTITY_OF_TAG[name], "offset": offset, "length": 0}
    if name == "a":
        entity["url"] = attributes.get("href", "")
    elif name == "tg-emoji":
        entity["custom_emoji_id"] = attributes.get("emoji-id", "")
    elif name == "blockquote" and "expandable" in attributes:
        entity["type"] = "expandable_blockquote"
    return entity


def _closed(
    match: re.Match[str], opened: list[tuple[str, JSON]], offset: int, where: str
) -> list[JSON]:
    if not opened:
        raise _unreadable(f"Unexpected end tag {where}")
    if not match["end"] or match["rest"].strip():
        raise _unreadable(f"Unclosed end tag {where}")
    expected, entity = opened.pop()
    found = match["name"].lower()
    if found not in ("", expected):
        words = f'expected "</{expected}>", found "</{found}>"'
        raise _unreadable(f"Unmatched end tag {where}, {words}")
    length = offset - entity["offset"]
    if not length or entity.get("url") == "":
        return []
    return [entity | {"length": length}]


def formatted(source: str, parse_mode: str, entities: list[JSON] | None = None) -> Formatted:
    """What people will see of `source`: parsed, cleaned and trimmed as Telegram does.

    Only HTML and plain text are known here; Markdown is refused, so that it cannot pass unread.
    """
    if parse_mode.lower() == "html":
        parsed = read_html(source)
    elif parse_mode:
        raise bad_request("unsupported parse_mode")
    else:
        parsed = Formatted(source, tuple(entities or ()))
    text = parsed.text.translate(_CLEAN).rstrip()
    trimmed = text.lstrip()
    shift = units(text) - units(trimmed)
    kept = []
    for entity in parsed.entities:
        start = max(entity["offset"] - shift, 0)
        end = min(entity["offset"] - shift + entity["length"], units(trimmed))
        if end > start:
            kept.append(entity | {"offset": start, "length": end - start})
    return Formatted(trimmed, tuple(kept))


def message_text(source: str, parse_mode: str, entities: list[JSON] | None = None) -> Formatted:
    """The text of a message, or the refusal that Telegram gives for it."""
    if not source:
        raise bad_request("message text is empty")
    result = formatted(source, parse_mode, entities)
    if not result.text:
        raise bad_request("text must be non-empty")
    if units(result.text) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return result


def caption_text(source: str, parse_mode: str, entities: list[JSON] | None = None) -> Formatted:
    """The caption of a document; it may be empty and is a quarter as long as a text."""
    result = formatted(source, parse_mode, entities)
    if units(result.text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    return result


def keyboard(markup: JSON | None) -> JSON | None:
    """The inline keyboard that will be shown, or None; refuses what Telegram refuses.

    Keyboards that are not inline (reply keyboard, force reply) are let through as no keyboard.
    """
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = [[_button(button) for button in row] for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _button(button: JSON) -> JSON:
    label = str(button.get("text", "")).translate(_CLEAN).strip()
    if not label:
        raise bad_request("inline keyboard button text must be non-empty")
    actions = {key: value for key, value in button.items() if key != "text"}
    if not actions or actions.get("callback_data") == "":
        reason = "can't parse inline keyboard button: "
        raise bad_request(reason + "Text buttons are unallowed in the inline keyboard")
    if len(str(actions.get("callback_data", "")).encode()) > DATA_LIMIT:
        raise bad_request("BUTTON_DATA_INVALID")
    url = str(actions.get("url", "https://"))
    if not url.startswith(("http://", "https://", "tg://")):
        reason = f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol"
        raise bad_request(reason)
    return {"text": label} | actions


def command_entities(text: str) -> tuple[JSON, ...]:
    """The `bot_command` entities that Telegram puts on what a person typed."""
    return tuple(
        {"type": "bot_command", "offset": units(text[: found.start()]), "length": len(found[0])}
        for found in _COMMAND.finditer(text)
    )


def as_the_app_splits(text: str) -> list[str]:
    """A long typed text as the messages that the Telegram app makes of it, never longer than 4096.

    Telegram has no longer message: somebody who pastes a page sends several messages at once.
    """
    pieces: list[str] = []
    piece, length = "", 0
    for character in text.strip():
        size = units(character)
        if length + size > TEXT_LIMIT:
            pieces.append(piece)
            piece, length = "", 0
        piece += character
        length += size
    return [*pieces, piece] if piece else pieces
