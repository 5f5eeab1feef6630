"""What `handvat check` looks at: the content, the machines, and every screen within reach.

The screens are found by walking: from the first screen every button is pressed once in every state
it is offered in, and a text is typed wherever one is awaited. Each screen met is rendered.
"""

from __future__ import annotations

import copy
from collections import deque
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from bot.app.checking_meetings import meet
from bot.app.rendering import Renderer, Unsaid
from flows.checks import ADDRESSES
from flows.content.library import Library
from flows.content.shapes import Ask, Content, Prompt
from flows.desk.sitting import COMMANDS
from flows.language.coach import coach
from flows.language.verdict import Language
from flows.loading import ContentRefused, read_content, untranslated
from flows.machine import check_flow
from flows.machines import MACHINES, NEEDS
from flows.mistakes import Problem
from flows.playing import Player
from flows.wording import speak

LANGUAGE = "nl"  # of the shipped content
UNFIT = frozenset({"suggestive_question", "stacked_questions", "advice_solution", "why_question"})
SURE = 0.75  # below it the coach may be wrong, and an author is not bothered
VALUE = 64  # bytes of a button's value, the most that Telegram carries
TEXTS = (
    "Een regel zoals iemand die typt.",
    '"Zo zegt een bewoner het zelf."',
    "Ze moet naar schuldhulpverlening.",
    "Hij slaat haar.",
    "moeder, zus",
    "wat moet ik doen",
    "terug",
    *(f"/{command}" for command in COMMANDS),
)


def check_everything(folder: Path | None = None) -> tuple[Problem, ...]:
    """Every problem of the shipped content (with a team's own folder over it) and the machines.

    The folder may be that of one language, or the one with a folder for each (`HANDVAT_CONTENT`).
    """
    if folder and (folder / LANGUAGE).is_dir():
        folder = folder / LANGUAGE
    if folder and folder.is_dir() and not any(folder.rglob("*.yaml")):
        return (Problem(str(folder), 1, "Nothing in this folder is read: put content in it."),)
    machines = tuple(
        Problem(machine.file, 1, problem)
        for machine in MACHINES
        for problem in check_flow(machine.flow)
    )
    content, problems = read_content(files("flows.content") / LANGUAGE, folder, NEEDS)
    roots = [files("flows.content"), *([folder.resolve().parent] if folder else [])]
    problems = (*problems, *(problem for root in roots for problem in untranslated(root)))
    if content is None:
        return (*problems, *machines)
    folders = [files("flows.content") / LANGUAGE, *([folder] if folder else [])]
    heard = tuple(sorted(listen(content, folders)))
    library, renderer = Library(content), Renderer()
    seen_there = {*walk(library, renderer), *meet(library, renderer)}
    return (*problems, *machines, *heard, *sorted(seen_there))


def listen(content: Content, folders: list[Traversable | Path]) -> Iterator[Problem]:
    """Every authored question as the coach hears it: none leads, stacks or solves."""
    library = Library(content)
    language: Language = "nl" if content.language == "nl" else "en"
    questions: tuple[Prompt | Ask, ...] = (*library.prompts.values(), *library.asks.values())
    for asked in questions:
        for address in ADDRESSES:
            verdict = coach(speak(asked.ask, address, "zo is het"), language)
            if verdict.label in UNFIT and verdict.confidence >= SURE:
                message = f'The coach hears {verdict.label} in "{verdict.quote}": ask it openly.'
                yield Problem(*place_of_id(asked.id, folders), message)
                break


def place_of_id(name: str, folders: list[Traversable | Path]) -> tuple[str, int]:
    """The file and line of an id; the last folder wins, as a team's own does."""
    for folder in reversed(folders):
        inner = folder / "domains"
        for path in (*folder.iterdir(), *(inner.iterdir() if inner.is_dir() else ())):
            if path.name.endswith(".yaml"):
                for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                    if row.strip().removeprefix("- ") == f"id: {name}":
                        return str(path), number
    return name, 1


def walk(library: Library, renderer: Renderer) -> Iterator[Problem]:
    """Render every screen within reach and say what is missing or does not fit."""
    waiting = deque([Player(library)])
    tried: set[tuple[str, str]] = set()
    while waiting:
        player = waiting.popleft()
        yield from seen(player, renderer)
        here = place_of(player)
        screen = player.screen
        moves = [("press", action) for action in sorted(screen.actions)]
        moves += [("say", text) for text in TEXTS]
        for how, what in moves:
            kind = what.partition(":")[0] if how == "press" else what
            if (here, kind) not in tried:
                tried.add((here, kind))
                after = branch(player)
                (after.press if how == "press" else after.say)(what)
                waiting.append(after)


def place_of(player: Player) -> str:
    """The desk's room, the conversation's state and whether something is in hand there."""
    conversation = player.conversations.get(player.desk.conversation or "")
    run = player.runs.get(player.desk.practice or "")
    if player.desk.state in {"practise", "line", "shares", "shared"}:
        standing = player.standing()
        done = any(run.finished for run in standing.practices)
        return f"{player.desk.state} {done} {bool(standing.shares)} {standing.shared is not None}"
    if player.desk.state == "practising" and run is not None:
        return f"practising {run.state} {run.later} {run.meant} {len(run.exchanges) > 0}"
    draft = player.drafts.get(player.desk.draft or "")
    if player.desk.state == "bringing" and draft is not None:
        return f"bringing {draft.origin} {draft.state} {bool(draft.question)} {bool(draft.method)}"
    if player.desk.state != "talking" or conversation is None:
        return player.desk.state
    at = conversation.at
    in_hand = (at.subject, at.rung, at.about) if at.state in {"helps.ladder", "plan.steps"} else ()
    has = [bool(thing) for thing in (*in_hand, at.question, conversation.early)]
    return f"{at.state} {at.prompt if in_hand else ''} {has}"


def branch(player: Player) -> Player:
    """The same place, to try another move from."""
    other = copy.copy(player)
    other.conversations = dict(player.conversations)
    other.runs = dict(player.runs)
    other.drafts, other.copies = dict(player.drafts), dict(player.copies)
    other.spoken = dict(player.spoken)
    other.entries = dict(player.entries)
    other.versions = dict(player.versions)
    other.shares = dict(player.shares)
    return other


def seen(player: Player, renderer: Renderer) -> Iterator[Problem]:
    """What is wrong with the screen and the sentences a person would see now."""
    standing = player.standing()
    screen = player.screen
    file = f"templates/{player.desk.language}"
    address = standing.conversation.address if standing.conversation else "u"
    try:
        for notice in player.notices:
            renderer.words(notice, player.desk.language)
        shown = renderer.show(screen, player.desk, address=address, door="telegram")
    except (Unsaid, ContentRefused) as error:
        yield Problem(f"{file}/{screen.name}.html", 1, f"{error}")
        return
    if not shown.text:
        yield Problem(f"{file}/{screen.name}.html", 1, "This screen says nothing: write its text.")
    if not shown.rows:
        yield Problem(f"{file}/{screen.name}.html", 1, "No button leads on from this screen.")
    for button in (button for row in shown.rows for button in row):
        if len(button.value.encode()) > VALUE:
            yield Problem(f"{file}/words.yaml", 1, f"The button {button.value!r} is too long.")
        if not button.label.strip():
            yield Problem(f"{file}/words.yaml", 1, f"The button {button.value!r} has no label.")
