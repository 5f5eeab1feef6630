"""Who is in a meeting, and whose turn it is: plain questions about people and roles."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from flows.content.shapes import MethodRole, Round
from flows.intervision.types import Meeting, Participant, Role
from flows.language.alike import alike

NAME = 20  # characters of the name one chooses in a meeting


def member(meeting: Meeting, person: str) -> Participant | None:
    """This person's place at the table, also when they left it; None for a stranger."""
    return next((one for one in meeting.people if one.person == person and person), None)


def present(meeting: Meeting) -> tuple[Participant, ...]:
    """Everybody who is here, in the order they came."""
    return tuple(one for one in meeting.people if one.here)


def numbered(meeting: Meeting, number: int) -> Participant | None:
    """The participant with this number."""
    return next((one for one in meeting.people if one.number == number), None)


def in_role(meeting: Meeting, role: Role) -> Participant | None:
    """Who is here in this role."""
    return next((one for one in present(meeting) if one.role == role), None)


def leads(meeting: Meeting, one: Participant) -> bool:
    """Whether this one keeps time and order: the facilitator, or a contributor who chose to."""
    if one.role == "contributor":
        return meeting.contributor_leads and in_role(meeting, "facilitator") is None
    return one.role == "facilitator"


def lets_in(meeting: Meeting, one: Participant) -> bool:
    """Whether this one may bring others in: who leads, and until it begins whose matter it is."""
    waits = meeting.state == "gathering" or leader(meeting) is None
    return leads(meeting, one) or (one.role == "contributor" and waits)


def leader(meeting: Meeting) -> Participant | None:
    """Who is here and keeps time and order."""
    return next((one for one in present(meeting) if leads(meeting, one)), None)


def keeps_it(meeting: Meeting, person: str) -> bool:
    """Whether it stays in this person's list: somebody from outside has nothing of it afterwards.

    They walked along as a guest, without any other right (001.13).
    """
    found = member(meeting, person)
    return not (found is not None and found.external and meeting.state == "closed")


def role_in_method(one: Participant) -> MethodRole:
    """A guest talks along as a participant does."""
    return "participant" if one.role == "guest" else one.role


def speaks(one: Participant, step: Round) -> bool:
    """Whether this round is for this role to speak."""
    return role_in_method(one) in step.speaks


def is_silent(one: Participant, step: Round) -> bool:
    """Whether the method asks this role to listen in this round."""
    return role_in_method(one) in step.silent


def takes_turns(one: Participant, step: Round) -> bool:
    """Whether somebody's turn comes in this round; who only answers has none to wait for."""
    answers = step.does == "ask" and one.role == "contributor"
    return speaks(one, step) and not answers


def speakers(meeting: Meeting, step: Round) -> tuple[Participant, ...]:
    """Everybody here whose turn comes in this round."""
    return tuple(one for one in present(meeting) if takes_turns(one, step))


def unheard(meeting: Meeting, step: Round) -> tuple[Participant, ...]:
    """Who speaks in this round and was not heard yet."""
    return tuple(one for one in speakers(meeting, step) if one.number not in meeting.heard)


def everybody_heard(meeting: Meeting, step: Round) -> bool:
    """Whether everybody here was heard, or let it pass."""
    return not unheard(meeting, step)


def is_short(name: str) -> bool:
    """Whether a name fits on a line."""
    return len(name) <= NAME and len(name.splitlines()) == 1


def is_taken(name: str, people: Iterable[Participant]) -> bool:
    """Whether somebody here has this name, or one that cannot be told from it."""
    return alike(name) in {alike(one.name) for one in people if one.name}


def free_number(name: str, people: Iterable[Participant]) -> int:
    """The lowest number, from 2, that sets this name apart when it stands behind it."""
    known = tuple(people)
    return next(number for number in count(2) if not is_taken(f"{name} {number}", known))
