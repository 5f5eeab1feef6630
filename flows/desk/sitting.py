"""Taking a turn at the desk, and what a person sees there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from flows.clarification import conversing
from flows.clarification.screens import button, pairs
from flows.content.library import Library
from flows.desk.table import DESK, DeskTurn
from flows.types import (
    Begin,
    Button,
    Fresh,
    Keep,
    Notice,
    Outcome,
    Reading,
    Rejected,
    Screen,
    Standing,
)
from flows.wording import speak

# Typed commands and the move each stands for; their descriptions stand in words.yaml.
COMMANDS = {
    "start": "desk.home",
    "help": "desk.help",
    "privacy": "desk.privacy",
    "vraag": "desk.consult",
    "nieuw": "desk.new",
    "verder": "desk.list",
    "kaarten": "desk.cards",
    "woorden": "desk.words",
    "wis": "desk.erase",
    "koppel": "desk.link",
    "stop": "stop",
    "pauze": "pause",
    "plan": "go.plan.showing",
    "vandaag": "today",
    "beloofd": "promise",
    "regels": "lines",
    "veilig": "safety",
    "terug": "back",
    "menu": "menu",
}
LISTED = 12  # conversations on one screen, the last touched first
BEGINS = 3  # words from which a text at the first screen is a story, not a greeting


def command_of(text: str) -> str | None:
    """The action of a typed command, ``unknown`` for a command nobody knows, None for a text."""
    if not text.startswith("/"):
        return None
    name, _, argument = text[1:].partition(" ")
    action = COMMANDS.get(name.partition("@")[0].lower())
    if action is None:
        return "unknown"
    return f"{action}:{argument.strip()}" if argument.strip() else action


def is_desk_action(action: str) -> bool:
    """Whether a move is the desk's."""
    return action.startswith(("desk.", "open:")) or action == "unknown"


def take(
    library: Library,
    standing: Standing,
    action: str | None,
    text: str,
    source: str | None,
    reading: Reading,
    fresh: Fresh,
    now: datetime,
) -> Outcome | Rejected:
    """A tap, a command or a text at the desk."""
    if action is None:
        return typed(library, standing, text, source, reading, fresh, now)
    if action == "unknown":
        return Rejected(Notice("unknown_command"))
    if not is_desk_action(action):
        return in_the_conversation(library, standing, action, now)
    event, _, argument = action.removeprefix("desk.").partition(":")
    turn = DeskTurn(library, standing, argument, fresh, now)
    if not DESK.fire(turn, event):
        return Rejected(Notice("old_button"))
    return outcome(library, standing, turn, now)


def in_the_conversation(
    library: Library, standing: Standing, action: str, now: datetime
) -> Outcome | Rejected:
    """A move of the conversation asked for at the desk: the one in hand is taken up first."""
    if standing.conversation is None:
        return Rejected(Notice("choose_first"))
    if action in {"stop", "pause"}:
        return Outcome(replace(standing.desk, state="home", welcomed=True), standing.conversation)
    talking = replace(standing, desk=replace(standing.desk, state="talking", welcomed=True))
    return conversing.moved(library, talking, action, now)


def typed(
    library: Library,
    standing: Standing,
    text: str,
    source: str | None,
    reading: Reading,
    fresh: Fresh,
    now: datetime,
) -> Outcome | Rejected:
    """A text while no conversation is on the screen: a story begins one, the rest is not kept."""
    if (move := library.moves.get(text.lower().rstrip(".!"))) is not None:
        action = {"help": "desk.help"}.get(move, "desk.home")
        return take(library, standing, action, text, source, reading, fresh, now)
    if reading.advice:
        turn = DeskTurn(library, standing, "", fresh, now)
        DESK.fire(turn, "consult")
        turn.notices = (Notice("dont_know"),)
        return outcome(library, standing, turn, now)
    waits = standing.desk.state in {"home", "list", "choose"}
    if not waits or len(text.split()) < BEGINS:
        return Rejected(Notice("danger_not_kept" if reading.danger else "not_kept"))
    turn = DeskTurn(library, standing, "", fresh, now)
    DESK.fire(turn, "new")
    return outcome(library, standing, turn, now, text=text, source=source, reading=reading)


def outcome(
    library: Library,
    standing: Standing,
    turn: DeskTurn,
    now: datetime,
    *,
    text: str = "",
    source: str | None = None,
    reading: Reading = Reading(),  # noqa: B008  (a frozen value)
) -> Outcome:
    """What the desk's turn came to, entering the conversation when one was taken in hand."""
    desk = replace(turn.desk, welcomed=turn.desk.welcomed or turn.desk.state != "home")
    conversation = turn.begins or standing.conversation
    if desk.state != "talking" or conversation is None:
        kept = standing.conversation if desk.conversation else None
        return Outcome(desk, kept, turn.effects, turn.notices)
    talk = conversing.entered(
        library,
        standing,
        conversation,
        () if turn.begins else standing.entries,
        turn.enters,
        now,
        text=text,
        source=source,
        reading=reading,
    )
    begun = (Begin(talk.conversation),) if turn.begins else ()
    return Outcome(
        desk,
        talk.conversation,
        (*turn.effects, *begun, *(Keep(entry) for entry in talk.kept)),
        (*turn.notices, *talk.notices),
    )


# --- screens -----------------------------------------------------------------------------------


def screen_of(library: Library, standing: Standing) -> Screen:
    """What a person sees at the desk."""
    return SCREENS[standing.desk.state](library, standing)


def home(library: Library, standing: Standing) -> Screen:
    """The moments of a working day, and the conversation in hand."""
    held = standing.conversation
    rows = (
        *(((button("meant"),),) if held and held.word else ()),
        (button("desk.consult", "one_question"),),
        (button("desk.choose:before", "before"),),
        (button("desk.choose:after", "after"),),
        *(((button("desk.continue", "continue", alias=held.alias),),) if held else ()),
        *(((button("desk.list", "list"),),) if standing.listing else ()),
        (button("desk.privacy", "privacy"), button("desk.help", "help")),
    )
    return Screen("home", {"welcomed": standing.desk.welcomed}, rows)


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
    """With whom is or was this talk: a new household or one that is there."""
    rows = ((button("desk.new", "new"),), *conversations(standing, "open:"), home_row())
    return Screen("choose", {"moment": standing.desk.moment, "count": len(standing.listing)}, rows)


def home_row() -> tuple[Button, ...]:
    """Back to the first screen."""
    return (button("desk.home", "home"),)


def consult(library: Library, standing: Standing) -> Screen:
    """One open question, at once; nothing is stored."""
    prompt = library.prompts[standing.desk.asked[-1]]
    subject = standing.desk.subject or ""
    found = library.domains.get(subject) or library.moments.get(subject)
    address = "je" if "-kind-" in prompt.id or prompt.id.startswith("kind-") else "u"
    rows = (
        (button("desk.another", "another_question"),),
        (button("desk.domains", "by_domain"), button("desk.moments", "by_moment")),
        (button("desk.cards", "cards"),),
        *back_to_talk(standing),
        home_row(),
    )
    values = {
        "ask": speak(prompt.ask, address, None),
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


def plain(name: str) -> Callable[[Library, Standing], Screen]:
    """A screen that only tells something."""

    def screen(library: Library, standing: Standing) -> Screen:
        return Screen(name, {}, (*back_to_talk(standing), home_row()))

    return screen


def words(library: Library, standing: Standing) -> Screen:
    """The words of this guide in plain Dutch, for teams from many organisations (001.12)."""
    return Screen("glossary", {}, (*back_to_talk(standing), home_row()))


def erasing(library: Library, standing: Standing) -> Screen:
    """Which conversation."""
    rows = (*conversations(standing, "desk.erase_this:"), home_row())
    return Screen("erase", {"count": len(standing.listing)}, rows)


def erase_sure(library: Library, standing: Standing) -> Screen:
    """What erasing does, before it is done."""
    target = standing.desk.target
    held = standing.conversation
    listed = {listing.id: listing.alias for listing in standing.listing}
    alias = held.alias if held and held.id == target else listed.get(target or "", "")
    rows = ((button("desk.erase_sure", "erase_sure"),), (button("desk.home", "keep_it"),))
    return Screen("erase_sure", {"alias": alias}, rows)


def link(library: Library, standing: Standing) -> Screen:
    """The one-time code for another door."""
    return Screen("link", {"code": standing.desk.code or ""}, (home_row(),))


def one_question(library: Library, seed: int) -> Screen:
    """One question for a group: no seat, no buttons, nothing kept."""
    sayable = [
        prompt
        for moment in library.moments.values()
        if moment.id in {"begin", "stilte"}
        for prompt in moment.prompts
        if "{words}" not in prompt.ask
    ]
    ask = speak(sayable[seed % len(sayable)].ask, "u", None)
    return Screen("group_question", {"ask": ask})


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
    "help": plain("help"),
    "words": words,
    "erase": erasing,
    "erase.sure": erase_sure,
    "erased": plain("erased"),
    "link": link,
    "talking": home,
}
