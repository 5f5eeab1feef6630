"""The page in a real browser: for every eye, for keyboard alone, narrow, and without JavaScript."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.app.types import Document, DocumentRequest
from bot.doors.web import web_app
from flows.types import Pressed, Said
from tests.doors.fake_handvat import SCENES, FakeHandvat

pytestmark = pytest.mark.slow

CHROMIUM = "/usr/bin/chromium"
WCAG = {
    "resultTypes": ["violations"],
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "rules": {"target-size": {"enabled": True}},
}


@dataclass
class Served:
    """A page that is served, and the conversation behind it."""

    address: str
    handvat: FakeHandvat

    def show(self, page: Page, scene: str) -> None:
        """Open the page at one of the screens, with a notice and a document above it."""
        self.handvat.scene = scene
        self.handvat.notices = ("Bewaard bij Geldzaken.",)
        self.handvat.documents = (DocumentRequest("plan.pdf", "0192f"),)
        page.goto(self.address)


@pytest.fixture
def served() -> Iterator[Served]:
    """The door on a free port of this computer."""
    handvat = FakeHandvat()
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        config = uvicorn.Config(web_app(handvat, port=port), log_level="error", ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, args=([listening],))
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield Served(f"http://127.0.0.1:{port}/", handvat)
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A small phone; a complaint of the browser, such as of the content policy, fails the test."""
    complaints: list[str] = []
    context = chromium.new_context(viewport={"width": 360, "height": 740}, reduced_motion="reduce")
    page = context.new_page()
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert [said for said in complaints if "status of" not in said] == []


@pytest.fixture
def plain(chromium: Browser) -> Iterator[Page]:
    """A browser without JavaScript."""
    context = chromium.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def violations(page: Page) -> list[str]:
    """What axe finds: the rule, and where. The words are there before the styles are."""
    page.wait_for_load_state()
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def fail(served: Served, page: Page, text: str) -> None:
    """Send a text while the turn fails."""
    served.handvat.turn_fails = ValueError()
    page.goto(served.address)
    page.get_by_label("Typ hier").fill(text)
    page.get_by_role("button", name="Stuur").click()
    expect(page.get_by_role("main")).to_contain_text("Dat ging mis")
    page.wait_for_load_state()
    served.handvat.turn_fails = None


# --- for every eye -----


@pytest.mark.parametrize("light", ["light", "dark"])
def test_axe_finds_nothing(served: Served, phone: Page, light: str) -> None:
    phone.emulate_media(color_scheme="dark" if light == "dark" else "light")
    for scene in SCENES:
        served.show(phone, scene)
        assert violations(phone) == [], scene
    served.show(phone, "question")
    phone.get_by_label("Typ hier").fill("Nog niet klaar")
    phone.get_by_role("button", name="Niet nu").click()
    expect(phone.get_by_label("Typ hier")).to_have_value("Nog niet klaar")
    assert violations(phone) == []
    fail(served, phone, "Ze huilde")
    assert violations(phone) == []
    phone.goto(served.address + "nergens")
    assert violations(phone) == []


def test_nothing_scrolls_sideways_on_the_narrowest_screen(served: Served, phone: Page) -> None:
    """320 CSS pixels is 1280 at 400% zoom; letters twice as large must fit a phone as well."""
    for width, letters in ((320, "100%"), (360, "200%")):
        phone.set_viewport_size({"width": width, "height": 640})
        for scene in SCENES:
            served.show(phone, scene)
            phone.evaluate(f"document.documentElement.style.fontSize = '{letters}'")
            assert phone.evaluate("document.scrollingElement.scrollWidth") <= width, scene


def test_everything_to_tap_is_large_enough(served: Served, phone: Page) -> None:
    pages = [*SCENES, "trouble", "nergens"]
    for name in pages:
        if name in SCENES:
            served.show(phone, name)
        elif name == "trouble":
            fail(served, phone, "Ze huilde")
        else:
            phone.goto(served.address + name)
        for control in phone.locator("button, textarea, a:not(.skip)").all():
            box = control.bounding_box()
            assert box
            assert box["width"] >= 44, control.inner_text()
            assert box["height"] >= 44, control.inner_text()


def test_arabic_runs_from_right_to_left(served: Served, phone: Page) -> None:
    served.show(phone, "languages")
    arabic, hebrew = phone.locator("blockquote").all()
    for quote in (arabic, hebrew):
        assert quote.evaluate("quote => getComputedStyle(quote).direction") == "rtl"
    phone.get_by_label("Typ hier").fill("أريد أن أنام")
    expect(phone.get_by_label("Typ hier")).to_have_css("direction", "rtl")


def test_together_is_large(served: Served, phone: Page) -> None:
    served.show(phone, "question")
    small = phone.locator("article p").last.evaluate(
        "p => parseFloat(getComputedStyle(p).fontSize)"
    )
    served.show(phone, "together")
    large = phone.locator("article p").last.evaluate(
        "p => parseFloat(getComputedStyle(p).fontSize)"
    )
    assert large >= 1.5 * small


def test_on_paper_only_the_words_are_left(served: Served, phone: Page) -> None:
    served.show(phone, "plan")
    phone.emulate_media(media="print", color_scheme="dark")
    expect(phone.get_by_role("heading", name="Het plan van Merel 42")).to_be_visible()
    for hidden in (".top", "form", ".news"):
        expect(phone.locator(hidden)).to_be_hidden()
    colour = phone.locator("html").evaluate("html => getComputedStyle(html).backgroundColor")
    assert colour == "rgb(255, 255, 255)"


# --- keyboard and screen reader -----


def test_the_whole_page_by_keyboard(served: Served, phone: Page) -> None:
    served.show(phone, "question")
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    stops: list[str] = []
    for _ in range(7):
        phone.keyboard.press("Tab")
        focused = phone.locator(":focus")
        outline = focused.evaluate("element => getComputedStyle(element).outlineWidth")
        assert float(outline.removesuffix("px")) >= 2
        stops.append(focused.evaluate("e => e.labels?.[0]?.innerText || e.innerText"))
    assert stops == [
        "Typ hier",
        "Stuur",
        "Naverteld",
        "In eigen woorden",
        "Andere vraag",
        "Niet nu",
        "Stoppen voor nu",
    ]
    phone.goto(served.address)
    for _ in range(3):
        phone.keyboard.press("Tab")
    phone.keyboard.press("Enter")
    expect(phone.get_by_role("heading", level=1)).to_be_focused()
    assert served.handvat.turns[0].input == Pressed(7, "b0")


def test_typing_and_sending_by_keyboard(served: Served, phone: Page) -> None:
    served.show(phone, "question")
    phone.keyboard.press("Tab")
    phone.keyboard.type("Ze zei:")
    phone.keyboard.press("Enter")
    phone.keyboard.type("laat maar")
    with phone.expect_navigation():
        phone.keyboard.press("Control+Enter")
    assert served.handvat.turns[0].input == Said("Ze zei:\nlaat maar")
    expect(phone.get_by_role("status")).to_have_text("Bewaard.")
    expect(phone.get_by_role("heading", level=1)).to_have_accessible_description("Bewaard.")


def test_landmarks_and_names(served: Served, phone: Page) -> None:
    served.show(phone, "safety")
    for landmark in ("banner", "navigation", "main"):
        expect(phone.get_by_role(landmark)).to_have_count(1)
    expect(phone.get_by_role("button", name="Handvat naar het begin")).to_be_visible()
    expect(phone.get_by_role("group", name="Wat je kunt doen")).to_be_visible()
    for scene in SCENES:
        served.show(phone, scene)
        expect(phone.get_by_role("heading", level=1)).to_have_count(1)


def test_the_skip_link_leads_past_the_header(served: Served, plain: Page) -> None:
    served.show(plain, "home")
    plain.keyboard.press("Tab")
    skip = plain.get_by_role("link", name="Naar de inhoud")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    plain.keyboard.press("Enter")
    expect(plain.get_by_role("main")).to_be_focused()


def test_a_double_tap_is_one_turn(served: Served, phone: Page) -> None:
    served.show(phone, "question")
    phone.get_by_label("Typ hier").fill("Eén keer")
    with phone.expect_navigation():
        phone.get_by_role("button", name="Stuur").dblclick(no_wait_after=True)
    expect(phone.get_by_role("status")).to_have_text("Bewaard.")
    assert [turn.input for turn in served.handvat.turns] == [Said("Eén keer")]


# --- without JavaScript, and when it goes wrong -----


def test_it_works_without_javascript(served: Served, plain: Page) -> None:
    served.handvat.leads_to = {"7.b0": "question", "/help": "safety"}
    plan = DocumentRequest("plan.pdf", "0192f")
    served.handvat.files[plan] = Document("plan-merel-42.pdf", "application/pdf", b"%PDF-1.7")
    served.show(plain, "home")
    with plain.expect_download() as download:
        plain.get_by_role("link", name="Het plan als PDF").click()
    assert download.value.suggested_filename == "plan-merel-42.pdf"
    plain.get_by_role("button", name="Eén vraag").click()
    expect(plain.get_by_role("main")).to_contain_text("Wat wilt u er zelf over kwijt?")
    plain.get_by_label("Typ hier").fill("Ik leg de post in de la.")
    plain.get_by_role("button", name="Stuur").click()
    expect(plain.get_by_role("status")).to_have_text("Bewaard.")
    expect(plain).to_have_url(served.address)
    plain.get_by_role("button", name="Zo werkt het").click()
    expect(plain.get_by_role("heading", level=1)).to_contain_text("bel 112")
    plain.reload()
    assert [turn.input for turn in served.handvat.turns] == [
        Pressed(7, "b0"),
        Said("Ik leg de post in de la."),
        Said("/help"),
    ]


def test_a_failure_keeps_the_text_for_another_try(served: Served, plain: Page) -> None:
    fail(served, plain, "\nEerste regel leeg")
    box = plain.get_by_label("Wat je typte")
    expect(box).to_have_value("\nEerste regel leeg")
    plain.get_by_role("button", name="Stuur opnieuw").click()
    expect(plain.get_by_role("status")).to_have_text("Bewaard.")
    assert served.handvat.turns[0].input == Said("\nEerste regel leeg")


def test_a_browser_hears_that_a_text_is_too_large(served: Served, phone: Page) -> None:
    """An answer before the whole form was sent would show as a broken connection."""
    phone.goto(served.address)
    phone.evaluate("document.querySelector('[name=arrival]').value = 'x'.repeat(5_000_000)")
    phone.get_by_role("button", name="Stuur").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text(re.compile("Te veel"))


def test_another_site_cannot_post(served: Served, phone: Page) -> None:
    phone.goto(
        f"data:text/html,<form method=post action='{served.address}turn'><input name=text><button>"
    )
    phone.get_by_role("button").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Niet van deze pagina")
    assert served.handvat.turns == []
