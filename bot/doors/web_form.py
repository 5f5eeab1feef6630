"""What a form of a page brings: a button, a command or a text, and what was typed beside it."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b
from urllib.parse import parse_qsl
from uuid import UUID

from flows.advance import says_something
from flows.clarification.lines import LONGEST
from flows.types import Pressed, Said


@dataclass(frozen=True, slots=True)
class Posted:
    """What one form brought. ``form`` numbers the page it stood on, ``draft`` is what was typed
    there but not sent, because another button was pressed. ``again`` is that button's name and
    value; both are empty when a text was sent.
    """

    form: str
    input: Said | Pressed
    draft: str = ""
    again: tuple[str, str] = ("", "")

    @classmethod
    def of(cls, body: bytes) -> Posted:
        """Read a posted form; ValueError when it is none."""
        fields = dict(parse_qsl(body.decode("latin-1"), keep_blank_values=True, max_num_fields=16))
        text, kept = (fields.get(name, "").replace("\r\n", "\n") for name in ("text", "kept"))
        both = together(kept, text)
        form = UUID(fields.get("arrival", "")).hex
        if "value" in fields:
            value = fields["value"]
            return cls(form, Pressed.of(value), both, ("value", value))
        if "command" in fields:
            command = fields["command"]
            return cls(form, Said(command), both, ("command", command))
        shown = fields.get("shown")
        # read as a button's is: what is no number was typed under no screen of ours
        screen = Pressed.of(f"{shown}.").screen if shown else None
        return cls(form, Said(text, screen=screen), kept)

    @property
    def screen(self) -> int | None:
        """The screen under which a text was typed, where the page said so."""
        return self.input.screen if isinstance(self.input, Said) else None

    @property
    def arrival(self) -> str:
        """The same for the same thing done on the same page, so that a double tap counts once.

        Another text from a page that the browser kept is another arrival, or it would be lost. The
        form's number is the key and is not stored, so that this says nothing about the text.
        """
        given = self.input
        done = f"press {given.value}" if isinstance(given, Pressed) else f"text {given.text}"
        return blake2b(done.encode(), key=bytes.fromhex(self.form), digest_size=16).hexdigest()

    @property
    def text(self) -> str:
        """The text or command that was sent, empty when a button was pressed."""
        return self.input.text if isinstance(self.input, Said) else ""

    @property
    def typed(self) -> str:
        """What stood in the box when the form was sent."""
        return self.draft if self.again[0] else self.text

    def unsent(self, refused: bool) -> str:
        """What must be in the box after the turn. A text that is too long is always refused."""
        lost = (refused and not self.again[0]) or len(self.text) > LONGEST
        return together(self.draft, self.text) if lost else self.draft


def together(*texts: str) -> str:
    """What was typed at different moments, so that one does not push out the other."""
    said = [text for text in texts if says_something(text)]
    return "\n\n".join(said)
