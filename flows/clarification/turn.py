"""One turn of a conversation while it is being made: the machine's cursor and the effects' desk."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flows.clarification.lines import OF_THE_PROFESSIONAL, current, of_kind
from flows.clarification.quotes import quoted
from flows.content.library import Library
from flows.content.shapes import Ask
from flows.types import (
    NOTHING_HEARD,
    Audience,
    Conversation,
    Effect,
    Entry,
    Heard,
    Kind,
    Notice,
    Place,
    Visit,
    Voice,
)

OWN_WORDS = frozenset({Kind.SAYS, Kind.READ_BACK, Kind.DECISION, Kind.LEARNED})


def own_words(kind: Kind, text: str) -> bool:
    """Between quotation marks, or asked of the resident: then the words are their own (000.6)."""
    return quoted(text) is not None or (bool(text) and kind in OWN_WORDS)


class Turn:
    """What guards look at and effects write to; thrown away when anything raises."""

    def __init__(
        self,
        library: Library,
        conversation: Conversation,
        entries: tuple[Entry, ...],
        now: datetime,
        *,
        heard: Heard = NOTHING_HEARD,
        argument: str = "",
    ) -> None:
        self.library = library
        self.conversation = conversation
        self.entries = entries
        self.now = now
        self.text = heard.text
        self.source = heard.source
        self.reading = heard.reading
        self.argument = argument
        self.kept: tuple[Entry, ...] = ()
        self.notices: tuple[Notice, ...] = ()
        self.asked_for: tuple[Effect, ...] = ()  # effects other than keeping lines
        self.came_from = conversation.at  # where this move started
        self.leaves = False  # the person leaves the conversation for the desk
        self._read: tuple[Entry, ...] | None = None  # the entries that these lines were read from
        self._lines: dict[int, Entry] = {}

    # --- where we are ---------------------------------------------------------------------

    @property
    def at(self) -> Place:
        """Where the cursor is."""
        return self.conversation.at

    @property
    def state(self) -> str:
        """The machine's state; setting it keeps what is in hand and drops the prompt."""
        return self.at.state

    @state.setter
    def state(self, name: str) -> None:
        if name != self.at.state:
            self.move(state=name, prompt=None, subject=None)

    def move(self, **changes: Any) -> None:  # noqa: ANN401  (a place has many parts)
        """Change where the cursor is."""
        self.change(at=replace(self.at, **changes))

    def change(self, **changes: Any) -> None:  # noqa: ANN401
        """Change the conversation's snapshot."""
        self.conversation = replace(self.conversation, **changes)

    @property
    def visit(self) -> Visit:
        """The visit that is going on."""
        return self.conversation.visits[-1]

    @property
    def ask(self) -> Ask | None:
        """The question of the conversation that is being put, if one is."""
        return self.library.ask_at(self.at.state, self.at.prompt)

    # --- what was told ---------------------------------------------------------------------

    @property
    def lines(self) -> dict[int, Entry]:
        """The lines as they stand, this turn's included; read anew only when one was added."""
        if self._read is not self.entries:
            self._read, self._lines = self.entries, current(self.entries)
        return self._lines

    def of(self, *kinds: Kind, about: int | None = None) -> dict[int, Entry]:
        """The lines of these kinds as they stand."""
        return of_kind(self.lines, *kinds, about=about)

    def keep(self, kind: Kind, text: str = "", **fields: Any) -> Entry:  # noqa: ANN401
        """Keep a new line with what is in hand: visit, domain, prompt, voice, member, audience.

        The resident is the main source: whose line it is, is kept with every line (000.6). A
        tapped answer has no words to hide: who may read it follows from what it is about.
        """
        if self.may_endanger(text):
            fields["audience"] = Audience.PROFESSIONAL
        entry = Entry(
            seq=(self.entries[-1].seq if self.entries else 0) + 1,
            kind=kind,
            at=self.now,
            text=text,
            visit=self.visit.number,
            **self._in_hand(kind, text) | fields,
        )
        self._append(entry)
        return entry

    def may_endanger(self, text: str) -> bool:
        """A line about danger is read by the professional alone until they choose otherwise.

        One copy for all can cause violence (tone.md §1); safety overrides (004.1).
        """
        parts = (part.strip() for word in self.reading.danger for part in word.splitlines())
        return any(part in text for part in parts if part)

    def _in_hand(self, kind: Kind, text: str) -> dict[str, Any]:
        conversation = self.conversation
        voice = Voice.QUOTED if own_words(kind, text) else conversation.voice
        return {
            "source": self.source,
            "domain": self.at.domain,
            "prompt": self.at.prompt,
            "voice": OF_THE_PROFESSIONAL.get(kind, voice),
            "member": None if kind in OF_THE_PROFESSIONAL else conversation.member,
            "audience": conversation.audience if text else Audience.EVERYBODY,
        }

    def supersede(self, root: int, **changes: Any) -> Entry:  # noqa: ANN401
        """Keep a changed copy of a line; the line before it stays in the entries."""
        if self.may_endanger(str(changes.get("text", ""))):
            changes["audience"] = Audience.PROFESSIONAL
        return self.follow(self.lines[root], **changes)

    def follow(self, head: Entry, **changes: Any) -> Entry:  # noqa: ANN401
        """Keep a changed copy behind a line as it last stood, a struck one too."""
        entry = replace(
            head, seq=self.entries[-1].seq + 1, at=self.now, supersedes=head.seq, **changes
        )
        self._append(entry)
        return entry

    def _append(self, entry: Entry) -> None:
        self.entries = (*self.entries, entry)
        self.kept = (*self.kept, entry)

    # --- what is said ----------------------------------------------------------------------

    def say(self, words: str, **values: str) -> None:
        """Say one short sentence above the screen."""
        self.notices = (*self.notices, Notice(words, values))

    def hint(self, words: str, **values: str) -> None:
        """Say it once in a conversation: a hint, not a block."""
        if words not in self.conversation.hinted:
            self.change(hinted=(*self.conversation.hinted, words))
            self.say(words, **values)
