"""Plays meetings of several people in memory: what recorded meetings and `handvat check` run on.

The same pure turn as behind every door. Every person sits at a desk of their own; the meetings,
their contributions and the shared copies are one store, to which a code or a place at the table
gives the right.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from flows.advance import advance, screen_of, wanted_code, wanted_meeting
from flows.content.library import Library
from flows.intervision.meeting import closed_by_date
from flows.intervision.people import keeps_it, member
from flows.intervision.screens.panel import panel
from flows.intervision.types import (
    BeginMeeting,
    Contribution,
    EndMeeting,
    EndPasses,
    KeepContribution,
    Meeting,
    MeetingListing,
    OfferPass,
    Role,
    ShareCopy,
    SharedCopy,
    UsePass,
)
from flows.language.reading import WordReader
from flows.playing import BEGIN, Reads, lent
from flows.types import (
    Desk,
    Edited,
    Effect,
    Erase,
    Input,
    Notice,
    Outcome,
    Pressed,
    Reading,
    Rejected,
    Said,
    Screen,
    Standing,
)

SECONDS = 5  # that a turn takes


@dataclass
class Company:
    """Colleagues, each at a desk, and what they hold in common."""

    library: Library
    now: datetime = BEGIN
    turns: int = 0
    reader: Reads | None = None
    desks: dict[str, Desk] = field(default_factory=dict)
    notices: dict[str, tuple[Notice, ...]] = field(default_factory=dict)
    meetings: dict[str, Meeting] = field(default_factory=dict)
    contributions: dict[str, tuple[Contribution, ...]] = field(default_factory=dict)
    copies: dict[str, SharedCopy] = field(default_factory=dict)
    passes: dict[str, tuple[str, Role]] = field(default_factory=dict)
    rights: dict[tuple[str, str], Role] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.reader is None:
            self.reader = WordReader(self.library.content.words)

    def begin(self, meeting: Meeting, copy: SharedCopy) -> None:
        """A meeting about a copy begins; its people have it on their screen."""
        self.copies[copy.id] = copy
        self.meetings[meeting.id] = meeting
        for one in meeting.people:
            self.rights[one.person, meeting.id] = one.role
            self.desks[one.person] = Desk(state="meeting", meeting=meeting.id, seed=1)

    def desk(self, person: str) -> Desk:
        """Where this person sits."""
        return self.desks.get(person, Desk(seed=1))

    def standing(self, person: str, given: Input | None = None) -> Standing:
        """Where things stand for this person, in this turn or as they look."""
        desk = self.desk(person)
        code = wanted_code(desk, given) if given else None
        name = wanted_meeting(desk, given) if given else None
        name = name or (desk.meeting if desk.state == "meeting" else None) or ""
        invited = self.rights.get((person, name))
        if code is not None:
            name, invited = self.passes.get(code, ("", None))
        met = self.meetings.get(name) if self._may(person, name, invited) else None
        copy = self.copies.get(met.copy or "") if met else None
        return Standing(
            desk,
            person=person,
            meeting=met,
            copy=copy if copy and copy.expires > self.now else None,
            contributions=self.contributions.get(name, ()) if met else (),
            meetings=tuple(
                MeetingListing(key, one.method, self.now, one.state, me.role)
                for key, one in reversed(self.meetings.items())
                if (me := member(one, person)) and not me.removed and keeps_it(one, person)
            ),
            invited=invited if met else None,
            now=self.now,
        )

    def _may(self, person: str, meeting: str, invited: Role | None) -> bool:
        found = self.meetings.get(meeting)
        return found is not None and (invited is not None or member(found, person) is not None)

    def screen(self, person: str) -> Screen:
        """What this person sees now."""
        return screen_of(self.library, self.standing(person))

    def panel(self, meeting: str) -> Screen:
        """What a group chat sees of a meeting now."""
        return panel(self.library, self.meetings[meeting], self.now)

    def take(self, person: str, given: Input) -> bool:
        """Take one turn of this person; False when it was refused."""
        self.turns += 1
        self.now += timedelta(seconds=SECONDS)
        reading = Reading()
        if self.reader and isinstance(given, Said | Edited):
            reading = self.reader.read(given.text)
        standing = self.standing(person, given)
        outcome = advance(self.library, standing, given, reading, lent(self.turns), self.now)
        number = self.desk(person).screen + 1
        if isinstance(outcome, Rejected):
            self.desks[person] = replace(self.desk(person), screen=number)
            self.notices[person] = (outcome.notice,)
            return False
        self.desks[person] = replace(outcome.desk, screen=number)
        self.notices[person] = outcome.notices
        self._carry_out(person, outcome)
        return True

    def _carry_out(self, person: str, outcome: Outcome) -> None:
        for effect in outcome.effects:
            match effect:
                case BeginMeeting(meeting):
                    self.meetings[meeting.id] = meeting
                case ShareCopy(copy):
                    self.copies[copy.id] = copy
                case OfferPass(code, name, role, once):
                    self.passes = {
                        each: found
                        for each, found in self.passes.items()
                        if once or found != (name, role)
                    } | {code: (name, role)}
                case EndPasses(name):
                    self._end_passes(name)
                case UsePass(_, name, role):
                    self.rights[person, name] = role
                case Erase(name):
                    self.copies.pop(name, None)
        if outcome.meeting is not None:
            self._keep(outcome.meeting, outcome.effects)

    def _keep(self, meeting: Meeting, effects: tuple[Effect, ...]) -> None:
        name = meeting.id
        if EndMeeting(name) in effects:
            del self.meetings[name]
            self.contributions.pop(name, None)
            return
        kept = tuple(each.contribution for each in effects if isinstance(each, KeepContribution))
        self.meetings[name] = meeting
        self.contributions[name] = self.contributions.get(name, ()) + kept
        if meeting.state == "closed":
            self._end_passes(name)

    def _end_passes(self, meeting: str) -> None:
        self.passes = {code: to for code, to in self.passes.items() if to[0] != meeting}

    def pass_days(self, days: int) -> None:
        """Days go by; rounds that run over days close by themselves."""
        self.now += timedelta(days=days)
        for name, met in tuple(self.meetings.items()):
            standing = replace(Standing(Desk()), meeting=met, copy=self.copies.get(met.copy or ""))
            standing = replace(standing, contributions=self.contributions.get(name, ()))
            outcome = closed_by_date(self.library, standing, lent(self.turns), self.now)
            if outcome is not None:
                self._carry_out("", outcome)

    def press(self, person: str, action: str) -> bool:
        """Press a button of the screen this person sees."""
        return self.take(person, Pressed(self.desk(person).screen, action))

    def say(self, person: str, text: str, source: str | None = None) -> bool:
        """This person types a text."""
        return self.take(person, Said(text, source))
