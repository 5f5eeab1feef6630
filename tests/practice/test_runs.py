"""A practice run at every door: begun, taken back, resumed, erased, and never among households."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app.service import Handvat
from bot.app.types import DocumentRequest, DoorName, Envelope
from bot.storage.store import open_store
from flows.types import Pressed, Said
from tests.app.handvats import Clock, Person, handvat, library
from tests.practice.scripted import Trainee

TITLE = "Man van 71, alles gaat goed"


async def begins(person: Person) -> None:
    """Somebody chooses a resident and starts to talk."""
    await person.say("/oefenen")
    await person.tap(TITLE)
    await person.tap("Begin het gesprek")


async def test_a_run_from_the_first_screen_to_looking_back() -> None:
    sanne = Person(handvat())
    await sanne.say("/start")
    await sanne.tap("Oefenen")
    assert "bedacht" in (await sanne.look()).shown.text
    await sanne.tap(TITLE)
    await sanne.tap("Luisteren")
    await sanne.tap("Begin het gesprek")
    answer = await sanne.say("Hoe gaat het met u?")
    assert "<blockquote>" in answer.shown.text
    await sanne.tap("Stil blijven")
    await sanne.tap("Ik zit vast")
    await sanne.tap("Terug naar het gesprek")
    await sanne.tap("Afronden")
    checked = await sanne.say("U wilt vooral niemand tot last zijn.")
    assert "Jij: U wilt vooral niemand tot last zijn." in checked.shown.text
    back = await sanne.tap("Terugkijken")
    assert "Niet voor beoordeling" in back.shown.text
    assert len(back.shown.curve) == 3
    for label, kind in (("Meenemen als PDF", b"%PDF"), ("Meenemen als tekst", b"Oefening")):
        delivery = await sanne.tap(label)
        made = await sanne.handvat.document(delivery.seat, delivery.documents[0])
        assert made is not None
        assert made.content.startswith(kind)
    line = (await sanne.tap("Jouw lijn")).shown.text
    assert "Na een tweede oefening zie je hier ook een plaatje" in line
    assert "laat hetzelfde zien" not in line


def test_taking_back_goes_back_to_exactly_there() -> None:
    trainee = Trainee("zegt_dat_alles_goed_is")
    trainee.say("open: Hoe gaat het met u?")
    before, screen = trainee.stance, trainee.player.screen
    trainee.say("advice: U moet eens naar buiten.")
    assert trainee.stance.trust < before.trust
    trainee.press("run.take_back")
    assert trainee.stance == before
    assert trainee.player.screen.values["passed"] == screen.values["passed"]
    assert [turn.taken_back for turn in trainee.run.exchanges] == [False, True]
    trainee.say("reflect: Zo gaat het dus.")
    assert [turn.seq for turn in trainee.run.exchanges] == [1, 2, 3]


def test_taken_back_to_the_very_beginning() -> None:
    trainee = Trainee("zegt_dat_alles_goed_is")
    begin = trainee.stance
    for line in ("open: Hoe gaat het?", "why: Waarom dan?"):
        trainee.say(line)
    trainee.press("run.take_back")
    trainee.press("run.take_back")
    assert trainee.stance == begin
    assert "run.take_back" not in trainee.player.screen.actions


async def test_the_same_at_every_door() -> None:
    """Page, terminal and Telegram show the same, for it is the core's matter."""
    seen = []
    doors: tuple[DoorName, ...] = ("web", "terminal", "telegram")
    for door in doors:
        guide = handvat()
        person = Person(guide, door, "7")
        await begins(person)
        await _seeded(guide, person)
        first = await person.say("Hoe gaat het met u?")
        second = await person.tap("Stil blijven")
        buttons = [b.label for row in second.shown.rows for b in row]
        seen.append((first.shown.text, second.shown.text, buttons))
    assert seen[0] == seen[1] == seen[2]


async def _seeded(guide: Handvat, person: Person) -> None:
    """The same chance for every run."""
    seat = (await person.look()).seat
    (run,) = await guide.store.run(lambda unit: unit.practices(seat.person))

    def again(unit: object) -> None:
        found = unit.practice(seat.person, run.id)  # type: ignore[attr-defined]
        unit.save_practice(replace(found, seed=1), Clock().at)  # type: ignore[attr-defined]

    await guide.store.run(again)


async def test_a_run_is_never_among_the_households() -> None:
    sanne = Person(handvat())
    alias = await sanne.begin()
    await begins(sanne)
    await sanne.say("Hoe gaat het met u?")
    listed = [b.label for row in (await sanne.say("/verder")).shown.rows for b in row]
    assert [label for label in listed if label.startswith((alias, "Man"))] == [alias]
    assert await sanne.entries(alias) == ()
    assert "Hoe gaat het" not in (await sanne.tap(alias)).shown.text


async def test_a_run_goes_on_after_a_restart(tmp_path: Path) -> None:
    """The process ends in the middle of a talk; another one opens the same file."""
    url = f"sqlite:///{tmp_path / 'handvat.db'}"
    shown = []
    for number in range(2):
        store = open_store(url, tmp_path / "handvat.key")
        guide = handvat()
        guide.store = store
        sanne = Person(guide)
        try:
            if number == 0:
                await begins(sanne)
                await sanne.say("Hoe gaat het met u?")
                shown.append((await sanne.look()).shown)
                await sanne.handvat.settle(await sanne.look())
            else:
                shown.append((await sanne.look()).shown)
                await sanne.say("/start")
                await sanne.tap("Oefenen")
                await sanne.tap(f"Verder: {TITLE}")
                shown.append((await sanne.look()).shown)
        finally:
            await store.close()
    assert shown[0].text == shown[1].text == shown[2].text


async def test_nothing_that_was_said_stands_in_the_files(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'handvat.db'}", tmp_path / "handvat.key")
    guide = handvat()
    guide.store = store
    sanne = Person(guide)
    await begins(sanne)
    await sanne.say("Vertel eens over pannenkoekenhuis")
    await sanne.say("/wis")
    receipt = await sanne.tap("Ja, wissen")
    assert "1" in receipt.notices[0]
    assert "bedacht" in (await sanne.say("/oefenen")).shown.text
    assert not any("Verder" in b.label for row in (await sanne.look()).shown.rows for b in row)
    await store.close()
    assert b"pannenkoekenhuis" not in bytes_in(tmp_path)


def bytes_in(folder: Path) -> bytes:
    """Everything that stands in any file of the folder."""
    return b"".join(file.read_bytes() for file in folder.iterdir())


async def test_a_run_expires_with_the_rest() -> None:
    guide = handvat()
    sanne = Person(guide)
    await begins(sanne)
    seat = (await sanne.look()).seat
    later = Clock().at + timedelta(days=100)
    gone = await guide.store.run(lambda unit: unit.expire(later, later))
    assert gone == 1
    assert await guide.store.run(lambda unit: unit.practices(seat.person)) == ()
    assert (await guide.look("web", "lokaal")).shown.name == "home"


async def test_nobody_else_opens_a_run() -> None:
    guide = handvat()
    sanne, noor = Person(guide), Person(guide, login="noor")
    await begins(sanne)
    seat = (await sanne.look()).seat
    (run,) = await guide.store.run(lambda unit: unit.practices(seat.person))
    screen = (await noor.say("/oefenen")).screen
    answer = await noor.take(Pressed(screen, f"desk.run:{run.id}"))
    assert answer is not None
    assert answer.shown.name == "practise"
    assert await guide.document(answer.seat, DocumentRequest("practice.txt", run.id)) is None


async def test_practice_works_where_no_notes_may_be() -> None:
    """With notes off Telegram keeps nothing of a household, and practice still works there."""
    guide = handvat()

    async def does(given: Said | Pressed, number: int) -> str:
        answer = await guide.turn(
            Envelope("telegram", "9", f"a{number}", given, guide.read("x"), notes=False)
        )
        assert answer is not None
        return answer.shown.name

    assert await does(Said("/oefenen"), 1) == "practise"
    seen = await guide.look("telegram", "9")
    button = next(b for row in seen.shown.rows for b in row if b.label == TITLE)
    assert await does(Pressed.of(button.value), 2) == "practice_aims"
    assert await does(Said("Hoe gaat het met u?"), 3) == "practice_talking"
    assert await does(Said("/stop"), 4) == "home"


async def test_too_much_and_an_edited_message_are_answered_with_one_sentence() -> None:
    sanne = Person(handvat())
    await begins(sanne)
    assert "korter" in (await sanne.say("woord " * 400)).notices[0]
    await sanne.say("Hoe gaat het met u?", "1/1")
    from flows.types import Edited  # noqa: PLC0415

    await sanne.take(Edited("Hoe gaat het nu?", "1/1"))
    assert "Neem terug" in (await sanne.look()).notices[0]


async def test_quiet_signals_are_announced_and_chosen() -> None:
    warned = [p for p in library().personas.values() if p.warning]
    assert warned
    sanne = Person(handvat())
    await sanne.say("/oefenen")
    await sanne.tap(f"{warned[0].title} (let op)"[:40])
    assert "Let op" in (await sanne.look()).shown.text
    assert "Kies eerst" in (await sanne.say("Hallo, mag ik binnenkomen?")).notices[0]
    await sanne.tap("Ja, dit wil ik oefenen")
    assert (await sanne.look()).shown.name == "practice_aims"


@pytest.mark.parametrize("word", ["stop", "pauze", "/stop", "/pauze"])
async def test_stopping_keeps_the_run(word: str) -> None:
    sanne = Person(handvat())
    await begins(sanne)
    await sanne.say("Hoe gaat het met u?")
    assert (await sanne.say(word)).shown.name == "home"
    await sanne.tap("Oefenen")
    await sanne.tap(f"Verder: {TITLE}")
    assert (await sanne.look()).shown.name == "practice_talking"
