"""What is for the professional alone stays so: in every plan, copy, version and question."""

from __future__ import annotations

from bot.app.types import Delivery, DocumentRequest
from flows.clarification.lines import current
from flows.types import Edited
from tests.app.handvats import Person, handvat

SECRET = "Hij slaat mij en dan huil ik"


async def copies(person: Person) -> str:
    """Everything that can leave: the plan, Samen kijken and the copy as text."""
    plan = await person.say("/plan")
    together = await person.tap("Samen kijken")
    await person.tap("Klaar met kijken")
    copy = await person.handvat.document(
        plan.seat, DocumentRequest("plan.txt", await in_hand(person))
    )
    assert copy is not None
    return "\n".join((plan.shown.text, together.shown.text, copy.content.decode()))


async def in_hand(person: Person) -> str:
    """The id of the conversation in hand."""
    seat = (await person.look()).seat
    return await person.handvat.store.run(
        lambda unit: (desk.conversation or "") if (desk := unit.desk(seat)) else ""
    )


async def in_a_domain(person: Person) -> Delivery:
    """A domain whose questions sometimes give own words back; three taps."""
    await person.tap("Leefgebieden")
    await person.tap("Ikzelf")
    return await person.tap("Hoe het van binnen gaat")


async def test_own_words_about_danger_are_not_given_back_in_a_question() -> None:
    """The question would carry them into the plan as what was asked."""
    sanne = Person(handvat())
    await sanne.begin()
    await in_a_domain(sanne)
    await sanne.say(f'"{SECRET}"')
    await sanne.tap("Terug")
    for _ in range(25):
        assert f"&#34;{SECRET}" not in (await sanne.tap("Andere vraag")).shown.text
    await sanne.say("Ze slaapt slecht.")
    assert SECRET not in await copies(sanne)


async def test_own_words_that_become_private_later_leave_the_questions_in_the_plan() -> None:
    """They were given back while they were for everybody; the copy does not repeat them."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say('"Mijn broer weet hier niets van."')
    await in_a_domain(sanne)
    while "Mijn broer" not in (await sanne.look()).shown.text:
        await sanne.tap("Andere vraag")
    await sanne.say("Dat is al jaren zo.")
    await sanne.say("/regels")
    line = next(
        b.label for row in (await sanne.look()).shown.rows for b in row if "Mijn broer" in b.label
    )
    await sanne.tap(line)
    await sanne.tap("Alleen voor mij")
    assert "Mijn broer" not in await copies(sanne)


async def test_a_question_that_is_private_is_not_given_back_to_look_beneath_it() -> None:
    """What lies beneath is asked of the question itself, not of the last own words (001.9)."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.tap("De vraag")
    await sanne.say('"Hoe kom ik bij hem weg?"')
    beneath = await sanne.tap("Wat ligt eronder")
    assert "Hoe kom ik bij hem weg" in beneath.shown.text
    await sanne.say("/regels")
    await sanne.tap('"Hoe kom ik bij hem weg?"')
    await sanne.tap("Alleen voor mij")
    await sanne.tap("Alle regels")
    beneath = await sanne.tap("Terug")
    assert "&#34;…&#34;. Waar gaat het dan eigenlijk over" in beneath.shown.text
    await sanne.say("Dat ze bang is.")
    assert "bij hem weg" not in ((await sanne.entries())[-1].asked or "")
    assert "bij hem weg" not in await copies(sanne)


async def test_every_line_about_danger_is_private_not_only_the_first() -> None:
    """Capitals, line breaks and a second sentence make no difference."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say(
        "Hij slaat haar vaak. Ze woont er lang. Ze is bedreigd. De zoon wordt mishandeld."
    )
    told = {line.text: line.audience for line in current(await sanne.entries()).values()}
    assert [text for text, audience in told.items() if audience == "everybody"] == [
        "Ze woont er lang."
    ]


async def test_danger_in_a_question_to_the_guide_is_kept_and_gets_the_numbers() -> None:
    """Safety goes before saying that one does not know."""
    sanne = Person(handvat())
    await sanne.begin()
    answer = await sanne.say("Wat moet ik doen, hij slaat haar")
    assert "112" in answer.shown.text
    (line,) = await sanne.entries()
    assert line.audience == "professional"


async def test_a_story_in_which_somebody_asks_what_to_do_is_kept() -> None:
    """Only a question to the guide is one."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say("Haar zoon vroeg wat moet ik doen en ze begon te huilen.")
    assert len(await sanne.entries()) == 1
    answer = await sanne.say("Help, wat moet ik doen?")
    assert "Dat weet ik niet" in answer.shown.text
    assert len(await sanne.entries()) == 1


async def test_a_new_sentence_in_an_edited_private_message_is_private() -> None:
    """What was private once stays private."""
    sanne = Person(handvat(), "telegram", "7")
    await sanne.begin()
    await sanne.say("Hij slaat haar. Ze woont er lang.", "7/1")
    await sanne.take(Edited("Hij slaat haar. Ze durft niet weg. Ze woont er lang.", "7/1"))
    told = {line.text: line.audience for line in current(await sanne.entries()).values()}
    assert told["Ze durft niet weg."] == "professional"


async def test_an_edit_does_not_bring_a_struck_sentence_back() -> None:
    """It was taken out on purpose."""
    sanne = Person(handvat(), "telegram", "7")
    await sanne.begin()
    await sanne.say("Ze slaapt slecht. De buurman heet anders.", "7/1")
    await sanne.tap("Laatste regel doorstrepen")
    await sanne.take(Edited("Ze slaapt heel slecht. De buurman heet anders.", "7/1"))
    told = [line.text for line in current(await sanne.entries()).values()]
    assert told == ["Ze slaapt heel slecht."]


async def test_an_edit_in_another_household_leaves_the_one_in_hand() -> None:
    """The next line must not land with the wrong family."""
    sanne = Person(handvat(), "telegram", "7")
    await sanne.begin()
    await sanne.say("Ze slaapt slecht.", "7/1")
    alias = await sanne.begin()
    answer = await sanne.take(Edited("Hij slaat haar.", "7/1"))
    assert answer is not None
    assert alias in answer.shown.text
    assert any("112" in notice for notice in answer.notices)


async def test_a_saved_version_hides_what_became_private_and_what_was_struck() -> None:
    """A version freezes what was there, not what may be read."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say("Ze slaapt slecht. De broer weet van niets. Zus past op.")
    await sanne.tap("Laatste regel doorstrepen")
    await sanne.say("/plan")
    await sanne.tap("Bewaar deze versie")
    await sanne.tap("Alle regels")
    await sanne.tap("De broer weet van niets.")
    await sanne.tap("Alleen voor mij")
    await sanne.say("/plan")
    version = await sanne.tap("Versie 1")
    assert "Ze slaapt slecht" in version.shown.text
    assert "De broer" not in version.shown.text
    assert "Zus past op" not in version.shown.text


async def test_a_saved_version_hides_who_and_what_became_private_before_it_was_struck() -> None:
    """Striking lets nobody in, and a person's word goes along with lines of others."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say("Ze slaapt slecht. De broer weet van niets.")
    await sanne.say("/plan")
    await sanne.tap("Bewaar deze versie")
    await sanne.tap("Alle regels")
    await sanne.tap("De broer weet van niets.")
    await sanne.tap("Alleen voor mij")
    await sanne.tap("Doorstrepen")
    await sanne.say("/plan")
    version = await sanne.tap("Versie 1")
    assert "Ze slaapt slecht" in version.shown.text
    assert "De broer" not in version.shown.text


async def test_sorting_lets_nobody_in_who_was_kept_out_while_telling() -> None:
    """Told for the professional alone, sorted after everybody was chosen again."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.tap("Van wie: naverteld")
    await sanne.tap("Alleen voor mij")
    await sanne.tap("Klaar")
    await sanne.say("De broer weet van niets.")
    await sanne.tap("Alleen voor mij: naverteld")
    await sanne.tap("Iedereen mag dit lezen")
    await sanne.tap("Klaar")
    await sanne.tap("Sorteren (1)")
    await sanne.tap("Thuis")
    await sanne.tap("Thuis met elkaar")
    (line,) = current(await sanne.entries()).values()
    assert (line.domain, line.audience) == ("samen_thuis", "professional")
    assert "De broer" not in await copies(sanne)


async def test_a_line_that_becomes_about_danger_is_private_from_then_on() -> None:
    """Changed in the list of lines, or by editing the message: the same as when it was told so."""
    sanne = Person(handvat(), "telegram", "7")
    await sanne.begin()
    await sanne.say("Ze slaapt slecht.", "7/1")
    await sanne.say("Hij is vaak thuis.", "7/2")
    await sanne.take(Edited("Ze slaapt slecht, want hij slaat haar.", "7/1"))
    await sanne.say("/regels")
    await sanne.tap("Hij is vaak thuis.")
    await sanne.tap("Veranderen")
    await sanne.say("Hij heeft haar geslagen.")
    assert {line.audience for line in current(await sanne.entries()).values()} == {"professional"}


async def test_a_story_behind_a_slash_is_a_story() -> None:
    """A command stands alone; what is told behind one is kept."""
    sanne = Person(handvat())
    await sanne.begin()
    await sanne.say("/verder ze huilde en wilde niet meer praten")
    await sanne.say("/ze huilde ook om haar moeder")
    await sanne.say("/vandaag de huur is betaald")
    kept = {line.text: line.kind.value for line in await sanne.entries()}
    assert kept == {
        "/verder ze huilde en wilde niet meer praten": "told",
        "/ze huilde ook om haar moeder": "told",
        "de huur is betaald": "today",
    }


async def test_changing_who_may_read_a_line_counts_as_use() -> None:
    """Retention counts from the last thing that was done with it."""
    guide = handvat()
    sanne = Person(guide)
    await sanne.begin()
    await sanne.say("Ze slaapt slecht.")
    await sanne.say("/regels")
    await sanne.tap("Ze slaapt slecht.")
    before = await touched(sanne)
    await sanne.tap("Alleen voor mij")
    assert await touched(sanne) > before


async def touched(person: Person) -> str:
    """When the conversation was last touched."""
    seat = (await person.look()).seat
    return await person.handvat.store.run(
        lambda unit: unit.listing(seat.person)[0].touched.isoformat()
    )
