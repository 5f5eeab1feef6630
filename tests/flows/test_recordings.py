"""Recorded conversations: every one goes as it was recorded, and together they go everywhere."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.clarification import conversing
from flows.clarification.table import CLARIFICATION
from flows.clarification.turn import Turn
from flows.desk import sitting
from flows.desk.table import DESK
from flows.desk.turn import DeskTurn
from flows.intervision import meeting
from flows.intervision.table import MEETING
from flows.intervision.turn import MeetingTurn
from flows.machine import Act, Flow, Row
from flows.practice.duo import pairing
from flows.practice.duo.table import DUO
from tests.flows.memory_stage import MemoryStage
from tests.flows.recordings import Differs, Move, Recording, Seen, library, play, recordings
from tests.meetings.memory_table import MemoryTable, begun
from tests.meetings.recordings import Step, meeting_recordings, play_meeting

RECORDINGS = recordings()


def by_name(recording: Recording) -> str:
    """A test is called after its recording."""
    return recording.name


@pytest.mark.parametrize("recording", RECORDINGS, ids=by_name)
def test_it_goes_as_recorded(recording: Recording) -> None:
    play(recording, MemoryStage())


def test_there_are_enough_to_know_the_work_by() -> None:
    assert len(RECORDINGS) >= 20
    assert len({recording.title for recording in RECORDINGS}) == len(RECORDINGS)


# --- together they go everywhere -----------------------------------------------------------------


class Walked(MemoryStage):
    """A stage that remembers which states were stood in."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.stood: set[str] = set()

    def make(self, move: Move) -> Seen:
        """Make the move and note where it leads."""
        seen = super().make(move)
        self.stood.add(f"desk {self.player.desk.state}")
        self.stood |= {one.at.state for one in self.player.conversations.values()}
        return seen


class WalkedTable(MemoryTable):
    """A table that remembers which states were stood in."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.stood: set[str] = set()

    def make(self, step: Step) -> Seen:
        """Take the step and note where it leads."""
        seen = super().make(step)
        self.stood |= {f"desk {desk.state}" for desk in self.company.desks.values()}
        self.stood |= {f"meeting {each.state}" for each in self.company.meetings.values()}
        return seen


def noting(flow: Flow, taken: set[Row]) -> Flow:
    """The same flow, that notes each row it takes."""

    def note(row: Row) -> Act:
        def noted(_: Turn | DeskTurn | MeetingTurn) -> None:
            taken.add(row)

        return noted

    return Flow(
        flow.states,
        flow.initial,
        (replace(row, leaving=(note(row), *row.leaving)) for row in flow.rows),
    )


@pytest.fixture(scope="module")
def walk() -> tuple[set[Row], set[str]]:
    """The rows that all recordings take together, and the states they stand in."""
    taken: set[Row] = set()
    stood: set[str] = set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(conversing, "flow", noting(CLARIFICATION, taken))
        patch.setattr(sitting, "flow", noting(DESK, taken))
        patch.setattr(meeting, "flow", noting(MEETING, taken))
        patch.setattr(pairing, "flow", noting(DUO, taken))
        for recording in RECORDINGS:
            stage = Walked()
            play(recording, stage)
            stood |= stage.stood
        for together in meeting_recordings():
            table = WalkedTable(begun(together, library()))
            play_meeting(together, table, table.codes)
            stood |= table.stood
    return taken, stood


def test_every_state_is_stood_in(walk: tuple[set[Row], set[str]]) -> None:
    """A state that no recording reaches is not known to work, or not needed."""
    _, stood = walk
    states = {
        *CLARIFICATION.states,
        *(f"desk {name}" for name in DESK.states),
        *(f"meeting {name}" for name in (*MEETING.states, *DUO.states)),
    }
    assert sorted(states - stood) == []


def test_every_move_is_made(walk: tuple[set[Row], set[str]]) -> None:
    """Each row of the tables is taken: no dead move stays behind."""
    taken, _ = walk
    every = (*CLARIFICATION.rows, *DESK.rows, *MEETING.rows, *DUO.rows)
    rows = [row for row in every if row not in taken]
    assert [f"{row.event} from {row.source}, {names(row)}" for row in rows] == []


def names(row: Row) -> str:
    """What a row does, in short."""
    guards = " and ".join(guard.__name__ for guard in row.guards) or "always"
    return f"{guards}, to {row.dest or 'the same place'}"


# --- a recording compares everything it says -----------------------------------------------------

SMALL = {
    "name": "klein",
    "title": "Klein",
    "turns": [
        {"press": "Ik kom van een gesprek"},
        {"press": "Nieuw huishouden", "notice": "Schuilnaam: {1}.", "asks": "vertel"},
        {"say": "Er is een tuin.", "sees": ["{1}", "1 regel wacht"], "buttons": ["Sorteren (1)"]},
    ],
    "entries": [{"told": "Er is een tuin."}],
    "plan": {"sees": ["Er is een tuin."]},
}
WRONG = [
    ({"press": "Nergens"}, "0 buttons 'Nergens'"),
    ({"press": "Leefgebieden", "sees": ["Zolder"]}, "'Zolder' is not seen"),
    ({"press": "Leefgebieden", "sees": ["Niet besproken", "Niets hoeft"]}, "or not there"),
    ({"press": "Leefgebieden", "not_sees": ["Niets hoeft"]}, "'Niets hoeft' is seen"),
    ({"press": "Leefgebieden", "buttons": ["Zolder"]}, "no button 'Zolder'"),
    ({"press": "Leefgebieden", "no_buttons": ["Thuis"]}, "a button 'Thuis'"),
    ({"press": "Leefgebieden", "notice": "Zolder"}, "'Zolder' is not said"),
    ({"press": "Leefgebieden", "asks": "gaat-goed"}, "gaat-goed is not asked"),
    ({"press": "Leefgebieden", "files": ["plan.txt"]}, "the files are ()"),
    ({"say": "/zolder", "quiet": True}, "is said"),
    ({"say": "Er is een zolder."}, "+told: Er is een zolder."),
    ({"old": "Zolder"}, "there never was a button 'Zolder'"),
]


def test_a_recording_that_is_right_is_played_to_its_end() -> None:
    play(Recording.model_validate(SMALL), MemoryStage())


@pytest.mark.parametrize(("turn", "says"), WRONG)
def test_what_is_not_as_recorded_is_said(turn: dict[str, object], says: str) -> None:
    turns = [*SMALL["turns"], turn]
    with pytest.raises(Differs) as differs:
        play(Recording.model_validate({**SMALL, "turns": turns}), MemoryStage())
    assert says in str(differs.value)


def test_too_many_taps_are_counted() -> None:
    turns = [*SMALL["turns"], {"press": "Leefgebieden"}, {"say": "Er is een zolder.", "taps": 0}]
    with pytest.raises(Differs, match="1 taps before this"):
        play(Recording.model_validate({**SMALL, "turns": turns}), MemoryStage())


@pytest.mark.parametrize(
    "change",
    [
        {"zolder": "x"},
        {"turns": [{"press": "Leefgebieden", "say": "x"}]},
        {"turns": [{"sees": ["x"]}]},
        {"turns": [{"press": "x", "message": 1}]},
        {"turns": [{"press": "x", "zolder": "x"}]},
        {"turns": []},
        {"requirements": {"001.15": ["ask vertel"]}},
        {"requirements": {"001.1": []}},
    ],
)
def test_a_recording_that_nobody_can_read_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Recording.model_validate({**SMALL, **change})
