"""What the big screen shows of a meeting: what is open to all who are in it, and never more. Pure.

It cannot act. What waits for somebody, what was written and is not opened yet and what a silent
role noted is not on it, and of a meeting that is over nothing is.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from flows.content.library import Library
from flows.content.shapes import Round
from flows.intervision.clock import seconds_left
from flows.intervision.people import is_silent, member, numbered, present, speakers, unheard
from flows.intervision.replaying import brought, in_hand, method_of, shown_last, wondering
from flows.intervision.screens.view import shortened
from flows.intervision.seen import (
    hidden_now,
    of_round,
    open_to_all,
    options,
    tallied,
    votes,
    would_do,
    written,
)
from flows.intervision.types import Contribution, Meeting, MeetingState
from flows.types import Standing

FIT = 12  # lines on one screen
CUT = 240  # characters of a line that can be read from afar


@dataclass(frozen=True, slots=True)
class BoardLine:
    """One contribution that is open to all, and what it was given: dots, or a word so often."""

    text: str
    by: str
    dots: int = 0
    words: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Board:
    """The meeting as everybody in the room may see it.

    ``left`` are the seconds of this round that are left, None when no clock runs. ``next`` are the
    names of who was not heard yet, ``silent`` of who listens. Of the ``lines`` the newest, or those
    with most dots, come first; ``earlier`` counts those that do not fit. ``wrote`` of ``speaking``
    people wrote something that is ``hidden`` until all of it opens. ``asked`` and ``told`` are the
    ``turn`` of a conversation that was shown last, with what people ``would`` do there; of the
    ``turns`` they ``wonder`` about this one now, at which so many ``chose`` something; 0 for none.
    """

    state: MeetingState
    method: str
    question: str = ""
    people: tuple[str, ...] = ()
    code: str = ""
    round: str = ""
    purpose: str = ""
    number: int = 0
    rounds: int = 0
    left: int | None = None
    next: tuple[str, ...] = ()
    silent: tuple[str, ...] = ()
    lines: tuple[BoardLine, ...] = ()
    earlier: int = 0
    hidden: bool = False
    wrote: int = 0
    speaking: int = 0
    asked: str = ""
    told: str = ""
    would: tuple[tuple[str, int], ...] = ()
    wonder: int = 0
    turn: int = 0
    turns: int = 0
    chose: int = 0


def board_of(library: Library, standing: Standing) -> Board | None:
    """The board of the meeting in hand, for who is at its table; empty when it is over."""
    meeting = standing.meeting
    if meeting is None or meeting.method not in library.methods:
        return None
    if not _is_here(meeting, standing.person):
        return None
    method = method_of(library, meeting)
    if meeting.state == "closed":
        return Board("closed", method.title)
    board = Board(
        meeting.state,
        method.title,
        question=standing.copy.question if standing.copy and meeting.copy else "",
        people=tuple(one.name for one in present(meeting)),
        code=meeting.code,
        rounds=len(method.rounds),
    )
    if meeting.state == "gathering" or meeting.round >= len(method.rounds):
        return replace(board, lines=_learned(meeting, standing, library))
    step = method.rounds[meeting.round]
    board = _in_round(board, library, standing, meeting, step)
    return _in_replay(board, standing, meeting) if step.does == "replay" else board


def _is_here(meeting: Meeting, person: str) -> bool:
    found = member(meeting, person)
    return found is not None and found.here


def left_of(library: Library, standing: Standing) -> int | None:
    """Seconds left of the round on this person's screen; None when no clock runs there."""
    meeting = standing.meeting
    if standing.desk.state != "meeting" or meeting is None or standing.now is None:
        return None
    if not _is_here(meeting, standing.person):
        return None
    if meeting.method not in library.methods:
        return None
    method = method_of(library, meeting)
    runs = meeting.state == "round" and meeting.began is not None and not meeting.days
    if not runs or meeting.round >= len(method.rounds):
        return None
    return seconds_left(meeting, method.rounds[meeting.round].minutes, standing.now)


def _in_round(
    board: Board, library: Library, standing: Standing, meeting: Meeting, step: Round
) -> Board:
    """The round that goes on, or that waits for the pause to end."""
    runs = meeting.state == "round" and standing.now is not None and not meeting.days
    here = present(meeting)
    lines = _lines(meeting, standing, library)
    return replace(
        board,
        round=step.title,
        purpose=step.purpose,
        number=meeting.round + 1,
        left=seconds_left(meeting, step.minutes, standing.now) if runs and standing.now else None,
        next=tuple(one.name for one in unheard(meeting, step)) if step.each_once else (),
        silent=tuple(one.name for one in here if is_silent(one, step)),
        lines=lines[:FIT],
        earlier=max(0, len(lines) - FIT),
        hidden=hidden_now(meeting, step),
        wrote=written(meeting, standing.contributions),
        speaking=len(speakers(meeting, step)),
    )


def _in_replay(board: Board, standing: Standing, meeting: Meeting) -> Board:
    """Step by step: the turn that was shown last, and the one that is wondered about."""
    turns = brought(meeting, standing.copy)
    last, wonder = shown_last(meeting, turns), wondering(meeting, turns)
    lines = standing.contributions
    would = would_do(meeting, lines, last.number) if last and not last.told else ()
    return replace(
        board,
        asked=last.asked if last else "",
        turn=last.number if last else 0,
        told=last.told if last else "",
        would=tallied(would),
        wonder=wonder or 0,
        turns=len(turns),
        chose=len(would_do(meeting, lines, wonder)) if wonder else 0,
    )


def _lines(meeting: Meeting, standing: Standing, library: Library) -> tuple[BoardLine, ...]:
    """What can be chosen among, with what it was given; else what was said in this round."""
    method = method_of(library, meeting)
    lines = standing.contributions
    chosen = options(meeting, method, lines)
    said = chosen or of_round(open_to_all(meeting, method, lines), meeting.round)
    if meeting.round < len(method.rounds) and method.rounds[meeting.round].does == "replay":
        about = in_hand(meeting, brought(meeting, standing.copy))
        said = tuple(each for each in said if each.about == about)
    given = votes(meeting, lines)
    shown = [_line(meeting, each, given.get(each.seq, ())) for each in said if each.text]
    if chosen:
        return tuple(sorted(shown, key=lambda line: -line.dots))
    return tuple(reversed(shown))


def _line(meeting: Meeting, each: Contribution, given: tuple[Contribution, ...] = ()) -> BoardLine:
    one = numbered(meeting, each.participant)
    words = Counter(vote.choice for vote in given if vote.choice and vote.choice != "dot")
    dots = sum(vote.choice == "dot" for vote in given)
    return BoardLine(shortened(each.text, CUT), one.name if one else "", dots, tuple(words.items()))


def _learned(meeting: Meeting, standing: Standing, library: Library) -> tuple[BoardLine, ...]:
    """In the harvest: what the contributor takes along and what the group learned."""
    shown = open_to_all(meeting, method_of(library, meeting), standing.contributions)
    found = (_line(meeting, each) for each in shown if each.kind == "learned" and each.text)
    return tuple(line if meeting.names else replace(line, by="") for line in found)
