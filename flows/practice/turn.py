"""One turn of a practice run while it is being made: the machine's cursor and the effects' desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.content.library import Library
from flows.content.shapes import Persona
from flows.practice.stance import live
from flows.practice.types import Exchange, KeepSpoken, Practice, Spoken
from flows.types import NOTHING_HEARD, Effect, Heard, Notice


class PracticeTurn:
    """What guards look at and effects write to; thrown away when anything raises."""

    def __init__(
        self,
        library: Library,
        practice: Practice,
        spoken: tuple[Spoken, ...],
        now: datetime,
        *,
        heard: Heard = NOTHING_HEARD,
        argument: str = "",
    ) -> None:
        self.library = library
        self.practice = practice
        self.spoken = spoken
        self.now = now
        self.heard = heard
        self.argument = argument
        self.effects: tuple[Effect, ...] = ()
        self.notices: tuple[Notice, ...] = ()
        self.leaves = False  # the trainee leaves the run for the desk

    @property
    def state(self) -> str:
        """The machine's state."""
        return self.practice.state

    @state.setter
    def state(self, name: str) -> None:
        self.change(state=name)

    def change(self, **changes: Any) -> None:  # noqa: ANN401  (a run has many parts)
        """Change the run."""
        self.practice = replace(self.practice, **changes)

    @property
    def persona(self) -> Persona:
        """The resident of this run."""
        return self.library.personas[self.practice.persona]

    @property
    def turns(self) -> tuple[Exchange, ...]:
        """The turns that stand."""
        return live(self.practice)

    def keep(self, text: str) -> int:
        """Keep what the trainee said; gives its number."""
        seq = self.spoken[-1].seq + 1 if self.spoken else 1
        line = Spoken(seq, self.now, text, self.heard.source)
        self.spoken = (*self.spoken, line)
        self.effects = (*self.effects, KeepSpoken(line))
        return seq
