"""Plays the guide in memory: what `handvat check` walks through and recorded conversations run on.

The same pure turn as behind every door, with a dictionary for a store.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol

from flows.advance import advance, screen_of, wanted, wanted_run, wanted_share
from flows.clarification.lines import current, of_kind
from flows.clarification.naming import naming
from flows.content.library import Library
from flows.intervision.bringing.types import Draft, DraftListing, DropDraft, WithdrawCopy
from flows.intervision.codes import join_code
from flows.intervision.types import CopyListing, ShareCopy, SharedCopy
from flows.language.reading import WordReader
from flows.practice.counting import listed
from flows.practice.returning import due
from flows.practice.sharing import chosen
from flows.practice.types import (
    BeginPractice,
    Invitations,
    KeepSpoken,
    Practice,
    PracticeListing,
    SaveInvitations,
    Share,
    Shared,
    ShareListing,
    Spoken,
    Withdraw,
)
from flows.types import (
    Conversation,
    Desk,
    Edited,
    Effect,
    Entry,
    Erase,
    Fresh,
    Input,
    Keep,
    Kind,
    Listing,
    Notice,
    Pressed,
    Reading,
    Rejected,
    Said,
    SaveVersion,
    Screen,
    Source,
    Standing,
    Version,
)

BEGIN = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)


def lent(turn: int) -> Fresh:
    """What the world lends to the turn of this number, from 1: always the same."""
    code, other = f"{turn:08d}", f"{turn:031x}f"
    return Fresh(f"{turn:032x}", 1000 + 7 * turn, code, join_code(turn), other)


def code_of(share: str) -> str:
    """The code of what is shared under this id: always the same."""
    return share[-16:]


class Reads(Protocol):
    """What reads a text before the turn."""

    def read(self, text: str) -> Reading:
        """Read one text."""


@dataclass
class Player:
    """One person at one seat, a minute a turn, with chance that always falls the same."""

    library: Library
    desk: Desk = field(default_factory=lambda: Desk(seed=lent(1).seed))
    now: datetime = BEGIN
    turns: int = 0
    conversations: dict[str, Conversation] = field(default_factory=dict)
    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    versions: dict[str, tuple[Version, ...]] = field(default_factory=dict)
    runs: dict[str, Practice] = field(default_factory=dict)
    drafts: dict[str, Draft] = field(default_factory=dict)
    copies: dict[str, SharedCopy] = field(default_factory=dict)
    spoken: dict[str, tuple[Spoken, ...]] = field(default_factory=dict)
    invitations: Invitations = field(default_factory=Invitations)
    shares: dict[str, tuple[Share, datetime]] = field(default_factory=dict)  # with when it was made
    reader: Reads | None = None
    notices: tuple[Notice, ...] = ()
    effects: tuple[Effect, ...] = ()

    def __post_init__(self) -> None:
        if self.reader is None:
            self.reader = WordReader(self.library.content.words)

    def standing(self, conversation: str | None = None, run: str | None = None) -> Standing:
        """Where things stand, for the conversation and the run in hand unless others are named."""
        name = conversation or self.desk.conversation or ""
        practised = run or (self.desk.practice if self.desk.state == "practising" else "") or ""
        draft = self.drafts.get(self.desk.draft or "")
        return Standing(
            self.desk,
            self.conversations.get(name),
            self.entries.get(name, ()),
            tuple(
                Listing(key, one.alias, self.now, one.at.state, one.ended, self._waiting(key))
                for key, one in reversed(self.conversations.items())
            ),
            self.versions.get(name, ()),
            self.runs.get(practised),
            self.spoken.get(practised, ()),
            self._rehearsed(),
            invitations=self.invitations,
            due=due(self._rehearsed(), self.invitations, self.now),
            shares=tuple(
                ShareListing(key, share.practice, share.until, code_of(key))
                for key, (share, _) in self.shares.items()
            ),
            shared=self._shared(self.desk.shared or ""),
            person="player",
            draft=draft,
            source=self._source(draft) if draft else None,
            drafts=tuple(
                DraftListing(key, one.origin, one.source, self.now)
                for key, one in reversed(self.drafts.items())
            ),
            copies=tuple(
                CopyListing(key, one.origin, one.approved, one.expires)
                for key, one in self.copies.items()
            ),
        )

    def _source(self, draft: Draft) -> Source:
        of = draft.source or ""
        return Source(
            self.conversations.get(of),
            self.entries.get(of, ()),
            self.runs.get(of),
            self.spoken.get(of, ()),
            tuple(one.alias for one in self.conversations.values()),
        )

    def _rehearsed(self) -> tuple[PracticeListing, ...]:
        return tuple(listed(run, self.now) for run in reversed(self.runs.values()))

    def _shared(self, name: str) -> Shared | None:
        """What is shared under this id; nothing once it ended."""
        share, made = self.shares.get(name, (None, self.now))
        if share is None or share.until <= self.now:
            return None
        if share.practice is None:
            return Shared(name, share.until, runs=chosen(self._rehearsed(), made))
        run = self.runs.get(share.practice)
        spoken = self.spoken.get(share.practice, ())
        return Shared(name, share.until, run, spoken) if run else None

    def _opened(self, code: str) -> Shared | None:
        """What this code opens."""
        return next((self._shared(key) for key in self.shares if code_of(key) == code), None)

    def _waiting(self, name: str) -> int:
        return len(of_kind(current(self.entries[name]), Kind.TOLD))

    @property
    def screen(self) -> Screen:
        """What is seen now."""
        return screen_of(self.library, self.standing())

    def take(self, given: Input) -> bool:
        """Take one turn; False when it was refused."""
        self.turns += 1
        self.now += timedelta(minutes=1)
        reading = Reading()
        if self.reader and isinstance(given, Said | Edited):
            reading = self.reader.read(given.text)
        standing = self.standing(wanted(self.desk, given), wanted_run(self.desk, given))
        if (code := wanted_share(given)) is not None:
            standing = replace(standing, shared=self._opened(code))
        outcome = advance(self.library, standing, given, reading, lent(self.turns), self.now)
        number = self.desk.screen + 1
        if isinstance(outcome, Rejected):
            self.desk = replace(self.desk, screen=number)
            self.notices, self.effects = (outcome.notice,), ()
            return False
        self.desk = replace(outcome.desk, screen=number)
        self.effects = outcome.effects
        self._carry_out(outcome.conversation)
        self.notices = tuple(
            naming(one, self.conversations[one.of]) if one.of else one for one in outcome.notices
        )
        self._practise(outcome.practice)
        self._bring(outcome.draft)
        return True

    def _bring(self, draft: Draft | None) -> None:
        if draft is not None:
            self.drafts[draft.id] = draft
        for effect in self.effects:
            match effect:
                case DropDraft(gone):
                    self.drafts.pop(gone, None)
                case Erase(source):
                    kept = {key: one for key, one in self.drafts.items() if one.source != source}
                    self.drafts = kept
                case ShareCopy(copy):
                    self.copies[copy.id] = copy
                case WithdrawCopy(gone):
                    self.copies.pop(gone, None)

    def _practise(self, run: Practice | None) -> None:
        for effect in self.effects:
            if isinstance(effect, BeginPractice):
                self.runs[effect.practice.id] = effect.practice
            if isinstance(effect, Erase):
                self.runs.pop(effect.conversation, None)
                self.spoken.pop(effect.conversation, None)
            if isinstance(effect, SaveInvitations):
                self.invitations = effect.invitations
            if isinstance(effect, Share):
                self.shares[effect.id] = (effect, self.now)
            if isinstance(effect, Withdraw):
                self.shares.pop(effect.id, None)
        if run is not None:
            kept = tuple(e.line for e in self.effects if isinstance(e, KeepSpoken))
            self.runs[run.id] = run
            self.spoken[run.id] = self.spoken.get(run.id, ()) + kept

    def _carry_out(self, conversation: Conversation | None) -> None:
        if conversation is not None:
            kept = tuple(e.entry for e in self.effects if isinstance(e, Keep))
            if self.conversations.get(conversation.id) != conversation:
                self.conversations.pop(conversation.id, None)  # the last touched comes first
            self.conversations[conversation.id] = conversation
            self.entries[conversation.id] = self.entries.get(conversation.id, ()) + kept
        for effect in self.effects:
            if isinstance(effect, Erase):
                self.conversations.pop(effect.conversation, None)
                self.entries.pop(effect.conversation, None)
            if isinstance(effect, SaveVersion):
                saved = self.versions.get(effect.conversation, ())
                version = Version(len(saved) + 1, self.now, effect.entries)
                self.versions[effect.conversation] = (*saved, version)

    def press(self, action: str) -> bool:
        """Press a button of the screen that is seen."""
        return self.take(Pressed(self.desk.screen, action))

    def say(self, text: str, source: str | None = None) -> bool:
        """Type a text."""
        return self.take(Said(text, source))
