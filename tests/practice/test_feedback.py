"""Feedback in the spirit of tone.md §3: the kind, the exact words, what it did, one other way."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from bot.app.rendering import Renderer
from flows.language.verdict import Verdict
from flows.practice.feedback import Feedback, feedback_on
from flows.practice.looking_back import look_back
from flows.practice.own_words import piece_of
from tests.practice.scripted import RUN, Trainee, library, said

MAN = "zegt_dat_alles_goed_is"
RENDERER = Renderer()
NEVER = re.compile(
    r"\b(fout\w*|verkeerd\w*|onjuist\w*|onvoldoende|score\w*|punten|cijfer|goed zo|"
    r"badge\w*|streak\w*)\b",
    re.IGNORECASE,
)


def feedback(trainee: Trainee) -> Feedback:
    """Feedback on the last turn."""
    return feedback_on(library(), trainee.run, trainee.player.spoken[RUN], trainee.turn)


def sentence(trainee: Trainee) -> str:
    """The same, as people read it."""
    return RENDERER.plain("practice/on_turn.txt", f=feedback(trainee), answer=False).strip()


def test_advice_as_a_question_is_named_quoted_and_given_another_way() -> None:
    trainee = Trainee(MAN)
    trainee.say("advice: Heeft u al eens aan uw dochter gevraagd om te koken?")
    told = sentence(trainee)
    assert "Je zei: “Heeft u al eens aan uw dochter gevraagd om te koken?”" in told
    assert "een idee in de vorm van een vraag" in told
    assert "Daarop ging het wat meer dicht" in told
    assert "uw dochter" in feedback(trainee).alternative


def test_only_the_sentence_that_decided_is_quoted() -> None:
    trainee = Trainee(MAN)
    text = "Fijn dat ik mocht komen. Waarom gaat u niet naar buiten? Het is droog."

    class Why:
        label = ""

        def read(self, _: str) -> object:
            from flows.types import Reading  # noqa: PLC0415

            return Reading(verdict=Verdict("why_question", "waarom", "Waarom gaat u niet", 0.9))

    trainee.player.reader = Why()  # type: ignore[assignment]
    assert trainee.player.take(said(text))
    assert feedback(trainee).quote == "Waarom gaat u niet naar buiten?"


def test_both_reflections_are_one_word() -> None:
    told = set()
    for label in ("reflect", "deeper"):
        trainee = Trainee(MAN)
        trainee.say("open: Hoe gaat het met u?")
        trainee.say(f"{label}: Het is allemaal niet meer zo vanzelf.")
        told.add(feedback(trainee).did)
    assert told == {"reflection"}


def test_of_several_questions_one_is_enough() -> None:
    trainee = Trainee(MAN)
    trainee.say("stacked: Hoe slaapt u, en eet u wel? Komt er nog iemand langs?")
    assert trainee.turn.said.kind == "after_stacked"
    assert feedback(trainee).alternative == "Alleen deze: “Hoe slaapt u?”"


def test_a_closed_question_for_consent_is_fine_here() -> None:
    trainee = Trainee(MAN)
    trainee.say("closed: Mag ik iets opschrijven?")
    assert "dat is hier prima" in sentence(trainee)
    assert feedback(trainee).alternative == ""


def test_what_the_coach_is_not_sure_of_gets_no_name() -> None:
    trainee = Trainee(MAN)
    trainee.say("Tja, de tuin hè.")
    assert "Dat is" not in sentence(trainee)


def test_feedback_comes_at_the_end_when_that_was_chosen() -> None:
    now, later = Trainee(MAN), Trainee(MAN, later=True)
    for trainee in (now, later):
        trainee.say("open: Hoe gaat het met u?")
    assert now.player.screen.values["feedback"] is not None
    assert later.player.screen.values["feedback"] is None
    later.press("run.wind_up")
    later.press("run.look_back")
    back = look_back(library(), later.run, later.player.spoken[RUN])
    assert back.said[0].feedback.did == "open_question"


@pytest.mark.parametrize(
    "name",
    ["nl/practice_parts.html", "nl/practice_back.html", "practice/practice_words.nl.yaml"],
)
def test_no_word_judges(name: str) -> None:
    """Never wrong, and nothing to compare people by (001.14, 002.3)."""
    text = (files("templates") / name).read_text("utf-8")
    assert not NEVER.search(text)


def test_a_hint_is_for_this_moment() -> None:
    trainee = Trainee(MAN)
    trainee.press("run.stuck") if "run.stuck" in trainee.player.screen.actions else None
    trainee.say("open: Hoe gaat het met u?")
    trainee.press("run.stuck")
    hint = str(trainee.player.screen.values["hint"])
    assert hint.startswith(("Luisteren", "Teruggeven", "Vragen"))
    trainee.say("reflect: Dus het gaat.")
    assert trainee.run.state == "talking"


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Hoe is het met uw geld, redt u het?", "Hoe is het met uw geld?"),
        ("en wanneer begon dat en wie was erbij", "Wanneer begon dat?"),
        ("Hoe heet ze? En waar woont ze?", "Hoe heet ze?"),
    ],
)
def test_of_two_questions_the_first_whole_one_is_shown_alone(text: str, first: str) -> None:
    trainee = Trainee(MAN)
    trainee.say(f"stacked: {text}")
    assert feedback(trainee).alternative == f"Alleen deze: “{first}”"


def test_a_greeting_or_a_refusal_is_never_given_back() -> None:
    """Nothing was told yet: the other way then is a question that needs no words."""
    trainee = Trainee("vader_met_tolk")
    trainee.say("other: Hallo, ik ben Noor.")
    trainee.say("leading: Dat is vast niet makkelijk?")
    assert feedback(trainee).alternative in {
        "Wat wilt u er zelf over kwijt?",
        "Hoe is dat nu, voor u?",
    }


def test_a_piece_that_is_given_back_is_whole_and_does_not_say_who_spoke() -> None:
    assert (
        piece_of(library(), "Tolk: Dan moet de tafel leeg zijn.") == "Dan moet de tafel leeg zijn"
    )


@pytest.mark.parametrize(
    ("text", "piece"),
    [
        ("Zondag om vijf wisselen we. In de auto zegt ze niks.", "In de auto zegt ze niks"),
        (
            "De post komt om elf uur. Ik durf hem niet open te maken.",
            "Ik durf hem niet open te maken",
        ),
        ("Ik miste zijn auto op de oprit. Hem, nee.", "Ik miste zijn auto op de oprit"),
        ("Ik wil hier niet weg. Er staat een grote tafel, zeggen ze.", "Ik wil hier niet weg"),
        ("Rood is niet goed, denk ik.", "Rood is niet goed"),
        ("Mijn zusje is elf. Het magazijn gaat om acht uur open.", "Mijn zusje is elf"),
    ],
)
def test_the_piece_with_a_feeling_a_person_a_loss_or_a_wish_is_the_one(
    text: str, piece: str
) -> None:
    assert piece_of(library(), text) == piece


def test_a_hint_gives_back_what_touches() -> None:
    trainee = Trainee("zorg_om_een_kind", 5)
    while "niks" not in trainee.say("open: Hoe gaat zo'n zondag?"):
        trainee = Trainee("zorg_om_een_kind", trainee.seed + 1)
    trainee.press("run.stuck")
    assert "In de auto zegt ze niks" in str(trainee.player.screen.values["hint"])


def test_a_verb_is_no_thing_to_tell_about() -> None:
    trainee = Trainee("stel_dat_het_oneens_is")
    trainee.say("leading: Wie van jullie slaapt er vast het slechtst?")
    assert "jullie slaapt" not in feedback(trainee).alternative
