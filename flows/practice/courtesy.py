"""What anybody says in a talk, whoever they are: hello, thank you, a number, what did you mean.

Each has a line of its own in the persona's file, so that small talk is never taken for a question.
"""

from __future__ import annotations

from flows.content.shapes import LineKind, SmallKind
from flows.practice.case import Answering, again, fresh_line, line
from flows.practice.hearing import takes_leave
from flows.practice.types import Saying

SOCIAL: tuple[tuple[str, SmallKind | LineKind], ...] = (
    ("sorry", "after_sorry"),
    ("thanks", "after_thanks"),
    ("with_you", "after_reflection"),
)
# What is not heard as something said to this person, the worst first.
NOT_HEARD: tuple[tuple[str, SmallKind | LineKind], ...] = (
    ("rude", "closing_down"),
    ("out_of_play", "unplaced"),
    ("foreign", "foreign"),
)
# What is answered with a line of its own, as long as there is one that was not said yet.
CLOSED = frozenset({"closed_question", "suggestive_question", ""})
ASKED: tuple[tuple[str, frozenset[str], SmallKind], ...] = (
    ("scale", frozenset({"scaling_question", "closed_question", ""}), "scale"),
    ("wonder", frozenset({"miracle_exception_question", "open_question"}), "wonder"),
    ("safe", CLOSED, "safe"),
    ("danger", CLOSED, "danger"),
    ("age", CLOSED | {"open_question"}, "age"),
    ("name", CLOSED | {"open_question"}, "name"),
    ("children", CLOSED, "children"),
    ("consent", frozenset({"closed_question", "other", ""}), "consent"),
)
NAMED = frozenset({"safe", "danger"})  # who is in danger does not say so at once
PLAIN = frozenset({"other", "", "information", "closed_question"})
GREETS = PLAIN | {"affirmation", "simple_reflection"}
FIRST_TURNS = 2  # in which people greet, and say how it goes


def small_talk(case: Answering) -> Saying | None:
    """Hello and goodbye, sorry and thank you, and what somebody says who feels with you."""
    said, heard = case.said, case.library.heard
    not_heard = next((kind for act, kind in NOT_HEARD if act in said.acts), None)
    if not_heard:
        return line(case, not_heard)
    first = len(case.turns) < FIRST_TURNS and "how_it_goes" not in said.acts
    if first and said.did in GREETS and heard["hello"].search(said.text):
        return line(case, "greeting")
    if said.did not in PLAIN:
        return None
    if not said.asks and takes_leave(case.library, said.text):
        return line(case, "goodbye" if case.turns else "greeting")
    if said.asks or said.did == "closed_question":
        return None
    kind = next((found for act, found in SOCIAL if act in said.acts), None)
    if kind is None and heard["boundary"].search(said.text):
        kind = "chat"
    return line(case, kind) if kind and case.persona.lines.get(kind) else None


def told_just_now(case: Answering) -> bool:
    """Whether the last answer was about something that can be asked on about."""
    return case.before.said is not None and case.before.said.fact is not None


def asked_of_anybody(case: Answering) -> Saying | None:
    """How it goes, how long, a number, and what was meant: anybody has an answer to these.

    What was meant is said again in other words.
    """
    said = case.said
    if "clarify" in said.acts:
        told = [fact for fact in said.facts if fact.id in case.before.told]
        meant = told[0] if told else None if said.named else case.in_hand
        return again(case, meant) or line(case, "explains")
    if "feels" in said.acts and not told_just_now(case):
        return fresh_line(case, "feels")
    early = len(case.turns) < FIRST_TURNS and said.did in {"open_question", "closed_question", ""}
    if "how_it_goes" in said.acts and early and not said.subject:
        return fresh_line(case, "how_it_goes")
    if "how_long" in said.acts and not said.subject and said.did == "closed_question":
        return fresh_line(case, "how_long") if told_just_now(case) else None
    kinds = (kind for act, labels, kind in ASKED if act in said.acts and said.did in labels)
    hides = said.named and case.persona.warning is not None
    found = (fresh_line(case, kind) for kind in kinds if kind not in NAMED or not hides)
    return next((saying for saying in found if saying), None)
