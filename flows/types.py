"""The words every room of the house shares: frozen values, no behaviour that needs the world.

Nothing here knows the clock, chance, the network or the database. Times are UTC and carry their
zone; identifiers are strings; whatever a person wrote is a plain ``str`` and is never markup.
It is long because a reader looks here for any word of a turn, and each of them names others.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from enum import StrEnum
from typing import Literal

from flows.intervision.bringing.types import (
    BeginDraft,
    Draft,
    DraftListing,
    DropDraft,
    WithdrawCopy,
)
from flows.intervision.types import (
    BeginMeeting,
    Contribution,
    CopyListing,
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
from flows.language.verdict import Verdict
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


class Voice(StrEnum):
    """Whose a line is (van wie); ``RETOLD`` is what a note is unless it is said (000.6)."""

    QUOTED = "quoted"
    RETOLD = "retold"
    OBSERVED = "observed"
    REPORTED = "reported"
    INTERPRETED = "interpreted"


class Audience(StrEnum):
    """Who may read a line (wie mag dit lezen): one copy for all can cause violence."""

    EVERYBODY = "everybody"
    SPEAKER = "speaker"
    PROFESSIONAL = "professional"


class Kind(StrEnum):
    """What a line is in the conversation; the plan gives each kind its place."""

    TOLD = "told"  # told in one go, waits to be sorted
    LINE = "line"
    GOOD = "good"
    SIGNAL = "signal"
    WANTED = "wanted"  # who wanted this talk, and how it came about
    KNOWN = "known"  # what the professional knows beforehand, and from whom
    PRESENT = "present"  # who was there
    PERSON = "person"
    MISSING = "missing"
    RUNNING = "running"
    COORDINATOR = "coordinator"
    COLLEAGUE = "colleague"
    FRAME = "frame"  # what the municipality's rules say (003.4)
    INFORMED = "informed"  # what the professional can tell about it (003.4)
    GOING_ON = "going_on"  # what those involved say is going on (003.4)
    NEEDED = "needed"  # what those involved say is needed (003.4)
    QUESTION = "question"
    BENEATH = "beneath"
    CHANGE = "change"
    ENOUGH = "enough"
    CHECKED = "checked"  # choice: confirmed, wrong, provisional; about a question
    HELP = "help"  # choice: the rung; what was looked at
    SAYS = "says"  # choice: the rung; what the resident says of it
    OFFERED = "offered"  # aangereikt; answered by a TAKEN entry about it
    TAKEN = "taken"  # choice: accepted, declined; about an offer
    STEP = "step"
    WHO = "who"
    WITH = "with"
    WHEN = "when"
    AUTHORITY = "authority"
    REASON = "reason"  # why a professional does this step
    AGREED = "agreed"  # choice: agrees, disagrees; about a step
    DISAGREEMENT = "disagreement"
    DECISION = "decision"
    CIRCUMSTANCE = "circumstance"  # why somebody else had the last word
    READ_BACK = "read_back"  # choice: right, not_right, add
    LEARNED = "learned"
    PROMISE = "promise"
    KEPT = "kept"  # a promise was kept; about it
    PARKED = "parked"
    TODAY = "today"
    MIRROR = "mirror"
    EARLY = "early"  # why the gate was opened early
    BOTTLENECK = "bottleneck"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of what was told: the unit that is kept, edited, struck and erased.

    ``seq`` numbers the lines of one conversation from 1. An edit or a strike is a new entry that
    names the one it ``supersedes``; nothing else ever changes an entry. ``asked`` is the wording as
    it was put to the person, ``about`` the line this one belongs to, ``choice`` a tapped answer,
    ``source`` the message it came from (``chat/message``) so that an edited message finds it.
    """

    seq: int
    kind: Kind
    at: datetime
    text: str = ""
    visit: int = 1
    domain: str | None = None
    prompt: str | None = None
    asked: str | None = None
    member: str | None = None
    voice: Voice = Voice.RETOLD
    audience: Audience = Audience.EVERYBODY
    source: str | None = None
    supersedes: int | None = None
    struck: bool = False
    about: int | None = None
    choice: str | None = None


# --- what a person did -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """A typed text. ``source`` names the message when the door can hear of later edits, ``screen``
    the screen it was typed under, where a door can show an older one beside the newest.
    """

    text: str
    source: str | None = None
    screen: int | None = None


@dataclass(frozen=True, slots=True)
class Edited:
    """A message that was changed afterwards; supersedes the entry with the same ``source``."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A pressed button: the number of the screen it stood on and its action."""

    screen: int
    action: str

    @classmethod
    def of(cls, value: str) -> Pressed:
        """Read a button's value ``SCREEN.ACTION``; anything else is a button of no screen."""
        number, dot, action = value.partition(".")
        if dot and number.isascii() and number.isdigit() and len(number) < 10:
            return cls(int(number), action)
        return cls(-1, value)

    @property
    def value(self) -> str:
        """The value as a door carries it; at most 64 bytes, which `handvat check` sees to."""
        return f"{self.screen}.{self.action}"


NoText = Literal[
    "sticker",
    "photo",
    "voice",
    "video",
    "location",
    "contact",
    "poll",
    "document",
    "forward",
    "other",
]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Something a door received that is no text: a sticker, a photo, a voice note…"""

    what: NoText


Input = Said | Edited | Pressed | Unreadable


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader saw in a text before the turn: hints, never verdicts.

    ``idea`` is the quoted word that sounds like a solution (001.6), ``danger`` every quoted word
    by which it may be about danger, ``heavy`` that it is heavy news, ``advice`` that the
    professional asks what to do (002.1). ``verdict`` is what the coach says the utterance is.
    """

    idea: str | None = None
    danger: tuple[str, ...] = ()
    heavy: bool = False
    advice: bool = False
    must_solve: bool = False
    verdict: Verdict | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """A typed text with the message it came from and what a reader saw in it."""

    text: str = ""
    source: str | None = None
    reading: Reading = Reading()


NOTHING_HEARD = Heard()

# --- what a person sees ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Button:
    """A move on offer. ``words`` names a label in ``words.yaml``, filled with ``values``."""

    action: str
    words: str
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Screen:
    """What a person sees: the template's name, what it may use, and the moves on offer.

    ``writes`` says that a typed text is awaited here.
    """

    name: str
    values: Mapping[str, object] = field(default_factory=dict)
    rows: tuple[tuple[Button, ...], ...] = ()
    writes: bool = False

    @property
    def actions(self) -> frozenset[str]:
        """Every action on offer: a press of anything else is a button of an older screen."""
        return frozenset(button.action for row in self.rows for button in row)


@dataclass(frozen=True, slots=True)
class Notice:
    """A short word above the screen: a template's label and its values, no text of a person.

    ``of`` is the conversation whose made-up name it says. What waits for delivery stands in clear,
    so that the name is not in it and is filled in when it is said.
    """

    words: str
    values: Mapping[str, str] = field(default_factory=dict)
    of: str | None = None


# --- where a person and a conversation stand -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor is; ``back`` returns to the previous one and touches no entry."""

    state: str
    domain: str | None = None
    prompt: str | None = None
    question: int | None = None
    about: int | None = None
    rung: str | None = None
    subject: str | None = None  # what a list of lines or kinds is about


@dataclass(frozen=True, slots=True)
class Visit:
    """One meeting (bezoek): when, where (a key of ``places``), and under which circumstances."""

    number: int
    on: datetime
    place: str | None = None
    circumstances: tuple[str, ...] = ()  # grief, others, interpreter, child


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where one household's conversation stands: identifiers and choices, no told text.

    ``version`` is that of the machine, for upgrades. ``voice``, ``member`` and ``audience`` are
    asked once and stay until changed. ``seed`` is where chance comes from. ``turns`` counts what
    was done in it at any seat, so that a seat knows when it shows an older screen.
    """

    id: str
    alias: str
    seed: int
    at: Place
    version: int = 1
    address: Literal["u", "je"] = "u"
    history: tuple[Place, ...] = ()
    overlay: tuple[Place, ...] = ()  # where an overlay (safety, parking, today…) returns to
    voice: Voice = Voice.RETOLD
    member: str | None = None
    audience: Audience = Audience.EVERYBODY
    visits: tuple[Visit, ...] = ()
    asked: tuple[str, ...] = ()  # prompts that were put lately, newest last
    heavy: bool = False  # heavy news was told: stay with it until this subject is left
    pending: tuple[int, ...] = ()  # lines an overlay asks about: ideas to park, danger
    early: tuple[int, ...] = ()  # questions whose gate was opened early
    hinted: tuple[str, ...] = ()  # hints that were given once
    ended: Literal["", "not_now", "contact", "disagree", "plan"] = ""
    word: str | None = None  # a typed move word that may have been the answer
    word_at: Place | None = None  # where it would have been the answer
    last: int | None = None  # the newest line, for "ongedaan maken"
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """Where one seat stands: no told text, only which room and which conversation is in hand."""

    state: str = "home"
    version: int = 1
    screen: int = 0
    since: int = 0  # the first screen of this room, or of this table in it
    seed: int = 0
    language: str = "nl"
    conversation: str | None = None
    below: str = ""  # the room to go back to from one that only lies over it, such as help
    moment: str = ""  # which way in is being chosen: "before", "after"
    subject: str | None = None  # domain or moment of a question, or a card's id
    asked: tuple[str, ...] = ()  # consult: prompts shown lately
    welcomed: bool = False
    code: str | None = None  # a one-time code to join another door, until it is used
    target: str | None = None  # the conversation that is about to be erased
    practice: str | None = None  # the practice run in hand
    sharing: str | None = None  # the run, or "line", that may be about to be shared
    shared: str | None = None  # what somebody else shared, while it is being read
    invited: int = 0  # the week whose invitation lies over the screen
    notes: bool = True  # whether this door may hold what is told (flows/desk/notes.py)
    room: bool = False  # whether this door leads to a meeting and nowhere else
    meeting: str | None = None  # the intervision meeting in hand
    draft: str | None = None  # what is being composed for a group
    looking: str = ""  # what of the meeting this seat looks at: "" for the round itself
    seen: int = 0  # the turns of the conversation in hand when it was last shown here


@dataclass(frozen=True, slots=True)
class Listing:
    """One conversation in a person's list, newest first."""

    id: str
    alias: str
    touched: datetime
    state: str
    ended: str
    waiting: int = 0  # lines told that are not sorted yet


# --- what a turn wants done ----------------------------------------------------------------------


DocumentName = Literal[
    "plan.pdf",
    "plan.txt",
    "practice.pdf",
    "practice.txt",
    "line.pdf",
    "meeting.pdf",
    "meeting.txt",
    "meeting.docx",
]


@dataclass(frozen=True, slots=True)
class Keep:
    """Store this entry. The app gives nothing to it: ``seq`` and ``at`` are already right."""

    entry: Entry


@dataclass(frozen=True, slots=True)
class Begin:
    """A new conversation begins, in the hands of the person at this seat."""

    conversation: Conversation


@dataclass(frozen=True, slots=True)
class Erase:
    """Destroy the key of this conversation, practice run or shared copy; blank what it sealed."""

    conversation: str


@dataclass(frozen=True, slots=True)
class SaveVersion:
    """Freeze the plan as it stands: the entry ids in their order."""

    conversation: str
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Send:
    """Make and send a document of a conversation (plan), of a practice run or of the own line."""

    document: DocumentName
    conversation: str


@dataclass(frozen=True, slots=True)
class OfferLink:
    """Keep this one-time code, with which another door becomes the same person."""

    code: str


@dataclass(frozen=True, slots=True)
class UseLink:
    """Join this door's login to the person who made the code."""

    code: str


@dataclass(frozen=True, slots=True)
class HoldBack:
    """Save this conversation too, in which something now waits until nobody reads along (004.1)."""

    conversation: Conversation


Effect = (
    Keep
    | HoldBack
    | Begin
    | Erase
    | SaveVersion
    | Send
    | OfferLink
    | UseLink
    | BeginPractice
    | KeepSpoken
    | ShareCopy
    | BeginMeeting
    | EndMeeting
    | KeepContribution
    | OfferPass
    | EndPasses
    | UsePass
    | SaveInvitations
    | Share
    | BeginDraft
    | DropDraft
    | WithdrawCopy
    | Withdraw
)


@dataclass(frozen=True, slots=True)
class Version:
    """A saved plan: its number from 1, when, and the lines it froze, in their order."""

    number: int
    at: datetime
    entries: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """What a draft is composed from: a conversation, a practice run, or nothing (a team matter).

    It need not be the conversation in hand. ``aliases`` are the made-up names of all households of
    its owner, none of which may be seen by a group.
    """

    conversation: Conversation | None = None
    entries: tuple[Entry, ...] = ()
    practice: Practice | None = None
    spoken: tuple[Spoken, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything a turn may look at. ``listing`` is filled only away from a conversation.

    ``person`` is who sits here. ``meeting`` is there for who has a right to it, with the ``copy``
    that is looked at (None when withdrawn or expired) and every contribution. ``invited`` is the
    role in which a person comes in who is not among the meeting's people yet: by a valid code in
    this turn, or by the right that such a code gave. ``now`` is for screens that show a clock.
    ``draft`` is what is being composed for a group, from its ``source``. ``beside`` is the
    conversation on the screen, when the turn is about another one.
    """

    desk: Desk
    conversation: Conversation | None = None
    entries: tuple[Entry, ...] = ()
    listing: tuple[Listing, ...] = ()
    versions: tuple[Version, ...] = ()  # saved versions of the plan, oldest first
    practice: Practice | None = None
    spoken: tuple[Spoken, ...] = ()
    practices: tuple[PracticeListing, ...] = ()
    person: str = ""
    meeting: Meeting | None = None
    copy: SharedCopy | None = None
    contributions: tuple[Contribution, ...] = ()
    meetings: tuple[MeetingListing, ...] = ()
    invited: Role | None = None
    now: datetime | None = None
    invitations: Invitations = Invitations()  # noqa: RUF009  (a frozen value)
    due: int = 0  # the week whose invitation to practise is due
    shares: tuple[ShareListing, ...] = ()
    shared: Shared | None = None
    draft: Draft | None = None
    source: Source | None = None  # what the draft is composed from, when it is still there
    drafts: tuple[DraftListing, ...] = ()
    copies: tuple[CopyListing, ...] = ()  # what this person brought in and did not withdraw
    beside: Conversation | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a turn came to: where things stand now, what is to be done, what is said above it."""

    desk: Desk
    conversation: Conversation | None = None
    effects: tuple[Effect, ...] = ()
    notices: tuple[Notice, ...] = ()
    practice: Practice | None = None
    meeting: Meeting | None = None
    draft: Draft | None = None


@dataclass(frozen=True, slots=True)
class Rejected:
    """A person's answer that cannot be taken: nothing changed, and the sentence that says why."""

    notice: Notice


@dataclass(frozen=True, slots=True)
class Fresh:
    """What the world lends to one turn: unused identifiers, a seed, and codes nobody can guess.

    ``other`` is a second identifier. ``code`` joins two doors, ``join`` is for a meeting's people.
    ``zone`` says where midnight is for who works with it: another day is another visit.
    """

    id: str
    seed: int
    code: str
    join: str = ""
    other: str = ""
    zone: tzinfo = UTC
