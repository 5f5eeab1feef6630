"""The one gate: ideas wait until the question is clear, and come back (001.6, 004.1)."""

from __future__ import annotations

from flows.clarification.effects.sorting import root_of
from flows.clarification.guards import clear_questions, line_with_idea
from flows.clarification.turn import Turn
from flows.types import Kind, Voice


def remember_idea(turn: Turn) -> None:
    """Acknowledge the idea and ask what to do with it; the line itself is kept already (001.6)."""
    if line := line_with_idea(turn):
        turn.change(pending=(root_of(turn, line.seq),))


def park_idea(turn: Turn) -> None:
    """Even parkeren: kept until the question is clear, then offered back (001.6)."""
    _pending_becomes(turn, kind=Kind.PARKED)
    turn.say("parked")


def leave_idea(turn: Turn) -> None:
    """Laat staan: it stays where it was typed, as it was typed."""
    turn.change(pending=())


def do_today(turn: Turn) -> None:
    """Dit kan vandaag: a practical thing is never parked, no reason asked (004.7)."""
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
    """The professional opens the gate early; the reason stays out of the plan (004.1).

    It opens for the question in hand, or for the newest when that one was struck or left by back.
    """
    take_a_question(turn)
    opened = next((root for root in turn.of(Kind.QUESTION) if root == turn.at.question), 0)
    turn.change(early=(*turn.conversation.early, opened), overlay=())
    turn.move(question=opened or None)


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


def choose_question(turn: Turn) -> None:
    """Take this question in hand: one per person, several in a household."""
    if turn.argument.isdigit() and int(turn.argument) in turn.of(Kind.QUESTION):
        turn.move(question=int(turn.argument))


def take_a_question(turn: Turn) -> None:
    """Take the newest question in hand when none is."""
    questions = turn.of(Kind.QUESTION)
    if turn.at.question not in questions and questions:
        turn.move(question=list(questions)[-1])


def take_a_clear_question(turn: Turn) -> None:
    """What helps is looked at for a question that is clear, not for one that waits (004.1)."""
    clear = clear_questions(turn)
    if clear and turn.at.question not in clear:
        turn.move(question=clear[-1])


def check_question(turn: Turn) -> None:
    """Zo klopt het voor nu, klopt niet, nobody can say: kept with whom it was checked (003.1)."""
    choice = turn.argument
    question = turn.of(Kind.QUESTION).get(turn.at.question or 0)
    if question and choice in {"confirmed", "wrong", "provisional"}:
        whose = question.member or turn.conversation.member
        turn.keep(Kind.CHECKED, about=turn.at.question, choice=choice, member=whose, prompt=None)
        turn.say(f"checked_{choice}")
