"""One turn at the desk while it is being made: the machine's cursor and the effects' desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.content.library import Library
from flows.intervision.bringing.types import Draft
from flows.practice.types import Practice
from flows.types import Conversation, Desk, Effect, Fresh, Notice, Standing


class DeskTurn:
    """One turn at the desk while it is being made."""

    def __init__(
        self, library: Library, standing: Standing, argument: str, fresh: Fresh, now: datetime
    ) -> None:
        self.library = library
        self.standing = standing
        self.desk: Desk = standing.desk
        self.argument = argument
        self.fresh = fresh
        self.now = now
        self.effects: tuple[Effect, ...] = ()
        self.notices: tuple[Notice, ...] = ()
        self.begins: Conversation | None = None
        self.rehearses: Practice | None = None  # a practice run that is taken in hand
        self.drafts: Draft | None = None  # what is composed for a group from now on
        self.enters: str | None = None  # an event for the conversation that is taken in hand

    @property
    def state(self) -> str:
        """The machine's state."""
        return self.desk.state

    @state.setter
    def state(self, name: str) -> None:
        self.change(state=name)

    def change(self, **changes: object) -> None:
        """Change the desk."""
        self.desk = replace(self.desk, **changes)  # type: ignore[arg-type]
