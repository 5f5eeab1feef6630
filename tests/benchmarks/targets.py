"""What the figures should be, and whether they are."""

from __future__ import annotations

from collections.abc import Iterator

from tests.benchmarks.wire import JSON

AHEAD_FROM = 1_000  # stored people; a file that is written anew every time is quick when small


def targets(found: JSON) -> list[JSON]:
    """Every target that this run says something about."""
    return [
        {"target": name, "wanted": wanted, "found": value, "met": met}
        for part in (_turns, _taps, _start, _practice, _meeting, _room)
        for name, wanted, value, met in part(found)
    ]


Target = tuple[str, str, object, bool]


def _turns(found: JSON) -> Iterator[Target]:
    for stored, measured in found.get("turns", {}).get("people_stored", {}).items():
        ratios = measured["ratios"]
        for people, value in ratios["handvat_to_echo"].items():
            if people == "32":
                name = f"turns, of a bare echo, 32 at once, {stored} stored"
                yield name, "at least 0.1, aiming at 0.2", value, value >= 0.1
        for people, value in ratios["handvat_to_conversation_handler"].items():
            if int(stored) >= AHEAD_FROM:
                name = f"turns, to a ConversationHandler, {people} at once, {stored} stored"
                yield name, "more than 1", value, value > 1


def _taps(found: JSON) -> Iterator[Target]:
    if counted := found.get("taps"):
        first = counted["first_line"]["where_a_screen_asks_for_it"]
        domain = counted["one_domain"]["taps"]
        for name, value in (("the first line", first), ("one domain", domain)):
            yield f"taps to {name}", "at most 3", value, value is not None and value <= 3


def _start(found: JSON) -> Iterator[Target]:
    if measured := found.get("start"):
        for name in ("chat_first_screen_seconds", "page_answers_seconds"):
            yield name, "under 2", measured[name], measured[name] < 2
        size = measured["memory_mb"]["most"]
        yield "memory in MB, everything on, at most ever", "under 150", size, size < 150
        early = measured["loaded_for_later"]
        yield "modules loaded too early", "none", early, not any(early.values())


def _practice(found: JSON) -> Iterator[Target]:
    if measured := found.get("practice"):
        verdict = measured["verdict"]
        for name, took in verdict["milliseconds"].items():
            yield (
                f"one verdict in ms, the slowest, {name}",
                "under 20",
                took["max"],
                took["max"] < 20,
            )
        ready, size = verdict["ready_seconds"], verdict["memory_mb"]
        yield "seconds until the coach is ready", "under 1", ready, ready < 1
        yield "memory in MB that the coach adds", "under 100", size, size < 100


def _meeting(found: JSON) -> Iterator[Target]:
    if measured := found.get("meeting"):
        slow = measured["milliseconds_to_a_watcher"]["p99"]
        name = f"ms from a contribution to each of {measured['watchers']} screens, p99"
        yield name, "under 300", slow, slow < 300


def _room(found: JSON) -> Iterator[Target]:
    if measured := found.get("room"):
        slow = measured["milliseconds_to_a_page"]["p99"]
        name = f"ms from a contribution to {measured['pages']} open pages, p99"
        yield name, "under 300", slow, slow < 300
