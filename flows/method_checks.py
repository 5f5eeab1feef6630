"""Checks of the ways to hold intervision: can a group run this from beginning to end?

The shape of a file is checked while it is read; here the rounds are held against one another and
against what the machine does with them (domain.md §5: versions differ by school, so they are data).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from flows.content.shapes import Content, Method, MethodRole, Round, Shape
from flows.mistakes import Places, Problem

COLLECTS = ("tell", "ask", "answer", "say", "write", "replay")  # leave lines to choose among


def check_methods(content: Content, places: Places) -> Iterator[Problem]:
    """Every problem of every method."""
    for stem, method in content.methods.items():
        if method.id != stem:
            message = f'The file is {stem}.yaml and the id "{method.id}": make them equal.'
            yield _problem(places, message, method, "id")
        yield from _minutes(method, places)
        yield from _people(method, places)
        yield from _roles(method, places)
        yield from _closing(method, places)
        for number, one in enumerate(method.rounds):
            yield from _round(method, number, one, places)
    if content.replay is not None:
        yield from _replay(content.replay, places)


def _problem(places: Places, message: str, shape: Shape, *loc: str | int) -> Problem:
    file, line = places.at(shape, *loc)
    return Problem(file, line, message)


def _minutes(method: Method, places: Places) -> Iterator[Problem]:
    """A group is told beforehand how long it takes (002.4)."""
    total = sum(one.minutes for one in method.rounds)
    if total != method.minutes:
        message = f"The rounds take {total} minutes and minutes says {method.minutes}: make equal."
        yield _problem(places, message, method, "minutes")


def _people(method: Method, places: Places) -> Iterator[Problem]:
    """With how many people it can be done, the least first."""
    least, most = method.people
    if least > most:
        message = f"From {least} to {most} people is nobody: write the least first."
        yield _problem(places, message, method, "people")


def _roles(method: Method, places: Places) -> Iterator[Problem]:
    """Everybody at the table has a round in which to speak."""
    heard = {role for one in method.rounds for role in one.speaks}
    for role in get_args(MethodRole):
        if role not in heard:
            message = f"In no round does the {role} speak: add {role} to speaks somewhere."
            yield _problem(places, message, method, "rounds")


def _closing(method: Method, places: Places) -> Iterator[Problem]:
    """The last round looks back at how it was to do this together."""
    last = len(method.rounds) - 1
    if method.rounds[last].does != "look_back":
        message = "The last round does not look back: end with a round that does look_back."
        yield _problem(places, message, method, "rounds", last)


def _round(method: Method, number: int, one: Round, places: Places) -> Iterator[Problem]:
    """One round can be run, and what it leans on came before it."""
    yield from _one_round(one, places, method, "rounds", number)
    before = method.rounds[:number]
    if one.id in {each.id for each in before}:
        message = f'Two rounds have the id "{one.id}": choose another.'
        yield _problem(places, message, method, "rounds", number, "id")
    if one.of is not None and one.of not in {each.id for each in before}:
        message = f'No earlier round is "{one.of}": name one that comes before this one.'
        yield _problem(places, message, method, "rounds", number, "of")
    if one.does == "choose" and not any(each.does in COLLECTS for each in before):
        message = "Nothing to choose among came before: this round is a dead end."
        yield _problem(places, message, method, "rounds", number, "does")


def _replay(one: Round, places: Places) -> Iterator[Problem]:
    """The round that goes into any method replays, and turn by turn it is seen what is wondered."""
    if one.does != "replay":
        message = "This round goes through a conversation: write does: replay."
        yield _problem(places, message, one, "does")
    if one.shows != "at_once":
        message = "What is wondered here is seen turn by turn: write shows: at_once."
        yield _problem(places, message, one, "shows")
    yield from _one_round(one, places, one)


def _one_round(one: Round, places: Places, shape: Shape, *loc: str | int) -> Iterator[Problem]:
    """What is wrong with a round by itself, which stands at ``loc`` in its file."""
    both = [role for role in one.speaks if role in one.silent]
    if both:
        message = f"The {both[0]} speaks and is silent in this round: keep one."
        yield _problem(places, message, shape, *loc, "silent")
    if one.choices and one.does not in {"choose", "replay"}:
        message = "Only a round that does choose or replay has choices: leave them out here."
        yield _problem(places, message, shape, *loc, "choices")
    if len(set(one.choices)) != len(one.choices):
        message = "A choice stands here twice: keep one."
        yield _problem(places, message, shape, *loc, "choices")
