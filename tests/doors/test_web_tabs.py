"""Two tabs, or a page the browser went back to: what is typed there lands in no other household."""

from __future__ import annotations

import re
from html import unescape

import pytest
from starlette.testclient import TestClient

from bot.doors.web import web_app
from tests.app.handvats import handvat
from tests.doors.test_web import ADDRESS, OWN, box

TYPED = "Zij is bang voor de deurwaarder."


@pytest.fixture
def browser() -> TestClient:
    """The page before the whole application."""
    return TestClient(web_app(handvat(), port=8080), base_url=ADDRESS)


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
