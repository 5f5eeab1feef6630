"""How a question is worded: the form of address and the slot for a person's own words.

An author writes ``Wat {wilt u|wil je} kwijt over "{words}"?``: braces with two parts hold the
polite and the familiar form, ``{words}`` holds the place of what somebody said. Capitals at the
start of a sentence are the author's. What a person said is put in as it is and never read again,
so that braces in it stay braces.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Literal

Address = Literal["u", "je"]

WORDS = "words"
"""The one slot that a wording may have."""

UNSAID = "…"
"""What stands in the slot when there are no words to put there."""

_BRACES = re.compile(r"\{([^{}]*)\}")


@lru_cache(maxsize=4096)
def _pieces(ask: str) -> tuple[tuple[str, str] | None, ...]:
    """Cut a wording into its two forms; None is the slot."""
    problem = is_wellformed(ask)
    if problem is not None:
        raise ValueError(problem)
    pieces: list[tuple[str, str] | None] = []
    for number, piece in enumerate(_BRACES.split(ask)):
        if number % 2 == 0:
            pieces.append((piece, piece))
        elif piece == WORDS:
            pieces.append(None)
        else:
            polite, _, familiar = piece.partition("|")
            pieces.append((polite, familiar))
    return tuple(pieces)


def speak(ask: str, address: Address, words: str | None = None) -> str:
    """Say a wording to somebody: in the polite or the familiar form, with their own words in it.

    Without words the slot becomes "…"; ask `slots` first to choose a wording that needs none.
    Raises ValueError when the wording is not well formed, which checked content never is.
    """
    form = 0 if address == "u" else 1
    own = words or UNSAID
    return "".join(own if piece is None else piece[form] for piece in _pieces(ask))


def slots(ask: str) -> frozenset[str]:
    """The slots that a wording wants filled: ``{"words"}`` or none."""
    return frozenset({WORDS}) if f"{{{WORDS}}}" in ask else frozenset()


@lru_cache(maxsize=4096)
def is_wellformed(ask: str) -> str | None:
    """What is wrong with the braces of a wording, as a sentence for its author; None if nothing."""
    outside = _BRACES.sub("", ask)
    if "{" in outside or "}" in outside:
        return "A brace is open, closed or nested too often: write each as {u-form|je-form}."
    if "|" in outside:
        return "A bar stands outside braces: write the two forms as {u-form|je-form}."
    for inside in _BRACES.findall(ask):
        if inside == WORDS:
            continue
        forms = inside.split("|")
        if len(forms) == 1:
            return f"{{{inside}}} is no slot: write {{{WORDS}}} or two forms {{u-form|je-form}}."
        if len(forms) != 2 or not all(form.strip() for form in forms):
            return f"{{{inside}}} needs exactly two forms: write it as {{u-form|je-form}}."
    return None
