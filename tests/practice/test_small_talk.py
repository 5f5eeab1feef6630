"""A resident is a person: small talk, sorry, thanks and "how do you mean" are answered as such."""

from __future__ import annotations

import pytest

from flows.practice.stance import fact_of
from tests.practice.scripted import Trainee, library

PERSONAS = tuple(sorted(library().personas))
MAN = "zegt_dat_alles_goed_is"
CARER = "mantelzorger_op"


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("other: Sorry, dat ging te snel.", "after_sorry"),
        ("other: Dank u wel voor de koffie.", "after_thanks"),
        ("other: Lekker weer, vandaag.", "chat"),
        ("other: Dat lijkt me heel zwaar.", "after_reflection"),
        ("scale: Op een schaal van 1 tot 10, hoe is het nu?", "scale"),
        ("wonder: Stel dat er vannacht een wonder gebeurt?", "wonder"),
        ("closed: Mag ik een aantekening maken?", "consent"),
        ("open: Hoe gaat het met u?", "how_it_goes"),
        ("advice: Ik ga maar weer eens. Tot volgende week!", "goodbye"),
    ],
)
@pytest.mark.parametrize("persona", PERSONAS)
def test_what_people_also_say_is_answered_as_that(persona: str, line: str, kind: str) -> None:
    trainee = Trainee(persona)
    trainee.say("other: Hallo, ik ben Noor.")
    trainee.say(line)
    wanted = {"chat", "asks_back"} if kind == "chat" else {kind}
    assert trainee.turn.said.kind in wanted
    assert trainee.turn.moved >= 0


def test_a_promise_with_a_goodbye_is_no_advice() -> None:
    trainee = Trainee(MAN)
    trainee.say("open: Hoe gaat het met u?")
    trainee.say("advice: Ik ga weer. Dan zal ik volgende week de papieren meenemen.")
    assert trainee.turn.did == "other"
    assert trainee.turn.moved == 0


def test_a_closed_question_gets_what_was_asked_and_no_more() -> None:
    """ "Heeft u broers?" is answered with how many, and nothing is told by it."""
    trainee = Trainee(CARER)
    trainee.say("closed: Heeft u broers?")
    fact = fact_of(trainee.resident, "broers")
    assert fact
    assert trainee.answer == fact.brief
    assert trainee.stance.told == ()


@pytest.mark.parametrize("persona", PERSONAS)
def test_a_closed_question_about_what_lies_deep_is_not_answered(persona: str) -> None:
    for fact in library().personas[persona].facts:
        if fact.trust < 6:
            continue
        trainee = Trainee(persona)
        trainee.say(f"closed: Zegt u eens, {fact.words[0]}?")
        assert fact.brief != trainee.answer
        assert trainee.answer not in fact.tells


def test_after_a_short_answer_there_is_more_for_who_asks_on() -> None:
    trainee = Trainee(CARER)
    trainee.say("closed: Heeft u broers?")
    trainee.say("open: Vertel daar eens over.")
    assert trainee.turn.said.kind == "tells"
    assert trainee.turn.said.fact == "broers"


def test_what_was_meant_is_said_again_in_other_words() -> None:
    trainee = Trainee(CARER)
    trainee.say("open: Hoe is het met uw broers?")
    told = trainee.answer
    trainee.say("open: Wat bedoelt u?")
    assert trainee.turn.said.fact == "broers"
    assert trainee.answer != told


def test_what_was_meant_when_nothing_was_told() -> None:
    trainee = Trainee(CARER)
    trainee.say("other: Hallo.")
    trainee.say("open: Wat bedoelt u?")
    assert trainee.turn.said.kind == "explains"


def test_own_words_without_a_question_are_heard_whatever_the_coach_made_of_it() -> None:
    trainee = Trainee(CARER)
    trainee.say("open: Hoe is het met uw broers?")
    words = " ".join(trainee.answer.split()[:7]).rstrip(".,")
    trainee.say(f"other: {words}.")
    assert trainee.turn.did == "simple_reflection"
    assert "own_words" in trainee.turn.signs


def test_a_told_thing_is_not_said_twice_in_the_same_words() -> None:
    for persona in PERSONAS:
        trainee = Trainee(persona)
        fact = next(f for f in trainee.resident.facts if f.trust <= trainee.resident.trust)
        heard = [trainee.say(f"open: Vertel eens over {fact.words[0]}.") for _ in range(6)]
        again = [line for line in heard if line in fact.again]
        assert len(again) == len(set(again))


def test_a_boundary_left_whole_is_no_advice() -> None:
    trainee = Trainee(MAN)
    trainee.say("advice: Dat hoeft u mij niet te vertellen.")
    assert trainee.turn.moved == 0
    assert trainee.turn.did == "other"


@pytest.mark.parametrize("label", ["open", "closed", "leading", "advice", "wonder"])
@pytest.mark.parametrize(
    "question", ["Denkt u wel eens aan zelfmoord?", "Slaat iemand u?", "Bent u hier veilig?"]
)
def test_asking_for_safety_right_out_never_costs_trust_and_gets_a_straight_answer(
    question: str, label: str
) -> None:
    for persona in PERSONAS:
        trainee = Trainee(persona)
        trainee.say(f"{label}: {question}")
        assert trainee.turn.moved >= 0
        assert "free" in trainee.turn.signs
        assert trainee.turn.said.kind in {"danger", "safe", "guarded", "not_now"}


@pytest.mark.parametrize(
    "question",
    [
        "Bent u weleens bang in huis?",
        "Heeft hij u weleens pijn gedaan?",
        "Sloeg hij u?",
        "Denkt u weleens aan dood?",
        "Denkt u er wel eens over om uzelf iets aan te doen?",
        "Voelt u zich hier thuis wel veilig?",
    ],
)
@pytest.mark.parametrize("persona", PERSONAS)
def test_asking_right_out_never_costs_trust_however_it_is_put(persona: str, question: str) -> None:
    """Third in a row of closed questions, and heard by the coach as something else altogether."""
    trainee = Trainee(persona)
    for line in ("Is dit uw jas?", "Regent het nog?"):
        trainee.say(f"closed: {line}")
    trainee.say(f"leading: {question}")
    assert trainee.turn.did == "closed_question"
    assert "free" in trainee.turn.signs
    assert trainee.turn.moved >= 0


@pytest.mark.parametrize(
    "question", ["Hoe heten ze?", "Wie heeft dat bedacht?", "Waar slaapt hij?"]
)
@pytest.mark.parametrize("persona", PERSONAS)
def test_a_question_for_a_fact_is_no_series_and_gets_no_yes_or_no(
    persona: str, question: str
) -> None:
    trainee = Trainee(persona)
    for line in ("Is dit uw jas?", "Regent het nog?", question):
        trainee.say(f"closed: {line}")
    assert trainee.turn.moved >= 0
    assert trainee.turn.said.kind != "closed_answer"


@pytest.mark.parametrize(
    "line", ["Je hoeft niks te vertellen als je niet wilt.", "U hoeft daar nu niks over te zeggen."]
)
def test_leaving_somebody_free_is_no_advice(line: str) -> None:
    trainee = Trainee(MAN)
    trainee.say("open: Hoe gaat het met u?")
    trainee.say(f"advice: {line}")
    assert trainee.turn.did == "other"
    assert trainee.turn.moved >= 0
