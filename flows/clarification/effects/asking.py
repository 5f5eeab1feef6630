"""Which question is put next, and skipping without a trace."""

from __future__ import annotations

from flows.clarification import choosing
from flows.clarification.turn import Turn
from flows.types import Kind


def one_network_follow_up(turn: Turn) -> None:
    """Nobody around: ask once who would like to be asked (000.4)."""
    asked_who = turn.came_from.prompt == "wie-hoort-erbij"
    if asked_who and not turn.of(Kind.PERSON) and "network" not in turn.conversation.hinted:
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


def open_group(turn: Turn) -> None:
    """Show the domains of a group; any order, any number (001.2), two taps away (000.11)."""
    turn.move(subject=turn.argument)


def enter_domain(turn: Turn) -> None:
    """Put the first open question of this domain: three taps and a text (000.11)."""
    turn.move(domain=turn.argument, prompt=None)
    choosing.put(turn, choosing.next_prompt(turn))


def another_question(turn: Turn) -> None:
    """Another question about the same; the one before stays unanswered without a trace (001.1)."""
    choosing.put(turn, choosing.next_prompt(turn))


def more_kinds(turn: Turn) -> None:
    """Show every kind of question there is here, because it was asked for (001.4)."""
    turn.move(subject="kinds")


def question_of_kind(turn: Turn) -> None:
    """A question of this kind: scale, exception, wanted future in every domain (000.3)."""
    choosing.put(turn, choosing.next_prompt(turn, turn.argument))
