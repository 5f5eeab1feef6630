"""The draft plan as plain values: what every face of it (screen, text, PDF) is made from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flows.types import Audience, Voice


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One line in the plan; ``seq`` and ``at`` lead back to its entry and moment."""

    seq: int
    text: str
    voice: Voice
    at: datetime
    visit: int
    member: str | None = None
    asked: str | None = None
    title: str | None = None  # of the question of the conversation it answered
    audience: Audience = Audience.EVERYBODY


@dataclass(frozen=True, slots=True)
class PlanDomain:
    """What was told about one domain, strengths and signals included."""

    id: str
    title: str
    lines: tuple[PlanLine, ...]
    signals: tuple[PlanLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanCheck:
    """With whom a question was checked and what came of it: confirmed, wrong, provisional."""

    seq: int
    member: str | None  # None: the resident; empty: somebody who is not to be named
    choice: str
    at: datetime
    text: str = ""


@dataclass(frozen=True, slots=True)
class PlanQuestion:
    """A question of one person, in own words where it can be."""

    line: PlanLine
    beneath: tuple[PlanLine, ...] = ()
    change: tuple[PlanLine, ...] = ()
    enough: tuple[PlanLine, ...] = ()
    checks: tuple[PlanCheck, ...] = ()

    @property
    def standing(self) -> str:
        """The newest check's outcome; ``unchecked`` before any."""
        return self.checks[-1].choice if self.checks else "unchecked"


@dataclass(frozen=True, slots=True)
class PlanHelp:
    """One rung of the ladder with what was looked at and what the resident says."""

    rung: str
    title: str
    looked: tuple[PlanLine, ...] = ()
    says: tuple[PlanLine, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanStep:
    """Who does what, with whom, when; who agrees; who may decide; why a professional."""

    line: PlanLine
    who: str | None = None  # None: the resident; empty: somebody who is not to be named
    with_whom: str | None = None
    when: str | None = None
    authority: str | None = None
    reason: str | None = None
    agrees: tuple[str, ...] = ()
    disagrees: tuple[str, ...] = ()

    @property
    def proposal(self) -> bool:
        """It stays a proposal for as long as nobody said yes to it (003.1, 003.3)."""
        return not self.agrees


@dataclass(frozen=True, slots=True)
class PlanOffer:
    """Something the professional put forward, and what the resident did with it (004.9)."""

    line: PlanLine
    answer: str = ""  # accepted, declined, or not answered yet


@dataclass(frozen=True, slots=True)
class Plan:
    """The household's draft plan. Empty parts are empty tuples; an empty plan is a valid plan.

    ``mirror`` names questions the plan puts to the professional (never shown in a copy).
    """

    alias: str
    made_at: datetime
    own_words: tuple[PlanLine, ...] = ()
    good: tuple[PlanLine, ...] = ()
    story: tuple[PlanLine, ...] = ()
    domains: tuple[PlanDomain, ...] = ()
    people: tuple[PlanLine, ...] = ()
    missing: tuple[PlanLine, ...] = ()
    running: tuple[PlanLine, ...] = ()
    overlap: tuple[str, ...] = ()  # things that run in more than one domain or twice
    frame: tuple[PlanLine, ...] = ()
    informed: tuple[PlanLine, ...] = ()
    going_on: tuple[PlanLine, ...] = ()
    needed: tuple[PlanLine, ...] = ()
    coordinator: PlanLine | None = None
    questions: tuple[PlanQuestion, ...] = ()
    helps: tuple[PlanHelp, ...] = ()
    offers: tuple[PlanOffer, ...] = ()
    steps: tuple[PlanStep, ...] = ()
    disagreements: tuple[PlanLine, ...] = ()
    decisions: tuple[PlanLine, ...] = ()
    circumstances: tuple[PlanLine, ...] = ()
    read_back: tuple[PlanCheck, ...] = ()
    learned: tuple[PlanLine, ...] = ()
    promises: tuple[PlanLine, ...] = ()
    today: tuple[PlanLine, ...] = ()
    parked: tuple[PlanLine, ...] = ()
    untouched: tuple[str, ...] = ()  # titles of domains "niet besproken"
    ended: str = ""
    mirror: tuple[str, ...] = ()
    version: int | None = None  # None: the draft as it stands
