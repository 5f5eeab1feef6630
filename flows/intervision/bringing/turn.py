"""One turn of composing while it is being made: the machine's cursor and the effects' desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Any

from flows.content.library import Library
from flows.intervision.bringing.pieces import Piece, pieces_of
from flows.intervision.bringing.types import Draft
from flows.intervision.types import Meeting
from flows.types import NOTHING_HEARD, Effect, Fresh, Notice, Source, Standing


class BringingTurn:
    """What guards look at and effects write to; thrown away when anything raises."""

    def __init__(
        self,
        library: Library,
        standing: Standing,
        draft: Draft,
        fresh: Fresh,
        now: datetime,
    ) -> None:
        self.library = library
        self.standing = standing
        self.draft = draft
        self.fresh = fresh
        self.now = now
        self.heard = NOTHING_HEARD
        self.argument = ""
        self.effects: tuple[Effect, ...] = ()
        self.notices: tuple[Notice, ...] = ()
        self.begins: Meeting | None = None
        self.leaves = False  # the contributor leaves the draft for the desk
        self.refused: Notice | None = None  # an answer that cannot be taken, and why

    @property
    def state(self) -> str:
        """The machine's state."""
        return self.draft.state

    @state.setter
    def state(self, name: str) -> None:
        self.change(state=name)

    def change(self, **changes: Any) -> None:  # noqa: ANN401  (a draft has many parts)
        """Change the draft."""
        self.draft = replace(self.draft, **changes)

    @property
    def source(self) -> Source:
        """What it is composed from."""
        return self.standing.source or Source()

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """Every line that could be in the copy, as the draft stands now."""
        return pieces_of(self.library, self.draft, self.source)

    @cached_property
    def before(self) -> tuple[Piece, ...]:
        """The pieces as they stood when the turn began."""
        return self.pieces

    def piece(self) -> Piece | None:
        """The line in hand."""
        return next((each for each in self.pieces if each.line == self.draft.line), None)
