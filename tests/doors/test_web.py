"""The web door's own rules: who may speak, one arrival each, and nothing typed is lost."""

from __future__ import annotations

import logging
import re
from dataclasses import replace
from html import unescape

import pytest
from starlette.testclient import TestClient

from bot.app.ports import StoreError
from bot.app.types import Document, DocumentRequest
from bot.doors.web import web_app
from bot.doors.web_guard import LARGEST_FORM
from flows.types import Pressed, Reading, Said
from tests.app.handvats import handvat as whole
from tests.doors.fake_handvat import SCENES, FakeHandvat

ADDRESS = "http://127.0.0.1:8080"
OWN = {"origin": ADDRESS}
PLAN = DocumentRequest("plan.pdf", "0192f")


@pytest.fixture
def handvat() -> FakeHandvat:
    return FakeHandvat()


@pytest.fixture
def browser(handvat: FakeHandvat) -> TestClient:
    return TestClient(web_app(handvat, port=8080), base_url=ADDRESS, follow_redirects=False)


def arrival(page: str) -> str:
    """The number of the form on a page."""
    found = re.search(r'name="arrival" value="([0-9a-f]{32})"', page)
    assert found
    return found[1]


def box(page: str) -> str:
    """What stands in the text box, as a browser reads it: without the newline after the tag."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return unescape(found[1])


def post(browser: TestClient, **fields: str) -> tuple[int, str]:
    """Open the page and send its form; the status and the page that answers."""
    form = {"arrival": arrival(browser.get("/").text), **fields}
    answer = browser.post("/turn", data=form, headers=OWN)
    return answer.status_code, answer.text


# --- who may speak ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["127.0.0.1:8080", "localhost:8080", "[::1]:8080", "LocalHost:8080"]
)
def test_a_loopback_name_with_the_port_is_this_computer(browser: TestClient, host: str) -> None:
    assert browser.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "127.0.0.1:80",
        "elders.nl:8080",
        "localhost.elders.nl:8080",
        "127.0.0.2:8080",
        "",
    ],
)
def test_another_host_is_refused_everywhere(
    browser: TestClient, handvat: FakeHandvat, host: str
) -> None:
    """A name that was rebound to this computer reaches neither a page nor a turn."""
    for path in ("/", "/health", "/handvat.css", "/document/0192f/plan.pdf"):
        answer = browser.get(path, headers={"host": host})
        assert answer.status_code == 400
        assert "luistert alleen op deze computer" in answer.text
    assert (
        browser.post("/turn", headers={"host": host, "origin": f"http://{host}"}).status_code == 400
    )
    assert handvat.turns == []


def test_on_port_80_a_browser_names_no_port() -> None:
    browser = TestClient(web_app(FakeHandvat(), port=80), base_url="http://localhost")
    assert browser.get("/").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "null"},
        {"origin": "http://elders.nl"},
        {"origin": "http://localhost:8080"},
        {"origin": "https://127.0.0.1:8080"},
        {"sec-fetch-site": "cross-site", "origin": ADDRESS},
        {"sec-fetch-site": "same-site", "origin": "null"},
        {"sec-fetch-site": "none"},
        {"sec-fetch-site": "same-origin", "origin": "http://elders.nl"},
    ],
)
def test_a_form_of_another_site_changes_nothing(
    browser: TestClient, handvat: FakeHandvat, headers: dict[str, str]
) -> None:
    answer = browser.post("/turn", data={"arrival": "0" * 32, "text": "hoi"}, headers=headers)
    assert answer.status_code == 403
    assert "niets mee gedaan" in answer.text
    assert handvat.turns == []


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": ADDRESS},
        {"sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "same-origin", "origin": "null"},
        {"sec-fetch-site": "same-origin", "origin": ADDRESS},
    ],
)
def test_the_pages_own_form_is_taken(
    browser: TestClient, handvat: FakeHandvat, headers: dict[str, str]
) -> None:
    """With Referrer-Policy no-referrer a browser says ``Origin: null`` of the page's own form."""
    answer = browser.post("/turn", data={"arrival": "0" * 32, "text": "hoi"}, headers=headers)
    assert answer.status_code == 303
    assert len(handvat.turns) == 1


@pytest.mark.parametrize("path", ["/", "/turn", "/health", "/document/0192f/plan.pdf"])
@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_another_site_gets_nothing_to_see(
    browser: TestClient, handvat: FakeHandvat, path: str, site: str
) -> None:
    """A picture of theirs with this address would use up what is shown once."""
    handvat.notices, handvat.documents = ("Bewaard.",), (PLAN,)
    for dest in ("image", "document", "iframe", "empty"):
        headers = {"sec-fetch-site": site, "sec-fetch-dest": dest}
        answer = browser.get(path, headers=headers)
        assert answer.status_code == 403
        assert "niets mee gedaan" in answer.text
    assert handvat.settled == []
    assert "/document/0192f/plan.pdf" in browser.get("/").text


@pytest.mark.parametrize(
    ("headers", "settles"),
    [
        ({}, True),
        ({"sec-fetch-site": "none", "sec-fetch-dest": "document"}, True),
        ({"sec-fetch-site": "same-origin", "sec-fetch-dest": "document"}, True),
        ({"sec-fetch-site": "same-origin", "sec-fetch-dest": "image"}, False),
        ({"sec-fetch-site": "same-origin", "sec-fetch-dest": "empty"}, False),
    ],
)
def test_only_a_page_that_is_looked_at_settles(
    browser: TestClient, handvat: FakeHandvat, headers: dict[str, str], settles: bool
) -> None:
    handvat.notices = ("Bewaard.",)
    assert browser.get("/", headers=headers).status_code == 200
    assert bool(handvat.settled) is settles


def test_asking_for_the_headers_alone_settles_nothing(
    browser: TestClient, handvat: FakeHandvat
) -> None:
    handvat.notices = ("Bewaard.",)
    assert browser.head("/").status_code == 200
    assert handvat.settled == []


@pytest.mark.parametrize("path", ["/", "/nergens", "/health", "/handvat.css", "/handvat.js"])
def test_every_answer_is_dressed(browser: TestClient, path: str) -> None:
    headers = browser.get(path).headers
    assert headers["content-security-policy"] == (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert "camera=()" in headers["permissions-policy"]
    assert "set-cookie" not in headers


def test_the_page_obeys_its_own_policy(browser: TestClient, handvat: FakeHandvat) -> None:
    """Nothing inline and nothing from elsewhere, or the policy would break the page."""
    for handvat.scene in ("home", "plan", "together"):
        page = browser.get("/").text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|<script>|https?://(?!voorbeeld)", page)


# --- turns -----------------------------------------------------------------------------------


def test_a_pressed_button_is_a_turn_and_leads_back_to_the_page(
    browser: TestClient, handvat: FakeHandvat
) -> None:
    assert post(browser, value="7.b0", text="") == (303, "")
    (turn,) = handvat.turns
    assert (turn.door, turn.login, turn.input) == ("web", "lokaal", Pressed(7, "b0"))


def test_a_typed_text_is_read_before_the_turn(browser: TestClient, handvat: FakeHandvat) -> None:
    assert post(browser, text="Een traplift.\r\nZei ze.") == (303, "")
    (turn,) = handvat.turns
    assert turn.input == Said("Een traplift.\nZei ze.")
    assert turn.reading == Reading(idea="traplift")


def test_the_header_sends_commands(browser: TestClient, handvat: FakeHandvat) -> None:
    page = browser.get("/").text
    assert re.findall(r'name="command" value="([^"]+)"', page) == ["/start", "/privacy", "/help"]
    post(browser, command="/privacy", text="")
    assert handvat.turns[0].input == Said("/privacy")


def test_the_login_is_that_of_the_page(handvat: FakeHandvat) -> None:
    browser = TestClient(
        web_app(handvat, login="anna", port=8080), base_url=ADDRESS, follow_redirects=False
    )
    post(browser, text="hoi")
    assert handvat.turns[0].login == "anna"


def test_a_form_sent_twice_is_one_turn(browser: TestClient, handvat: FakeHandvat) -> None:
    form = {"arrival": arrival(browser.get("/").text), "text": "Ze belde gisteren."}
    for _ in range(2):
        assert browser.post("/turn", data=form, headers=OWN).status_code == 303
    assert len(handvat.turns) == 1


def test_another_text_from_a_page_that_was_gone_back_to_is_not_lost(
    browser: TestClient, handvat: FakeHandvat
) -> None:
    number = arrival(browser.get("/").text)
    for text in ("Eerst dit.", "Toen dat."):
        browser.post("/turn", data={"arrival": number, "text": text}, headers=OWN)
    assert [turn.input for turn in handvat.turns] == [Said("Eerst dit."), Said("Toen dat.")]


def test_an_arrival_says_nothing_about_the_text(browser: TestClient, handvat: FakeHandvat) -> None:
    for _ in range(2):
        post(browser, text="ja")
    first, second = (turn.arrival for turn in handvat.turns)
    assert first != second
    assert len(first) == 32


@pytest.mark.parametrize(
    "body", [b"", b"arrival=1&text=hoi", b"text=hoi", b"&".join([b"a=1"] * 40), b"\xff\xfe"]
)
def test_what_is_no_form_changes_nothing(
    browser: TestClient, handvat: FakeHandvat, body: bytes
) -> None:
    answer = browser.post("/turn", content=body, headers=OWN)
    assert answer.status_code == 422
    assert "niets veranderd" in answer.text
    assert handvat.turns == []


def test_opening_the_address_of_a_turn_shows_the_page(browser: TestClient) -> None:
    answer = browser.get("/turn")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_everything_can_be_done_with_forms_alone(browser: TestClient) -> None:
    page = browser.get("/").text
    assert '<form id="turn" method="post" action="/turn"' in page
    assert '<button name="value" value="7.b0" dir="auto">Eén vraag</button>' in page
    assert '<label for="text">Typ hier</label>' in page
    assert re.findall(r"<script[^>]*>", page) == ['<script src="/handvat.js" defer>']


# --- whom to call, and what comes next --------------------------------------------------------


def test_in_danger_every_number_is_called_by_one_tap(
    handvat: FakeHandvat, browser: TestClient
) -> None:
    handvat.scene = "safety"
    handvat.notices = ("Bel 112 als het nu is. Geweld: Veilig Thuis 0800-2000. <b>",)
    page = browser.get("/").text
    assert re.findall(r'href="tel:(\d+)"', page) == [
        *("112", "08002000"),  # in the notice
        *("112", "113", "08000113", "08002000"),
    ]
    assert "&lt;b&gt;" in page


def test_a_number_in_what_somebody_told_is_no_telephone_number(
    handvat: FakeHandvat, browser: TestClient
) -> None:
    told = "De fysio kost 112 euro."
    SCENES["told"] = replace(SCENES["plan"], text=f"<b>Het plan</b>\n\n{told}")
    handvat.scene, handvat.notices = "told", (told,)
    try:
        page = browser.get("/").text
    finally:
        del SCENES["told"]
    assert page.count(told) == 2
    assert "tel:" not in page


def test_in_a_list_of_equals_none_stands_out(handvat: FakeHandvat, browser: TestClient) -> None:
    handvat.scene = "lines"  # the subjects of a line that is sorted
    assert "alike" in re.findall(r'<body class="([^"]*)"', browser.get("/").text)[0]
    handvat.scene = "home"
    assert "alike" not in re.findall(r'<body class="([^"]*)"', browser.get("/").text)[0]


# --- notices and documents -------------------------------------------------------------------


def test_a_notice_is_shown_once(browser: TestClient, handvat: FakeHandvat) -> None:
    post(browser, text="Ze belde.")
    page = browser.get("/").text
    assert '<div class="news" id="news" role="status">' in page
    assert "Bewaard." in page
    assert len(handvat.settled) == 1
    assert "Bewaard." not in browser.get("/").text
    assert len(handvat.settled) == 1


def test_what_could_not_be_settled_is_shown_again(
    browser: TestClient, handvat: FakeHandvat, caplog: pytest.LogCaptureFixture
) -> None:
    handvat.notices, handvat.settle_fails = ("Bewaard.",), StoreError("schijf vol")
    assert "Bewaard." in browser.get("/").text
    assert "Bewaard." in browser.get("/").text
    assert "schijf vol" not in caplog.text


def test_a_page_that_is_fetched_ahead_settles_nothing(
    browser: TestClient, handvat: FakeHandvat
) -> None:
    handvat.notices = ("Bewaard.",)
    browser.get("/", headers={"sec-purpose": "prefetch;prerender"})
    assert handvat.settled == []


def test_a_document_is_a_link_to_a_file(browser: TestClient, handvat: FakeHandvat) -> None:
    handvat.documents = (PLAN, DocumentRequest("plan.txt", "0192f"))
    handvat.files[PLAN] = Document("plan Merel 42.pdf", "application/pdf", b"%PDF-1.7")
    links = re.findall(r'href="(/document/[^"]+)"[^>]*>([^<]+)', browser.get("/").text)
    assert links == [
        ("/document/0192f/plan.pdf", "Het plan als PDF"),
        ("/document/0192f/plan.txt", "Het plan als tekst"),
    ]
    answer = browser.get(links[0][0])
    assert answer.content == b"%PDF-1.7"
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["content-disposition"] == (
        "attachment; filename*=utf-8''plan%20Merel%2042.pdf"
    )


@pytest.mark.parametrize(
    "path",
    [
        "/document/0192f/plan.txt",
        "/document/0192f/plan.exe",
        "/document/0192f",
        "/nergens",
        "/.env",
    ],
)
def test_what_is_not_there_is_said_kindly(browser: TestClient, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 404
    assert "Deze pagina is er niet, of niet meer." in answer.text


def test_the_door_says_that_it_is_well(browser: TestClient) -> None:
    assert browser.get("/health").text == "ok"


# --- nothing typed is lost -------------------------------------------------------------------


def test_a_text_that_is_too_long_stays_in_the_box(
    browser: TestClient, handvat: FakeHandvat
) -> None:
    text = "\n  <b>&amp; 😀</b> " + "x" * 20_000
    status, page = post(browser, text=text.replace("\n", "\r\n"))
    assert status == 200
    assert box(page) == text
    assert "te lang" in page
    assert len(handvat.settled) == 1
    assert arrival(page)


def test_reloading_that_page_keeps_the_text(browser: TestClient, handvat: FakeHandvat) -> None:
    form = {"arrival": arrival(browser.get("/").text), "text": "y" * 20_001}
    for _ in range(2):
        assert box(browser.post("/turn", data=form, headers=OWN).text) == form["text"]
    assert len(handvat.turns) == 1


def test_the_longest_text_fits_however_it_is_encoded(
    browser: TestClient, handvat: FakeHandvat
) -> None:
    assert post(browser, text="😀" * 20_000) == (303, "")
    assert handvat.turns[0].input == Said("😀" * 20_000)


def test_a_text_that_is_far_too_long_comes_back_too(
    browser: TestClient, handvat: FakeHandvat
) -> None:
    text = "😀" * 300_000
    status, page = post(browser, text=text, kept="Van daarvoor")
    assert (status, box(page)) == (200, f"Van daarvoor\n\n{text}")
    assert handvat.turns[0].reading == Reading()


@pytest.fixture
def real() -> TestClient:
    """The page before the whole application, on the store in memory."""
    return TestClient(web_app(whole(), port=8080), base_url=ADDRESS, follow_redirects=False)


STORY = "Dit is een lang verhaal over haar moeder\n<en> de huur die niet betaald is."


@pytest.mark.parametrize("room", ["privacy", "help", "kaarten", "vraag", "wis", "koppel"])
def test_a_story_that_was_refused_is_given_back(real: TestClient, room: str) -> None:
    post(real, command=f"/{room}")
    status, page = post(real, text=STORY)
    assert status == 200
    assert box(page) == STORY
    assert "Dit heb ik niet bewaard" in page
    assert "Wat je typte staat nog in het vak." in page
    assert "Dit is niet bewaard." in page


@pytest.mark.parametrize("text", ["Ze huilde.", "/huilde"])
def test_a_few_words_that_were_refused_are_given_back(real: TestClient, text: str) -> None:
    status, page = post(real, text=text)
    assert (status, box(page)) == (200, text)


def test_a_word_that_leads_nowhere_is_given_back(real: TestClient) -> None:
    """It may have been the answer."""
    assert post(real, text="Haar moeder woont alleen in een flat.")[0] == 303
    status, page = post(real, text="Terug")
    while status == 303:
        status, page = post(real, text="Terug")
    assert box(page) == "Terug"


def test_reloading_that_answer_keeps_what_was_refused(real: TestClient) -> None:
    form = {"arrival": arrival(real.get("/").text), "text": "Ze huilde."}
    for _ in range(2):
        assert box(real.post("/turn", data=form, headers=OWN).text) == "Ze huilde."


def test_what_was_given_back_can_be_told_where_it_has_a_place(real: TestClient) -> None:
    post(real, command="/privacy")
    _, page = post(real, text=STORY)
    form = {"arrival": arrival(page), "command": "/nieuw", "text": box(page)}
    page = real.post("/turn", data=form, headers=OWN).text
    assert box(page) == STORY
    form = {"arrival": arrival(page), "text": box(page)}
    assert real.post("/turn", data=form, headers=OWN).status_code == 303
    post(real, command="/regels", text="")
    assert "de huur die niet betaald is" in real.get("/").text


def test_nothing_and_a_refused_press_give_nothing_back(real: TestClient) -> None:
    for fields in ({"text": " \n"}, {"text": "\u200b"}, {"value": "999.weg", "text": ""}):
        assert post(real, **fields) == (303, "")


def test_a_text_below_a_kept_one_pushes_it_not_out(
    browser: TestClient, handvat: FakeHandvat
) -> None:
    _, page = post(browser, value="7.b0", text="En nog iets", kept="Mijn gedachte over hem")
    assert box(page) == "Mijn gedachte over hem\n\nEn nog iets"


@pytest.mark.parametrize("declared", [True, False])
def test_a_form_that_is_too_large_is_refused(
    browser: TestClient, handvat: FakeHandvat, declared: bool
) -> None:
    body = b"text=" + b"x" * LARGEST_FORM
    chunks = (body[at : at + 65_536] for at in range(0, len(body), 65_536))
    answer = browser.post("/turn", content=body if declared else chunks, headers=OWN)
    assert answer.status_code == 413
    assert "te veel tekst" in answer.text
    assert handvat.turns == []


def test_a_text_in_the_box_survives_a_press(browser: TestClient, handvat: FakeHandvat) -> None:
    status, page = post(browser, value="7.b0", text="Halve zin, nog niet")
    assert status == 200
    assert box(page) == "Halve zin, nog niet"
    assert "Het is niet verstuurd" in page
    assert [turn.input for turn in handvat.turns] == [Pressed(7, "b0")]


def test_a_text_in_the_box_is_not_read_along_with(
    browser: TestClient, handvat: FakeHandvat
) -> None:
    """In Samen kijken the resident reads the screen; what was typed comes back after it."""
    handvat.leads_to = {"7.b0": "together", "7.b1": "question"}
    _, page = post(browser, value="7.b0", text="Mijn gedachte over hem")
    assert box(page) == ""
    kept = re.search(r'<input type="hidden" name="kept" value="([^"]+)">', page)
    assert kept
    form = {"arrival": arrival(page), "value": "7.b1", "text": "", "kept": kept[1]}
    assert box(browser.post("/turn", data=form, headers=OWN).text) == "Mijn gedachte over hem"


@pytest.mark.parametrize(
    ("failure", "status"), [(StoreError("Ze huilde"), 503), (ValueError("Ze huilde"), 500)]
)
def test_a_failed_turn_keeps_the_text_and_logs_none_of_it(
    browser: TestClient,
    handvat: FakeHandvat,
    caplog: pytest.LogCaptureFixture,
    failure: Exception,
    status: int,
) -> None:
    number = arrival(browser.get("/").text)
    form = {"arrival": number, "text": "Ze huilde <toen> & nu"}
    handvat.turn_fails = failure
    with caplog.at_level(logging.DEBUG):
        answer = browser.post("/turn", data=form, headers=OWN)
    assert answer.status_code == status
    assert box(answer.text) == "Ze huilde <toen> & nu"
    assert arrival(answer.text) == number
    turn = re.search(r'<b class="number">(\w{8})</b>', answer.text)
    assert turn
    assert f"turn {turn[1]} failed: {type(failure).__name__}" in caplog.text
    assert "huilde" not in caplog.text

    handvat.turn_fails = None
    assert browser.post("/turn", data=form, headers=OWN).status_code == 303
    assert handvat.turns[0].input == Said("Ze huilde <toen> & nu")


def test_a_failed_press_can_be_tried_again(browser: TestClient, handvat: FakeHandvat) -> None:
    handvat.turn_fails = StoreError()
    _, page = post(browser, value="7.b2", text="Nog niet verstuurd")
    assert 'name="value" value="7.b2"' in page
    assert box(page) == "Nog niet verstuurd"
    _, page = post(browser, value="7.b2", text="")
    assert "<textarea" not in page


def test_a_page_that_cannot_be_made_says_so(
    browser: TestClient, handvat: FakeHandvat, caplog: pytest.LogCaptureFixture
) -> None:
    handvat.look_fails = RuntimeError("Ze huilde")
    for path in ("/", "/document/0192f/plan.pdf"):
        answer = browser.get(path)
        assert answer.status_code == 500
        assert "Er is niets veranderd." in answer.text
    assert "huilde" not in caplog.text


def test_a_page_that_waits_for_news_in_vain_logs_nothing_that_was_typed(
    browser: TestClient, handvat: FakeHandvat, caplog: pytest.LogCaptureFixture
) -> None:
    assert browser.get("/live").status_code == 204
    handvat.look_fails = ValueError("Ze huilde")
    answer = browser.get("/live")

    assert answer.status_code == 500
    assert "failed: ValueError" in caplog.text
    assert "huilde" not in caplog.text + answer.text


def test_the_log_names_every_cause(
    browser: TestClient, handvat: FakeHandvat, caplog: pytest.LogCaptureFixture
) -> None:
    handvat.look_fails = StoreError("a")
    handvat.look_fails.__cause__ = OSError("b")
    browser.get("/")
    assert re.search(r"StoreError \(.*web\.py:\d+ here.*\) < OSError \(\)", caplog.text)
