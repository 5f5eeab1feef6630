"""Takes one piece out of the guide, to see which recorded conversation misses it.

What can be taken out, as a recording names it under ``requirements``:

``guard NAME``, ``effect NAME``   from every row of the machines (see `without`)
``function PATH``                 a pure function then says nothing: no, none, nothing found
``ask ID``, ``card ID``, ``kind KIND``, ``list NAME``   from the content: a question of the
                                  conversation, a card, the prompts of one kind, a word list
``template NAME``, ``label PART.NAME``   its words become "…"
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import pytest

from bot.app.rendering import Renderer
from bot.app.types import DoorName, Shown
from flows.clarification import conversing
from flows.clarification.table import CLARIFICATION
from flows.content.library import Library
from flows.content.shapes import Content
from flows.desk import sitting
from flows.desk.table import DESK
from flows.intervision import meeting
from flows.intervision.table import MEETING
from flows.machine import Flow
from flows.practice.duo import pairing
from flows.practice.duo.table import DUO
from flows.types import Desk, Screen
from tests.flows.memory_stage import MemoryStage
from tests.flows.recordings import library

NOTHING = "…"


def take_out(what: str, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Take a guard, an effect or a function out; False when it is not of the code."""
    sort, _, name = what.partition(" ")
    if sort in {"guard", "effect"}:
        _take_from_flows(sort, name, monkeypatch)
    elif sort == "function":
        _silence(name, monkeypatch)
    return sort in {"guard", "effect", "function"}


def stage_without(what: str, monkeypatch: pytest.MonkeyPatch) -> MemoryStage:
    """A stage on which this piece is missing until the monkeypatch is undone."""
    sort, _, name = what.partition(" ")
    if take_out(what, monkeypatch):
        return MemoryStage()
    if sort == "template":
        return MemoryStage(renderer=Wordless(screen=name))
    if sort == "label":
        return MemoryStage(renderer=Wordless(label=name))
    content = CONTENT[sort](library().content, name)
    assert content != library().content, f"there is no {what}"
    return MemoryStage(library=Library(content))


def _take_from_flows(sort: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    found = False
    machines = (
        (conversing, CLARIFICATION),
        (sitting, DESK),
        (meeting, MEETING),
        (pairing, DUO),
    )
    for module, flow in machines:
        if name in _named(flow, sort):
            monkeypatch.setattr(module, "flow", without(flow, name))
            found = True
    assert found, f"no row has a {sort} {name}"


def without(flow: Flow, name: str) -> Flow:
    """The same flow with one guard or effect taken out, to see what would be missed."""
    rows = (
        replace(
            row,
            guards=tuple(guard for guard in row.guards if guard.__name__ != name),
            effects=tuple(act for act in row.effects if act.__name__ != name),
            leaving=tuple(act for act in row.leaving if act.__name__ != name),
        )
        for row in flow.rows
    )
    return Flow(flow.states, flow.initial, rows, flow.ends)


def _named(flow: Flow, sort: str) -> set[str]:
    return {
        each.__name__
        for row in flow.rows
        for each in (row.guards if sort == "guard" else (*row.effects, *row.leaving))
    }


def _silence(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    place, _, name = path.rpartition(".")
    module = import_module(place)
    nothing = neutral(get_type_hints(getattr(module, name))["return"])
    monkeypatch.setattr(module, name, lambda *_, **__: nothing)


def neutral(kind: Any) -> object:  # noqa: ANN401  (any annotation)
    """What says nothing, of this kind."""
    if kind is NoneType or (get_origin(kind) in {Union, UnionType} and NoneType in get_args(kind)):
        return None
    return (get_origin(kind) or kind)()


class Wordless(Renderer):
    """Renders everything but the words of one screen or one label (``part.name``)."""

    def __init__(self, screen: str = "", label: str = "") -> None:
        super().__init__()
        self._screen = screen
        self._part, _, self._label = label.partition(".")

    def show(self, screen: Screen, desk: Desk, *, address: str, door: DoorName) -> Shown:
        """The screen, without its text when it is the one that is missing."""
        shown = super().show(screen, desk, address=address, door=door)
        if screen.name != self._screen:
            return shown
        return Shown(NOTHING, shown.rows, shown.writes, shown.name, shown.large)

    def labels(self, name: str) -> dict[str, Any]:
        """The labels, without the one that is missing."""
        labels = super().labels(name)
        if self._part not in labels:
            return labels
        labels = copy.deepcopy(labels)
        assert self._label in labels[self._part], f"there is no label {self._label}"
        labels[self._part][self._label] = NOTHING
        return labels


def _without_ask(content: Content, name: str) -> Content:
    asks = tuple(ask for ask in content.asks if ask.id != name)
    return content.model_copy(update={"asks": asks})


def _without_card(content: Content, name: str) -> Content:
    cards = tuple(card for card in content.cards if card.id != name)
    return content.model_copy(update={"cards": cards})


def _without_kind(content: Content, kind: str) -> Content:
    domains = {
        name: domain.model_copy(
            update={"prompts": tuple(each for each in domain.prompts if each.kind != kind)}
        )
        for name, domain in content.domains.items()
    }
    return content.model_copy(update={"domains": domains})


def _without_list(content: Content, name: str) -> Content:
    return content.model_copy(update={"words": content.words.model_copy(update={name: ()})})


CONTENT: dict[str, Callable[[Content, str], Content]] = {
    "ask": _without_ask,
    "card": _without_card,
    "kind": _without_kind,
    "list": _without_list,
}
