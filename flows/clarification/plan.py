"""The draft plan as a pure projection of the lines: nobody writes it, it follows (003.2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime

from flows.clarification.guards import PROFESSIONAL, RESIDENT
from flows.clarification.lines import NEVER, called_now, current, of_kind, role_key
from flows.clarification.plan_types import (
    Plan,
    PlanCheck,
    PlanDomain,
    PlanHelp,
    PlanLine,
    PlanOffer,
    PlanQuestion,
    PlanStep,
)
from flows.content.library import Library
from flows.types import Audience, Conversation, Entry, Kind, Voice
from flows.wording import slots, speak

Lines = dict[int, Entry]


def plan_of(
    conversation: Conversation, entries: Iterable[Entry], library: Library, made_at: datetime
) -> Plan:
    """The household's plan as the lines now say it.

    Lines for the speaker or the professional alone, and everything of the mirror, never come in;
    what was not talked about reads "niet besproken" (001.2), and every line keeps its number (§6).
    """
    entries = tuple(entries)
    lines = {
        root: entry
        for root, entry in current(entries).items()
        if entry.kind not in NEVER and entry.audience is Audience.EVERYBODY
    }
    of = _Sections(lines, library, called_now(entries, library.content.naming.roles))
    return Plan(
        alias=conversation.alias,
        made_at=made_at,
        own_words=own_words_first(of),
        good=of.lines(Kind.GOOD),
        story=of.lines(Kind.TOLD) + of.loose(),
        domains=of.domains(),
        people=of.lines(Kind.PERSON),
        missing=of.lines(Kind.MISSING),
        running=of.lines(Kind.RUNNING),
        overlap=overlap(of),
        frame=of.lines(Kind.FRAME),
        informed=of.lines(Kind.INFORMED),
        going_on=of.lines(Kind.GOING_ON),
        needed=of.lines(Kind.NEEDED),
        coordinator=one_coordinator(of),
        questions=of.questions(),
        helps=of.helps(),
        offers=of.offers(),
        steps=of.steps(),
        disagreements=of.lines(Kind.DISAGREEMENT),
        decisions=of.lines(Kind.DECISION),
        circumstances=of.lines(Kind.CIRCUMSTANCE),
        read_back=of.checks(Kind.READ_BACK),
        learned=of.lines(Kind.LEARNED),
        promises=of.promises(),
        today=of.lines(Kind.TODAY),
        parked=of.lines(Kind.PARKED),
        untouched=untouched(of),
        ended=conversation.ended,
        mirror=mirror_of(of),
    )


class _Sections:
    """The plan's parts, each read from the lines."""

    def __init__(self, lines: Lines, library: Library, names: Mapping[str, str | None]) -> None:
        self.all = lines
        self.library = library
        self.names = names  # what people are called now; None: not everybody may know of them

    def called(self, word: str | None) -> str | None:
        """The role word of a person as it is now; None for one who is not to be named."""
        return self.names.get(role_key(word), word) if word else word

    def of(self, *kinds: Kind, about: int | None = None) -> Lines:
        return of_kind(self.all, *kinds, about=about)

    def line(self, root: int, entry: Entry) -> PlanLine:
        """A line leads back to its entry and moment: its number, visit and time go along."""
        ask = self.library.asks.get(entry.prompt or "")
        return PlanLine(
            root,
            entry.text,
            entry.voice,
            entry.at,
            entry.visit,
            self.called(entry.member),
            self.asked(entry),
            ask.title if ask and ask.stores is not Kind.TOLD else None,
            entry.audience,
        )

    def asked(self, entry: Entry) -> str | None:
        """The question as it was put, without the own words that were given back in it."""
        put = self.library.prompts.get(entry.prompt or "") or self.library.asks.get(
            entry.prompt or ""
        )
        return speak(put.ask, "u", None) if put and slots(put.ask) else entry.asked

    def lines(self, *kinds: Kind, about: int | None = None) -> tuple[PlanLine, ...]:
        return tuple(
            self.line(root, entry)
            for root, entry in self.of(*kinds, about=about).items()
            if entry.text
        )

    def loose(self) -> tuple[PlanLine, ...]:
        """What was told without a domain or a rung, or with one that the content has no more."""
        return tuple(
            self.line(root, entry)
            for root, entry in self.of(Kind.LINE, Kind.SIGNAL, Kind.HELP, Kind.SAYS).items()
            if not self._has_a_place(entry)
        )

    def _has_a_place(self, entry: Entry) -> bool:
        if entry.kind in {Kind.HELP, Kind.SAYS}:
            return entry.choice in self.library.rungs
        return entry.domain in self.library.domains

    def domains(self) -> tuple[PlanDomain, ...]:
        found = []
        for name in self.library.order:
            told = {r: e for r, e in self.of(Kind.LINE).items() if e.domain == name}
            seen = {r: e for r, e in self.of(Kind.SIGNAL).items() if e.domain == name}
            if told or seen:
                found.append(
                    PlanDomain(
                        name,
                        self.library.domains[name].title,
                        tuple(self.line(r, e) for r, e in told.items()),
                        tuple(self.line(r, e) for r, e in seen.items()),
                    )
                )
        return tuple(found)

    def checks(self, kind: Kind, about: int | None = None, after: int = 0) -> tuple[PlanCheck, ...]:
        return tuple(
            PlanCheck(root, self._checked_with(entry), entry.choice or "add", entry.at, entry.text)
            for root, entry in self.of(kind, about=about).items()
            if entry.seq > after and entry.choice != "may_share"
        )

    def _checked_with(self, entry: Entry) -> str | None:
        """None: the resident; empty: somebody who is not to be named."""
        return entry.member and (self.called(entry.member) or "")

    def questions(self) -> tuple[PlanQuestion, ...]:
        return tuple(
            PlanQuestion(
                self.line(root, entry),
                self.lines(Kind.BENEATH, about=root),
                self.lines(Kind.CHANGE, about=root),
                self.lines(Kind.ENOUGH, about=root),
                self.checks(Kind.CHECKED, about=root, after=entry.seq),
            )
            for root, entry in self.of(Kind.QUESTION).items()
        )

    def helps(self) -> tuple[PlanHelp, ...]:
        """The ladder in its order, each rung with what was looked at (004.7)."""
        if not any(map(self._has_a_place, self.of(Kind.HELP, Kind.SAYS).values())):
            return ()
        return tuple(
            PlanHelp(
                rung.id, rung.title, self._rung(Kind.HELP, rung.id), self._rung(Kind.SAYS, rung.id)
            )
            for rung in self.library.content.rungs
        )

    def _rung(self, kind: Kind, rung: str) -> tuple[PlanLine, ...]:
        return tuple(self.line(r, e) for r, e in self.of(kind).items() if e.choice == rung)

    def offers(self) -> tuple[PlanOffer, ...]:
        answers = {e.about: e.choice or "" for e in self.of(Kind.TAKEN).values()}
        return tuple(
            PlanOffer(self.line(root, entry), answers.get(root, ""))
            for root, entry in self.of(Kind.OFFERED).items()
        )

    def steps(self) -> tuple[PlanStep, ...]:
        return tuple(self._step(root, entry) for root, entry in self.of(Kind.STEP).items())

    def _step(self, root: int, entry: Entry) -> PlanStep:
        def newest(kind: Kind) -> str | None:
            found = list(self.of(kind, about=root).values())
            return found[-1].text if found else None

        said = {
            name: e.choice
            for e in self.of(Kind.AGREED, about=root).values()
            if (name := self.called(e.member))
        }
        who = newest(Kind.WHO)
        who = who and (self.called(who) or "")
        return PlanStep(
            self.line(root, entry),
            who=None if who in {None, RESIDENT} else who,
            with_whom=newest(Kind.WITH),
            when=newest(Kind.WHEN),
            authority=newest(Kind.AUTHORITY),
            reason=newest(Kind.REASON) if who == PROFESSIONAL else None,
            agrees=tuple(name for name, choice in said.items() if choice == "agrees"),
            disagrees=tuple(name for name, choice in said.items() if choice == "disagrees"),
        )

    def promises(self) -> tuple[PlanLine, ...]:
        done = {entry.about for entry in self.of(Kind.KEPT).values()}
        return tuple(
            self.line(r, e) for r, e in self.of(Kind.PROMISE).items() if r not in done and e.text
        )


def own_words_first(of: _Sections) -> tuple[PlanLine, ...]:
    """The resident's own words open the plan (003.1, 000.2)."""
    return tuple(
        of.line(root, entry)
        for root, entry in of.all.items()
        if entry.voice is Voice.QUOTED
        and entry.text
        and entry.kind in {Kind.TOLD, Kind.LINE, Kind.GOOD, Kind.GOING_ON, Kind.NEEDED}
    )


def untouched(of: _Sections) -> tuple[str, ...]:
    """Domains nobody talked about read "niet besproken": no gap, no score (001.2)."""
    touched = {entry.domain for entry in of.all.values() if entry.domain}
    return tuple(of.library.domains[n].title for n in of.library.order if n not in touched)


def one_coordinator(of: _Sections) -> PlanLine | None:
    """One household, one plan, one who keeps the overview: the newest named one (001.5)."""
    named = of.lines(Kind.COORDINATOR)
    return named[-1] if named else None


def overlap(of: _Sections) -> tuple[str, ...]:
    """What runs already more than once, so that provisions are tuned to each other (004.8)."""
    words = Counter(
        word
        for line in of.lines(Kind.RUNNING)
        for word in {found.group().lower() for found in of.library.care.finditer(line.text)}
    )
    return tuple(word for word, times in words.items() if times > 1)


def mirror_of(of: _Sections) -> tuple[str, ...]:
    """What the plan asks: no own words (003.1)? Mostly care from outside (003.2)?"""
    asks = {"no_own_words": has_no_own_words(of), "mostly_care": is_mostly_care(of)}
    return tuple(name for name, asked in asks.items() if asked)


def has_no_own_words(of: _Sections) -> bool:
    """Something was told, and nothing of it in the resident's own words (003.1)."""
    told = [e for e in of.all.values() if e.text and e.kind is not Kind.PERSON]
    return bool(told) and not any(entry.voice is Voice.QUOTED for entry in told)


def is_mostly_care(of: _Sections) -> bool:
    """More than half of the steps come from outside: the quick road that was known (003.2)."""
    steps = of.steps()
    return 2 * sum(from_outside(of, step) for step in steps) > len(steps)


def from_outside(of: _Sections, step: PlanStep) -> bool:
    """A step that a professional does, or that is professional care."""
    return step.who == PROFESSIONAL or bool(of.library.care.search(step.line.text))
