"""Where intervision stands: a meeting of people, its contributions, and the copy they look at.

A `SharedCopy` is what a contributor chose to show, reworded and frozen, with a key of its own; the
household's conversation is never opened by a group. A `Meeting` holds identifiers, roles and
choices; what people wrote are `Contribution` lines, kept one by one as entries are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from flows.practice.duo.types import Duo

Origin = Literal["conversation", "practice", "team"]
Role = Literal["contributor", "facilitator", "participant", "guest"]
MeetingState = Literal[
    "gathering", "round", "paused", "harvest", "closed", "talking", "looking_back"
]
ContributionKind = Literal["said", "held", "vote", "comment", "skip", "learned", "bottleneck"]


@dataclass(frozen=True, slots=True)
class SharedTurn:
    """One moment that is shown: what was asked and what was told, as the contributor worded it.

    Numbered from 1. ``asked`` is the question as it was put (in a practice run: what the trainee
    said), ``told`` what was told after it, ``voice`` whose that is (a value of `Voice`, or
    ``persona``). ``moment`` numbers the chosen moment it belongs to, from 1.
    """

    number: int
    asked: str
    told: str
    voice: str
    moment: int = 1
    domain: str | None = None


@dataclass(frozen=True, slots=True)
class SharedCopy:
    """Everything a group will see, approved by its owner; ends at ``expires``, or when withdrawn.

    ``question`` is the open question that is put to the group. A team matter has no turns.
    """

    id: str
    origin: Origin
    question: str
    turns: tuple[SharedTurn, ...]
    approved: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody in a meeting. ``number`` never changes; ``person`` is who the door says it is.

    ``name`` is how colleagues call each other there, chosen by oneself. ``here`` is False for
    who left; what they contributed stays. ``removed`` is for who was sent away and stays out.
    ``external`` is somebody from outside, who sees nothing of it when it is over.
    """

    number: int
    person: str
    name: str
    role: Role = "participant"
    here: bool = True
    removed: bool = False
    external: bool = False


@dataclass(frozen=True, slots=True)
class Contribution:
    """One thing that was brought in (bijdrage): kept once, never changed but by erasure.

    ``round`` numbers the method's round from 0. ``about`` is the number of a `SharedTurn`, ``of``
    the contribution that a vote or a comment is about; a vote ``about`` a turn says in ``choice``
    what one would do there. A newer one replaces what it
    ``supersedes``. A ``held`` one is seen by its maker alone; ``choice`` says why: ``advice`` that
    came in a round without it, ``later`` for advice that waits for a round that has it, ``silent``
    when it was not this role's turn, ``mine`` when its maker keeps it, ``order`` when others were
    not heard yet. A ``learned`` one says in ``choice`` what it is: ``question``, ``along``,
    ``step`` or ``learned``, or ``put`` for the question as it was put, which is kept when the copy
    ends. A ``vote`` with the choice ``off`` takes the vote back. A ``bottleneck`` is a rule or an
    offer that stands in the way; ``kept`` when the group lets it go to management, ``stays`` when
    it does not.
    """

    seq: int
    at: datetime
    participant: int
    round: int
    kind: ContributionKind = "said"
    text: str = ""
    about: int | None = None
    of: int | None = None
    choice: str | None = None
    source: str | None = None
    supersedes: int | None = None


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where one intervision meeting stands (bijeenkomst).

    ``began`` is when the clock of this round last started, ``spent`` the seconds that it ran
    before that, ``extra`` the minutes that were added: a restart or a pause changes nothing in
    them. ``closes`` is the closing date of a round that runs over days. ``heard`` are the numbers
    of who was heard in this round. ``shown`` are the rounds in which what was written together is
    open to all. ``names`` says whether the outcome tells who said what. ``resumes`` is where a
    pause returns to.
    ``replayed`` counts steps, two for a turn of the copy: what was asked, then what was told.
    ``walk`` is the number of the round in which the group goes through the conversation step by
    step, put into a method that has none of its own; None without one.
    ``days`` is how long each round is open in a meeting without a clock; 0 when people meet.
    ``contributor_leads``: who brings it in keeps the time too, as long as nobody else does it.
    ``code`` is the join code that colleagues come in by until it is over, ``guest_code`` the one
    for somebody from outside, ``group_code`` the one that works once, in a group chat.
    ``duo`` is there when people rehearse together: its states are gathering, talking, looking_back
    and closed, and there is no copy. ``origin`` is what
    kind of thing was brought in, and never which one; known at the latest when the copy ends.
    ``opened`` is the last contribution of when everybody was heard: what waited its turn until
    there is open, and stays so for who comes in later.
    """

    id: str
    method: str
    copy: str | None
    language: str = "nl"
    state: MeetingState = "gathering"
    version: int = 1
    people: tuple[Participant, ...] = ()
    round: int = 0
    began: datetime | None = None
    spent: int = 0
    extra: int = 0
    closes: datetime | None = None
    reminded: bool = False
    heard: tuple[int, ...] = ()
    shown: tuple[int, ...] = ()
    names: bool = False
    replayed: int = 0
    walk: int | None = None
    resumes: MeetingState = "round"
    days: int = 0
    code: str = ""
    guest_code: str = ""
    group_code: str = ""
    contributor_leads: bool = False
    duo: Duo | None = None
    origin: Origin | None = None
    opened: int = 0


@dataclass(frozen=True, slots=True)
class MeetingListing:
    """One meeting in a person's own list, last touched first."""

    id: str
    method: str
    touched: datetime
    state: MeetingState
    role: Role


@dataclass(frozen=True, slots=True)
class CopyListing:
    """One shared copy in its owner's list: enough to tell it apart and to withdraw it."""

    id: str
    origin: Origin
    approved: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class ShareCopy:
    """Keep an approved copy under a key of its own, in the hands of this person."""

    copy: SharedCopy


@dataclass(frozen=True, slots=True)
class BeginMeeting:
    """A new meeting begins; the person at this seat is in ``meeting.people``."""

    meeting: Meeting


@dataclass(frozen=True, slots=True)
class EndMeeting:
    """Destroy the key of this meeting at once, for everybody; blank what it sealed."""

    meeting: str


@dataclass(frozen=True, slots=True)
class KeepContribution:
    """Store what somebody brought in."""

    contribution: Contribution


@dataclass(frozen=True, slots=True)
class OfferPass:
    """Keep the hash of this code, by which others come into the meeting in this role.

    A newer code of a meeting takes the place of an older one for the same role; it ends when the
    meeting does. One that works ``once``, a link for one colleague or one group, stands beside it.
    """

    code: str
    meeting: str
    role: Role
    once: bool = False
    minutes: int = 0  # how long it holds; 0 for as long as passes do


@dataclass(frozen=True, slots=True)
class EndPasses:
    """No code or link that was given until now leads into this meeting any more."""

    meeting: str


@dataclass(frozen=True, slots=True)
class UsePass:
    """This person came in by a valid code: give the right to the meeting, and count the use."""

    code: str
    meeting: str
    role: Role
