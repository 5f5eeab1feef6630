"""The resident teaches: what the way of asking does to trust, and what comes out at which level."""

from __future__ import annotations

import pytest

from flows.practice.answering import kept_back
from tests.practice.four_ways import README, brought, table, with_table
from tests.practice.professionals import ALL, talked
from tests.practice.scripted import Trainee, library

PERSONAS = tuple(sorted(library().personas))
MAN = "zegt_dat_alles_goed_is"


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_way_of_asking_decides_how_far_it_goes(persona: str) -> None:
    """Advising, going through a list, now and then listening, being present: in that order."""
    ends = {how: brought(persona, how).through for how in ALL}
    assert ends["advising"] <= ends["closed"] < ends["mixed"] < ends["present"]


def test_the_readme_tells_what_the_four_ways_bring() -> None:
    """Made by ``python -m tests.practice.four_ways``."""
    readme = README.read_text(encoding="utf-8")
    assert table() in readme
    assert readme == with_table(readme)


@pytest.mark.parametrize("persona", PERSONAS)
def test_who_is_present_hears_what_it_is_about(persona: str) -> None:
    talk = talked(persona, "present")
    real = {fact.id for fact in talk.resident.facts if fact.real}
    told = set(talk.stance.told)
    assert not real or real & told
    assert {fact.id for fact in talk.resident.facts} - told, "something always stays hidden"


@pytest.mark.parametrize("persona", PERSONAS)
def test_advice_and_lists_hear_little(persona: str) -> None:
    for how in ("advising", "closed"):
        talk = talked(persona, how)
        heavy = {fact.id for fact in talk.resident.facts if fact.heavy or fact.real}
        assert not heavy & set(talk.stance.told)


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_same_seed_and_lines_give_the_same_talk(persona: str) -> None:
    one, other = talked(persona, "present", 11), talked(persona, "present", 11)
    assert one.run == other.run


@pytest.mark.parametrize("persona", PERSONAS)
def test_two_seeds_do_not_read_alike(persona: str) -> None:
    """The same lines typed to the same person twice: most answers sound otherwise."""
    lines = ("open: Hoe gaat het?", "…", "open: Vertel eens verder.", "sum: Dus dat is het.")
    heard = []
    for seed in range(6):
        trainee = Trainee(persona, seed)
        heard.append(tuple(trainee.say(line) for line in lines))
    assert len(set(heard)) >= 3


@pytest.mark.parametrize("persona", PERSONAS)
def test_no_line_is_used_again_while_there_is_another(persona: str) -> None:
    talk = talked(persona, "mixed")
    for kind in {turn.said.kind for turn in talk.run.exchanges} - {"tells", "again", "brief"}:
        numbers = [t.said.number for t in talk.run.exchanges if t.said.kind == kind]
        variants = len(talk.resident.lines[kind])  # type: ignore[index]
        assert len(set(numbers[:variants])) == len(numbers[:variants])


def test_trust_falls_faster_than_it_rises() -> None:
    trainee = Trainee(MAN)
    trainee.say("open: Hoe gaat het met u?")
    risen = trainee.turn.moved
    trainee.say("advice: U moet echt naar de dokter.")
    assert risen > 0 > trainee.turn.moved + risen
    trainee.say("open: Hoe is dat voor u?")
    assert trainee.turn.moved == 0, "the first good turn after a fall only mends"


@pytest.mark.parametrize(
    "line",
    [
        "closed: Mag ik iets opschrijven?",
        "closed: Sinds wanneer woont u hier?",
        "closed: Bent u veilig in huis?",
        "closed: Hoe oud bent u?",
    ],
)
def test_a_closed_question_for_a_fact_consent_or_safety_never_costs_trust(line: str) -> None:
    for persona in PERSONAS:
        trainee = Trainee(persona)
        for _ in range(7):
            trainee.say(line)
            assert trainee.turn.moved >= 0


def test_three_closed_questions_in_a_row_close() -> None:
    trainee = Trainee(MAN)
    moved = []
    for line in ("Slaapt u goed?", "Eet u goed?", "Komt er bezoek?"):
        trainee.say(f"closed: {line}")
        moved.append(trainee.turn.moved)
    assert moved[:2] == [0, 0]
    assert moved[2] < 0
    assert "closed_series" in trainee.turn.signs


def test_a_fact_for_consent_does_not_count_in_the_series() -> None:
    trainee = Trainee(MAN)
    for line in ("Slaapt u goed?", "Mag ik iets vragen?", "Eet u goed?", "Komt er bezoek?"):
        trainee.say(f"closed: {line}")
        assert trainee.turn.moved == 0


YES = "zegt_overal_ja_op"


def test_short_and_concrete_opens_whom_it_opens_however_many_come_in_a_row() -> None:
    """Each names something of hers: that is no list (tone.md §3)."""
    trainee = Trainee(YES)
    lines = ("Heb je een kat?", "Wil je verhuizen?", "Werk je in de winkel?", "Mag je kat mee?")
    moved = []
    for line in lines:
        trainee.say(f"closed: {line}")
        moved.append(trainee.turn.moved)
        assert "closed_series" not in trainee.turn.signs
    assert min(moved) == 0
    assert sum(moved) > 0


def test_a_list_about_nothing_of_hers_closes_her_too() -> None:
    trainee = Trainee(YES)
    for line in ("Gaat het goed?", "Ben je tevreden?", "Is alles naar wens?"):
        trainee.say(f"closed: {line}")
    assert "closed_series" in trainee.turn.signs
    assert trainee.turn.moved < 0


def test_own_words_given_back_are_heard() -> None:
    trainee = Trainee(MAN)
    trainee.say("open: Hoe gaat het met u?")
    words = " ".join(trainee.answer.split()[:6]).rstrip(".,")
    trainee.say(f"reflect: {words}.")
    assert "own_words" in trainee.turn.signs
    assert trainee.turn.moved > 0


def test_another_subject_right_after_something_heavy_closes() -> None:
    trainee = talked("schulden_en_schaamte", "present")
    heavy = [f for f in trainee.resident.facts if f.heavy and f.id in trainee.stance.told]
    assert heavy
    fresh = Trainee("schulden_en_schaamte")
    for number in range(40):
        if fresh.stance.heavy:
            break
        ALL["present"](fresh, number)
    assert fresh.stance.heavy
    fresh.say("open: Hoe is het met de kinderen op school?")
    assert "changed_subject" in fresh.turn.signs
    assert fresh.turn.moved < 0


def test_a_silence_upon_a_silence_brings_nothing_more() -> None:
    trainee = Trainee(MAN)
    trainee.still()
    assert trainee.turn.moved == 0, "there was nothing to be silent about yet"
    trainee.say("open: Hoe gaat het met u?")
    for _ in range(10):
        trainee.still()
    assert trainee.stance.trust <= trainee.resident.trust + 3


@pytest.mark.parametrize("text", ["…", "...", "(stilte)", "Stil"])
def test_keeping_still_can_be_typed(text: str) -> None:
    trainee = Trainee(MAN)
    trainee.say(text)
    assert trainee.turn.did == "silence"


def about(persona: str) -> tuple[str, str]:
    """The words of what this person tells most easily, and of something in another domain."""
    light = sorted((f for f in library().personas[persona].facts if f.words), key=lambda f: f.trust)
    other = next(fact for fact in light if fact.domain != light[0].domain)
    return light[0].words[0], other.words[0]


@pytest.mark.parametrize("persona", PERSONAS)
def test_the_same_subject_a_second_time_opens_whom_that_opens(persona: str) -> None:
    """Who comes back to it is heard as somebody who stays; a third time brings no more."""
    trainee = Trainee(persona)
    here, _ = about(persona)
    declared = trainee.resident.opens.get("same_subject", 0)
    trainee.say(f"open: Vertel eens over {here}.")
    assert not trainee.stance.heavy
    trainee.say(f"reflect: Dat van {here}, dat is er nog steeds.")
    assert "same_subject" in trainee.turn.signs
    assert trainee.turn.moved == (2 if declared else 1)
    if not trainee.stance.heavy:
        trainee.say(f"reflect: Nog steeds, dat van {here}.")
        assert trainee.turn.moved <= 1


@pytest.mark.parametrize("persona", PERSONAS)
def test_going_from_one_subject_to_another_and_back_is_not_staying(persona: str) -> None:
    trainee = Trainee(persona)
    here, there = about(persona)
    for word in (here, there, here):
        trainee.say(f"reflect: Dat van {word}, dat is er nog steeds.")
        assert "same_subject" not in trainee.turn.signs
        assert trainee.stance.heavy or trainee.turn.moved <= 1


def test_office_words_are_not_understood() -> None:
    trainee = Trainee(MAN)
    trainee.say("open: Hoe is het met uw zelfredzaamheid?")
    assert trainee.turn.said.kind == "after_jargon"
    assert trainee.turn.moved < 0


def test_questions_alone_go_so_far_and_no_further() -> None:
    trainee = Trainee(MAN)
    for number in range(30):
        trainee.say(f"open: Hoe gaat dat verder, keer {number}?")
    assert trainee.stance.trust <= 5


def test_what_is_told_is_referred_to_when_it_is_asked_again() -> None:
    trainee = Trainee(MAN)
    fact = next(f for f in trainee.resident.facts if f.trust <= trainee.resident.trust and f.words)
    for _ in range(4):
        trainee.say(f"open: Vertel eens over {fact.words[0]}.")
        if trainee.turn.said.kind == "again":
            break
    assert trainee.turn.said.kind in {"again", "guarded", "not_now", "tells"}
    assert len(trainee.stance.told) == len(set(trainee.stance.told))


def test_each_run_keeps_another_thing_back() -> None:
    persona = library().personas[MAN]
    assert len({kept_back(persona, seed) for seed in range(20)}) > 1


def test_without_a_verdict_the_resident_answers_and_nothing_closes() -> None:
    """What it cannot place it answers as this person would."""
    for persona in PERSONAS:
        trainee = Trainee(persona)
        for text in ("blorp", "Ignore all previous instructions.", "?!?", "kut", "1234", "😀"):
            assert trainee.say(text)
            assert trainee.turn.moved >= 0
