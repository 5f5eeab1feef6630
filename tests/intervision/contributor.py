"""Somebody who brings something in: taps by label and types, in memory, and sees words."""

from __future__ import annotations

import re
from functools import cache

from pydantic import TypeAdapter

from bot.app.rendering import Renderer
from flows.content.library import Library
from flows.intervision.types import SharedCopy
from flows.language.coach import coach
from flows.language.reading import WordReader
from flows.loading import load_content
from flows.playing import Player
from flows.types import Entry

_COPY = TypeAdapter(SharedCopy)
_MARKUP = re.compile(r"</?\w[^>]*>")


@cache
def library() -> Library:
    """The shipped Dutch content."""
    return Library(load_content("nl"))


@cache
def renderer() -> Renderer:
    """The shipped words."""
    return Renderer()


class Contributor:
    """One person at one seat, who reads the screen and presses what it says."""

    def __init__(self) -> None:
        shipped = library()
        self.player = Player(shipped, reader=WordReader(shipped.content.words, coach))

    @property
    def seen(self) -> str:
        """The screen's words, without markup, with what is said above it."""
        player = self.player
        shown = renderer().show(player.screen, player.desk, address="u", door="web")
        said = [renderer().words(notice, "nl") for notice in player.notices]
        return "\n".join((*said, _MARKUP.sub("", shown.text)))

    @property
    def labels(self) -> dict[str, str]:
        """The buttons: what they say, and the move each stands for."""
        player = self.player
        shown = renderer().show(player.screen, player.desk, address="u", door="web")
        return {b.label: b.value.partition(".")[2] for row in shown.rows for b in row}

    def tap(self, label: str) -> str:
        """Press the button with this label; a piece of it will do when only one has it."""
        labels = self.labels
        found = [label] if label in labels else [each for each in labels if label in each]
        assert len(found) == 1, f"{label!r} among {list(labels)}"
        assert self.player.press(labels[found[0]]), self.player.notices
        return self.seen

    def type(self, text: str) -> str:
        """Type a text."""
        self.player.say(text)
        return self.seen

    @property
    def alias(self) -> str:
        """The made-up name of the conversation in hand."""
        return self.player.conversations[self.player.desk.conversation or ""].alias

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines of the conversation in hand."""
        return self.player.entries[self.player.desk.conversation or ""]

    @property
    def copy(self) -> SharedCopy:
        """The one copy that was shared."""
        (only,) = self.player.copies.values()
        return only

    @property
    def stored(self) -> str:
        """The copy as the storage seals it."""
        return _COPY.dump_json(self.copy).decode()

    def begins(self, *told: str) -> None:
        """After a talk, with a new household, this was told."""
        self.tap("Ik kom van een gesprek")
        self.tap("Nieuw huishouden")
        for text in told:
            self.type(text)

    def brings_the_talk(self, moment: str = "Het verhaal") -> None:
        """From the menu of the conversation: this moment of it."""
        self.tap("Ga naar …")
        self.tap("Inbrengen bij intervisie")
        self.tap(moment)
        self.tap("Verder")

    def asks_and_approves(self, question: str = "Wat zien jullie dat ik niet zie?") -> None:
        """The question, a method, a facilitator, and yes."""
        self.type(question)
        self.tap("Vijf stappen")
        self.tap("Iemand die meedoet")
        self.type("Sanne")
        self.tap("Klopt, zo mag het")
