"""What the trainee hears back on a turn: the kind, the exact words, what it did, one other way.

Never a verdict on the trainee (001.14): what is said is what happened to this resident. Both kinds
of reflection are one word, for trained people do not agree on the difference either.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from flows.content.library import Library
from flows.content.shapes import Persona
from flows.language.verdict import REFLECTIONS
from flows.practice.hearing import (
    GIVES_BACK,
    INVITES,
    content_words,
    jargon_in,
    quoted,
    shared_words,
    spoken_text,
)
from flows.practice.own_words import one_question, piece_of, subject_in
from flows.practice.stance import fact_of, live, stance_of, words_of
from flows.practice.trust import closes
from flows.practice.types import Done, Exchange, Practice, Saying, Spoken
from flows.wording import speak

OF_ONESELF = frozenset({"brief", "how_it_goes", "feels", "wonder", "opening_up"})
WORTH = 2  # words that carry something, in a piece that is worth giving back
Borrowed = Literal["", "resident", "nobody"]
# Ways that are not built from the trainee's own words.
BORROWED: dict[str, Borrowed] = {
    "give_back": "resident",
    "stay": "resident",
    "nothing_yet": "nobody",
}
Effect = Literal["opened", "closed", "same"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What there is to say about one turn; the sentences stand in ``templates/``."""

    did: str  # the kind as people see it; empty when the coach was not sure
    quote: str
    signs: tuple[str, ...]
    effect: Effect
    told: bool  # something new came out
    held: bool  # it was asked for, and held back
    answer: str  # what the resident said to it
    own: str = ""  # the words that were given back
    jargon: str = ""
    plain: str = ""
    alternative: str = ""
    borrowed: Borrowed = ""  # whose words it is built from, when not the trainee's own


def feedback_on(
    library: Library, practice: Practice, spoken: tuple[Spoken, ...], exchange: Exchange
) -> Feedback:
    """Feedback on one turn of a run."""
    persona = library.personas[practice.persona]
    text = spoken_text(spoken, exchange.seq)
    before = tuple(turn for turn in live(practice) if turn.seq < exchange.seq)
    stance = stance_of(persona, before)
    last = words_of(persona, _worth_giving_back(before))
    lately = " ".join(words_of(persona, said) for said in stance.lately)
    office = jargon_in(library, text)
    alternative, borrowed = another_way(library, persona, exchange, text, last)
    return Feedback(
        did="reflection" if exchange.did in REFLECTIONS else exchange.did,
        quote="" if exchange.did == "silence" else quoted(spoken, exchange) or text,
        signs=exchange.signs,
        effect=_effect(exchange.moved),
        told=exchange.said.kind == "tells",
        held=exchange.said.kind in {"guarded", "not_now"},
        answer=words_of(persona, exchange.said),
        own=", ".join(dict.fromkeys(shared_words(library, text, lately))),
        jargon=office[0] if office else "",
        plain=office[1] if office else "",
        alternative=alternative,
        borrowed=borrowed,
    )


def _worth_giving_back(before: tuple[Exchange, ...]) -> Saying | None:
    """The last thing that was told; while nothing was, what was said of oneself all the same."""
    told = [turn.said for turn in before if turn.said.kind in {"tells", "again"}]
    said = told or [turn.said for turn in before if turn.said.kind in OF_ONESELF]
    return said[-1] if said else None


def _effect(moved: int) -> Effect:
    if moved == 0:
        return "same"
    return "opened" if moved > 0 else "closed"


def another_way(
    library: Library, persona: Persona, exchange: Done, text: str, last: str
) -> tuple[str, Borrowed]:
    """One other way, as near to the trainee's own line as can be; none when it needed none."""
    ways = library.content.coaching.alternatives
    if not _needs_another_way(persona, exchange):
        return "", ""
    kind, words = _way(library, persona, exchange, text, last)
    if not words:
        kind = "nothing_yet"  # nothing was named and nothing told: a question that needs no words
    if kind not in ways:
        return "", ""
    wording = ways[kind][exchange.seq % len(ways[kind])]
    return speak(wording, persona.address, words), BORROWED.get(kind, "")


def _needs_another_way(persona: Persona, exchange: Done) -> bool:
    """Whether it closed, or might have opened more; a short question that opens needs nothing."""
    if "free" in exchange.signs or exchange.did in {"", "silence"}:
        return False
    if closes(persona, exchange):
        return True
    short = exchange.did == "closed_question" and persona.opens.get("closed_question", 0) > 0
    return not short and exchange.did not in INVITES | {"affirmation", "information", "other"}


def _way(
    library: Library, persona: Persona, exchange: Done, text: str, last: str
) -> tuple[str, str]:
    """Which way, and the words it is built from: the trainee's own, or else the resident's."""
    office = jargon_in(library, text)
    if "changed_subject" in exchange.signs:
        return "stay", piece_of(library, last)
    if exchange.did == "stacked_questions":
        return "stacked_questions", one_question(library, text)
    if "jargon" in exchange.signs and office and exchange.did in INVITES | {"", "other"}:
        return "jargon", office[1]
    kind = exchange.did if exchange.did in library.content.coaching.alternatives else "other"
    if subject := subject_in(library, persona, text):
        return ("other" if exchange.did in GIVES_BACK else kind), subject
    piece = piece_of(library, last) if last else ""
    return "give_back", piece if len(content_words(library, piece)) >= WORTH else ""


def is_heavy(persona: Persona, exchange: Exchange) -> bool:
    """Whether something heavy was told in this turn."""
    fact = fact_of(persona, exchange.said.fact)
    return bool(fact and fact.heavy and exchange.said.kind == "tells")
