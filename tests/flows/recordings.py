"""Recorded conversations: what a person does and sees, as YAML, to be played on any stage.

A recording knows nothing of the door it is played through. `script` yields one move at a time and
is sent what is seen after it; whoever drives it (a player in memory, a page, a chat) only has to
make the move and look:

    script = recording.script()
    move = next(script)
    while True:
        move = script.send(make(move))   # ends with StopIteration, or raises `Differs`

Buttons are pressed by the label that people read. ``{1}`` stands for the made-up name of the first
household that was begun, ``{2}`` for the second; ``{code}`` for the code that was seen last, of
something that is shared.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from difflib import unified_diff
from functools import cache
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from flows.checks import ADDRESSES
from flows.clarification.lines import current
from flows.content.library import Library
from flows.content.shapes import RequirementId
from flows.loading import load_content, read_labels
from flows.machines import NEEDS
from flows.types import Audience, Entry, NoText, Voice
from flows.wording import speak
from tests.flows.moves import (
    Differs,
    Door,
    Edit,
    Move,
    Press,
    Say,
    Seen,
    Show,
    Stage,
    Wait,
    as_seen,
)

__all__ = [
    "FOLDER",
    "Differs",
    "Door",
    "Edit",
    "Move",
    "Press",
    "Recording",
    "Say",
    "Seen",
    "Show",
    "Stage",
    "Wait",
    "as_seen",
    "described",
    "library",
    "play",
    "play_through",
    "read",
    "recordings",
]

P = TypeVar("P", bound="Looking")
_BEGUN = re.compile(r"Schuilnaam: (.+)\.")
_CODE = re.compile(r"/gedeeld (\S+)")
FOLDER = Path(__file__).parent.parent / "conversations"


class Piece(BaseModel):
    """A piece of a recording; a key that nobody reads is refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Edited(Piece):
    """An earlier message and its new text."""

    message: int
    text: str


class Looking(Piece):
    """What must be seen, in this order, and what must not.

    ``asks`` is the id of a question in the content that is put, in any form of address: a question
    that is worded better does not change a recording.
    """

    sees: tuple[str, ...] = ()
    not_sees: tuple[str, ...] = ()
    asks: str | None = None

    def missing(self, seen: Seen) -> Iterator[str]:
        """What is not as it should be, a sentence each."""
        text, after = " ".join(seen.text.split()), 0
        for piece in self.sees:
            found = text.find(piece, after)
            if found < 0:
                yield f"{piece!r} is not seen" + (", or not there" if piece in text else "")
            after = max(after, found)
        yield from (f"{piece!r} is seen" for piece in self.not_sees if piece in text)
        if self.asks is not None and not any(form.search(text) for form in wordings(self.asks)):
            yield f"{self.asks} is not asked"


@cache
def wordings(name: str) -> tuple[re.Pattern[str], ...]:
    """How the question with this id may be put: polite or familiar, with anybody's own words."""
    shipped = library()
    asked = (shipped.prompts.get(name) or shipped.asks[name]).ask
    spoken = (" ".join(speak(asked, address, "\0").split()) for address in ADDRESSES)
    return tuple(re.compile(re.escape(each).replace("\0", ".+")) for each in spoken)


@cache
def library() -> Library:
    """The shipped Dutch content."""
    return Library(load_content("nl", None, NEEDS))


class Turn(Looking):
    """One thing that is done, and what is compared after it.

    Exactly one of ``press old say edit show later``. ``buttons`` are among those on offer,
    ``notice`` is a piece of a sentence above the screen, ``quiet`` says that there is none.
    ``taps`` is the most that may have been pressed since something was typed.
    """

    press: str | None = None
    old: str | None = None
    say: str | None = None
    message: int | None = None
    edit: Edited | None = None
    show: NoText | None = None
    later: Annotated[str, Field(pattern=r"^[1-9]\d*d$")] | None = None
    buttons: tuple[str, ...] = ()
    no_buttons: tuple[str, ...] = ()
    notice: str | None = None
    quiet: bool = False
    files: tuple[str, ...] = ()
    taps: int | None = None

    @model_validator(mode="after")
    def _one_move(self) -> Turn:
        done = (self.press, self.old, self.say, self.edit, self.show, self.later)
        if sum(each is not None for each in done) != 1:
            raise ValueError("a turn is one of press, old, say, edit, show and later")
        if self.message is not None and self.say is None:
            raise ValueError("only what is said has a message number")
        return self

    @property
    def move(self) -> Move:
        """What is done."""
        if self.press is not None:
            return Press(self.press)
        if self.old is not None:
            return Press(self.old, old=True)
        if self.edit is not None:
            return Edit(self.edit.message, self.edit.text)
        if self.show is not None:
            return Show(self.show)
        if self.later is not None:
            return Wait(int(self.later.removesuffix("d")))
        return Say(self.say or "", self.message)

    def missing(self, seen: Seen) -> Iterator[str]:
        """What is not as it should be, a sentence each."""
        yield from super().missing(seen)
        yield from (f"no button {label!r}" for label in self.buttons if label not in seen.buttons)
        yield from (f"a button {label!r}" for label in self.no_buttons if label in seen.buttons)
        if self.notice is not None and not any(self.notice in said for said in seen.notices):
            yield f"{self.notice!r} is not said"
        if self.quiet and seen.notices:
            yield f"{seen.notices} is said"
        if self.files != seen.files:
            yield f"the files are {seen.files}, not {self.files}"


class Recording(Piece):
    """A conversation as it goes.

    ``requirements`` says per requirement what it lives in: take any of these out and this recording
    must fail (see `tests.flows.taken_out`). ``entries`` are all lines of the conversation in hand
    as they stand at the end, each ``kind [voice] [audience] [domain] [@member] [=choice]: text``.
    ``plan`` is looked at last, by typing /plan.
    """

    name: str
    title: str
    requirements: dict[RequirementId, Annotated[tuple[str, ...], Field(min_length=1)]] = {}
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]
    entries: tuple[dict[str, str], ...] | None = None
    plan: Looking | None = None

    def script(self) -> Generator[Move, Seen, None]:
        """Yield each move, be sent what is seen, and raise `Differs` when it is something else."""
        taps, seen, code = 0, None, ""
        begun: list[str] = []
        for number, recorded in enumerate(self.turns, 1):
            turn = named(recorded, begun, code)
            move = turn.move
            if turn.taps is not None and taps > turn.taps:
                raise Differs(f"{self.name}, turn {number}: {taps} taps before this")
            seen = yield move
            taps = taps + 1 if isinstance(move, Press) else 0
            begun += [found[1] for said in seen.notices if (found := _BEGUN.fullmatch(said))]
            code = found[1] if (found := _CODE.search(seen.text)) else code
            turn = named(recorded, begun, code)
            self._compare(f"turn {number}, {move}", turn.missing(seen), seen)
        if self.entries is not None and seen is not None and seen.entries is not None:
            self._compare_entries(seen.entries)
        if self.plan is not None:
            seen = yield Say("/plan")
            self._compare("the plan", named(self.plan, begun).missing(seen), seen)

    def _compare(self, where: str, missing: Iterator[str], seen: Seen) -> None:
        if found := "; ".join(missing):
            raise Differs(f"{self.name}, {where}: {found}.\n{as_seen(seen)}")

    def _compare_entries(self, entries: tuple[Entry, ...]) -> None:
        told = [f"{key}: {text}" for entry in self.entries or () for key, text in entry.items()]
        kept = [f"{described(each)}: {each.text}" for each in current(entries).values()]
        if told != kept:
            rows = "\n".join(unified_diff(told, kept, "recorded", "kept", lineterm="", n=1))
            raise Differs(f"{self.name}, the entries:\n{rows}")


def named(piece: P, begun: list[str], code: str = "") -> P:
    """The same piece with the made-up names and the code that were given so far."""
    written = piece.model_dump_json().replace("{code}", code)
    for number, alias in enumerate(begun, 1):
        written = written.replace(f"{{{number}}}", alias)
    return type(piece).model_validate_json(written)


def described(entry: Entry) -> str:
    """An entry without its text: what differs from an ordinary retold line for everybody."""
    parts = [
        entry.kind.value,
        entry.voice.value if entry.text and entry.voice is not Voice.RETOLD else "",
        entry.audience.value if entry.audience is not Audience.EVERYBODY else "",
        entry.domain or "",
        f"@{entry.member}" if entry.member else "",
        f"={entry.choice}" if entry.choice else "",
    ]
    return " ".join(part for part in parts if part)


def play(recording: Recording, stage: Stage) -> None:
    """Play it to the end; raises `Differs` at the first thing that is not as recorded."""
    script = recording.script()
    move = next(script)
    while True:
        try:
            move = script.send(stage.make(move))
        except StopIteration:
            return


async def play_through(recording: Recording, door: Door) -> None:
    """Play it through a door; raises `Differs` at the first thing that is not as recorded."""
    script = recording.script()
    move = next(script)
    while True:
        seen = await door.make(move)
        try:
            move = script.send(seen)
        except StopIteration:
            return


def recordings() -> tuple[Recording, ...]:
    """Every recorded conversation, by name."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.yaml")))


def read(path: Path) -> Recording:
    """Read one recording; what is not text, stands twice or is not known is refused."""
    return Recording.model_validate({"name": path.stem, **read_labels(path)})
