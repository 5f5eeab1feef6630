"""Which turns of what was brought in can be seen now: first wonder, then look."""

from __future__ import annotations

from dataclasses import replace

from flows.content.shapes import Method
from flows.intervision.types import Meeting, Participant, SharedCopy, SharedTurn


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
