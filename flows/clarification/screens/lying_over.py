"""Screens that lie over the conversation: safety, lines, voice, everywhere else."""

from __future__ import annotations

from flows.clarification.effects.sorting import SORTED
from flows.clarification.lines import ON_A_BUTTON, heads_of
from flows.clarification.screens.asking import aside
from flows.clarification.screens.view import PAGE, SHOWN, Rows, View, button, pairs
from flows.clarification.wording import short
from flows.types import Button, Kind, Screen, Voice


def safety(view: View) -> Screen:
    """The numbers, after the note was kept; one tap to leave, nothing logged."""
    return Screen(
        "safety", {"kept": view.at.subject == "kept"}, ((button("steps"), button("back")),)
    )


def safety_steps(view: View) -> Screen:
    """The steps of the meldcode."""
    return Screen("meldcode", {}, ((button("safety", "numbers"), button("back")),))


def all_lines(view: View) -> Screen:
    """Every line, newest first, each one tap away from change or strike."""
    roots = sorted(view.lines, reverse=True)
    texted = [root for root in roots if view.lines[root].text]
    first = int(view.at.subject or 0) if (view.at.subject or "0").isdigit() else 0
    page = texted[first : first + PAGE]
    rows: Rows = (
        *(
            (button(f"line:{root}", "line", text=short(view.lines[root].text, 34)),)
            for root in page
        ),
        *(((button(f"page:{first + PAGE}", "older"),),) if len(texted) > first + PAGE else ()),
        *(
            (button(f"restore:{root}", "restore", text=short(text, 24)),)
            for root, text in struck(view)
        ),
        (button("back"),),
    )
    return Screen("lines", {"count": len(texted)}, rows)


def struck(view: View) -> tuple[tuple[int, str], ...]:
    """The last lines that were struck and can come back."""
    heads = heads_of(view.entries)
    return tuple((root, e.text) for root, e in heads.items() if e.struck and e.text)[-SHOWN:]


def one_line(view: View) -> Screen:
    """One line with its moment: change, strike, whose it is, who may read it."""
    line = view.lines.get(view.at.about or 0)
    if line is None:
        return all_lines(view)
    values = {"line": line, "number": view.at.about, "changed": line.supersedes is not None}
    if view.at.subject and line.kind in SORTED:
        choices: Rows = (*subjects(view), (button("all_lines"), button("back")))
        return Screen("line", values, choices)
    domain = view.library.domains.get(line.domain or "")
    subject = (button("line_group:all", "subject", title=domain and domain.title),)
    rows: Rows = (
        (button("edit"), button("strike")),
        *((subject,) if line.kind in SORTED else ()),
        *pairs(
            [button(f"line_voice:{v.value}", f"voice_{v.value}", on=line.voice is v) for v in Voice]
        ),
        *pairs(
            [
                button(f"line_audience:{name}", f"audience_{name}", on=line.audience == name)
                for name in ("everybody", "speaker", "professional")
            ]
        ),
        (button("all_lines"), button("back")),
    )
    return Screen("line", values, rows)


def subjects(view: View) -> Rows:
    """Where a line may belong: the domains of the group that is open, and the groups."""
    group = view.library.groups.get(view.at.subject or "")
    return (
        *pairs(
            [
                button(f"line_domain:{name}", "domain", title=view.library.domains[name].title)
                for name in (group.domains if group else ())
            ]
        ),
        *pairs(
            [
                button(f"line_group:{each.id}", "group", title=each.title)
                for each in view.library.groups.values()
            ]
        ),
        (button("line_domain:", "sort_none"),),
    )


def editing(view: View) -> Screen:
    """The line's words again; the line before it is kept."""
    rows: Rows = ((button("all_lines"), button("back")),)
    return Screen("editing", {"line": view.lines.get(view.at.about or 0)}, rows, writes=True)


def voice(view: View) -> Screen:
    """Whose line it is, who speaks, and who may read it; stays until changed.

    Heard from another is offered the role words of those one hears things from (000.6).
    """
    conversation, naming = view.conversation, view.library.content.naming
    others = naming.reporters if conversation.voice is Voice.REPORTED else ()
    near = dict.fromkeys([*view.people, *others])
    roles = list(dict.fromkeys([*near, *naming.roles]))[: max(12, len(near))]
    rows: Rows = (
        *pairs(
            [
                button(f"set_voice:{v.value}", f"voice_{v.value}", on=conversation.voice is v)
                for v in Voice
            ]
        ),
        *pairs(
            [member_button(role, conversation.member) for role in roles],
            3,
        ),
        *pairs(
            [
                button(
                    f"set_audience:{name}",
                    f"audience_{name}",
                    on=conversation.audience.value == name,
                )
                for name in ("everybody", "speaker", "professional")
            ]
        ),
        (button("back", "done"),),
    )
    return Screen("voice", {}, rows)


def member_button(role: str, chosen: str | None) -> Button:
    """Who speaks; a tap on who was chosen takes it away again."""
    on = role[:ON_A_BUTTON] == chosen
    return button(
        "set_member:" if on else f"set_member:{role[:ON_A_BUTTON]}", "role", role=role, on=on
    )


def bottlenecks(view: View) -> Screen:
    """The rules and offers that are in the way, to hand on as they stand: no household (001.14)."""
    notes = tuple(line.text for line in view.of(Kind.BOTTLENECK).values())
    screen = aside(view)
    return Screen("bottleneck", {**screen.values, "notes": notes}, screen.rows, writes=True)


def menu(view: View) -> Screen:
    """Everywhere else, any order (001.2)."""
    waiting = len(view.of(Kind.TOLD))
    places = [
        "go.arrive.visit",
        "go.story.telling",
        "go.story.good",
        "go.domains.map",
        "go.circle.people",
        "go.circle.missing",
        "go.question.wording",
        "go.helps.ladder",
        "go.plan.showing",
        "go.mirror.asking",
    ]
    rows: Rows = (
        *(((button("go.story.sorting", count=waiting),),) if waiting else ()),
        *pairs([button(place) for place in places]),
        (button("promise"), button("signal")),
        (button("park_idea"), button("bottleneck")),
        (button("colleague"), button("safety")),
        (button("lines"), button("go.arrive.alias")),
        *(((button("desk.bring"),),) if view.library.methods else ()),
        (button("address", f"address_{view.conversation.address}"),),
        (button("end.not_now"), button("end.contact")),
        (button("pause"), button("stop")),
        (button("back"),),
    )
    return Screen("menu", {}, rows)


def advice(view: View) -> Screen:
    """Asked what to do, it does not know, and says so (002.1)."""
    rows: Rows = (
        (button("meant", "was_told"),),
        (button("desk.consult"), button("colleague")),
        (button("back"),),
    )
    return Screen("advice", {}, rows)
