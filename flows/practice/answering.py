"""What the resident says to it: from the persona's own lines, in the order a person would.

What hurts is answered first, then what was asked about, then what was said without a subject. A
fact comes out only at its level of trust; a told one is referred to; what cannot be placed is
answered as this person would.
"""

from __future__ import annotations

from collections.abc import Sequence

from flows.content.library import Library
from flows.content.shapes import Fact, LineKind, Persona, SmallKind
from flows.practice.case import (
    Answering,
    again,
    fresh_line,
    line,
    more,
    not_yet,
    short_line,
    told,
    unknown,
)
from flows.practice.courtesy import asked_of_anybody, small_talk, told_just_now
from flows.practice.hearing import GIVES_BACK, INVITES, QUESTIONS, Utterance, content_words
from flows.practice.stance import chance_at, fact_of, live, stance_of
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
    fact = fact_of(persona, saying.fact)
    subject = fact.domain if fact else said.subject
    return Exchange(seq, said.did, said.signs, said.quote, moved, saying, subject)


def kept_back(persona: Persona, seed: int) -> str | None:
    """Something always stays hidden (tone.md §3): in each run another thing, never the question."""
    deeper = [fact for fact in persona.facts if fact.trust > persona.trust and not fact.real]
    facts = [fact for fact in deeper if not fact.heavy] or deeper
    return facts[next(chance_at(seed, -1)) % len(facts)].id if facts else None


def said_back(case: Answering) -> Saying:
    """The resident's answer; the first of these that has one."""
    for find in (_hurt, _boundary_kept, small_talk, asked_of_anybody, _about, _onward):
        found = find(case)
        if found is not None:
            return found
    return _by_kind(case)


def _hurt(case: Answering) -> Saying | None:
    """What closes is answered before anything else; of two questions only the last is heard."""
    worst = closed_by(case.persona, case.said)
    if worst in HURTS or worst == "solution_first":
        return line(case, AFTER[worst])
    if case.said.did == "advice_solution":
        return line(case, "after_advice")
    if case.said.did == "stacked_questions":
        return line(case, "after_stacked")
    return None


def _boundary_kept(case: Answering) -> Saying | None:
    """A boundary that was respected gives some air; one that was pushed stays where it was."""
    if case.before.said is None or case.before.said.kind != "not_now":
        return None
    if "not_now" in case.said.signs:
        if case.opened:
            return line(case, "opening_up")
        return line(case, "after_silence" if case.said.did == "silence" else "asks_back")
    same = case.said.subject is not None and case.said.subject == case.before.subject
    return line(case, "not_now") if same and case.said.did in INVITES else None


def _about(case: Answering) -> Saying | None:
    """Something was named: tell it, hold it back, or say that it was told.

    A closed question gets its short answer, unless short questions open this person or it asked
    for a fact, for consent or for safety.
    """
    if not case.said.facts or case.said.did in {"affirmation", "information", "silence"}:
        return None
    if case.said.did == "closed_question" and not _short_is_fine(case):
        return _in_short(case, case.said.facts[0]) if case.said.named else None
    return _about_these(case, case.said.facts)


def _in_short(case: Answering, fact: Fact) -> Saying:
    """Yes, no, or so much as was asked: nothing is told with it."""
    if fact.id in case.before.told:
        return again(case, fact) or short_line(case)
    if not case.reaches(fact):
        return line(case, "guarded")
    brief = (fact.brief,) if fact.brief else ()
    return not_yet(case, "brief", brief, fact.id) or short_line(case)


def _about_these(case: Answering, facts: tuple[Fact, ...]) -> Saying | None:
    """The best of these facts that may be told, else why not, else that it was told before.

    Who asks for it again hears more of it, while there is more, and then that it was told.
    """
    untold, best = case.untold(facts), facts[0]
    within = [fact for fact in untold if case.reaches(fact)]
    if within:
        return told(case, within[:1])
    if "own_words" in case.said.signs or _only_says(case):
        return None
    if best in untold:
        return line(case, "not_now" if _off_limits(case, best) else "guarded")
    if case.said.did in GIVES_BACK:
        return None
    return (more(case, best) if case.said.named else None) or again(case, best)


def _short_is_fine(case: Answering) -> bool:
    return "free" in case.said.signs or case.persona.opens.get("closed_question", 0) > 0


def _only_says(case: Answering) -> bool:
    """Whether it is just something that is said: that asks for nothing, and is refused nothing."""
    return case.said.did in {"", "other"} and not case.said.asks


def _off_limits(case: Answering, fact: Fact) -> bool:
    """Whether it is not to be spoken of; who asks at large only hears that it is not told yet."""
    pressed = case.said.named and not (case.said.did in INVITES and _at_large(case))
    return pressed and (fact.heavy or fact.real) and fact.trust - case.after >= BOUNDARY


def _onward(case: Answering) -> Saying | None:
    """Nothing was named, but there was room: what was announced, more of this, or what is next."""
    listens = case.said.did == "silence" or case.said.did in INVITES
    if not listens and (case.said.did != "other" or case.said.asks):
        return None
    within = [fact for fact in case.untold(case.persona.facts) if case.reaches(fact)]
    if not listens:
        return _announced(case, within)
    return _announced(case, within) or _stays_with_it(case) or _next(case, within)


def _next(case: Answering, within: Sequence[Fact]) -> Saying | None:
    """What was on the tip of the tongue; what was given back in other words is first agreed to."""
    did, last = case.said.did, _in_mind(case)
    gives_back = did in GIVES_BACK
    agrees = gives_back and "own_words" not in case.said.signs and not _agreed(case)
    hinted = [fact for fact in within if last and fact.id in (last.id, *last.leads)]
    if hinted and not agrees and not _cannot_place(case):
        return told(case, hinted)
    if did == "silence" or gives_back:
        return line(case, "opening_up") if case.opened and gives_back else None
    if lost := _lost(case):
        return lost
    near = [f for f in within if last and f.domain == last.domain and f.trust >= last.trust]
    return told(case, near) if near else _something_else(case, within)


def _in_mind(case: Answering) -> Fact | None:
    """What is spoken of now: what was told and is named again, or else what was told last."""
    named = case.said.facts[0] if case.said.named else None
    return named if named and named.id in case.before.told else case.in_hand


def _agreed(case: Answering) -> bool:
    said = case.before.said
    return said is not None and said.kind in {"after_reflection", "after_own_words"}


def _announced(case: Answering, within: Sequence[Fact]) -> Saying | None:
    """Who said that something was coming says it, to anybody who still listens."""
    if case.before.said is None or case.before.said.kind != "opening_up":
        return None
    weighs = [fact for fact in within if fact.heavy or fact.real]
    return told(case, [max(weighs, key=lambda f: (f.real, f.trust))]) if weighs else None


def _stays_with_it(case: Answering) -> Saying | None:
    """Asked how that is, or what came then: something is said to that, before anything new."""
    acts, fact = case.said.acts, case.in_hand
    if case.said.did not in QUESTIONS or not told_just_now(case) or fact is None:
        return None
    if "feels" in acts:
        return fresh_line(case, "feels")
    if case.said.subject is not None or "goes_on" not in acts:
        return None
    going_on = case.library.acts["goes_on"]
    others = [word for word in _carrying(case) if not going_on.fullmatch(word)]
    return more(case, fact) or again(case, fact) if len(others) <= 1 else None


def _carrying(case: Answering) -> tuple[str, ...]:
    """The words that carry something in what was asked, or in all of it where nothing was."""
    text = case.said.text.rstrip(" ?!.")
    asked = max(text.rfind(mark) for mark in ".!?") + 1
    return content_words(case.library, text[asked:] if case.said.asks else text)


def _at_large(case: Answering) -> bool:
    """Whether it asks after anything: "Vertel eens", "Waar wordt u blij van?"."""
    at_large, words = case.library.heard["at_large"], _carrying(case)
    return not words or any(at_large.fullmatch(word) for word in words)


def _cannot_place(case: Answering) -> bool:
    """Whether it asks after something of its own that this person has no words about.

    What asks after anything always has an answer, and so has what goes on about what was said.
    """
    said = case.said
    if said.did not in QUESTIONS or said.named or "own_words" in said.signs or _at_large(case):
        return False
    goes_on = "feels" in said.acts or (said.subject is None and "goes_on" in said.acts)
    return not (goes_on and told_just_now(case))


def _lost(case: Answering) -> Saying | None:
    """What to say when it cannot be placed: there is nothing to tell about it, or it is not clear.

    A question that everybody understands ("Wat eet je vanavond?") speaks of a domain of life.
    """
    if not _cannot_place(case):
        return None
    known = fresh_line(case, "nothing_there") if case.said.subject else None
    return known or fresh_line(case, "unplaced")


def _something_else(case: Answering, within: Sequence[Fact]) -> Saying | None:
    """Another thing, the lightest first; first a word that it is coming, when it weighs.

    What is told before anything else is what they came for: the first fact of the file.
    """
    if not within:
        return None
    if case.opened and case.before.told:
        return line(case, "opening_up")
    lowest = min(fact.trust for fact in within)
    light = [fact for fact in within if fact.trust == lowest]
    return told(case, light if case.before.told else light[:1])


def _by_kind(case: Answering) -> Saying:
    """The line for what was done, when there is nothing more to tell."""
    said = case.said
    if case.after < case.before.trust:
        closing = AFTER.get(closed_by(case.persona, said) or "", "closing_down")
        return short_line(case) if closing == "closed_answer" else line(case, closing)
    if said.did == "closed_question":
        return unknown(case) if "short_fact" in said.signs else short_line(case)
    return line(case, _kind_of_line(case))


def _kind_of_line(case: Answering) -> LineKind | SmallKind:
    said = case.said
    if said.did in GIVES_BACK:
        return "after_own_words" if "own_words" in said.signs else "after_reflection"
    if said.did in AFTER:
        return AFTER[said.did]
    if said.did in {"open_question", "miracle_exception_question", "scaling_question"}:
        return "opening_up" if case.opened else "guarded"
    if said.did == "" and "about_you" in said.acts and not said.asks:
        return "after_reflection"
    if next(case.chance) % ASKS_BACK == 0:
        return "asks_back"
    return "chat" if said.did == "other" and not said.asks else "unplaced"
