"""What is shared has a page of its own: to be read, on this computer, and nothing else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from starlette.testclient import TestClient

from bot.app.ports import Unit
from bot.app.service import Handvat
from bot.doors.web import web_app
from flows.practice.types import Exchange, Practice, Saying, Share, Spoken
from tests.app.fake_store import MemoryStore
from tests.app.handvats import BEGIN, handvat

ADDRESS = "http://127.0.0.1:8080"
RUN = Practice(
    "run",
    "schulden_en_schaamte",
    7,
    "looking_back",
    exchanges=(Exchange(1, "open_question", (), (0, 3), 1, Saying("unplaced", 0)),),
    finished=BEGIN,
)


@pytest.fixture
def whole() -> Handvat:
    return handvat()


@pytest.fixture
def browser(whole: Handvat) -> TestClient:
    return TestClient(web_app(whole, port=8080), base_url=ADDRESS, follow_redirects=False)


def shares(unit: Unit, run: str | None = "run") -> str:
    """A trainee shares a run, or the line, and gives the code."""
    person = unit.seat("telegram", "7", BEGIN).person
    unit.begin_practice(person, RUN, BEGIN)
    unit.keep_spoken("run", (Spoken(1, BEGIN, "Hoe is het <b>nu</b> met je?"),))
    unit.share(person, Share("s1", run, BEGIN + timedelta(days=14)), BEGIN)
    return unit.shares(person, BEGIN)[0].code


async def test_whoever_has_the_code_reads_the_run_and_can_press_nothing(
    whole: Handvat, browser: TestClient
) -> None:
    code = await whole.store.run(shares)
    answer = browser.get(f"/gedeeld/{code[:4]}-{code[4:]}")
    assert answer.status_code == 200
    assert "Niet voor beoordeling" in answer.text
    assert "Hoe is het &lt;b&gt;nu&lt;/b&gt; met je?" in answer.text
    assert "<form" not in answer.text
    assert "<button" not in answer.text
    assert answer.headers["cache-control"] == "no-store"


async def test_the_line_is_drawn_with_its_words_beside_it(
    whole: Handvat, browser: TestClient
) -> None:
    code = await whole.store.run(shares, None)
    page = browser.get(f"/gedeeld/{code}").text
    assert "1 open en 0 gesloten vragen" in page
    assert "Hoe is het" not in page


@pytest.mark.parametrize("code", ["aaaabbbbccccdddd", "x", "a" * 300, "run", "%00"])
async def test_a_code_that_opens_nothing_gets_one_sentence(
    whole: Handvat, browser: TestClient, code: str
) -> None:
    await whole.store.run(shares)
    answer = browser.get(f"/gedeeld/{code}")
    assert answer.status_code == 410
    assert "Deze link werkt niet, of niet meer" in answer.text
    assert "schulden" not in answer.text


async def test_after_five_guesses_the_right_one_waits_too(
    whole: Handvat, browser: TestClient
) -> None:
    code = await whole.store.run(shares)
    for guess in range(5):
        assert browser.get(f"/gedeeld/gok{guess}").status_code == 410
    assert browser.get(f"/gedeeld/{code}").status_code == 410


async def test_another_site_cannot_ask_for_it(whole: Handvat, browser: TestClient) -> None:
    code = await whole.store.run(shares)
    answer = browser.get(f"/gedeeld/{code}", headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert isinstance(whole.store, MemoryStore)
    assert whole.store.state.tries == {}
