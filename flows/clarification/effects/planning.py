"""What helps, the steps, who agrees, and the copy that leaves with consent."""

from __future__ import annotations

from flows.clarification.effects.telling import asked_as, keep_answer
from flows.clarification.guards import PROFESSIONAL, circle
from flows.clarification.turn import Turn
from flows.types import Audience, Kind, SaveVersion, Send, Voice


def open_rung(turn: Turn) -> None:
    """One rung of the ladder: what was looked at, then what the resident says (004.7)."""
    turn.move(rung=turn.argument, prompt="looked")


def keep_rung(turn: Turn) -> None:
    """Keep what was looked at on this rung, or what the resident says of it (004.7)."""
    kind = Kind.SAYS if turn.at.prompt == "says" else Kind.HELP
    turn.keep(kind, turn.text, choice=turn.at.rung, about=turn.at.question, asked=asked_as(turn))
    after_rung(turn)


def keep_offer(turn: Turn) -> None:
    """Keep what is put forward, and show it with the two answers there are to it (004.9)."""
    keep_answer(turn)
    turn.move(prompt=None)


def after_rung(turn: Turn) -> None:
    """After what was looked at comes what the resident says; then the ladder again (004.7)."""
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


def open_step(turn: Turn) -> None:
    """Take a step in hand: with whom, when, who may decide it."""
    turn.move(about=int(turn.argument), prompt="met-wie")


def new_step(turn: Turn) -> None:
    """Another step."""
    turn.move(about=None, prompt="stap")


def resident_does_it(turn: Turn) -> None:
    """Who does it: the resident, unless somebody else was chosen (000.2)."""
    if turn.argument and turn.at.about:
        fields = {"prompt": None, "audience": Audience.EVERYBODY}
        turn.keep(Kind.WHO, turn.argument, about=turn.at.about, **fields)


def ask_for_reason(turn: Turn) -> None:
    """A professional as the doer needs a reason before it is kept (000.2)."""
    turn.move(prompt="reden")


def keep_step_part(turn: Turn) -> None:
    """Keep the step, with whom, when; with the reason the professional becomes the doer (000.2)."""
    if turn.at.prompt == "reden":
        fields = {"prompt": None, "source": None, "audience": Audience.EVERYBODY}
        turn.keep(Kind.WHO, PROFESSIONAL, about=turn.at.about, **fields)
    keep_answer(turn)


def keep_first_step(turn: Turn) -> None:
    """No step is in hand: what is typed is one."""
    new_step(turn)
    keep_answer(turn)


def say_agreement(turn: Turn) -> None:
    """Who agrees with this step, one by one (003.3)."""
    step, _, rest = turn.argument.partition("/")
    index, _, choice = rest.partition("/")
    people = circle(person.text for person in turn.of(Kind.PERSON).values())
    if choice in {"agrees", "disagrees"} and int(index) < len(people):
        turn.keep(
            Kind.AGREED, about=int(step), choice=choice, member=people[int(index)], prompt=None
        )


def decide(turn: Turn) -> None:
    """All involved agree: it is decided (003.3)."""
    turn.keep(Kind.DECISION, choice="decided", prompt=None, voice=Voice.OBSERVED)
    turn.say("decided")


def not_without_them(turn: Turn) -> None:
    """It stays a proposal as long as somebody it is about did not agree (003.3)."""
    turn.say("not_without_them")


def read_back_right(turn: Turn) -> None:
    """Klopt: the resident says so, and the plan is frozen as a version (004.10)."""
    turn.keep(Kind.READ_BACK, choice="right", prompt=None)
    turn.change(ended=turn.conversation.ended or "plan")
    save_version(turn)


def says_not_right(turn: Turn) -> None:
    """Klopt niet: then the resident says what it must be (004.10)."""
    turn.move(subject="not_right")


def keep_correction(turn: Turn) -> None:
    """What the resident changes or adds while reading along, in own words (004.10, 003.1)."""
    turn.keep(
        Kind.READ_BACK,
        turn.text,
        choice=turn.at.subject or "add",
        asked=asked_as(turn) or None,
        prompt="niet-goed",
        audience=Audience.EVERYBODY,
    )


def save_version(turn: Turn) -> None:
    """Freeze the lines as they stand now, in their order."""
    ids = tuple(entry.seq for entry in turn.lines.values())
    turn.asked_for = (*turn.asked_for, SaveVersion(turn.conversation.id, ids))


def shared_with_consent(turn: Turn) -> None:
    """A copy leaves only when the household knows of it; that is kept too (003.5)."""
    turn.keep(Kind.READ_BACK, choice="may_share", prompt=None)
    copy = turn.conversation.id
    wanted = Send("plan.pdf", copy) if turn.at.subject == "pdf" else Send("plan.txt", copy)
    turn.asked_for = (*turn.asked_for, wanted)


def choose_copy(turn: Turn) -> None:
    """Which copy is asked for, text or PDF; it is not made yet (003.5)."""
    turn.move(subject=turn.argument)
