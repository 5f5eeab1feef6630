"""Checks of the virtual residents: is everything reachable, and do the lines sound like speech?

The shape of a file is checked while it is read; here its pieces are held against one another and
against the domains (tone.md §3: 5 to 25 words, told layer by layer, something beneath).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from flows.content.shapes import Content, Fact, Hint, LineKind, Persona, Shape, SmallKind
from flows.mistakes import Places, Problem
from flows.practice.hearing import QUESTIONS
from flows.practice.stance import MOST as MOST_TRUST
from flows.practice.trust import ASKED_UP_TO

LEAST, MOST = 2, 25  # words of a line; short answers are short
FEW = 2  # variants of what is seldom said
VARIANTS = 3  # of every kind of line, so that two runs do not read alike
LAYERS = 3  # levels of trust on which something is told


def check_personas(content: Content, places: Places) -> Iterator[Problem]:
    """Every problem of every persona."""
    readable = places.whole(content.coaching)
    if readable:
        yield from _coaching(content, places)
    for stem, persona in content.personas.items():
        if persona.id != stem:
            message = f'The file is {stem}.yaml and the id "{persona.id}": make them equal.'
            yield _problem(places, message, persona, "id")
        if readable:
            yield from _aims(content, persona, places)
        yield from _facts(content, persona, places)
        yield from _layers(persona, places)
        yield from _beyond_reach(persona, places)
        yield from _lines(persona, places)
        yield from _meaning(persona, places)


def _problem(places: Places, message: str, shape: Shape, *loc: str | int) -> Problem:
    file, line = places.at(shape, *loc)
    return Problem(file, line, message)


def _coaching(content: Content, places: Places) -> Iterator[Problem]:
    """What is practised after looking back has a name, and "Ik zit vast" has something to say."""
    coaching = content.coaching
    for ask in content.asks:
        if ask.practise is not None and ask.practise not in coaching.aims:
            message = f'There is no aim "{ask.practise}" in coaching.yaml.'
            yield _problem(places, message, ask, "practise")
    for hint in get_args(Hint):
        if hint not in coaching.hints:
            message = f'"{hint}" is missing here: say what to do when somebody is stuck.'
            yield _problem(places, message, coaching, "hints")


def _aims(content: Content, persona: Persona, places: Places) -> Iterator[Problem]:
    """What can be practised has a name that people see."""
    for number, aim in enumerate(persona.practise):
        if aim not in content.coaching.aims:
            known = ", ".join(content.coaching.aims)
            message = f'There is no aim "{aim}" in coaching.yaml: choose one of {known}.'
            yield _problem(places, message, persona, "practise", number)


def _facts(content: Content, persona: Persona, places: Places) -> Iterator[Problem]:
    """Facts have an id of their own, a domain that there is, and lead to facts that there are."""
    known = [fact.id for fact in persona.facts]
    for number, fact in enumerate(persona.facts):
        if fact.id in known[:number]:
            message = f'"{fact.id}" stands here twice: give each fact an id of its own.'
            yield _problem(places, message, persona, "facts", number, "id")
        if fact.domain not in content.domains:
            message = f'There is no domain "{fact.domain}": choose one of domains/.'
            yield _problem(places, message, persona, "facts", number, "domain")
        for at, lead in enumerate(fact.leads):
            if lead not in known or lead == fact.id:
                message = f'This fact leads to "{lead}": name another fact of this person.'
                yield _problem(places, message, persona, "facts", number, "leads", at)
        yield from _words(content, fact, places, persona, number)
        for key, texts in (("tells", fact.tells), ("again", fact.again)):
            yield from _spoken(texts, places, persona, "facts", number, key)
        if fact.brief:
            yield from _spoken((fact.brief,), places, persona, "facts", number, "brief")


def _words(
    content: Content, fact: Fact, places: Places, persona: Persona, number: int
) -> Iterator[Problem]:
    """A fact has words that name it; one that stands in any sentence ("wilt") names nothing."""
    if not fact.words:
        message = "Nobody can ask for this fact: give it words."
        yield _problem(places, message, persona, "facts", number)
    common = frozenset(content.coaching.stopwords)
    for at, word in enumerate(fact.words):
        if word.lower() in common:
            message = f'"{word}" stands in any question: leave it out, or write it with the words '
            message += "around it."
            yield _problem(places, message, persona, "facts", number, "words", at)


def _layers(persona: Persona, places: Places) -> Iterator[Problem]:
    """Trust has something to open, and opens it in layers; something lies beneath."""
    levels = {fact.trust for fact in persona.facts}
    if len(levels) < LAYERS:
        message = f"Facts stand on {len(levels)} levels of trust: spread them over {LAYERS}."
        yield _problem(places, message, persona, "facts")
    if min(levels) > persona.trust:
        message = f"Nothing is told at trust {persona.trust}, where this person starts."
        yield _problem(places, message, persona, "trust")
    if not any(fact.heavy or fact.real for fact in persona.facts):
        message = "Nothing here is heavy or real: mark what lies beneath."
        yield _problem(places, message, persona, "facts")
    if max(levels) > persona.trust and not any(by > 0 for by in persona.opens.values()):
        message = "Nothing opens this person: give something in opens a 1 or a 2."
        yield _problem(places, message, persona, "opens")
    if not any(by < 0 for by in persona.closes.values()):
        message = "Nothing closes this person: give something in closes a -1 or lower."
        yield _problem(places, message, persona, "closes")


def reach(persona: Persona) -> int:
    """The highest trust that anybody can bring about with this person (see `moved_by`)."""
    raising = {name for name, by in persona.opens.items() if by > 0}
    if raising - QUESTIONS:
        return MOST_TRUST
    return max(ASKED_UP_TO, persona.trust) if raising else persona.trust


def _beyond_reach(persona: Persona, places: Places) -> Iterator[Problem]:
    """No fact lies above what can be reached: nobody would ever hear it."""
    highest = reach(persona)
    for number, fact in enumerate(persona.facts):
        if fact.trust > highest:
            message = (
                f"Nobody can reach this fact: nothing here raises trust above {highest}. Let "
                "something that is no question open this person, or lower the fact."
            )
            yield _problem(places, message, persona, "facts", number, "trust")


def _lines(persona: Persona, places: Places) -> Iterator[Problem]:
    """There is a line for everything that can happen, in enough variants."""
    for kind in get_args(LineKind):
        found = persona.lines.get(kind)
        if found is None:
            message = f'There is no line for "{kind}": write {VARIANTS} variants.'
            yield _problem(places, message, persona, "lines")
        elif len(found) < VARIANTS:
            message = f'"{kind}" has {len(found)} variants: write {VARIANTS} at least.'
            yield _problem(places, message, persona, "lines", kind)
        yield from _spoken(found or (), places, persona, "lines", kind)
    for small in get_args(SmallKind):
        few = persona.lines.get(small, ())
        if 0 < len(few) < FEW:
            message = f'"{small}" has {len(few)} variant: write {FEW} at least.'
            yield _problem(places, message, persona, "lines", small)
        yield from _spoken(few, places, persona, "lines", small)


def _meaning(persona: Persona, places: Places) -> Iterator[Problem]:
    """A summary can be right: every group of words has words."""
    for number, group in enumerate(persona.meaning.must):
        if not any(word.strip(" *") for word in group):
            message = "This group of words is empty: nobody could touch it."
            yield _problem(places, message, persona, "meaning", "must", number)


def _spoken(
    texts: tuple[str, ...], places: Places, persona: Persona, *loc: str | int
) -> Iterator[Problem]:
    """A line is said in one breath, and no variant stands there twice."""
    for number, text in enumerate(texts):
        words = len(text.split())
        if not LEAST <= words <= MOST:
            message = f"This line has {words} words: say it in {LEAST} to {MOST}."
            yield _problem(places, message, persona, *loc, number)
        if text in texts[:number]:
            yield _problem(places, "This line stands here twice: vary it.", persona, *loc, number)
