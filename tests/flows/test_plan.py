"""The draft plan follows from the lines: what it says, keeps out and asks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from flows.clarification.plan import plan_of
from flows.clarification.plan_types import Plan
from flows.types import Audience, Conversation, Entry, Kind, Place, Visit, Voice
from tests.flows.recordings import library

AT = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
TALK = Conversation("1", "Merel 42", 1, Place("plan.showing"), visits=(Visit(1, AT),))
Line = Callable[[int], Entry]


def told(kind: Kind, text: str = "", **more: object) -> Line:
    """A line that gets its number in a plan."""
    return lambda seq: Entry(seq, kind, AT, text, **more)  # type: ignore[arg-type]


def plan(*lines: Line) -> Plan:
    """The plan of these lines, numbered from 1."""
    entries = [line(seq) for seq, line in enumerate(lines, 1)]
    return plan_of(TALK, entries, library(), AT)


def test_a_plan_of_nothing_is_a_plan() -> None:
    """Everything is "niet besproken", and nothing is asked of anybody."""
    empty = plan()
    assert len(empty.untouched) == len(library().order)
    assert (empty.own_words, empty.steps, empty.helps, empty.mirror) == ((), (), (), ())


def test_what_is_for_one_pair_of_eyes_is_nowhere_in_it() -> None:
    private = plan(
        told(Kind.LINE, "a", domain="wonen", audience=Audience.SPEAKER),
        told(Kind.LINE, "b", domain="werk", audience=Audience.PROFESSIONAL, voice=Voice.QUOTED),
        told(Kind.MIRROR, "c"),
        told(Kind.EARLY, "d"),
        told(Kind.BOTTLENECK, "e"),
        told(Kind.COLLEAGUE, "f"),
    )
    assert private == plan()


def test_a_person_not_everybody_may_know_of_is_named_nowhere() -> None:
    """Their role word goes along with lines, checks and steps; capitals and length do not help."""
    long = "De jongste broer van haar ex-man"
    private = plan(
        told(Kind.PERSON, long, audience=Audience.PROFESSIONAL),
        told(Kind.LINE, "a", domain="wonen", member=long[:24].upper()),
        told(Kind.QUESTION, "b", member=long[:24]),
        told(Kind.CHECKED, about=3, choice="confirmed", member=long[:24]),
        told(Kind.STEP, "c"),
        told(Kind.WHO, long[:24], about=5),
        told(Kind.AGREED, about=5, choice="agrees", member=long),
        told(Kind.READ_BACK, "d", choice="add", member=long),
    )
    assert "broer" not in repr(private).casefold()
    assert [check.member for check in private.questions[0].checks] == [""]
    assert private.steps[0].who == ""


def test_striking_a_private_person_does_not_name_them_again() -> None:
    one = told(Kind.PERSON, "ex-man", audience=Audience.PROFESSIONAL)
    gone = told(Kind.PERSON, "ex-man", audience=Audience.PROFESSIONAL, supersedes=1, struck=True)
    assert plan(one, gone, told(Kind.GOOD, "a", member="ex-man")).good[0].member is None


def test_a_role_word_that_was_changed_or_struck_is_said_as_it_is_now() -> None:
    """A name that was typed by mistake leaves the plan; a word of everybody's may stay."""
    line = told(Kind.GOOD, "a", member="Jan")
    named = told(Kind.PERSON, "Jan")
    assert plan(named, line).good[0].member == "Jan"
    renamed = told(Kind.PERSON, "de buurman boven", supersedes=1)
    assert plan(named, line, renamed).good[0].member == "de buurman boven"
    gone = told(Kind.PERSON, "Jan", supersedes=1, struck=True)
    assert plan(named, line, gone).good[0].member is None
    mother = told(Kind.PERSON, "moeder")
    struck = told(Kind.PERSON, "moeder", supersedes=1, struck=True)
    assert plan(mother, struck, told(Kind.GOOD, "a", member="moeder")).good[0].member == "moeder"


def test_every_line_leads_back_to_its_number_and_question() -> None:
    good = plan(told(Kind.GOOD, "De tuin", prompt="gaat-goed", asked="Wat gaat er goed?")).good[0]
    assert (good.seq, good.at, good.visit, good.asked) == (1, AT, 1, "Wat gaat er goed?")
    assert good.title == library().asks["gaat-goed"].title


def test_domains_stand_in_the_order_people_see_with_signals_apart() -> None:
    domains = plan(
        told(Kind.LINE, "later", domain="justitie"),
        told(Kind.SIGNAL, "klein", domain="wonen"),
        told(Kind.LINE, "eerder", domain="wonen"),
    ).domains
    assert [domain.id for domain in domains] == ["wonen", "justitie"]
    assert [line.text for line in domains[0].lines] == ["eerder"]
    assert [line.text for line in domains[0].signals] == ["klein"]


def test_a_small_signal_noted_outside_a_domain_is_in_it_too() -> None:
    """It is asked for in words that the resident may read (000.5)."""
    story = plan(told(Kind.TOLD, "verteld"), told(Kind.SIGNAL, "De gordijnen zijn dicht")).story
    assert [line.text for line in story] == ["verteld", "De gordijnen zijn dicht"]


def test_a_check_counts_for_the_wording_it_was_about() -> None:
    """An edited question is unchecked again."""
    checked = plan(
        told(Kind.QUESTION, "Hoe nu?"),
        told(Kind.CHECKED, about=1, choice="confirmed", member="moeder"),
    )
    assert checked.questions[0].standing == "confirmed"
    edited = plan(
        told(Kind.QUESTION, "Hoe nu?"),
        told(Kind.CHECKED, about=1, choice="confirmed"),
        told(Kind.QUESTION, "Hoe verder?", supersedes=1),
    )
    assert edited.questions[0].standing == "unchecked"


def test_a_step_without_a_doer_is_the_residents() -> None:
    steps = plan(
        told(Kind.STEP, "Bellen"),
        told(Kind.STEP, "Meegaan"),
        told(Kind.WHO, "professional", about=2),
        told(Kind.REASON, "Ze vroeg het", about=2),
        told(Kind.STEP, "Koken"),
        told(Kind.WHO, "professional", about=5),
        told(Kind.REASON, "Dat leek zo", about=5),
        told(Kind.WHO, "bewoner", about=5),
        told(Kind.AGREED, about=5, choice="disagrees", member="zoon"),
        told(Kind.AGREED, about=5, choice="agrees", member="zoon"),
    ).steps
    assert [(step.who, step.reason) for step in steps] == [
        (None, None),
        ("professional", "Ze vroeg het"),
        (None, None),
    ]
    assert (steps[2].agrees, steps[2].disagrees) == (("zoon",), ())


def test_an_offer_waits_until_the_resident_answers() -> None:
    offers = plan(
        told(Kind.OFFERED, "Een maatje"),
        told(Kind.OFFERED, "De eettafel"),
        told(Kind.TAKEN, about=2, choice="declined"),
    ).offers
    assert [offer.answer for offer in offers] == ["", "declined"]


def test_a_promise_that_was_kept_is_not_in_it() -> None:
    promises = plan(
        told(Kind.PROMISE, "Bellen"), told(Kind.PROMISE, "Komen"), told(Kind.KEPT, about=1)
    ).promises
    assert [promise.text for promise in promises] == ["Komen"]


def test_the_ladder_is_whole_or_not_there() -> None:
    """One rung that was looked at shows where the others are, in their order."""
    helps = plan(
        told(Kind.SAYS, "Liever niet", choice="custom"), told(Kind.HELP, "Koken", choice="network")
    ).helps
    assert [rung.rung for rung in helps] == [rung.id for rung in library().content.rungs]
    assert [line.text for line in helps[-1].says] == ["Liever niet"]


def test_the_mirror_asks_only_when_there_is_something_to_ask() -> None:
    retold = told(Kind.LINE, "Ze wil rust.", domain="wonen")
    own = told(Kind.LINE, "Ik wil rust.", domain="wonen", voice=Voice.QUOTED)
    care = told(Kind.STEP, "Thuiszorg bellen")
    assert plan(told(Kind.PERSON, "moeder")).mirror == ()
    assert plan(retold).mirror == ("no_own_words",)
    assert plan(retold, own).mirror == ()
    assert plan(own, care).mirror == ("mostly_care",)
    assert plan(own, care, told(Kind.STEP, "Zelf koken")).mirror == ()


def test_what_runs_twice_is_named_once() -> None:
    twice = plan(
        told(Kind.RUNNING, "Begeleiding van de ggz en nog meer begeleiding"),
        told(Kind.RUNNING, "begeleiding vanuit het wijkteam"),
    )
    assert twice.overlap == ("begeleiding",)
    assert plan(told(Kind.RUNNING, "Begeleiding en begeleiding")).overlap == ()


def test_a_tapped_decision_is_not_a_line() -> None:
    assert plan(told(Kind.DECISION, choice="decided")).decisions == ()
