"""Screens of what helps and of the plan."""

from __future__ import annotations

from dataclasses import replace

from flows.clarification.guards import PROFESSIONAL, RESIDENT, TOGETHER, circle, last_said
from flows.clarification.lines import NEVER, ON_A_BUTTON, audiences, narrower, roots_of
from flows.clarification.plan import plan_of
from flows.clarification.plan_types import Plan
from flows.clarification.screens.asking import asking
from flows.clarification.screens.view import SHOWN, Rows, View, button, footer, pairs, voice_row
from flows.clarification.wording import short, wording
from flows.types import Audience, Button, Entry, Kind, Screen, Version


def ladder(view: View) -> Screen:
    """One screen: the rungs in their order, filled in freely (004.7)."""
    if view.at.rung:
        return rung(view)
    if view.at.prompt == "aanreiken":
        return offer(view)
    parked, offers = view.of(Kind.PARKED), open_offers(view)
    looked = {entry.choice for entry in view.of(Kind.HELP, Kind.SAYS).values()}
    values = {
        "rungs": tuple(
            (r.title, tuple(e for e in view.of(Kind.HELP, Kind.SAYS).values() if e.choice == r.id))
            for r in view.library.content.rungs
        ),
        "running": tuple(view.of(Kind.RUNNING).values()),
        "parked": tuple(parked.values()),
        "offers": tuple(offers.values()),
        "question": view.lines.get(view.at.question or 0),
    }
    rows: Rows = (
        *pairs(
            [
                button(f"rung:{r.id}", "rung", title=r.title, on=r.id in looked)
                for r in view.library.content.rungs
            ]
        ),
        *(
            (
                button(f"use:{root}", "use", text=short(p.text, 20)),
                button(f"drop:{root}", "drop", text=short(p.text, 16)),
            )
            for root, p in parked.items()
        ),
        *(
            (
                button(f"accept:{root}", "accept", text=short(o.text, 18)),
                button(f"decline:{root}", "decline", text=short(o.text, 18)),
            )
            for root, o in offers.items()
        ),
        (button("ask:aanreiken", "offer"), button("go.plan.steps")),
        *footer(view),
    )
    return Screen("ladder", values, rows)


def offer(view: View) -> Screen:
    """Something the professional puts forward; the resident says whether it fits (004.9)."""
    return Screen(
        "ask",
        asking(view).values,
        ((button("ladder"),), *voice_row(view, view.ask), *footer(view)),
        writes=True,
    )


def open_offers(view: View) -> dict[int, Entry]:
    """What was offered and not yet accepted or declined."""
    answered = {entry.about for entry in view.of(Kind.TAKEN).values()}
    return {root: line for root, line in view.of(Kind.OFFERED).items() if root not in answered}


def rung(view: View) -> Screen:
    """One rung: what was looked at, and what the resident says."""
    title = view.library.rungs[view.at.rung or ""].title
    kept = [e for e in view.of(Kind.HELP, Kind.SAYS).values() if e.choice == view.at.rung]
    values = {
        "title": title,
        "ask": wording(view.library, view.conversation, view.entries),
        "kept": tuple(kept[-SHOWN:]),
        "private": "",
    }
    rows = ((button("skip"), button("ladder")), *voice_row(view), *footer(view))
    return Screen("ask", values, rows, writes=True)


def steps(view: View) -> Screen:
    """One step at a time: who (the resident, unless…), with whom, when, who may decide it.

    Who does it is tapped beside the first question alone: beside "Wanneer?" a name would seem its
    answer.
    """
    all_steps = view.of(Kind.STEP)
    step = all_steps.get(view.at.about or 0)
    if step is None:
        view = view.at_prompt("stap")
    screen = asking(view)
    who: list[Button] = []
    if step and view.at.prompt == "met-wie":
        who = [
            button(f"who:{TOGETHER}", "who_together"),
            button(f"who:{RESIDENT}", "who_resident"),
            *(button(f"who:{role[:ON_A_BUTTON]}", "who", role=role) for role in view.people),
            button(f"who:{PROFESSIONAL}", "who_professional"),
        ]
    rows: Rows = (
        *pairs(who),
        *(
            (button(f"step:{root}", "step", text=short(s.text, 30)),)
            for root, s in all_steps.items()
            if root != view.at.about  # it is in hand already
        ),
        (button("skip"), button("new_step")),
        (button("go.plan.deciding"), button("go.plan.showing")),
        *voice_row(view),
        *footer(view),
    )
    parts = view.of(Kind.WHO, Kind.WITH, Kind.WHEN, Kind.AUTHORITY, about=view.at.about)
    values = {**screen.values, "step": step, "parts": tuple(parts.values()) if step else ()}
    return Screen("step", values, rows, writes=True)


def deciding(view: View) -> Screen:
    """Who agrees with what, who is missing, and the resident's last word (003.3, 004.10)."""
    screen = asking(view)
    all_steps = view.of(Kind.STEP)
    people = circle(view.people)
    agreement = [
        button(
            f"agree:{root}/{index}/{'disagrees' if said == 'agrees' else 'agrees'}",
            f"agree_{said or 'open'}",
            person=short(person, 16),
            text=short(step.text, 28),
        )
        for root, step in all_steps.items()
        for index, person in enumerate(people)
        for said in [last_said(view.lines, root, person)]
    ][:12]
    rest = (tuple(b for b in row if b.action != "ask:niet-eens") for row in screen.rows)
    rows: Rows = (
        *((b,) for b in agreement),
        (button("decide"), button("disagree")),
        (button("override"),),
        *(row for row in rest if row),
    )
    agreed = {
        root
        for root in all_steps
        if "agrees" in {last_said(view.lines, root, who) for who in people}
    }
    values = {
        **screen.values,
        "steps": tuple((step, root not in agreed) for root, step in all_steps.items()),
        "people": bool(agreement),
        "missing": tuple(view.of(Kind.MISSING).values()),
        "disagree": view.conversation.ended == "disagree",
    }
    return Screen("deciding", values, rows, writes=True)


def plan_seen(view: View) -> Plan:
    """The plan as it stands at the last line."""
    made_at = view.entries[-1].at if view.entries else view.visit.on
    return plan_of(view.conversation, view.entries, view.library, made_at)


def showing(view: View) -> Screen:
    """The draft plan as the professional sees it, with what the mirror asks."""
    rows: Rows = (
        (button("go.plan.reading_back"), button("go.plan.deciding")),
        (button("go.helps.ladder"), button("go.plan.steps")),
        (button("copy:text", "copy_text"), button("copy:pdf", "copy_pdf")),
        (button("save"), button("lines")),
        *pairs([button(f"version:{v.number}", "version", number=v.number) for v in latest(view)]),
        (button("go.mirror.asking"), button("stop")),
        *footer(view),
    )
    values = {"versions": len(view.versions), "plan": plan_seen(view), "apart": kept_apart(view)}
    return Screen("plan", values, rows)


def kept_apart(view: View) -> int:
    """How many lines are left out because not everybody may read them: none seems lost."""
    return sum(
        bool(line.text) and line.audience is not Audience.EVERYBODY and line.kind not in NEVER
        for line in view.lines.values()
    )


def latest(view: View) -> tuple[Version, ...]:
    """The last saved versions."""
    return view.versions[-SHOWN:]


def earlier(view: View) -> Screen:
    """A plan as it was saved: nothing in it changes any more."""
    chosen = next((v for v in view.versions if str(v.number) == view.at.subject), None)
    if chosen is None:
        return showing(view)
    roots = roots_of(view.entries)
    frozen = {roots[seq] for seq in chosen.entries}
    readers, last = audiences(view.entries), max(chosen.entries, default=0)
    then = tuple(
        replace(e, audience=narrower(e.audience, readers[roots[e.seq]]))
        for e in view.entries
        if (e.seq <= last and roots[e.seq] in frozen)
        or (e.kind is Kind.PERSON and readers[roots[e.seq]] is not Audience.EVERYBODY)
    )
    plan = plan_of(view.conversation, then, view.library, chosen.at)
    values = {"plan": plan, "number": chosen.number, "at": chosen.at}
    return Screen("version", values, ((button("go.plan.showing", "plan_now"),), *footer(view)))


def reading_back(view: View) -> Screen:
    """Samen kijken: the plan in large letters, with three answers for the resident (004.10)."""
    rows: Rows = (
        (button("right"), button("not_right"), button("add")),
        (button("go.plan.showing", "done_reading"),),
    )
    waits = ((button("safety", "something_waits"),),) if view.conversation.pending else ()
    return Screen("together", {"large": True, "plan": plan_seen(view)}, (*rows, *waits))


def sharing(view: View) -> Screen:
    """A copy leaves only with the household knowing it (003.5)."""
    rows: Rows = ((button("share"), button("go.plan.reading_back")), (button("back"),))
    return Screen("sharing", {"copy": view.at.subject or "text"}, rows)
