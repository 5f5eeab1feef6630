"""What comes out of a meeting: the question as it is now, perspectives, what goes along, a step.

Nothing of it goes anywhere by itself: the contributor takes it along, line by line.
"""

from __future__ import annotations

from dataclasses import dataclass

from flows.content.shapes import Method
from flows.intervision.seen import Lines, open_to_all
from flows.intervision.types import Contribution, Meeting

ASKED = ("question", "along", "step")  # of the contributor, in this order


@dataclass(frozen=True, slots=True)
class Harvest:
    """The lines that come out, each as it was written."""

    put: Lines = ()
    question: Lines = ()
    perspective: Lines = ()
    along: Lines = ()
    step: Lines = ()
    learned: Lines = ()
    bottleneck: Lines = ()


def harvest_of(meeting: Meeting, method: Method, lines: Lines) -> Harvest:
    """The outcome as it stands, from what is open to everybody."""
    sorted_by: dict[str, list[Contribution]] = {}
    for each in open_to_all(meeting, method, lines):
        part = part_of(each, method)
        if part and each.text:
            sorted_by.setdefault(part, []).append(each)
    return Harvest(**{part: tuple(found) for part, found in sorted_by.items()})


def part_of(each: Contribution, method: Method) -> str:
    """What a line is in the outcome; empty for what stays in the meeting."""
    if each.kind == "learned":
        return each.choice or "learned"
    if each.kind == "bottleneck":
        return "bottleneck" if each.choice == "kept" else ""
    spoken = each.kind == "said" or (each.kind == "held" and each.choice == "order")
    in_round = each.round < len(method.rounds)
    return method.rounds[each.round].becomes if spoken and in_round else ""


def open_questions(meeting: Meeting, method: Method, lines: Lines) -> tuple[str, ...]:
    """What the contributor is still asked: what a round brought already is not asked again."""
    numbers = {one.number for one in meeting.people if one.role == "contributor"}
    own = [each for each in lines if each.participant in numbers]
    said = {part_of(each, method) for each in own}
    passed = {each.choice for each in own if each.kind == "skip"}
    return tuple(part for part in ASKED if part not in said and part not in passed)
