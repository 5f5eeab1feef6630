"""The conversation's effects: what a move does, each named with the requirement it serves."""

from __future__ import annotations

from dataclasses import replace

from flows.clarification import choosing
from flows.clarification.guards import PROFESSIONAL
from flows.clarification.turn import Turn
from flows.types import Audience, Kind, Place, SaveVersion, Send, Voice

FACETS = ("met-wie", "wanneer", "wie-gaat-erover")
PRIVATE = frozenset({Kind.MIRROR, Kind.EARLY, Kind.BOTTLENECK, Kind.COLLEAGUE})


# --- the cursor --------------------------------------------------------------------------------


def hold_place(turn: Turn) -> None:
    """Something comes in between; where we were is kept and returned to (002.4)."""
    before = turn.came_from
    if not before.state.startswith(OVERLAYS):
        turn.change(overlay=(before,))


OVERLAYS = (
    "safety.",
    "gate.",
    "today.",
    "promise.",
    "signal.",
    "bottleneck.",
    "lines.",
    "voice.",
    "menu.",
    "advice.",
    "paused",
)


def return_to_place(turn: Turn) -> None:
    """Go back to exactly where we were before something came in between."""
    if turn.conversation.overlay:
        turn.change(at=turn.conversation.overlay[-1], overlay=())


def leave_overlay(turn: Turn) -> None:
    """A free move puts away what lay over the conversation."""
    turn.change(overlay=(), ended="", pending=())


def step_back(turn: Turn) -> None:
    """Back moves the cursor only; it never touches a line."""
    *earlier, place = turn.conversation.history
    turn.change(at=place, history=tuple(earlier), overlay=())


def pause(turn: Turn) -> None:
    """Pause anywhere; the next time opens where it was (002.4)."""
    turn.leaves = True
    turn.say("paused", alias=turn.conversation.alias)


def go_to_desk(turn: Turn) -> None:
    """Leave the conversation as it stands and go to the first screen."""
    turn.leaves = True


# --- what was told -----------------------------------------------------------------------------


def keep_answer(turn: Turn) -> None:
    """Keep what was typed as what the question in hand asks for; skipping is always free (001.1)."""
    ask = turn.ask
    if ask is None:
        keep_loose(turn)
        return
    if ask.stores is Kind.TOLD:
        keep_told(turn)
    elif ask.stores is Kind.PERSON:
        keep_people(turn)
    else:
        keep_one(turn)
    go_to_next_ask(turn)


def keep_told(turn: Turn) -> None:
    """Split what was told in one go into lines that wait to be sorted, and stay quiet (000.7)."""
    from flows.clarification.lines import split_lines

    for line in split_lines(turn.text):
        turn.keep(Kind.TOLD, line, domain=None, asked=_wording(turn))


def keep_people(turn: Turn) -> None:
    """Role words, several at once; nobody is named (000.4)."""
    known = {person.text.lower() for person in turn.of(Kind.PERSON).values()}
    for role in _listed(turn.text):
        if role.lower() not in known:
            turn.keep(Kind.PERSON, role, asked=_wording(turn))


def _listed(text: str) -> tuple[str, ...]:
    parts = text.replace("\n", ",").replace(" en ", ",").replace(";", ",").split(",")
    return tuple(part.strip(" .") for part in parts if part.strip(" ."))


def keep_one(turn: Turn) -> None:
    """One line, with the wording it answers and what it belongs to."""
    ask = turn.ask
    if ask is None:
        return
    about = {"question": turn.at.question, "step": turn.at.about}.get(ask.about)
    line = turn.keep(
        ask.stores,
        turn.text,
        about=about,
        asked=_wording(turn),
        audience=ask.audience or turn.conversation.audience,
    )
    if ask.stores is Kind.QUESTION:
        turn.move(question=line.seq)
    if ask.stores is Kind.STEP:
        turn.move(about=line.seq)
        turn.change(member=turn.conversation.member)


def keep_loose(turn: Turn) -> None:
    """Typed where nothing was asked: kept and waits to be sorted, never lost."""
    turn.keep(Kind.TOLD, turn.text, domain=None, prompt=None)


def keep_domain_line(turn: Turn) -> None:
    """An answer to a domain's open question; a small signal keeps its own kind (000.5)."""
    prompt = turn.library.prompts.get(turn.at.prompt or "")
    kind = Kind.SIGNAL if prompt and prompt.kind == "signal" else Kind.LINE
    turn.keep(kind, turn.text, asked=_wording(turn))


def _wording(turn: Turn) -> str:
    from flows.clarification.screens import wording

    return wording(turn.library, turn.conversation, turn.entries)


def notice_heavy_news(turn: Turn) -> None:
    """Heavy news: the next question stays with it (004.1)."""
    turn.change(heavy=turn.reading.heavy)


def say_waits(turn: Turn) -> None:
    """While the resident reads along it says only that something waits (tone.md §1)."""
    turn.change(pending=(_root(turn, turn.kept[-1].seq),))


def remember_last(turn: Turn) -> None:
    """What was just kept can be taken back with one tap."""
    if turn.kept:
        turn.change(last=turn.kept[-1].seq)


def hint_own_words(turn: Turn) -> None:
    """A question in the professional's own thinking is a filled-in one (NIVEA): say so once (001.8)."""
    if any(e.kind is Kind.QUESTION and e.voice is not Voice.QUOTED for e in turn.kept):
        turn.hint("hint_filled_in")


def hint_must_solve(turn: Turn) -> None:
    """ "Jij moet het oplossen": there is a card for it; patience is one too (000.8)."""
    if turn.reading.must_solve:
        turn.hint("hint_must_solve")


def one_network_follow_up(turn: Turn) -> None:
    """Nobody around: ask once who would like to be asked (000.4)."""
    if not turn.of(Kind.PERSON) and "network" not in turn.conversation.hinted:
        turn.change(hinted=(*turn.conversation.hinted, "network"))
        turn.move(prompt="wie-zou-kunnen")


def choose_ask(turn: Turn) -> None:
    """Put another question of this screen: the one that was named."""
    if turn.argument in {ask.id for ask in turn.library.by_state.get(turn.state, ())}:
        turn.move(prompt=turn.argument)


def skip_ask(turn: Turn) -> None:
    """Skip: nothing is asked why, nothing stays open (001.1)."""
    go_to_next_ask(turn)


def go_to_next_ask(turn: Turn) -> None:
    """Put the next question of this screen; after the last one the first again."""
    if turn.state == "story.telling":
        turn.move(prompt=None)  # the story goes on, nothing is asked (000.7)
    elif turn.state == "plan.steps":
        _next_of_step(turn)
    elif turn.ask:
        ids = [ask.id for ask in turn.library.by_state[turn.state]]
        turn.move(prompt=ids[(ids.index(turn.ask.id) + 1) % len(ids)])


def _next_of_step(turn: Turn) -> None:
    order = ("stap", "met-wie", "wanneer", "wie-gaat-erover")
    here = order.index(turn.at.prompt) if turn.at.prompt in order else 0
    if here + 1 < len(order) and turn.at.about:
        turn.move(prompt=order[here + 1])
    else:
        turn.move(about=None, prompt="stap")


# --- domains -----------------------------------------------------------------------------------


def open_group(turn: Turn) -> None:
    """Show the domains of a group; any order, any number (001.2)."""
    turn.move(subject=turn.argument)


def enter_domain(turn: Turn) -> None:
    """Put the first open question of this domain."""
    turn.move(domain=turn.argument, prompt=None)
    choosing.put(turn, choosing.next_prompt(turn))


def another_question(turn: Turn) -> None:
    """Another question about the same; the one before stays unanswered without a trace (001.1)."""
    choosing.put(turn, choosing.next_prompt(turn))


def more_kinds(turn: Turn) -> None:
    """Show every kind of question there is here, because it was asked for (001.4)."""
    turn.move(subject="kinds")


def question_of_kind(turn: Turn) -> None:
    """A question of this kind: scale, exception, wanted future… are there in every domain (000.3)."""
    choosing.put(turn, choosing.next_prompt(turn, turn.argument))


# --- sorting -----------------------------------------------------------------------------------


def sort_line(turn: Turn) -> None:
    """Give the first waiting line its subject and whose it is, with one tap."""
    waiting = turn.of(Kind.TOLD)
    if waiting:
        root = next(iter(waiting))
        head = waiting[root]
        voice = head.voice if head.voice is Voice.QUOTED else turn.conversation.voice
        turn.supersede(
            root,
            kind=Kind.LINE,
            domain=turn.argument if turn.argument in turn.library.domains else None,
            voice=voice,
            member=turn.conversation.member,
        )
    turn.move(subject=None)


def choose_voice(turn: Turn) -> None:
    """Whose line it is: asked once, stays until changed, always visible (000.6)."""
    if turn.argument in set(Voice):
        turn.change(voice=Voice(turn.argument))


def choose_member(turn: Turn) -> None:
    """Which member of the household speaks: several voices in one plan, kept apart (001.5)."""
    turn.change(member=turn.argument or None)


def choose_audience(turn: Turn) -> None:
    """Who may read it: one copy for all can cause violence."""
    if turn.argument in set(Audience):
        turn.change(audience=Audience(turn.argument))


def choose_line_voice(turn: Turn) -> None:
    """Change whose line this one is."""
    if turn.at.about in turn.lines and turn.argument in set(Voice):
        turn.supersede(turn.at.about or 0, voice=Voice(turn.argument))


def choose_line_audience(turn: Turn) -> None:
    """Change who may read this line."""
    if turn.at.about in turn.lines and turn.argument in set(Audience):
        turn.supersede(turn.at.about or 0, audience=Audience(turn.argument))


def open_line(turn: Turn) -> None:
    """Look at one line: change it, strike it, say whose it is and who may read it."""
    turn.move(about=int(turn.argument))


def edit_line(turn: Turn) -> None:
    """Change a line's words; the line before it is kept."""
    if turn.at.about in turn.lines:
        turn.supersede(turn.at.about or 0, text=turn.text)
        turn.say("line_changed")


def strike_line(turn: Turn) -> None:
    """Strike a line: it leaves the plan and stays in the history."""
    if turn.at.about in turn.lines:
        turn.supersede(turn.at.about or 0, struck=True)
        turn.say("line_struck")


def restore_line(turn: Turn) -> None:
    """Bring a struck line back."""
    root = int(turn.argument)
    head = next(e for e in reversed(turn.entries) if e.struck and _root(turn, e.seq) == root)
    entry = replace(
        head, seq=turn.entries[-1].seq + 1, at=turn.now, supersedes=head.seq, struck=False
    )
    turn.entries = (*turn.entries, entry)
    turn.kept = (*turn.kept, entry)
    turn.say("line_back")


def _root(turn: Turn, seq: int) -> int:
    by_seq = {entry.seq: entry for entry in turn.entries}
    while (before := by_seq[seq].supersedes) is not None:
        seq = before
    return seq


def take_back(turn: Turn) -> None:
    """Undo the last line: struck, not gone."""
    root = _root(turn, turn.conversation.last) if turn.conversation.last else 0
    if root in turn.lines:
        turn.supersede(root, struck=True)
        turn.say("line_struck")
    turn.change(last=None)


# --- the gate ----------------------------------------------------------------------------------


def remember_idea(turn: Turn) -> None:
    """Acknowledge the idea and ask what to do with it; the line itself is kept already (001.6)."""
    turn.change(pending=(_root(turn, turn.kept[-1].seq),))


def park_idea(turn: Turn) -> None:
    """Even parkeren: kept until the question is clear, then offered back (001.6)."""
    _pending_becomes(turn, kind=Kind.PARKED)
    turn.say("parked")


def leave_idea(turn: Turn) -> None:
    """Laat staan: it stays where it was typed, as it was typed."""
    turn.change(pending=())


def do_today(turn: Turn) -> None:
    """Dit kan vandaag: a practical thing is never parked, no reason asked."""
    _pending_becomes(turn, kind=Kind.TODAY)
    turn.say("kept_today")


def resident_said_it(turn: Turn) -> None:
    """Dit zei de inwoner zelf: a wish in own words is never parked (001.6)."""
    _pending_becomes(turn, voice=Voice.QUOTED)
    turn.say("kept_own_words")


def _pending_becomes(turn: Turn, **changes: object) -> None:
    for root in turn.conversation.pending:
        if root in turn.lines:
            turn.supersede(root, **changes)
    turn.change(pending=())


def open_early(turn: Turn) -> None:
    """The professional opens the gate early; the reason goes to the mirror, not the plan (004.1)."""
    opened = turn.at.question or next(iter(turn.of(Kind.QUESTION)), 0)
    turn.change(early=(*turn.conversation.early, opened), overlay=())


def offer_parked_back(turn: Turn) -> None:
    """What was parked comes back now that the question is clear (001.6)."""
    if turn.of(Kind.PARKED):
        turn.say("parked_back")


def use_parked(turn: Turn) -> None:
    """Put a parked idea before the resident: offered, not imposed (004.9)."""
    turn.supersede(int(turn.argument), kind=Kind.OFFERED, about=turn.at.question)


def drop_parked(turn: Turn) -> None:
    """A parked idea that is not needed any more."""
    turn.supersede(int(turn.argument), struck=True)
    turn.say("line_struck")


def resident_accepts(turn: Turn) -> None:
    """The resident accepts what was offered (004.9)."""
    turn.keep(Kind.TAKEN, about=int(turn.argument), choice="accepted", prompt=None)


def resident_declines(turn: Turn) -> None:
    """The resident declines what was offered, and that is an answer (004.9)."""
    turn.keep(Kind.TAKEN, about=int(turn.argument), choice="declined", prompt=None)


# --- the question ------------------------------------------------------------------------------


def choose_question(turn: Turn) -> None:
    """Take this question in hand: one per person, several in a household."""
    if turn.argument.isdigit() and int(turn.argument) in turn.of(Kind.QUESTION):
        turn.move(question=int(turn.argument))


def take_a_question(turn: Turn) -> None:
    """Take the newest question in hand when none is."""
    questions = turn.of(Kind.QUESTION)
    if turn.at.question not in questions and questions:
        turn.move(question=list(questions)[-1])


def check_question(turn: Turn) -> None:
    """Zo klopt het voor nu, klopt niet, or nobody can say: kept with whom it was checked (003.1)."""
    choice = turn.argument
    if choice in {"confirmed", "wrong", "provisional"}:
        turn.keep(Kind.CHECKED, about=turn.at.question, choice=choice, prompt=None)
        turn.say(f"checked_{choice}")


# --- what helps --------------------------------------------------------------------------------


def open_rung(turn: Turn) -> None:
    """One rung of the ladder: what was looked at, then what the resident says (004.7)."""
    turn.move(rung=turn.argument, prompt="looked")


def keep_rung(turn: Turn) -> None:
    """Keep what was looked at on this rung, or what the resident says of it (004.7)."""
    if turn.at.rung is None:
        keep_answer(turn)
        return
    kind = Kind.SAYS if turn.at.prompt == "says" else Kind.HELP
    turn.keep(kind, turn.text, choice=turn.at.rung, about=turn.at.question, asked=_wording(turn))
    after_rung(turn)


def after_rung(turn: Turn) -> None:
    """After what was looked at comes what the resident says; then the ladder again."""
    if turn.at.rung and turn.at.prompt == "looked":
        turn.move(prompt="says")
    else:
        turn.move(rung=None, prompt=None)


def close_rung(turn: Turn) -> None:
    """Back to the whole ladder."""
    turn.move(rung=None, prompt=None)


def hint_professional_first(turn: Turn) -> None:
    """Professional help before the people around were looked at: a hint, never a block (001.8)."""
    rung = turn.library.rungs.get(turn.argument)
    looked = {entry.choice for entry in turn.of(Kind.HELP).values()}
    if rung and rung.professional and not looked & {"network", "informal_care", "usual_help"}:
        turn.hint("hint_people_first")


# --- the plan ----------------------------------------------------------------------------------


def open_step(turn: Turn) -> None:
    """Take a step in hand: with whom, when, who may decide it."""
    turn.move(about=int(turn.argument), prompt="met-wie")


def new_step(turn: Turn) -> None:
    """Another step."""
    turn.move(about=None, prompt="stap")


def resident_does_it(turn: Turn) -> None:
    """Who does it: the resident, unless somebody else was chosen (000.2)."""
    if turn.argument and turn.at.about:
        turn.keep(Kind.WHO, turn.argument, about=turn.at.about, prompt=None)


def ask_for_reason(turn: Turn) -> None:
    """A professional as the doer needs a reason before it is kept (000.2)."""
    turn.move(prompt="reden")


def keep_step_part(turn: Turn) -> None:
    """Keep the step, with whom, when; with the reason the professional becomes the doer (000.2)."""
    if turn.at.prompt == "reden":
        turn.keep(Kind.WHO, PROFESSIONAL, about=turn.at.about, prompt=None)
    keep_answer(turn)


def say_agreement(turn: Turn) -> None:
    """Who agrees with this step, one by one (003.3)."""
    step, _, rest = turn.argument.partition("/")
    index, _, choice = rest.partition("/")
    people = list(turn.of(Kind.PERSON).values())
    if choice in {"agrees", "disagrees"} and int(index) < len(people):
        turn.keep(
            Kind.AGREED, about=int(step), choice=choice, member=people[int(index)].text, prompt=None
        )


def decide(turn: Turn) -> None:
    """All involved agree: it is decided (003.3)."""
    turn.keep(Kind.DECISION, choice="decided", prompt=None, voice=Voice.OBSERVED)
    turn.say("decided")


def not_without_them(turn: Turn) -> None:
    """It stays a proposal as long as somebody it is about did not agree (003.3)."""
    turn.say("not_without_them")


def read_back_right(turn: Turn) -> None:
    """Klopt: the resident says so, and the plan is frozen as a version."""
    turn.keep(Kind.READ_BACK, choice="right", prompt=None)
    save_version(turn)


def save_version(turn: Turn) -> None:
    """Freeze the lines as they stand now, in their order."""
    ids = tuple(entry.seq for entry in turn.lines.values())
    turn.asked_for = (*turn.asked_for, SaveVersion(turn.conversation.id, ids))


def shared_with_consent(turn: Turn) -> None:
    """A copy leaves only when the household knows of it; that is kept too (003.5)."""
    turn.keep(Kind.READ_BACK, choice="may_share", prompt=None)
    document = "plan.pdf" if turn.at.subject == "pdf" else "plan.txt"
    turn.asked_for = (*turn.asked_for, Send(document, turn.conversation.id))


def choose_copy(turn: Turn) -> None:
    """Which copy is asked for: text or PDF."""
    turn.move(subject=turn.argument)


# --- visits and endings ------------------------------------------------------------------------


def choose_place(turn: Turn) -> None:
    """Where the talk is: at home, at school, in the street, at the club (004.4)."""
    if turn.argument in turn.library.content.naming.places:
        _visit_becomes(turn, place=turn.argument)


def toggle_circumstance(turn: Turn) -> None:
    """Who and what is there that asks for other questions: others, interpreter, child, grief."""
    here = turn.visit.circumstances
    name = turn.argument
    if name in {"grief", "others", "interpreter", "child"}:
        now = tuple(c for c in here if c != name) if name in here else (*here, name)
        _visit_becomes(turn, circumstances=now)


def _visit_becomes(turn: Turn, **changes: object) -> None:
    *earlier, visit = turn.conversation.visits
    turn.change(visits=(*earlier, replace(visit, **changes)))  # type: ignore[arg-type]


def new_visit(turn: Turn) -> None:
    """Another visit: opened with what was promised and the last own words."""
    from flows.types import Visit

    visits = turn.conversation.visits
    turn.change(visits=(*visits, Visit(visits[-1].number + 1, turn.now)), ended="", heavy=False)


def other_alias(turn: Turn) -> None:
    """Another made-up name."""
    from flows.desk.table import made_up_name

    seed = turn.conversation.seed + 104729
    turn.change(seed=seed, alias=made_up_name(turn.library, seed, {turn.conversation.alias}))


def promise_kept(turn: Turn) -> None:
    """What was promised was done."""
    turn.keep(Kind.KEPT, about=int(turn.argument), prompt=None)


def change_address(turn: Turn) -> None:
    """Je or u belongs to the conversation."""
    turn.change(address="je" if turn.conversation.address == "u" else "u")


def end_not_now(turn: Turn) -> None:
    """Niet nu: a refusal is an answer, and the door stays open (004.2)."""
    turn.change(ended="not_now", overlay=())


def end_contact(turn: Turn) -> None:
    """Geen vraag, wel contact: a visit without a problem is a full record (004.5, 004.2)."""
    turn.change(ended="contact", overlay=())


def end_disagree(turn: Turn) -> None:
    """We zijn het hier niet over eens: a good ending too."""
    turn.change(ended="disagree")
