"""The closing check: does the trainee's summary say what this resident meant?"""

from __future__ import annotations

from flows.content.library import words_pattern
from flows.content.shapes import Persona
from flows.practice.types import Meant


def meant(persona: Persona, text: str) -> Meant:
    """Touches a right summary every group of words; half of them is almost.

    The words are those of the file; a longer form of one counts too.
    """
    groups = persona.meaning.must
    touched = sum(_touches(group, text) for group in groups)
    if touched == len(groups):
        return "yes"
    return "almost" if touched * 2 >= len(groups) else "no"


def _touches(group: tuple[str, ...], text: str) -> bool:
    forms = tuple(word if word.endswith("*") else f"{word}*" for word in group)
    return bool(words_pattern(forms).search(text))


def reply(persona: Persona, outcome: Meant, number: int) -> str:
    """What the resident says to the summary."""
    answers = {
        "yes": persona.meaning.yes,
        "almost": persona.meaning.almost,
        "no": persona.meaning.no,
    }
    variants = answers.get(outcome, ())
    return variants[number % len(variants)] if variants else ""
