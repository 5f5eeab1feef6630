"""The stage in memory: the guide's pure turn with a dictionary for a store, and the real words.

Between every two turns where things stand goes through JSON and back, to show that it is nothing
but values.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from html import unescape
from typing import TypeVar

from pydantic import TypeAdapter

from bot.app.rendering import Renderer
from bot.app.types import Shown
from flows.content.library import Library
from flows.playing import Player
from flows.types import (
    Conversation,
    Desk,
    Entry,
    Notice,
    Pressed,
    Said,
    SaveVersion,
    Send,
    Unreadable,
)
from flows.types import Edited as EditedMessage
from tests.flows.recordings import (
    Differs,
    Edit,
    Move,
    Press,
    Say,
    Seen,
    Show,
    Wait,
    as_seen,
    library,
)

DESK = TypeAdapter(Desk)
CONVERSATION = TypeAdapter(Conversation)
ENTRIES = TypeAdapter(tuple[Entry, ...])
T = TypeVar("T")
_TAG = re.compile(r"<[^>]+>")


@cache
def renderer() -> Renderer:
    """The shipped Dutch words."""
    return Renderer()


@dataclass
class MemoryStage:
    """One person at one seat."""

    library: Library = field(default_factory=library)
    renderer: Renderer = field(default_factory=renderer)

    def __post_init__(self) -> None:
        self.player = Player(self.library)
        self._earlier: dict[str, str] = {}

    def make(self, move: Move) -> Seen:
        """Make this move in one turn and look."""
        player = self.player
        match move:
            case Press(label, old):
                player.take(Pressed.of(self._earlier_value(label) if old else self._value(label)))
            case Say(text, message):
                player.take(Said(text, f"chat/{message}" if message else None))
            case Edit(message, text):
                player.take(EditedMessage(text, f"chat/{message}"))
            case Show(what):
                player.take(Unreadable(what))
            case Wait(days):
                player.now += timedelta(days=days)
        self._through_json()
        return self.look()

    def look(self) -> Seen:
        """What is seen now."""
        player = self.player
        shown = self._shown()
        return Seen(
            text=unescape(_TAG.sub("", shown.text)),
            buttons=tuple(button.label for row in shown.rows for button in row),
            notices=tuple(
                self.renderer.words(notice, player.desk.language) for notice in self._notices()
            ),
            files=tuple(each.document for each in player.effects if isinstance(each, Send)),
            entries=player.entries.get(player.desk.conversation or "", ()),
        )

    def _shown(self) -> Shown:
        standing = self.player.standing()
        address = standing.conversation.address if standing.conversation else "u"
        shown = self.renderer.show(
            self.player.screen, self.player.desk, address=address, door="terminal"
        )
        self._earlier |= {button.label: button.value for row in shown.rows for button in row}
        return shown

    def _notices(self) -> tuple[Notice, ...]:
        """What is said above the screen, with what a store would say of a saved version."""
        saved = any(isinstance(each, SaveVersion) for each in self.player.effects)
        number = len(self.player.versions.get(self.player.desk.conversation or "", ()))
        version = (Notice("version_saved", {"number": str(number)}),) if saved else ()
        return (*self.player.notices, *version)

    def _value(self, label: str) -> str:
        shown = self._shown()
        values = [button.value for row in shown.rows for button in row if button.label == label]
        if len(values) != 1:
            raise Differs(f"{len(values)} buttons {label!r} on\n{as_seen(self.look())}")
        return values[0]

    def _earlier_value(self, label: str) -> str:
        if label not in self._earlier:
            raise Differs(f"there never was a button {label!r}")
        return self._earlier[label]

    def _through_json(self) -> None:
        player = self.player
        player.desk = _through(DESK, player.desk)
        for name, conversation in player.conversations.items():
            player.conversations[name] = _through(CONVERSATION, conversation)
            player.entries[name] = _through(ENTRIES, player.entries[name])


def _through(adapter: TypeAdapter[T], value: T) -> T:
    there_and_back = adapter.validate_json(adapter.dump_json(value))
    assert there_and_back == value
    return there_and_back
