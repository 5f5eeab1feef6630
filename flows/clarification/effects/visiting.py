"""Visits with promises, places and circumstances; and the endings without a plan."""

from __future__ import annotations

from dataclasses import replace

from flows.clarification.naming import made_up_name
from flows.clarification.turn import Turn
from flows.types import Kind, Visit

BEFOREHAND = frozenset({Kind.WANTED, Kind.KNOWN, Kind.PRESENT, Kind.MIRROR})


def choose_place(turn: Turn) -> None:
    """Where the talk is: at home, at school, in the street, at the club (004.4)."""
    if turn.argument in turn.library.content.naming.places:
        _visit_becomes(turn, place=turn.argument)
        turn.move(subject=None)


def show_more(turn: Turn) -> None:
    """Open the places or the circumstances, or close them again."""
    turn.move(subject=turn.argument or None)


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
    """Another visit: opened with what was promised and the last own words.

    One that was only prepared, or looked into, is the one that happens now.
    """
    *earlier, last = turn.conversation.visits
    happened = any(e.visit == last.number and e.kind not in BEFOREHAND for e in turn.entries)
    visits = (*earlier, last, Visit(last.number + 1, turn.now))
    if not happened:
        visits = (*earlier, replace(last, on=turn.now))
    turn.change(visits=visits, ended="", heavy=False)


def other_alias(turn: Turn) -> None:
    """Another made-up name."""
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
    """We zijn het hier niet over eens: a good ending too (004.10)."""
    turn.change(ended="disagree")
    turn.move(prompt="niet-eens")
