"""How the resident stands in the talk, read from what was said so far: nothing of it is kept apart.

A run is its turns. Taking one back leaves it in the record and out of this account, so that the
talk goes on from exactly there.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flows.content.shapes import Fact, Persona
from flows.practice.types import Done, Exchange, Practice, Saying

MOST = 10  # of trust; 0 is least
REMEMBERED = 3  # things the resident said whose words can be given back


@dataclass(frozen=True, slots=True)
class Stance:
    """Trust, what was told, what is in hand and how the last turns went."""

    trust: int
    told: tuple[str, ...] = ()  # facts, oldest first
    said: Saying | None = None  # the last thing the resident said
    subject: str | None = None  # the domain of the last turn that had one
    stayed: int = 0  # turns in a row about that subject, up to now
    closed: int = 0  # closed questions in a row, up to now
    turns: int = 0
    wary: bool = False  # the last turn closed: the next one that opens only mends
    heavy: bool = False  # the last thing told was heavy, and was told just now
    lately: tuple[Saying, ...] = ()  # the last things the resident said


def live(practice: Practice) -> tuple[Exchange, ...]:
    """The turns that stand: those that were not taken back."""
    return tuple(exchange for exchange in practice.exchanges if not exchange.taken_back)


def stance_of(persona: Persona, exchanges: tuple[Exchange, ...]) -> Stance:
    """Where these turns have brought the resident."""
    trust, told, subject, closed = persona.trust, dict[str, None](), None, 0
    stayed = 0
    for exchange in exchanges:
        trust += exchange.moved
        if exchange.said.fact and exchange.said.kind == "tells":
            told[exchange.said.fact] = None
        if exchange.subject is not None:
            stayed = stayed + 1 if exchange.subject == subject else 1
            subject = exchange.subject
        closed = closed + 1 if counts_as_closed(exchange) else 0
    if not exchanges:
        return Stance(trust)
    said = exchanges[-1].said
    fact = fact_of(persona, said.fact) if said.kind == "tells" else None
    return Stance(
        trust,
        tuple(told),
        said,
        subject,
        stayed,
        closed,
        len(exchanges),
        wary=exchanges[-1].moved < 0,
        heavy=bool(fact and fact.heavy),
        lately=tuple(exchange.said for exchange in exchanges[-REMEMBERED:]),
    )


def counts_as_closed(exchange: Done) -> bool:
    """A closed question, but not one for a fact, for consent or for safety (tone.md §3)."""
    return exchange.did == "closed_question" and "free" not in exchange.signs


def levels(persona: Persona, exchanges: tuple[Exchange, ...]) -> tuple[int, ...]:
    """Trust at the start and after each of these turns."""
    found = [persona.trust]
    for exchange in exchanges:
        found.append(found[-1] + exchange.moved)
    return tuple(found)


def fact_of(persona: Persona, name: str | None) -> Fact | None:
    """The fact with this id."""
    return next((fact for fact in persona.facts if fact.id == name), None)


def words_of(persona: Persona, said: Saying | None) -> str:
    """The words of a saying; of a line that was taken out of the file since, the greeting."""
    if said is None:
        return ""
    variants = _variants(persona, said)
    return variants[said.number % len(variants)] if variants else "…"


def _variants(persona: Persona, said: Saying) -> tuple[str, ...]:
    fact = fact_of(persona, said.fact)
    if said.kind == "tells":
        return fact.tells if fact else ()
    if said.kind == "again":
        return (fact.again or fact.tells) if fact else ()
    if said.kind == "brief":
        return (fact.brief,) if fact and fact.brief else ()
    return next((lines for kind, lines in persona.lines.items() if kind == said.kind), ())


def chances(seed: int) -> Iterator[int]:
    """Chance from a seed: always the same row of numbers (a linear congruential generator)."""
    while True:
        seed = (seed * 6364136223846793005 + 1442695040888963407) % 2**64
        yield seed >> 33


def chance_at(seed: int, turn: int) -> Iterator[int]:
    """The chance of one turn, whatever the turns before it used."""
    return chances((seed * 1000003 + turn * 7919) % 2**64)
