"""What every requirement lives in: take it out, and a recorded conversation fails."""

from __future__ import annotations

import pytest

from tests.flows.recordings import Differs, Recording, library, play, recordings
from tests.flows.taken_out import stage_without, take_out
from tests.meetings.memory_table import MemoryTable, begun
from tests.meetings.recordings import MeetingRecording, meeting_recordings, play_meeting
from tests.requirements import ASKED, TABLE, everything_recorded, homes, named_anywhere, table

HELD = [
    pytest.param(recording, what, id=f"{requirement} {recording.name} without {what}")
    for recording in recordings()
    for requirement, pieces in recording.requirements.items()
    for what in pieces
]


HELD_TOGETHER = [
    pytest.param(recording, what, id=f"{requirement} {recording.name} without {what}")
    for recording in meeting_recordings()
    for requirement, pieces in recording.requirements.items()
    for what in pieces
]


@pytest.mark.parametrize(("recording", "what"), HELD_TOGETHER)
def test_it_is_missed_by_a_group(
    recording: MeetingRecording, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = MemoryTable(begun(recording, library()))
    take_out(what, monkeypatch)
    with pytest.raises((Differs, AssertionError)):
        play_meeting(recording, table, table.codes)


@pytest.mark.parametrize(("recording", "what"), HELD)
def test_it_is_missed(recording: Recording, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Differs):
        play(recording, stage_without(what, monkeypatch))


def test_every_requirement_has_a_recording_that_fails_without_it() -> None:
    recorded = everything_recorded()
    held = {requirement for recording in recorded for requirement in recording.requirements}
    assert sorted(held ^ ASKED.keys()) == []


# --- the table -----------------------------------------------------------------------------------


def test_every_requirement_has_a_home() -> None:
    """It is named at its guard, effect, question or words, or it is not there."""
    assert sorted(ASKED.keys() - homes().keys()) == []


def test_no_home_names_a_requirement_that_nobody_asked() -> None:
    assert sorted(named_anywhere() - ASKED.keys()) == []


def test_the_table_is_fresh() -> None:
    """A changed home changes the table: run `python -m tests.requirements`."""
    assert TABLE.read_text(encoding="utf-8") == table()


NAMED = {"guard", "effect", "function", "ask", "card"}


def test_what_holds_a_requirement_names_it() -> None:
    """A guard, effect, function, question or card that a recording would miss says for what."""
    lives = homes()
    nameless = [
        f"{sort} {name} does not name {number} ({recording.name})"
        for recording in everything_recorded()
        for number, pieces in recording.requirements.items()
        for sort, _, name in (what.partition(" ") for what in pieces)
        if sort in NAMED
        and not any(f"`{name.rpartition('.')[2]}`" in home for home in lives[number])
    ]
    assert nameless == []
