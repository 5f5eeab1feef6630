"""How many taps and typed lines it takes, counted by playing: every button is tried.

From ``/start`` to the first line that is stored, and from a conversation that has begun to a line
in each domain. What is tried is everything that is on the screen, the fewest taps first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.app.checking import branch
from bot.settings import read_settings
from bot.wiring import library_for
from flows.clarification.lines import current
from flows.playing import Player
from flows.types import Entry
from tests.benchmarks.wire import JSON

TEXT = "De huur loopt achter sinds de zomer."
MOST = 4  # taps; further than this is too far anyway
IN_A_TALK = "desk.choose:after", "desk.new"  # the first screen's own way to a conversation
Lines = dict[int, Entry]


def taps() -> JSON:
    """Everything counted."""
    library = library_for(read_settings({}))
    started = Player(library)
    started.say("/start")
    first = fewest(started, lambda lines: {"stored": bool(lines)})
    shown = pressed(started, IN_A_TALK)
    talking = branch(shown)
    talking.say(TEXT)
    kept = len(lines_of(talking))

    def subjects(lines: Lines) -> dict[str, bool]:
        new = list(lines.values())[kept:]
        return {name: any(line.domain == name for line in new) for name in library.order}

    domains = fewest(talking, subjects)
    missing = [name for name in library.order if name not in domains]
    return {
        "first_line": {
            "fewest_taps": first.get("stored"),
            "taps_by_the_buttons": shown.turns - started.turns if stores(shown) else None,
            "typed": 1,
        },
        "one_domain": {
            "taps": max(domains.values(), default=None) if not missing else None,
            "typed": 1,
            "domains": domains,
            "further_than_that": missing,
        },
    }


def fewest(player: Player, found: Callable[[Lines], dict[str, bool]]) -> dict[str, int]:
    """For everything that ``found`` looks for: the fewest taps before one typed line gives it."""
    taps_to: dict[str, int] = {}
    here = [player]
    for count in range(MOST + 1):
        for each in here:
            after = branch(each)
            after.say(TEXT)
            for name, there in found(lines_of(after)).items():
                if there:
                    taps_to.setdefault(name, count)
        here = [after for each in here for after in pressing(each)]
    return taps_to


def pressing(player: Player) -> Iterator[Player]:
    """What comes of each button on the screen."""
    for action in sorted(player.screen.actions):
        after = branch(player)
        if after.press(action):
            yield after


def pressed(player: Player, actions: tuple[str, ...]) -> Player:
    """What comes of these buttons, which must be on the screen."""
    after = branch(player)
    for action in actions:
        if action not in after.screen.actions:
            raise LookupError(f"The first screen no longer has {action}.")
        after.press(action)
    return after


def stores(player: Player) -> bool:
    """Whether a typed text is stored here."""
    after = branch(player)
    after.say(TEXT)
    return len(lines_of(after)) > len(lines_of(player))


def lines_of(player: Player) -> Lines:
    """The lines of the conversation in hand, as they stand."""
    return current(player.entries.get(player.desk.conversation or "", ()))
