"""While a resident reads along, nothing shows of another household, nor that it is about danger."""

from __future__ import annotations

from bot.app.types import Delivery
from flows.clarification.lines import current
from flows.types import Edited
from tests.app.handvats import Person, handvat

CALM = "Hij is vaak thuis."
DANGER = "Hij slaat haar."


async def two_households(sanne: Person) -> str:
    """A line in one household; the other is being read along. Gives the first one's alias."""
    first = await sanne.begin()
    await sanne.say(CALM, "7/1")
    await sanne.begin()
    await sanne.say('"Ik wil weer slapen."', "7/2")
    await sanne.say("/plan")
    await sanne.tap("Samen kijken")
    return first


def labels(seen: Delivery) -> list[str]:
    """The buttons on the screen."""
    return [button.label for row in seen.shown.rows for button in row]


async def test_danger_in_another_household_waits_until_nobody_reads_along() -> None:
    sanne = Person(handvat(), "telegram", "7")
    first = await two_households(sanne)
    seen = await sanne.take(Edited(DANGER, "7/1"))
    assert seen is not None
    assert seen.notices == ()
    assert "Klopt het zo?" in seen.shown.text
    assert "Er wacht iets" in labels(seen)
    (line,) = current(await sanne.entries(first)).values()
    assert (line.text, line.audience) == (DANGER, "professional")
    after = await sanne.tap("Klaar met kijken")
    assert "112" in after.shown.text
    assert "In eigen woorden" in (await sanne.tap("Terug")).shown.text
    assert "Er wacht iets" not in labels(await sanne.tap("Samen kijken"))


async def test_a_change_in_another_household_is_not_told_while_correcting_the_plan() -> None:
    sanne = Person(handvat(), "telegram", "7")
    first = await two_households(sanne)
    await sanne.tap("Klopt niet")
    seen = await sanne.take(Edited("Hij is weinig thuis.", "7/1"))
    assert seen is not None
    assert seen.notices == ()
    assert "Er wacht iets" not in labels(seen)
    (line,) = current(await sanne.entries(first)).values()
    assert line.text == "Hij is weinig thuis."


async def test_once_nobody_reads_along_it_is_said_at_once() -> None:
    sanne = Person(handvat(), "telegram", "7")
    await two_households(sanne)
    await sanne.tap("Klaar met kijken")
    seen = await sanne.take(Edited(DANGER, "7/1"))
    assert seen is not None
    assert "112" in " ".join(seen.notices)
