"""Looking back on a run: a mirror of what happened, never a grade; "niet voor beoordeling".

MITI's thresholds are left out: they are norms for spoken counselling between trained people.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from flows.content.library import Library
from flows.practice.counting import counts_of
from flows.practice.feedback import Feedback, feedback_on, is_heavy
from flows.practice.hearing import GIVES_BACK, QUESTIONS, spoken_text
from flows.practice.meaning import reply
from flows.practice.stance import (
    fact_of,
    levels,
    live,
    stance_of,
    words_of,
)
from flows.practice.types import Exchange, Meant, Practice, Spoken

# What may be taken along to the next time, the most telling first.
CLOSING = (
    "changed_subject",
    "advice_solution",
    "suggestive_question",
    "stacked_questions",
    "why_question",
    "jargon",
    "closed_series",
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A turn that moved trust: its number, the exact words, and what was answered."""

    turn: int
    feedback: Feedback


@dataclass(frozen=True, slots=True)
class Said:
    """One turn of the transcript."""

    turn: int
    text: str
    answer: str
    feedback: Feedback
    taken_back: bool


@dataclass(frozen=True, slots=True)
class LookBack:
    """Everything that is shown at the end, on a screen and on paper."""

    title: str
    aim: str
    intro: str
    found: tuple[str, ...]
    hidden: tuple[str, ...]  # subjects of what was not told
    opens: int
    closed: int
    reflections: int
    questions: int
    trust: tuple[int, ...]
    moments: tuple[Moment, ...]
    best: Moment | None
    next_time: str
    meant: Meant
    summary: str
    reply: str
    says: str
    said: tuple[Said, ...]


def look_back(library: Library, practice: Practice, spoken: tuple[Spoken, ...]) -> LookBack:
    """The run as it stands, taken-back turns only in the transcript."""
    persona = library.personas[practice.persona]
    turns = live(practice)
    told = stance_of(persona, turns).told
    moments = tuple(
        Moment(number, feedback_on(library, practice, spoken, turn))
        for number, turn in enumerate(turns, 1)
        if turn.moved
    )
    hidden = [fact.domain for fact in persona.facts if fact.id not in told]
    counts = counts_of(turns)
    return LookBack(
        title=persona.title,
        aim=library.content.coaching.aims.get(practice.aim, ""),
        intro=persona.intro,
        found=tuple(words_of(persona, t.said) for t in turns if t.said.kind == "tells"),
        hidden=tuple(
            dict.fromkeys(library.domains[d].title for d in hidden if d in library.domains)
        ),
        opens=counts.opens,
        closed=counts.closed,
        reflections=counts.reflections,
        questions=counts.questions,
        trust=levels(persona, turns),
        moments=moments,
        best=_best(library, practice, spoken, turns),
        next_time=_next_time(practice, turns),
        meant=practice.meant,
        summary=spoken_text(spoken, practice.summary),
        reply=reply(persona, practice.meant, practice.word),
        says=persona.meaning.says if practice.meant == "yes" else "",
        said=_transcript(library, practice, spoken),
    )


def _transcript(
    library: Library, practice: Practice, spoken: tuple[Spoken, ...]
) -> tuple[Said, ...]:
    """Every turn, those that were taken back too."""
    persona = library.personas[practice.persona]
    return tuple(
        Said(
            number,
            spoken_text(spoken, turn.seq),
            words_of(persona, turn.said),
            feedback_on(library, practice, spoken, turn),
            turn.taken_back,
        )
        for number, turn in enumerate(practice.exchanges, 1)
    )


def _best(
    library: Library,
    practice: Practice,
    spoken: tuple[Spoken, ...],
    turns: tuple[Exchange, ...],
) -> Moment | None:
    """The turn after which most was told: what lay beneath, something heavy, then what opened."""
    persona = library.personas[practice.persona]

    def weight(turn: Exchange) -> tuple[bool, bool, int, bool]:
        fact = fact_of(persona, turn.said.fact) if turn.said.kind == "tells" else None
        return bool(fact and fact.real), is_heavy(persona, turn), turn.moved, fact is not None

    good = [(n, t) for n, t in enumerate(turns, 1) if t.moved > 0 or t.said.kind == "tells"]
    if not good:
        return None
    number, turn = max(good, key=lambda pair: (weight(pair[1]), -pair[0]))
    return Moment(number, feedback_on(library, practice, spoken, turn))


def _next_time(practice: Practice, turns: tuple[Exchange, ...]) -> str:
    """One thing for next time: what closed most often, or else what was not tried yet."""
    seen = Counter(name for turn in turns for name in {turn.did, *turn.signs})
    closing = [name for name in CLOSING if seen[name]]
    if closing:
        return max(closing, key=lambda name: seen[name])
    asked = sum(turn.did in QUESTIONS for turn in turns)
    if asked > sum(seen[name] for name in GIVES_BACK):
        return "give_back"
    if not seen["silence"]:
        return "silence"
    return "own_words" if not seen["own_words"] else "stay"
