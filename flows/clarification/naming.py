"""Made-up names for households; never derived from anybody (§6 of the domain)."""

from __future__ import annotations

from dataclasses import replace

from flows.content.library import Library
from flows.types import Conversation, Notice


def made_up_name(library: Library, seed: int, taken: set[str]) -> str:
    """A bird and a number; never derived from anybody.

    Another bird than the person's other households have, as long as there is one: "Merel 42" and
    "Merel 24" are easily taken for each other.
    """
    names = library.content.naming.aliases
    birds = {name.rpartition(" ")[0] for name in taken}
    chances = [seed + step * 7919 for step in range(len(names) * 90)]
    chances.sort(key=lambda chance: names[chance % len(names)] in birds)
    for chance in chances:
        name = f"{names[chance % len(names)]} {10 + chance // len(names) % 90}"
        if name not in taken:
            return name
    return f"{names[0]} {100 + len(taken)}"


def naming(notice: Notice, named: Conversation) -> Notice:
    """A notice that says the name of this household, as it is said."""
    return replace(notice, values={**notice.values, "alias": named.alias}, of=None)
