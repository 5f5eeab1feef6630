""" "Ik zit vast": one hint for this moment, between listening, giving back and asking (002.1)."""

from __future__ import annotations

from flows.content.library import Library
from flows.content.shapes import Hint
from flows.practice.feedback import is_heavy
from flows.practice.hearing import QUESTIONS
from flows.practice.own_words import piece_of
from flows.practice.stance import chance_at, live, stance_of, words_of
from flows.practice.types import Practice
from flows.wording import slots, speak

WAITS = frozenset({"not_now", "closing_down", "after_silence"})
ASKS = frozenset({"opening", "deepening", "strength"})


def hint_for(library: Library, practice: Practice) -> str:
    """What could be done now, with the resident's own words or with an open question."""
    persona = library.personas[practice.persona]
    turns = live(practice)
    last = turns[-1] if turns else None
    words = ""
    kind: Hint = "ask"
    if last and (is_heavy(persona, last) or last.said.kind in WAITS):
        kind = "listen"
    elif last and last.said.kind in {"tells", "again"} and last.did in QUESTIONS:
        kind, words = "give_back", piece_of(library, words_of(persona, last.said))
    else:
        words = _open_question(library, practice)
    ways = library.content.coaching.hints[kind]
    return speak(ways[len(practice.exchanges) % len(ways)], persona.address, words)


def _open_question(library: Library, practice: Practice) -> str:
    """An open question of the guide on what is in hand, or on what this person starts with."""
    persona = library.personas[practice.persona]
    turns = live(practice)
    first = min(persona.facts, key=lambda fact: fact.trust).domain
    domain = library.domains.get(stance_of(persona, turns).subject or first)
    asks = [
        prompt.ask
        for prompt in (domain.prompts if domain else ())
        if prompt.kind in ASKS and not slots(prompt.ask)
    ]
    if not asks:
        return ""
    return speak(asks[next(chance_at(practice.seed, len(turns))) % len(asks)], persona.address)
