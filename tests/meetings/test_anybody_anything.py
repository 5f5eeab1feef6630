"""Whoever presses or types whatever: it goes on, and nobody sees what is not theirs to see."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

from hypothesis import given, settings
from hypothesis import strategies as st

from flows.intervision.people import member
from flows.intervision.replaying import method_of
from flows.intervision.types import Contribution, Meeting
from flows.playing_together import Company
from flows.types import Pressed
from tests.flows.memory_stage import renderer
from tests.flows.recordings import library
from tests.meetings.memory_table import COPY, MEETING, MemoryTable, begun, texts_of
from tests.meetings.recordings import MeetingRecording

PEOPLE = ("Sanne", "Joost", "Fatma", "Wim", "Gijs", "Vreemde")
ROLES = {
    "Sanne": "facilitator",
    "Joost": "contributor",
    "Fatma": "participant",
    "Wim": "participant",
    "Gijs": "guest",
}
METHODS = sorted(library().methods)
WORDS = (
    "Wat zag je aan haar gezicht?",
    "Je moet haar gewoon aanmelden bij schuldhulpverlening.",
    "👍",
    "<b>niet vet</b> {{ 7 }}",
    "שלום, מה שלומך",
    "Nina",
    "stop",
    "/intervisie",
)
MOVE = st.one_of(
    st.tuples(st.just("press"), st.sampled_from(PEOPLE), st.integers(0, 30)),
    st.tuples(st.just("lead"), st.just("Sanne"), st.integers(0, 1)),
    st.tuples(st.just("say"), st.sampled_from(PEOPLE), st.integers(0, len(WORDS) - 1)),
    st.tuples(st.just("say"), st.sampled_from(PEOPLE[1:4]), st.integers(0, 1)),
    st.tuples(st.just("old"), st.sampled_from(PEOPLE), st.integers(0, 200)),
    st.tuples(st.just("wait"), st.just("Sanne"), st.integers(1, 900)),
)


def table_of(method: str, days: int) -> Company:
    recording = MeetingRecording.model_validate(
        {"title": "x", "method": method, "people": ROLES, "days": days, "turns": [{"who": "Sanne"}]}
    )
    return begun(recording, library())


def do(company: Company, move: tuple[str, str, int], number: int, offered: list[str]) -> None:
    how, who, which = move
    if how == "wait":
        company.now += timedelta(seconds=which)
        company.pass_days(which // 300)
    elif how == "say":
        company.say(who, f"{WORDS[which]} {'' if which > 3 else f'van {who} {number:03d}'}".strip())
    elif how == "old" and offered:
        company.take(who, Pressed(company.desk(who).screen, offered[which % len(offered)]))
    else:
        actions = sorted(company.screen(who).actions)
        if how == "lead":
            actions = [a for a in actions if a.startswith(("meet.next", "meet.start"))] or actions
        company.press(who, actions[which % len(actions)])
        offered += actions


@settings(max_examples=25, deadline=None)
@given(
    method=st.sampled_from(METHODS),
    days=st.sampled_from((0, 0, 2)),
    begins=st.sampled_from((True, True, False)),
    moves=st.lists(MOVE, min_size=20, max_size=60),
)
def test_it_goes_on_and_nobody_sees_what_is_not_theirs(
    method: str, days: int, *, begins: bool, moves: list[tuple[str, str, int]]
) -> None:
    company = table_of(method, days)
    if begins:
        company.press("Sanne", "meet.start")
    brought = texts_of(company.copies[COPY])
    table = MemoryTable(company)
    offered: list[str] = []
    for number, move in enumerate(moves):
        do(company, move, number, offered)
        meeting = company.meetings[MEETING]
        it_is_possible(meeting, company)
        table.nothing_leaks()
        for who in PEOPLE:
            look(company, who, meeting, brought)


def it_is_possible(meeting: Meeting, company: Company) -> None:
    """One facilitator and one contributor at most, a round that there is, numbers that differ."""
    here = [one for one in meeting.people if one.here]
    assert sum(one.role == "facilitator" for one in here) <= 1
    assert sum(one.role == "contributor" for one in meeting.people) == 1
    numbers = [one.number for one in meeting.people]
    assert len(set(numbers)) == len(numbers)
    assert 0 <= meeting.round <= len(method_of(library(), meeting).rounds)
    assert (meeting.began is not None) == (meeting.state == "round")
    assert meeting.state != "closed" or (meeting.copy is None and COPY not in company.copies)
    assert (meeting.copy is None) == (COPY not in company.copies)
    lines = company.contributions.get(MEETING, ())
    assert [each.seq for each in lines] == list(range(1, len(lines) + 1))


def look(company: Company, who: str, meeting: Meeting, brought: tuple[str, ...]) -> None:
    """What this person sees, held against what is private and what was taken back."""
    shown = renderer().show(company.screen(who), company.desk(who), address="u", door="telegram")
    labels = " ".join(button.label for row in shown.rows for button in row)
    text = unescape(shown.text) + labels
    assert shown.rows, shown.text
    me = member(meeting, who)
    outside = me is None or not me.here
    if outside or meeting.copy is None:
        keeps = meeting.state == "closed" and me is not None and me.role == "contributor"
        question, *turns = brought  # the question is part of what came out, for its contributor
        gone = (*turns, *(() if keeps and not outside else (question,)))
        assert not any(each in text for each in gone)
    mine = me.number if me else 0
    for each in company.contributions.get(MEETING, ()):
        if (
            each.text
            and "van " in each.text
            and (outside or private_to_others(each, company, mine))
        ):
            assert each.text not in text, f"{who} sees {each}:\n{text}"


def private_to_others(each: Contribution, company: Company, mine: int) -> bool:
    """A note or advice that was held, was never shared and is somebody else's."""
    lines = company.contributions[MEETING]
    answered = {one.supersedes for one in lines if one.kind == "said"}
    chain = {each.seq} | {one.seq for one in lines if one.supersedes == each.seq}
    held = each.kind == "held" and each.choice != "order"
    return held and each.participant != mine and not chain & answered


def test_a_thousand_contributions_in_a_round_fit_on_every_screen() -> None:
    company = table_of("oplossingsgericht", 0)
    company.press("Sanne", "meet.start")
    for number in range(1000):
        company.say("Joost", f"Zin {number} van een lang verhaal over de post.")
    for who in PEOPLE:
        screen = company.screen(who)
        shown = renderer().show(screen, company.desk(who), address="u", door="telegram")
        assert len(shown.text) < 3500
        assert sum(len(row) for row in shown.rows) <= 12
    assert (
        "Zin 999"
        in renderer()
        .show(company.screen("Fatma"), company.desk("Fatma"), address="u", door="telegram")
        .text
    )
    company.press("Fatma", "meet.look:lines")
    seen = set()
    for _ in range(200):
        shown = renderer().show(
            company.screen("Fatma"), company.desk("Fatma"), address="u", door="telegram"
        )
        assert len(shown.text) < 4000
        seen |= {n for n in range(1000) if f"Zin {n} van" in shown.text}
        later = [a for a in company.screen("Fatma").actions if a.startswith("meet.look:lines:")]
        page = max((int(a.rpartition(":")[2]) for a in later), default=0)
        if page <= int(company.desk("Fatma").looking.partition(":")[2] or 0):
            break
        company.press("Fatma", f"meet.look:lines:{page}")
    assert len(seen) == 1000
