"""What stands between quotation marks is what somebody said, also when it says who."""

from __future__ import annotations

import pytest

from flows.clarification.quotes import literal, quoted
from flows.types import Voice
from tests.app.handvats import Person, handvat

SAID = [
    ('"Ik slaap niet"', "", "Ik slaap niet"),
    ("“Ik slaap niet”", "", "Ik slaap niet"),
    ('Ze zegt: "Ik slaap niet"', "Ze zegt:", "Ik slaap niet"),
    ('Zoon van 14: «Het "moet" van school»', "Zoon van 14:", 'Het "moet" van school'),
]
RETOLD = [
    "Ze slaapt niet",
    'Hij noemt het "de hel"',
    '"Nee" zei ze, en ging weg',
    '"Nee" zei ze, "ik ga"',
    "'s ochtends gaat het",
]


@pytest.mark.parametrize(("line", "lead", "words"), SAID)
def test_who_said_it_and_the_words(line: str, lead: str, words: str) -> None:
    assert quoted(line) == (lead, words)
    assert literal(line) == words


@pytest.mark.parametrize("line", RETOLD)
def test_what_is_not_quoted_whole_stays_as_it_is(line: str) -> None:
    assert quoted(line) is None
    assert literal(line) == line


async def test_who_said_it_stays_in_front_of_the_own_words() -> None:
    person = Person(handvat())
    await person.say('Moeder zegt: "Ik slaap niet meer. Nooit."')
    assert [entry.voice for entry in await person.entries()] == [Voice.QUOTED]
    sorting = await person.tap("Sorteren (1)")
    assert "Moeder zegt: “Ik slaap niet meer. Nooit.”" in sorting.shown.text
