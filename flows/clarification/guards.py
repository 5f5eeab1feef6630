"""The conversation's guards: each one a principle, named and with the requirement it keeps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.clarification.lines import of_kind
from flows.clarification.turn import Turn
from flows.types import Entry, Kind, Voice

CLOSED_TO_IDEAS = frozenset({Kind.LINE, Kind.TOLD, Kind.GOOD, Kind.SIGNAL, Kind.NEEDED, Kind.KNOWN})
# Who does a step, as it is kept; anybody else by their role word.
PROFESSIONAL, RESIDENT, TOGETHER = "professional", "bewoner", "samen"
READING_ALONG = frozenset({"plan.reading_back", "plan.correcting"})


def question_was_checked(turn: Turn) -> bool:
    """The one gate: what helps opens once the question is clear (004.1, 001.6).

    A question is clear when its wording, as it now stands, was checked with the resident, or is
    marked provisional because somebody cannot confirm it; or when the professional opened the gate
    early ("mits verantwoord").
    """
    early = turn.conversation.early
    return bool(clear_questions(turn)) or (not turn.of(Kind.QUESTION) and 0 in early)


def clear_questions(turn: Turn) -> tuple[int, ...]:
    """The questions for which what helps is open (004.1)."""
    return tuple(
        root
        for root, question in turn.of(Kind.QUESTION).items()
        if root in turn.conversation.early
        or is_clear(question, turn.of(Kind.CHECKED, about=root).values())
    )


def is_clear(question: Entry, checks: Iterable[Entry]) -> bool:
    """Whether this question's present wording was checked, or stands as provisional."""
    checks = list(checks)
    return bool(
        checks
        and checks[-1].choice in {"confirmed", "provisional"}
        and checks[-1].seq > question.seq
    )


def comes_too_early(turn: Turn) -> bool:
    """An idea or objection of the professional before the question is clear (001.6).

    A wish in the resident's own words is never parked: it is theirs.
    """
    line = line_with_idea(turn)
    return bool(
        line
        and line.kind in CLOSED_TO_IDEAS
        and line.voice is not Voice.QUOTED
        and not question_was_checked(turn)
    )


def line_with_idea(turn: Turn) -> Entry | None:
    """The line of this turn in which the reader saw an idea."""
    idea = turn.reading.idea
    return next((line for line in turn.kept if idea and idea in line.text), None)


def sounds_like_danger(turn: Turn) -> bool:
    """Safety goes before everything (004.1), but only after the note was kept."""
    return bool(turn.reading.danger and turn.kept)


def looking_together(turn: Turn) -> bool:
    """The resident reads along: nothing private on this screen (004.1, tone.md §1)."""
    return turn.state in READING_ALONG


def something_waits(turn: Turn) -> bool:
    """While the resident read along, something was kept back (004.1)."""
    return bool(turn.conversation.pending)


def has_question(turn: Turn) -> bool:
    """There is a question to look beneath, to call good enough, to check."""
    return bool(turn.of(Kind.QUESTION))


def in_a_domain(turn: Turn) -> bool:
    """A domain was named that there is."""
    return turn.argument in turn.library.domains


def in_a_group(turn: Turn) -> bool:
    """A group of domains was named that there is."""
    return turn.argument in turn.library.groups


def on_a_rung(turn: Turn) -> bool:
    """One rung of the ladder is open."""
    return turn.at.rung is not None


def offering(turn: Turn) -> bool:
    """Something is being put forward, because that was asked for (004.9)."""
    return turn.at.prompt == "aanreiken"


def has_step(turn: Turn) -> bool:
    """A step is in hand to say with whom and when."""
    return turn.at.about in turn.of(Kind.STEP)


def professional_gives_reason(turn: Turn) -> bool:
    """The resident does it, unless there is a reason that a professional does (000.2)."""
    return turn.argument == PROFESSIONAL


def everybody_agrees(turn: Turn) -> bool:
    """Nothing is called decided without those it is about (003.3).

    Nobody is missing, and everybody in the circle agrees with every step.
    """
    steps = turn.of(Kind.STEP)
    people = circle(person.text for person in turn.of(Kind.PERSON).values())
    return (
        bool(steps)
        and not turn.of(Kind.MISSING)
        and all(last_said(turn.lines, each, one) == "agrees" for each in steps for one in people)
    )


def circle(people: Iterable[str]) -> tuple[str, ...]:
    """Those who decide together: the people who were named, and never nobody (003.3)."""
    return tuple(people) or (RESIDENT,)


def last_said(lines: Mapping[int, Entry], step: int, person: str) -> str:
    """What this person last said of this step: agrees, disagrees, or nothing yet."""
    said = [e for e in of_kind(lines, Kind.AGREED, about=step).values() if e.member == person]
    return said[-1].choice or "" if said else ""


def back_somewhere(turn: Turn) -> bool:
    """There is a screen to go back to."""
    return bool(turn.conversation.history)


def in_overlay(turn: Turn) -> bool:
    """Something lies over the conversation and can be put away."""
    return bool(turn.conversation.overlay)


def names_a_line(turn: Turn) -> bool:
    """The button names a line of this conversation."""
    return turn.argument.isdigit() and int(turn.argument) in turn.lines
