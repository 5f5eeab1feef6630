"""What the trainee did in one utterance: the coach's verdict, and what is to be seen beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from flows.content.library import Library, words_pattern
from flows.content.shapes import Fact, Persona
from flows.language.verdict import REFLECTIONS, UNSURE, Verdict
from flows.practice.stance import Stance, fact_of, live, stance_of, words_of
from flows.practice.types import Exchange, Practice, Spoken

QUESTIONS = frozenset(
    {
        "open_question",
        "closed_question",
        "suggestive_question",
        "stacked_questions",
        "why_question",
        "scaling_question",
        "miracle_exception_question",
    }
)
GIVES_BACK = REFLECTIONS | {"summary"}
INVITES = GIVES_BACK | {"open_question", "miracle_exception_question", "scaling_question"}
SERIES = 3  # closed questions in a row that feel like an interrogation
# What the resident said last, when there is something in it to be silent about.
IN_THE_AIR = frozenset(
    {"tells", "again", "not_now", "opening_up", "after_own_words", "after_reflection"}
)
SOCIAL = frozenset({"sorry", "thanks"})
RIGHT_OUT = frozenset({"safe", "danger"})  # asking these straight is always fine (tone.md §3)
NOT_HEARD = frozenset({"rude", "out_of_play"})
BACK = 2  # words of the resident that make a plain sentence a giving back
SURELY = 4  # the same, where it might be something else
OPENS = 7  # characters that may stand before the word a question asks with: "En, ", "Maar "
SHORT = 8  # words of a text that is always quoted whole
_SENTENCE = re.compile(r"[^\s.!?…][^.!?…]*[.!?…]*")
_WORD = re.compile(r"\w+(?:['’]\w+)?")


@dataclass(frozen=True, slots=True)
class Utterance:
    """One utterance as the resident meets it."""

    text: str
    did: str  # a label of the coach, ``silence``, or empty when it was not sure
    signs: tuple[str, ...]
    quote: tuple[int, int]
    facts: tuple[Fact, ...]  # those its words fit, best first
    subject: str | None
    named: bool = False  # the first fact is named by its own words, not by those of its domain
    acts: frozenset[str] = frozenset()  # what is done beside it: thanking, asking what was meant

    @property
    def asks(self) -> bool:
        """Whether it is put as a question."""
        return "?" in self.text


def hear(
    library: Library, practice: Practice, text: str, verdict: Verdict | None, before: str
) -> Utterance:
    """Hear one utterance. ``before`` is what the trainee said the last time."""
    persona = library.personas[practice.persona]
    turns = live(practice)
    stance = stance_of(persona, turns)
    acts = acts_in(library, text)
    did = what_was_done(library, text, verdict, acts)
    last = _lately(persona, stance)
    if not acts & NOT_HEARD and says_back(library, text, did, last, acts):
        did = "simple_reflection"
    facts = fitting(library, persona, text)
    domain = next((name for name in library.order if library.subjects[name].search(text)), None)
    subject = facts[0].domain if facts else domain
    named = bool(facts and library.fact_words[persona.id, facts[0].id].search(text))
    said = Utterance(text, did, (), (0, 0), facts, subject, named, acts)
    signs = tuple(_signs(library, persona, stance, said, before))
    quote = sentence_around(text, verdict.quote if verdict else "")
    return replace(said, signs=signs, quote=quote)


def sentence_around(text: str, words: str) -> tuple[int, int]:
    """Where the sentences stand in which these words are; a short text is quoted whole."""
    at = text.find(words) if words else -1
    if at < 0 or len(text.split()) <= SHORT:
        return 0, len(text)
    spans = [found.span() for found in _SENTENCE.finditer(text)]
    touched = [span for span in spans if span[0] < at + len(words) and at < span[1]]
    return (touched[0][0], touched[-1][1]) if touched else (0, len(text))


def what_was_done(
    library: Library, text: str, verdict: Verdict | None, acts: frozenset[str]
) -> str:
    """The coach's label; empty when it was not sure enough to say anything.

    Asking right out whether somebody is safe, or wants to live, is that and nothing else.
    Scolding, and words that are not meant for this person at all, get no label.
    Taking leave and leaving a boundary whole are no advice, whatever words they are put in, and
    cursing is no compliment.
    """
    if is_silence(library, text):
        return "silence"
    if acts & NOT_HEARD:
        return ""
    if "?" in text and acts & RIGHT_OUT and "wants_a_thing" not in acts:
        return "closed_question"
    if "?" not in text and takes_leave(library, text):
        return "other"
    if verdict is None or verdict.confidence < UNSURE:
        return ""
    left_whole = "?" not in text and library.heard["boundary"].search(text)
    plain = (verdict.label == "advice_solution" and left_whole) or (
        verdict.label == "affirmation" and "swears" in acts
    )
    return "other" if plain else verdict.label


def asks_a_fact(library: Library, text: str, acts: frozenset[str]) -> bool:
    """Whether a closed question wants a fact: who, where, how long. Yes or no cannot answer it."""
    return "wants_a_thing" in acts or bool(library.heard["short_facts"].search(text))


def takes_leave(library: Library, text: str) -> bool:
    """Whether somebody says goodbye: in these words, or in a last sentence that is only that."""
    sentences = _SENTENCE.findall(text)
    last = sentences[-1].strip(" .!,").lower() if sentences else ""
    return bool(library.heard["bye"].search(text)) or last in library.content.coaching.bye_alone


def acts_in(library: Library, text: str) -> frozenset[str]:
    """What is done beside it, by words alone; a question for a thing begins with its word."""
    asked = max(text.rstrip(" ?!.").rfind(mark) for mark in ".!?") + 1
    found = {
        act: pattern.search(text, asked if act == "wants_a_thing" else 0)
        for act, pattern in library.acts.items()
    }
    late = {"wants_a_thing": asked + OPENS}
    return frozenset(
        act for act, match in found.items() if match and match.start() <= late.get(act, len(text))
    )


def says_back(library: Library, text: str, did: str, last: str, acts: frozenset[str]) -> bool:
    """The resident's own words without a question are given back, whatever the coach heard.

    It hears one utterance, and cannot know what was said before. The more of it is theirs, the
    surer this is: then it is no advice or thanks either.
    """
    if did not in {"", "other", "information", "advice_solution"} or "?" in text:
        return False
    words = content_words(library, text)
    shared = shared_words(library, text, last)
    doubtful = did == "advice_solution" or acts & SOCIAL
    return len(shared) >= (SURELY if doubtful else BACK) and len(shared) * 2 >= len(words)


def is_silence(library: Library, text: str) -> bool:
    """Nothing but dots, or a way to type that one keeps still."""
    flat = text.strip().lower()
    return not flat.strip(".… ") or flat in library.content.coaching.silence


def fitting(library: Library, persona: Persona, text: str) -> tuple[Fact, ...]:
    """The facts this text is about: by their own words first, then by the words of their domain.

    What more of its words fit comes first, then what is told more easily.
    """
    named = {
        fact.id: len(set(library.fact_words[persona.id, fact.id].findall(text.lower())))
        for fact in persona.facts
    }
    light = sorted(persona.facts, key=lambda fact: fact.trust)
    own = sorted((f for f in light if named[f.id]), key=lambda fact: -named[fact.id])
    wide = [
        fact
        for fact in light
        if fact not in own and fact.domain in library.domains
        if library.subjects[fact.domain].search(text)
    ]
    return (*own, *wide)


def _signs(
    library: Library, persona: Persona, stance: Stance, said: Utterance, before: str
) -> list[str]:
    """What is to be seen beside the kind of utterance, in a fixed order."""
    lately = _lately(persona, stance)
    gives_back = bool(shared_words(library, said.text, lately)) and said.did in INVITES
    boundary = stance.said is not None and stance.said.kind == "not_now"
    respects = said.did == "silence" or bool(library.heard["boundary"].search(said.text))
    closed = said.did == "closed_question"
    fact = closed and asks_a_fact(library, said.text, said.acts)
    free = fact or (closed and bool(library.heard["free"].search(said.text)))
    found = {
        "free": free,
        "short_fact": fact,
        "own_words": gives_back,
        "not_now": boundary and respects,
        "same_subject": _stays(stance, said) and said.did in INVITES,
        "jargon": bool(library.heard["jargon"].search(said.text)),
        "closed_series": closed and not free and (stance.closed + 1) % SERIES == 0,
        "changed_subject": not gives_back and _leaves_emotion(library, persona, stance, said),
        "solution_first": said.did == "advice_solution" and not _real_was_told(persona, stance),
        "rude": "rude" in said.acts,
        "repeated": _again(library, said, before),
        "early": said.did == "silence" and not _in_the_air(stance),
    }
    return [name for name, seen in found.items() if seen]


def _lately(persona: Persona, stance: Stance) -> str:
    """What the resident said the last few times."""
    return " ".join(words_of(persona, said) for said in stance.lately)


def _again(library: Library, said: Utterance, before: str) -> bool:
    """The same thing twice, or a silence upon a silence."""
    if said.did == "silence":
        return is_silence(library, before) if before else True
    return bool(before) and said.text.strip().lower() == before.strip().lower()


def _in_the_air(stance: Stance) -> bool:
    """Whether there is something to be silent about."""
    return stance.said is not None and stance.said.kind in IN_THE_AIR


def _stays(stance: Stance, said: Utterance) -> bool:
    return said.subject is not None and said.subject == stance.subject


def _leaves_emotion(library: Library, persona: Persona, stance: Stance, said: Utterance) -> bool:
    """Another subject right after something heavy was told."""
    fact = fact_of(persona, stance.said.fact) if stance.said else None
    if fact is None or not stance.heavy or said.did not in QUESTIONS:
        return False
    stays = library.fact_words[persona.id, fact.id].search(said.text)
    return said.subject not in {None, fact.domain} and not stays


def _real_was_told(persona: Persona, stance: Stance) -> bool:
    return any(fact.real and fact.id in stance.told for fact in persona.facts)


def content_words(library: Library, text: str) -> tuple[str, ...]:
    """The words that carry something, lower case, in order."""
    common = library.common
    return tuple(
        word for word in _WORD.findall(text.lower()) if len(word) > 2 and word not in common
    )


def shared_words(library: Library, text: str, last: str) -> tuple[str, ...]:
    """The words of ``text`` that the resident used last: own words given back."""
    theirs = content_words(library, last)
    return tuple(
        word for word in content_words(library, text) if any(_same(word, other) for other in theirs)
    )


def _same(one: str, other: str) -> bool:
    """The same word, or a longer form of it."""
    short, long = sorted((one, other), key=len)
    return short == long or (
        len(short) >= 4 and long.startswith(short) and len(long) <= len(short) + 3
    )


def jargon_in(library: Library, text: str) -> tuple[str, str] | None:
    """The first office word in a text and how it can be said, as both stand."""
    found = library.heard["jargon"].search(text)
    if found is None:
        return None
    for word, plain in library.content.coaching.jargon.items():
        if words_pattern((word,)).fullmatch(found.group()):
            return found.group(), plain
    return None


def spoken_text(spoken: tuple[Spoken, ...], seq: int | None) -> str:
    """The words of the trainee's line with this number."""
    return next((line.text for line in spoken if line.seq == seq), "")


def quoted(spoken: tuple[Spoken, ...], exchange: Exchange) -> str:
    """The exact words that decided what this turn was."""
    start, end = exchange.quote
    return spoken_text(spoken, exchange.seq)[start:end].strip()
