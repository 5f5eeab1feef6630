"""Which contributions stand, and who sees which: the one place where that is decided.

What a silent role noted, advice that waits and what is written before the group opens it are for
their maker alone. Every screen, page and document asks here.
"""

from __future__ import annotations

from collections import Counter

from flows.content.shapes import Method, Round
from flows.intervision.people import everybody_heard
from flows.intervision.types import Contribution, Meeting

Lines = tuple[Contribution, ...]
DOTS = 3  # dots each, where a round does not say how many


def as_it_stands(contributions: Lines) -> Lines:
    """What was not replaced by something newer, in the order in which it came first."""
    newer = {each.supersedes: each for each in contributions if each.supersedes is not None}
    standing = []
    for each in contributions:
        if each.supersedes is not None:
            continue
        last = each
        while last.seq in newer:
            last = newer[last.seq]
        standing.append(last)
    return tuple(standing)


def seen_by(number: int | None, meeting: Meeting, method: Method, lines: Lines) -> Lines:
    """Everything this participant may see; None for what is open to all."""
    standing = as_it_stands(lines)
    return tuple(
        each for each in standing if each.participant == number or _open(each, meeting, method)
    )


def open_to_all(meeting: Meeting, method: Method, lines: Lines) -> Lines:
    """What everybody in the meeting may see."""
    return seen_by(None, meeting, method, lines)


def of_round(lines: Lines, number: int) -> Lines:
    """What was said in this round."""
    return tuple(each for each in lines if each.round == number and each.kind in {"said", "held"})


def held_for(number: int, lines: Lines, *choices: str) -> Lines:
    """What waits for this participant alone, for one of these reasons."""
    return tuple(
        each
        for each in as_it_stands(lines)
        if each.kind == "held" and each.participant == number and each.choice in choices
    )


def waits_for(number: int, meeting: Meeting, lines: Lines) -> Lines:
    """What sounded like advice in this round and waits for its maker's answer."""
    return of_round(held_for(number, lines, "advice"), meeting.round)


def kept_by(number: int, meeting: Meeting, lines: Lines) -> Lines:
    """What this participant kept: for later, while listening, or unanswered as its round ended."""
    waiting = waits_for(number, meeting, lines)
    found = held_for(number, lines, "later", "silent", "advice")
    return tuple(each for each in found if each not in waiting)


def written(meeting: Meeting, lines: Lines) -> int:
    """How many people wrote something in this round, shown or not."""
    return len({each.participant for each in of_round(as_it_stands(lines), meeting.round)})


def hidden_now(meeting: Meeting, step: Round | None) -> bool:
    """Whether what is written in this round is not open yet (together at the end)."""
    return step is not None and step.shows == "together" and meeting.round not in meeting.shown


def _open(each: Contribution, meeting: Meeting, method: Method) -> bool:
    if each.kind == "held" and each.choice != "order":
        return False
    now_here = each.round == meeting.round and meeting.state in {"round", "paused"}
    step = method.rounds[each.round] if each.round < len(method.rounds) else None
    if each.kind in {"said", "vote"} and step is not None and step.shows == "together":
        return each.round in meeting.shown
    if each.kind == "held":
        first = each.supersedes or each.seq  # also when it was changed since
        opened = first <= meeting.opened or not now_here
        return opened or step is None or everybody_heard(meeting, step)
    return True


# --- choosing ----------------------------------------------------------------------------------


def options(meeting: Meeting, method: Method, lines: Lines) -> Lines:
    """What can be chosen among now: lines of the round named, or of the last that has any.

    In a replay: what the group would ask at the turn that is not shown yet.
    """
    step = method.rounds[meeting.round] if meeting.round < len(method.rounds) else None
    shown = tuple(each for each in open_to_all(meeting, method, lines) if each.text)
    said = tuple(each for each in shown if each.kind in {"said", "held"})
    if step is None:
        return ()
    if step.does == "replay":
        wonders = meeting.replayed % 2 == 0
        about = meeting.replayed // 2 + 1
        here = tuple(e for e in said if e.round == meeting.round and e.about == about)
        return here if wonders else ()
    if step.does != "choose":
        return ()
    ids = [one.id for one in method.rounds]
    if step.of in ids:
        return tuple(each for each in said if each.round == ids.index(step.of))
    rounds = [each.round for each in said if each.round < meeting.round]
    return tuple(each for each in said if rounds and each.round == max(rounds))


def votes(meeting: Meeting, lines: Lines) -> dict[int, Lines]:
    """Per contribution the votes it has in this round, in the order in which they came."""
    counted: dict[int, Lines] = {}
    for each in as_it_stands(lines):
        if each.kind == "vote" and each.of and each.choice != "off" and each.round == meeting.round:
            counted[each.of] = (*counted.get(each.of, ()), each)
    return counted


def would_do(meeting: Meeting, lines: Lines, turn: int) -> Lines:
    """What people tapped that they would do at this turn of what was brought in."""
    return tuple(
        each
        for each in as_it_stands(lines)
        if each.kind == "vote"
        and each.about == turn
        and each.round == meeting.round
        and each.choice != "off"
    )


def tallied(given: Lines) -> tuple[tuple[str, int], ...]:
    """The words that were given and how often, the most first."""
    return tuple(Counter(each.choice or "" for each in given).most_common())


def own_vote(number: int, of: int, meeting: Meeting, lines: Lines) -> Contribution | None:
    """This participant's vote for a contribution in this round, also when it was taken back."""
    return next(
        (
            each
            for each in as_it_stands(lines)
            if each.kind == "vote"
            and each.participant == number
            and each.of == of
            and each.round == meeting.round
        ),
        None,
    )


def words_given(step: Round) -> tuple[str, ...]:
    """The words that each line is given one of here; none where people give dots."""
    return step.choices if step.does == "choose" else ()


def given_back(number: int, meeting: Meeting, method: Method, lines: Lines) -> bool:
    """Whether a vote of this participant came back: what it was for was changed since.

    Until they choose anew among what can be chosen now: a dot is for the words that stood there.
    """
    before = {each.seq: each.supersedes for each in lines}
    given = {
        each.of: each.choice
        for each in as_it_stands(lines)
        if each.kind == "vote" and each.participant == number and each.round == meeting.round
    }
    for one in options(meeting, method, lines):
        older = before[one.seq]
        while one.seq not in given and older is not None:
            if given.get(older, "off") != "off":
                return True
            older = before[older]
    return False


def dots_of(step: Round) -> int:
    """How many dots each person has in this round; one for a turn that is replayed."""
    return 1 if step.does == "replay" else step.each or DOTS
