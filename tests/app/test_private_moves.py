"""Whatever moves are made: nothing private, struck or changed comes where a resident reads.

Every text that is told carries a mark of its own, so that a mark in a paper is that text.
"""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app.documents import WORDS
from bot.app.plan_view import sheet_of
from flows.clarification.lines import NEVER, audiences, current, roots_of
from flows.clarification.plan import plan_of
from flows.types import Audience, Edited, Entry, Kind, Pressed, Said
from tests.flows.memory_stage import MemoryStage, renderer
from tests.flows.recordings import library

MARK = re.compile(r"q\d+z")
TEXTS = (
    '"{} is het zwaarst als ik alleen ben."',
    "{} Ze slaapt slecht. {} De huur loopt achter.",
    "{} moeder, {} de oudste zoon van de buurvrouw van beneden",
    "{} een traplift zou goed zijn.",
    "{} Hij heeft haar geslagen.",
    "{} Haar man is overleden.",
    "{}",
)
# Where something is told, and what is tapped on the way there.
PATHS = (
    ("go.story.telling",),
    ("go.circle.people",),
    ("go.circle.people", "ask:"),
    ("go.circle.missing", "ask:"),
    ("go.domains.map", "group:", "domain:"),
    ("go.question.wording",),
    ("go.question.wording", "go.question.checking", "check:confirmed"),
    ("go.question.wording", "go.question.beneath"),
    ("go.helps.ladder", "rung:"),
    ("go.helps.ladder", "ask:aanreiken"),
    ("go.helps.ladder", "go.plan.steps"),
    ("go.helps.ladder", "go.plan.steps", "step:", "who:"),
    ("go.helps.ladder", "early"),
    ("go.plan.showing", "go.plan.deciding", "agree:"),
    ("go.plan.showing", "go.plan.reading_back"),
    ("go.mirror.asking",),
    ("promise",),
    ("park_idea",),
)
LINE = ("edit", "strike", "line_audience:", "line_voice:", "line_domain:")


class Household:
    """One household at one seat, whose every text is marked."""

    def __init__(self) -> None:
        self.stage = MemoryStage()
        self.player = self.stage.player
        self.told = 0
        for action in ("desk.choose:after", "desk.new"):
            self.press(action)

    def press(self, *beginnings: str, number: int = 0) -> bool:
        """Press one of the buttons that begin so, if there are any."""
        actions = sorted(self.player.screen.actions)
        fit = [a for a in actions if a.startswith(beginnings or ("",))]
        if not fit:
            return False
        self.player.take(Pressed(self.player.desk.screen, fit[number % len(fit)]))
        self.look()
        return True

    def say(self, form: str, source: str | None = None) -> None:
        """Type a text with marks of its own; ``source`` names the message that is changed."""
        text = re.sub(r"\{\}", lambda _: self._mark(), form)
        given_now = Edited(text, source) if source else Said(text, f"chat/{self.player.turns}")
        self.player.take(given_now)
        self.look()

    def _mark(self) -> str:
        self.told += 1
        return f"q{self.told}z"

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Everything that was told of the one household."""
        return next(iter(self.player.entries.values()), ())

    def look(self) -> None:
        """Nothing that is not to be read is in the copy, or on a screen to read along."""
        conversation = next(iter(self.player.conversations.values()), None)
        if conversation is None:
            return
        gone = unreadable(self.entries)
        plan = plan_of(conversation, self.entries, library(), self.player.now)
        copy = repr(sheet_of(plan, renderer().labels(WORDS), ZoneInfo("UTC")))  # text and PDF
        assert not gone & marks(copy), copy
        screen, seen = self.player.screen, self.stage.look()
        if screen.values.get("large"):
            read = "\n".join((*seen.notices, seen.text, *seen.buttons))
            assert not gone & marks(read), read
        if screen.name == "version":
            assert not private(self.entries) & marks(seen.text), seen.text


def marks(text: str) -> frozenset[str]:
    """The marks in a text."""
    return frozenset(MARK.findall(text))


def unreadable(entries: tuple[Entry, ...]) -> frozenset[str]:
    """The marks of every text that is no line for everybody now."""
    told = marks(" ".join(entry.text for entry in entries))
    return told - marks(
        " ".join(
            line.text
            for line in current(entries).values()
            if line.audience is Audience.EVERYBODY and line.kind not in {*NEVER, Kind.WHO}
        )
    )


def private(entries: tuple[Entry, ...]) -> frozenset[str]:
    """The marks of what the professional keeps apart, struck or not."""
    roots, readers = roots_of(entries), audiences(entries)
    hidden = [e for e in entries if readers[roots[e.seq]] is not Audience.EVERYBODY]
    return marks(" ".join(entry.text for entry in hidden))


Move = tuple[str, int, int, str]


def moves(most: int) -> st.SearchStrategy[list[Move]]:
    """What a hand does: tell somewhere, change one line, change who reads, tap whatever."""
    sort = st.sampled_from(("tell", "tell", "line", "line", "voice", "edit", "tap", "tap", "back"))
    number = st.integers(0, 999)
    return st.lists(
        st.tuples(sort, number, number, st.sampled_from(TEXTS)), min_size=3, max_size=most
    )


def do(household: Household, move: Move) -> None:
    """Make one of these moves, as far as the screens allow."""
    sort, one, other, text = move
    if sort == "tell":
        household.say("/menu")
        for tap in PATHS[one % len(PATHS)]:
            household.press(tap, number=other)
        household.say(text)
    elif sort == "line":
        household.say("/regels")
        household.press("line:", number=one)
        action = LINE[other % len(LINE)]
        household.press(action, number=one // 7)
        if action == "edit":
            household.say(text)
    elif sort == "voice":
        household.say("/menu")
        household.press("go.story.telling")
        household.press("voice")
        household.press("set_audience:", "set_voice:", number=one)
        household.press("set_member:q", number=other)
        household.press("back")
    elif sort == "edit":
        sources = sorted({e.source for e in household.entries if e.source})
        if sources:
            household.say(text, sources[one % len(sources)])
    elif sort == "back":
        household.say("/plan")
        household.press("go.plan.reading_back", "save", "version:", number=one)
        household.press("right", "not_right", "add", "version:", number=other)
    else:
        household.press(number=one)


def play(done: list[Move]) -> None:
    """Make the moves in one household, as long as it is there and in hand."""
    household = Household()
    for move in done:
        if household.player.desk.state != "talking":
            household.say("/verder")
            household.press("open:")
        do(household, move)


@settings(max_examples=40, deadline=None)
@given(done=moves(15))
def test_whatever_is_done_nothing_private_is_read_along(done: list[Move]) -> None:
    play(done)


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=1000, deadline=None)
@given(done=moves(40))
def test_whatever_is_done_for_long_nothing_private_is_read_along(done: list[Move]) -> None:
    play(done)
