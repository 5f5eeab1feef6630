"""The table in memory: several people, the pure turn for each, and the real words.

Between every two turns the meeting goes through JSON and back, to show that it is nothing but
values. After every turn the group chat's panel is held against everything that is private.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from html import unescape
from typing import TypeVar

from pydantic import TypeAdapter

from bot.app.rendering import Renderer
from bot.app.types import Shown
from flows.content.library import Library
from flows.intervision.types import (
    Contribution,
    Meeting,
    Participant,
    SharedCopy,
    SharedTurn,
)
from flows.language.coach import coach
from flows.language.reading import WordReader
from flows.playing_together import Company
from flows.practice.duo.types import WAY
from flows.types import Desk, Edited, Pressed, Said, Screen
from tests.flows.memory_stage import renderer
from tests.flows.moves import Differs, Edit, Move, Press, Say, Seen, as_seen
from tests.flows.recordings import library
from tests.meetings.recordings import (
    Look,
    LookAtPanel,
    Made,
    MeetingRecording,
    Step,
    TimePasses,
)

MEETING = "bijeenkomst"
COPY = "kopie"
MEETINGS = TypeAdapter(Meeting)
CONTRIBUTIONS = TypeAdapter(tuple[Contribution, ...])
DESK = TypeAdapter(Desk)
T = TypeVar("T")
_TAG = re.compile(r"<[^>]+>")


@cache
def reader() -> WordReader:
    """What listens along: the word lists and the coach, as they are wired."""
    words = library().content.words
    return WordReader(words, lambda text: coach(text, "nl"))


def begun(recording: MeetingRecording, shelf: Library) -> Company:
    """Everybody at the table, before it begins; two who rehearse together begin at their desks."""
    company = Company(shelf, reader=reader())
    if recording.method == WAY:
        return company
    now = company.now
    turns = tuple(
        SharedTurn(number, each.asked, each.told, "retold")
        for number, each in enumerate(recording.brought, 1)
    )
    expires = now + timedelta(days=14)
    copy = SharedCopy(COPY, recording.origin, recording.question, turns, now, expires)
    people = tuple(
        Participant(number, name, name, role, external=role == "guest")
        for number, (name, role) in enumerate(recording.people.items(), 1)
    )
    meeting = Meeting(MEETING, recording.method, COPY, people=people, days=recording.days)
    company.begin(meeting, copy)
    return company


@dataclass
class MemoryTable:
    """Several people in one meeting, each with a screen of their own."""

    company: Company
    words: Renderer = field(default_factory=renderer)
    codes: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._earlier: dict[tuple[str, str], str] = {}

    def make(self, step: Step) -> Seen:
        """Take this step and look."""
        match step:
            case TimePasses(minutes, days):
                self.company.now += timedelta(minutes=minutes)
                self.company.pass_days(days)
                return Seen("")
            case LookAtPanel():
                return self._seen(self.panel(), "")
            case Look(who):
                return self.look(who)
            case Made(who, move):
                self._make(who, move)
        self._through_json()
        self.nothing_leaks()
        return self.look(step.who, told=True)

    def _make(self, who: str, move: Move) -> None:
        match move:
            case Press(label, old):
                value = self._earlier.get((who, label)) if old else self._value(who, label)
                if value is None:
                    raise Differs(f"there never was a button {label!r}")
                self.company.take(who, Pressed.of(value))
            case Say(text, message):
                source = f"{who}/{message}" if message else None
                self.company.take(who, Said(text, source))
            case Edit(message, text):
                self.company.take(who, Edited(text, f"{who}/{message}"))
            case _:
                raise Differs(f"nobody does {move} in a meeting")

    def look(self, who: str, *, told: bool = False) -> Seen:
        """What somebody sees now; what was said above it only after their own turn."""
        seen = self._seen(self.company.screen(who), who)
        notices = self.company.notices.get(who, ()) if told else ()
        return Seen(
            seen.text, seen.buttons, tuple(self.words.words(notice, "nl") for notice in notices)
        )

    def panel(self) -> Screen:
        """What a group chat sees of the meeting."""
        return self.company.panel(next(iter(self.company.meetings)))

    def _seen(self, screen: Screen, who: str) -> Seen:
        shown = self._shown(screen, who)
        labels = tuple(button.label for row in shown.rows for button in row)
        return Seen(unescape(_TAG.sub("", shown.text)), labels)

    def _shown(self, screen: Screen, who: str) -> Shown:
        shown = self.words.show(screen, self.company.desk(who), address="u", door="telegram")
        self._earlier |= {(who, b.label): b.value for row in shown.rows for b in row}
        return shown

    def _value(self, who: str, label: str) -> str:
        shown = self._shown(self.company.screen(who), who)
        values = [b.value for row in shown.rows for b in row if b.label == label]
        if len(values) != 1:
            raise Differs(
                f"{len(values)} buttons {label!r} for {who} on\n{as_seen(self.look(who))}"
            )
        return values[0]

    def _through_json(self) -> None:
        company = self.company
        company.desks = {who: _through(DESK, desk) for who, desk in company.desks.items()}
        for name, meeting in company.meetings.items():
            company.meetings[name] = _through(MEETINGS, meeting)
            lines = company.contributions.get(name, ())
            company.contributions[name] = _through(CONTRIBUTIONS, lines)
            codes = {"code": meeting.code, "guest_code": meeting.guest_code}
            self.codes |= {which: code for which, code in codes.items() if code}

    def nothing_leaks(self) -> None:
        """The group chat sees no word of what was brought in or contributed."""
        if not self.company.meetings:
            return
        panel = self._seen(self.panel(), "").text
        for text in private_texts(self.company):
            assert text not in panel, f"the panel shows {text!r}:\n{panel}"


def private_texts(company: Company) -> tuple[str, ...]:
    """Everything that people wrote or brought in, longer than a word."""
    copies = [text for copy in company.copies.values() for text in texts_of(copy)]
    said = [each.text for lines in company.contributions.values() for each in lines]
    return tuple(text for text in (*copies, *said) if len(text) > 12)


def texts_of(copy: SharedCopy) -> tuple[str, ...]:
    """The texts of a copy."""
    turns = (text for turn in copy.turns for text in (turn.asked, turn.told))
    return (copy.question, *turns)


def _through(adapter: TypeAdapter[T], value: T) -> T:
    there_and_back = adapter.validate_json(adapter.dump_json(value))
    assert there_and_back == value
    return there_and_back
