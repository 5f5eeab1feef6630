"""How an utterance moves this resident's trust: by what it is and by what fits this person.

It falls faster than it rises (tone.md §3): one thing that closes undoes what opened in the same
breath, a fall may be three, a rise two. A closed question for a fact, for consent or for safety
never costs anything; neither does what the coach was not sure of.
"""

from __future__ import annotations

from collections.abc import Mapping

from flows.content.shapes import Persona, Sign
from flows.practice.hearing import QUESTIONS, Utterance
from flows.practice.stance import MOST, Stance
from flows.practice.types import Done

RISE, FALL = 2, -3
RUDE = -2  # whoever it is that is scolded at
ASKED_UP_TO = 5  # trust that open questions alone can bring


def moved_by(persona: Persona, stance: Stance, said: Utterance) -> int:
    """By how much trust moves; with what there was it stays between 0 and 10."""
    seen = (said.did, *said.signs)
    closing = _sum(persona.closes, seen) + (RUDE if "rude" in said.signs else 0)
    if closing and "free" not in said.signs:
        change = max(closing, FALL)
    else:
        change = _opened(persona, stance, said)
    return min(max(stance.trust + change, 0), MOST) - stance.trust


def _opened(persona: Persona, stance: Stance, said: Utterance) -> int:
    """By how much it rises: by one, by two where something heavy was stayed with.

    By two as well when somebody comes back to the same subject for a second time, for a person whom
    that opens; a third time brings no more than any good turn.

    After a fall the first good turn only mends. Asking alone, however openly, goes so far and no
    further: what lies deeper comes to who gives back, keeps still or leaves a boundary whole.
    """
    if stance.wary or "repeated" in said.signs or "early" in said.signs:
        return 0
    asks_only = said.did in QUESTIONS and "own_words" not in said.signs
    if asks_only and stance.trust >= max(ASKED_UP_TO, persona.trust):
        return 0
    weight = _sum(persona.opens, (said.did, *said.signs))
    twice = persona.opens.get("same_subject", 0) > 0 and "same_subject" in said.signs
    stays = stance.heavy or (twice and stance.stayed == 1)
    return min(weight, RISE if stays else 1)


def closed_by(persona: Persona, said: Utterance) -> str | None:
    """What closed this person most in this utterance, if anything did."""
    if "free" in said.signs:
        return None
    closing = {name: by for name, by in persona.closes.items() if name in (said.did, *said.signs)}
    worst = min(closing, key=lambda name: closing[name], default=None)
    return worst if worst and closing[worst] < 0 else None


def _sum(weights: Mapping[Sign, int], seen: tuple[str, ...]) -> int:
    """What these weigh together, each once."""
    return sum(by for name, by in weights.items() if name in seen)


def closes(persona: Persona, exchange: Done) -> bool:
    """Whether something in this turn closes this person, also when trust was at its lowest."""
    return "free" not in exchange.signs and bool(
        _sum(persona.closes, (exchange.did, *exchange.signs))
    )
