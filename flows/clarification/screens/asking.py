"""Screens that put one question."""

from __future__ import annotations

from flows.clarification.from_work import crossing, residents
from flows.clarification.screens.view import (
    SHOWN,
    View,
    button,
    footer,
    kept_here,
    onward,
    pairs,
    voice_row,
)
from flows.clarification.wording import wording
from flows.types import Button, Kind, Screen


def asking(view: View) -> Screen:
    """One question of the conversation, what was answered to it, and the others of this subject."""
    ask = view.ask
    others = [
        button(f"ask:{other.id}", "ask", title=other.title)
        for other in view.library.by_state.get(view.at.state, ())
        if ask is None or other.id != ask.id
    ]
    skip = [button("skip")] if others else []
    return Screen(
        "ask",
        {
            "title": ask.title if ask else "",
            "ask": wording(view.library, view.conversation, view.entries),
            "kept": kept_here(view, ask),
            "private": (ask.stores.value if ask and ask.audience else ""),
        },
        (*pairs(others), *pairs([*skip, *onward(view)]), *voice_row(view, ask), *footer(view)),
        writes=True,
    )


def mirror(view: View) -> Screen:
    """A question of the mirror; at its end the offer to practise what was hard (002.5)."""
    screen = asking(view)
    offer = crossing(view.library, view.entries)
    rows = ((button("practise_it"),), *screen.rows) if offer else screen.rows
    return Screen(screen.name, screen.values, rows, screen.writes)


def from_work(view: View) -> Screen:
    """Somebody made up to practise it with: only the domain and the aim cross over (002.5)."""
    offer = crossing(view.library, view.entries)
    names = residents(view.library, offer) if offer else ()
    aim = f".{offer.aim}" if offer and offer.aim else ""
    rows = (
        *(
            (button(f"desk.with:{name}{aim}", "ask", title=view.library.personas[name].title),)
            for name in names
        ),
        *footer(view),
    )
    domain = view.library.domains[offer.domain].title if offer else ""
    return Screen("from_work", {"domain": domain}, rows)


def aside(view: View) -> Screen:
    """Something that comes in between: one question, and back to where we were."""
    screen = asking(view)
    rows = ((button("back"),), *voice_row(view, view.ask))
    return Screen(screen.name, screen.values, rows, writes=True)


KINDS = ("staying", "strength", "network", "exception", "future", "scale", "beneath", "signal")


def domain_map(view: View) -> Screen:
    """Four groups first, then the domains of one; untouched reads "niet besproken" (001.2)."""
    touched = {line.domain for line in view.lines.values() if line.domain}
    group = view.library.groups.get(view.at.subject or "")
    doors = [
        button(f"group:{g.id}", "group", title=g.title)
        for g in view.library.groups.values()
        if group is None or g.id != group.id
    ]
    inside = [
        button(f"domain:{name}", "domain", title=view.library.domains[name].title)
        for name in (group.domains if group else ())
    ]
    titles = {name: domain.title for name, domain in view.library.domains.items()}
    values = {
        "group": group.title if group else None,
        "touched": tuple(titles[name] for name in view.library.order if name in touched),
        "untouched": tuple(
            titles[name]
            for name in (group.domains if group else view.library.order)
            if name not in touched
        ),
    }
    rows = (
        *pairs(inside),
        *pairs(doors),
        (button("go.circle.people"), button("go.question.wording")),
        *footer(view),
    )
    return Screen("map", values, rows)


def domain_asking(view: View) -> Screen:
    """One open question of a domain, and the kinds that can be called."""
    domain = view.library.domains[view.at.domain or view.library.order[0]]
    prompt = view.library.prompts.get(view.at.prompt or "")
    here = [e for e in view.of(Kind.LINE, Kind.SIGNAL).values() if e.domain == domain.id]
    kinds = {p.kind for p in domain.prompts} - {prompt.kind if prompt else ""}
    few = KINDS if view.at.subject == "kinds" else KINDS[:2]
    values = {
        "title": domain.title,
        "ask": wording(view.library, view.conversation, view.entries),
        "kept": tuple(here[-SHOWN:]),
        "private": "",
        "heavy": view.conversation.heavy,
    }
    rows = (
        (button("another"), button("go.domains.map")),
        *pairs(
            [button(f"kind:{kind}", f"kind_{kind}") for kind in few if kind in kinds]
            + ([button("kinds")] if few != KINDS else miracle(view))
        ),
        (button("park_idea"), button("go.question.wording")),
        *voice_row(view),
        *footer(view),
    )
    return Screen("ask", values, rows, writes=True)


def miracle(view: View) -> list[Button]:
    """The miracle question lies on its card, with when not to ask it; never in grief (000.3)."""
    grief = view.conversation.heavy or "grief" in view.visit.circumstances
    return [button("desk.card:wonder")] if "wonder" in view.library.cards and not grief else []


def correcting(view: View) -> Screen:
    """What must change, or be added, in the resident's own words."""
    ask = view.ask
    values = {
        "title": ask.title if ask else "",
        "ask": wording(view.library, view.conversation, view.entries),
        "kept": (),
        "private": "",
        "large": True,
    }
    return Screen("ask", values, ((button("back"),),), writes=True)


def ending(view: View) -> Screen:
    """Niet nu, or geen vraag wel contact: a complete ending, without a plan."""
    screen = asking(view)
    return Screen("ending", {**screen.values, "ended": view.conversation.ended}, screen.rows, True)
