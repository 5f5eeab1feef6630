"""What the resident says to it: from the persona's own lines, in the order a person would.

What hurts is answered first, then what was asked about, then what was said without a subject. A
fact comes out only at its level of trust; a told one is referred to; what cannot be placed is
answered as this person would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from flows.content.library import Library
from flows.content.shapes import Fact, LineKind, Persona
from flows.practice.hearing import GIVES_BACK, INVITES, Utterance
from flows.practice.stance import Stance, chance_at, fact_of, live, stance_of
from flows.practice.trust import closed_by, moved_by
from flows.practice.types import Exchange, Practice, Saying

AFTER: dict[str, LineKind] = {
    "advice_solution": "after_advice",
    "solution_first": "after_advice",
    "why_question": "after_why",
    "suggestive_question": "after_leading",
    "stacked_questions": "after_stacked",
    "jargon": "after_jargon",
    "changed_subject": "guarded",
    "closed_series": "closed_answer",
    "closed_question": "closed_answer",
    "silence": "after_silence",
    "information": "after_information",
    "affirmation": "after_affirmation",
    "summary": "after_reflection",
    "simple_reflection": "after_reflection",
    "complex_reflection": "after_reflection",
}
HURTS = ("changed_subject", "advice_solution", "suggestive_question", "why_question", "jargon")
ASKS_BACK = 5  # one in so many times somebody asks something back
BOUNDARY = 3  # levels of trust below a heavy fact at which it is not to be spoken of at all


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
    def opened(self) -> bool:
        """Whether something that weighs came within reach just now."""
        return any(
            self.before.trust < fact.trust <= self.after
            for fact in self.untold(self.persona.facts)
            if fact.heavy or fact.real
        )

    def reaches(self, fact: Fact) -> bool:
        """Whether it can be told now; after something heavy comes nothing heavy by asking on."""
        stays = self.said.did in GIVES_BACK or self.said.did == "silence"
        breath = not (self.before.heavy and fact.heavy) or stays or "own_words" in self.said.signs
        return fact.trust <= self.after and breath and fact.id != self.kept_back

    def untold(self, facts: Iterable[Fact]) -> tuple[Fact, ...]:
        """Those of these facts that were not told yet."""
        return tuple(fact for fact in facts if fact.id not in self.before.told)


def answer(library: Library, practice: Practice, said: Utterance, seq: int) -> Exchange:
    """The turn that this utterance makes."""
    persona = library.personas[practice.persona]
    turns = live(practice)
    before = stance_of(persona, turns)
    moved = moved_by(persona, before, said)
    case = Answering(
        library,
        persona,
        before,
        before.trust + moved,
        said,
        turns,
        chance_at(practice.seed, len(turns)),
        kept_back(persona, practice.seed),
    )
    saying = said_back(case)
    told = fact_of(persona, saying.fact)
    subject = told.domain if told else said.subject
    return Exchange(seq, said.did, said.signs, said.quote, moved, saying, subject)


def kept_back(persona: Persona, seed: int) -> str | None:
    """Something always stays hidden (tone.md §3): in each run another thing, never the question."""
    deeper = [fact for fact in persona.facts if fact.trust > persona.trust and not fact.real]
    facts = [fact for fact in deeper if not fact.heavy] or deeper
    return facts[next(chance_at(seed, -1)) % len(facts)].id if facts else None


def said_back(case: Answering) -> Saying:
    """The resident's answer; the first of these that has one."""
    for find in (_hurt, _boundary_kept, _small_talk, _about, _onward):
        found = find(case)
        if found is not None:
            return found
    return _line(case, _by_kind(case))


def _hurt(case: Answering) -> Saying | None:
    """What closes is answered before anything else; of two questions only the last is heard."""
    worst = closed_by(case.persona, case.said)
    if worst in HURTS or worst == "solution_first":
        return _line(case, AFTER[worst])
    if case.said.did == "advice_solution":
        return _line(case, "after_advice")
    if case.said.did == "stacked_questions":
        return _line(case, "after_stacked")
    return None


def _boundary_kept(case: Answering) -> Saying | None:
    """A boundary that was respected gives some air; one that was pushed stays where it was."""
    if case.before.said is None or case.before.said.kind != "not_now":
        return None
    if "not_now" in case.said.signs:
        if case.opened:
            return _line(case, "opening_up")
        return _line(case, "after_silence" if case.said.did == "silence" else "asks_back")
    same = case.said.subject is not None and case.said.subject == case.before.subject
    return _line(case, "not_now") if same and case.said.did in INVITES else None


def _small_talk(case: Answering) -> Saying | None:
    """Hello and goodbye."""
    if case.said.did not in {"other", "", "information"} or case.said.facts:
        return None
    heard, text = case.library.heard, case.said.text
    if heard["bye"].search(text):
        return _line(case, "goodbye")
    if heard["hello"].search(text) and len(case.turns) < 2:
        return _line(case, "greeting")
    return None


def _about(case: Answering) -> Saying | None:
    """Something was named: tell it, hold it back, or say that it was told.

    A closed question gets its short answer, unless short questions open this person or it asked
    for a fact, for consent or for safety.
    """
    if not case.said.facts or case.said.did in {"affirmation", "information", "silence"}:
        return None
    if case.said.did == "closed_question" and not _short_is_fine(case):
        return _line(case, "closed_answer")
    return _about_these(case, case.said.facts)


def _about_these(case: Answering, facts: tuple[Fact, ...]) -> Saying | None:
    """The best of these facts that may be told, else why not, else that it was told before."""
    untold = case.untold(facts)
    within = [fact for fact in untold if case.reaches(fact)]
    best = facts[0]
    if within and (within[0] is best or best.id in case.before.told):
        return _told(case, within)
    if untold and best in untold:
        return _line(case, "not_now" if _off_limits(case, best) else "guarded")
    if case.said.did in GIVES_BACK or "own_words" in case.said.signs:
        return None
    return _variant(case, "again", best.again or best.tells, best.id)


def _short_is_fine(case: Answering) -> bool:
    return "free" in case.said.signs or case.persona.opens.get("closed_question", 0) > 0


def _off_limits(case: Answering, fact: Fact) -> bool:
    return (fact.heavy or fact.real) and fact.trust - case.after >= BOUNDARY


def _onward(case: Answering) -> Saying | None:
    """Nothing was named, but there was room: the next thing that was on the tip of the tongue."""
    did, last = case.said.did, fact_of(case.persona, case.before.fact)
    if did != "silence" and did not in INVITES:
        return None
    within = [fact for fact in case.untold(case.persona.facts) if case.reaches(fact)]
    hinted = [fact for fact in within if last and fact.id in last.leads]
    if hinted:
        return _told(case, hinted)
    if did == "silence" or did in GIVES_BACK:
        return _line(case, "opening_up") if case.opened and did != "silence" else None
    near = [fact for fact in within if last and fact.domain == last.domain]
    if near or not within:
        return _told(case, near) if near else None
    if case.opened and case.before.turns:
        return _line(case, "opening_up")
    lowest = min(fact.trust for fact in within)
    return _told(case, [fact for fact in within if fact.trust == lowest])


def _by_kind(case: Answering) -> LineKind:
    """The line for what was done, when there is nothing more to tell."""
    said, moved = case.said, case.after - case.before.trust
    if moved < 0:
        return AFTER.get(closed_by(case.persona, said) or "", "closing_down")
    if "short_fact" in said.signs:
        return "unplaced"
    if said.did in GIVES_BACK:
        return "after_own_words" if "own_words" in said.signs else "after_reflection"
    if said.did in AFTER:
        return AFTER[said.did]
    if said.did in {"open_question", "miracle_exception_question", "scaling_question"}:
        return "opening_up" if case.opened else "guarded"
    return "asks_back" if next(case.chance) % ASKS_BACK == 0 else "unplaced"


def _told(case: Answering, facts: Sequence[Fact]) -> Saying:
    """One of the facts that fit equally well comes out."""
    fact = facts[0] if len(facts) == 1 else facts[next(case.chance) % len(facts)]
    return _variant(case, "tells", fact.tells, fact.id)


def _line(case: Answering, kind: LineKind) -> Saying:
    """A line of this kind; of a kind the file lacks, one that cannot place it."""
    lines = case.persona.lines
    found = kind if lines.get(kind) else "unplaced"
    return _variant(case, found, lines.get(found, ()), None)


def _variant(case: Answering, kind: str, variants: Sequence[str], fact: str | None) -> Saying:
    """A variant that was not used yet, or else the one that was used longest ago."""
    used = [
        turn.said.number for turn in case.turns if (turn.said.kind, turn.said.fact) == (kind, fact)
    ]
    count = max(len(variants), 1)
    start = next(case.chance)
    order = [(start + step) % count for step in range(count)]
    last = {number: at for at, number in enumerate(used)}
    return Saying(kind, min(order, key=lambda number: last.get(number, -1)), fact)
