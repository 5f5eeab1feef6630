"""What the turn needs from the world, as protocols; the fakes stand in the tests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from bot.app.types import DocumentRequest, DoorName, GroupChat, OnScreen, Outgoing, Seat
from flows.intervision.bringing.types import Draft, DraftListing
from flows.intervision.types import (
    Contribution,
    CopyListing,
    Meeting,
    MeetingListing,
    OfferPass,
    Role,
    SharedCopy,
)
from flows.practice.types import (
    Invitations,
    Practice,
    PracticeListing,
    Share,
    Shared,
    ShareListing,
    Spoken,
)
from flows.types import Conversation, Desk, Entry, Listing, Notice, Reading

P = ParamSpec("P")
R = TypeVar("R")


class StoreError(Exception):
    """The storage could not do it (full or read-only disk, a lost race): nothing was changed."""


class Unit(Protocol):
    """One transaction, synchronous. Everything done through it is kept whole or not at all."""

    def seat(self, door: DoorName, login: str, now: datetime) -> Seat:
        """Find the seat of this login at this door; person, login and seat are made if new."""

    def handled(self, door: DoorName, arrival: str) -> bool:
        """Whether this arrival was handled before (the set is kept, not the highest)."""

    def mark_handled(self, door: DoorName, arrival: str, now: datetime) -> None:
        """Mark this arrival handled, in the same transaction as what it did."""

    def desk(self, seat: Seat) -> Desk | None:
        """The seat's desk as it was saved; None for a seat that never sat down."""

    def save_desk(self, seat: Seat, desk: Desk, now: datetime) -> None:
        """Save the desk (insert or update)."""

    def conversation(self, person: str, conversation: str) -> Conversation | None:
        """This conversation if the person has access to it and it was not erased."""

    def begin(self, person: str, conversation: Conversation, now: datetime) -> None:
        """A new conversation with a key of its own, in the hands of this person."""

    def save_conversation(self, conversation: Conversation, now: datetime) -> None:
        """Save it; StoreError when somebody else saved it since it was read."""

    def entries(self, conversation: str) -> tuple[Entry, ...]:
        """Every entry, by seq."""

    def keep(self, conversation: str, entries: tuple[Entry, ...]) -> None:
        """Store new entries; they are never updated afterwards but by erasure."""

    def listing(self, person: str) -> tuple[Listing, ...]:
        """The person's conversations that were not erased, last touched first."""

    def erase(self, person: str, conversation: str, now: datetime) -> int:
        """Blank what it (a practice run or one's own shared copy too) sealed; end its key.

        The key is destroyed after the commit. Returns the number of lines that were there. Seats
        that held it in hand let go of it. A meeting is nobody's alone and is not erased by this.
        """

    def save_version(self, conversation: str, entries: tuple[int, ...], now: datetime) -> int:
        """Freeze a version of the plan; returns its number, from 1."""

    def versions(self, conversation: str) -> tuple[tuple[int, datetime, tuple[int, ...]], ...]:
        """Saved versions: number, when, entry ids in order."""

    def practice(self, person: str, practice: str) -> Practice | None:
        """This practice run if it is this person's and was not erased."""

    def begin_practice(self, person: str, practice: Practice, now: datetime) -> None:
        """A new run with a key of its own, this person's alone; `erase` ends it."""

    def save_practice(self, practice: Practice, now: datetime) -> None:
        """Save it; StoreError when somebody else saved it since it was read."""

    def spoken(self, practice: str) -> tuple[Spoken, ...]:
        """Everything the trainee said in this run, by seq."""

    def keep_spoken(self, practice: str, lines: tuple[Spoken, ...]) -> None:
        """Store what was said; it is never updated afterwards but by erasure."""

    def practices(self, person: str) -> tuple[PracticeListing, ...]:
        """The person's runs that were not erased, last touched first; no household among them."""

    def copy(self, person: str, copy: str, now: datetime) -> SharedCopy | None:
        """This copy for its owner and for who is in a meeting about it, until it expires."""

    def share_copy(self, person: str, copy: SharedCopy, now: datetime) -> None:
        """Keep an approved copy with a key of its own; its owner may `erase` it (withdraw)."""

    def copies(self, person: str, now: datetime) -> tuple[CopyListing, ...]:
        """The copies this person shared and that can still be read, the newest first."""

    def meetings_about(self, copy: str) -> tuple[str, ...]:
        """The meetings in which this copy is looked at, or was until it ended."""

    def meeting(self, person: str, meeting: str) -> Meeting | None:
        """This meeting if the person has a right to it and it was not erased."""

    def begin_meeting(self, person: str, meeting: Meeting, now: datetime) -> None:
        """A new meeting with a key of its own, for its people; this person is one of them."""

    def save_meeting(self, meeting: Meeting, now: datetime) -> None:
        """Save it; StoreError when somebody else saved it since it was read.

        Its rights follow its people: who was removed has none. Closing ends its passes, the rights
        of who never took a place, and the copy with its key.
        """

    def end_meeting(self, meeting: str, now: datetime) -> None:
        """Blank everything that was said in it and, after the commit, destroy its key.

        For everybody: seats that have it on their screen let go of it. StoreError when it was not
        read here.
        """

    def contributions(self, meeting: str) -> tuple[Contribution, ...]:
        """Everything that was brought in, by seq."""

    def keep_contributions(self, meeting: str, contributions: tuple[Contribution, ...]) -> None:
        """Store what was brought in; it is never updated afterwards but by erasure."""

    def meetings(self, person: str) -> tuple[MeetingListing, ...]:
        """The person's meetings that were not erased, last touched first.

        One that is over is not in the list of who was there from outside.
        """

    def right(self, person: str, meeting: str) -> Role | None:
        """The right that a pass or a place at the table gave this person; None for a stranger."""

    def seated(self, meeting: str) -> tuple[Seat, ...]:
        """The seats that have this meeting on their screen, whether they may stay or not."""

    def others(self) -> int:
        """Another number than before when another process committed anything since."""

    def on_screens(self) -> frozenset[OnScreen]:
        """The meetings on anybody's screen, each marked so that a change can be seen."""

    def known(self, door: DoorName, login: str) -> Seat | None:
        """The seat of this login at this door, when it has one; nothing is made."""

    def offer_pass(self, offered: OfferPass, now: datetime) -> None:
        """Keep the hash of a code; a join code takes the place of the one before it."""

    def invited(self, seat: Seat | None, code: str, now: datetime) -> tuple[Meeting, Role] | None:
        """The meeting this code leads into, and as what; None for a code that is not valid.

        A seat that is not there yet has no tries of its own. Who is in the meeting already may
        come back by a code that was used up. A wrong one is counted.
        """

    def use_pass(self, person: str, code: str, meeting: str, role: Role) -> None:
        """Give the right that a valid code gives, and count its use."""

    def group_of(self, meeting: str) -> GroupChat | None:
        """The group chat of this meeting; None when it has none."""

    def groups(self, chat: int | None = None) -> tuple[GroupChat, ...]:
        """The meetings that have their panel in this chat, or in any."""

    def bind_group(self, group: GroupChat) -> None:
        """Give a meeting its one group chat; StoreError when it has one."""

    def save_group(self, group: GroupChat) -> None:
        """The panel is another message, or the chat got another id; nothing when it ended."""

    def end_group(self, meeting: str) -> None:
        """The meeting has no group chat any more; it goes on without."""

    def any_meeting(self, meeting: str) -> Meeting | None:
        """This meeting for what happens by itself, whoever may look at it; None when erased."""

    def every_meeting(self) -> tuple[str, ...]:
        """Every meeting that was not erased, for what its group said that may go on."""

    def closing(self, until: datetime) -> tuple[str, ...]:
        """The meetings of which a round closes by itself at this moment or before."""

    def seats(self, person: str, door: DoorName) -> tuple[Seat, ...]:
        """The seats of this person at this door."""

    def end_passes(self, meeting: str) -> None:
        """No code leads into this meeting any more; who is in it stays."""

    def invitations(self, person: str) -> Invitations:
        """What this person wants with invitations to practise; after joining, of both."""

    def save_invitations(self, person: str, invitations: Invitations, now: datetime) -> None:
        """Keep it, sealed, as long as this person has any run."""

    def trainees(self, door: DoorName, before: datetime) -> tuple[Seat, ...]:
        """The seats at this door, quiet since then, of everybody who has a practice run."""

    def share(self, person: str, shared: Share, now: datetime) -> None:
        """Share a run or the own line until it ends; of its code only a hash is kept."""

    def withdraw(self, person: str, share_id: str) -> None:
        """End this person's sharing at once."""

    def shares(self, person: str, now: datetime) -> tuple[ShareListing, ...]:
        """What this person shares now, the first one first, each with its code."""

    def open_share(self, seat: Seat, code: str, now: datetime) -> str | None:
        """The id of what this code shares; None when it is wrong, over or withdrawn.

        After five wrong codes from one seat nothing opens there for ten minutes.
        """

    def shared(self, share_id: str, now: datetime) -> Shared | None:
        """What is shared under this id, and nothing else of the person; None once it ended."""

    def draft(self, person: str, draft: str) -> Draft | None:
        """This draft of what a group will see, if it is this person's and has not ended."""

    def begin_draft(self, person: str, draft: Draft, now: datetime) -> None:
        """A new draft with a key of its own, this person's alone.

        `erase` ends it, and so does erasing what it is composed from; else two weeks untouched.
        """

    def save_draft(self, draft: Draft, now: datetime) -> None:
        """Save it; StoreError when somebody else saved it since it was read."""

    def drafts(self, person: str) -> tuple[DraftListing, ...]:
        """The person's drafts that have not ended, last touched first."""

    def queue(
        self,
        seat: Seat,
        screen: int,
        notices: tuple[Notice, ...],
        documents: tuple[DocumentRequest, ...],
        edits: bool,
        now: datetime,
    ) -> int:
        """Put a row in the outbox; returns its id."""

    def pending(self, seat: Seat | None = None) -> tuple[Outgoing, ...]:
        """Outbox rows that were not delivered, oldest first, of one seat or of all."""

    def mark_delivered(self, ids: tuple[int, ...], seat: Seat, panel: str | None) -> None:
        """Settle outbox rows and remember the seat's panel."""

    def offer_link(self, person: str, code: str, now: datetime) -> None:
        """Keep a one-time code for ten minutes (only its hash)."""

    def use_link(self, seat: Seat, code: str, now: datetime) -> bool:
        """Join this seat's login to the person who made the code; False when it is not valid.

        What the seat's own person could open, the joined person can open from now on.
        """

    def receive(self, update: int, sealed_for: str, payload: bytes, now: datetime) -> None:
        """Write an update to the inbox, sealed with the day's key; a second time is a no-op."""

    def inbox(self) -> tuple[tuple[int, bytes], ...]:
        """Updates received and not done, in order of arrival."""

    def done(self, update: int) -> None:
        """Delete a handled update from the inbox."""

    def expire(self, before: datetime, now: datetime) -> int:
        """Erase what was not touched since ``before``, and copies that expired; returns how many.

        People of the room who are in no meeting any more end with their seats.
        """


class Store(Protocol):
    """Runs a synchronous function in one transaction, and commits before it answers."""

    async def run(
        self, work: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """Run ``work(unit, …)``; when it raises nothing is kept and the error comes out here."""

    async def later(
        self, work: Callable[Concatenate[Unit, P], R], /, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        """As `run`, for what nobody waits for: it may go along with what is asked next."""

    async def close(self) -> None:
        """Finish what is waiting and let go of files and threads."""


class Reader(Protocol):
    """Says what a text holds; slow or learned readers come behind this port."""

    def read(self, text: str) -> Reading:
        """Read one text."""


class Clock(Protocol):
    """The time, UTC."""

    def __call__(self) -> datetime:
        """Now."""
