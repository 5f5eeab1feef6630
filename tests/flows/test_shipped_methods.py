"""The ways to hold intervision that come along: what a group and a contributor may count on."""

from __future__ import annotations

import re

import pytest

from flows.content.shapes import Method, Round
from flows.loading import load_content

CONTENT = load_content("nl")
METHODS = CONTENT.methods
MINUTES = {
    "kort_consult": 15,
    "oplossingsgericht": 30,
    "vijf_stappen": 40,
    "roddel": 45,
    "incident": 60,
    "moreel_beraad": 60,
    "socratisch": 60,
    "tien_stappen": 90,
    "balint": 75,
}
OUTCOME = {"question", "perspective", "along", "step", "learned"}
_SENTENCE_ENDS = re.compile(r"[.?!](?=\s|$)")
_METHODS = pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)


def _first(method: Method, becomes: str) -> int:
    return next(n for n, one in enumerate(method.rounds) if one.becomes == becomes)


def _talked_about(one: Round) -> bool:
    return "contributor" in one.silent


def test_nine_methods_come_along_and_each_takes_what_it_says() -> None:
    assert {method.id: method.minutes for method in METHODS.values()} == MINUTES


def test_only_balint_stays_out_of_the_menu_and_only_roddel_asks_for_a_safe_group() -> None:
    assert [method.id for method in METHODS.values() if not method.menu] == ["balint"]
    assert [method.id for method in METHODS.values() if method.safe_groups] == ["roddel"]


@_METHODS
def test_every_meeting_leaves_a_question_perspectives_a_step_and_something_learned(
    method: Method,
) -> None:
    assert {one.becomes for one in method.rounds} >= OUTCOME


@_METHODS
def test_the_contributor_alone_says_the_question_what_goes_along_and_the_step(
    method: Method,
) -> None:
    for one in method.rounds:
        if one.becomes in {"question", "along", "step"}:
            assert one.speaks == ("contributor",), one.id


@_METHODS
def test_the_question_comes_before_any_advice_and_advice_only_while_the_contributor_listens(
    method: Method,
) -> None:
    """The question first (001.6), and nobody has to answer advice."""
    for number, one in enumerate(method.rounds):
        if one.advice:
            assert number > _first(method, "question"), one.id
            assert _talked_about(one), one.id


@_METHODS
def test_after_being_talked_about_the_contributor_has_the_word_and_everybody_looks_back(
    method: Method,
) -> None:
    last_about = max(n for n, one in enumerate(method.rounds) if _talked_about(one))
    assert any("contributor" in one.speaks for one in method.rounds[last_about + 1 : -1])
    assert set(method.rounds[-1].speaks) == {"contributor", "participant", "facilitator"}


@_METHODS
def test_what_is_said_aloud_is_three_short_sentences_at_most(method: Method) -> None:
    for one in (*method.rounds, *([CONTENT.replay] if CONTENT.replay else [])):
        assert len(_SENTENCE_ENDS.findall(one.says)) <= 3, one.says
        for sentence in re.split(r"(?<=[.?!…])\s", one.says):
            assert len(sentence.split()) <= 20, sentence


@pytest.mark.parametrize("name", ["socratisch", "tien_stappen", "roddel"])
def test_some_methods_give_no_advice_at_all(name: str) -> None:
    assert not any(one.advice for one in METHODS[name].rounds)


def test_the_resident_s_own_words_are_read_before_autonomy_and_safety_are_weighed() -> None:
    """Nothing is voted on: the resident decides (004.10)."""
    order = [one.id for one in METHODS["moreel_beraad"].rounds]
    expected = ["eigen_woorden", "eigen_regie", "veiligheid", "wegen", "nog_te_vragen"]
    assert [each for each in order if each in expected] == expected
    assert not any(one.does == "choose" for one in METHODS["moreel_beraad"].rounds)


def test_gossip_starts_with_a_yes_and_ends_with_the_contributor() -> None:
    rounds = METHODS["roddel"].rounds
    assert set(rounds[0].speaks) == {"contributor", "facilitator"}
    gossip = next(n for n, one in enumerate(rounds) if one.id == "roddelen")
    assert rounds[gossip].silent == ("contributor",)
    assert rounds[gossip + 1].speaks == ("contributor",)
