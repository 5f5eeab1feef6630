"""Screens of arriving and telling."""

from __future__ import annotations

from itertools import islice

from flows.clarification.choosing import suits
from flows.clarification.lines import last_own_words, narrower
from flows.clarification.screens.asking import asking
from flows.clarification.screens.view import (
    Rows,
    View,
    button,
    footer,
    kept_here,
    pairs,
    voice_button,
    voice_row,
)
from flows.clarification.wording import short
from flows.content.shapes import Prompt
from flows.types import Conversation, Entry, Kind, Screen
from flows.wording import slots, speak


def alias(view: View) -> Screen:
    """The made-up name; never derived from a person."""
    rows = ((button("other_alias"),), (button("go.story.telling"), button("go.arrive.visit")))
    return Screen("alias", {}, (*rows, *footer(view)))


def visit(view: View) -> Screen:
    """Before or at a visit: promises and last own words first, then where and with whom."""
    screen = asking(view)
    promises = open_promises(view)
    own = last_own_words(view.entries)
    places = view.library.content.naming.places
    opened = view.at.subject in {"places", "circumstances"}
    rows: Rows = (
        *(
            (button(f"kept:{root}", "kept", text=short(p.text, 24)),)
            for root, p in promises.items()
            if not opened
        ),
        *where_and_with(view),
    )
    values = {
        "promises": tuple(promises.values()),
        "own": own,
        "prompts": questions_to_take(view),
        "place": places.get(view.visit.place or ""),
        "kept": tuple(e for e in kept_here(view, view.ask) if e.visit == view.visit.number),
    }
    rest = footer(view) if opened else screen.rows
    return Screen("visit", {**screen.values, **values}, (*rows, *rest), writes=True)


def where_and_with(view: View) -> Rows:
    """Where the talk is and who listens along: one button each, and nothing else while open."""
    places = view.library.content.naming.places
    if view.at.subject == "places":
        where = [
            button(f"place:{name}", "place", title=title, on=view.visit.place == name)
            for name, title in places.items()
        ]
        return (*pairs(where), (button("more:", "done"),))
    if view.at.subject == "circumstances":
        toggles = [
            button(f"circumstance:{name}", f"with_{name}", on=name in view.visit.circumstances)
            for name in ("others", "child", "interpreter", "grief")
        ]
        return (*pairs(toggles), (button("more:", "done"),))
    here = len(view.visit.circumstances)
    return (
        (
            button("more:places", "where", title=places.get(view.visit.place or "")),
            button("more:circumstances", "circumstances", count=here),
        ),
        (button("address", f"address_{view.conversation.address}"),),
    )


def open_promises(view: View) -> dict[int, Entry]:
    """What was promised and not yet done."""
    done = {entry.about for entry in view.of(Kind.KEPT).values()}
    return {root: line for root, line in view.of(Kind.PROMISE).items() if root not in done}


def questions_to_take(view: View) -> tuple[str, ...]:
    """Three open questions to take along to a visit: about what was told last, first."""
    domains = view.library.domains
    told = [e.domain for e in view.lines.values() if e.domain in domains]
    names = dict.fromkeys([*reversed(told), *view.library.order])
    openings = (
        next((p for p in domains[name or ""].prompts if opens(view.conversation, p)), None)
        for name in names
    )
    asks = (speak(p.ask, view.conversation.address, None) for p in openings if p)
    return tuple(islice(asks, 3))


def opens(conversation: Conversation, prompt: Prompt) -> bool:
    """Whether a subject can begin with this question, with who is there."""
    return prompt.kind == "opening" and not slots(prompt.ask) and suits(conversation, prompt)


def telling(view: View) -> Screen:
    """The person tells; nothing is asked unless it is called for (000.7)."""
    waiting = len(view.of(Kind.TOLD))
    screen = asking(view)
    rows: Rows = (
        *(((button("go.story.sorting", count=waiting),),) if waiting else ()),
        *pairs([b for row in screen.rows[:1] for b in row if b.action.startswith("ask:")]),
        (button("go.domains.map"), button("go.story.good")),
        (button("go.question.wording"), button("promise")),
        (button("end.contact"), button("end.not_now")),
        *voice_row(view),
        *footer(view),
    )
    quiet = any(line.kind in {Kind.TOLD, Kind.LINE} for line in view.lines.values())
    return Screen(
        "telling", {**screen.values, "waiting": waiting, "quiet": quiet}, rows, writes=True
    )


def sorting(view: View) -> Screen:
    """The first line that waits: one tap gives it its subject, in the voice that is chosen."""
    waiting = view.of(Kind.TOLD)
    if not waiting:
        rows: Rows = ((button("go.domains.map"), button("go.question.wording")),)
        return Screen("sorted", {"waiting": 0}, (*rows, *footer(view)))
    line = next(iter(waiting.values()))
    likely = [name for name, words in view.library.subjects.items() if words.search(line.text)]
    shown = view.library.groups[view.at.subject].domains if view.at.subject else tuple(likely[:4])
    rows = (
        *pairs(
            [
                button(f"sort:{name}", "domain", title=view.library.domains[name].title)
                for name in shown
            ]
        ),
        *pairs(
            [
                button(f"sort_group:{group.id}", "group", title=group.title)
                for group in view.library.groups.values()
            ]
        ),
        (button("sort:", "sort_none"), voice_button(view)),
        *footer(view),
    )
    readers = narrower(line.audience, view.conversation.audience)
    return Screen("sorting", {"line": line, "waiting": len(waiting), "readers": readers}, rows)


def paused(view: View) -> Screen:
    """Paused: where it was, it will be."""
    return Screen("paused", {}, ((button("resume"), button("stop")),))
