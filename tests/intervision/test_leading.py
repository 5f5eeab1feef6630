"""Who brings in may keep the time as well; when a colleague takes over, only that one does."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from flows.intervision.bringing.copying import DAYS
from flows.intervision.clock import OPEN
from flows.intervision.types import Meeting, Participant, SharedCopy
from flows.playing_together import Company
from tests.intervision.contributor import library

NOW = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
COPY = SharedCopy("c", "team", "Wat zie ik niet?", (), NOW, NOW + timedelta(days=14))
PEOPLE = (Participant(1, "sanne", "Sanne", "contributor"), Participant(2, "noor", "Noor"))


def gathers(*, contributor_leads: bool) -> Company:
    """Two colleagues at the table."""
    company = Company(library())
    code = "CDFHJKMNP"
    meeting = Meeting(
        "m", "kort_consult", "c", people=PEOPLE, code=code, contributor_leads=contributor_leads
    )
    company.begin(meeting, COPY)
    return company


def offered(company: Company, person: str) -> set[str]:
    """The moves on this person's screen."""
    return set(company.screen(person).actions)


def test_the_contributor_who_chose_to_leads_and_hands_it_over() -> None:
    company = gathers(contributor_leads=True)
    assert "meet.start" in offered(company, "sanne")
    assert "meet.take_over" not in offered(company, "noor")
    assert company.screen("noor").values["leader"] == "Sanne"
    company.press("sanne", "meet.start")
    assert company.meetings["m"].state == "round"
    company.press("sanne", "meet.look:menu")
    company.press("sanne", "meet.look:hand_over")
    company.press("sanne", "meet.hand_over:2")
    roles = [one.role for one in company.meetings["m"].people]
    assert roles == ["contributor", "facilitator"]
    assert not any(action.startswith("meet.next") for action in offered(company, "sanne"))


@pytest.mark.parametrize("person", ["sanne", "noor"])
def test_without_a_leader_the_contributor_has_the_code_and_a_colleague_takes_up(
    person: str,
) -> None:
    company = gathers(contributor_leads=False)
    has_code = bool(company.screen(person).values["code"])
    assert has_code == (person == "sanne")
    assert ("meet.take_over" in offered(company, person)) == (person == "noor")


def test_a_second_tap_where_the_harvest_was_opened_ends_nothing() -> None:
    """A double tap on the last "on" falls on the screen behind it: nothing may go by that."""
    company = gathers(contributor_leads=True)
    company.press("sanne", "meet.start")
    while company.meetings["m"].state == "round":
        first = company.screen("sanne").rows[0][0].action
        company.press("sanne", first)
    assert "meet.close" in offered(company, "sanne")
    assert "meet.close" not in {button.action for button in company.screen("sanne").rows[0]}


def test_who_leads_spreads_it_over_days_before_the_copy_ends() -> None:
    company = gathers(contributor_leads=True)
    assert "meet.days" not in offered(company, "noor")
    company.press("sanne", "meet.days")
    assert company.screen("noor").values["days"] == 1
    company.press("sanne", "meet.days")
    assert company.meetings["m"].days == 0
    company.press("sanne", "meet.days")
    company.press("sanne", "meet.start")
    assert company.meetings["m"].closes == company.now + timedelta(days=1)
    assert "meet.days" not in offered(company, "sanne")
    longest = max(len(method.rounds) for method in library().methods.values())
    assert longest * OPEN < DAYS
