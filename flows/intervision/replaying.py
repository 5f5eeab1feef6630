"""Going through what was brought in step by step: first wonder, then look.

A method may have a round for it. In any other the facilitator puts it in, when a conversation was
brought in: beforehand, so that nobody reads on, or as the next round.
"""

from __future__ import annotations

from dataclasses import replace

from flows.content.library import Library
from flows.content.shapes import Method
from flows.intervision.types import Meeting, Participant, SharedCopy, SharedTurn


def method_of(library: Library, meeting: Meeting) -> Method:
    """How this meeting is held: its method, with the round that the facilitator put into it."""
    method = library.methods[meeting.method]
    if meeting.walk is None or library.replay is None:
        return method
    before, after = method.rounds[: meeting.walk], method.rounds[meeting.walk :]
    rounds = (*before, library.replay, *after)
    minutes = method.minutes + library.replay.minutes
    return method.model_copy(update={"rounds": rounds, "minutes": minutes})


def has_replay(method: Method) -> bool:
    """Whether there is a round already in which the group goes through it."""
    return any(one.does == "replay" for one in method.rounds)


def walk_begins(library: Library, meeting: Meeting, copy: SharedCopy | None) -> int | None:
    """The number that a round step by step gets when it is put in now; None when it cannot be.

    Beforehand it comes behind the round in which the contributor tells; later it is the next one.
    Rounds keep their numbers as long as none behind it was begun.
    """
    method = method_of(library, meeting)
    if library.replay is None or has_replay(method) or not brought(meeting, copy):
        return None
    if meeting.state == "gathering":
        told = (number for number, one in enumerate(method.rounds) if one.does == "tell")
        return next(told, 0) + 1
    last = meeting.round + 1 >= len(method.rounds) or any(n > meeting.round for n in meeting.shown)
    return None if last or meeting.state != "round" else meeting.round + 1


def brought(meeting: Meeting, copy: SharedCopy | None) -> tuple[SharedTurn, ...]:
    """The turns of what was brought in; none when it was taken back or never had any."""
    return copy.turns if copy and meeting.copy else ()


def wondering(meeting: Meeting, turns: tuple[SharedTurn, ...]) -> int | None:
    """The turn that is not shown yet and that the group wonders about; None when none is."""
    done, half = divmod(meeting.replayed, 2)
    return done + 1 if not half and done < len(turns) else None


def in_hand(meeting: Meeting, turns: tuple[SharedTurn, ...]) -> int | None:
    """The turn that is wondered about, or of which only the question was shown; None at the end."""
    number = meeting.replayed // 2 + 1
    return number if number <= len(turns) else None


def shown_last(meeting: Meeting, turns: tuple[SharedTurn, ...]) -> SharedTurn | None:
    """The turn that was stepped to last; what was told is empty as long as it is not shown."""
    done, half = divmod(meeting.replayed, 2)
    if not 0 < done + half <= len(turns):
        return None
    last = turns[done + half - 1]
    return replace(last, told="") if half else last


def turns_shown(
    meeting: Meeting, method: Method, copy: SharedCopy | None, viewer: Participant | None
) -> tuple[SharedTurn, ...]:
    """The turns as this person may see them; an answer that is not shown yet is empty.

    Before it begins the group knows the question alone. With a method that replays, a turn is seen
    when the group stepped to it, and all of them afterwards. Who brought it in knows it already.
    """
    if copy is None or meeting.copy is None or viewer is None or not viewer.here:
        return ()
    if viewer.role == "contributor":
        return copy.turns
    if meeting.state == "gathering":
        return ()
    replays = [number for number, one in enumerate(method.rounds) if one.does == "replay"]
    if not replays or meeting.round > max(replays):
        return copy.turns
    asked, told = (meeting.replayed + 1) // 2, meeting.replayed // 2
    return tuple(
        each if number <= told else replace(each, told="")
        for number, each in enumerate(copy.turns[:asked], 1)
    )
