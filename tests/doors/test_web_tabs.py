"""Two tabs, or a page the browser went back to: what is typed there lands in no other household."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from bot.app.ports import Unit
from bot.app.service import Handvat
from bot.doors.web import web_app
from tests.app.handvats import handvat
from tests.doors.room_stage import CODE, EPOCH, begin
from tests.doors.test_web import ADDRESS, OWN, box

TYPED = "Zij is bang voor de deurwaarder."


@pytest.fixture
def guide() -> Handvat:
    """The whole application."""
    return handvat()


@pytest.fixture
def browser(guide: Handvat) -> TestClient:
    """The page before it."""
    return TestClient(web_app(guide, port=8080), base_url=ADDRESS)


def send(browser: TestClient, page: str, **fields: str) -> str:
    """Send the form that stands on this page; the page that answers."""
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    return browser.post("/turn", data={**hidden, **fields}, headers=OWN).text


def households(browser: TestClient) -> tuple[str, str]:
    """A tab with one household, and a newer one in which another was begun."""
    older = send(browser, browser.get("/").text, command="/nieuw")
    return older, send(browser, older, command="/nieuw")


def test_what_is_typed_in_an_older_tab_does_not_land_in_another_household(
    browser: TestClient,
) -> None:
    older, _ = households(browser)
    page = send(browser, older, text=TYPED)
    assert box(page) == TYPED
    assert "hoort bij een eerder scherm" in page
    assert "wacht nog" not in browser.get("/").text


def test_sent_once_more_from_where_it_came_back_it_is_kept(browser: TestClient) -> None:
    older, _ = households(browser)
    page = send(browser, older, text=TYPED)
    assert "1 regel wacht" in send(browser, page, text=box(page))
    assert TYPED in unescape(send(browser, browser.get("/").text, command="/regels"))


def test_a_thought_for_the_mirror_is_no_line_of_the_plan(browser: TestClient) -> None:
    newer = households(browser)[1]
    value = re.search(r'value="(\d+\.menu)"', newer)
    assert value
    menu = send(browser, newer, value=value[1])
    mirror = re.search(r'value="(\d+\.go\.mirror\.asking)"', menu)
    assert mirror
    older = send(browser, menu, value=mirror[1])
    send(browser, older, command="/plan")
    assert "hoort bij een eerder scherm" in send(browser, older, text="Ik ging te snel.")
    assert "Ik ging te snel." not in send(browser, browser.get("/").text, command="/plan")


def asks_around(unit: Unit) -> str:
    """A meeting in the round in which everybody asks."""
    found = unit.any_meeting(begin(unit, "vijf_stappen", CODE, None, EPOCH))
    assert found is not None
    unit.save_meeting(replace(found, state="round", round=1, began=EPOCH), EPOCH)
    return found.id


def test_what_is_typed_of_a_household_is_said_at_no_table(
    browser: TestClient, guide: Handvat
) -> None:
    """The meeting was opened in a newer tab, and everybody there reads what is typed in it."""
    meeting = asyncio.run(guide.store.run(asks_around))
    older = send(browser, browser.get("/").text, command="/nieuw")
    listed = send(browser, older, command="/intervisie")
    value = re.search(r'value="(\d+\.desk\.meet:[^"]+)"', listed)
    assert value
    table = send(browser, listed, value=value[1])
    assert "ronde 2" in table
    page = send(browser, older, text=TYPED)
    assert "hoort bij een eerder scherm" in page
    assert box(page) == TYPED
    assert asyncio.run(guide.store.run(lambda unit: unit.contributions(meeting))) == ()
    send(browser, table, text="Wat zegt zij zelf?")
    said = asyncio.run(guide.store.run(lambda unit: unit.contributions(meeting)))
    assert [each.text for each in said] == ["Wat zegt zij zelf?"]


def test_a_tab_that_shows_a_meeting_does_not_turn_into_a_household(
    browser: TestClient, guide: Handvat
) -> None:
    """It fetches itself when others change something, and others may be looking at it."""
    asyncio.run(guide.store.run(asks_around))
    follows = {"follows": "meeting"}
    table = browser.get("/", headers=follows)
    assert "ronde 2" in table.text
    alias = re.search(r"Schuilnaam: ([^.]+)\.", send(browser, table.text, command="/nieuw"))
    assert alias
    page = browser.get("/", headers=follows)
    assert "Hier niet meer open" in page.text
    assert alias[1] not in page.text
    send(browser, browser.get("/").text, command="/start")
    assert "Eén vraag" in browser.get("/", headers=follows).text


def test_a_command_leads_the_same_way_from_any_tab(browser: TestClient) -> None:
    older, _ = households(browser)
    assert "Zo werkt het" in send(browser, older, text="/help")


@pytest.mark.parametrize("shown", ["9" * 5000, "٣", "-1", "<b>"])
def test_a_text_under_no_screen_of_ours_comes_back_in_the_box(
    browser: TestClient, shown: str
) -> None:
    page = send(browser, households(browser)[1], text=TYPED, shown=shown)
    assert "hoort bij een eerder scherm" in page
    assert box(page) == TYPED
