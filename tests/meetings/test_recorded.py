"""The recorded meetings, played in memory; every method to its end, without and with typing."""

from __future__ import annotations

import pytest

from flows.intervision.types import Meeting
from tests.flows.recordings import library
from tests.meetings.memory_table import MEETING, MemoryTable, begun
from tests.meetings.recordings import MeetingRecording, meeting_recordings, play_meeting

ALL = [pytest.param(each, id=each.name) for each in meeting_recordings()]


def played(recording: MeetingRecording) -> MemoryTable:
    """The table when this recording was played to its end."""
    table = MemoryTable(begun(recording, library()))
    play_meeting(recording, table, table.codes)
    return table


def ended(table: MemoryTable) -> Meeting:
    """The meeting as it stands at the end."""
    return table.company.meetings[MEETING]


@pytest.mark.parametrize("recording", ALL)
def test_it_goes_as_recorded(recording: MeetingRecording) -> None:
    played(recording)


@pytest.mark.parametrize("method", sorted(library().methods))
def test_every_method_comes_to_its_end_with_not_a_word_typed(method: str) -> None:
    silent = [
        each
        for each in meeting_recordings()
        if each.method == method and not any(turn.say for turn in each.turns)
    ]
    assert any(ended(played(each)).state == "closed" for each in silent)


@pytest.mark.parametrize("method", sorted(library().methods))
def test_every_method_comes_to_its_end_with_typing(method: str) -> None:
    typed = [
        each
        for each in meeting_recordings()
        if each.method == method and sum(bool(turn.say) for turn in each.turns) > 3
    ]
    assert any(ended(played(each)).state == "closed" for each in typed)
