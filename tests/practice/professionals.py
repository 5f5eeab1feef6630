"""Four professionals who talk with every persona: what the way of asking does to trust.

None of them knows the persona's file. The present one listens to what was said last and gives it
back; the mixed one does that half of the time; the other two do not listen.
"""

from __future__ import annotations

from collections.abc import Callable

from flows.practice.own_words import piece_of
from tests.practice.scripted import Trainee, library

TURNS = 16
ADVICE = (
    "advice: Misschien moet u eens met de huisarts praten.",
    "advice: Heeft u al gedacht aan hulp bij het huishouden?",
    "advice: U kunt het beste een lijstje maken.",
    "leading: U wilt toch zeker ook dat het beter gaat?",
)
CLOSED = (
    "closed: Gaat het goed met u?",
    "closed: Slaapt u goed?",
    "closed: Heeft u genoeg te doen?",
    "closed: Lukt het met het geld?",
    "closed: Ziet u wel eens mensen?",
)
OPEN = (
    "open: Hoe gaat het met u?",
    "open: Vertel eens, hoe ziet een gewone dag eruit?",
    "open: Hoe is het thuis?",
    "open: Wat houdt u het meest bezig?",
    "open: Hoe is dat voor u?",
)


def advising(trainee: Trainee, number: int) -> None:
    """Has an idea for everything."""
    trainee.say(ADVICE[number % len(ADVICE)])


def closed(trainee: Trainee, number: int) -> None:
    """Goes through a list."""
    trainee.say(CLOSED[number % len(CLOSED)])


def present(trainee: Trainee, number: int) -> None:
    """Asks, gives own words back, keeps still where something heavy was said."""
    said = trainee.stance.said
    if said is None or number == 0:
        trainee.say(OPEN[0])
    elif said.kind == "not_now":
        trainee.say("other: Dat is goed. Dat hoeft niet.")
    elif said.kind == "tells" and number % 3 == 0:
        trainee.still()
    elif said.kind in {"tells", "again"}:
        trainee.say(f"reflect: {piece_of(library(), trainee.answer)}.")
    else:
        trainee.say(OPEN[number % len(OPEN)])


def mixed(trainee: Trainee, number: int) -> None:
    """Listens, and every third time cannot help having an idea or a list."""
    if number % 3 == 2:
        (advising if number % 2 else closed)(trainee, number)
    else:
        present(trainee, number)


ALL: dict[str, Callable[[Trainee, int], None]] = {
    "advising": advising,
    "closed": closed,
    "mixed": mixed,
    "present": present,
}


def talked(persona: str, how: str, seed: int = 7) -> Trainee:
    """A whole talk of one professional with one persona."""
    trainee = Trainee(persona, seed)
    for number in range(TURNS):
        ALL[how](trainee, number)
    return trainee
