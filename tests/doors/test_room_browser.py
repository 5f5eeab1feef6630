"""A meeting on real pages: on phones, on the private page and on the big screen, all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bot.wiring import now
from flows.content.shapes import Round
from flows.intervision.replaying import method_of
from tests.app.handvats import library
from tests.doors.room_stage import CODE, LEADER, QUESTION, TURNS, Room, room
from tests.doors.test_web_browser import CHROMIUM, WCAG

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

COLOURS = {
    "resultTypes": ["violations"],
    "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]},
}
WALKED = ("kort_consult", "moreel_beraad")  # gone through step by step, with a method that is not
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

    def rounds(self) -> tuple[Round, ...]:
        """The rounds of the meeting as it is held."""
        store, of = self.stage.handvat.store, f"bijeenkomst-{CODE}"
        held = self.stage.do(store.run(lambda unit: unit.any_meeting(of)))
        assert held is not None
        return method_of(library(), held).rounds

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


def violations(page: Page, options: Mapping[str, object]) -> list[str]:
    """What axe finds on a page, with the rules of these options."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("options => axe.run(options)", options)["violations"]
    return [f"{rule['id']}: {node['html']}" for rule in found for node in rule["nodes"]]


def seen_by_axe(group: Group, screen: str, *names: str) -> None:
    """Axe finds nothing on these pages, or on anybody's, nor in the colours of the dark."""
    for name in names or group.pages:
        page = group.pages[name]
        page.wait_for_load_state()
        page.emulate_media(color_scheme="light")
        assert violations(page, WCAG) == [], f"{screen}, {name} (light)"
        page.emulate_media(color_scheme="dark")
        assert violations(page, COLOURS) == [], f"{screen}, {name} (dark)"


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
    """Axe looks once at each kind of round, at a participant's page and the big screen."""
    if method in WALKED:
        put_in(group)
    tap(group.els, "We beginnen")
    rounds = group.rounds()
    assert any(step.does == "replay" for step in rounds) == (method in {*WALKED, "incident"})
    looked = set()
    for number, step in enumerate(rounds, 1):
        group.everywhere(step.title)
        expect(group.board.locator(".where")).to_contain_text(f"ronde {number} van {len(rounds)}")
        if step.does == "write":
            say(group.carla, "Wat houdt je het meest bezig?")
        if step.does == "choose":
            tap(group.anouk, step.choices[0])
            expect(group.board.locator(".word")).to_have_text(f"{step.choices[0]} 1")
        if step.does not in looked:
            seen_by_axe(group, f"{method}: {step.title}", "Carla", "het scherm")
        looked.add(step.does)
        if step.does == "replay":
            goes_through(group, f"{method}: {step.title}")
        tap(group.els, "Naar de oogst" if number == len(rounds) else "Volgende ronde")
    expect(group.board.locator("h1")).to_have_text("Wat neem je mee?")
    tap(group.els, "sluiten")
    expect(group.board.locator("h1")).to_have_text("Klaar")


def put_in(group: Group) -> None:
    """Beforehand: the group will go through it step by step."""
    tap(group.els, "Stap voor stap nalopen")
    for page in (group.els, group.carla):
        expect(page.get_by_role("main")).to_contain_text("lopen we het gesprek samen na")


def goes_through(group: Group, screen: str) -> None:
    """Turn by turn: first tap what one would do, then see; a question hangs on what was told."""
    board, carla, bilal = (
        page.get_by_role("main") for page in (group.board, group.carla, group.bilal)
    )
    first, second = TURNS
    expect(board).to_contain_text("Stukje 1 van 2: wat zou jij hier vragen?")
    for hidden in (first.asked, first.told):
        expect(board).not_to_contain_text(hidden)
        expect(carla).not_to_contain_text(hidden)
    tap(group.carla, "Doorvragen")
    expect(board).to_contain_text("1 van de 2 koos iets")
    expect(board).not_to_contain_text("Doorvragen")
    tap(group.els, "Laat zien wat er gevraagd is")
    expect(board).to_contain_text(first.asked)
    expect(board).to_contain_text("Doorvragen 1")
    expect(bilal).to_contain_text("Jullie zouden hier: doorvragen (1)")
    seen_by_axe(group, f"{screen}, what was asked", "Carla", "het scherm")
    tap(group.els, "Laat zien wat er kwam")
    expect(board).to_contain_text(first.told)
    expect(board).to_contain_text("Stukje 2 van 2")
    expect(board).not_to_contain_text(second.asked)
    tap(group.carla, "Iets bij stukje 1")
    say(group.carla, "Hoe keek ze toen?")
    tap(group.bilal, "Iets bij stukje 1 (1)")
    expect(bilal).to_contain_text("Carla: Hoe keek ze toen?")
    seen_by_axe(group, f"{screen}, a comment", "Bilal")
    for page in (group.carla, group.bilal):
        tap(page, "Terug")
    group.everywhere("Stukje 2 van 2")
    seen_by_axe(group, f"{screen}, what came", "Carla", "Els", "het scherm")


# --- live -----


def test_what_is_being_typed_stays_while_others_contribute(group: Group) -> None:
    """Also where the box is in another place: step by step what can be tapped comes first."""
    put_in(group)
    tap(group.els, "We beginnen")
    group.everywhere("De vraag")
    expect(group.carla.locator("h1")).to_contain_text("De vraag")
    box = group.carla.get_by_label("Typ hier")
    box.click()
    group.carla.keyboard.type("Ik")
    tap(group.els, "Volgende ronde")
    group.everywhere("Stukje 1 van 2")
    group.carla.keyboard.type(" was")
    tap(group.els, "Volgende ronde")
    group.everywhere("Verkennen")
    group.carla.keyboard.type(" nog")
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


def test_what_was_told_of_another_does_not_stay_to_be_read_later(group: Group) -> None:
    to_the_questions(group)
    word = group.bilal.locator("#word")
    expect(word).to_contain_text("Verkennen")
    tap(group.bilal, "Meer")
    expect(group.bilal.get_by_role("main")).to_contain_text("Weggaan")
    expect(word).to_be_empty()


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


def test_the_tab_of_a_meeting_shows_no_household_of_another_tab(group: Group) -> None:
    """Anouk looks something up beside the meeting, and Els looks along on the tab of it."""
    to_the_questions(group)
    beside = group.page(group.anouk)
    beside.goto(group.stage.private)
    say(beside, "/nieuw")
    expect(beside.get_by_text("Schuilnaam")).to_be_visible()
    tap(group.els, "Volgende ronde")
    expect(group.anouk.get_by_role("heading", name="Hier niet meer open")).to_be_visible()
    expect(beside.get_by_text("Schuilnaam")).to_be_visible()


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
