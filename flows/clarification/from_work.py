"""From one's own work to practice (002.5): only a domain and an aim cross over.

What comes out are ids of the content, chosen by what was told; no word, name, id or date of a
household can be in them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flows.clarification.lines import current
from flows.content.library import Library
from flows.content.shapes import Persona
from flows.types import Entry, Kind

OFFERED = 3  # residents to choose from


@dataclass(frozen=True, slots=True)
class Crossing:
    """What crosses over: a domain of the content, and an aim of it if one is known."""

    domain: str
    aim: str = ""


def crossing(library: Library, entries: Iterable[Entry]) -> Crossing | None:
    """What the newest line of the mirror is about (002.5); None without one, or when nothing fits.

    Its own words say the domain, or else the line that was told last. The question it answered
    says the aim.
    """
    lines = list(current(tuple(entries)).values())
    mirror = next((line for line in reversed(lines) if line.kind is Kind.MIRROR), None)
    if mirror is None:
        return None
    named = [name for name in library.order if library.subjects[name].search(mirror.text)]
    told = [line.domain for line in reversed(lines) if line.domain in library.domains]
    domain = next((name for name in (*named, *told) if name), None)
    ask = library.asks.get(mirror.prompt or "")
    found = Crossing(domain, ask.practise or "" if ask else "") if domain else None
    return found if found and residents(library, found) else None


def residents(library: Library, found: Crossing) -> tuple[str, ...]:
    """Up to three residents who have something to tell about it; those with this aim first.

    Quiet signals of unsafety are left out: nobody meets those without asking for it.
    """
    fitting = [
        one
        for one in library.personas.values()
        if not one.warning and any(fact.domain == found.domain for fact in one.facts)
    ]

    def nearness(one: Persona) -> tuple[bool, int]:
        first = min(fact.trust for fact in one.facts if fact.domain == found.domain)
        return found.aim not in one.practise, first

    return tuple(one.id for one in sorted(fitting, key=nearness)[:OFFERED])
