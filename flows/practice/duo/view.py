"""What every screen of a duo is made with, and the one place that decides who sees the card."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flows.content.library import Library
from flows.content.shapes import Persona
from flows.intervision.people import member
from flows.intervision.screens.view import shortened
from flows.intervision.types import Contribution, Meeting, Participant
from flows.practice.duo.hearing import Listening, feedback_on
from flows.practice.duo.talk import duo_of, live, player, side_of, words_of
from flows.practice.duo.types import Duo, Side, Spoke
from flows.practice.feedback import Feedback

EASILY, LISTENED = 2, 6  # trust up to which something is told at once, or when somebody listens


@dataclass(frozen=True, slots=True)
class Line:
    """One turn of the talk as it is shown; without words it was aloud, or somebody kept still."""

    who: str
    by: Side
    text: str
    still: bool
    felt: str


@dataclass(frozen=True, slots=True)
class Card:
    """Who somebody plays (kaart): what they would tell when, what opens and closes them."""

    title: str
    intro: str
    easily: tuple[str, ...]
    listened: tuple[str, ...]
    never: tuple[str, ...]
    means: str
    opens: tuple[str, ...]
    closes: tuple[str, ...]
    says: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DuoView:
    """What a screen of a duo may look at."""

    library: Library
    meeting: Meeting
    contributions: tuple[Contribution, ...]
    person: str
    looking: str

    @property
    def me(self) -> Participant | None:
        """Who looks, when they are at the table."""
        found = member(self.meeting, self.person)
        return found if found and found.here else None

    @property
    def side(self) -> Side | None:
        """What who looks plays."""
        return side_of(self.meeting, self.me.number) if self.me else None

    @property
    def leads(self) -> bool:
        """Whether who looks began it."""
        return self.me is not None and self.me.role == "facilitator"

    @property
    def duo(self) -> Duo:
        """Where the duo stands."""
        return duo_of(self.meeting)

    @property
    def persona(self) -> Persona | None:
        """The resident who is played."""
        return self.library.personas.get(self.duo.persona or "")

    @property
    def listening(self) -> Listening:
        """The talk, as the coach hears it."""
        return Listening(self.library, self.duo, self.contributions)

    @property
    def card(self) -> Card | None:
        """The card, for who plays the resident; for everybody here when they look back."""
        after = self.meeting.state in {"looking_back", "closed"}
        may = self.me is not None and (self.side == "resident" or after)
        return card_of(self.persona) if self.persona and may else None

    @property
    def may_read(self) -> bool:
        """Whether who looks may read what the coach said: the professional, who may open it."""
        return self.me is not None and (self.side == "professional" or self.duo.open)

    def feedback(self, turn: Spoke) -> Feedback | None:
        """What the coach says of a turn that it heard, for who may read it."""
        if turn.by != "professional" or not self.persona or not self.may_read:
            return None
        heard = turn.did == "silence" or words_of(self.contributions, turn)
        return feedback_on(self.listening, self.persona, turn) if heard else None

    def lines(self, turns: Iterable[Spoke], cut: int = 0) -> tuple[Line, ...]:
        """Turns of the talk as they are shown."""
        return tuple(
            Line(
                player(self.meeting, each.by),
                each.by,
                shortened(words_of(self.contributions, each), cut),
                each.did == "silence",
                each.felt,
            )
            for each in turns
        )

    @property
    def turns(self) -> tuple[Spoke, ...]:
        """The turns that stand."""
        return live(self.duo)


def card_of(persona: Persona) -> Card:
    """The card of a resident, in their own words."""
    light = sorted(persona.facts, key=lambda fact: fact.trust)

    def told(least: int, most: int) -> tuple[str, ...]:
        return tuple(fact.tells[0] for fact in light if least <= fact.trust <= most)

    def most(weights: dict[str, int]) -> tuple[str, ...]:
        felt = sorted((name for name, by in weights.items() if by), key=lambda n: -abs(weights[n]))
        return tuple(felt[:5])

    lines = {str(kind): said for kind, said in persona.lines.items()}
    inspiring = ("greeting", "guarded", "not_now", "closing_down")
    return Card(
        title=persona.title,
        intro=persona.intro,
        easily=told(0, EASILY),
        listened=told(EASILY + 1, LISTENED),
        never=told(LISTENED + 1, 10),
        means=persona.meaning.says,
        opens=most({str(name): by for name, by in persona.opens.items()}),
        closes=most({str(name): by for name, by in persona.closes.items()}),
        says=tuple(lines[kind][0] for kind in inspiring if lines.get(kind)),
    )
