"""What the coach hears in a turn of the professional when a colleague plays the resident.

What it did to the resident is for the colleague to say: they felt it. The coach tells what it was,
in the exact words, and one other way in the professional's own line (tone.md §3).
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.content.library import Library
from flows.content.shapes import Hint, Persona
from flows.intervision.types import Contribution
from flows.language.verdict import REFLECTIONS, Verdict
from flows.practice.duo.talk import last_of, live, words_of
from flows.practice.duo.types import Duo, Spoke
from flows.practice.feedback import Effect, Feedback, another_way
from flows.practice.hearing import (
    INVITES,
    NOT_HEARD,
    QUESTIONS,
    SERIES,
    acts_in,
    asks_a_fact,
    content_words,
    jargon_in,
    says_back,
    sentence_around,
    shared_words,
    what_was_done,
)
from flows.practice.own_words import piece_of
from flows.practice.stance import counts_as_closed
from flows.wording import Address, slots, speak

REMEMBERED = 3  # answers of the resident whose words can be given back
WORTH = 2  # words that carry something, in an answer that is worth giving back
FELT: dict[str, Effect] = {"opened": "opened", "closed": "closed"}


@dataclass(frozen=True, slots=True)
class Listening:
    """What one turn of the talk is heard against: everything that was said before it."""

    library: Library
    duo: Duo
    contributions: tuple[Contribution, ...]

    def before(self, seq: int) -> Listening:
        """The same talk, up to this turn."""
        turns = tuple(each for each in live(self.duo) if each.seq < seq)
        return Listening(self.library, Duo(turns=turns), self.contributions)

    @property
    def lately(self) -> str:
        """What the resident said the last few times, as far as it was typed."""
        theirs = [each for each in live(self.duo) if each.by == "resident"]
        return " ".join(words_of(self.contributions, each) for each in theirs[-REMEMBERED:])

    @property
    def answer(self) -> str:
        """What the resident said last, as far as it was typed."""
        theirs = (each for each in reversed(live(self.duo)) if each.by == "resident")
        return next((said for each in theirs if (said := words_of(self.contributions, each))), "")

    @property
    def closed(self) -> int:
        """Closed questions in a row, up to now."""
        count = 0
        for each in reversed([one for one in live(self.duo) if one.by == "professional"]):
            if not counts_as_closed(each):
                break
            count += 1
        return count

    def hear(self, seq: int, text: str, verdict: Verdict | None) -> Spoke:
        """The next turn of the professional, as the coach hears it."""
        acts = acts_in(self.library, text)
        did = what_was_done(self.library, text, verdict, acts)
        if not acts & NOT_HEARD and says_back(self.library, text, did, self.lately, acts):
            did = "simple_reflection"
        quote = sentence_around(text, verdict.quote if verdict else "")
        return Spoke(seq, "professional", did, self._signs(text, did, acts), quote)

    def _signs(self, text: str, did: str, acts: frozenset[str]) -> tuple[str, ...]:
        heard = self.library.heard
        closed = did == "closed_question"
        fact = closed and asks_a_fact(self.library, text, acts)
        free = fact or (closed and bool(heard["free"].search(text)))
        mine = words_of(self.contributions, last_of(self.duo, "professional"))
        found = {
            "free": free,
            "own_words": did in INVITES and bool(shared_words(self.library, text, self.lately)),
            "jargon": bool(heard["jargon"].search(text)),
            "closed_series": closed and not free and (self.closed + 1) % SERIES == 0,
            "rude": "rude" in acts,
            "repeated": bool(mine) and mine.strip().lower() == text.strip().lower(),
        }
        return tuple(name for name, seen in found.items() if seen)


def feedback_on(listening: Listening, persona: Persona, turn: Spoke) -> Feedback:
    """What there is to say about one turn of the professional."""
    library = listening.library
    text = words_of(listening.contributions, turn)
    before = listening.before(turn.seq)
    office = jargon_in(library, text)
    alternative, borrowed = another_way(library, persona, turn, text, before.answer)
    return Feedback(
        did="reflection" if turn.did in REFLECTIONS else turn.did,
        quote="" if turn.did == "silence" else text[slice(*turn.quote)].strip() or text,
        signs=turn.signs,
        effect=FELT.get(turn.felt, "same"),
        told=False,
        held=False,
        answer="",
        own=", ".join(dict.fromkeys(shared_words(library, text, before.lately))),
        jargon=office[0] if office else "",
        plain=office[1] if office else "",
        alternative=alternative,
        borrowed=borrowed,
    )


def hint_for(listening: Listening, address: Address) -> str:
    """ "Ik zit vast": listen, give back or ask, from nothing but what was said (002.1)."""
    library, answer = listening.library, listening.answer
    asked = last_of(listening.duo, "professional")
    words = ""
    kind: Hint = "ask"
    if asked is not None and asked.felt == "closed":
        kind = "listen"
    elif asked and asked.did in QUESTIONS and len(content_words(library, answer)) >= WORTH:
        kind, words = "give_back", piece_of(library, answer)
    else:
        words = _open_question(listening, address)
    ways = library.content.coaching.hints[kind]
    return speak(ways[len(listening.duo.turns) % len(ways)], address, words)


def _open_question(listening: Listening, address: Address) -> str:
    """An open question on what the resident said last, or else one to begin with."""
    library, answer = listening.library, listening.answer
    subject = next((n for n in library.order if library.subjects[n].search(answer)), None)
    found = library.domains[subject] if subject else library.moments["begin"]
    asks = [
        each.ask
        for each in found.prompts
        if not (slots(each.ask) or each.not_when or each.only_when)
    ]
    return speak(asks[len(listening.duo.turns) % len(asks)], address) if asks else ""
