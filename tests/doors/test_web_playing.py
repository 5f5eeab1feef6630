"""A whole short conversation on the real page in a real browser: every screen for every eye."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect, sync_playwright

from tests.doors.test_web_browser import CHROMIUM, WCAG
from tests.serving import serving

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

STORY = (
    'Moeder woont met twee kinderen in een flat. "Ik durf de post niet meer open te maken." '
    "De huur loopt achter sinds de zomer."
)
UNKEPT = "Ze huilde aan de keukentafel."

# A word is what the screen then says, ``#`` a button, ``>`` a text, and ``=`` what is in the box.
PLAYED = (
    "Handvat",
    "#Straks een gesprek",
    "Met wie?",
    "#Naar het begin",
    "#Ik kom van een gesprek",
    "#Nieuw huishouden",
    "Vertel het in één keer",
    f">{STORY}",
    "3 regels wachten",
    "#Sorteren (3)",
    "Waar hoort dit bij?",
    "#Van wie: naverteld",
    "Van wie is wat je nu opschrijft?",
    "#Klaar",
    "#Ga naar …",
    "Elke volgorde is goed.",
    "#Leefgebieden",
    "Niet besproken",
    "#Regelen",
    "#Geldzaken",
    "Geldzaken",
    '>"Ik leg alles op één stapel."',
    ">/beloofd",
    "Wat heb ik beloofd?",
    ">Ik bel woensdag de woningbouw",
    "#Ga naar …",
    "#Wat helpt",
    "Kijken wat helpt gaat beter als de vraag helder is.",
    "#De vraag",
    '>"Ik wil weer rust en de post durven openmaken."',
    "#Klopt de vraag?",
    "Leg deze woorden voor aan de bewoner.",
    "#Zo klopt het voor nu",
    "#Wat helpt",
    "Begin waar je wilt.",
    "#Stappen",
    ">De stapel samen openmaken",
    "De stapel samen openmaken",
    "#Het plan",
    "Het plan van",
    "#Samen kijken",
    "Stappen",
    "#Klaar met kijken",
    ">/regels",
    "Tik op een regel",
    ">/veilig",
    "bel 112",
    ">/privacy",
    "Wat er gebeurt met wat je schrijft",
    f">{UNKEPT}",
    f"={UNKEPT}",
    "Dit heb ik niet bewaard.",
    "#Naar het begin",
    f"={UNKEPT}",
    "Handvat",
)


@dataclass
class Player:
    """Somebody who taps and types, while axe looks along in the light and in the dark.

    Axe needs scripts: of a page without them it sees the same HTML in another one, ``eyes``.
    """

    page: Page
    eyes: Page
    looked: list[str] = field(default_factory=list)

    def play(self, step: str) -> None:
        """Do one step of the story."""
        match step[0]:
            case "#":
                moves = self.page.locator(".moves")
                moves.get_by_role("button", name=step[1:], exact=True).first.click()
            case ">":
                self.page.get_by_label("Typ hier").fill(step[1:])
                self.page.get_by_role("button", name="Stuur").click()
            case "=":
                expect(self.page.get_by_label("Typ hier")).to_have_value(step[1:])
            case _:
                expect(self.page.get_by_role("main")).to_contain_text(step)
                self.look(step)

    def look(self, screen: str) -> None:
        """Let axe look at the screen, as light and as dark."""
        self.page.wait_for_load_state()  # the words are there before the styles are
        if self.eyes is not self.page:
            html = self.page.content()
            self.eyes.unroute_all()
            self.eyes.route(
                self.page.url, lambda route: route.fulfill(content_type="text/html", body=html)
            )
            self.eyes.goto(self.page.url)
        for light in ("light", "dark"):
            self.eyes.emulate_media(color_scheme="dark" if light == "dark" else "light")
            found = Axe().run(self.eyes, options=WCAG).response["violations"]
            told = [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
            assert told == [], f"{screen} ({light})"
        self.looked.append(screen)


@pytest.fixture(params=[True, False], ids=["with scripts", "without scripts"])
def player(request: pytest.FixtureRequest) -> Iterator[Player]:
    """A small phone with JavaScript, and one without; moving colours would blur what axe sees."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        pages = [
            browser.new_context(
                viewport={"width": 360, "height": 740},
                java_script_enabled=scripts,
                reduced_motion="reduce",
            ).new_page()
            for scripts in (request.param, True)
        ]
        yield Player(pages[0], pages[0] if request.param else pages[1])
        browser.close()


def test_axe_finds_nothing_in_a_whole_conversation(player: Player, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        player.page.goto(address)
        for step in PLAYED:
            player.play(step)
    assert len(player.looked) >= 16


def test_a_picture_on_another_site_uses_nothing_up(player: Player, tmp_path: Path) -> None:
    """A notice is shown once; a page of another site that names this address does not take it."""
    with serving(tmp_path) as address:
        player.page.goto(address)
        player.play("#Ik kom van een gesprek")
        player.page.route(
            "http://elders.invalid/*",
            lambda route: route.fulfill(
                content_type="text/html",
                body=f"<img src='{address}'><iframe src='{address}'></iframe>",
            ),
        )
        form = player.page.locator("[name=arrival]").get_attribute("value") or ""
        own = {"origin": address.rstrip("/")}
        sent = player.page.request.post(
            f"{address.rstrip('/')}/turn",
            form={"arrival": form, "command": "/nieuw"},
            headers=own,
            max_redirects=0,
        )
        assert sent.status == 303
        player.page.goto("http://elders.invalid/", wait_until="load")
        player.page.goto(address)
        expect(player.page.get_by_role("status")).to_contain_text("Schuilnaam")
