"""One turn of a meeting while it is being made: the machine's cursor and the effects' desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.content.library import Library
from flows.content.shapes import Method, Round
from flows.intervision.people import member
from flows.intervision.replaying import brought, method_of
from flows.intervision.seen import as_it_stands
from flows.intervision.types import (
    Contribution,
    ContributionKind,
    KeepContribution,
    Meeting,
    Participant,
    SharedCopy,
    SharedTurn,
)
from flows.types import NOTHING_HEARD, Effect, Fresh, Notice, Standing


class MeetingTurn:
    """What guards look at and effects write to; thrown away when anything raises."""

    def __init__(
        self,
        library: Library,
        standing: Standing,
        meeting: Meeting,
        now: datetime,
        fresh: Fresh,
    ) -> None:
        self.library = library
        self.meeting = meeting
        self.copy: SharedCopy | None = standing.copy
        self.contributions = standing.contributions
        self.person = standing.person
        self.invited = standing.invited
        self.looking = standing.desk.looking
        self.now = now
        self.fresh = fresh
        self.heard = NOTHING_HEARD
        self.argument = ""
        self.effects: tuple[Effect, ...] = ()
        self.notices: tuple[Notice, ...] = ()
        self.leaves = False  # this seat leaves the meeting for the desk

    @property
    def state(self) -> str:
        """The machine's state."""
        return self.meeting.state

    @state.setter
    def state(self, name: str) -> None:
        self.change(state=name)

    def change(self, **changes: Any) -> None:  # noqa: ANN401  (a meeting has many parts)
        """Change the meeting."""
        self.meeting = replace(self.meeting, **changes)

    @property
    def me(self) -> Participant | None:
        """Who sits here, when they are at the table."""
        found = member(self.meeting, self.person)
        return found if found and found.here else None

    @property
    def mine(self) -> int:
        """The number of who sits here; 0 for nobody."""
        return self.me.number if self.me else 0

    @property
    def method(self) -> Method:
        """How this meeting is held."""
        return method_of(self.library, self.meeting)

    @property
    def step(self) -> Round | None:
        """The round that is going on; None before the first and after the last."""
        in_round = self.meeting.state == "round" and self.meeting.round < len(self.method.rounds)
        return self.method.rounds[self.meeting.round] if in_round else None

    @property
    def standing(self) -> tuple[Contribution, ...]:
        """The contributions as they stand."""
        return as_it_stands(self.contributions)

    @property
    def turns(self) -> tuple[SharedTurn, ...]:
        """The turns of the copy; none when it was withdrawn or never had any."""
        return brought(self.meeting, self.copy)

    def number(self) -> int | None:
        """The argument as a number."""
        fits = self.argument.isascii() and self.argument.isdigit() and len(self.argument) < 7
        return int(self.argument) if fits else None

    def named(self) -> Contribution | None:
        """The contribution that a button names, as it stands."""
        return next((each for each in self.standing if each.seq == self.number()), None)

    def change_person(self, number: int, **changes: Any) -> None:  # noqa: ANN401
        """Change one place at the table."""
        self.change(
            people=tuple(
                replace(one, **changes) if one.number == number else one
                for one in self.meeting.people
            )
        )

    def hear(self, number: int) -> None:
        """Somebody was heard in this round."""
        if number not in self.meeting.heard:
            self.change(heard=(*self.meeting.heard, number))

    def note_open(self) -> None:
        """What waited its turn and is open now does not close again for who comes in later."""
        if self.contributions:
            self.change(opened=self.contributions[-1].seq)

    def keep(self, kind: ContributionKind, text: str = "", **about: Any) -> Contribution:  # noqa: ANN401
        """Keep what was brought in, in the round that goes on."""
        seq = self.contributions[-1].seq + 1 if self.contributions else 1
        values: dict[str, Any] = {"round": self.meeting.round, "source": self.heard.source}
        values |= {"participant": self.mine} | about
        made = Contribution(seq, self.now, kind=kind, text=text, **values)
        self.contributions = (*self.contributions, made)
        self.effects = (*self.effects, KeepContribution(made))
        return made

    def say(self, words: str, **values: str) -> None:
        """One sentence above the screen."""
        self.notices = (*self.notices, Notice(words, values))
