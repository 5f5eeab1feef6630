"""The plan as a reader sees it: parts, lines and whose they are, in words and without layout.

Both copies (PDF and plain text) are made from this one sheet, so they cannot say different things.
The order is the resident's: own words first (003.7), proposals of a professional named as such
(003.1), what was not talked about as one quiet line (001.2).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, tzinfo
from typing import Any

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
from flows.clarification.quotes import quoted
from flows.types import Voice


@dataclass(frozen=True, slots=True)
class Row:
    """One line on the sheet. ``label`` says whose it is; ``seq``, ``moment`` and ``asked`` (the
    question as it was put) where it comes from. ``proposal``: it is the professional's idea.
    """

    text: str
    label: str = ""
    seq: int | None = None
    moment: str = ""
    asked: str = ""
    quoted: bool = False
    proposal: bool = False
    rtl: bool = False
    points: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Point:
    """Rows that belong together under a small label, which may be empty."""

    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Points under a heading of their own (a domain, a rung), which may be empty."""

    heading: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the plan. ``name`` is its key in the words, ``quiet`` a line below the rest."""

    name: str
    heading: str
    groups: tuple[Group, ...] = ()
    quiet: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The whole plan, ready to be laid out."""

    language: str
    title: str
    draft: str
    made: str
    intro: str
    ending: str
    parts: tuple[Part, ...]
    untouched: str
    sources: tuple[Row, ...]  # every row that leads back to an entry, once, by number


class Wording:
    """The labels of one language: ``wording("check.confirmed")``, filled in where they ask for it.

    What is filled in is never read as a label itself, so a brace that somebody typed stays a brace.
    """

    def __init__(self, labels: Mapping[str, Any]) -> None:
        self.labels = labels

    def __call__(self, path: str, /, **values: object) -> str:
        """The label at this dotted path; a path that does not exist raises."""
        found: Any = self.labels
        for key in path.split("."):
            found = found[key]
        return str(found).format(**values)

    def month(self, kind: str, number: int) -> str:
        """The name of a month, 1 to 12; ``kind`` is ``months`` or ``months_short``."""
        return str(self.labels[kind][number - 1])


def sheet_of(plan: Plan, labels: Mapping[str, Any], zone: tzinfo) -> Sheet:
    """Lay out the plan in words. ``zone`` is where its moments are told."""
    return _Writer(Wording(labels), zone, plan).sheet()


def right_to_left(text: str) -> bool:
    """Whether a text reads from right to left: its first letter with a direction decides."""
    for sign in text:
        direction = unicodedata.bidirectional(sign)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


class _Writer:
    """Writes one plan out; holds the words, the zone and what every part needs to know of it."""

    def __init__(self, wording: Wording, zone: tzinfo, plan: Plan) -> None:
        self.wording = wording
        self.zone = zone
        self.plan = plan
        self.subjects = {line.seq: domain.title for domain in plan.domains for line in domain.lines}
        self.said = {line.seq for line in plan.own_words}

    def sheet(self) -> Sheet:
        """The sheet with the parts that hold something; an empty plan has a kind line instead."""
        wording, plan = self.wording, self.plan
        ending = wording(f"ended.{plan.ended}") if plan.ended else ""
        parts = tuple(part for part in self.parts() if part.groups or part.quiet)
        if not (parts or ending or plan.untouched):
            ending = wording("empty")
        draft = wording("draft")
        if plan.version is not None:
            draft = f"{draft}, {wording('version', number=plan.version)}"
        return Sheet(
            language=wording("language"),
            title=wording("title", alias=plan.alias),
            draft=draft,
            made=self.made(),
            intro=wording("intro"),
            ending=ending,
            parts=parts,
            untouched=self.listed("untouched", plan.untouched),
            sources=_sources(parts),
        )

    def parts(self) -> Iterator[Part]:
        """Every part, the empty ones too: first what is wanted and done, then what lies behind."""
        plan = self.plan
        yield self.part("own_words", self.rows(plan.own_words, subject=True))
        yield from self.told("good")
        several = "questions" if len(plan.questions) > 1 else "question"
        yield self.part(several, tuple(self.question(question) for question in plan.questions))
        yield from self.told("going_on", "needed", "informed", "frame")  # kept apart: 003.4
        yield self.helps()
        yield self.part("offers", tuple(self.offer(offer) for offer in plan.offers))
        yield self.part("steps", tuple(self.step(step) for step in plan.steps))
        yield from self.told("today", "promises")
        coordinator = (plan.coordinator,) if plan.coordinator else ()
        yield self.part("coordinator", self.rows(coordinator))
        yield from self.told("disagreements", "decisions", "circumstances")
        yield self.part("read_back", tuple(self.check(c, "read_back") for c in plan.read_back))
        yield self.part("parked", self.rows(plan.parked, label=self.wording("parked")))
        yield from self.told("people", "missing", "running")
        yield self.part("overlap", tuple(self.plain(text) for text in plan.overlap))
        yield self.part("story", self.rows(self.unsaid(plan.story)))
        yield self.grouped("domains", tuple(self.domain(domain) for domain in plan.domains))
        yield from self.told("learned")

    # --- parts ---------------------------------------------------------------------------------

    def part(self, name: str, rows: tuple[Row, ...]) -> Part:
        """A part without headings of its own."""
        return self.grouped(name, (Group("", (Point("", rows),)),))

    def told(self, *names: str) -> Iterator[Part]:
        """Parts that are lines and nothing else."""
        return (self.part(name, self.rows(getattr(self.plan, name))) for name in names)

    def grouped(self, name: str, groups: tuple[Group, ...], quiet: str = "") -> Part:
        """A part of groups; what is empty is left out."""
        kept = tuple(group for group in map(_without_empty, groups) if group.points)
        return Part(name, self.wording(f"parts.{name}"), kept, quiet)

    def domain(self, domain: PlanDomain) -> Group:
        """A domain with its lines; what stands among the own words is not said twice."""
        lines = Point("", self.rows(self.unsaid(domain.lines)))
        return Group(
            domain.title, (lines, Point(self.wording("signals"), self.rows(domain.signals)))
        )

    def helps(self) -> Part:
        """The rungs that were looked at; the others as one quiet line."""
        looked = tuple(rung for rung in self.plan.helps if rung.looked or rung.says)
        unseen = tuple(rung.title for rung in self.plan.helps if rung not in looked)
        groups = tuple(self.rung(rung) for rung in looked)
        return self.grouped("helps", groups, self.listed("unseen", unseen))

    def rung(self, rung: PlanHelp) -> Group:
        """One rung: what was looked at and what the resident says of it (004.7)."""
        looked = Point(self.wording("help.looked"), self.rows(rung.looked))
        return Group(rung.title, (looked, Point(self.wording("help.says"), self.rows(rung.says))))

    def listed(self, words: str, titles: tuple[str, ...]) -> str:
        """Titles in one quiet line, or nothing."""
        return self.wording(words, titles=", ".join(titles)) if titles else ""

    # --- rows ----------------------------------------------------------------------------------

    def unsaid(self, lines: tuple[PlanLine, ...]) -> tuple[PlanLine, ...]:
        """The lines that do not stand among the own words already."""
        return tuple(line for line in lines if line.seq not in self.said)

    def rows(
        self, lines: Iterable[PlanLine], label: str = "", subject: bool = False
    ) -> tuple[Row, ...]:
        """Lines as rows, each with whose it is; ``label`` says it otherwise."""
        return tuple(self.row(line, label, subject) for line in lines)

    def row(self, line: PlanLine, label: str = "", subject: bool = False) -> Row:
        """One line as a row. Quotation marks are left to the layout, unless they are there."""
        whose = self.whose(line)
        if label:
            whose = label if line.voice is Voice.INTERPRETED else f"{label}, {whose}"
        if subject and line.seq in self.subjects:
            whose = f"{whose}, {self.wording('about', subject=self.subjects[line.seq])}"
        asked = line.asked or line.title
        return Row(
            text=line.text,
            label=whose,
            seq=line.seq,
            moment=self.moment(line.at, line.visit),
            asked=self.wording("asked", asked=asked) if asked else "",
            quoted=line.voice is Voice.QUOTED and quoted(line.text) is None,
            proposal=bool(label) or line.voice is Voice.INTERPRETED,
            rtl=right_to_left(line.text),
        )

    def whose(self, line: PlanLine) -> str:
        """The voice of a line, with the role word of the person."""
        voice = self.wording(f"voice.{line.voice.value}")
        if line.member is None or line.voice is Voice.INTERPRETED:
            return voice
        form = "voice_from" if line.voice is Voice.REPORTED else "voice_of"
        return self.wording(form, voice=voice, who=line.member)

    def question(self, question: PlanQuestion) -> Row:
        """A question with whom it was checked, what lies beneath, which change, when enough."""
        checks = tuple(self.check(check, "check") for check in _newest(question.checks))
        if not checks:
            checks = (self.plain(self.wording("check.unchecked")),)
        points = [Point(self.wording("question.check"), checks)]
        for name in ("beneath", "change", "enough"):
            rows = self.rows(getattr(question, name))
            points.append(Point(self.wording(f"question.{name}"), rows))
        return self.with_points(self.row(question.line), points)

    def check(self, check: PlanCheck, words: str) -> Row:
        """Who was asked whether it is right, and the answer."""
        row = self.plain(
            self.wording(
                f"{words}.answer_said" if check.text else f"{words}.answer",
                who=check.member
                or self.wording("resident" if check.member is None else "somebody"),
                outcome=self.wording(f"{words}.{check.choice}"),
                text=check.text,
            )
        )
        return replace(row, seq=check.seq, moment=self.moment(check.at))

    def offer(self, offer: PlanOffer) -> Row:
        """Something put forward by the professional, and the answer (004.9)."""
        row = self.row(offer.line, label=self.wording("offered"))
        answer = self.plain(self.wording(f"offer.{offer.answer or 'open'}"))
        return self.with_points(row, [Point(self.wording("offer.answer"), (answer,))])

    def step(self, step: PlanStep) -> Row:
        """A step; it is a proposal for as long as nobody said yes to it (003.3)."""
        row = self.row(step.line)
        if step.proposal and not row.proposal:
            label = f"{row.label}, {self.wording('proposal')}"
            row = replace(row, label=label, proposal=True)
        facts = {
            "who": step.who or self.wording("resident_self" if step.who is None else "somebody"),
            "with_whom": step.with_whom,
            "when": step.when,
            "authority": step.authority,
            "reason": step.reason,
            "agrees": ", ".join(step.agrees) or self.wording("step.nobody"),
            "disagrees": ", ".join(step.disagrees),
        }
        told = ((self.wording(f"step.{name}"), text) for name, text in facts.items() if text)
        return self.with_points(row, [Point(label, (self.plain(text),)) for label, text in told])

    def plain(self, text: str) -> Row:
        """A text without a line of its own to lead back to."""
        return Row(text, rtl=right_to_left(text))

    def with_points(self, row: Row, points: list[Point]) -> Row:
        """The row with the points that hold something."""
        return replace(row, points=tuple(point for point in points if point.rows))

    # --- moments -------------------------------------------------------------------------------

    def moment(self, at: datetime, visit: int | None = None) -> str:
        """A moment and its visit, such as ``3 nov 14:05, bezoek 2``; the year when it differs."""
        local = at.astimezone(self.zone)
        year = "" if local.year == self.plan.made_at.astimezone(self.zone).year else local.year
        day = f"{local.day} {self.wording.month('months_short', local.month)} {year}".rstrip()
        told = f"{day} {local:%H:%M}"
        return told if visit is None else f"{told}, {self.wording('visit', number=visit)}"

    def made(self) -> str:
        """When the plan was made, as a sentence."""
        local = self.plan.made_at.astimezone(self.zone)
        date = f"{local.day} {self.wording.month('months', local.month)} {local.year}"
        return self.wording("made", date=date, time=f"{local:%H:%M}")


def _newest(checks: Iterable[PlanCheck]) -> tuple[PlanCheck, ...]:
    """Each person's newest answer, in the order in which they were asked last."""
    newest: dict[str | None, PlanCheck] = {}
    for check in checks:
        newest.pop(check.member, None)
        newest[check.member] = check
    return tuple(newest.values())


def _without_empty(group: Group) -> Group:
    return replace(group, points=tuple(point for point in group.points if point.rows))


def _sources(parts: Iterable[Part]) -> tuple[Row, ...]:
    """Every row that leads back to an entry, those under a row's points too, once each."""
    found: dict[int, Row] = {}
    waiting = [point for part in parts for group in part.groups for point in group.points]
    while waiting:
        for row in waiting.pop().rows:
            waiting.extend(row.points)
            if row.seq is not None:
                found[row.seq] = row
    return tuple(found[seq] for seq in sorted(found))
