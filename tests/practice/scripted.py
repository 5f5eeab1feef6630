"""A stand-in for the coach, and somebody who practises in memory.

The stand-in is told what an utterance is: a test writes ``open: Hoe gaat het met u?``. Without a
label in front it says nothing, as the coach does when it is not sure.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flows.content.library import Library
from flows.content.shapes import Persona
from flows.language.verdict import Verdict
from flows.loading import load_content
from flows.playing import Player
from flows.practice.practising import begun
from flows.practice.stance import Stance, live, stance_of, words_of
from flows.practice.types import Exchange, Practice
from flows.types import Desk, Reading, Said

RUN = "run-1"
LABELS = {
    "open": "open_question",
    "closed": "closed_question",
    "leading": "suggestive_question",
    "stacked": "stacked_questions",
    "why": "why_question",
    "scale": "scaling_question",
    "wonder": "miracle_exception_question",
    "advice": "advice_solution",
    "reflect": "simple_reflection",
    "deeper": "complex_reflection",
    "affirm": "affirmation",
    "sum": "summary",
    "tell": "information",
    "other": "other",
}


@cache
def library() -> Library:
    """The shipped Dutch content, read once."""
    return Library(load_content("nl"))


class Told:
    """The stand-in: says of the next utterance what it was told."""

    label = ""

    def read(self, text: str) -> Reading:
        """What the test says that it is."""
        if not self.label:
            return Reading()
        return Reading(verdict=Verdict(self.label, "told", text, 1.0))


@dataclass
class Trainee:
    """Somebody who practises with one persona."""

    persona: str
    seed: int = 7
    later: bool = False

    def __post_init__(self) -> None:
        self.coach = Told()
        desk = Desk(state="practising", practice=RUN, seed=self.seed)
        self.player = Player(library(), desk, reader=self.coach)
        self.player.runs[RUN] = begun(library(), self.persona, RUN, self.seed)
        if self.resident.warning:
            self.player.press("run.accept")
        if self.later:
            self.player.press("run.later")
        self.player.press("run.begin")

    def say(self, line: str) -> str:
        """Say ``label: text`` and give the resident's answer."""
        label, colon, text = line.partition(": ")
        known = colon and label in LABELS
        self.coach.label = LABELS[label] if known else ""
        assert self.player.take(said(text if known else line)), self.player.notices
        return self.answer

    def still(self) -> str:
        """Keep still."""
        assert self.player.press("run.silence"), self.player.notices
        return self.answer

    def press(self, action: str) -> None:
        """Press a button that is on the screen."""
        assert self.player.press(action), self.player.notices

    @property
    def run(self) -> Practice:
        """The run as it stands."""
        return self.player.runs[RUN]

    @property
    def resident(self) -> Persona:
        """Who is talked with."""
        return library().personas[self.persona]

    @property
    def stance(self) -> Stance:
        """How the resident stands in it."""
        return stance_of(self.resident, live(self.run))

    @property
    def turn(self) -> Exchange:
        """The last turn that stands."""
        return live(self.run)[-1]

    @property
    def answer(self) -> str:
        """What the resident said last."""
        return words_of(self.resident, self.stance.said)


def said(text: str) -> Said:
    """A typed text."""
    return Said(text)
