"""Which open question comes next, where the recorded conversations do not go."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from flows.advance import one_question
from flows.clarification.choosing import fits, next_prompt, put
from flows.clarification.effects.visiting import new_visit
from flows.clarification.screens import screen_of
from flows.clarification.screens.view import View
from flows.clarification.turn import Turn
from flows.playing import Player
from flows.types import Conversation, Entry, Heard, Kind, Place, Visit, Voice
from flows.wording import speak
from tests.flows.recordings import library

AT = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
OWN = Entry(1, Kind.LINE, AT, "Ik durf niet.", voice=Voice.QUOTED)


def turn(domain: str, *entries: Entry, text: str = "", circumstances: tuple[str, ...] = ()) -> Turn:
    """A turn at a question of this domain."""
    conversation = Conversation(
        id="1",
        alias="Merel 42",
        seed=1,
        at=Place("domains.asking", domain=domain),
        visits=(Visit(1, AT, circumstances=circumstances),),
    )
    return Turn(library(), conversation, entries, AT, heard=Heard(text))


def test_every_domain_always_has_a_next_question() -> None:
    """However long the talk, whoever is there: first what was not put, then again."""
    for domain in library().domains.values():
        asking = turn(domain.id, circumstances=("grief", "others", "interpreter", "child"))
        for _ in range(40):
            put(asking, next_prompt(asking))
            assert asking.at.prompt in {prompt.id for prompt in domain.prompts}


def test_nothing_is_put_twice_before_everything_was_put() -> None:
    asking = turn("geldzaken", OWN)
    prompts = library().domains["geldzaken"].prompts
    fitting = [prompt for prompt in prompts if fits(asking, prompt)]
    for _ in fitting:
        put(asking, next_prompt(asking))
    assert len(set(asking.conversation.asked)) == len(fitting)


def test_a_question_that_gives_words_back_waits_for_words() -> None:
    prompts = library().domains["zingeving"].prompts
    returning = [prompt for prompt in prompts if "{words}" in prompt.ask]
    assert returning
    assert not any(fits(turn("zingeving"), prompt) for prompt in returning)
    assert all(fits(turn("zingeving", OWN), prompt) for prompt in returning)


def test_a_question_for_a_child_waits_until_a_child_is_there() -> None:
    """What is worded for a child is not said to a parent (tone.md §1)."""
    for name in ("school", "opvoeden"):
        for_child = [p for p in library().domains[name].prompts if p.only_when]
        assert for_child
        assert not any(fits(turn(name, OWN), prompt) for prompt in for_child)
        there = turn(name, OWN, circumstances=("child",))
        assert all(fits(there, prompt) for prompt in for_child)


def test_heavy_news_of_the_last_visit_does_not_narrow_the_next() -> None:
    """Grief that goes on is chosen with the visit; the questions begin wide again (004.1)."""
    talk = turn("geldzaken", OWN)
    talk.change(heavy=True)
    new_visit(talk)
    assert not talk.conversation.heavy
    assert len(talk.conversation.visits) == 2


def test_a_kind_that_was_called_is_given_even_when_it_was_put_before() -> None:
    asking = turn("geldzaken", OWN)
    first = next_prompt(asking, "scale")
    put(asking, first)
    assert next_prompt(asking, "scale") == first


def test_a_kind_that_nobody_wrote_gives_another_question() -> None:
    assert next_prompt(turn("geldzaken", OWN), "miracle").kind != "miracle"


def test_a_follow_up_comes_once() -> None:
    asking = turn("zorgen", text="Het komt allemaal op mij neer.")
    first = next_prompt(asking)
    assert first.id == "zorgen-volgt-5"
    put(asking, first)
    assert next_prompt(asking).id != first.id


def test_a_follow_up_that_is_not_for_these_ears_stays_away() -> None:
    told = "Ik ben bang voor hem."
    assert next_prompt(turn("samen_thuis", OWN, text=told)).id == "samen_thuis-volgt-2"
    overheard = turn("samen_thuis", OWN, text=told, circumstances=("others",))
    assert not next_prompt(overheard).id.startswith("samen_thuis-volgt")


def test_after_heavy_news_the_staying_questions_come_first_and_then_gentle_ones() -> None:
    asking = turn("samen_thuis", OWN)
    asking.conversation = replace(asking.conversation, heavy=True)
    kinds = []
    for _ in range(6):
        prompt = next_prompt(asking)
        assert "grief" not in prompt.not_when
        kinds.append(prompt.kind)
        put(asking, prompt)
    assert kinds[:2] == ["staying", "staying"]
    assert "staying" not in kinds[2:]


def taken_along(*entries: Entry, circumstances: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The questions that stand on the screen before a visit."""
    talk = turn("geldzaken", circumstances=circumstances).conversation
    at = replace(talk, at=Place("arrive.visit"))
    prompts = screen_of(View(library(), at, entries, ())).values["prompts"]
    assert isinstance(prompts, tuple)
    assert len(prompts) == 3
    return prompts


def test_what_is_taken_along_is_about_what_was_told_last_and_suits_who_is_there() -> None:
    """Money is for four eyes (004.1)."""
    debts = Entry(1, Kind.LINE, AT, "De huur loopt achter.", domain="geldzaken")
    assert "Geld is voor veel mensen" in taken_along(debts)[0]
    assert not any("Geld" in each for each in taken_along(debts, circumstances=("others",)))


def test_what_is_taken_along_leaves_out_a_subject_that_is_gone() -> None:
    """A team takes a subject of its own out again; the visit still opens."""
    garden = Entry(1, Kind.LINE, AT, "De roos bloeit.", domain="tuin")
    assert taken_along(garden) == taken_along()


def test_one_question_out_of_the_blue_suits_anybody() -> None:
    """Nobody knows who is there, and whether anybody is in grief."""
    player = Player(library())
    player.press("desk.consult")
    for _ in range(200):
        player.press("desk.another")
        prompt = library().prompts[player.desk.asked[-1]]
        assert (prompt.not_when, prompt.only_when) == ((), ()), prompt.id
        assert "{words}" not in prompt.ask, prompt.id
        assert prompt not in library().domains["opvoeden"].prompts


def test_a_question_in_a_group_suits_anybody_too() -> None:
    """It is chosen as any other that is given out of the blue."""
    fit = {speak(each.ask, "u") for each in library().prompts.values() if not each.not_when}
    assert {one_question(library(), seed).values["ask"] for seed in range(200)} <= fit
