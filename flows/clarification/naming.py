"""Made-up names for households; never derived from anybody (§6 of the domain)."""

from __future__ import annotations

from flows.content.library import Library


def made_up_name(library: Library, seed: int, taken: set[str]) -> str:
    """A bird and a number that this person has not in hand yet; never derived from anybody."""
    names = library.content.naming.aliases
    for step in range(len(names) * 90):
        chance = seed + step * 7919
        name = f"{names[chance % len(names)]} {10 + chance // len(names) % 90}"
        if name not in taken:
            return name
    return f"{names[0]} {100 + len(taken)}"
