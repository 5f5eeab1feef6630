"""Intervision as people do it: told, brought in, looked at together, and gone again.

The real command, the private page of who brings it in, the pages of the room and the big screen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.doors.test_web_browser import CHROMIUM
from tests.serving import serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

TOLD = (
    "Ze woont met haar zoon Youssef in een flat in Almelo. De post blijft liggen. "
    '"Het komt altijd op mij neer." De school belde haar twee keer. Ze slaapt slecht.'
)
REWORDED = "Ze woont met haar zoon in een flat."
QUESTION = "Hoe blijf ik naast haar staan zonder het over te nemen?"
ROUNDS = 8  # of the method that is offered first
TAPS_TO_A_MEETING = 12  # from the first screen, with one line to look at again


class Everybody:
    """Who brings it in, two colleagues, and a big screen. Taps of the first are counted."""

    def __init__(self, browser: Browser, private: str) -> None:
        self.browser = browser
        self.private = private
        self.complaints: list[str] = []
        self.taps = 0
        self.anouk = self.page()
        self.anouk.goto(private)

    def page(self, width: int = 390, height: int = 844) -> Page:
        """A browser of somebody else."""
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, reduced_motion="reduce"
        )
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def tap(self, *labels: str) -> None:
        """Who brings it in presses these, one after another."""
        for label in labels:
            self.anouk.get_by_role("main").get_by_role("button", name=label).first.click()
            self.taps += 1

    def sees(self, words: str, page: Page | None = None) -> None:
        expect((page or self.anouk).get_by_role("main")).to_contain_text(words)

    def joins(self, address: str, name: str) -> Page:
        """A colleague opens the address that the screen names, and types the code."""
        page = self.page()
        page.goto(address)
        code = re.findall(r"[A-Z0-9]{3}(?:-[A-Z0-9]{3}){2}", self.anouk.inner_text("main"))
        page.get_by_label("De code op het scherm").fill(code[0].lower())
        page.get_by_label("Hoe noemen ze je?").fill(name)
        page.get_by_role("button", name="Doe mee").click()
        self.sees(name, page)
        return page


@pytest.fixture
def everybody(tmp_path: Path) -> Iterator[Everybody]:
    with (
        serving(tmp_path, HANDVAT_HOST="127.0.0.2") as private,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        here = Everybody(browser, private)
        yield here
        browser.close()
        assert [said for said in here.complaints if "status of" not in said] == []


def say(page: Page, text: str) -> None:
    """Type and send."""
    box = page.get_by_label("Typ hier")
    box.fill(text)
    page.get_by_role("button", name="Stuur").click()
    expect(box).to_have_value("")


def brings_it_in(here: Everybody) -> None:
    """From a talk that was told to a meeting that waits for people."""
    here.tap("Ik kom van een gesprek", "Nieuw huishouden")
    say(here.anouk, TOLD)
    here.anouk.get_by_role("button", name="Handvat").first.click()
    here.sees("Niets hoeft, alles kan later.")
    here.taps = 0
    here.tap("Intervisie", "Inbrengen bij intervisie", "te sorteren", "Het verhaal", "Verder")
    here.sees("«Youssef»")
    here.tap("Kijk na wat opvalt")
    say(here.anouk, REWORDED)
    here.sees(REWORDED)
    here.tap("Zo laten", "Verder")
    say(here.anouk, QUESTION)
    here.tap("Vijf stappen", "Ik begeleid")
    say(here.anouk, "Anouk")
    here.sees("Dit ziet de groep, en niets anders")
    here.sees(REWORDED)
    here.tap("Klopt, zo mag het")
    here.sees("Meedoen kan met deze code")
    assert here.taps <= TAPS_TO_A_MEETING


def test_from_a_talk_to_what_is_taken_along(everybody: Everybody) -> None:
    here = everybody
    brings_it_in(here)
    found = re.search(r"http://\S+/kamer", here.anouk.inner_text("main"))
    assert found, "the screen says where colleagues come in"
    els, bilal = here.joins(found[0], "Els"), here.joins(found[0], "Bilal")
    board = here.page(1920, 1080)
    board.goto(f"{here.private}/scherm")
    for name in ("Anouk", "Els", "Bilal"):
        here.sees(name)
        here.sees(name, board)

    here.tap("We beginnen")
    els.get_by_role("button", name="De inbreng lezen").click()
    here.sees(REWORDED, els)
    expect(els.locator("body")).not_to_contain_text("Youssef")
    els.get_by_role("button", name="Terug").first.click()
    for number in range(1, ROUNDS + 1):
        for page in (here.anouk, els, bilal):
            here.sees(f"ronde {number} van {ROUNDS}", page)
        expect(board.locator(".where")).to_contain_text(f"ronde {number} van {ROUNDS}")
        say(els, f"Wat raakt jou het meest, in ronde {number}?")
        say(bilal, f"Wat maakt dat jij het draagt, in ronde {number}?")
        here.tap("Naar de oogst" if number == ROUNDS else "Volgende ronde")
    here.sees("Wat is je vraag nu?")
    say(here.anouk, "Wat houd ik vast dat van haar is?")
    say(els, "Stil zijn is ook iets doen.")
    here.sees("Stil zijn is ook iets doen.")
    here.sees("Stil zijn is ook iets doen.", bilal)
    here.tap("Afsluiten")
    for page in (els, bilal, board):
        expect(page.locator("body")).not_to_contain_text(QUESTION)
    for page in (here.anouk, els, bilal, board):
        expect(page.locator("body")).not_to_contain_text(REWORDED)
    here.sees(QUESTION)  # what was asked belongs to what came out, for who asked it
    expect(board.locator("h1")).to_have_text("Klaar")
