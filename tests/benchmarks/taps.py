"""How many taps and typed lines it takes, counted by playing: every button is tried.

From ``/start`` to the first line that is stored, and from a conversation that has begun to a line
in each domain. Everything on the screen is pressed, the fewest taps first, and a line is typed
wherever that leads.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from bot.app.checking import branch
from bot.settings import read_settings
from bot.wiring import library_for
from flows.clarification.lines import current
from flows.playing import Player
from flows.types import Entry, Place
from tests.benchmarks.wire import JSON

TEXT = "De huur loopt achter sinds de zomer."
MOST = 4  # taps; further than this is too far anyway
LINE = "line"
Lines = dict[int, Entry]


@dataclass(frozen=True, slots=True)
class Way:
    """So many taps and a typed line, where that leads, and whether a screen asked for the line."""

    taps: int
    there: Player
    asked: bool


def taps() -> JSON:
    """Everything counted; None stands for what is not within reach."""
    library = library_for(read_settings({}))
    started = Player(library)
    started.say("/start")
    begun = list(ways(started, lambda lines: {LINE} if lines else set()))
    asked = next((way for _, way in begun if way.asked), None)
    domains: dict[str, int] = {}
    if asked is not None:
        kept = len(lines_of(asked.there))

        def subjects(lines: Lines) -> set[str]:
            return {line.domain for line in list(lines.values())[kept:] if line.domain}

        for name, way in ways(asked.there, subjects):
            domains.setdefault(name, way.taps)
    reached = all(name in domains for name in library.order)
    return {
        "typed": 1,
        "first_line": {
            "fewest": begun[0][1].taps if begun else None,
            "where_a_screen_asks_for_it": asked.taps if asked else None,
        },
        "one_domain": {"taps": max(domains.values()) if reached else None, "domains": domains},
    }


def ways(player: Player, found: Callable[[Lines], set[str]]) -> Iterator[tuple[str, Way]]:
    """Every way to what ``found`` sees in the lines, the fewest taps first."""
    here = [player]
    for count in range(MOST + 1):
        for each in here:
            after = branch(each)
            after.say(TEXT)
            for name in found(lines_of(after)):
                yield name, Way(count, after, each.screen.writes)
        here = list({place_of(after): after for each in here for after in pressing(each)}.values())


def place_of(player: Player) -> tuple[str, Place | None, frozenset[str]]:
    """What makes a place another place: the room, where the cursor is, what can be pressed."""
    conversation = player.conversations.get(player.desk.conversation or "")
    at = conversation.at if conversation else None
    return player.desk.state, at, player.screen.actions


def pressing(player: Player) -> Iterator[Player]:
    """What comes of each button on the screen."""
    for action in sorted(player.screen.actions):
        after = branch(player)
        if after.press(action):
            yield after


def lines_of(player: Player) -> Lines:
    """The lines of the conversation in hand, as they stand."""
    return current(player.entries.get(player.desk.conversation or "", ()))
