"""The table of a meeting refuses by itself, also what no screen offers.

A screen offers only what fits, and a button of an older screen is refused before it comes here. So
each guard is asked for itself here, as if that first refusal were not there: with it nothing
happens, and without it the same move goes through.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from flows.content.library import Library
from flows.intervision import meeting
from flows.intervision.outcome import outcome_of
from flows.intervision.table import MEETING as TABLE
from flows.intervision.types import Contribution, Meeting, Participant
from flows.language.verdict import Verdict
from flows.playing import BEGIN, lent
from flows.playing_together import Company
from flows.types import Edited, Outcome, Pressed, Reading, Rejected, Said
from tests.flows.recordings import library
from tests.flows.taken_out import without
from tests.meetings.memory_table import COPY, MEETING, begun
from tests.meetings.recordings import MeetingRecording

ADVICE = "Je moet haar gewoon aanmelden bij schuldhulpverlening."
PEOPLE = {
    "Sanne": "facilitator",
    "Joost": "contributor",
    "Fatma": "participant",
    "Wim": "participant",
}
START = ("Sanne", "meet.start")
MENU = ("Sanne", "meet.look:menu")
HARVEST = (START, MENU, ("Sanne", "meet.finish"))
WONDERS = ("Fatma", ADVICE)  # held back in a round that is for questions
LISTENS = ("Joost", "Ik word hier onrustig van.")  # kept by a role that is silent
Moves = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Forged:
    """Somebody's move that no screen of theirs offers, after what was done before."""

    guard: str
    who: str
    action: str
    before: Moves = (START,)
    method: str = "vijf_stappen"


def rounds(number: int) -> Moves:
    """On to the round of this number, from 0."""
    return (START, *(("Sanne", f"meet.next:{each}") for each in range(number)))


QUESTIONED = (*rounds(1), ("Fatma", "Wat zag je?"), ("Sanne", "meet.next:1"))
ONE_DOT_GIVEN = (
    *rounds(1),
    ("Fatma", "Wat zou je met die post willen?"),
    ("Fatma", "Waar ligt de post?"),
    ("Wim", "meet.dot:1"),
)
FORGED = (
    Forged("leads", "Fatma", "meet.pause"),
    Forged("leads", "Joost", "meet.finish"),
    Forged("leads", "Fatma", "meet.remove:4"),
    Forged("on_this_round", "Sanne", "meet.next:0", rounds(1)),
    Forged("a_reason", "Sanne", "meet.skip:0:honger"),
    Forged("a_round_came_before", "Sanne", "meet.back"),
    Forged("can_lead", "Sanne", "meet.hand_over:2"),
    Forged(
        "can_lead",
        "Sanne",
        "meet.hand_over:4",
        (
            ("Wim", "meet.look:menu"),
            ("Wim", "meet.look:leave"),
            ("Wim", "meet.leave"),
            START,
        ),
    ),
    Forged("can_be_sent_away", "Sanne", "meet.remove:2"),
    Forged("nobody_leads", "Fatma", "meet.take_over"),
    Forged(
        "nobody_leads",
        "Joost",
        "meet.take_over",
        (START, MENU, ("Sanne", "meet.look:leave"), ("Sanne", "meet.leave")),
    ),
    Forged("brought_it_in", "Fatma", "meet.withdraw"),
    Forged("brought_it_in", "Sanne", "meet.withdraw"),
    Forged("opens_together", "Sanne", "meet.show"),
    Forged("speaks_here", "Sanne", "meet.heard:1", rounds(1)),
    Forged("speaks_now", "Joost", "meet.pass", rounds(2)),
    Forged("holds_it", "Wim", "meet.mine:1", (*rounds(1), WONDERS)),
    Forged("holds_it", "Wim", "meet.ask:1", (*rounds(1), WONDERS)),
    Forged("may_be_shared", "Wim", "meet.share:1", (*rounds(1), WONDERS)),
    Forged("may_be_shared", "Joost", "meet.share:1", (*rounds(2), LISTENS)),
    Forged("is_what_is_asked", "Fatma", "meet.pass_over:question", HARVEST),
    Forged(
        "left_before",
        "Wim",
        "meet.return",
        (MENU, ("Sanne", "meet.look:people"), ("Sanne", "meet.remove:4")),
    ),
    Forged("is_here", "Vreemde", "meet.leave"),
    Forged("more_to_replay", "Sanne", "meet.replay:1", rounds(1), "incident"),
    Forged("can_begin_walk", "Sanne", "meet.walk", method="incident"),
    Forged("walk_was_put_in", "Sanne", "meet.walk", (), "incident"),
    Forged("would_do_it", "Joost", "meet.would:1:0", rounds(1), "incident"),
    Forged("would_do_it", "Fatma", "meet.would:2:0", rounds(1), "incident"),
    Forged("can_be_chosen", "Fatma", "meet.dot:1", rounds(1)),
    Forged("can_be_chosen", "Wim", "meet.dot:2", ONE_DOT_GIVEN, "incident"),
    Forged("can_be_given", "Fatma", "meet.give:1:0", QUESTIONED, "tien_stappen"),
)


def around_the_table(forged: Forged) -> Company:
    """The meeting as it stands when the move is made."""
    recording = MeetingRecording.model_validate(
        {
            "title": forged.guard,
            "method": forged.method,
            "people": PEOPLE,
            "turns": [{"who": "Sanne"}],
        }
    )
    company = begun(recording, library())
    for who, move in forged.before:
        done = company.press(who, move) if move.startswith("meet.") else company.say(who, move)
        assert done, (who, move)
    return company


def past_the_screen(company: Company, who: str, action: str) -> Outcome | Rejected | None:
    """The move as the meeting takes it, whatever is on the screen."""
    standing = replace(
        company.standing("Joost"), person=who, desk=replace(company.desk(who), state="meeting")
    )
    now, fresh = company.now, lent(company.turns + 1)
    return meeting.take(library(), standing, Pressed(0, action), Reading(), fresh, now)


@pytest.mark.parametrize("forged", FORGED, ids=lambda each: f"{each.guard} {each.who}")
def test_a_forged_move_is_refused_by_its_guard(
    forged: Forged, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = around_the_table(forged)
    assert isinstance(past_the_screen(company, forged.who, forged.action), Rejected)
    monkeypatch.setattr(meeting, "flow", without(TABLE, forged.guard))
    assert isinstance(past_the_screen(company, forged.who, forged.action), Outcome)


class Sounding:
    """Hears advice in every text, as surely as it is told to."""

    def __init__(self, confidence: float) -> None:
        self.confidence = confidence

    def read(self, text: str) -> Reading:
        return Reading(verdict=Verdict("advice_solution", "nothing", text, self.confidence))


@pytest.mark.parametrize(("confidence", "kept"), [(0.79, "said"), (0.8, "held")])
def test_nothing_is_held_back_unless_the_coach_is_sure(confidence: float, kept: str) -> None:
    company = around_the_table(Forged("", "", "", rounds(1)))
    company.reader = Sounding(confidence)
    assert company.say("Fatma", "Misschien kan ze bellen?")
    assert [each.kind for each in company.contributions[MEETING]] == [kept]


def test_who_leads_listens_as_well_where_the_method_asks_that() -> None:
    """Else they write along for the group (001.13)."""
    company = around_the_table(Forged("", "", ""))
    assert company.say("Sanne", "Ze schaamt zich, zegt hij.")
    company.library = where_who_leads_is_silent(company.library)
    assert company.say("Sanne", "Ik had allang gebeld.")
    kept = company.contributions[MEETING]
    assert [(each.kind, each.choice) for each in kept] == [("said", None), ("held", "silent")]


def where_who_leads_is_silent(shelf: Library) -> Library:
    """The shipped methods, with a first round of which a team wants that nobody leads it."""
    method = shelf.methods["vijf_stappen"]
    first, *others = method.rounds
    silent = first.model_copy(update={"silent": (*first.silent, "facilitator")})
    changed = method.model_copy(update={"rounds": (silent, *others)})
    methods = {**shelf.methods, "vijf_stappen": changed}
    return Library(shelf.content.model_copy(update={"methods": methods}))


def test_somebody_from_outside_has_nothing_of_what_came_out() -> None:
    """They walk along for as long as it goes on (001.13)."""
    anna = Participant(1, "anna", "Anna", "contributor")
    noor = Participant(2, "noor", "Noor", "guest", external=True)
    held = Meeting(MEETING, "vijf_stappen", None, people=(anna, noor), state="round")
    lines = (Contribution(1, BEGIN, 1, 0, "learned", "Wij sparen elkaar.", choice="learned"),)
    method = library().methods["vijf_stappen"]
    assert outcome_of(held, None, lines, method, noor) is not None
    over = replace(held, state="closed")
    assert outcome_of(over, None, lines, method, noor) is None
    assert outcome_of(over, None, lines, method, anna) is not None


@pytest.mark.parametrize(
    ("who", "before"),
    [("Wim", ()), ("Fatma", (MENU, ("Sanne", "meet.finish"), ("Sanne", "meet.close")))],
    ids=["of somebody else", "when it is over"],
)
def test_a_message_is_changed_by_its_maker_alone_and_as_long_as_it_lasts(
    who: str, before: Moves
) -> None:
    company = around_the_table(Forged("", "", "", rounds(1)))
    assert company.take("Fatma", Said("Wat zag je?", "100/7"))
    for leader, move in before:
        assert company.press(leader, move)
    standing = replace(
        company.standing("Joost"), person=who, desk=replace(company.desk(who), state="meeting")
    )
    change, fresh = Edited("Wat heb je gedaan?", "100/7"), lent(company.turns + 1)
    taken = meeting.take(library(), standing, change, Reading(), fresh, company.now)
    assert isinstance(taken, Rejected)


def test_when_it_closes_what_was_brought_in_and_every_code_is_gone() -> None:
    company = around_the_table(
        Forged(
            "",
            "",
            "",
            (
                MENU,
                ("Sanne", "meet.look:invite"),
                ("Sanne", "meet.code"),
                ("Sanne", "meet.look:"),
                *HARVEST,
            ),
        )
    )
    code = company.meetings[MEETING].code
    assert (code in company.passes, COPY in company.copies) == (True, True)
    company.press("Sanne", "meet.close")
    met = company.meetings[MEETING]
    assert (met.state, met.copy, met.code) == ("closed", None, "")
    assert (company.passes, company.copies) == ({}, {})
