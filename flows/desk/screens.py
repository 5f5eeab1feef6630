"""What a person sees at the desk."""

from __future__ import annotations

from collections.abc import Callable

from flows.clarification.screens.view import button, pairs
from flows.content.library import Library
from flows.desk import practice_screens
from flows.desk.practice_screens import invitation_rows, invited, inviting, practise_row, runs
from flows.desk.table import choose_question
from flows.types import Button, Desk, Screen, Standing
from flows.wording import speak

MEETINGS = 6  # meetings on one screen
LISTED = 12  # conversations on one screen, the last touched first


def screen_of(library: Library, standing: Standing) -> Screen:
    """What a person sees at the desk."""
    return SCREENS[standing.desk.state](library, standing)


def home(library: Library, standing: Standing) -> Screen:
    """The moments of a working day, and the conversation in hand; without notes, what is left."""
    held = standing.conversation
    week = inviting(library, standing)
    values = {
        "welcomed": standing.desk.welcomed,
        "notes": standing.desk.notes,
        **invited(week),
    }
    about = (button("desk.privacy", "privacy"), button("desk.help", "help"))
    if not standing.desk.notes:
        consult_cards = (
            (button("desk.consult", "one_question"),),
            (button("desk.cards", "cards"),),
            *practise_row(library),
            *invitation_rows(week),
        )
        return Screen("home", values, (*consult_cards, about))
    rows = (
        *(((button("meant"),),) if held and held.word else ()),
        (button("desk.consult", "one_question"),),
        (button("desk.choose:before", "before"),),
        (button("desk.choose:after", "after"),),
        *(((button("desk.continue", "continue", alias=held.alias),),) if held else ()),
        *(((button("desk.list", "list"),),) if others(standing) else ()),
        *together_row(library),
        *invitation_rows(week),
        about,
    )
    return Screen("home", values, rows)


def others(standing: Standing) -> bool:
    """Whether there is a household besides the one in hand, which has a button of its own."""
    held = standing.conversation
    return any(held is None or listing.id != held.id for listing in standing.listing)


def together_row(library: Library) -> tuple[tuple[Button, ...], ...]:
    """To practise alone, and to look at it with colleagues."""
    meet = (button("desk.intervision", "intervision"),) if library.methods else ()
    alone = practise_row(library)
    return ((*(alone[0] if alone else ()), *meet),) if alone or meet else ()


def intervision(library: Library, standing: Standing) -> Screen:
    """The meetings one is in, the last touched first, and the way into another."""
    found = tuple(one for one in standing.meetings if one.method in library.methods)
    rows = (
        *(
            (button(f"desk.meet:{one.id}", "meeting", title=library.methods[one.method].title),)
            for one in found[:MEETINGS]
        ),
        (button("desk.join", "join"), button("desk.bring")),
        *brought_row(standing),
        home_row(),
    )
    return Screen("intervision", {"count": len(found)}, rows)


def brought_row(standing: Standing) -> tuple[tuple[Button, ...], ...]:
    """What was brought in, when there is anything of it."""
    return ((button("desk.brought"),),) if standing.copies else ()


def joining(library: Library, standing: Standing) -> Screen:
    """The code that a colleague gave."""
    return Screen("joining", {}, (home_row(),), writes=True)


def conversations(standing: Standing, action: str) -> tuple[tuple[Button, ...], ...]:
    """A button for each conversation, the last touched first."""
    return tuple(
        (button(f"{action}{listing.id}", "listed", alias=listing.alias, waiting=listing.waiting),)
        for listing in standing.listing[:LISTED]
    )


def listing(library: Library, standing: Standing) -> Screen:
    """Verder met …"""
    rows = (*conversations(standing, "open:"), (button("desk.new", "new"),), home_row())
    return Screen("list", {"count": len(standing.listing)}, rows)


def choosing(library: Library, standing: Standing) -> Screen:
    """With whom is or was this talk; who is there comes first, so that nobody is begun twice."""
    rows = (*conversations(standing, "open:"), (button("desk.new", "new"),), home_row())
    return Screen("choose", {"moment": standing.desk.moment, "count": len(standing.listing)}, rows)


def home_row() -> tuple[Button, ...]:
    """Back to the first screen."""
    return (button("desk.home", "home"),)


def consult(library: Library, standing: Standing) -> Screen:
    """One open question, at once; nothing is stored."""
    desk = standing.desk  # what was shown is put away after a day: then it is another question
    asked = desk.asked[-1] if desk.asked else choose_question(library, desk, desk.seed)
    prompt = library.prompts[asked]
    subject = desk.subject or ""
    found = library.domains.get(subject) or library.moments.get(subject)
    rows = (
        (button("desk.another", "another_question"),),
        (button("desk.domains", "by_domain"), button("desk.moments", "by_moment")),
        (button("desk.cards", "cards"),),
        *back_to_talk(standing),
        home_row(),
    )
    values = {
        "ask": speak(prompt.ask, "u", None),
        "other": speak(prompt.ask, "je", None),
        "subject": found.title if found else None,
    }
    return Screen("consult", values, rows)


def back_to_talk(standing: Standing) -> tuple[tuple[Button, ...], ...]:
    """Back to the conversation in hand, exactly where it was."""
    held = standing.conversation
    return ((button("desk.continue", "continue", alias=held.alias),),) if held else ()


def consult_domains(library: Library, standing: Standing) -> Screen:
    """A question by domain."""
    rows = pairs(
        [
            button(f"desk.about:{name}", "domain", title=library.domains[name].title)
            for name in library.order
        ]
    )
    return Screen("consult_domains", {}, (*rows, home_row()))


def consult_moments(library: Library, standing: Standing) -> Screen:
    """A question by moment."""
    rows = pairs(
        [
            button(f"desk.about:{name}", "domain", title=moment.title)
            for name, moment in library.moments.items()
        ]
    )
    return Screen("consult_moments", {}, (*rows, home_row()))


def cards(library: Library, standing: Standing) -> Screen:
    """The backpack: nothing in it is recommended (001.4)."""
    rows = pairs(
        [button(f"desk.card:{name}", "domain", title=c.title) for name, c in library.cards.items()]
    )
    return Screen("cards", {}, (*rows, *back_to_talk(standing), home_row()))


def card(library: Library, standing: Standing) -> Screen:
    """One card."""
    found = library.cards.get(standing.desk.subject or "") or next(iter(library.cards.values()))
    values = {
        "title": found.title,
        "text": found.text,
        "example": speak(found.example, "u", None),
    }
    rows = ((button("desk.cards", "cards"),), *back_to_talk(standing), home_row())
    return Screen("card", values, rows)


def bringing(library: Library, standing: Standing) -> Screen:
    """What to bring in: what was begun, a conversation, a practice run, or a team matter."""
    aliases = {listing.id: listing.alias for listing in standing.listing}
    titles = {
        run.id: library.personas[run.persona].title
        for run in standing.practices
        if run.persona in library.personas
    }
    begun = tuple(
        (button(f"desk.bring_on:{draft.id}", f"bring_on_{draft.origin}", name=name),)
        for draft in standing.drafts
        if (name := (aliases | titles).get(draft.source or "", "")) or draft.origin == "team"
    )
    rows = (
        *begun,
        *conversations(standing, "desk.bring_talk:"),
        *runs(library, standing, "desk.bring_run:", "practise_run"),
        (button("desk.bring_team"),),
        *brought_row(standing),
        home_row(),
    )
    return Screen("bring", {"begun": len(begun)}, rows)


def brought(library: Library, standing: Standing) -> Screen:
    """Mijn inbreng: each copy with until when, and one tap to withdraw it."""
    rows = (
        (button("desk.bring"),),
        *(
            (button(f"desk.withdraw:{copy.id}", "bring_withdraw", number=number),)
            for number, copy in enumerate(standing.copies, 1)
        ),
        home_row(),
    )
    return Screen("brought", {"copies": standing.copies}, rows)


def plain(name: str) -> Callable[[Library, Standing], Screen]:
    """A screen that only tells something."""

    def screen(library: Library, standing: Standing) -> Screen:
        values = {"notes": standing.desk.notes}
        return Screen(name, values, (*back_to_talk(standing), home_row()))

    return screen


def how_it_works(library: Library, standing: Standing) -> Screen:
    """How it works, and what its words mean (001.12)."""
    return Screen(
        "help", {}, ((button("desk.words", "words"),), *back_to_talk(standing), home_row())
    )


def words(library: Library, standing: Standing) -> Screen:
    """The words of this guide in plain Dutch, for teams from many organisations (001.12)."""
    return Screen("glossary", {}, (*back_to_talk(standing), home_row()))


def erasing(library: Library, standing: Standing) -> Screen:
    """Which conversation."""
    rehearsed = runs(library, standing, "desk.erase_this:", "practise_run")
    rows = (*conversations(standing, "desk.erase_this:"), *rehearsed, home_row())
    return Screen("erase", {"count": len(standing.listing) + len(rehearsed)}, rows)


def erase_sure(library: Library, standing: Standing) -> Screen:
    """What erasing does, before it is done; the first button keeps it, and leads back."""
    target = standing.desk.target
    held = standing.conversation
    listed = {listing.id: listing.alias for listing in standing.listing}
    alias = held.alias if held and held.id == target else listed.get(target or "", "")
    run = next((run for run in standing.practices if run.id == target), None)
    persona = library.personas.get(run.persona) if run else None
    rows = ((button("back", "keep_it"),), (button("desk.erase_sure", "erase_sure"),))
    values = {"alias": alias, "practice": persona.title if persona else run and run.persona}
    return Screen("erase_sure", values, rows)


def link(library: Library, standing: Standing) -> Screen:
    """The one-time code for another door."""
    return Screen("link", {"code": standing.desk.code or ""}, (home_row(),))


def one_question(library: Library, seed: int) -> Screen:
    """One question for a group: no seat, no buttons, nothing kept."""
    prompt = library.prompts[choose_question(library, Desk(), seed)]
    return Screen("group_question", {"ask": speak(prompt.ask, "u", None)})


SCREENS: dict[str, Callable[[Library, Standing], Screen]] = {
    "home": home,
    "list": listing,
    "choose": choosing,
    "consult": consult,
    "consult.domains": consult_domains,
    "consult.moments": consult_moments,
    "cards": cards,
    "card": card,
    "privacy": plain("privacy"),
    "help": how_it_works,
    "words": words,
    "practise": practice_screens.practise,
    "line": practice_screens.line,
    "sharing": practice_screens.sharing,
    "shares": practice_screens.shares,
    "shared": practice_screens.shared,
    "erase": erasing,
    "erase.sure": erase_sure,
    "erased": plain("erased"),
    "link": link,
    "intervision": intervision,
    "joining": joining,
    "bringing": bringing,
    "brought": brought,
}
