"""Recorded meetings: what several people do and see, as YAML, to be played on any stage.

Like the recorded conversations, a recording knows nothing of the doors it is played through: the
script yields who makes which move and is sent what that person sees after it. Between moves it asks
what others see (`Look`), and what the whole group chat sees (`LookAtPanel`). Buttons are pressed by
the label people read; ``{code}`` and ``{guest_code}`` stand for the codes of the meeting.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Annotated, Protocol

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows.content.shapes import RequirementId
from flows.intervision.types import Origin, Role
from flows.loading import read_labels
from tests.flows.moves import Differs, Edit, Move, Press, Say, Seen, as_seen

FOLDER = Path(__file__).parent / "recorded"
Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Made:
    """Somebody makes a move."""

    who: str
    move: Move


@dataclass(frozen=True, slots=True)
class Look:
    """What somebody sees now."""

    who: str


@dataclass(frozen=True, slots=True)
class LookAtPanel:
    """What a group chat sees of the meeting now."""


@dataclass(frozen=True, slots=True)
class TimePasses:
    """So many minutes or days pass, and nothing is done."""

    minutes: int = 0
    days: int = 0


Step = Made | Look | LookAtPanel | TimePasses


class Table(Protocol):
    """Where a meeting is played: takes a step and looks."""

    def make(self, step: Step) -> Seen:
        """Take this step and look."""


class Strict(BaseModel):
    """An unknown key is a mistake in a recording."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Expected(Strict):
    """What is seen, and what is not."""

    sees: Texts = ()
    not_sees: Texts = ()
    buttons: Texts = ()
    no_buttons: Texts = ()

    def check(self, seen: Seen) -> None:
        """Raise `Differs` when it is not as recorded."""
        for text in self.sees:
            if text not in seen.text:
                raise Differs(f"{text!r} is not seen on\n{as_seen(seen)}")
        for text in self.not_sees:
            if text in seen.text:
                raise Differs(f"{text!r} is seen on\n{as_seen(seen)}")
        for label in self.buttons:
            if label not in seen.buttons:
                raise Differs(f"there is no button {label!r} on\n{as_seen(seen)}")
        for label in self.no_buttons:
            if label in seen.buttons:
                raise Differs(f"there is a button {label!r} on\n{as_seen(seen)}")


class Turn(Expected):
    """One move of one person (or time that passes), what they see, and what the others see."""

    who: str = ""
    press: str | None = None
    old: bool = False
    say: str | None = None
    message: int | None = None
    edit: int | None = None
    minutes: int = 0
    days: int = 0
    notice: str | None = None
    then: dict[str, Expected] = {}
    panel: Expected | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Turn:
        if not self.who and not (self.minutes or self.days):
            raise ValueError("say who makes the move, or how much time passes")
        return self

    def step(self, codes: dict[str, str]) -> Step:
        """The move of this turn."""
        if not self.who:
            return TimePasses(self.minutes, self.days)
        if self.press is not None:
            return Made(self.who, Press(self.press, self.old))
        text = self.say or ""
        for name, code in codes.items():
            text = text.replace("{" + name + "}", code)
        if self.edit is not None:
            return Made(self.who, Edit(self.edit, text))
        return Made(self.who, Say(text, self.message)) if text else Look(self.who)


class Shown(Strict):
    """One turn of what was brought in."""

    asked: str
    told: str


class MeetingRecording(Strict):
    """A recorded meeting: by which method, who is there, what was brought in, and what is done."""

    title: str
    method: str
    people: dict[str, Role] = {}
    question: str = "Hoe blijf ik naast haar staan als de post blijft liggen?"
    brought: tuple[Shown, ...] = (
        Shown(asked="Hoe is het met de post?", told="Die ligt er nog, net als vorige week."),
        Shown(asked="Wat gebeurt er als die valt?", told="Dan loop ik de keuken in."),
    )
    origin: Origin = "conversation"
    days: int = 0
    requirements: dict[RequirementId, Annotated[Texts, Field(min_length=1)]] = {}
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]
    name: str = ""

    def script(self, codes: dict[str, str]) -> Generator[Step, Seen, None]:
        """The steps one by one; ``codes`` is filled by the stage as the meeting gets them."""
        for number, turn in enumerate(self.turns, 1):
            try:
                seen = yield turn.step(codes)
                if turn.notice is not None and not any(turn.notice in n for n in seen.notices):
                    raise Differs(f"{turn.notice!r} is not said: {seen.notices}")
                if turn.notice is None and turn.who and seen.notices:
                    raise Differs(f"{seen.notices} is said")
                turn.check(seen)
                for who, expected in turn.then.items():
                    expected.check((yield Look(who)))
                if turn.panel is not None:
                    turn.panel.check((yield LookAtPanel()))
            except Differs as differs:
                raise Differs(f"{self.name}, turn {number} ({turn.who}): {differs}") from None


@cache
def meeting_recordings() -> tuple[MeetingRecording, ...]:
    """Every recorded meeting."""
    return tuple(
        MeetingRecording.model_validate({"name": path.stem, **read_labels(path)})
        for path in sorted(FOLDER.glob("*.yaml"))
    )


def play_meeting(recording: MeetingRecording, table: Table, codes: dict[str, str]) -> None:
    """Play it to its end; raises `Differs` at the first thing that is not as recorded."""
    script = recording.script(codes)
    step = next(script)
    while True:
        try:
            step = script.send(table.make(step))
        except StopIteration:
            return
