"""What a resident says fits what was asked: what most of the words name, and nothing at random."""

from __future__ import annotations

import pytest

from flows.practice.hearing import fitting
from flows.practice.stance import fact_of
from tests.practice.scripted import Trainee, library

PERSONAS = tuple(sorted(library().personas))
DEBTS = "schulden_en_schaamte"
INTERPRETER = "vader_met_tolk"


def test_of_two_things_named_the_one_with_most_of_its_words_is_meant() -> None:
    text = "Hoe was dat, om de zaak van je vader over te nemen?"
    assert fitting(library(), library().personas[DEBTS], text)[0].id == "derde"


@pytest.mark.parametrize("persona", PERSONAS)
def test_what_somebody_came_for_is_what_they_tell_first(persona: str) -> None:
    trainee = Trainee(persona)
    first = trainee.resident.facts[0]
    trainee.say("open: Waar gaat het over, voor u?")
    assert trainee.turn.said.fact == first.id


@pytest.mark.parametrize(
    "question", ["Wat voor kleur had die papegaai?", "Hoe smaken de kersen in april?"]
)
@pytest.mark.parametrize("persona", PERSONAS)
def test_what_cannot_be_placed_is_answered_as_this_person_would(
    persona: str, question: str
) -> None:
    """No fact is told that has nothing to do with it; what asks after anything always gets one."""
    trainee = Trainee(persona)
    trainee.say(f"open: {question}")
    assert trainee.turn.said.kind in {"unplaced", "guarded"}
    assert trainee.stance.told == ()


def test_a_plain_word_about_hearing_is_no_secret() -> None:
    trainee = Trainee(INTERPRETER)
    trainee.say("closed: Kan de tolk mij goed horen?")
    fact = fact_of(trainee.resident, trainee.turn.said.fact)
    assert fact is None
    assert trainee.turn.said.kind not in {"guarded", "not_now"}


@pytest.mark.parametrize(("called", "speaks"), [("meneer", "Hij:"), ("mevrouw", "Zij:")])
@pytest.mark.parametrize(
    "line",
    [
        "open: {}, hoe is dat voor u?",
        "reflect: Dat valt u zwaar, {}.",
        "advice: {}, u moet eens verhuizen.",
    ],
)
def test_of_a_couple_the_one_who_was_addressed_answers(called: str, speaks: str, line: str) -> None:
    trainee = Trainee("stel_dat_het_oneens_is")
    trainee.say("other: Goedemiddag samen.")
    assert trainee.say(line.format(called)).startswith(speaks)


def test_cursing_is_no_compliment() -> None:
    trainee = Trainee(DEBTS)
    trainee.say("affirm: Verdomme, wat een klotezooi zeg.")
    assert trainee.turn.did == "other"
    assert trainee.turn.moved == 0
