"""The question in hand as it is put."""

from __future__ import annotations

from flows.clarification.lines import current, last_own_words
from flows.clarification.quotes import literal
from flows.content.library import Library
from flows.content.shapes import Ask
from flows.types import Audience, Conversation, Entry
from flows.wording import speak

SHORT = 60  # characters of a line on a button or in a list


def wording(library: Library, conversation: Conversation, entries: tuple[Entry, ...]) -> str:
    """The question in hand as it is put: with je or u, and the resident's own words given back."""
    at = conversation.at
    if at.rung and at.state == "helps.ladder":
        rung = library.rungs[at.rung]
        return speak(rung.says if at.prompt == "says" else rung.looked, conversation.address, None)
    ask = library.prompts.get(at.prompt or "") or library.ask_at(at.state, at.prompt)
    if ask is None:
        return ""
    question = current(entries).get(at.question or 0)
    own = question if isinstance(ask, Ask) and ask.about == "question" else last_own_words(entries)
    if own and own.audience is not Audience.EVERYBODY:
        own = None
    said = short(literal(own.text), 140).strip("\"'“”„‘’.") if own else None
    return speak(ask.ask, conversation.address, said)


def short(text: str, most: int = SHORT) -> str:
    """The beginning of a line, cut at a word."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[: most - 1].rsplit(" ", 1)[0] + "…"
