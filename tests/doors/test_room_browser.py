"""A meeting on real pages: on phones, on the private page and on the big screen, all at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.wiring import now
from tests.app.handvats import library
from tests.doors.room_stage import CODE, LEADER, QUESTION, Room, room
from tests.doors.test_web_browser import CHROMIUM, WCAG

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

BACK = 20_000  # milliseconds in which a page finds its connection again


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Group:
    """Four people and a big screen. What a browser complains of fails the test."""

    def __init__(self, browser: Browser, stage: Room) -> None:
        self.browser = browser
        self.stage = stage
        self.complaints: list[str] = []
        self.anouk = self.page()
        self.anouk.goto(stage.private)
        self.els = self.join("Els", LEADER)
        self.bilal = self.join("Bilal")
        self.carla = self.join("Carla")
        self.board = self.page(self.els)
        self.board.set_viewport_size({"width": 1920, "height": 1080})
        self.board.goto(f"{stage.open}/kamer/scherm")
        expect(self.board.get_by_text("Carla")).to_be_visible()

    @property
    def pages(self) -> dict[str, Page]:
        """Everybody's page, by name."""
        people = {"Anouk": self.anouk, "Els": self.els, "Bilal": self.bilal, "Carla": self.carla}
        return people | {"het scherm": self.board}

    def page(self, beside: Page | None = None) -> Page:
        """A page of somebody new, or one more of somebody."""
        context = (
            beside.context
            if beside
            else self.browser.new_context(
                viewport={"width": 360, "height": 740}, reduced_motion="reduce"
            )
        )
        page = context.new_page()
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def join(self, name: str, code: str = CODE) -> Page:
        """Come in as a QR code leads."""
        page = self.page()
        page.goto(f"{self.stage.open}/kamer/{code}")
        page.get_by_label("Hoe noemen ze je?").fill(name)
        page.get_by_role("button", name="Doe mee").click()
        expect(page.get_by_role("main")).to_contain_text(name)
        return page

    def everywhere(self, words: str) -> None:
        """Every page says this, without anybody reloading one."""
        for page in self.pages.values():
            expect(page.get_by_role("main")).to_contain_text(words)


class Clock:
    """The time here, and how long everything but the time stood still."""

    asleep = timedelta()

    def __call__(self) -> datetime:
        return now() + self.asleep


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def method() -> str:
    """How the meeting is held, unless a test says otherwise."""
    return "vijf_stappen"


@pytest.fixture
def group(chromium: Browser, tmp_path: Path, clock: Clock, method: str) -> Iterator[Group]:
    with room(tmp_path, clock) as stage:
        stage.begin(method)
        gathered = Group(chromium, stage)
        yield gathered
        for context in chromium.contexts:
            context.close()
    known = ("status of", "ERR_INTERNET_DISCONNECTED")
    assert [said for said in gathered.complaints if not any(k in said for k in known)] == []


def tap(page: Page, label: str) -> None:
    """Press a button."""
    page.locator(".moves").get_by_role("button", name=label).first.click()


def say(page: Page, text: str) -> None:
    """Type and send; the box is empty again when it has arrived."""
    box = page.get_by_label("Typ hier")
    box.fill(text)
    page.get_by_role("button", name="Stuur").click()
    expect(box).to_have_value("")


def to_the_questions(group: Group) -> None:
    """Until the round in which questions are asked."""
    tap(group.els, "We beginnen")
    group.everywhere("De vraag")
    tap(group.els, "Volgende ronde")
    group.everywhere("Verkennen")


def seen_by_axe(group: Group, screen: str) -> None:
    """Axe finds nothing on anybody's page, light and dark."""
    for name, page in group.pages.items():
        page.wait_for_load_state()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            found = Axe().run(page, options=WCAG).response["violations"]
            told = [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]
            assert told == [], f"{screen}, {name} ({scheme})"


# --- a whole meeting -----


def test_five_steps_from_the_first_to_the_last(group: Group) -> None:
    """Everybody sees every round at once, and axe finds nothing on any of these screens."""
    seen_by_axe(group, "gathering")
    rounds = group.stage.handvat.library.methods["vijf_stappen"].rounds
    tap(group.els, "We beginnen")
    for number, step in enumerate(rounds):
        for page in group.pages.values():
            expect(page.get_by_role("main")).to_contain_text(step.title)
        expect(group.board.locator(".where")).to_contain_text(f"ronde {number + 1} van")
        if step.shows == "together":
            say(group.bilal, f"In stilte geschreven bij {step.title}.")
            expect(group.board.locator("main")).to_contain_text("1 van de")
            expect(group.carla.locator("main")).not_to_contain_text("In stilte geschreven")
            tap(group.els, "Alles laten zien")
            expect(group.board.locator("main")).to_contain_text("In stilte geschreven")
            expect(group.carla.locator("main")).to_contain_text("In stilte geschreven")
        elif "participant" in step.speaks and step.does != "choose":
            say(group.bilal, f"Wat viel je op bij {step.title}?")
            expect(group.board.locator("main")).to_contain_text(f"bij {step.title}?")
        seen_by_axe(group, step.title)
        last = number + 1 == len(rounds)
        tap(group.els, "Naar de oogst" if last else "Volgende ronde")
    expect(group.board.locator("h1")).to_have_text("Wat neem je mee?")
    seen_by_axe(group, "harvest")
    tap(group.els, "sluiten")
    expect(group.board.locator("h1")).to_have_text("Klaar")
    for page in group.pages.values():
        if page is not group.anouk:
            expect(page.locator("main")).not_to_contain_text(QUESTION)
        expect(page.locator("#clock")).to_be_hidden()
    expect(group.anouk.locator("main")).to_contain_text(QUESTION)  # who asked it keeps it
    seen_by_axe(group, "closed")


@pytest.mark.parametrize("method", sorted(library().methods))
def test_every_method_comes_to_its_end_on_every_page(group: Group, method: str) -> None:
    rounds = library().methods[method].rounds
    tap(group.els, "We beginnen")
    for number, step in enumerate(rounds, 1):
        group.everywhere(step.title)
        expect(group.board.locator(".where")).to_contain_text(f"ronde {number} van {len(rounds)}")
        tap(group.els, "Naar de oogst" if number == len(rounds) else "Volgende ronde")
    expect(group.board.locator("h1")).to_have_text("Wat neem je mee?")
    tap(group.els, "sluiten")
    expect(group.board.locator("h1")).to_have_text("Klaar")


# --- live -----


def test_what_is_being_typed_stays_while_others_contribute(group: Group) -> None:
    to_the_questions(group)
    box = group.carla.get_by_label("Typ hier")
    box.click()
    group.carla.keyboard.type("Ik was nog")
    say(group.bilal, "Wat deed haar stem?")
    expect(group.carla.get_by_role("main")).to_contain_text("Wat deed haar stem?")
    group.carla.keyboard.type(" bezig")
    expect(box).to_be_focused()
    expect(box).to_have_value("Ik was nog bezig")
    tap(group.els, "Volgende ronde")
    expect(group.carla.locator("h1")).to_contain_text("De kern")
    expect(group.carla.locator("#word")).to_contain_text("De kern")
    expect(box).to_have_value("Ik was nog bezig")
    expect(box).to_be_focused()


def test_a_button_keeps_its_focus_while_the_page_changes(group: Group) -> None:
    to_the_questions(group)
    more = group.carla.locator(".moves").get_by_role("button", name="Meer")
    more.focus()
    say(group.bilal, "Wat deed haar stem?")
    expect(group.carla.get_by_role("main")).to_contain_text("Wat deed haar stem?")
    expect(more).to_be_focused()


def test_the_clock_is_right_again_after_sleep(group: Group, clock: Clock) -> None:
    group.bilal.clock.install()
    group.bilal.reload()
    tap(group.els, "We beginnen")
    left = group.bilal.locator("#clock")
    expect(left).to_have_text("nog 6 minuten")
    expect(group.board.locator("#clock")).to_have_text("5:58")
    group.bilal.context.set_offline(True)
    group.bilal.clock.fast_forward("02:30")
    expect(left).to_have_text("nog 4 minuten")
    clock.asleep = timedelta(minutes=5)
    group.bilal.clock.fast_forward("02:30")
    expect(left).to_have_text("nog 1 minuut")
    group.bilal.context.set_offline(False)
    tap(group.els, "2 minuten erbij")
    expect(left).to_have_text("nog 3 minuten", timeout=BACK)
    clock.asleep = timedelta(minutes=9)
    group.bilal.clock.fast_forward("04:00")
    expect(left).to_have_text("De tijd is om")


def test_what_was_withdrawn_is_gone_from_every_page_within_a_second(group: Group) -> None:
    for page in group.pages.values():
        expect(page.get_by_role("main")).to_contain_text(QUESTION)
    tap(group.anouk, "Meer")
    tap(group.anouk, "Mijn inbreng terugnemen")
    tap(group.anouk, "Ja")
    since = monotonic()
    for page in group.pages.values():
        expect(page.locator("body")).not_to_contain_text(QUESTION, timeout=1000)
    assert monotonic() - since < 1
    for page in group.pages.values():
        page.reload()
        expect(page.locator("body")).not_to_contain_text(QUESTION)


def test_who_is_sent_away_is_told_at_once_and_sees_nothing(group: Group) -> None:
    to_the_questions(group)
    say(group.carla, "Wat deed haar stem?")
    group.bilal.get_by_label("Typ hier").fill("Ik wilde net")
    for label in ("Meer", "Wie zijn er", "Haal Bilal eruit"):
        tap(group.els, label)
    expect(group.bilal.locator("h1")).to_have_text("Hier is niets meer te zien")
    expect(group.bilal.locator("h1")).to_be_focused()
    expect(group.bilal.locator("body")).not_to_contain_text("Wat deed haar stem?")
    expect(group.bilal.locator("body")).not_to_contain_text("Bilal")
    group.bilal.go_back()
    expect(group.bilal.locator("body")).not_to_contain_text("Wat deed haar stem?")
    group.carla.locator("h1").wait_for()
    expect(group.carla.get_by_role("main")).to_contain_text("Wat deed haar stem?")


# --- without a network, and without scripts -----


def test_a_minute_without_network_loses_nothing(group: Group) -> None:
    to_the_questions(group)
    group.bilal.context.set_offline(True)
    line = group.bilal.locator("#line")
    expect(line).to_contain_text("Geen verbinding")
    box = group.bilal.get_by_label("Typ hier")
    box.fill("Wat deed haar stem?")
    group.bilal.get_by_role("button", name="Stuur").click()
    expect(line).to_contain_text("Nog niet verstuurd")
    expect(box).to_have_value("Wat deed haar stem?")
    say(group.carla, "Hoe lang al?")
    group.bilal.context.set_offline(False)
    expect(box).to_have_value("", timeout=BACK)
    expect(line).to_be_hidden()
    expect(group.bilal.get_by_role("main")).to_contain_text("Hoe lang al?")
    expect(group.carla.get_by_text("Wat deed haar stem?")).to_have_count(1)


def test_an_answer_that_got_lost_is_not_sent_twice(group: Group) -> None:
    """The contribution arrived and its answer did not: the same arrival comes again."""
    to_the_questions(group)
    lost: list[str] = []

    def lose(route: object) -> None:
        if lost:
            route.continue_()  # type: ignore[attr-defined]
            return
        lost.append(route.request.post_data)  # type: ignore[attr-defined]
        route.fetch(max_redirects=0)  # type: ignore[attr-defined]
        route.abort()  # type: ignore[attr-defined]

    group.bilal.route("**/kamer/beurt", lose)
    box = group.bilal.get_by_label("Typ hier")
    box.fill("Wat deed haar stem?")
    group.bilal.get_by_role("button", name="Stuur").click()
    expect(box).to_have_value("", timeout=BACK)
    assert lost
    expect(group.board.get_by_text("Wat deed haar stem?")).to_have_count(1)
    expect(group.bilal.get_by_text("Wat deed haar stem?")).to_have_count(1)
    group.complaints.clear()


def test_a_text_that_is_refused_stays_in_the_box(group: Group) -> None:
    to_the_questions(group)
    box = group.bilal.get_by_label("Typ hier")
    for text in ("x" * 1501, "/wis"):
        box.fill(text)
        group.bilal.get_by_role("button", name="Stuur").click()
        expect(group.bilal.locator("#news")).to_contain_text("staat nog in het vak")
        expect(box).to_have_value(text)
        expect(box).to_be_editable()


def test_it_works_without_scripts(chromium: Browser, group: Group) -> None:
    context = chromium.new_context(java_script_enabled=False)
    plain = context.new_page()
    plain.goto(f"{group.stage.open}/kamer")
    plain.get_by_label("De code op het scherm").fill("kmp 479 rtx")
    plain.get_by_label("Hoe noemen ze je?").fill("Dewi")
    plain.get_by_role("button", name="Doe mee").click()
    expect(plain.get_by_role("main")).to_contain_text(QUESTION)
    assert plain.locator("noscript meta[http-equiv=refresh]").count() == 1
    group.everywhere("Dewi")
    to_the_questions(group)
    plain.reload()
    assert plain.locator("noscript meta[http-equiv=refresh]").count() == 0
    plain.get_by_label("Typ hier").fill("Wat deed haar stem?")
    plain.get_by_role("button", name="Stuur").click()
    group.everywhere("Wat deed haar stem?")


# --- for every eye -----


def test_the_big_screen_is_read_from_five_metres(group: Group) -> None:
    to_the_questions(group)
    say(group.bilal, "Wat deed haar stem?")
    expect(group.board.get_by_text("Wat deed haar stem?")).to_be_visible()
    sizes = group.board.locator("main :is(h1, p, li):visible").evaluate_all(
        "all => all.map(each => parseFloat(getComputedStyle(each).fontSize))"
    )
    assert min(sizes) >= 48
    assert group.board.locator("form, button, textarea, input").count() == 0


@pytest.mark.parametrize("name", ["<b>x</b>", "🙂", "أنوك", "W" * 20])
def test_any_name_fits(group: Group, name: str) -> None:
    guest = group.join(name)
    to_the_questions(group)
    say(group.bilal, "Wat houdt je wakker? " + "arbeidsongeschiktheidsverzekering" * 8)
    expect(group.board.locator(".lines")).to_contain_text("arbeids")
    for page, width in ((guest, 360), (group.board, 1920)):
        assert page.evaluate("document.scrollingElement.scrollWidth") <= width
