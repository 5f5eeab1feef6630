"""Checks what an author wrote beyond its shape: do the pieces fit, and are the questions open?

The shape of a single piece (keys, kinds, lengths) is checked while it is read; here the pieces are
held against one another. Every finding is a `Problem` with the file, the line and how to mend it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import get_args

from flows.content.shapes import (
    Ask,
    Card,
    Content,
    Domain,
    FollowUp,
    Group,
    Moment,
    Prompt,
    PromptKind,
    Rung,
    Shape,
)
from flows.mistakes import Places, Problem
from flows.needs import Needs, check_needs
from flows.wording import Address, is_wellformed, slots, speak

Step = str | int
Identified = Prompt | Ask | Card | Moment | Group | Rung
ADDRESSES: tuple[Address, ...] = ("u", "je")


@dataclass(frozen=True, slots=True)
class Signal:
    """Words by which a closed or leading question gives itself away; a hint the coach refines."""

    pattern: re.Pattern[str]
    message: str
    forms: tuple[Address, ...]


def _signal(pattern: str, message: str, *forms: Address) -> Signal:
    return Signal(re.compile(pattern, re.IGNORECASE), message, forms or ADDRESSES)


_POLITE, _FAMILIAR = r"(?:u|uw|uzelf)", r"(?:je|jij|jou|jouw|jezelf)"
_YOU = r"(?:u|je|jij|jullie)"
# Per language, what a question to a resident should not hold.
SIGNALS: Mapping[str, tuple[Signal, ...]] = {
    "nl": (
        _signal(r"\bwaarom\b", '"waarom" sounds like a reproach: ask "wat maakt dat…" or "hoe…".'),
        _signal(r"\btoch\s*\?", '"toch?" leads to a yes: ask it openly.'),
        _signal(
            rf"\b(?:heeft|hebt|heb)\s+{_YOU}\b[^.?!]*\bal\s+eens\b",
            '"al eens" is advice in the form of a question: ask what was tried or thought of.',
        ),
        _signal(
            rf"\bvind(?:t|en)?\s+{_YOU}\s+(?:niet\s+(?:dat|ook)|ook\s+niet)\b",
            '"vindt u niet dat" asks for agreement: ask "wat vindt u van…".',
        ),
        _signal(
            r"\bzou\s+het\s+niet\b",
            '"zou het niet" brings a solution: ask what somebody wants or sees.',
        ),
        _signal(rf"\b{_POLITE}\b", "The familiar form says u: write {u-form|je-form}.", "je"),
        _signal(
            rf"\b{_POLITE}\b.*\b{_FAMILIAR}\b|\b{_FAMILIAR}\b.*\b{_POLITE}\b",
            "The polite form says both u and je: write {u-form|je-form} in each place.",
            "u",
        ),
    ),
}

# Every domain has at least one prompt of each of these kinds.
NEEDED = tuple(kind for kind in get_args(PromptKind) if kind != "miracle")

_QUOTED = re.compile(r'"[^"]*"|“[^”]*”')
_CLOSING = "\"'”’»)"


def check_content(
    content: Content, places: Places, needs: Needs | None = None
) -> tuple[Problem, ...]:
    """Hold the pieces of content against one another; the problems come by file and line.

    ``needs`` is what the machines lean on; without it that is not checked.
    """
    checks = (_files, _groups, _ids, _kinds, _wordings, _texts, _names, _word_lists)
    found = {problem for check in checks for problem in check(content, places)}
    if needs is not None:
        found |= set(check_needs(content, places, needs))
    return tuple(sorted(found))


def _problem(places: Places, message: str, shape: Shape, *loc: Step) -> Problem:
    file, line = places.at(shape, *loc)
    return Problem(file, line, message)


def _files(content: Content, places: Places) -> Iterator[Problem]:
    """Every domain's file is called after its id."""
    for stem, domain in content.domains.items():
        if domain.id not in {stem, ""}:
            message = f'The file is {stem}.yaml and the id "{domain.id}": make them equal.'
            yield _problem(places, message, domain, "id")


def _groups(content: Content, places: Places) -> Iterator[Problem]:
    """Every domain stands in exactly one group, its own; every group names domains that exist."""
    named: dict[str, str] = {}
    existing = {*content.domains, *(domain.id for domain in content.domains.values())}
    for group in content.groups:
        for number, name in enumerate(group.domains):
            if name not in existing:
                message = f'There is no domain "{name}": write domains/{name}.yaml or leave it out.'
                yield _problem(places, message, group, "domains", number)
            elif name in named:
                message = f'The domain "{name}" stands in a group twice: keep one.'
                yield _problem(places, message, group, "domains", number)
            named.setdefault(name, group.id)
    if content.groups and all(places.whole(group) for group in content.groups):
        for stem, domain in content.domains.items():
            yield from _group_of(domain, named.get(domain.id, named.get(stem)), content, places)


def _group_of(
    domain: Domain, named_in: str | None, content: Content, places: Places
) -> Iterator[Problem]:
    """A domain's own group exists and is the one that names it."""
    groups = [group.id for group in content.groups]
    if not (domain.id and domain.group):
        return  # was refused when it was read
    if domain.group not in groups:
        message = f'There is no group "{domain.group}": choose one of {", ".join(groups)}.'
        yield _problem(places, message, domain, "group")
    elif named_in is None:
        message = f'No group names "{domain.id}": add it to {domain.group} in groups.yaml.'
        yield _problem(places, message, domain, "group")
    elif named_in != domain.group:
        message = f'groups.yaml has this domain in "{named_in}": make them equal.'
        yield _problem(places, message, domain, "group")


def _prompts(content: Content) -> Iterator[Prompt]:
    """Every prompt and follow-up, of domains and of moments."""
    for domain in content.domains.values():
        yield from domain.prompts
        yield from domain.follow_ups
    for moment in content.moments:
        yield from moment.prompts


def _ids(content: Content, places: Places) -> Iterator[Problem]:
    """An id names one thing, so that what was asked can be found again."""
    things: tuple[Prompt | Ask | Card | Moment, ...] = (
        *_prompts(content),
        *content.asks,
        *content.cards,
        *content.moments,
    )
    yield from _once(things, (Prompt, FollowUp, Ask, Card), places)
    yield from _once(content.groups, (), places)
    yield from _once(content.rungs, (Rung,), places)


def _once(
    things: Iterable[Identified], sorts: Collection[type[Shape]], places: Places
) -> Iterator[Problem]:
    """An id in use is named at the second place, also when that piece has another mistake."""
    named = [(thing.id, places.at(thing, "id")) for thing in things if thing.id]
    named += [(name, at) for sort, name, at in places.unusable() if sort in sorts]
    first: dict[str, tuple[str, int]] = {}
    for id_, at in named:
        if first.setdefault(id_, at) != at:
            file, line = first[id_]
            yield Problem(*at, f'The id "{id_}" is in use at {file}:{line}: choose another.')


def _kinds(content: Content, places: Places) -> Iterator[Problem]:
    """Every domain has a prompt of each kind that a conversation may need."""
    for domain in content.domains.values():
        missing = [kind for kind in NEEDED if kind not in {ask.kind for ask in domain.prompts}]
        if missing and places.whole(domain):
            message = f"There is no prompt of kind {', '.join(missing)}: add one of each."
            yield _problem(places, message, domain, "prompts")


def _wordings(content: Content, places: Places) -> Iterator[Problem]:
    """What is asked is one open question."""
    signals = SIGNALS.get(content.language, ())
    questions: tuple[Prompt | Ask, ...] = (*_prompts(content), *content.asks)
    for asked in questions:
        for message in question_problems(asked.ask, signals):
            yield _problem(places, message, asked, "ask")
    for rung in content.rungs:
        for key, text in (("looked", rung.looked), ("says", rung.says)):
            for message in (*question_problems(text, signals), *_no_slot(text)):
                yield _problem(places, message, rung, key)


def _texts(content: Content, places: Places) -> Iterator[Problem]:
    """Braces are in order where nothing is asked; a title has none."""
    for card in content.cards:
        for key, text in (("text", card.text), ("example", card.example)):
            for message in filter(None, (is_wellformed(text), *_no_slot(text))):
                yield _problem(places, message, card, key)
    for shape, title in _titles(content):
        if set("{|}") & set(title):
            message = "A title is shown as it stands: leave braces and bars out of it."
            yield _problem(places, message, shape, "title")


def _titles(content: Content) -> Iterator[tuple[Shape, str]]:
    titled = (content.asks, content.cards, content.moments, content.rungs, content.groups)
    for shapes in (*titled, tuple(content.domains.values())):
        yield from ((shape, shape.title) for shape in shapes)


def _no_slot(text: str) -> tuple[str, ...]:
    return ("Only a question can hold {words}: leave it out here.",) if slots(text) else ()


def question_problems(ask: str, signals: Iterable[Signal]) -> tuple[str, ...]:
    """What stands in the way of one open question, in either form of address; a sentence each."""
    wrong = is_wellformed(ask)
    if wrong is not None:
        return (wrong,)
    found: dict[str, None] = {}
    for address in ADDRESSES:
        spoken = speak(ask, address, "woorden")
        own = _QUOTED.sub("", spoken)  # what stands in quotes is not asked here
        if own.count("?") > 1:
            found["Two question marks are two questions: ask one at a time."] = None
        if not spoken.rstrip(_CLOSING).endswith(("?", ".", "…")):
            found["End a question with ? and an invitation with . or …"] = None
        for signal in signals:
            if address in signal.forms and signal.pattern.search(own):
                found[signal.message] = None
    return tuple(found)


def _names(content: Content, places: Places) -> Iterator[Problem]:
    """A made-up household name is one word, used once, and never a role word."""
    naming = content.naming
    roles = {role.casefold() for role in naming.roles}
    for number, alias in enumerate(naming.aliases):
        if len(alias.split()) != 1:
            message = f'The alias "{alias}" must be one word: shorten it.'
            yield _problem(places, message, naming, "aliases", number)
        if alias.casefold() in roles:
            message = f'The alias "{alias}" is a role word too: choose another.'
            yield _problem(places, message, naming, "aliases", number)
    for key in ("aliases", "roles", "reporters"):
        names = [name.casefold() for name in getattr(naming, key)]
        yield from _twice(names, places, naming, key)


def _word_lists(content: Content, places: Places) -> Iterator[Problem]:
    """Words that are looked for can be found, and stand there once."""
    words = content.words
    for key in ("idea", "danger", "heavy", "advice", "must_solve", "care"):
        yield from _words(getattr(words, key), places, words, key)
    move_of: dict[str, str] = {}
    for move, typed in words.moves.items():
        yield from _words(typed, places, words, "moves", move)
        for number, word in enumerate(typed):
            if move_of.setdefault(word, move) != move:
                message = f'"{word}" already means the move {move_of[word]}: keep one.'
                yield _problem(places, message, words, "moves", move, number)
    for prompt in _prompts(content):
        if isinstance(prompt, FollowUp):
            yield from _words(prompt.words, places, prompt, "words")


def _words(words: tuple[str, ...], places: Places, shape: Shape, *loc: Step) -> Iterator[Problem]:
    """``word*`` finds longer words too; nothing or ``*`` alone would be found in every text."""
    if not words and places.whole(shape):
        yield _problem(places, "This list is empty: write at least one word.", shape, *loc)
    for number, word in enumerate(words):
        if not word.removesuffix("*") or "*" in word.removesuffix("*"):
            message = f'"{word}" cannot be looked for: write a word, with * at its end or without.'
            yield _problem(places, message, shape, *loc, number)
        elif word != word.lower():
            message = f'Texts are compared in lower case: write "{word.lower()}".'
            yield _problem(places, message, shape, *loc, number)
    yield from _twice(words, places, shape, *loc)


def _twice(words: Iterable[str], places: Places, shape: Shape, *loc: Step) -> Iterator[Problem]:
    seen: set[str] = set()
    for number, word in enumerate(words):
        if word in seen:
            yield _problem(places, f'"{word}" stands here twice: keep one.', shape, *loc, number)
        seen.add(word)
