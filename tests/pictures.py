"""Makes the README's pictures from a played conversation: ``python -m tests.pictures``."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.serving import ROOT, serving

PICTURES = ROOT / ".github" / "pictures"
STORY = (
    'Moeder woont met twee kinderen in een flat. "Ik durf de post niet meer open te maken." '
    "Ze slaapt slecht. De huur loopt achter sinds de zomer. Zus past vaak op."
)
BEFORE = (
    "#Ik kom van een gesprek",
    "#Nieuw huishouden",
    STORY,
    "#Sorteren (5)",
    "#Wonen en buurt",
    "#Post, taal en computer",
    "#Lichaam en gezondheid",
    "#Geldzaken",
    "#Familie, vrienden, buren",
    "#Leefgebieden",
    "#Regelen",
    "#Geldzaken",
    "#Wat lukt er al",
)
AFTER = (
    '"Ik leg alles op één stapel, dan weet ik waar het ligt."',
    "#De vraag",
    '"Ik wil weer rust in mijn hoofd en de post durven openmaken."',
    "#Wat ligt eronder",
    '"Dat ik de kinderen niet kan beschermen."',
    "#Klopt de vraag?",
    "#Zo klopt het voor nu",
    "#Wat helpt",
    "#Mensen eromheen",
    "Zus wil op woensdag samen de post openen.",
    '"Met haar erbij durf ik het wel."',
    "#Stappen",
    "De stapel samen openmaken",
    "#Wie: samen",
    "zus",
    "woensdagavond",
    "#Het plan",
    "#Plan als PDF",
    "#Ja, dat weten ze",
)


def play(page: Page, steps: tuple[str, ...]) -> None:
    """Tap and type as a person does."""
    for step in steps:
        if step.startswith("#"):
            page.locator(".moves").get_by_role("button", name=step[1:], exact=True).first.click()
        else:
            page.fill("#text", step)
            page.click("button.send")
        page.wait_for_load_state()


def plan_picture(address: str, href: str, folder: Path) -> None:
    """The first page of the plan, as a picture."""
    with urllib.request.urlopen(address + href) as answer:  # noqa: S310  (our own page)
        (folder / "plan.pdf").write_bytes(answer.read())
    subprocess.run(
        ["pdftoppm", "-png", "-r", "72", "-singlefile", "plan.pdf", "plan"], cwd=folder, check=True
    )
    shutil.copy(folder / "plan.png", PICTURES / "plan.png")


def main() -> None:
    """Play the conversation in a browser at phone size."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, serving(Path(name)) as address:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
            )
            page = browser.new_page(viewport={"width": 360, "height": 740})
            page.goto(address)
            play(page, BEFORE)
            page.screenshot(path=PICTURES / "conversation.png")
            play(page, AFTER)
            href = page.locator("a[href$='plan.pdf']").get_attribute("href") or ""
            browser.close()
        plan_picture(address, href, Path(name))


if __name__ == "__main__":
    main()
