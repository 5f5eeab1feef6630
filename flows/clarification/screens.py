"""What a person sees of a conversation: a pure function of where it stands and what was told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from flows.clarification.guards import is_clear
from flows.clarification.lines import current, last_own_words
from flows.clarification.plan import plan_of
from flows.clarification.plan_types import Plan
from flows.content.library import Library
from flows.content.shapes import Ask
from flows.types import Button, Conversation, Entry, Kind, Place, Screen, Visit, Voice
from flows.wording import speak

Rows = tuple[tuple[Button, ...], ...]
SHORT = 60  # characters of a line on a button or in a list
PAGE = 8  # lines on one page of the list
SHOWN = 3  # lines shown again above a question
KINDS = ("staying", "strength", "network", "exception", "future", "scale", "beneath", "signal")


@dataclass(frozen=True)
class View:
    """What a screen may look at."""

    library: Library
    conversation: Conversation
    entries: tuple[Entry, ...]
    versions: int = 0

    @property
    def at(self) -> Place:
        """Where the cursor is."""
        return self.conversation.at

    @property
    def visit(self) -> Visit:
        """The visit that is going on."""
        return self.conversation.visits[-1]

    @cached_property
    def lines(self) -> dict[int, Entry]:
        """The lines as they stand."""
        return current(self.entries)

    def of(self, *kinds: Kind, about: int | None = None) -> dict[int, Entry]:
        """The lines of these kinds as they stand."""
        return {
            root: entry
            for root, entry in self.lines.items()
            if entry.kind in kinds and (about is None or entry.about == about)
        }

    @property
    def ask(self) -> Ask | None:
        """The conversation's question that is being put."""
        asks = self.library.by_state.get(self.at.state, ())
        return next((a for a in asks if a.id == self.at.prompt), asks[0] if asks else None)

    @cached_property
    def people(self) -> tuple[str, ...]:
        """The role words of the circle, in the order they were told."""
        return tuple(person.text for person in self.of(Kind.PERSON).values())


def button(action: str, words: str | None = None, **values: object) -> Button:
    """A button whose label is named as its action unless said otherwise."""
    return Button(action, words or action.partition(":")[0], values)


def pairs(buttons: list[Button], wide: int = 2) -> Rows:
    """Buttons side by side, two in a row unless said otherwise."""
    return tuple(tuple(buttons[i : i + wide]) for i in range(0, len(buttons), wide))


def short(text: str, most: int = SHORT) -> str:
    """The beginning of a line, cut at a word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0] + "…"


def screen_of(view: View) -> Screen:
    """The screen of this state, with a way back and a way on from anywhere."""
    screen = SCREENS[view.at.state](view)
    rows = screen.rows
    if view.conversation.word:
        rows = ((button("meant"),), *rows)
    return Screen(screen.name, {**head(view), **screen.values}, rows, screen.writes)


def head(view: View) -> Mapping[str, object]:
    """What every template may show: the alias, whose line it is, who may read it."""
    conversation = view.conversation
    return {
        "alias": conversation.alias,
        "voice": conversation.voice.value,
        "member": conversation.member,
        "audience": conversation.audience.value,
        "visit": view.visit.number,
    }


def footer(view: View) -> Rows:
    """Back, what can be done today (always open), and everywhere else."""
    return ((button("back"), button("today"), button("menu")),)


def wording(library: Library, conversation: Conversation, entries: tuple[Entry, ...]) -> str:
    """The question in hand as it is put: with je or u, and the resident's own words given back."""
    at = conversation.at
    if at.rung:
        rung = library.rungs[at.rung]
        return speak(rung.says if at.prompt == "says" else rung.looked, conversation.address, None)
    prompt = library.prompts.get(at.prompt or "")
    asks = library.by_state.get(at.state, ())
    ask = prompt or next((a for a in asks if a.id == at.prompt), asks[0] if asks else None)
    if ask is None:
        return ""
    question = current(entries).get(at.question or 0)
    own = question if isinstance(ask, Ask) and ask.about == "question" else last_own_words(entries)
    said = short(own.text, 140).strip("\"'“”„‘’.") if own else None
    return speak(ask.ask, conversation.address, said)


def kept_here(view: View, ask: Ask | None) -> tuple[Entry, ...]:
    """The last lines that answered this question, to see that they were kept."""
    if ask is None:
        return ()
    found = [entry for entry in view.lines.values() if entry.prompt == ask.id and entry.text]
    return tuple(found[-SHOWN:])


# --- asking ------------------------------------------------------------------------------------


def asking(view: View) -> Screen:
    """One question of the conversation, what was answered to it, and the others of this subject."""
    ask = view.ask
    others = [
        button(f"ask:{other.id}", "ask", title=other.title)
        for other in view.library.by_state.get(view.at.state, ())
        if ask is None or other.id != ask.id
    ]
    return Screen(
        "ask",
        {
            "title": ask.title if ask else "",
            "ask": wording(view.library, view.conversation, view.entries),
            "kept": kept_here(view, ask),
            "private": bool(ask and ask.audience),
        },
        (*pairs(others), *onward(view), *voice_row(view), *footer(view)),
        writes=True,
    )


def voice_row(view: View) -> Rows:
    """Whose line it is: one tap to change, and one to take back what was just kept."""
    undo = (button("undo"),) if view.conversation.last else ()
    return ((voice_button(view), *undo),)


def voice_button(view: View) -> Button:
    """Whose line the next one is, and the way to change it."""
    conversation = view.conversation
    return button("voice", "voice_now", voice=conversation.voice.value, member=conversation.member)


ONWARD: Mapping[str, tuple[str, ...]] = {
    "arrive.visit": ("go.story.telling", "go.domains.map"),
    "story.good": ("go.domains.map", "end.contact"),
    "circle.people": ("go.circle.missing", "go.question.wording"),
    "circle.missing": ("go.question.wording", "go.plan.showing"),
    "question.wording": ("go.question.beneath", "go.question.checking"),
    "question.beneath": ("go.question.enough", "go.question.checking"),
    "question.enough": ("go.question.checking",),
    "plan.deciding": ("go.plan.values", "go.plan.showing"),
    "plan.values": ("go.plan.deciding", "go.plan.showing"),
    "mirror.asking": ("stop",),
    "ending.not_now": ("stop",),
    "ending.contact": ("go.mirror.asking", "stop"),
}


def onward(view: View) -> Rows:
    """Where people mostly go from here; everything else is behind "Ga naar"."""
    return pairs([button(action) for action in ONWARD.get(view.at.state, ())])


def aside(view: View) -> Screen:
    """Something that comes in between: one question, and back to where we were."""
    screen = asking(view)
    return Screen(screen.name, screen.values, ((button("back"),),), writes=True)


# --- arriving and telling ----------------------------------------------------------------------


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
    rows: Rows = (
        *(
            (button(f"kept:{root}", "kept", text=short(p.text, 24)),)
            for root, p in promises.items()
        ),
        *pairs(
            [
                button(f"place:{name}", "place", title=title, on=view.visit.place == name)
                for name, title in places.items()
            ]
        ),
        *pairs(
            [
                button(f"circumstance:{name}", f"with_{name}", on=name in view.visit.circumstances)
                for name in ("others", "child", "interpreter", "grief")
            ]
        ),
        (button("address", f"address_{view.conversation.address}"),),
    )
    values = {
        "promises": tuple(promises.values()),
        "own": own,
        "prompts": questions_to_take(view),
        "place": places.get(view.visit.place or ""),
    }
    return Screen("visit", {**screen.values, **values}, (*rows, *screen.rows), writes=True)


def open_promises(view: View) -> dict[int, Entry]:
    """What was promised and not yet done."""
    done = {entry.about for entry in view.of(Kind.KEPT).values()}
    return {root: line for root, line in view.of(Kind.PROMISE).items() if root not in done}


def questions_to_take(view: View) -> tuple[str, ...]:
    """Two or three open questions to take along to a visit."""
    touched = [line.domain for line in view.lines.values() if line.domain]
    names = list(dict.fromkeys([*reversed(touched), *view.library.order]))[:3]
    circumstances = set(view.visit.circumstances)
    found = []
    for name in names:
        for prompt in view.library.domains[name].prompts:
            if prompt.kind == "opening" and not circumstances & set(prompt.not_when):
                found.append(speak(prompt.ask, view.conversation.address, None))
                break
    return tuple(found)


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
    return Screen("sorting", {"line": line, "waiting": len(waiting)}, rows)


# --- domains -----------------------------------------------------------------------------------


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
        "private": False,
        "heavy": view.conversation.heavy,
    }
    rows = (
        (button("another"), button("go.domains.map")),
        *pairs(
            [button(f"kind:{kind}", f"kind_{kind}") for kind in few if kind in kinds]
            + ([button("kinds")] if few != KINDS else [])
        ),
        (button("park_idea"), button("go.question.wording")),
        *voice_row(view),
        *footer(view),
    )
    return Screen("ask", values, rows, writes=True)


# --- the question and the gate -----------------------------------------------------------------


def question_wording(view: View) -> Screen:
    """The question in own words; one per person, several in a household."""
    screen = asking(view)
    questions = view.of(Kind.QUESTION)
    chosen = [
        button(
            f"question:{root}", "question", text=short(line.text, 30), on=root == view.at.question
        )
        for root, line in questions.items()
    ]
    values = {**screen.values, "kept": tuple(questions.values())}
    rows = tuple((b,) for b in chosen) if len(chosen) > 1 else ()
    return Screen(screen.name, values, (*rows, *screen.rows), writes=True)


def checking(view: View) -> Screen:
    """Put the wording before the resident: zo klopt het voor nu, klopt niet, or nobody can say."""
    question = view.lines.get(view.at.question or 0)
    clear = bool(question and is_clear(view, view.at.question or 0, question))
    checks = view.of(Kind.CHECKED, about=view.at.question)
    values = {
        "question": question,
        "standing": list(checks.values())[-1].choice if checks and clear else "unchecked",
    }
    rows: Rows = (
        (button("check:confirmed"), button("check:wrong", "check_wrong")),
        (button("check:provisional", "check_provisional"),),
        (button("go.question.wording"), button("go.question.beneath")),
        *(((button("go.helps.ladder"),),) if clear else ()),
        *voice_row(view),
        *footer(view),
    )
    return Screen("checking", values, rows)


def gate_closed(view: View) -> Screen:
    """What helps waits until the question is clear; the ways to open it."""
    rows: Rows = (
        (
            button("go.question.checking")
            if view.of(Kind.QUESTION)
            else button("go.question.wording"),
        ),
        (button("early"), button("park_idea")),
        (button("back"), button("today"), button("menu")),
    )
    return Screen("gate_closed", {"question": bool(view.of(Kind.QUESTION))}, rows)


def idea(view: View) -> Screen:
    """An idea that came early: four answers, none of them a block (001.6)."""
    line = next((view.lines[r] for r in view.conversation.pending if r in view.lines), None)
    rows: Rows = (
        (button("park"), button("leave")),
        (button("idea_today"), button("own_words")),
    )
    return Screen("idea", {"line": line}, rows)


# --- what helps --------------------------------------------------------------------------------


def ladder(view: View) -> Screen:
    """One screen: the rungs in their order, filled in freely (004.7)."""
    if view.at.rung:
        return rung(view)
    if view.at.prompt == "aanreiken":
        return offering(view)
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
            (button(f"use:{root}", "use", text=short(p.text, 20)), button(f"drop:{root}", "drop"))
            for root, p in parked.items()
        ),
        *(
            (
                button(f"accept:{root}", "accept", text=short(o.text, 18)),
                button(f"decline:{root}", "decline"),
            )
            for root, o in offers.items()
        ),
        (button("ask:aanreiken", "offer"), button("go.plan.steps")),
        *footer(view),
    )
    return Screen("ladder", values, rows)


def offering(view: View) -> Screen:
    """Something the professional puts forward; the resident says whether it fits (004.9)."""
    return Screen(
        "ask",
        {**asking(view).values},
        ((button("ladder"),), *voice_row(view), *footer(view)),
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
        "private": False,
    }
    rows = ((button("skip"), button("ladder")), *voice_row(view), *footer(view))
    return Screen("ask", values, rows, writes=True)


# --- the plan ----------------------------------------------------------------------------------


def steps(view: View) -> Screen:
    """One step at a time: who (the resident, unless…), with whom, when, who may decide it."""
    screen = asking(view)
    all_steps = view.of(Kind.STEP)
    step = all_steps.get(view.at.about or 0)
    who: list[Button] = []
    if step and view.at.prompt != "reden":
        who = [
            button("who:samen", "who_together"),
            button("who:bewoner", "who_resident"),
            *(button(f"who:{role[:24]}", "who", role=role) for role in view.people),
            button("who:professional", "who_professional"),
        ]
    rows: Rows = (
        *pairs(who),
        *(
            (button(f"step:{root}", "step", text=short(s.text, 30)),)
            for root, s in all_steps.items()
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
    agreement = [
        button(
            f"agree:{root}/{index}/{'disagrees' if said == 'agrees' else 'agrees'}",
            f"agree_{said or 'open'}",
            person=short(person, 16),
            text=short(step.text, 16),
        )
        for root, step in all_steps.items()
        for index, person in enumerate(view.people)
        for said in [last_said(view, root, person)]
    ][:12]
    rows: Rows = (
        *((b,) for b in agreement),
        (button("decide"), button("disagree")),
        (button("override"),),
        *screen.rows,
    )
    values = {
        **screen.values,
        "steps": tuple(all_steps.values()),
        "missing": tuple(view.of(Kind.MISSING).values()),
        "disagree": view.conversation.ended == "disagree",
    }
    return Screen("deciding", values, rows, writes=True)


def last_said(view: View, step: int, person: str) -> str:
    """What this person last said of this step."""
    said = [e for e in view.of(Kind.AGREED, about=step).values() if e.member == person]
    return (said[-1].choice or "") if said else ""


def showing(view: View) -> Screen:
    """The draft plan as the professional sees it, with what the mirror asks."""
    rows: Rows = (
        (button("go.plan.reading_back"), button("go.plan.deciding")),
        (button("go.helps.ladder"), button("go.plan.steps")),
        (button("copy:text", "copy_text"), button("copy:pdf", "copy_pdf")),
        (button("save"), button("lines")),
        (button("go.mirror.asking"), button("stop")),
        *footer(view),
    )
    return Screen("plan", {"versions": view.versions, "plan": plan_seen(view)}, rows)


def plan_seen(view: View) -> Plan:
    """The plan as it stands at the last line."""
    made_at = view.entries[-1].at if view.entries else view.visit.on
    return plan_of(view.conversation, view.entries, view.library, made_at)


def reading_back(view: View) -> Screen:
    """Samen kijken: the plan in large letters, with three answers for the resident (004.10)."""
    rows: Rows = (
        (button("right"), button("not_right"), button("add")),
        (button("go.plan.showing", "done_reading"),),
    )
    waits = ((button("safety", "something_waits"),),) if view.conversation.pending else ()
    return Screen("together", {"large": True, "plan": plan_seen(view)}, (*rows, *waits))


def correcting(view: View) -> Screen:
    """What must change, or be added, in the resident's own words."""
    ask = view.ask
    values = {
        "title": ask.title if ask else "",
        "ask": wording(view.library, view.conversation, view.entries),
        "kept": (),
        "private": False,
        "large": True,
    }
    return Screen("ask", values, ((button("back"),),), writes=True)


def sharing(view: View) -> Screen:
    """A copy leaves only with the household knowing it (003.5)."""
    rows: Rows = ((button("share"), button("go.plan.reading_back")), (button("back"),))
    return Screen("sharing", {"copy": view.at.subject or "text"}, rows)


# --- safety, lines, voice, menu ----------------------------------------------------------------


def safety(view: View) -> Screen:
    """The numbers, after the note was kept; one tap to leave, nothing logged."""
    return Screen("safety", {}, ((button("steps"), button("back")),))


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
    roots: dict[int, int] = {}
    last: dict[int, Entry] = {}
    for entry in view.entries:
        root = roots.get(entry.supersedes or 0, entry.supersedes or entry.seq)
        roots[entry.seq] = root
        last[root] = entry
    return tuple((root, e.text) for root, e in last.items() if e.struck and e.text)[-SHOWN:]


def one_line(view: View) -> Screen:
    """One line with its moment: change, strike, whose it is, who may read it."""
    line = view.lines.get(view.at.about or 0)
    if line is None:
        return all_lines(view)
    history = sum(1 for entry in view.entries if entry.supersedes) and line.supersedes
    rows: Rows = (
        (button("edit"), button("strike")),
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
    return Screen("line", {"line": line, "changed": bool(history)}, rows)


def editing(view: View) -> Screen:
    """The line's words again; the line before it is kept."""
    rows: Rows = ((button("all_lines"), button("back")),)
    return Screen("editing", {"line": view.lines.get(view.at.about or 0)}, rows, writes=True)


def voice(view: View) -> Screen:
    """Whose line it is, who speaks, and who may read it; stays until changed."""
    conversation = view.conversation
    roles = list(dict.fromkeys([*view.people, *view.library.content.naming.roles]))[:12]
    rows: Rows = (
        *pairs(
            [
                button(f"set_voice:{v.value}", f"voice_{v.value}", on=conversation.voice is v)
                for v in Voice
            ]
        ),
        *pairs(
            [
                button(f"set_member:{role[:24]}", "role", role=role, on=conversation.member == role)
                for role in roles
            ],
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
        (button("lines"), button("address", f"address_{view.conversation.address}")),
        (button("go.arrive.alias"), button("safety")),
        (button("end.not_now"), button("end.contact")),
        (button("pause"), button("stop")),
        (button("back"),),
    )
    return Screen("menu", {}, rows)


def advice(view: View) -> Screen:
    """Asked what to do, it does not know, and says so (002.1)."""
    rows: Rows = ((button("meant", "was_told"),), (button("desk.consult"), button("back")))
    return Screen("advice", {}, rows)


def ending(view: View) -> Screen:
    """Niet nu, or geen vraag wel contact: a complete ending, without a plan."""
    screen = asking(view)
    return Screen("ending", {**screen.values, "ended": view.conversation.ended}, screen.rows, True)


def paused(view: View) -> Screen:
    """Paused: where it was, it will be."""
    return Screen("paused", {}, ((button("resume"), button("stop")),))


SCREENS: dict[str, Callable[[View], Screen]] = {
    "arrive.alias": alias,
    "arrive.visit": visit,
    "story.telling": telling,
    "story.sorting": sorting,
    "story.good": asking,
    "domains.map": domain_map,
    "domains.asking": domain_asking,
    "domains.deepening": domain_asking,
    "circle.people": asking,
    "circle.missing": asking,
    "question.wording": question_wording,
    "question.beneath": asking,
    "question.enough": asking,
    "question.checking": checking,
    "helps.ladder": ladder,
    "plan.showing": showing,
    "plan.steps": steps,
    "plan.deciding": deciding,
    "plan.circumstance": aside,
    "plan.values": asking,
    "plan.reading_back": reading_back,
    "plan.correcting": correcting,
    "plan.sharing": sharing,
    "mirror.asking": asking,
    "ending.not_now": ending,
    "ending.contact": ending,
    "gate.idea": idea,
    "gate.closed": gate_closed,
    "gate.early": aside,
    "gate.parking": aside,
    "today.asking": aside,
    "promise.asking": aside,
    "signal.asking": aside,
    "bottleneck.asking": aside,
    "advice.asked": advice,
    "safety.notice": safety,
    "safety.steps": safety_steps,
    "lines.list": all_lines,
    "lines.one": one_line,
    "lines.editing": editing,
    "voice.choosing": voice,
    "menu.showing": menu,
    "paused": paused,
}
