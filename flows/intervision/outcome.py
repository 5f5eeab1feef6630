"""What came out of a meeting, for who may have it; and what its contributor does with it.

A pure projection of what people said and wrote as outcome: nothing of the copy is in it but the
question as it was put. While it goes on, everybody at the table sees it. Afterwards the contributor
has all of it and the others what the group itself learned; somebody from outside has nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flows.content.shapes import Method
from flows.intervision.harvest import harvest_of
from flows.intervision.people import numbered
from flows.intervision.seen import Lines
from flows.intervision.turn import MeetingTurn
from flows.intervision.types import Contribution, Meeting, Participant, SharedCopy
from flows.types import DocumentName, Send

PARTS = ("put", "question", "perspective", "along", "step", "learned", "bottleneck")
OURS = frozenset({"learned", "bottleneck"})  # what stays with everybody of the group
OWN = frozenset({"put", "question", "along", "step"})  # of one person: the order tells nothing
PAPERS: dict[str, DocumentName] = {
    "pdf": "meeting.pdf",
    "word": "meeting.docx",
    "text": "meeting.txt",
}


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One line of what came out. ``who`` is empty where the group wants no names."""

    part: str
    text: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class MeetingOutcome:
    """What came out, part by part in the order of `PARTS`; ``whole`` for its contributor."""

    title: str
    lines: tuple[OutcomeLine, ...] = ()
    names: bool = False
    whole: bool = False

    def of(self, part: str) -> tuple[OutcomeLine, ...]:
        """The lines of one part."""
        return tuple(line for line in self.lines if line.part == part)


def outcome_of(
    meeting: Meeting,
    copy: SharedCopy | None,
    contributions: Lines,
    method: Method,
    viewer: Participant | None,
) -> MeetingOutcome | None:
    """What this person has of the outcome; None for who has nothing of it (001.13).

    Without names nothing tells who said what: not a name, nor a number, nor the order in which the
    lines of several people came.
    """
    if viewer is None or not viewer.here or viewer.removed:
        return None
    over = meeting.state == "closed"
    if over and viewer.external:
        return None
    whole = not over or viewer.role == "contributor"
    harvest = harvest_of(meeting, method, contributions)
    lines = [
        line
        for part in PARTS
        if whole or part in OURS
        for line in _lines(part, getattr(harvest, part), meeting)
    ]
    if copy and meeting.copy and not over:
        lines.insert(0, OutcomeLine("put", copy.question))
    return MeetingOutcome(method.title, tuple(lines), meeting.names, whole)


def _lines(part: str, found: Iterable[Contribution], meeting: Meeting) -> list[OutcomeLine]:
    makers = {each.participant for each in found}
    made = [OutcomeLine(part, each.text, _who(part, each, meeting)) for each in found]
    told = meeting.names or (part in OWN and len(makers) < 2)
    return made if told else sorted(made, key=lambda line: (line.text.casefold(), line.text))


def _who(part: str, each: Contribution, meeting: Meeting) -> str:
    maker = numbered(meeting, each.participant)
    return maker.name if maker and meeting.names and part not in {"put", "bottleneck"} else ""


# --- what the contributor does with it afterwards ------------------------------------------------


def outcome_here(turn: MeetingTurn) -> MeetingOutcome | None:
    """The outcome as this person has it."""
    return outcome_of(turn.meeting, turn.copy, turn.contributions, turn.method, turn.me)


def may_take_along(meeting: Meeting, viewer: Participant | None) -> bool:
    """Only the contributor adds it to an own conversation, and never what was a practice run.

    It is kept in their own place, by their own hand (001.13).
    """
    mine = viewer is not None and viewer.here and viewer.role == "contributor"
    return mine and meeting.state == "closed" and meeting.origin == "conversation"


def takes_along(turn: MeetingTurn) -> bool:
    """The contributor, afterwards, of what came from a conversation."""
    return may_take_along(turn.meeting, turn.me)


def stands_in_it(turn: MeetingTurn) -> bool:
    """A line of the outcome, by its place in it."""
    found, number = outcome_here(turn), turn.number()
    return found is not None and number is not None and number < len(found.lines)


def something_picked(turn: MeetingTurn) -> bool:
    """At least one line, and a place for it."""
    return bool(picked(turn.looking)) and turn.argument in {"mirror", "thought"}


def a_paper(turn: MeetingTurn) -> bool:
    """A form on paper, of an outcome that has anything in it, for who may have it."""
    found = outcome_here(turn)
    return turn.argument in PAPERS and found is not None and bool(found.lines)


def send_paper(turn: MeetingTurn) -> None:
    """What came out, to take along on paper (001.13)."""
    turn.effects = (*turn.effects, Send(PAPERS[turn.argument], turn.meeting.id))


def choose_lines(turn: MeetingTurn) -> None:
    """Line by line: which of them go along; those that were chosen stay chosen."""
    turn.looking = f"take:{turn.number() or 0}:{_joined(picked(turn.looking))}"


def pick(turn: MeetingTurn) -> None:
    """This line goes along, or after all not."""
    number, chosen = turn.number() or 0, picked(turn.looking)
    kept = tuple(one for one in chosen if one != number)
    made = kept if number in chosen else tuple(sorted((*chosen, number)))
    page = turn.looking.split(":")[1] if turn.looking.startswith("take:") else "0"
    turn.looking = f"take:{page}:{_joined(made)}"


def choose_place(turn: MeetingTurn) -> None:
    """To the mirror, or to the conversation as one's own thought; which one is chosen next."""
    turn.looking = f"into:{turn.argument}:{_joined(picked(turn.looking))}"


def picked(looking: str) -> tuple[int, ...]:
    """The places of the lines that were chosen."""
    what, _, rest = looking.partition(":")
    chosen = rest.partition(":")[2] if what in {"take", "into"} else ""
    return tuple(int(one) for one in chosen.split(".") if one.isascii() and one.isdigit())


def picked_lines(found: MeetingOutcome, looking: str) -> tuple[OutcomeLine, ...]:
    """The lines that were chosen, in their order."""
    return tuple(found.lines[one] for one in picked(looking) if one < len(found.lines))


def _joined(chosen: tuple[int, ...]) -> str:
    return ".".join(map(str, chosen))
