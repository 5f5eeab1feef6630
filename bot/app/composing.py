"""What a turn has to do with a draft for a group: what it is composed from, and what was shared."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.app.ports import Unit
from bot.app.types import Seat
from flows.intervision.bringing.types import BeginDraft, Draft, DropDraft, WithdrawCopy
from flows.types import Desk, Input, Outcome, Pressed, Said, Source, Standing

BRING = "desk.bring"  # from a conversation or a practice run: it may have been begun before
ELSEWHERE = frozenset({"talking", "practising", "meeting"})  # where no list of drafts is shown


def with_drafts(
    unit: Unit, seat: Seat, standing: Standing, given: Input | None, now: datetime
) -> Standing:
    """What this person composes and shared, where it is shown; the draft in hand with its source.

    The source is read each time anew, so that a line that became private is not seen any more.
    """
    desk, person = standing.desk, seat.person
    if not is_listed(desk, given):
        return standing
    draft = unit.draft(person, desk.draft) if desk.draft and desk.state == "bringing" else None
    return replace(
        standing,
        drafts=unit.drafts(person),
        copies=unit.copies(person, now),
        draft=draft,
        source=source_of(unit, person, draft) if draft else None,
    )


def is_listed(desk: Desk, given: Input | None) -> bool:
    """Whether drafts may be shown or taken up in this turn."""
    match given:
        case Pressed(_, action) if action == BRING:
            return True
        case Said(text) if text.startswith("/"):
            return True
        case _:
            return desk.state not in ELSEWHERE


def source_of(unit: Unit, person: str, draft: Draft) -> Source:
    """What the draft is composed from, as far as this person may still open it."""
    of = draft.source or ""
    conversation = unit.conversation(person, of) if draft.origin == "conversation" else None
    practice = unit.practice(person, of) if draft.origin == "practice" else None
    return Source(
        conversation,
        unit.entries(of) if conversation else (),
        practice,
        unit.spoken(of) if practice else (),
        tuple(listing.alias for listing in unit.listing(person)),
    )


def compose(unit: Unit, seat: Seat, standing: Standing, outcome: Outcome, now: datetime) -> None:
    """Begin, save and end drafts; end a shared copy that its owner withdraws."""
    begins = False
    for effect in outcome.effects:
        match effect:
            case BeginDraft(draft):
                unit.begin_draft(seat.person, draft, now)
                begins = True
            case DropDraft(ended) | WithdrawCopy(ended):
                unit.erase(seat.person, ended, now)
            case _:
                pass
    if outcome.draft and outcome.draft != standing.draft and not begins:
        unit.save_draft(outcome.draft, now)
