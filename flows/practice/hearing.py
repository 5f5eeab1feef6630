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
NOT_HEARD = frozenset({"rude", "out_of_play", "foreign"})
BACK = 2  # words of the resident that make a plain sentence a giving back
SURELY = 4  # the same, where it might be something else
OPENS = 7  # characters that may stand before the word a question asks with: "En, ", "Maar "
SHORT = 8  # words of a text that is always quoted whole
LATIN = "\u024f"  # the last letter of the alphabet that Dutch is written in, accents and all
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
    named: bool = False  # a word that says something names them, not only one like "thuis"
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
    named = bool(facts and _words_for(library, persona, facts[0], text)[0])
    subject = facts[0].domain if named else domain_of(library, text)
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
    acts = frozenset(
        act for act, match in found.items() if match and match.start() <= late.get(act, len(text))
    )
    return acts | {"foreign"} if is_foreign(library, text) else acts


def is_foreign(library: Library, text: str) -> bool:
    """Whether it is said in a language that is not spoken here.

    That is another script, or more little words of other languages than of this one: two of them,
    or nothing else. What is spelled alike here and there ("is", "was", "in") counts for here.
    """
    letters = [letter for letter in text if letter.isalpha()]
    if sum(letter > LATIN for letter in letters) * 2 > len(letters):
        return True
    words = _WORD.findall(text.lower())
    strange = sum(word in library.foreign for word in words)
    known = sum(word in library.common for word in words)
    return strange > known and (strange > 1 or strange == len(words))


def says_back(library: Library, text: str, did: str, last: str, acts: frozenset[str]) -> bool:
    """The resident's own words without a question are given back, whatever the coach heard.

    It hears one utterance, and cannot know what was said before. The more of it is theirs, the
    surer this is: then it is no advice or thanks either. One word is enough when it is the only
    one that carries something: "Het hek."
    """
    if did not in {"", "other", "information", "advice_solution"} or "?" in text:
        return False
    words = content_words(library, text)
    shared = shared_words(library, text, last)
    doubtful = did == "advice_solution" or acts & SOCIAL
    if not doubtful and shared and len(shared) == len(words):
        return True
    return len(shared) >= (SURELY if doubtful else BACK) and len(shared) * 2 >= len(words)


def is_silence(library: Library, text: str) -> bool:
    """Nothing but dots, or a way to type that one keeps still."""
    flat = text.strip().lower()
    return not flat.strip(".… ") or flat in library.content.coaching.silence


def fitting(library: Library, persona: Persona, text: str) -> tuple[Fact, ...]:
    """The facts this text is about: what most of its words name, then what is told more easily.

    Only a fact's own words name it. Those of its domain do not: who asks what is eaten tonight does
    not ask after the washing. A word that any question may hold ("thuis", "moeilijk"; ``at_large``
    in coaching.yaml) says little. It counts where no other word says more, and then brings up what
    may be told and refuses nothing (`Utterance.named`).
    """
    found = {fact.id: _words_for(library, persona, fact, text) for fact in persona.facts}
    by_name = any(telling for telling, _ in found.values())
    fits = [fact for fact in persona.facts if any(found[fact.id][: 1 if by_name else 2])]
    return tuple(
        sorted(fits, key=lambda fact: (*(-_weight(words) for words in found[fact.id]), fact.trust))
    )


def _weight(words: frozenset[str]) -> int:
    """Several words together ("kat mee") say more than one of them."""
    return sum(len(word.split()) for word in words)


def _words_for(
    library: Library, persona: Persona, fact: Fact, text: str
) -> tuple[frozenset[str], frozenset[str]]:
    """The words of the text that name this fact, and those that any question may hold."""
    found = frozenset(library.fact_words[persona.id, fact.id].findall(text.lower()))
    loose = frozenset(word for word in found if library.heard["at_large"].fullmatch(word))
    return found - loose, loose


def domain_of(library: Library, text: str) -> str | None:
    """The domain that a text speaks of, by a word that says more than "thuis" does."""
    at_large = library.heard["at_large"]
    return next(
        (
            name
            for name in library.order
            if any(not at_large.fullmatch(word) for word in library.subjects[name].findall(text))
        ),
        None,
    )


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
    free = free or (closed and _short_and_concrete(persona, stance, said))
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


def _short_and_concrete(persona: Persona, stance: Stance, said: Utterance) -> bool:
    """Whether a closed question is about something, for a person whom short questions open.

    It names a thing of theirs or stays with what is in hand: that is no item of a list, however
    many come in a row. "Gaat het goed met je?" is: it gets a yes, and tells nothing.
    """
    return persona.opens.get("closed_question", 0) > 0 and (said.named or _stays(stance, said))


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
    """Another subject right after something heavy was told; "Wat wilt u zelf?" has none."""
    if not content_words(library, said.text):
        return False
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
