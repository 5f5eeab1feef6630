"""Content made ready for use: looked up by id, by state, by word. Built once at start."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from flows.content.shapes import (
    Act,
    Ask,
    Card,
    Content,
    Domain,
    Group,
    Method,
    Moment,
    Persona,
    Prompt,
    Round,
    Rung,
    Words,
)

FREE: tuple[Act, ...] = ("consent", "safe", "danger")  # closed questions that are always fine
_NEVER = re.compile(r"(?!)")
_DOTS, _BETWEEN = re.escape(" ... "), r"\s+(?:\w+\s+){0,3}"


def words_pattern(words: Iterable[str]) -> re.Pattern[str]:
    """A pattern that finds whole words; ``word*`` also finds longer words that begin so.

    Dots between words stand for up to three others: "bent u ... bang".
    """
    parts = [
        re.escape(word.removesuffix("*")).replace(_DOTS, _BETWEEN).replace(r"\ ", r"\s+")
        + (r"\w*" if word.endswith("*") else "")
        for word in sorted(words, key=len, reverse=True)
    ]
    if not parts:
        return _NEVER
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def shortened_words(words: Words) -> frozenset[str]:
    """Words that are written with a point behind them, in lower case and without it."""
    return frozenset(word.lower().removesuffix(".") for word in words.shortened)


class Library:
    """One language's content with everything found by name."""

    def __init__(self, content: Content) -> None:
        self.content = content
        self.domains: dict[str, Domain] = content.domains
        self.groups: dict[str, Group] = {group.id: group for group in content.groups}
        self.cards: dict[str, Card] = {card.id: card for card in content.cards}
        self.moments: dict[str, Moment] = {moment.id: moment for moment in content.moments}
        self.rungs: dict[str, Rung] = {rung.id: rung for rung in content.rungs}
        self.asks: dict[str, Ask] = {ask.id: ask for ask in content.asks}
        self.personas: dict[str, Persona] = content.personas
        self.methods: dict[str, Method] = content.methods
        self.replay: Round | None = content.replay
        self.prompts: dict[str, Prompt] = {
            prompt.id: prompt
            for prompts in (
                *(domain.prompts for domain in content.domains.values()),
                *(moment.prompts for moment in content.moments),
            )
            for prompt in prompts
        } | {
            follow.id: follow for domain in content.domains.values() for follow in domain.follow_ups
        }

    @cached_property
    def by_state(self) -> dict[str, tuple[Ask, ...]]:
        """The conversation's own questions, by the state they are put in, in order."""
        states: dict[str, tuple[Ask, ...]] = {}
        for ask in self.content.asks:
            states[ask.state] = (*states.get(ask.state, ()), ask)
        return states

    def ask_at(self, state: str, prompt: str | None) -> Ask | None:
        """The conversation's question in hand in this state, else the first that is put there."""
        asks = self.by_state.get(state, ())
        return next((ask for ask in asks if ask.id == prompt), asks[0] if asks else None)

    @cached_property
    def order(self) -> tuple[str, ...]:
        """Domain ids as people see them: group by group."""
        return tuple(domain for group in self.content.groups for domain in group.domains)

    @cached_property
    def subjects(self) -> dict[str, re.Pattern[str]]:
        """Per domain the words by which a told line may belong to it."""
        return {
            name: words_pattern(
                (*domain.words, *(word for follow in domain.follow_ups for word in follow.words))
            )
            for name, domain in self.domains.items()
        }

    @cached_property
    def fact_words(self) -> dict[tuple[str, str], re.Pattern[str]]:
        """Per persona and fact the words that fit it."""
        return {
            (persona.id, fact.id): words_pattern(fact.words)
            for persona in self.personas.values()
            for fact in persona.facts
        }

    @cached_property
    def common(self) -> frozenset[str]:
        """Words so plain that giving them back is not giving back somebody's own words."""
        return frozenset(self.content.coaching.stopwords)

    @cached_property
    def foreign(self) -> frozenset[str]:
        """Little words of other languages that are no words of this one."""
        return frozenset(self.content.coaching.foreign) - self.common

    @cached_property
    def touching(self) -> tuple[re.Pattern[str], ...]:
        """Per kind (a feeling, a person, a loss, a wish, a hesitation) the words it is known by."""
        return tuple(words_pattern(words) for words in self.content.coaching.touching.values())

    @cached_property
    def heard(self) -> dict[str, re.Pattern[str]]:
        """The coaching's own word lists, by name."""
        coaching = self.content.coaching
        lists = {
            "free": (
                *coaching.free,
                *(word for act in FREE for word in coaching.acts.get(act, ())),
            ),
            "short_facts": coaching.short_facts,
            "boundary": coaching.boundary,
            "at_large": coaching.at_large,
            "hello": coaching.hello,
            "bye": coaching.bye,
            "jargon": tuple(coaching.jargon),
        }
        return {name: words_pattern(words) for name, words in lists.items()}

    @cached_property
    def acts(self) -> dict[str, re.Pattern[str]]:
        """What people also do in a talk, by name, the first that fits first."""
        return {act: words_pattern(words) for act, words in self.content.coaching.acts.items()}

    @cached_property
    def follow_ups(self) -> dict[str, re.Pattern[str]]:
        """Per follow-up the words after which it follows."""
        return {
            follow.id: words_pattern(follow.words)
            for domain in self.domains.values()
            for follow in domain.follow_ups
        }

    @cached_property
    def care(self) -> re.Pattern[str]:
        """Words of professional care."""
        return words_pattern(self.content.words.care)

    @cached_property
    def nobody(self) -> re.Pattern[str]:
        """Words that say there is nobody."""
        return words_pattern(self.content.words.nobody)

    @cached_property
    def shortened(self) -> frozenset[str]:
        """Words whose point ends no sentence."""
        return shortened_words(self.content.words)

    @cached_property
    def moves(self) -> dict[str, str]:
        """Typed words that stand for a move, when they are the whole message."""
        return {word: move for move, words in self.content.words.moves.items() for word in words}
