"""How a question is spoken: the two forms of address, and a person's own words put in literally."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.wording import UNSAID, Address, is_wellformed, slots, speak

anything = st.text(st.characters(codec="utf-8"), max_size=60)
awkward = st.text(alphabet="{}|\\wordsu \n", min_size=1, max_size=30)
plain = anything.filter(lambda text: not set("{|}") & set(text))
filled = plain.filter(lambda text: bool(text.strip()))
forms = st.tuples(filled, filled).map(lambda pair: f"{{{pair[0]}|{pair[1]}}}")
wellformed = st.lists(st.one_of(plain, forms, st.just("{words}")), max_size=6).map("".join)
addresses = st.sampled_from(("u", "je"))


def test_the_same_question_in_two_forms_of_address() -> None:
    ask = "Wat {wilt u|wil je} er zelf over kwijt, en hoe is dat voor {u|jou}?"
    assert speak(ask, "u") == "Wat wilt u er zelf over kwijt, en hoe is dat voor u?"
    assert speak(ask, "je") == "Wat wil je er zelf over kwijt, en hoe is dat voor jou?"


def test_a_capital_at_the_start_is_the_authors() -> None:
    assert speak("{U hoeft|Je hoeft} niet flink te zijn.", "je") == "Je hoeft niet flink te zijn."


def test_own_words_stand_where_the_slot_is() -> None:
    assert speak('"{words}". Vertel maar.', "u", "het komt op mij neer") == (
        '"het komt op mij neer". Vertel maar.'
    )


@pytest.mark.parametrize("words", [None, ""])
def test_without_words_the_gap_can_be_seen(words: str | None) -> None:
    assert speak('"{words}". Vertel maar.', "u", words) == f'"{UNSAID}". Vertel maar.'


def test_a_wording_says_whether_it_wants_words() -> None:
    assert slots('"{words}". Vertel maar.') == {"words"}
    assert slots("Wat {wilt u|wil je}?") == frozenset()


@given(awkward | anything.filter(bool), addresses)
def test_own_words_come_out_literally(words: str, address: Address) -> None:
    spoken = speak("Voor {u|jou}: <{words}> en <{words}>.", address, words)
    assert spoken.partition(": ")[2] == f"<{words}> en <{words}>."


@given(wellformed, addresses)
def test_no_form_leaves_a_brace_or_a_bar(ask: str, address: Address) -> None:
    assert is_wellformed(ask) is None
    assert not set("{|}") & set(speak(ask, address, "woorden"))


@given(plain, addresses)
def test_a_wording_without_braces_is_spoken_as_it_stands(ask: str, address: Address) -> None:
    assert speak(ask, address, "woorden") == ask


@given(awkward, addresses)
def test_a_wording_is_spoken_exactly_when_it_is_well_formed(ask: str, address: Address) -> None:
    problem = is_wellformed(ask)
    if problem is None:
        assert not set("{|}") & set(speak(ask, address, "woorden"))
    else:
        with pytest.raises(ValueError, match=re.escape(problem)):
            speak(ask, address, "woorden")


@pytest.mark.parametrize(
    ("ask", "says"),
    [
        ("Wat {wilt u|wil je kwijt?", "brace"),
        ("Wat wilt u|wil je} kwijt?", "brace"),
        ("Wat {wilt {u|je}|wil je}?", "brace"),
        ("Wat }wilt{ u?", "brace"),
        ("Wat wilt u|wil je kwijt?", "bar"),
        ("Wat {wilt u|wil je|wil jij} kwijt?", "exactly two"),
        ("Wat {wilt u|} kwijt?", "exactly two"),
        ("Wat { |wil je} kwijt?", "exactly two"),
        ("Wat {wilt u} kwijt?", "no slot"),
        ("Wat {} kwijt?", "no slot"),
        ('"{woorden}". Vertel.', "no slot"),
    ],
)
def test_braces_that_are_not_in_order_are_named(ask: str, says: str) -> None:
    problem = is_wellformed(ask)
    assert problem is not None
    assert says in problem
