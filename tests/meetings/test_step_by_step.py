"""Going through what was brought in, turn by turn, whatever the method: first wonder, then look."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows.intervision.replaying import has_replay
from flows.intervision.types import Meeting
from flows.playing_together import Company
from tests.flows.recordings import library
from tests.meetings.memory_table import MEETING, begun
from tests.meetings.recordings import MeetingRecording

LEADER = "Sanne"
PEOPLE = {LEADER: "facilitator", "Joost": "contributor", "Fatma": "participant"}
BUTTONS = 5  # on the facilitator's screen of a round


def table(method: str, **brought: object) -> Company:
    recording = {"title": "x", "method": method, "people": PEOPLE, "turns": [{"who": LEADER}]}
    return begun(MeetingRecording.model_validate(recording | brought), library())


def met(company: Company) -> Meeting:
    return company.meetings[MEETING]


def lead(company: Company, *actions: str) -> None:
    for action in actions:
        assert company.press(LEADER, action), action


def offered(company: Company, who: str, begins: str) -> list[str]:
    return [action for action in company.screen(who).actions if action.startswith(begins)]


def goes_through(company: Company) -> int:
    """Step by step to the end of the conversation; gives how often somebody could tap."""
    tapped = 0
    while step := offered(company, LEADER, "meet.replay:"):
        assert len(company.screen(LEADER).actions) <= BUTTONS
        if would := offered(company, "Fatma", "meet.would:"):
            assert company.press("Fatma", would[0])
            tapped += 1
        lead(company, *step)
    return tapped


@pytest.mark.parametrize("method", sorted(library().methods))
def test_every_method_goes_through_it_without_a_word_and_comes_to_its_end(method: str) -> None:
    company = table(method, origin="practice")
    if not has_replay(library().methods[method]):
        lead(company, "meet.walk")
    lead(company, "meet.start")
    tapped = titles = 0
    while met(company).state == "round":
        assert len(company.screen(LEADER).actions) <= BUTTONS
        if offered(company, LEADER, "meet.replay:"):
            tapped += goes_through(company)
            titles += 1
        lead(company, f"meet.next:{met(company).round}")
    assert (tapped, titles) == (2, 1)
    lead(company, "meet.close")
    assert met(company).state == "closed"


def test_a_matter_without_a_conversation_is_not_gone_through() -> None:
    company = table("vijf_stappen", origin="team", brought=())
    assert not company.press(LEADER, "meet.walk")
    lead(company, "meet.start")
    assert not offered(company, LEADER, "meet.walk")


def test_who_brought_it_in_and_leads_reads_it_and_puts_it_in_there() -> None:
    company = table("kort_consult", people={"Joost": "contributor", "Fatma": "participant"})
    company.meetings[MEETING] = replace(met(company), contributor_leads=True)
    assert not offered(company, "Joost", "meet.walk")
    for action in ("meet.look:copy", "meet.walk", "meet.look:", "meet.start", "meet.next:0"):
        assert company.press("Joost", action), action
    assert offered(company, "Joost", "meet.replay:0")
    assert len(company.screen("Joost").actions) == BUTTONS


def test_it_cannot_be_put_in_when_a_later_round_was_begun() -> None:
    """Rounds keep their numbers, and with them what was contributed in each."""
    company = table("vijf_stappen")
    lead(company, "meet.start", "meet.next:0", "meet.look:menu", "meet.back")
    assert not offered(company, LEADER, "meet.walk")
    lead(company, "meet.look:copy")
    assert not company.press(LEADER, "meet.walk")


def test_a_comment_hangs_only_on_a_turn_that_was_shown() -> None:
    company = table("vijf_stappen")
    lead(company, "meet.walk", "meet.start", "meet.next:0")
    lead(company, "meet.replay:0", "meet.replay:1")
    assert company.press("Fatma", "meet.look:turn:1")
    company.say("Fatma", "Wat deed haar stem?")
    company.desks["Fatma"] = replace(company.desk("Fatma"), looking="turn:2")
    company.say("Fatma", "En bij het tweede stukje?")
    kept = [(each.kind, each.about) for each in company.contributions[MEETING]]
    assert kept == [("comment", 1), ("said", 2)]
