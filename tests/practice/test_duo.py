"""Whoever taps or types whatever in a duo: card and feedback reach nobody they are not for."""

from __future__ import annotations

from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app.types import Shown
from flows.content.shapes import Persona
from flows.intervision import in_group
from flows.intervision.types import KeepContribution, Meeting
from flows.playing import lent
from flows.playing_together import Company
from flows.practice.duo.talk import duo_of, live, on_turn, side_of
from flows.practice.duo.view import card_of
from flows.types import Notice, Pressed, Reading, Rejected, Said, Standing
from tests.flows.memory_stage import renderer
from tests.flows.recordings import library
from tests.meetings.memory_table import reader

PEOPLE = ("Sanne", "Joost", "Wim", "Vreemde")
SAYS = (
    "Hoe is dat voor u?",
    "Waarom doet u dat niet?",
    "Heeft u al eens aan schuldhulp gedacht?",
    "Nou ja. Laat maar.",
    "👍",
    "…",
    "<b>vet</b> {{ 7 }}",
    "שלום, מה שלומך",
    "Wim",
    "stop",
    "terug",
    "/oefenen",
    "x" * 1600,
)
MOVE = st.one_of(
    st.tuples(st.just("press"), st.sampled_from(PEOPLE), st.integers(0, 40)),
    st.tuples(st.just("press"), st.sampled_from(PEOPLE[:2]), st.integers(0, 40)),
    st.tuples(st.just("say"), st.sampled_from(PEOPLE), st.integers(0, len(SAYS) - 1)),
    st.tuples(st.just("say"), st.sampled_from(PEOPLE[:2]), st.integers(0, 3)),
    st.tuples(st.just("old"), st.sampled_from(PEOPLE), st.integers(0, 300)),
    st.tuples(st.just("answer"), st.sampled_from(PEOPLE), st.integers(0, len(SAYS) - 1)),
    st.tuples(st.just("panel"), st.sampled_from(PEOPLE), st.integers(0, 3)),
)
FEEDBACK = ("Je zei:", "Dat is een", "Even terugkijken", "Vertel eens", "Met jouw woorden")


def company() -> Company:
    """Three colleagues in one duo, whose talk just began: Joost plays, Wim looks on."""
    made = Company(library(), reader=reader())
    for action in ("desk.practise", "desk.duo"):
        made.press("Sanne", action)
    made.say("Sanne", "Sanne")
    code = the(made).code
    for who in ("Joost", "Wim"):
        made.say(who, f"/meedoen {code}")
        made.say(who, who)
    return made


def begun(persona: str = "schulden_en_schaamte") -> Company:
    """The talk began."""
    made = company()
    made.press("Sanne", "meet.be:professional")
    made.press("Joost", "meet.be:resident")
    made.press("Joost", "meet.look:personas")
    made.press("Joost", f"meet.persona:{persona}")
    made.press("Sanne", "meet.begin")
    assert the(made).state == "talking"
    return made


def the(made: Company) -> Meeting:
    """The duo."""
    return next(iter(made.meetings.values()))


def seen(made: Company, who: str) -> Shown:
    """What somebody sees now."""
    desk = made.desk(who)
    return renderer().show(made.screen(who), desk, address="u", door="telegram")


def text_of(made: Company, who: str) -> str:
    """The words of it, as they are read."""
    shown = seen(made, who)
    return unescape(shown.text) + " ".join(b.label for row in shown.rows for b in row)


def secrets(persona: Persona) -> tuple[str, ...]:
    """Everything that a card says and that nobody knows beforehand."""
    card = card_of(persona)
    return (*card.easily, *card.listened, *card.never, *card.says, card.means)


def in_the_group(made: Company, who: str, given: Pressed | Said) -> str:
    """Somebody answers the panel or taps it; what is said of it, empty when it was taken."""
    held = the(made)
    lines = made.contributions.get(held.id, ())
    standing = Standing(made.desk(who), person=who, meeting=held, contributions=lines)
    heard = reader().read(given.text) if isinstance(given, Said) else Reading()
    outcome = in_group.take(library(), standing, given, heard, lent(made.turns), made.now)
    if isinstance(outcome, Rejected):
        return outcome.notice.words
    kept = [each.contribution for each in outcome.effects if isinstance(each, KeepContribution)]
    assert outcome.meeting is not None
    made.meetings[held.id] = outcome.meeting
    made.contributions[held.id] = (*lines, *kept)
    return ""


def taps(made: Company, who: str, which: int) -> str:
    """Somebody taps a button of the panel as it stands."""
    actions = sorted(made.panel(the(made).id).actions) or ["meet.in"]
    return in_the_group(made, who, Pressed(the(made).round, actions[which % len(actions)]))


def do(made: Company, move: tuple[str, str, int], offered: list[str]) -> None:
    """Make a move: press something on the screen or in the group, something of before, or type."""
    how, who, which = move
    if how in {"answer", "panel"}:
        if made.meetings and how == "answer":
            in_the_group(made, who, Said(SAYS[which]))
        elif made.meetings:
            taps(made, who, which)
    elif how == "say":
        made.say(who, SAYS[which].upper() if who == "Vreemde" else SAYS[which])  # told apart
    elif how == "old" and offered:
        made.take(who, Pressed(made.desk(who).screen, offered[which % len(offered)]))
    else:
        actions = sorted(made.screen(who).actions)
        offered += actions
        made.press(who, actions[which % len(actions)])


@settings(max_examples=40, deadline=None)
@given(talks=st.booleans(), moves=st.lists(MOVE, min_size=15, max_size=60))
def test_the_card_and_the_feedback_reach_nobody_they_are_not_for(
    *, talks: bool, moves: list[tuple[str, str, int]]
) -> None:
    made = begun() if talks else company()
    offered: list[str] = []
    for move in moves:
        do(made, move, offered)
        for who in PEOPLE:
            look(made, who)


def look(made: Company, who: str) -> None:
    """Hold what this person sees against what is not for them, whatever they look at."""
    held = made.desk(who)
    for looking in (held.looking, "card", "feedback", "stuck"):
        made.desks[who] = replace(held, looking=looking)
        is_theirs(made, who)
    made.desks[who] = held


def is_theirs(made: Company, who: str) -> None:
    """Nothing on this screen is for somebody else."""
    text = text_of(made, who)
    assert seen(made, who).rows
    meeting = next(iter(made.meetings.values()), None)
    if meeting is None:
        return
    it_is_possible(meeting)
    duo = duo_of(meeting)
    persona = library().personas.get(duo.persona or "")
    number = next((one.number for one in meeting.people if one.person == who and one.here), 0)
    side = side_of(meeting, number) if number else None
    after = meeting.state in {"looking_back", "closed"} and number
    if persona and side != "resident" and not after:
        assert not [each for each in secrets(persona) if each in text], f"{who} sees the card"
    in_it = made.desk(who).state == "meeting"
    if in_it and side != "professional" and not duo.open:
        assert not [each for each in FEEDBACK if each in text], f"{who} sees feedback:\n{text}"
    if not number:
        own = {one.number for one in meeting.people if one.person == who}
        lines = made.contributions.get(meeting.id, ())
        others = [one.text for one in lines if one.participant not in own and len(one.text) > 12]
        assert not [one for one in others if one in text]
    panel = renderer().show(made.panel(meeting.id), made.desk(who), address="u", door="telegram")
    lines = made.contributions.get(meeting.id, ())
    assert not [one.text for one in lines if len(one.text) > 5 and one.text in panel.text]
    hidden = (*FEEDBACK, *(secrets(persona) if persona and not after else ()))
    assert not [each for each in hidden if each in unescape(panel.text)]


def it_is_possible(meeting: Meeting) -> None:
    """Nobody plays both, who talks has a resident, and every turn has its words."""
    duo = duo_of(meeting)
    assert duo.professional is None or duo.professional != duo.resident
    assert meeting.state == "gathering" or duo.persona is not None
    assert meeting.state != "gathering" or not live(duo)
    numbers = [one.seq for one in duo.turns]
    assert numbers == sorted(set(numbers))


def test_in_a_group_the_two_talk_by_answering_the_panel_and_the_coach_hears_it() -> None:
    made = begun()
    assert in_the_group(made, "Sanne", Said("Waarom maak je de post niet open?")) == ""
    assert in_the_group(made, "Joost", Said("Die haal ik om elf uur uit de bus.")) == ""
    assert taps(made, "Sanne", 0) == ""
    assert [turn.did for turn in duo_of(the(made)).turns] == ["why_question", "", ""]
    assert "Dat is een waaromvraag" not in text_of(made, "Wim")
    assert "om elf uur" in text_of(made, "Wim")
    made.press("Sanne", "meet.take_back")
    assert "Dat is een waaromvraag" in text_of(made, "Sanne")


@pytest.mark.parametrize(
    ("who", "text", "words"),
    [
        ("Vreemde", "Mag ik ook?", "group_come_in"),
        ("Wim", "Ik zou iets anders vragen.", "duo_looks_on"),
        ("Sanne", "Terug.", "duo_group_own_screen"),
        ("Sanne", "?", "duo_group_own_screen"),
        ("Joost", "stop", "duo_group_own_screen"),
        ("Joost", "terug", ""),
        ("Joost", "x" * 1_501, "practice_too_long"),
    ],
)
def test_in_a_group_what_is_no_turn_is_answered_in_one_sentence(
    who: str, text: str, words: str
) -> None:
    made = begun()
    assert in_the_group(made, who, Said(text)) == words
    assert len(duo_of(the(made)).turns) == (0 if words else 1)


def test_a_button_of_the_panel_counts_while_it_stands_there() -> None:
    made = begun()
    (old,) = [each for each in made.panel(the(made).id).actions if each != "meet.in"]
    assert in_the_group(made, "Wim", Pressed(0, old)) == "duo_group_aloud"
    assert in_the_group(made, "Sanne", Pressed(0, old)) == ""
    assert in_the_group(made, "Joost", Pressed(0, old)) == "old_button"
    assert in_the_group(made, "Joost", Pressed(0, "meet.wipe")) == "old_button"
    assert len(duo_of(the(made)).turns) == 1


@pytest.mark.parametrize("persona", sorted(library().personas))
def test_every_card_fits_on_one_screen_and_is_for_who_plays_it(persona: str) -> None:
    made = begun(persona)
    made.press("Joost", "meet.look:card")
    shown = seen(made, "Joost")
    assert all(each in unescape(shown.text) for each in secrets(library().personas[persona]))
    assert len(shown.text) < 4_000
    assert "{" not in shown.text


def test_what_was_said_at_length_is_read_page_by_page() -> None:
    made = begun()
    for number in range(60):
        made.say("Sanne", f"Dit is zin {number} van mij, en hij gaat over van alles en nog wat.")
        made.say("Joost", f"En dit is antwoord {number}, dat net zo lang duurt als de vraag.")
    assert len(seen(made, "Wim").text) < 4_000
    made.press("Wim", "meet.look:menu")
    made.press("Wim", "meet.look:talk")
    found: set[int] = set()
    while True:
        text = text_of(made, "Wim")
        assert len(text) < 4_000
        found |= {number for number in range(60) if f"antwoord {number}," in text}
        later = [
            b.action for row in made.screen("Wim").rows for b in row if b.words == "meet_older"
        ]
        if not later:
            break
        made.press("Wim", later[0])
    assert found == set(range(60))


def test_who_speaks_twice_is_heard_twice() -> None:
    made = begun()
    made.say("Sanne", "Hoe is dat voor u?")
    made.say("Sanne", "Of is dat een rare vraag?")
    made.say("Joost", "Nou. Nee hoor.")
    assert on_turn(duo_of(the(made))) == "professional"
    assert [one.by for one in duo_of(the(made)).turns] == [
        "professional",
        "professional",
        "resident",
    ]


@pytest.mark.parametrize(
    ("text", "notice"),
    [("", "empty"), ("   ", "empty"), ("x" * 1_501, "practice_too_long")],
)
def test_what_cannot_be_said_is_refused_in_one_sentence(text: str, notice: str) -> None:
    made = begun()
    assert not made.say("Sanne", text)
    assert [one.words for one in made.notices["Sanne"]] == [notice]
    assert duo_of(the(made)).turns == ()


@pytest.mark.parametrize(
    "text", ["👍", "?!…?!", "<script>alert(1)</script>", "{{ 7 * 7 }}", "שלום"]
)
def test_strange_texts_are_said_as_they_are(text: str) -> None:
    made = begun()
    assert made.say("Joost", text)
    assert text in text_of(made, "Wim")
    assert "<script>" not in seen(made, "Wim").text


def test_a_sentence_that_was_said_is_not_edited_but_taken_back() -> None:
    made = begun()
    made.say("Sanne", "Hoe is dat voor u?", "1")
    made.say("Joost", "Goed.")
    made.say("Sanne", "terug")
    assert [one.taken_back for one in duo_of(the(made)).turns] == [True, True]
    assert "Goed." not in text_of(made, "Joost")


def test_who_left_does_not_keep_a_role_from_the_others() -> None:
    made = begun()
    for action in ("meet.look:menu", "meet.look:leave", "meet.leave"):
        made.press("Joost", action)
    assert made.press("Wim", "meet.be:resident")
    assert "De kaart" in text_of(made, "Wim")
    assert made.say("Wim", "Ik ben er ook nog.")
    assert not made.press("Joost", "meet.aloud")


def test_a_resident_that_was_taken_out_of_the_files_is_no_screen_that_breaks() -> None:
    made = begun()
    content = library().content
    fewer = {n: one for n, one in content.personas.items() if n != "schulden_en_schaamte"}
    made.library = type(library())(content.model_copy(update={"personas": fewer}))
    assert "schaam" not in text_of(made, "Sanne")
    assert not made.say("Sanne", "Hoe is dat voor u?")
    assert isinstance(made.notices["Sanne"][0], Notice)
