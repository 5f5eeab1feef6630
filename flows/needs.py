"""What the machines lean on in content: a team's own file that leaves it out would be a dead end.

A team's file replaces the shipped one of the same name, so what the code names stands in both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from flows.content.shapes import Ask, Content, Domain, Moment
from flows.mistakes import Places, Problem
from flows.types import Kind
from flows.wording import slots


@dataclass(frozen=True, slots=True)
class Needs:
    """The states there are, and what has to be asked where.

    ``asking`` are the states in which a text answers a question, each with the kind of line that
    the machine counts on there, if it does. ``named`` are the questions that it puts by their id,
    with their state and the kind of line each makes. ``moments`` are those of which a question for
    anybody is taken.
    """

    states: tuple[str, ...]
    asking: Mapping[str, Kind | None] = field(default_factory=dict)
    named: Mapping[str, tuple[str, Kind]] = field(default_factory=dict)
    moments: tuple[str, ...] = ()


def check_needs(content: Content, places: Places, needs: Needs) -> Iterator[Problem]:
    """Every question stands where it is put, and none that the machines need is missing."""
    for ask in content.asks:
        yield from _misplaced(ask, places, needs)
    yield from _not_asked(content.asks, places, needs)
    yield from _not_there(content.moments, needs.moments, places)
    subjects: tuple[Moment | Domain, ...] = (*content.moments, *content.domains.values())
    for subject in subjects:
        if places.whole(subject) and all(slots(prompt.ask) for prompt in subject.prompts):
            message = "Every question here holds {words}: write one for when nothing was said yet."
            yield Problem(*places.at(subject, "prompts"), message)


def _misplaced(ask: Ask, places: Places, needs: Needs) -> Iterator[Problem]:
    state, kind = needs.named.get(ask.id, (ask.state, needs.asking.get(ask.state)))
    if ask.state not in needs.states:
        phase = ask.state.partition(".")[0]
        near = sorted(name for name in needs.states if name.partition(".")[0] == phase)
        choice = ", ".join(near or sorted(needs.states))
        message = f'There is no state "{ask.state}": choose one of {choice}.'
        yield Problem(*places.at(ask, "state"), message)
    elif ask.state != state:
        message = f'"{ask.id}" is put in {state}: write "state: {state}", or give it another id.'
        yield Problem(*places.at(ask, "state"), message)
    elif kind is not None and ask.stores is not kind:
        message = f'An answer to this has to be kept as {kind}: write "stores: {kind}".'
        yield Problem(*places.at(ask, "stores"), message)


def _not_asked(asks: tuple[Ask, ...], places: Places, needs: Needs) -> Iterator[Problem]:
    """A state without its question, and a question that is put by its id and stands nowhere."""
    if not asks:
        return  # the whole file could not be read, and was refused
    asked = {ask.state for ask in asks} | {state for state, _ in needs.named.values()}
    if not any(sort is Ask for sort, _, _ in places.unusable()):  # it may be the one that is left
        for state in (state for state in needs.asking if state not in asked):
            message = f"No question is put in {state}: write one."
            yield Problem(places.at(asks[0])[0], 1, message)
    yield from _not_there(asks, needs.named, places)


def _not_there(
    there: tuple[Ask, ...] | tuple[Moment, ...], named: Iterable[str], places: Places
) -> Iterator[Problem]:
    """What the code calls by its id; a piece with a mistake in it was named for that."""
    ids = {each.id for each in there} | {name for _, name, _ in places.unusable()}
    for name in (name for name in named if there and name not in ids):
        message = f'"{name}" is used by its id and stands nowhere in this file: write it.'
        yield Problem(places.at(there[0])[0], 1, message)
