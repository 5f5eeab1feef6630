"""Builds a `transitions` machine from a table and fires one event at it.

The machine is built once, holds no model and is shared by every conversation: a `Turn` is its light
cursor for as long as one turn lasts. Guards and effects are plain functions of that turn. A state
changes before its effects run, so they do no IO; when one raises, the turn is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from transitions import Machine, State


class Cursor(Protocol):
    """What the machine moves: anything with a state."""

    state: str


Guard = Callable[[Any], bool]
Act = Callable[[Any], None]
ANYWHERE = "*"


@dataclass(frozen=True, slots=True)
class Row:
    """One move: from ``source`` to ``dest`` (None: stay) when every guard holds.

    Rows with the same event are tried in order; the first whose guards hold is taken. What is done
    ``leaving`` still sees the state that is left, ``effects`` see the one that is entered.
    """

    event: str
    source: str | tuple[str, ...]
    dest: str | None
    guards: tuple[Guard, ...] = ()
    effects: tuple[Act, ...] = ()
    leaving: tuple[Act, ...] = ()


class Flow:
    """A machine of states and rows, with one typed way to move; ``ends`` are left by nobody."""

    def __init__(
        self,
        states: Iterable[str],
        initial: str,
        rows: Iterable[Row],
        ends: Iterable[str] = (),
    ) -> None:
        self.states = tuple(states)
        self.ends = frozenset(ends)
        self.initial = initial
        self.rows = tuple(rows)
        self._machine = Machine(
            model=None,
            states=[State(name) for name in self.states],
            initial=initial,
            transitions=[
                {
                    "trigger": row.event,
                    "source": list(row.source) if isinstance(row.source, tuple) else row.source,
                    "dest": row.dest,
                    "conditions": list(row.guards),
                    "before": list(row.leaving),
                    "after": list(row.effects),
                }
                for row in self.rows
            ],
            auto_transitions=False,
            ignore_invalid_triggers=True,
        )

    def fire(self, cursor: Cursor, event: str) -> bool:
        """Take the first row of ``event`` that fits; False when none does."""
        found = self._machine.events.get(event)
        if found is None or cursor.state not in found.transitions:
            return False
        return bool(found.trigger(cursor, cursor))


def check_flow(flow: Flow) -> tuple[str, ...]:
    """Everything wrong with a table: unknown states, states no row reaches or leaves."""
    known = set(flow.states)
    problems = [
        f"row {row.event!r} names an unknown state {name!r}"
        for row in flow.rows
        for name in {*_sources(row, flow.states), row.dest or flow.initial} - known
    ]
    reached = {row.dest for row in flow.rows if row.dest} | {flow.initial}
    left = {
        source
        for row in flow.rows
        if row.dest
        for source in _sources(row, flow.states)
        if source != row.dest
    }
    problems += [f"no row reaches state {name!r}" for name in flow.states if name not in reached]
    problems += [
        f"no row leaves state {name!r}" for name in flow.states if name not in left | flow.ends
    ]
    return tuple(sorted(problems))


def mermaid(title: str, flow: Flow) -> str:
    """The machine as a mermaid diagram, from the table itself.

    A move that anybody may make from anywhere is one arrow from "overal", not one from each state.
    """
    names = {name: name.replace(".", "_") for name in flow.states}
    lines = ["---", f"title: {title}", "---", "stateDiagram-v2"]
    lines += [f"    {names[name]} : {name}" for name in flow.states]
    lines.append(f"    [*] --> {names[flow.initial]}")
    for row in flow.rows:
        if row.dest is None:
            continue
        guards = ", ".join(guard.__name__ for guard in row.guards)
        label = f"{row.event} [{guards}]" if guards else row.event
        sources = ("overal",) if row.source == ANYWHERE else _sources(row, flow.states)
        lines += [f"    {names.get(s, s)} --> {names[row.dest]} : {label}" for s in sources]
    return "\n".join(lines)


def _sources(row: Row, states: tuple[str, ...]) -> tuple[str, ...]:
    if row.source == ANYWHERE:
        return states
    return row.source if isinstance(row.source, tuple) else (row.source,)
