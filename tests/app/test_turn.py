"""The path of one turn: once for each arrival, committed before it is said, one person's alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.app.types import DocumentRequest
from bot.wiring import solution_coach
from flows.clarification.lines import current
from flows.language.coach import coach
from flows.language.reading import WordReader
from flows.types import Edited, Pressed, Said
from tests.app.handvats import Clock, Person, handvat, library


async def test_a_second_arrival_changes_nothing() -> None:
    """Telegram delivers again, a form is sent twice: one line."""
    sanne = Person(handvat())
    await sanne.begin()
    assert await sanne.take(Said("Ze slaapt slecht."), "twice") is not None
    assert await sanne.take(Said("Ze slaapt slecht."), "twice") is None
    assert [entry.text for entry in await sanne.entries()] == ["Ze slaapt slecht."]


async def test_two_taps_at_once_are_one_move() -> None:
    """The second tap is of a screen that is not there any more; it says so."""
    sanne = Person(handvat())
    await sanne.begin()
    value = next(
        b.value for row in (await sanne.look()).shown.rows for b in row if b.label == "Leefgebieden"
    )
    await sanne.take(Pressed.of(value))
    second = await sanne.take(Pressed.of(value))
    assert second is not None
    assert second.notices == ("Deze knop hoort bij een eerder scherm. Hier ben je nu.",)
    assert "Leefgebieden" in second.shown.text


async def test_an_edited_message_finds_its_line_in_another_conversation() -> None:
    """Somebody corrects an older message while another household is in hand."""
    sanne = Person(handvat(), "telegram", "7")
    first = await sanne.begin()
    await sanne.say("Ze slaapt slecht.", "7/1")
    second = await sanne.begin()
    await sanne.say("Hij werkt in de nacht.", "7/2")
    answer = await sanne.take(Edited("Ze slaapt weer goed.", "7/1"))
    assert answer is not None
    assert second in answer.shown.text
    told = current(await sanne.entries(first))
    assert [line.text for line in told.values()] == ["Ze slaapt weer goed."]
    assert len(await sanne.entries(first)) == 2


async def test_another_day_begins_at_midnight_where_people_work() -> None:
    """A late call is yesterday's talk the next morning, and the same talk within one evening."""
    clock = Clock(datetime(2026, 11, 3, 21, 0, tzinfo=UTC))
    sanne = Person(handvat(clock=clock))
    alias = await sanne.begin()
    await sanne.say("/start")
    clock.at = datetime(2026, 11, 3, 22, 50, tzinfo=UTC)  # ten to twelve in Amsterdam
    assert "Het verhaal" in (await sanne.tap(f"Verder met {alias}")).shown.text
    await sanne.say("/start")
    clock.at = datetime(2026, 11, 3, 23, 10, tzinfo=UTC)  # ten past twelve
    assert "Bezoek" in (await sanne.tap(f"Verder met {alias}")).shown.text


async def test_two_households_of_one_person_are_not_easily_mistaken() -> None:
    """Each has a bird of its own."""
    sanne = Person(handvat())
    names = [await sanne.begin() for _ in range(12)]
    assert len({name.rpartition(" ")[0] for name in names}) == len(names)


async def test_the_first_screen_says_once_what_happens_with_what_is_written() -> None:
    """Short, so that the first question is in sight on a phone; /privacy tells it all."""
    told = ("versleuteld", "deze computer", "90 dagen", "inlogt", "/wis", "Telegram", "begin tot")
    sanne = Person(handvat())
    first = (await sanne.look()).shown.text
    assert [piece for piece in told if piece not in first] == []
    await sanne.begin()
    again = (await sanne.say("/start")).shown
    assert "/wis" not in again.text
    labels = [button.label for row in again.rows for button in row]
    assert len([label for label in labels if label.startswith("Verder met")]) == 1


async def test_what_was_not_delivered_is_delivered_after_a_restart() -> None:
    """A turn that was committed and never sent comes out again, with its notices."""
    guide = handvat()
    sanne = Person(guide)
    await sanne.begin()
    guide.settle = _lost  # type: ignore[assignment,method-assign]
    await sanne.take(Said("/pauze"))
    (again,) = await guide.undelivered("web")
    assert "staat op pauze" in again.notices[0]
    assert again.shown.name == "home"


async def test_a_door_takes_up_what_is_its_own_alone() -> None:
    """What waits for the page is not brought by telephone."""
    guide = handvat()
    guide.settle = _lost  # type: ignore[assignment,method-assign]
    await Person(guide).take(Said("/onzin"))
    await Person(guide, "telegram", "7").take(Said("/onzin"))
    (again,) = await guide.undelivered("telegram")
    assert again.seat.login == "7"


async def _lost(*_: object) -> None:
    """The process died before it was settled."""


async def test_only_the_newest_panel_goes_out_with_every_notice() -> None:
    """Three unanswered turns are one delivery, and no notice is lost."""
    guide = handvat()
    sanne = Person(guide)
    await sanne.begin()
    guide.settle = _lost  # type: ignore[assignment,method-assign]
    await sanne.take(Said("/onzin"))
    await sanne.take(Said("/pauze"))
    (again,) = await guide.undelivered("web")
    assert len(again.ids) == 2
    assert len(again.notices) == 2


async def test_another_person_sees_nothing() -> None:
    """An opened conversation needs a right to it: a forged name of it opens nothing."""
    guide = handvat()
    sanne, noor = Person(guide), Person(guide, login="noor")
    await sanne.begin()
    await sanne.say('"Dit is van mij alleen, van niemand anders."')
    listed = (await sanne.say("/verder")).shown.rows[0][0]
    name = listed.value.partition(":")[2]
    await noor.say("/verder")
    screen = (await noor.look()).screen
    answer = await noor.take(Pressed(screen, f"open:{name}"))
    assert answer is not None
    assert "niemand anders" not in answer.shown.text
    assert await guide.document(answer.seat, DocumentRequest("plan.txt", name)) is None


async def test_a_code_joins_two_doors_once() -> None:
    """What was told at the page goes on in Telegram; the code works one time."""
    guide = handvat()
    page, phone, stranger = (
        Person(guide),
        Person(guide, "telegram", "7"),
        Person(guide, "telegram", "8"),
    )
    alias = await page.begin()
    await page.say("Ze slaapt slecht.")
    code = (await page.say("/koppel")).shown.text.split("/koppel ")[1][:8]
    assert "Gelukt" in (await phone.say(f"/koppel {code}")).notices[0]
    listed = await phone.say("/verder")
    assert [b.label for b in listed.shown.rows[0]] == [f"{alias} (1 te sorteren)"]
    assert "werkt niet" in (await stranger.say(f"/koppel {code}")).notices[0]


async def test_erasing_says_what_it_did_and_lets_go() -> None:
    """The lines are gone, the conversation is not in hand any more, the receipt says so."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say("Ze slaapt slecht. Zus past op.")
    await sanne.say("/wis")
    receipt = await sanne.tap("Ja, wissen")
    assert "2" in receipt.notices[0]
    assert "vernietigd" in receipt.shown.text
    assert await sanne.entries() == ()
    assert "Er is nog geen gesprek" in (await sanne.say("/verder")).shown.text


async def test_a_version_is_frozen_when_the_resident_says_it_is_right() -> None:
    """Klopt saves the plan as a version."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say('"Ik wil rust."')
    await sanne.say("/plan")
    await sanne.tap("Samen kijken")
    answer = await sanne.tap("Klopt")
    assert "versie 1" in answer.notices[0]


@pytest.mark.parametrize("text", ["", "   ", "\n", "\u200b"])
async def test_nothing_said_changes_nothing(text: str) -> None:
    """No words: one sentence, and no line."""
    sanne = Person(handvat())
    await sanne.begin()
    answer = await sanne.say(text)
    assert "geen woorden" in answer.notices[0]
    assert await sanne.entries() == ()


async def test_a_lone_emoji_is_an_answer() -> None:
    """Some people answer with a face."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say("🙂")
    assert [entry.text for entry in await sanne.entries()] == ["🙂"]


async def test_a_text_that_is_too_long_is_not_cut() -> None:
    """Refused with a sentence, so that nobody thinks the end of it was kept."""
    sanne = Person(handvat())
    await sanne.begin()
    answer = await sanne.say("a" * 20_001)
    assert "te lang" in answer.notices[0]
    assert await sanne.entries() == ()
    await sanne.say("b" * 20_000)
    assert sum(len(entry.text) for entry in await sanne.entries()) == 20_000


async def test_a_saved_version_stays_as_it_was() -> None:
    """What is told later is in the plan as it is now, not in the version that was saved."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say('"Ik wil rust."')
    await sanne.say("/plan")
    await sanne.tap("Bewaar deze versie")
    await sanne.say("Ze slaapt slecht.")
    assert "slaapt slecht" in (await sanne.look()).shown.text
    earlier = await sanne.tap("Versie 1")
    assert "Ik wil rust" in earlier.shown.text
    assert "slaapt slecht" not in earlier.shown.text
    assert "slaapt slecht" in (await sanne.tap("Het plan zoals het nu is")).shown.text


async def test_a_line_about_danger_is_read_by_the_professional_alone() -> None:
    """One copy for all can cause violence: the line is kept, private, and in no plan."""
    sanne = Person(handvat())
    await sanne.begin()
    answer = await sanne.say("Hij werkt in de nacht. Hij slaat haar als hij drinkt. Zus past op.")
    assert "112" in answer.shown.text
    assert "Je notitie is bewaard" in answer.shown.text
    told = {entry.text: entry.audience for entry in await sanne.entries()}
    assert told["Hij slaat haar als hij drinkt."] == "professional"
    assert told["Zus past op."] == "everybody"
    plan = await sanne.say("/plan")
    assert "Zus past op" in plan.shown.text
    assert "slaat" not in plan.shown.text


async def test_the_numbers_can_be_asked_for_without_a_note() -> None:
    """Nothing was typed, so nothing is said to be kept."""
    sanne = Person(handvat())
    await sanne.begin()
    answer = await sanne.say("/veilig")
    assert "112" in answer.shown.text
    assert "bewaard" not in answer.shown.text


async def test_the_coach_recognises_a_solution_that_no_word_list_knows() -> None:
    """An offer, never a block: one tap keeps it as a note (001.6)."""
    guide = handvat()
    guide.reader = WordReader(library().content.words, coach, solution_coach)
    sanne = Person(guide)
    await sanne.begin()
    offered = await sanne.say("Hij zou het best naar een andere school kunnen gaan.")
    assert "Laat staan" in [b.label for row in offered.shown.rows for b in row]
    await sanne.tap("Laat staan")
    (line,) = await sanne.entries()
    assert line.kind == "told"
    kept = await sanne.say("Ze huilt veel de laatste tijd. Haar zus belt elke dag.")
    assert "Laat staan" not in [b.label for row in kept.shown.rows for b in row]
