"""Small guards and effects on their own, where a recorded conversation would not miss them."""

from __future__ import annotations

import pytest

from flows.clarification.lines import current
from flows.types import Kind
from tests.flows.memory_stage import MemoryStage
from tests.flows.moves import Edit, Press, Say, Seen


def told(*moves: str) -> tuple[MemoryStage, Seen]:
    """A household just begun after a talk; what begins with # is tapped, the rest typed."""
    stage = MemoryStage()
    seen = stage.look()
    for move in ("#Ik kom van een gesprek", "#Nieuw huishouden", *moves):
        seen = does(stage, move)
    return stage, seen


def does(stage: MemoryStage, move: str) -> Seen:
    """One move and what is seen after it."""
    return stage.make(Press(move.removeprefix("#")) if move.startswith("#") else Say(move))


def asked(stage: MemoryStage) -> str | None:
    """The question that is put now."""
    return stage.player.conversations[stage.player.desk.conversation or ""].at.prompt


WHAT_HELPS = ("#Ga naar …", "#Wat helpt", "#Nu al kijken wat helpt", "Het kan niet wachten.")


def test_only_help_from_outside_is_reminded_of_the_people_around_and_only_once() -> None:
    stage, _ = told(*WHAT_HELPS)
    assert does(stage, "#Mensen eromheen").notices == ()
    does(stage, "#Terug naar Wat helpt")
    assert "mensen eromheen" in does(stage, "#Hulp op maat").notices[0]
    does(stage, "#Terug naar Wat helpt")
    assert does(stage, "#Hulp op maat").notices == ()


def test_somebody_who_was_named_already_is_not_named_twice() -> None:
    stage, _ = told("#Leefgebieden", "#Wie zijn er", "moeder, zoon van 19")
    does(stage, "#Wie horen erbij?")
    seen = does(stage, "Moeder en buurman")
    assert seen.entries is not None
    people = [line.text for line in seen.entries if line.kind is Kind.PERSON]
    assert people == ["moeder", "zoon van 19", "buurman"]


def test_with_nobody_around_it_is_asked_only_once_who_would_like_to_be_asked() -> None:
    stage, _ = told("#Leefgebieden", "#Wie zijn er", "niemand")
    assert asked(stage) == "wie-zou-kunnen"
    does(stage, "#Wie horen erbij?")
    does(stage, "niemand")
    assert asked(stage) != "wie-zou-kunnen"


def test_another_voice_lets_go_of_whom_it_was_heard_from_but_not_of_who_speaks() -> None:
    """What the huisarts told is not put in the mouth of the huisarts when the resident speaks."""
    stage, _ = told("#Van wie: naverteld", "#Van een ander gehoord", "#huisarts")
    does(stage, "#In eigen woorden")
    seen = does(stage, "#Klaar")
    assert "Van wie: in eigen woorden" in seen.buttons
    stage, _ = told("#Van wie: naverteld", "#moeder", "#In eigen woorden")
    assert "Van wie: in eigen woorden · moeder" in does(stage, "#Klaar").buttons


@pytest.mark.parametrize("leaves", ["back", "struck"])
def test_early_opens_for_the_newest_question_when_none_is_in_hand(leaves: str) -> None:
    """Back from the question, or striking the one in hand: what was opened stays open."""
    stage, _ = told("#De vraag", '"Hoe houd ik ons huis?"')
    if leaves == "back":
        does(stage, "#Terug")
    else:
        for move in ('"Wat nu?"', "/regels", '#"Wat nu?"', "#Doorstrepen", "#Terug"):
            does(stage, move)
    *asked_for, reason = WHAT_HELPS
    for move in asked_for:
        does(stage, move)
    assert "De vraag: “Hoe houd ik ons huis?”" in does(stage, reason).text
    does(stage, "#Ga naar …")
    assert "Begin waar je wilt" in does(stage, "#Wat helpt").text


def test_early_opens_and_stays_open_when_the_only_question_was_struck() -> None:
    struck = ("#De vraag", '"Wat nu?"', "/regels", '#"Wat nu?"', "#Doorstrepen", "#Terug")
    stage, seen = told(*struck, *WHAT_HELPS)
    assert "Begin waar je wilt" in seen.text
    does(stage, "#Ga naar …")
    assert "Begin waar je wilt" in does(stage, "#Wat helpt").text


def test_only_a_question_in_other_words_than_the_residents_is_asked_whose_it_is() -> None:
    stage, _ = told("#De vraag")
    assert does(stage, '"Hoe houd ik ons huis?"').notices == ()
    assert "woorden van de bewoner" in does(stage, "Ze wil het huis houden.").notices[0]


def test_while_the_resident_reads_along_nothing_is_said_of_what_was_told_aside() -> None:
    stage, _ = told("Ze slaapt slecht.", "/plan", "#Samen kijken")
    seen = does(stage, "/vandaag de huur is betaald")
    assert seen.notices == ()
    assert seen.entries is not None
    assert [each.text for each in current(seen.entries).values()][-1] == "de huur is betaald"
    assert does(stage, "Mijn man zegt: jij moet het oplossen.").notices == ()
    does(stage, "#Klaar met kijken")
    assert "kaart" in does(stage, "Jij moet het oplossen.").notices[-1]
    assert does(stage, "/vandaag de huur is betaald").notices != ()


STEP = (
    *("#Leefgebieden", "#Wie zijn er", "moeder", "#De vraag", '"Hoe houd ik ons huis?"'),
    *(*WHAT_HELPS, "#Stappen", "Bellen met de bank."),
)
ASIDE = ("#Van wie: naverteld", "#Alleen voor mij", "#Klaar")


@pytest.mark.parametrize(
    ("moves", "who"),
    [(("#Wie: moeder",), "moeder"), (("#Wie: een professional", "Ze durft niet."), "professional")],
)
def test_who_does_a_step_is_in_the_plan_also_while_what_is_told_is_private(
    moves: tuple[str, ...], who: str
) -> None:
    """Left out, the plan would say that the resident does it (000.2)."""
    stage, _ = told(*STEP, *ASIDE, *moves)
    plan = does(stage, "/plan").text
    assert f"Wie: {who}" in plan
    assert "Ze durft niet." not in plan


def test_a_reason_that_is_changed_afterwards_does_not_become_who_does_it() -> None:
    stage, _ = told(*STEP, "#Wie: een professional")
    stage.make(Say("Ze durft niet te bellen.", 7))
    stage.make(Edit(7, "Haar zus belt liever niet."))
    assert "Wie: professional" in does(stage, "/plan").text


def test_what_is_changed_while_reading_along_is_read_along() -> None:
    """Also when the professional wrote for themselves alone just before (004.10)."""
    stage, _ = told("Ze slaapt slecht.", *ASIDE, "/plan", "#Samen kijken", "#Klopt niet")
    assert "Ik slaap weer goed." in does(stage, "Ik slaap weer goed.").text


def test_who_agrees_is_in_the_plan_also_while_what_is_told_is_private() -> None:
    """A tap has no words to hide (003.3)."""
    stage, _ = told(*STEP, *ASIDE, "#Wie is het ermee eens?")
    (agrees,) = (each for each in stage.look().buttons if each.startswith("moeder"))
    does(stage, f"#{agrees}")
    assert "Eens: moeder" in does(stage, "/plan").text


def test_a_person_who_becomes_private_later_is_not_named_in_an_earlier_version() -> None:
    heard = ("#Van wie: naverteld", "#Van een ander gehoord", "#huisarts", "#Klaar")
    stage, _ = told(*heard, "Ze slaapt slecht.", "/plan", "#Bewaar deze versie")
    assert "huisarts" in does(stage, "#Versie 1").text
    does(stage, "#Ga naar …")
    seen = does(stage, "#Wie zijn er")
    (voice,) = (each for each in seen.buttons if each.startswith("Van wie"))
    for move in (f"#{voice}", "#Alleen voor mij", "#Klaar", "huisarts", "/plan"):
        does(stage, move)
    version = does(stage, "#Versie 1").text
    assert "Ze slaapt slecht" in version
    assert "huisarts" not in version


def test_a_story_in_which_the_guide_is_asked_along_the_way_is_kept() -> None:
    """A short question is asked of the guide; a longer text is told (002.1)."""
    story = "Wat moet ik doen, zei ze, met twee kinderen en een huur die ik niet kan betalen?"
    _, seen = told(story)
    assert seen.entries is not None
    assert [each.text for each in seen.entries] == [story]


def test_what_the_mirror_asked_is_not_counted_among_the_lines_kept_apart() -> None:
    """It never comes in a plan, so nothing of it can seem lost."""
    stage, _ = told("Ze slaapt slecht.", "#Ga naar …", "#Terugkijken", "Ik ging te snel.")
    assert "bij Alle regels" not in does(stage, "/plan").text


# --- the desk ------------------------------------------------------------------------------------


def visits(stage: MemoryStage) -> int:
    """How many visits the household in hand has."""
    return len(stage.player.conversations[stage.player.desk.conversation or ""].visits)


def test_telling_on_the_same_day_is_no_second_visit() -> None:
    stage, _ = told("Ze slaapt slecht.", "/stop", "#Ik kom van een gesprek")
    does(stage, "#Reiger 30 (1 te sorteren)")
    assert visits(stage) == 1


@pytest.mark.parametrize(
    "moves",
    [("#Naar het begin", "#Verder met Reiger 30"), ("/verder", "#Reiger 30 (1 te sorteren)")],
)
def test_a_way_in_that_was_left_again_is_not_taken_later(moves: tuple[str, ...]) -> None:
    """ "Straks een gesprek" was looked at; going on is where one was, and no visit of its own."""
    stage, before = told("Ze slaapt slecht.")
    for move in ("/stop", "#Straks een gesprek", *moves):
        does(stage, move)
    assert stage.look().text == before.text
    assert visits(stage) == 1


def test_a_code_that_joins_two_doors_is_gone_with_its_screen() -> None:
    """It stands in clear on the desk, and nowhere longer than it is read."""
    stage, _ = told("/koppel")
    assert stage.player.desk.code is not None
    does(stage, "#Naar het begin")
    assert stage.player.desk.code is None
