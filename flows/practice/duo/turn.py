"""One turn of a duo while it is being made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flows.content.shapes import Persona
from flows.intervision.turn import MeetingTurn
from flows.practice.duo.talk import duo_of, side_of
from flows.practice.duo.types import Duo, Side, Spoke


class DuoTurn(MeetingTurn):
    """What guards look at and effects write to: a meeting's turn, and the duo in it."""

    @property
    def duo(self) -> Duo:
        """Where the duo stands."""
        return duo_of(self.meeting)

    @property
    def side(self) -> Side | None:
        """What who sits here plays; None for who looks on."""
        return side_of(self.meeting, self.mine) if self.mine else None

    @property
    def persona(self) -> Persona | None:
        """The resident who is played, when one was chosen."""
        return self.library.personas.get(self.duo.persona or "")

    def change_duo(self, **changes: Any) -> None:  # noqa: ANN401  (a duo has many parts)
        """Change the duo."""
        self.change(duo=replace(self.duo, **changes))

    def change_spoken(self, seq: int, **changes: Any) -> None:  # noqa: ANN401
        """Change one turn of the talk."""
        turns = (replace(t, **changes) if t.seq == seq else t for t in self.duo.turns)
        self.change_duo(turns=tuple(turns))

    def speak(self, side: Side, **heard: Any) -> None:  # noqa: ANN401
        """Keep what was said, or that it was said aloud, as the next turn of the talk."""
        kept = self.keep("said", self.heard.text)
        self.change_duo(turns=(*self.duo.turns, Spoke(kept.seq, side, **heard)))
        self.looking = ""
