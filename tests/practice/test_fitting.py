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


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_leaves_the_choice_is_not_refused(persona: str) -> None:
    """ "Wilt" stands in any question: it names no wish that lies deep."""
    trainee = Trainee(persona)
    trainee.say("open: Waar wilt u het over hebben?")
    assert trainee.turn.said.kind == "tells"
    assert trainee.turn.said.fact == trainee.resident.facts[0].id


def test_who_asks_what_is_eaten_does_not_ask_after_the_washing() -> None:
    """Also when the washing is what would come next; what everybody has needs no story."""
    trainee = Trainee("vraag_onder_de_vraag")
    trainee.say("open: Hoe ziet een gewone dag eruit?")
    assert trainee.turn.said.fact == "dagen"
    trainee.say("open: Wat eet je vanavond?")
    assert trainee.turn.said.kind == "nothing_there"


def test_several_words_together_name_a_thing_better_than_one() -> None:
    trainee = Trainee("zegt_overal_ja_op")
    told = [fact.id for fact in fitting(library(), trainee.resident, "Mag je kat mee?")]
    assert told[0] == "geen_dieren"


def test_a_word_of_any_question_gets_a_mild_answer_when_it_may_not_be_told() -> None:
    trainee = Trainee("bank_bij_vrienden")
    trainee.say("open: Vertel eens, wat is er thuis gebeurd?")
    assert trainee.turn.said.kind == "guarded"
    trainee.say("open: Hoe is het met je moeder?")
    assert trainee.turn.said.kind == "not_now"


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_asks_on_hears_more_of_the_same_before_anything_else(persona: str) -> None:
    trainee = Trainee(persona)
    told = trainee.say("open: Waar gaat het over, voor u?")
    fact = trainee.turn.said.fact
    more = trainee.say("open: Vertel daar eens meer over.")
    assert trainee.turn.said.fact == fact
    assert more != told


def test_who_says_that_something_is_coming_says_it() -> None:
    trainee = Trainee("zegt_dat_alles_goed_is")
    for number in range(30):
        if trainee.stance.said and trainee.stance.said.kind == "opening_up":
            break
        line = "reflect: Dat gaat zo, he." if number % 2 else "open: Hoe gaat dat verder?"
        trainee.say(line)
    assert trainee.turn.said.kind == "opening_up"
    trainee.say("other: Neem de tijd.")
    fact = fact_of(trainee.resident, trainee.turn.said.fact)
    assert fact
    assert fact.heavy or fact.real


@pytest.mark.parametrize("persona", PERSONAS)
@pytest.mark.parametrize(
    "line",
    [
        "closed: What is your problem?",
        "open: How are you feeling today?",
        "closed: Was ist Ihr Problem?",
        "open: Wie geht es Ihnen?",
        "closed: كيف حالك اليوم؟",
    ],
)
def test_another_language_is_not_understood(persona: str, line: str) -> None:
    trainee = Trainee(persona)
    trainee.say(line)
    assert trainee.turn.said.kind == "foreign"
    assert trainee.turn.did == ""
    assert trainee.turn.moved == 0


@pytest.mark.parametrize(
    "line", ["Oké.", "Was dat in de IT?", "Is het die van hem?", "Relax, chill, take it easy man."]
)
def test_what_sounds_like_another_language_is_heard_all_the_same(line: str) -> None:
    trainee = Trainee("bank_bij_vrienden")
    trainee.say(f"other: {line}")
    assert trainee.turn.said.kind != "foreign"


@pytest.mark.parametrize("kind", ["age", "name"])
@pytest.mark.parametrize("persona", PERSONAS)
def test_how_old_somebody_is_and_what_to_call_them_is_answered(persona: str, kind: str) -> None:
    trainee = Trainee(persona)
    asked = {"age": "Hoe oud bent u?", "name": "Mag ik uw naam weten?"}[kind]
    trainee.say(f"closed: {asked}")
    assert trainee.turn.said.kind == kind
    assert trainee.turn.moved >= 0
