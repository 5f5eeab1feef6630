"""Lines as they stand: split as people talk, edited and struck without forgetting anything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.clarification.lines import (
    NEVER,
    current,
    edited_pairs,
    last_own_words,
    of_kind,
    split_lines,
)
from flows.types import Audience, Entry, Kind, Voice
from tests.flows.recordings import library

AT = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)


def line(seq: int, text: str = "", **more: object) -> Entry:
    """A line of the story."""
    return Entry(seq, Kind.TOLD, AT, text, **more)  # type: ignore[arg-type]


# --- splitting what was told in one go ------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ("Moeder kookt. De zoon helpt.", ("Moeder kookt.", "De zoon helpt.")),
        ("Moeder kookt.\n\n  De zoon helpt  \n", ("Moeder kookt.", "De zoon helpt")),
        ('Ze zei: "Het gaat." Toen lachte ze.', ('Ze zei: "Het gaat."', "Toen lachte ze.")),
        ("Echt waar? Ja! 14 is hij.", ("Echt waar?", "Ja!", "14 is hij.")),
        ("Hij wachtte… Toen kwam ze.", ("Hij wachtte…", "Toen kwam ze.")),
        ("De huur is 512.50 euro en dat is veel.", ("De huur is 512.50 euro en dat is veel.",)),
        ("Ze wil o.a. rust.", ("Ze wil o.a. rust.",)),
        ("moe is ze. oma past op. hij niet.", ("moe is ze.", "oma past op.", "hij niet.")),
        ("Hoe moet dat nu? zei hij. ja!", ("Hoe moet dat nu? zei hij.", "ja!")),
        ("hij wachtte... toen kwam ze", ("hij wachtte... toen kwam ze",)),
        ("ze heeft bijv. een fiets, evt. te leen", ("ze heeft bijv. een fiets, evt. te leen",)),
        ("Mw. van boven belt dhr. De buur.", ("Mw. van boven belt dhr. De buur.",)),
        ("Ze wil m.b.t. de huur rust. Meer niet.", ("Ze wil m.b.t. de huur rust.", "Meer niet.")),
        ("Het was 512.50. Plan B. En nu?", ("Het was 512.50.", "Plan B.", "En nu?")),
        ("ze woont er nu 3. dat is lang", ("ze woont er nu 3. dat is lang",)),
        ("één zin zonder punt", ("één zin zonder punt",)),
        ("Éérst dit. Ándere keer dat.", ("Éérst dit.", "Ándere keer dat.")),
        ("“Ik durf niet.” “Nooit meer.”", ("“Ik durf niet.”", "“Nooit meer.”")),
        ('Ze zei: "Het gaat. Echt." Ze ging.', ('Ze zei: "Het gaat. Echt."', "Ze ging.")),
        ('Een "open einde. Dan dit.', ('Een "open einde.', "Dan dit.")),
    ],
)
def test_what_was_told_in_one_go_becomes_lines(told: str, lines: tuple[str, ...]) -> None:
    assert split_lines(told, library().shortened) == lines


@given(st.text())
def test_no_character_is_lost_but_white_space(told: str) -> None:
    assert "".join("".join(split_lines(told, library().shortened)).split()) == "".join(told.split())


# --- as they stand --------------------------------------------------------------------------------


def test_a_line_keeps_its_first_number_whatever_is_edited() -> None:
    entries = (
        line(1, "Oma past op."),
        line(2, "De fiets is kapot."),
        line(3, "Oma past op dinsdag op.", supersedes=1),
        line(4, "Oma past op dinsdag en vrijdag op.", supersedes=3),
    )
    assert {root: entry.text for root, entry in current(entries).items()} == {
        1: "Oma past op dinsdag en vrijdag op.",
        2: "De fiets is kapot.",
    }


def test_a_struck_line_is_left_out_until_it_is_brought_back() -> None:
    struck = (line(1, "Een."), line(2, "Een.", supersedes=1, struck=True))
    assert current(struck) == {}
    back = line(3, "Een.", supersedes=2)
    assert current((*struck, back)) == {1: back}


def test_lines_of_a_kind_are_narrowed_to_what_they_are_about() -> None:
    question = Entry(1, Kind.QUESTION, AT, "Wat nu?")
    beneath = Entry(2, Kind.BENEATH, AT, "Angst", about=1)
    other = Entry(3, Kind.BENEATH, AT, "Trots", about=9)
    lines = current((question, beneath, other))
    assert of_kind(lines, Kind.BENEATH) == {2: beneath, 3: other}
    assert of_kind(lines, Kind.BENEATH, Kind.QUESTION, about=1) == {2: beneath}


def test_the_last_own_words_are_the_newest_that_stand() -> None:
    first = line(1, "Ik durf niet.", voice=Voice.QUOTED)
    second = line(2, "Ik wil wel.", voice=Voice.QUOTED)
    struck = line(3, "Ik wil wel.", voice=Voice.QUOTED, supersedes=2, struck=True)
    assert last_own_words((first, second)) == second
    assert last_own_words((first, second, struck)) == first
    assert last_own_words((line(1, "Ze durft niet."),)) is None


def test_own_words_that_are_not_for_everybody_leave_the_ones_before_them() -> None:
    """A question that gives words back, and the beginning of a visit, say what may be said."""
    first = line(1, "Ik durf niet.", voice=Voice.QUOTED)
    for audience in (Audience.SPEAKER, Audience.PROFESSIONAL):
        private = line(2, "Hij weet van niets.", voice=Voice.QUOTED, audience=audience)
        assert last_own_words((first, private)) == first
    for kind in NEVER:
        mine = Entry(2, kind, AT, "Ik was te snel.", voice=Voice.QUOTED)
        assert last_own_words((first, mine)) == first


# --- an edited message ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("old", "new", "pairs"),
    [
        (("a", "b"), ("a", "b"), ()),
        (("a", "b"), ("a", "c"), ((1, "c"),)),
        (("a", "b"), ("a",), ((1, None),)),
        (("a", "b"), ("a", "b", "c"), ((None, "c"),)),
        (("a", "b", "c"), ("a", "c"), ((1, None),)),
        (("a",), ("x", "a"), ((None, "x"),)),
        ((), ("a",), ((None, "a"),)),
    ],
)
def test_the_lines_of_an_edited_message_find_their_own(
    old: tuple[str, ...], new: tuple[str, ...], pairs: tuple[tuple[int | None, str | None], ...]
) -> None:
    assert edited_pairs(old, new) == pairs


WORDS = st.lists(st.sampled_from("abcde"), max_size=8).map(tuple)


@given(WORDS, WORDS)
def test_after_the_pairs_the_message_says_what_it_says_now(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    """Changed and gone lines are those of before; with the new ones it is what was typed."""
    pairs = edited_pairs(old, new)
    after: dict[int, str] = dict(enumerate(old))
    added = []
    for before, text in pairs:
        if before is None:
            added.append(text)
        elif text is None:
            del after[before]
        else:
            after[before] = text
    assert sorted([*after.values(), *(text for text in added if text)]) == sorted(new)
    touched = [before for before, _ in pairs if before is not None]
    assert len(touched) == len(set(touched))
