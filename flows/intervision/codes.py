"""Join codes as people read and type them: short, from five metres, in any way of writing.

No vowels, so that no word appears by chance, and no two signs that look alike from a distance
(0/O, 1/I/L, 2/Z, 5/S, 6/G, 8/B, U/V). Nine signs out of nineteen are 38 bits: with at most a
thousand wrong tries in ten minutes over all meetings together, guessing one of a hundred open
meetings takes some sixty years on average.
"""

from __future__ import annotations

SIGNS = "CDFHJKMNPRTVWXY3479"
LENGTH = 9
CODES = len(SIGNS) ** LENGTH


def join_code(number: int) -> str:
    """The code of this number, from 0 up to ``CODES``."""
    return "".join(SIGNS[number // len(SIGNS) ** place % len(SIGNS)] for place in range(LENGTH))


def shown(signs: str) -> str:
    """Nine signs in three groups: ``KMP-479-RTX``."""
    return "-".join(signs[at : at + 3] for at in range(0, LENGTH, 3))


def plain(typed: str) -> str:
    """A code as it is kept, however it was typed; a link's token stays as it is."""
    signs = "".join(typed.split()).replace("-", "").upper()
    return signs if is_join_code(signs) else typed.strip()


def is_join_code(signs: str) -> bool:
    """Whether this can be a join code, without spaces and hyphens."""
    return len(signs) == LENGTH and set(signs) <= set(SIGNS)
