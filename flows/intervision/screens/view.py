"""What every screen of a meeting is made with: the view, a line as it is shown, and pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from flows.content.library import Library
from flows.content.shapes import Method, Round
from flows.intervision.clock import minutes_left
from flows.intervision.outcome import MeetingOutcome, outcome_of
from flows.intervision.people import leads, lets_in, member, numbered
from flows.intervision.replaying import method_of, turns_shown
from flows.intervision.seen import Lines, seen_by, votes
from flows.intervision.types import Contribution, Meeting, Participant, SharedCopy, SharedTurn
from flows.types import Listing

PAGE = 2_400  # characters of what people wrote on one page
SHOWN = 5  # lines on the screen of a round, the newest
CUT = 200  # characters of a line there


@dataclass(frozen=True, slots=True)
class Line:
    """A contribution as it is shown: ``who`` is empty where names are left out."""

    seq: int
    who: str
    text: str
    dots: int = 0
    words: tuple[str, ...] = ()
    skipped: str = ""
    about: int | None = None


@dataclass(frozen=True)
class MeetingView:
    """What a screen of a meeting may look at."""

    library: Library
    meeting: Meeting
    copy: SharedCopy | None
    contributions: Lines
    person: str
    looking: str
    now: datetime | None
    listing: tuple[Listing, ...] = ()
    room: bool = False  # a door that leads to this meeting and nowhere else

    @property
    def me(self) -> Participant | None:
        """Who looks, when they are at the table."""
        found = member(self.meeting, self.person)
        return found if found and found.here else None

    @property
    def mine(self) -> int:
        """The number of who looks; 0 for nobody."""
        return self.me.number if self.me else 0

    @property
    def method(self) -> Method:
        """How this meeting is held."""
        return method_of(self.library, self.meeting)

    @property
    def step(self) -> Round | None:
        """The round that goes on or waits; None in the harvest and after it."""
        rounds = self.method.rounds
        return rounds[self.meeting.round] if self.meeting.round < len(rounds) else None

    @property
    def advice_ahead(self) -> bool:
        """Whether a round for advice goes on or is still to come; some methods have none."""
        return any(step.advice for step in self.method.rounds[self.meeting.round :])

    @property
    def leads(self) -> bool:
        """Whether who looks keeps time and order."""
        return self.me is not None and leads(self.meeting, self.me)

    @property
    def lets_in(self) -> bool:
        """Whether who looks may bring others in."""
        return self.me is not None and lets_in(self.meeting, self.me)

    @property
    def contributes(self) -> bool:
        """Whether who looks brought it in."""
        return self.me is not None and self.me.role == "contributor"

    @property
    def minutes(self) -> int | None:
        """Minutes left in this round; None without a clock."""
        if self.now is None or self.step is None or self.meeting.days:
            return None
        return minutes_left(self.meeting, self.step.minutes, self.now)

    @cached_property
    def seen(self) -> Lines:
        """The contributions that this person may see."""
        return seen_by(self.mine, self.meeting, self.method, self.contributions)

    @cached_property
    def outcome(self) -> MeetingOutcome | None:
        """What came out, as far as this person has it."""
        return outcome_of(self.meeting, self.copy, self.contributions, self.method, self.me)

    @cached_property
    def readable(self) -> Lines:
        """What there is to read for this person, without what only they know of."""
        return tuple(
            each
            for each in self.seen
            if (each.text and (each.kind != "held" or each.choice == "order"))
            or (each.kind == "skip" and each.round < len(self.method.rounds))
        )

    @property
    def here(self) -> Lines:
        """What was said in this round, as far as this person may see it."""
        return tuple(
            each
            for each in self.seen
            if each.round == self.meeting.round
            and (
                each.kind in {"said", "learned"} or (each.kind == "held" and each.choice == "order")
            )
        )

    @property
    def turns(self) -> tuple[SharedTurn, ...]:
        """The turns of what was brought in, as far as they are shown."""
        return turns_shown(self.meeting, self.method, self.copy, self.me)

    @property
    def question(self) -> str:
        """The question that was put to the group; empty when it was taken back."""
        return self.copy.question if self.copy and self.meeting.copy else ""

    def name(self, number: int) -> str:
        """How somebody is called here."""
        found = numbered(self.meeting, number)
        return found.name if found else ""

    def lines(self, found: Iterable[Contribution], cut: int = 0) -> tuple[Line, ...]:
        """Contributions as they are shown, with what they were given."""
        given = votes(self.meeting, self.seen)
        return tuple(self._line(each, cut, given.get(each.seq, ())) for each in found)

    def _line(self, each: Contribution, cut: int, given: Lines) -> Line:
        words = tuple(vote.choice for vote in given if vote.choice and vote.choice != "dot")
        who, text = self.name(each.participant), shortened(each.text, cut)
        skipped = (each.choice or "") if each.kind == "skip" else ""
        return Line(each.seq, who, text, len(given), words, skipped, each.about)


def shortened(text: str, cut: int) -> str:
    """A text of at most so many characters; 0 for the whole of it."""
    return text if not cut or len(text) <= cut else text[: cut - 1].rstrip() + "…"


def pages(lengths: Iterable[int]) -> tuple[tuple[int, ...], ...]:
    """Which pieces of these lengths stand together on a page, by their place from 0."""
    made: list[list[int]] = [[]]
    room = PAGE
    for number, length in enumerate(lengths):
        if length > room and made[-1]:
            made.append([])
            room = PAGE
        made[-1].append(number)
        room -= length
    return tuple(tuple(page) for page in made)


def page_named(looking: str, count: int) -> int:
    """The page that is looked at, from 0; the last when there are no longer so many."""
    number = looking.partition(":")[2]
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
    return min(asked, max(0, count - 1))
