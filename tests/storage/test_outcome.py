"""What comes out of a meeting, through the whole application and on both stores.

Who has what of it afterwards, what the contributor takes along to an own conversation, that nothing
ties that conversation to the meeting, and what goes on to management.
"""

from __future__ import annotations

import io
import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC

import docx
import pytest
from pypdf import PdfReader

from bot.app.in_the_way import bottlenecks
from bot.app.ports import Store, Unit
from bot.app.types import Delivery, DocumentRequest, ShownButton
from bot.storage.store import SqliteStore
from flows.clarification.lines import current
from flows.types import Audience, DocumentName, Entry, Kind, Pressed, Voice
from tests.app.handvats import BEGIN, Person, handvat
from tests.app.meeting_stage import QUESTION, TOLD, Table
from tests.storage.places import Home

SEEN = "Ze schaamt zich, en wij praten daar snel overheen."
ALONG = "Ik hoef het niet op te lossen."
STEP = "Morgen ga ik zonder tas naar binnen."
NOW_ASKED = "Hoe blijf ik rustig als de post blijft liggen?"
LEARNED = "Wij sparen elkaar te veel."
NOTE = "Ik zou gek worden van die thee."
RULE = "Wie geen adres heeft, krijgt hier geen brief."
COMMENT = "Wat zei haar gezicht?"


@pytest.fixture
async def table(store: Store) -> Table:
    """Anna brought something in; Bram leads, Noor thinks along."""
    table = Table(handvat(store))
    anna = await table.begin()
    await anna.begin()
    await anna.say("De post ligt er nog, net als vorige week.")
    await to_the_meeting(anna)
    bram = await table.join("bram")
    await bram.tap("Ik begeleid")
    await table.join("noor")
    return table


async def to_the_meeting(person: Person) -> None:
    """Back to the meeting from the first screen."""
    await person.say("/intervisie")
    await person.tap("Kort consult")


async def held(table: Table, *, names: bool = False) -> Table:
    """The meeting goes through its rounds, and everybody says something."""
    anna, bram, noor = (table.people[name] for name in ("anna", "bram", "noor"))
    await bram.tap("We beginnen")
    await table.look(noor)
    await noor.say(NOTE)  # not her turn: a note of her own
    await noor.tap("De inbreng lezen")
    await noor.tap("Stukje 1")
    await noor.say(COMMENT)
    for who, text in ((anna, None), (anna, NOW_ASKED), (noor, SEEN), (anna, ALONG), (anna, STEP)):
        await onward(table, bram)
        if text:
            await table.look(who)
            if who is noor:
                await noor.tap("Terug")
            await who.say(text)
    await onward(table, bram)
    await table.look(bram)
    await bram.tap("Naar de oogst")
    await table.look(noor)
    await noor.say(LEARNED)
    if names:
        await bram.tap("Namen erbij")
    await table.look(bram)
    await bram.tap("Afsluiten")
    for one in table.people.values():
        await table.look(one)
    return table


async def onward(table: Table, bram: Person) -> None:
    await table.look(bram)
    await bram.tap("Volgende ronde")


def labels(person: Person) -> dict[str, str]:
    """The buttons this person sees, and what each does."""
    assert person.seen is not None
    shown: list[ShownButton] = [b for row in person.seen.shown.rows for b in row]
    return {b.label: b.value.partition(".")[2] for b in shown}


async def paper(table: Table, person: Person, name: DocumentName) -> bytes | None:
    """The document, when this person may have it."""
    seat = (await table.handvat.look(person.door, person.login)).seat
    made = await table.handvat.document(seat, DocumentRequest(name, table.of))
    return made.content if made else None


async def test_the_contributor_has_all_of_it_and_the_others_what_they_learned(
    table: Table,
) -> None:
    await held(table)
    anna, noor = table.people["anna"], table.people["noor"]
    assert anna.seen
    assert noor.seen
    for text in (QUESTION, NOW_ASKED, ALONG, STEP, LEARNED):
        assert text in anna.seen.shown.text
    assert LEARNED in noor.seen.shown.text
    for text in (QUESTION, NOW_ASKED, ALONG, STEP, SEEN):
        assert text not in noor.seen.shown.text
    assert SEEN in (await anna.tap("Wat eruit kwam")).shown.text
    read = (await noor.tap("Wat eruit kwam")).shown.text
    assert LEARNED in read
    assert SEEN not in read


async def test_nothing_of_the_copy_nor_what_was_kept_to_oneself_comes_out(table: Table) -> None:
    await held(table)
    anna = table.people["anna"]
    text = (await paper(table, anna, "meeting.txt") or b"").decode()
    assert SEEN in text
    assert QUESTION in text
    for never in (TOLD, NOTE, COMMENT):
        assert never not in text


async def test_on_paper_everybody_gets_their_own_share(table: Table) -> None:
    await held(table)
    anna, noor = table.people["anna"], table.people["noor"]
    for kind in ("meeting.pdf", "meeting.docx", "meeting.txt"):
        mine, hers = [await paper(table, who, kind) for who in (anna, noor)]
        assert mine
        assert hers
        assert STEP in read(kind, mine)
        assert STEP not in read(kind, hers)
        assert LEARNED in read(kind, hers)
    await anna.tap("Op papier")
    await anna.tap("Word")
    assert anna.seen
    assert anna.seen.documents == (DocumentRequest("meeting.docx", table.of),)


def read(kind: str, content: bytes) -> str:
    """The text of a document."""
    if kind.endswith(".txt"):
        return content.decode()
    if kind.endswith(".docx"):
        return "\n".join(each.text for each in docx.Document(io.BytesIO(content)).paragraphs)
    pages = PdfReader(io.BytesIO(content)).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


async def test_nobody_else_gets_it_on_paper_nor_before_it_is_over(table: Table) -> None:
    assert await paper(table, table.people["anna"], "meeting.txt") is None
    await table.people["noor"].tap("Meer")
    await table.people["noor"].tap("Weggaan")
    await table.people["noor"].tap("Ja, ik ga weg")
    piet = await table.join("piet")
    await held_quickly(table)
    assert await paper(table, piet, "meeting.txt") is not None
    assert await paper(table, table.people["noor"], "meeting.txt") is None
    stranger = Person(table.handvat, "telegram", "gijs")
    assert await paper(table, stranger, "meeting.txt") is None


async def test_what_was_learned_is_on_no_paper_before_it_is_over(table: Table) -> None:
    """Then it is not frozen yet, and each has their own share of it."""
    bram = table.people["bram"]
    for move in ("We beginnen", "Meer", "Meteen naar de oogst"):
        await table.look(bram)
        await bram.tap(move)
    await bram.say(LEARNED)
    assert await paper(table, bram, "meeting.txt") is None
    await bram.tap("Afsluiten")
    assert await paper(table, bram, "meeting.txt") is not None


async def held_quickly(table: Table) -> None:
    """Straight to the harvest; somebody learns something; it is over."""
    bram = table.people["bram"]
    await table.look(bram)
    await bram.tap("We beginnen")
    await bram.tap("Meer")
    await bram.tap("Meteen naar de oogst")
    await bram.say(LEARNED)
    await bram.tap("Afsluiten")


async def test_without_names_nothing_tells_who_said_what(table: Table) -> None:
    """Not even the order in which it was said: the lines stand in the order of the alphabet."""
    bram, noor = table.people["bram"], table.people["noor"]
    await bram.tap("We beginnen")
    await bram.tap("Meer")
    await bram.tap("Meteen naar de oogst")
    await table.look(noor)
    await noor.say("Zo veel wordt er niet gezegd.")
    await table.look(bram)
    await bram.say("Als wij stil zijn, komt er meer.")
    await bram.tap("Afsluiten")
    text = (await paper(table, table.people["anna"], "meeting.txt") or b"").decode()
    assert text.index("Als wij stil zijn") < text.index("Zo veel wordt")
    assert "noor" not in text.lower()
    assert "bram" not in text.lower()


async def test_with_names_when_the_group_wants_that(table: Table) -> None:
    await held(table, names=True)
    text = (await paper(table, table.people["anna"], "meeting.txt") or b"").decode()
    assert f"noor: {LEARNED}" in text
    assert f"noor: {SEEN}" in text
    assert f"Anna: {QUESTION}" not in text


async def test_a_question_that_was_taken_back_is_not_in_it(table: Table) -> None:
    anna = table.people["anna"]
    await table.look(anna)
    await anna.tap("Meer")
    await anna.tap("Mijn inbreng terugnemen")
    await anna.tap("Ja, neem het terug")
    await held_quickly(table)
    text = (await paper(table, anna, "meeting.txt") or b"").decode()
    assert LEARNED in text
    assert QUESTION not in text


# --- taking it along -----


async def chooses(table: Table, place: str) -> Person:
    """Anna chooses the step and what goes along, and where to put it."""
    anna = table.people["anna"]
    shown = (await anna.tap("Meenemen naar mijn gesprek")).shown.text
    for text in (ALONG, STEP):
        number = next(line.split(".")[0] for line in shown.splitlines() if text in line)
        await anna.tap(f"Regel {number}")
    await anna.tap(place)
    return anna


def alias(person: Person) -> str:
    """The household on the screen where it is asked which one."""
    return next(label for label, does in labels(person).items() if does.startswith("into:"))


async def plan(person: Person, table: Table) -> str:
    """The plan of the household, as text."""
    listed = await table.handvat.store.run(
        lambda unit: unit.listing(unit.seat("telegram", person.login, BEGIN).person)
    )
    seat = (await table.handvat.look("telegram", person.login)).seat
    made = await table.handvat.document(seat, DocumentRequest("plan.txt", listed[0].id))
    assert made is not None
    return "\n".join(line for line in made.content.decode().splitlines() if "Zo stond" not in line)


def added(before: tuple[Entry, ...], after: tuple[Entry, ...]) -> list[Entry]:
    return [each for each in after if each not in before]


async def test_into_the_mirror_only_what_was_chosen_and_shown_first(table: Table) -> None:
    await held(table)
    anna = table.people["anna"]
    before, planned = await anna.entries(), await plan(anna, table)
    await chooses(table, "Zet bij Terugkijken")
    assert anna.seen
    assert ALONG in anna.seen.shown.text
    assert STEP in anna.seen.shown.text
    assert LEARNED not in anna.seen.shown.text
    assert await anna.entries() == before, "nothing is added before it is confirmed"
    seen = await anna.tap(alias(anna))
    assert "onder Terugkijken" in seen.notices[0]
    lines = added(before, await anna.entries())
    assert [(e.kind, e.text) for e in lines] == [(Kind.MIRROR, ALONG), (Kind.MIRROR, STEP)]
    assert await plan(anna, table) == planned


async def test_line_by_line_as_a_thought_and_the_plan_stays_as_it_was(table: Table) -> None:
    await held(table)
    anna = table.people["anna"]
    before, planned = await anna.entries(), await plan(anna, table)
    await chooses(table, "Zet erbij als mijn gedachte")
    await anna.tap(alias(anna))
    lines = added(before, await anna.entries())
    assert [(e.text, e.voice) for e in lines] == [
        (ALONG, Voice.INTERPRETED),
        (STEP, Voice.INTERPRETED),
    ]
    assert {e.audience for e in lines} == {Audience.PROFESSIONAL}
    assert {e.source for e in lines} == {None}
    assert await plan(anna, table) == planned


async def test_what_was_added_can_be_taken_back_as_any_line(table: Table) -> None:
    await held(table)
    anna = await chooses(table, "Zet erbij als mijn gedachte")
    before = await anna.entries()
    seen = await anna.tap(alias(anna))
    assert STEP[:20] in " ".join(labels(anna)), "the new lines are on the screen"
    await anna.tap("Terug")
    await anna.tap("Laatste regel doorstrepen")
    standing = current(await anna.entries()).values()
    assert [e.text for e in standing if e.voice is Voice.INTERPRETED] == [ALONG]
    assert len(await anna.entries()) == len(before) + 3
    assert seen.meeting is None


async def test_only_the_contributor_takes_it_along(table: Table) -> None:
    await held(table)
    noor = table.people["noor"]
    assert "Meenemen naar mijn gesprek" not in labels(noor)
    await noor.begin()
    before = await noor.entries()
    await to_the_meeting(noor)
    for action in ("meet.take:0", "meet.pick:0", "meet.into:mirror", "into:m1"):
        assert (await presses(noor, action)).refused
    assert await noor.entries() == before


async def presses(person: Person, action: str) -> Delivery:
    """A button that is not there."""
    seen = await person.handvat.look(person.door, person.login)
    answer = await person.take(Pressed(seen.screen, action))
    assert answer is not None
    return answer


async def test_of_a_practice_run_nothing_goes_anywhere_but_on_paper(table: Table) -> None:
    def is_practice(unit: Unit) -> None:
        person = unit.seat("telegram", "m1 anna", BEGIN).person
        found = unit.meeting(person, "m1")
        assert found is not None
        unit.save_meeting(replace(found, copy=None, origin="practice"), BEGIN)

    await table.handvat.store.run(is_practice)
    await held_quickly(table)
    anna = table.people["anna"]
    await table.look(anna)
    assert "Op papier" in labels(anna)
    assert "Meenemen naar mijn gesprek" not in labels(anna)
    assert (await presses(anna, "meet.take:0")).refused


async def test_in_no_row_a_household_and_the_meeting_stand_together(
    home: Home, sqlite: SqliteStore
) -> None:
    """Whoever reads the whole database finds nothing that ties one to the other."""
    table = Table(handvat(sqlite))
    anna = await table.begin()
    await anna.begin()
    await anna.say("De post ligt er nog, net als vorige week.")
    await to_the_meeting(anna)
    bram = await table.join("bram")
    await bram.tap("Ik begeleid")
    await table.join("noor")
    await held(table)
    await chooses(table, "Zet bij Terugkijken")
    during = all_rows(home)
    await anna.tap(alias(anna))
    listed = await sqlite.run(
        lambda unit: unit.listing(unit.seat("telegram", anna.login, BEGIN).person)
    )
    (household,) = (one.id for one in listed)
    rows = all_rows(home)
    assert any(household in row for row in rows)
    assert any(f"'{table.of}'" in row for row in rows)
    for row in (*during, *rows):
        assert not (household in row and (f"'{table.of}'" in row or f'"{table.of}"' in row))


def all_rows(home: Home) -> list[str]:
    """Every row of every table, as text."""
    with closing(sqlite3.connect(home.database)) as database:
        names = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return [
            str(row)
            for (name,) in names
            for row in database.execute(f'SELECT * FROM "{name}"')  # noqa: S608
        ]


# --- what stands in the way -----


async def notes_a_rule(person: Person, table: Table, text: str = RULE) -> None:
    """Somebody notes what stands in the way."""
    await table.look(person)
    await person.tap("Meer")
    await person.tap("Dit zit in de weg")
    await person.say(text)


async def exported(table: Table, login: str) -> list[str]:
    """What goes to management, for whoever asks for it."""

    def asked(unit: Unit) -> list[str]:
        seat = unit.seat("telegram", login, BEGIN)
        own = unit.seat("terminal", login, BEGIN)
        code = "12345678"
        unit.offer_link(seat.person, code, BEGIN)
        unit.use_link(own, code, BEGIN)
        return [" ".join(line) for line in bottlenecks(unit, login, UTC, BEGIN)]

    return await table.handvat.store.run(asked)


async def test_a_rule_in_the_way_goes_on_only_when_the_group_lets_it(table: Table) -> None:
    """The month and the text, and nothing of who or what it was about (001.14)."""
    bram, noor = table.people["bram"], table.people["noor"]
    await table.look(bram)
    await bram.tap("We beginnen")
    await notes_a_rule(noor, table)  # she listens in this round; this she can still note
    await notes_a_rule(bram, table, "De wachttijd bij de bank.")
    assert await exported(table, "m1 noor") == []
    asked = await table.look(bram)
    assert RULE in asked.shown.text
    await bram.tap("Ja, dit mag door")
    await bram.tap("Nee, dit blijft hier")
    assert await exported(table, "m1 noor") == [f"2026-11 {RULE}"]


async def test_the_operator_has_what_every_group_let_go_and_nobodys_own_notes(table: Table) -> None:
    """Somebody who was in no meeting exports it; what a colleague noted alone stays with them."""
    bram = table.people["bram"]
    await table.look(bram)
    await bram.tap("We beginnen")
    for text in ("Zonder briefadres geen uitkering.", "De wachttijd bij de bank."):
        await notes_a_rule(bram, table, text)
        await bram.tap("Ja, dit mag door")
        await bram.tap("Terug")
    alone = Person(table.handvat, "telegram", "alleen")
    await alone.begin()
    await alone.tap("Ga naar …")
    await alone.tap("Dit zit in de weg")
    await alone.say("Het formulier is te lang.")
    found = ["2026-11 De wachttijd bij de bank.", "2026-11 Zonder briefadres geen uitkering."]
    assert await exported(table, "niemand") == found
    own = "2026-11 Het formulier is te lang."
    assert await exported(table, "alleen") == sorted([*found, own])


async def test_before_it_goes_on_what_looks_like_somebody_is_pointed_out(table: Table) -> None:
    bram = table.people["bram"]
    await table.look(bram)
    await bram.tap("We beginnen")
    await notes_a_rule(bram, table, "De bank belt niet terug op 06-12345678.")
    assert bram.seen
    assert "Dit kan iemand herkenbaar maken: 06-12345678" in bram.seen.shown.text


async def test_only_who_leads_answers_for_the_group(table: Table) -> None:
    bram, noor = table.people["bram"], table.people["noor"]
    await table.look(bram)
    await bram.tap("We beginnen")
    await notes_a_rule(noor, table)
    assert "Ja, dit mag door" not in labels(noor)
    assert (await presses(noor, "meet.let_go:1")).refused
