"""What an answer depends on, and how a line or a fact is picked from the persona's own file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flows.content.library import Library, words_pattern
from flows.content.shapes import Fact, LineKind, Persona, SmallKind
from flows.practice.hearing import GIVES_BACK, Utterance
from flows.practice.stance import Stance, fact_of
from flows.practice.types import Exchange, Saying


@dataclass(frozen=True, slots=True)
class Answering:
    """Everything the answer to one utterance depends on."""

    library: Library
    persona: Persona
    before: Stance
    after: int  # trust, now that it moved
    said: Utterance
    turns: tuple[Exchange, ...]
    chance: Iterator[int]
    kept_back: str | None = None  # what is not told in this run, whoever asks

    @property
    def in_hand(self) -> Fact | None:
        """The fact that was spoken of last, told in full or not."""
        named = (turn.said.fact for turn in reversed(self.turns) if turn.said.fact)
        return fact_of(self.persona, next(named, None))

    @property
    def opened(self) -> bool:
        """Whether something that weighs came within reach just now."""
        return any(
            self.before.trust < fact.trust <= self.after
            for fact in self.untold(self.persona.facts)
            if (fact.heavy or fact.real) and fact.id != self.kept_back
        )

    def reaches(self, fact: Fact) -> bool:
        """Whether it can be told now; after something heavy comes nothing heavy by asking on."""
        stays = self.said.did in GIVES_BACK or self.said.did == "silence"
        breath = not (self.before.heavy and fact.heavy) or stays or "own_words" in self.said.signs
        return fact.trust <= self.after and breath and fact.id != self.kept_back

    def untold(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """Those of these facts that were not told yet."""
        return tuple(fact for fact in facts if fact.id not in self.before.told)


def told(case: Answering, facts: Sequence[Fact]) -> Saying:
    """One of the facts that fit equally well comes out."""
    fact = facts[0] if len(facts) == 1 else facts[next(case.chance) % len(facts)]
    return variant(case, "tells", fact.tells, fact.id)


def more(case: Answering, fact: Fact) -> Saying | None:
    """More of what was told, as far as it was not said yet; what was only touched is told so."""
    return not_yet(case, "tells", fact.tells, fact.id) if case.reaches(fact) else None


def again(case: Answering, fact: Fact | None) -> Saying | None:
    """What was told is referred to, in words that were not used yet."""
    return not_yet(case, "again", fact.again, fact.id) if fact else None


def line(case: Answering, kind: LineKind | SmallKind) -> Saying:
    """A line of this kind; of a kind the file lacks, one that cannot place it."""
    lines = case.persona.lines
    found: LineKind | SmallKind = kind if lines.get(kind) else "unplaced"
    return variant(case, found, lines.get(found, ()), None)


def fresh_line(case: Answering, kind: LineKind | SmallKind) -> Saying | None:
    """A line of this kind that was not said yet, if the file has one left."""
    return not_yet(case, kind, case.persona.lines.get(kind, ()), None)


def short_line(case: Answering) -> Saying:
    """Yes or no or something between; a question for a thing cannot be answered with that."""
    return unknown(case) if "wants_a_thing" in case.said.acts else line(case, "closed_answer")


def unknown(case: Answering) -> Saying:
    """Nothing is known of it: of something everybody has, there is nothing to say about it."""
    everyday = case.said.subject is not None and case.persona.lines.get("nothing_there")
    return line(case, "nothing_there" if everyday else "unplaced")


def not_yet(case: Answering, kind: str, variants: Sequence[str], fact: str | None) -> Saying | None:
    """A variant that was not said yet; none when all were."""
    used = {t.said.number for t in case.turns if (t.said.kind, t.said.fact) == (kind, fact)}
    return variant(case, kind, variants, fact) if len(used) < len(variants) else None


def variant(case: Answering, kind: str, variants: Sequence[str], fact: str | None) -> Saying:
    """A variant that was not used yet, or else the one that was used longest ago."""
    used = [
        turn.said.number for turn in case.turns if (turn.said.kind, turn.said.fact) == (kind, fact)
    ]
    count = max(len(variants), 1)
    start = next(case.chance)
    order = [(start + step) % count for step in range(count)]
    spoken_to = _spoken_to(case)
    theirs = [at for at in order if at < len(variants) and variants[at].startswith(spoken_to)]
    order = theirs or order
    last = {number: at for at, number in enumerate(used)}
    return Saying(kind, min(order, key=lambda number: last.get(number, -1)), fact)


def _spoken_to(case: Answering) -> str:
    """Where several people are at the table: how the lines begin of the one who was addressed."""
    called = [
        name
        for name, words in case.persona.speakers.items()
        if words_pattern(words).search(case.said.text)
    ]
    return f"{called[0]}:" if len(called) == 1 else ""
