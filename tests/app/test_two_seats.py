"""One person at two doors, in one conversation: who went on at the one is told so at the other."""

from __future__ import annotations

from flows.clarification.lines import current
from tests.app.handvats import Person, handvat

EARLIER = "hoort bij een eerder scherm"
MONEY = "Geldzaken"


async def both() -> tuple[Person, Person]:
    """The page and the telephone of one person, both in the same conversation."""
    guide = handvat()
    page, phone = Person(guide), Person(guide, "telegram", "7")
    alias = await page.begin()
    code = (await page.say("/koppel")).shown.text.split("/koppel ")[1][:8]
    await phone.say(f"/koppel {code}")
    await phone.say("/verder")
    await phone.tap(alias)
    page.seen = None
    await page.tap(f"Verder met {alias}")
    return page, phone


async def to_money(person: Person) -> None:
    """Go to one subject."""
    for label in ("Leefgebieden", "Regelen", MONEY):
        await person.tap(label)


async def told(person: Person) -> list[tuple[str, str | None]]:
    """Every line with its subject."""
    return [(line.text, line.domain) for line in current(await person.entries()).values()]


async def test_a_text_answers_what_stands_on_its_own_screen() -> None:
    """The phone still shows the story; what it sends is no answer to the page's question."""
    page, phone = await both()
    await to_money(page)
    answer = await phone.say("Ze slaapt slecht.")
    assert EARLIER in answer.notices[0]
    assert MONEY in answer.shown.text
    assert await told(page) == []
    await phone.say("Ze opent de post niet meer.")
    assert await told(page) == [("Ze opent de post niet meer.", "geldzaken")]


async def test_a_button_counts_on_its_own_screen() -> None:
    """What is pressed under an older screen moves nothing under the newer one."""
    page, phone = await both()
    await to_money(page)
    shown = (await page.look()).shown
    answer = await phone.tap("Leefgebieden")
    assert EARLIER in answer.notices[0]
    assert answer.shown.text == shown.text


async def test_who_looks_again_goes_on_at_once() -> None:
    """A page that is opened anew shows where things stand, and its first answer is kept."""
    page, phone = await both()
    await to_money(phone)
    page.seen = None
    assert MONEY in (await page.look()).shown.text
    assert (await page.say("Ze opent de post niet meer.")).notices == ()
    assert await told(phone) == [("Ze opent de post niet meer.", "geldzaken")]


async def test_a_command_leads_the_same_way_from_both() -> None:
    """What is asked for by its name is found, wherever the other screen went."""
    page, phone = await both()
    await page.tap("Leefgebieden")
    assert (await phone.say("/plan")).notices == ()
