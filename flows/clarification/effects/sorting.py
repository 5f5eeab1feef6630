"""Giving lines their subject, their voice and their reader; changing and striking them."""

from __future__ import annotations

from flows.clarification.lines import heads_of, narrower, roots_of
from flows.clarification.turn import Turn
from flows.types import Audience, Kind, Voice

SORTED = frozenset({Kind.TOLD, Kind.LINE, Kind.SIGNAL})  # lines that have a subject


def sort_line(turn: Turn) -> None:
    """Give the first waiting line its subject with one tap (000.11), whose it is and its readers.

    Whose a line is, and who may read it, is what the screen says (000.6).
    """
    waiting = turn.of(Kind.TOLD)
    if waiting:
        root = next(iter(waiting))
        head = waiting[root]
        voice = head.voice if head.voice is Voice.QUOTED else turn.conversation.voice
        turn.supersede(
            root,
            kind=Kind.LINE,
            domain=turn.argument if turn.argument in turn.library.domains else None,
            voice=voice,
            member=turn.conversation.member,
            audience=narrower(head.audience, turn.conversation.audience),
        )
    turn.move(subject=None)


def choose_voice(turn: Turn) -> None:
    """Whose line it is: asked once, stays until changed, always visible (000.6)."""
    if turn.argument in set(Voice):
        turn.change(voice=Voice(turn.argument))
        if turn.conversation.member in turn.library.content.naming.reporters:
            turn.change(member=None)


def choose_member(turn: Turn) -> None:
    """Which member of the household speaks: several voices in one plan, kept apart (001.5)."""
    turn.change(member=turn.argument or None)


def choose_audience(turn: Turn) -> None:
    """Who may read it: one copy for all can cause violence."""
    if turn.argument in set(Audience):
        turn.change(audience=Audience(turn.argument))


def choose_line_voice(turn: Turn) -> None:
    """Change whose line this one is (000.6)."""
    if turn.at.about in turn.lines and turn.argument in set(Voice):
        turn.supersede(turn.at.about or 0, voice=Voice(turn.argument))


def choose_line_audience(turn: Turn) -> None:
    """Change who may read this line."""
    if turn.at.about in turn.lines and turn.argument in set(Audience):
        turn.supersede(turn.at.about or 0, audience=Audience(turn.argument))


def choose_line_domain(turn: Turn) -> None:
    """Give this line another subject, or its first: a wrong tap costs nothing (001.14)."""
    line = turn.lines.get(turn.at.about or 0)
    if line and line.kind in SORTED:
        domain = turn.argument if turn.argument in turn.library.domains else None
        kind = Kind.LINE if line.kind is Kind.TOLD else line.kind
        turn.supersede(turn.at.about or 0, kind=kind, domain=domain)
    turn.move(subject=None)


def open_line(turn: Turn) -> None:
    """Look at one line: change it, strike it, say whose it is and who may read it."""
    turn.move(about=int(turn.argument))


def edit_line(turn: Turn) -> None:
    """Change a line's words; the line before it is kept."""
    if turn.at.about in turn.lines:
        turn.supersede(turn.at.about or 0, text=turn.text)
        turn.say("line_changed")


def strike_line(turn: Turn) -> None:
    """Strike a line: it leaves the plan and stays in the history."""
    if turn.at.about in turn.lines:
        turn.supersede(turn.at.about or 0, struck=True)
        turn.say("line_struck")


def restore_line(turn: Turn) -> None:
    """Bring a struck line back."""
    turn.follow(heads_of(turn.entries)[int(turn.argument)], struck=False)
    turn.say("line_back")


def root_of(turn: Turn, seq: int) -> int:
    """The number a line first had."""
    return roots_of(turn.entries)[seq]


def take_back(turn: Turn) -> None:
    """Undo the last line: struck, not gone."""
    root = root_of(turn, turn.conversation.last) if turn.conversation.last else 0
    if root in turn.lines:
        turn.supersede(root, struck=True)
        turn.say("line_struck")
    turn.change(last=None)
