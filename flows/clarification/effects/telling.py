"""Keeping what was told: every text becomes a line, whatever was asked."""

from __future__ import annotations

from flows.clarification.effects.asking import go_to_next_ask
from flows.clarification.effects.sorting import root_of
from flows.clarification.guards import looking_together
from flows.clarification.lines import split_lines
from flows.clarification.turn import Turn
from flows.clarification.wording import wording
from flows.types import Kind, Voice


def asked_as(turn: Turn) -> str:
    """The wording of the question in hand, as it was put."""
    return wording(turn.library, turn.conversation, turn.entries)


def keep_answer(turn: Turn) -> None:
    """Keep what was typed as what the question in hand asks for (001.1)."""
    ask = turn.ask
    if ask is None:
        keep_loose(turn)
        return
    if ask.stores is Kind.TOLD:
        keep_told(turn)
    elif ask.stores is Kind.PERSON:
        keep_people(turn)
    else:
        keep_one(turn)
    go_to_next_ask(turn)


def keep_told(turn: Turn) -> None:
    """Split what was told in one go into lines that wait to be sorted, and stay quiet (000.7)."""
    for line in split_lines(turn.text, turn.library.shortened):
        turn.keep(Kind.TOLD, line, domain=None)


def keep_people(turn: Turn) -> None:
    """Role words, several at once; nobody is named. "Niemand" is a line, no person (000.4)."""
    known = {person.text.lower() for person in turn.of(Kind.PERSON).values()}
    for role in listed(turn.text):
        if turn.library.nobody.search(role):
            turn.keep(Kind.LINE, role, asked=asked_as(turn))
        elif role.lower() not in known:
            turn.keep(Kind.PERSON, role, asked=asked_as(turn))


def listed(text: str) -> tuple[str, ...]:
    """Role words as people type them: with commas, "en" or on lines."""
    parts = text.replace("\n", ",").replace(" en ", ",").replace(";", ",").split(",")
    return tuple(part.strip(" .") for part in parts if part.strip(" ."))


def keep_one(turn: Turn) -> None:
    """One line, with the wording it answers and what it belongs to."""
    ask = turn.ask
    if ask is None:
        return
    about = {"question": turn.at.question, "step": turn.at.about}.get(ask.about)
    line = turn.keep(
        ask.stores,
        turn.text,
        about=about,
        asked=asked_as(turn),
        audience=ask.audience or turn.conversation.audience,
    )
    if ask.stores is Kind.QUESTION:
        turn.move(question=line.seq)
    if ask.stores is Kind.STEP:
        turn.move(about=line.seq)


def keep_loose(turn: Turn) -> None:
    """Typed where nothing was asked: kept, said so, and waits to be sorted; never lost."""
    turn.keep(Kind.TOLD, turn.text, domain=None, prompt=None)
    turn.say("kept_loose")


def say_kept_aside(turn: Turn) -> None:
    """Told aside and out of sight again: say that it was kept, not while somebody reads (002.4)."""
    asked = turn.library.by_state.get(turn.came_from.state, ())
    if asked and not looking_together(turn):
        turn.say("kept_aside", title=asked[0].title)


def keep_domain_line(turn: Turn) -> None:
    """An answer to a domain's open question."""
    kind = Kind.SIGNAL if answers_signal(turn) else Kind.LINE
    asked = asked_as(turn)
    for part in around_idea(turn):
        turn.keep(kind, part, asked=asked)


def around_idea(turn: Turn) -> tuple[str, ...]:
    """The sentence with an idea apart from the rest: that alone is offered to park (001.6)."""
    idea = turn.reading.idea
    lines = split_lines(turn.text, turn.library.shortened)
    at = next((n for n, line in enumerate(lines) if idea and idea in line), None)
    if at is None:
        return (turn.text,)
    parts = (" ".join(lines[:at]), lines[at], " ".join(lines[at + 1 :]))
    return tuple(part for part in parts if part)


def answers_signal(turn: Turn) -> bool:
    """A small signal was asked for: it keeps its own kind, apart from any alarm (000.5)."""
    prompt = turn.library.prompts.get(turn.at.prompt or "")
    return bool(prompt and prompt.kind == "signal")


def notice_heavy_news(turn: Turn) -> None:
    """Heavy news, danger too: stay with it, for as long as it is about this (004.1)."""
    if turn.reading.heavy or turn.reading.danger:
        turn.change(heavy=True)


def say_kept_private(turn: Turn) -> None:
    """Say that the note is kept, and that only the professional reads it for now (004.1)."""
    turn.move(subject="kept")


def say_waits(turn: Turn) -> None:
    """While the resident reads along it says only that something waits (004.1, tone.md §1)."""
    turn.change(pending=(root_of(turn, turn.kept[-1].seq),))


def remember_last(turn: Turn) -> None:
    """What was just kept can be taken back with one tap."""
    if turn.kept:
        turn.change(last=turn.kept[-1].seq)


def hint_own_words(turn: Turn) -> None:
    """A question that is the professional's own thinking is filled in: say so once (001.8)."""
    if any(e.kind is Kind.QUESTION and e.voice is not Voice.QUOTED for e in turn.kept):
        turn.hint("hint_filled_in")


def hint_must_solve(turn: Turn) -> None:
    """ "Jij moet het oplossen": there is a card for it; patience is one too (000.8)."""
    if turn.reading.must_solve and not looking_together(turn):
        turn.hint("hint_must_solve")
