"""Whatever anybody presses or types: it goes on, nothing told is lost, nothing private leaks.

Every run starts somewhere in a recorded conversation, and does from there what nobody recorded.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import timedelta
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.advance import screen_of
from flows.clarification.effects.telling import listed
from flows.clarification.lines import LONGEST, NEVER, current
from flows.clarification.plan import plan_of
from flows.clarification.plan_types import PlanLine
from flows.desk.sitting import COMMANDS
from flows.playing import Player
from flows.types import (
    Audience,
    Edited,
    Entry,
    Input,
    Kind,
    Pressed,
    Said,
    Send,
    Unreadable,
)
from tests.flows.memory_stage import CONVERSATION, DESK, ENTRIES, MemoryStage
from tests.flows.recordings import Move, Seen, library, play, recordings

VALUE = 64  # bytes of a button's value, the most that Telegram carries
ORDINARY = (
    "Ze woont met twee kinderen in een flat. De huur loopt achter.",
    '"Ik wil weer durven opendoen."',
    "moeder, zoon van 14 en buurman",
    "niemand",
    "Een traplift zou goed zijn.",
    "Hij heeft haar geslagen.",
    "Haar man is in mei overleden.",
    "Wat moet ik doen?",
    "Daar ben jij toch voor?",
    "terug",
    "Sla over.",
    "pauze",
    "stop",
    "?",
    "ja",
)
HOSTILE = (
    "<script>alert(1)</script> & <b>",
    "{{ 7 * 7 }} {% include 'x' %}",
    "{words} {u|je} {",
    '"',
    '""',
    "“halve aanhaling",
    "regel\u2028scheiding\u2029einde\x0b\x1c\x00",
    "\u202eachterstevoren\u202c",
    "👩🏽‍🦽 ไทย ትግርኛ 中文 ﷽",
    "a\u0301\u0301\u0301\u0301",
    "/",
    "/plan nu",
    "/wis Merel 42",
    "/wis@handvatbot",
    "0.open:abc",
    "-1",
    "   \n ",
    "\u200b",
    "x" * LONGEST,
    "x" * (LONGEST + 1),
)


@dataclass(frozen=True)
class Step:
    """One thing to do; ``number`` chooses among what is on offer."""

    sort: str
    number: int = 0
    text: str = ""


def steps(most: int) -> st.SearchStrategy[list[Step]]:
    """Mostly presses, some texts, and now and then something odd."""
    number = st.integers(0, 10_000)
    text = st.one_of(st.sampled_from(ORDINARY), st.sampled_from(HOSTILE), st.text(max_size=60))
    commands = st.sampled_from([f"/{name}" for name in COMMANDS])
    step = st.one_of(
        *[st.builds(Step, st.just("press"), number)] * 4,
        st.builds(Step, st.just("say"), number, text),
        st.builds(Step, st.just("say"), number, st.sampled_from(ORDINARY)),
        st.builds(Step, st.just("say"), number, commands),
        st.builds(Step, st.sampled_from(("edit", "old", "forged", "show", "later")), number, text),
    )
    return st.lists(step, min_size=1, max_size=most)


class Passing(MemoryStage):
    """A stage that keeps a copy of every place it passes."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.passed: list[Player] = []

    def make(self, move: Move) -> Seen:
        """Make the move and keep the place."""
        seen = super().make(move)
        self.passed.append(branch(self.player))
        return seen


def branch(player: Player) -> Player:
    """The same place, to go on from in another way."""
    other = copy.copy(player)
    other.conversations = dict(player.conversations)
    other.runs, other.spoken = dict(player.runs), dict(player.spoken)
    other.drafts, other.copies = dict(player.drafts), dict(player.copies)
    other.entries = dict(player.entries)
    other.versions = dict(player.versions)
    return other


@cache
def places() -> tuple[Player, ...]:
    """Every place in every recorded conversation, the first screen included."""
    found = [Player(library())]
    for recording in recordings():
        stage = Passing()
        play(recording, stage)
        found += stage.passed
    return tuple(found)


def input_of(step: Step, stage: MemoryStage, turn: int) -> Input:
    """What this step comes to on the screen that is seen."""
    player = stage.player
    match step.sort:
        case "press":
            offered = sorted(player.screen.actions)
            return Pressed(player.desk.screen, offered[step.number % len(offered)])
        case "old":
            offered = sorted(player.screen.actions)
            return Pressed(player.desk.screen - 1, offered[step.number % len(offered)])
        case "forged":
            return Pressed(player.desk.screen, step.text)
        case "edit":
            sources = sorted({e.source for one in player.entries.values() for e in one if e.source})
            source = sources[step.number % len(sources)] if sources else "chat/0"
            return Edited(step.text, source)
        case "show":
            return Unreadable("sticker")
        case _:
            return Said(step.text, f"chat/{turn}")


def go(start: int, done: list[Step]) -> None:
    """Do all of it, and look after every step."""
    stage = MemoryStage()
    stage.player = branch(places()[start % len(places())])
    for turn, step in enumerate(done, 1000):
        if step.sort == "later":
            stage.player.now += timedelta(days=step.number % 40)
            continue
        given_now = input_of(step, stage, turn)
        before = branch(stage.player)
        accepted = stage.player.take(given_now)
        look(stage, before, given_now, accepted)


def look(stage: MemoryStage, before: Player, taken: Input, accepted: bool) -> None:
    """Everything that must hold after any turn."""
    player = stage.player
    standing = player.standing()
    assert player.screen == screen_of(library(), standing), "the same place is seen differently"
    assert player.screen.rows, f"no way on from {player.screen.name}"
    shown = stage.look()
    assert shown.text
    buttons = [button for row in player.screen.rows for button in row]
    for button in buttons:
        assert len(Pressed(player.desk.screen, button.action).value.encode()) <= VALUE
    assert len({button.action for button in buttons}) == len(buttons), "a button stands twice"
    if not accepted:
        assert player.conversations == before.conversations
        assert player.entries == before.entries
    nothing_lost(player, before)
    if isinstance(taken, Pressed) and taken.action in {"back", "resume", "stop", "pause"}:
        assert player.entries == before.entries, f"{taken.action} changed what was told"
    if accepted and isinstance(taken, Said):
        told_is_kept(player, before, taken.text)
    nothing_private(player, shown)
    sent = [effect.document for effect in player.effects if isinstance(effect, Send)]
    if any(document.startswith("plan.") for document in sent):
        assert [e.choice for e in new_entries(player, before)] == ["may_share"]
    there_and_back(player)


def nothing_lost(player: Player, before: Player) -> None:
    """Entries only grow, but for a conversation that was erased on purpose."""
    for name, entries in before.entries.items():
        if name in player.entries:
            assert player.entries[name][: len(entries)] == entries
        else:
            assert before.desk.state == "erase.sure"
    for entries in player.entries.values():
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))


def new_entries(player: Player, before: Player) -> tuple[Entry, ...]:
    """What this turn added, in whichever conversation."""
    return tuple(
        entry
        for name, entries in player.entries.items()
        for entry in entries[len(before.entries.get(name, ())) :]
    )


def told_is_kept(player: Player, before: Player, text: str) -> None:
    """A text that was accepted stands in the lines literally, unless it was a move or a question.

    Only white space may differ, where one text became several lines.
    """
    said = text.strip()
    kept = new_entries(player, before)
    conversation = player.conversations.get(player.desk.conversation or "")
    is_move = said.startswith("/") or said.lower().rstrip(".!") in library().moves
    is_asked = conversation is not None and conversation.word == said
    if is_move or is_asked or player.desk.state != "talking":
        return
    if any(e.kind is Kind.PERSON for e in kept) or not kept:
        people = {
            e.text.lower() for one in player.entries.values() for e in one if e.kind is Kind.PERSON
        }
        told = {e.text.lower() for e in kept}
        assert {role.lower() for role in listed(said)} <= people | told
        return
    assert bare(said) in bare("".join(entry.text for entry in kept))


def bare(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def nothing_private(player: Player, shown: Seen) -> None:
    """What is for one pair of eyes is in no plan, and not on the screen to read along."""
    for name, conversation in player.conversations.items():
        lines = current(player.entries[name])
        private = {
            root
            for root, line in lines.items()
            if line.kind in NEVER or line.audience is not Audience.EVERYBODY
        }
        plan = plan_of(conversation, player.entries[name], library(), player.now)
        assert not private & {line.seq for line in plan_lines(plan)}
        if player.screen.name == "together" and name == player.desk.conversation:
            public = bare("".join(line.text for root, line in lines.items() if root not in private))
            for root in private:
                text = bare(lines[root].text)
                assert len(text) < 8 or text in public or text not in bare(shown.text)


def plan_lines(part: object) -> Iterator[PlanLine]:
    """Every line in a plan, however deep."""
    if isinstance(part, PlanLine):
        yield part
    elif isinstance(part, tuple):
        for each in part:
            yield from plan_lines(each)
    elif is_dataclass(part):
        for each in fields(part):
            yield from plan_lines(getattr(part, each.name))


def there_and_back(player: Player) -> None:
    """Where things stand is nothing but values."""
    assert DESK.validate_json(DESK.dump_json(player.desk)) == player.desk
    for name, conversation in player.conversations.items():
        entries = player.entries[name]
        assert CONVERSATION.validate_json(CONVERSATION.dump_json(conversation)) == conversation
        assert ENTRIES.validate_json(ENTRIES.dump_json(entries)) == entries


@settings(max_examples=60, deadline=None)
@given(start=st.integers(0, 10_000), done=steps(15))
def test_whatever_is_done_it_goes_on(start: int, done: list[Step]) -> None:
    go(start, done)


@pytest.mark.slow
@pytest.mark.timeout(600)
@settings(max_examples=2000, deadline=None)
@given(start=st.integers(0, 10_000), done=steps(40))
def test_whatever_is_done_for_long_it_goes_on(start: int, done: list[Step]) -> None:
    go(start, done)


def test_every_button_of_every_recorded_place_can_be_pressed() -> None:
    """One press of each, from everywhere that was recorded."""
    tried: set[tuple[str, str]] = set()
    for place in places():
        for action in sorted(place.screen.actions):
            name = (place.screen.name, action.partition(":")[0])
            if name in tried:
                continue
            tried.add(name)
            stage = MemoryStage()
            stage.player = branch(place)
            pressed = Pressed(place.desk.screen, action)
            assert stage.player.take(pressed), f"{action} on {place.screen.name} was refused"
            look(stage, place, pressed, True)
