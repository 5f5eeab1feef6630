"""The coach names what an utterance is, and quotes the words by which it knows."""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest

from bot.wiring import solution_coach
from flows.language.coach import coach
from flows.language.reading import is_solution
from flows.language.verdict import FOLDED, LABELS, UNSURE, Language

NOTES = Path(__file__).with_name("unseen_solutions_nl.jsonl")

DUTCH = [
    ("open_question", "Hoe gaat het met de kinderen sinds de verhuizing?"),
    ("open_question", "Kunt u vertellen hoe zo'n dag verloopt?"),  # closed form, open in use
    ("open_question", "Is er nog iets over je vader dat je wilt vertellen?"),  # Clean Language
    ("open_question", "Hoe komt het dat u zo vaak wakker ligt?"),  # a soft why stays open
    ("open_question", "hoe was het op je werk"),
    ("closed_question", "Heeft u een hond?"),
    ("closed_question", "Hoe vaak komt uw zoon langs?"),  # a quantity
    ("closed_question", "Sinds wanneer woont u alleen?"),
    ("closed_question", "Wilt u dat vandaag doen of liever morgen?"),  # either/or is one question
    ("closed_question", "Dus de huur is betaald?"),  # a neutral statement with a question mark
    ("why_question", "Waarom heeft u niemand gebeld?"),
    ("why_question", "Kunt u uitleggen waarom u boos werd?"),
    ("why_question", "Om welke reden bent u gestopt?"),
    ("suggestive_question", "U bent toch wel blij met uw nieuwe huis?"),
    ("suggestive_question", "Het is zwaar voor u, hè?"),
    ("suggestive_question", "Vindt u niet dat hij te veel drinkt?"),
    ("stacked_questions", "Hoe gaat het met u en wat zei de dokter?"),
    ("stacked_questions", "Werkt u nog? En hoeveel uur dan?"),
    ("advice_solution", "Heeft u al eens gedacht aan een maaltijdservice?"),  # in disguise
    ("advice_solution", "Zou dagbesteding niet handig zijn voor uw man?"),
    ("advice_solution", "Je moet gewoon wat vaker naar buiten gaan."),
    ("advice_solution", "Bel morgen de huisarts even."),
    ("scaling_question", "Op een schaal van 0 tot 10, hoe gaat het nu?"),
    ("scaling_question", "Wat zou er anders zijn bij een punt hoger?"),
    ("miracle_exception_question", "Stel dat er vannacht een wonder gebeurt, wat merkt u dan?"),
    ("miracle_exception_question", "Zijn er dagen dat het wel goed gaat?"),
    ("summary", "Dus samengevat: het werk is op, u slaapt slecht en uw dochter helpt."),
    ("summary", "Even op een rij: eerst de ziekte, toen het ontslag en nu de schulden. Klopt dat?"),
    ("affirmation", "Wat knap dat u dat zelf heeft uitgezocht."),
    ("information", "De gemeente beslist binnen zes weken op een aanvraag."),
    ("other", "Goedemorgen, kom binnen."),
    # a long run-up, an aside, an announcement or a tag in the middle is no question of its own
    ("open_question", "Wat vond zij daarvan, denkt u?"),
    ("open_question", "Het was zwaar, zegt u, maar hoe is het nu met de kinderen?"),
    ("closed_question", "Goed, we zijn er bijna hoor, heeft u de sleutel nog?"),
    ("scaling_question", "Je gaf een vijf, hè, en eh, wat maakt dat het geen twee is?"),
    ("stacked_questions", "Ik wil twee dingen weten: wie kookt er, en hoe smaakt het?"),
    ("complex_reflection", "Eigenlijk denk je: wat heb ik hier nog te zoeken."),
    # who is asked why is not always told what to do
    ("why_question", "Waarom ga je niet terug?"),
    ("why_question", "Waarom belt u haar niet meer?"),
    ("advice_solution", "Waarom belt u haar niet gewoon even?"),
    ("advice_solution", "Ik begrijp dat u boos bent, maar u kunt in bezwaar gaan."),
    ("advice_solution", "Jullie moeten eens goed met elkaar praten."),
    ("advice_solution", "U had daar veel eerder mee moeten stoppen."),
]
REFLECTIONS = [
    "U mist uw man.",
    "Dus je bent al drie nachten niet thuis geweest.",
    "Aan de ene kant wilt u weg, aan de andere kant blijft u om de kinderen.",
    "Het klinkt alsof u er helemaal alleen voor staat.",
    "Dat lijkt me heel verdrietig.",
    "Oké, ja, dus eh, u belde drie keer en toen werd de afspraak toch weer verzet.",
]
ENGLISH = [
    ("open_question", "What worries you the most about it?"),
    ("open_question", "Okay. Tell me more about that."),
    ("closed_question", "Have you ever tried to quit?"),
    ("closed_question", "How many drinks did you have?"),
    ("advice_solution", "You really need to see a doctor about that."),
    ("advice_solution", "Why don't you try calling your brother?"),
    ("information", "The program takes ten weeks and it's free for students."),
    ("complex_reflection", "On the one hand you like it, and on the other hand it scares you."),
    ("other", "Thanks for coming in today."),
]


@pytest.mark.parametrize(("label", "text"), DUTCH)
def test_a_dutch_utterance_is_named(label: str, text: str) -> None:
    verdict = coach(text, "nl")
    assert verdict.label == label, verdict
    assert verdict.quote
    assert verdict.quote in text


@pytest.mark.parametrize("text", REFLECTIONS)
def test_a_reflection_is_one_kind_for_people(text: str) -> None:
    assert coach(text, "nl").kind == "reflection"


@pytest.mark.parametrize(("label", "text"), ENGLISH)
def test_an_english_utterance_is_named(label: str, text: str) -> None:
    verdict = coach(text, "en")
    assert verdict.label == label, verdict
    assert verdict.quote in text


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("yes", "Aangemeld voor dagbesteding."),
        ("yes", "Mevrouw heeft een bewindvoerder nodig."),
        ("yes", "Valt vaak, dus ik vraag een alarmknop aan."),
        ("no", "Mevrouw wil zelf graag een scootmobiel."),
        ("no", "De thuiszorg komt elke ochtend om acht uur."),
        ("no", "De huisarts vindt dat hij naar een verpleeghuis moet."),
        ("no", "Volgende keer vragen: wat bedoelt ze met rust?"),
    ],
)
def test_a_note_that_jumps_to_a_solution_is_known(label: str, text: str) -> None:
    assert coach(text, "nl", "solutions").label == label


@pytest.mark.parametrize("text", ["", " ", "\n\t", "?", "?!…", "...", "😀😀", "\u200b", "——"])
def test_what_holds_no_words_is_other_without_confidence(text: str) -> None:
    verdict = coach(text, "nl")
    assert (verdict.label, verdict.quote) == ("other", "")
    assert verdict.confidence < UNSURE


def test_another_language_is_not_judged_with_confidence() -> None:
    assert coach("Bugün hava çok güzel, dışarı çıkalım", "nl").confidence < UNSURE
    assert coach("Dzień dobry, proszę usiąść", "en").confidence < UNSURE


def test_a_quote_is_as_it_was_typed() -> None:
    text = "Nou 😀 HÉÉFT u al eens gedacht aan een tráplift?"
    verdict = coach(text, "nl")
    assert verdict.label == "advice_solution"
    assert verdict.quote in text
    assert verdict.quote.startswith("HÉÉFT u")


@pytest.mark.parametrize(
    "text",
    [
        "Hoe gaat het met u? " * 1000,
        "a" * 20_000,
        "wat " * 5_000,
        "stel je voor dat " * 1_200,
        "heeft u al " * 2_000,
        "," * 20_000,
        "😀" * 20_000,
        "zijn er momenten dat " * 1_000,
    ],
)
def test_a_very_long_text_is_answered_at_once(text: str) -> None:
    coach("Warm.", "nl")
    begun = time.perf_counter()
    verdict = coach(text[:20_000], "nl")
    assert time.perf_counter() - begun < 5
    assert verdict.label in LABELS


def test_the_same_text_gets_the_same_verdict() -> None:
    texts = [text for _, text in DUTCH]
    first = [coach(text, "nl") for text in texts]
    shuffled = random.Random(1).sample(texts, len(texts))
    again = {text: coach(text, "nl") for text in shuffled}
    assert [again[text] for text in texts] == first


@pytest.mark.parametrize(("language", "labels"), [("nl", LABELS), ("en", FOLDED)])
def test_noise_never_breaks_it(language: Language, labels: tuple[str, ...]) -> None:
    chance = random.Random(7)
    letters = "abc ?!,.:éß'\"\n\u0000\u202e漢😀{}%<>İ"
    for _ in range(300):
        text = "".join(chance.choice(letters) for _ in range(chance.randrange(60)))
        verdict = coach(text, language)
        assert verdict.label in labels
        assert 0 <= verdict.confidence <= 1


def test_a_verdict_takes_less_than_twenty_milliseconds() -> None:
    texts = [text for _, text in DUTCH]
    coach("Warm.", "nl")
    begun = time.perf_counter()
    for text in texts:
        coach(text, "nl")
    assert (time.perf_counter() - begun) / len(texts) < 0.020


def test_a_note_that_is_not_weighed_would_not_have_been_a_solution() -> None:
    """Weighing is the slow part, so it is left out where nothing can come of it."""
    notes = [json.loads(line)["text"] for line in NOTES.read_text("utf-8").splitlines()]
    unweighed = [note for note in notes if solution_coach(note, helped=False) is None]
    assert len(unweighed) > len(notes) / 4
    assert not any(is_solution(coach(note, "nl", "solutions"), helped=False) for note in unweighed)


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Uw man is weg. Hoe is dat voor u?", "Hoe is dat voor u?"),
        ("Je bent weinig thuis. Wat doet dat met je?", "Wat doet dat met je?"),
    ],
)
def test_an_open_question_behind_something_given_back_is_an_open_question(
    said: str, asked: str
) -> None:
    verdict = coach(said)
    assert (verdict.label, verdict.quote) == ("open_question", asked)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Waar ligt u wakker van?", "Waar ligt u wakker van?"),
        ("Fijn dat u er bent. Waar komt u voor?", "Waar komt u voor?"),
        ("En waar kijk je naar uit?", "En waar kijk je naar uit?"),
        ("Noem eens iets waar je om moest lachen.", "Noem eens"),
    ],
)
def test_a_where_that_asks_for_no_place_and_name_me_something_are_open(
    said: str, words: str
) -> None:
    verdict = coach(said)
    assert (verdict.label, verdict.quote) == ("open_question", words)


def test_a_where_that_asks_for_a_place_is_closed() -> None:
    assert coach("Waar woont uw dochter?").label == "closed_question"
