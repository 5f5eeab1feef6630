"""From arrival to commit: the path of one turn, the same for every door.

A door makes an `Envelope`; `take_turn` runs inside one transaction; what is to be delivered comes
out as an outbox row, and only after the commit does a door send anything.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from itertools import starmap

from bot.app.composing import compose, with_drafts
from bot.app.gathering import about_what_ends, at_the_table, is_looked_at, meet
from bot.app.ports import Unit
from bot.app.types import DocumentRequest, Envelope, Outgoing, Seat
from flows.advance import advance, shown_next, wanted, wanted_run, wanted_share
from flows.content.library import Library
from flows.desk.confined import confined
from flows.desk.notes import seated
from flows.practice.returning import due
from flows.practice.types import (
    BeginPractice,
    Invitations,
    KeepSpoken,
    SaveInvitations,
    Share,
    Withdraw,
)
from flows.types import (
    Begin,
    Conversation,
    Desk,
    Edited,
    Effect,
    Erase,
    Fresh,
    HoldBack,
    Input,
    Keep,
    Notice,
    OfferLink,
    Outcome,
    Pressed,
    Rejected,
    Said,
    SaveVersion,
    Send,
    Standing,
    UseLink,
    Version,
)

SHARING = ("practise", "shares")  # rooms of the desk that show what is shared


def take_turn(
    unit: Unit, envelope: Envelope, library: Library, fresh: Fresh, now: datetime
) -> Outgoing | None:
    """Handle one arrival and queue its answer; None when it was handled before."""
    if unit.handled(envelope.door, envelope.arrival):
        return None
    seat = unit.seat(envelope.door, envelope.login, now)
    sat = unit.desk(seat) or Desk(seed=fresh.seed, language=envelope.language)
    desk = seated(sat, envelope.notes, envelope.room)
    about = concerned(unit, seat.person, desk, envelope.input)
    run = wanted_run(desk, envelope.input)
    standing = stand(unit, seat.person, desk, now, about, run, envelope.input)
    standing = at_the_table(unit, seat, standing, envelope.input, now)
    if (code := wanted_share(envelope.input)) is not None:
        opened = unit.open_share(seat, code, now)
        standing = replace(standing, shared=unit.shared(opened, now) if opened else None)
    standing = with_drafts(unit, seat, standing, envelope.input, now)
    outcome = advance(library, standing, envelope.input, envelope.reading, fresh, now)
    if refused := isinstance(outcome, Rejected):
        outcome = Outcome(desk, standing.conversation, notices=(outcome.notice,))
    stirred = about_what_ends(unit, outcome.effects)
    said = carry_out(unit, seat, outcome, now)
    compose(unit, seat, standing, outcome, now)
    if meet(unit, seat, standing, outcome, now) and outcome.meeting:
        stirred = (*stirred, outcome.meeting.id)
    begun = any(isinstance(effect, Begin) for effect in outcome.effects)
    kept = any(isinstance(effect, Keep) for effect in outcome.effects)
    held = outcome.conversation
    if held and (kept or held != standing.conversation) and not begun:
        held = replace(held, turns=held.turns + 1)
        unit.save_conversation(held, now)
    if outcome.practice and outcome.practice != standing.practice and not rehearses(outcome):
        unit.save_practice(outcome.practice, now)
    left = caught_up(confined(outcome.desk), held)
    unit.save_desk(seat, shown_next(sat, left), now)
    unit.mark_handled(envelope.door, envelope.arrival, now)
    row = unit.queue(
        seat,
        desk.screen + 1,
        (*outcome.notices, *said),
        documents_of(outcome.effects),
        isinstance(envelope.input, Pressed),
        now,
    )
    return Outgoing(row, seat, desk.screen + 1, refused=refused, stirred=stirred)


def caught_up(desk: Desk, held: Conversation | None) -> Desk:
    """The desk of a seat that is shown its conversation as it stands now."""
    return replace(desk, seen=held.turns) if held and held.id == desk.conversation else desk


def concerned(unit: Unit, person: str, desk: Desk, given: Input) -> str | None:
    """The conversation a turn is about; an edited message is looked for in all of a person's."""
    named = wanted(desk, given)
    if not isinstance(given, Edited):
        return named
    others = (listing.id for listing in unit.listing(person))
    return next(
        (
            one
            for one in (*((named,) if named else ()), *others)
            if any(entry.source == given.source for entry in unit.entries(one))
        ),
        named,
    )


def rehearses(outcome: Outcome) -> bool:
    """Whether a practice run begins in this turn."""
    return any(isinstance(effect, BeginPractice) for effect in outcome.effects)


def stand(
    unit: Unit,
    person: str,
    desk: Desk,
    now: datetime,
    conversation: str | None,
    run: str | None = None,
    given: Input | None = None,
) -> Standing:
    """Everything the turn may look at; the list is read only where it may be needed."""
    wide = desk.invited > 0 or (isinstance(given, Said) and given.text.startswith("/"))
    if is_looked_at(desk, given, wide=wide) and unit.right(person, desk.meeting or ""):
        return Standing(desk, person=person)
    found = unit.conversation(person, conversation) if conversation else None
    practice = unit.practice(person, run) if run else None
    if desk.state == "practising" and practice is not None and not wide:
        spoken = unit.spoken(practice.id)
        return Standing(desk, found, practice=practice, spoken=spoken, person=person)
    standing = told_there(unit, person, desk, found, wide=wide)
    if desk.state == "talking" and desk.conversation and desk.conversation != conversation:
        standing = replace(standing, beside=unit.conversation(person, desk.conversation))
    if practice is not None:
        standing = replace(standing, practice=practice, spoken=unit.spoken(practice.id))
    elsewhere = desk.state != "talking" or wide
    return with_practice(unit, person, standing, now) if elsewhere else standing


def with_practice(unit: Unit, person: str, standing: Standing, now: datetime) -> Standing:
    """The runs, the invitation that is due, and what is shared or read where that is shown."""
    runs, state = unit.practices(person), standing.desk.state
    invitations = unit.invitations(person) if runs else Invitations()
    shared = standing.desk.shared if state == "shared" else None
    return replace(
        standing,
        practices=runs,
        invitations=invitations,
        due=due(runs, invitations, now),
        shares=unit.shares(person, now) if state in SHARING else (),
        shared=unit.shared(shared, now) if shared else None,
    )


def told_there(
    unit: Unit, person: str, desk: Desk, found: Conversation | None, *, wide: bool
) -> Standing:
    """What was told in a conversation, and the other conversations when they may be needed."""
    if found is None:
        return Standing(desk, listing=unit.listing(person), person=person)
    return Standing(
        desk,
        found,
        entries=unit.entries(found.id),
        listing=() if desk.state == "talking" and not wide else unit.listing(person),
        versions=tuple(starmap(Version, unit.versions(found.id)))
        if found.at.state.startswith("plan.")
        else (),
        person=person,
    )


def carry_out(unit: Unit, seat: Seat, outcome: Outcome, now: datetime) -> tuple[Notice, ...]:
    """Do what the core asked for; what only storage can know comes back as notices."""
    said: list[Notice] = []
    for effect in outcome.effects:
        match effect:
            case Begin(conversation):
                unit.begin(seat.person, conversation, now)
            case Erase(conversation):
                lines = unit.erase(seat.person, conversation, now)
                if outcome.meeting is None:  # a meeting says itself what became of its copy
                    said.append(Notice("erased", {"lines": str(lines)}))
            case HoldBack(waits):
                unit.save_conversation(waits, now)
            case SaveVersion(conversation, entries):
                number = unit.save_version(conversation, entries, now)
                said.append(Notice("version_saved", {"number": str(number)}))
            case OfferLink(code):
                unit.offer_link(seat.person, code, now)
            case UseLink(code):
                joined = unit.use_link(seat, code, now)
                said.append(Notice("linked" if joined else "link_wrong"))
            case _:
                carry_out_practice(unit, seat, effect, now)  # lines and meetings: below
    keep_lines(unit, outcome)
    return tuple(said)


def carry_out_practice(unit: Unit, seat: Seat, effect: Effect, now: datetime) -> None:
    """Begin a run, keep what somebody wants with invitations, share and withdraw."""
    match effect:
        case BeginPractice(practice):
            unit.begin_practice(seat.person, practice, now)
        case SaveInvitations(invitations):
            unit.save_invitations(seat.person, invitations, now)
        case Share():
            unit.share(seat.person, effect, now)
        case Withdraw(share_id):
            unit.withdraw(seat.person, share_id)


def keep_lines(unit: Unit, outcome: Outcome) -> None:
    """Store what was told in a conversation, and what was said in a practice run."""
    kept = tuple(effect.entry for effect in outcome.effects if isinstance(effect, Keep))
    if kept and outcome.conversation:
        unit.keep(outcome.conversation.id, kept)
    spoken = tuple(effect.line for effect in outcome.effects if isinstance(effect, KeepSpoken))
    if spoken and outcome.practice:
        unit.keep_spoken(outcome.practice.id, spoken)


def documents_of(effects: tuple[Effect, ...]) -> tuple[DocumentRequest, ...]:
    """The documents a turn asks for, made only on delivery."""
    return tuple(
        DocumentRequest(effect.document, effect.conversation)
        for effect in effects
        if isinstance(effect, Send)
    )
