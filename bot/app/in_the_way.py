"""What stands in the way, for management: a month and a text, without case data (001.14).

Two kinds. What a group said that may go on is exported of every meeting that is kept, whoever was
there. What somebody noted in an own conversation is theirs to take along, and exported for who
asks for their own alone. Within a month lines stand in the order of the alphabet, so that nothing
tells which ones were noted together.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, tzinfo

from bot.app.ports import Unit
from flows.clarification.lines import current, of_kind
from flows.intervision.seen import as_it_stands
from flows.types import Kind

Line = tuple[str, str]
"""A month, as 2026-11, and a text on one line."""


def bottlenecks(unit: Unit, name: str, zone: tzinfo, now: datetime) -> tuple[Line, ...]:
    """What this person at the terminal noted, and what any group let go on; by month."""
    person = unit.seat("terminal", name, now).person
    found = (*noted_by(unit, person), *let_go(unit))
    return tuple(
        sorted((f"{at.astimezone(zone):%Y-%m}", " ".join(text.split())) for at, text in found)
    )


def noted_by(unit: Unit, person: str) -> Iterator[tuple[datetime, str]]:
    """What this person noted in conversations of their own."""
    for listing in unit.listing(person):
        for entry in of_kind(current(unit.entries(listing.id)), Kind.BOTTLENECK).values():
            yield entry.at, entry.text


def let_go(unit: Unit) -> Iterator[tuple[datetime, str]]:
    """What a group agreed on that it may go on; never who noted it, nor in which meeting."""
    for of in unit.every_meeting():
        if unit.any_meeting(of) is not None:
            for each in as_it_stands(unit.contributions(of)):
                if each.kind == "bottleneck" and each.choice == "kept":
                    yield each.at, each.text
