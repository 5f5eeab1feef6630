"""Names that colleagues could not tell apart, and names that they can."""

from __future__ import annotations

import pytest

from flows.language.alike import alike

ALIKE = [
    ("Sanne", "sanne"),
    ("Sanne", " S anne "),
    ("Noël", "Noel"),
    ("Noe\u0308l", "Noël"),
    ("Anne-Marie", "Anne Marie"),
    ("Sanne", "San\u200bne"),  # a space without width
    ("Sanne", "\u202eSanne"),  # from right to left
    ("Sanne", "\u3164Sanne"),  # a letter that shows nothing
    ("Sanne", "Sаnne"),  # a Cyrillic a
    ("Ilse", "llse"),
    ("Bo", "B0"),
    ("Sanne", "𝐒𝐚𝐧𝐧𝐞"),
    ("Søren", "Soren"),
]
APART = [
    ("Sanne", "Sanna"),
    ("Sanne", "Sanne 2"),
    ("Jan", "Jana"),
    ("Mo", "Bo"),
    ("Мила", "Соня"),
    ("अनु", "अनि"),
    ("😀", "😎"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_look_alike(one: str, other: str) -> None:
    assert alike(one) == alike(other)


@pytest.mark.parametrize(("one", "other"), APART)
def test_names_that_differ(one: str, other: str) -> None:
    assert alike(one) != alike(other)
