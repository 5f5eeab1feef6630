"""A door that may hold no notes: questions, cards, words and practice; nothing of a household.

Some municipalities allow Telegram for that and no further (``HANDVAT_TELEGRAM_NOTES=off``). What
was kept elsewhere is not shown there either; only erasing it works everywhere.
"""

from __future__ import annotations

from dataclasses import replace

from flows.desk.sitting import command_of
from flows.practice.practising import is_move
from flows.types import Desk, Input, Notice, Pressed, Said

ROOMS = frozenset(
    {
        "home",
        "consult",
        "consult.domains",
        "consult.moments",
        "cards",
        "card",
        "privacy",
        "help",
        "words",
        "erase",
        "erase.sure",
        "erased",
        "practise",
        "practising",
        "line",
        "sharing",
        "shares",
        "shared",
    }
)
MOVES = frozenset(
    {
        "desk.home",
        "desk.consult",
        "desk.another",
        "desk.domains",
        "desk.moments",
        "desk.about",
        "desk.cards",
        "desk.card",
        "desk.privacy",
        "desk.help",
        "desk.words",
        "desk.erase",
        "desk.erase_this",
        "desk.erase_sure",
        "desk.practise",
        "desk.with",
        "desk.run",
        "desk.return",
        "desk.not_now",
        "desk.no_invites",
        "desk.invites",
        "desk.line",
        "desk.line_pdf",
        "desk.sharing",
        "desk.share",
        "desk.shares",
        "desk.withdraw",
        "desk.shared",
        "unknown",
    }
)


def seated(desk: Desk, notes: bool, room: bool = False) -> Desk:
    """The desk at a door that may hold notes, or may not: then no conversation is in hand.

    ``room`` is a door that leads to a meeting and nowhere else.
    """
    if notes:
        return replace(desk, notes=True, room=room)
    state = desk.state if desk.state in ROOMS else "home"
    return replace(desk, notes=False, state=state, conversation=None, moment="")


def keeps_nothing(action: str) -> bool:
    """Whether a move keeps nothing of a household and shows nothing that was kept."""
    return action.partition(":")[0] in MOVES


def refused(desk: Desk, given: Input) -> Notice | None:
    """What this desk cannot take because it may hold no notes; a typed text is heard first."""
    if desk.room:
        return None if is_of_the_room(desk, given) else Notice("room_only")
    allowed = False
    practises = desk.state == "practising"
    if isinstance(given, Pressed):
        allowed = keeps_nothing(given.action) or (practises and is_move(given.action))
    elif isinstance(given, Said):
        command = command_of(given.text.strip())
        leaves = practises and command in {"stop", "pause", "back"}
        allowed = command is None or keeps_nothing(command) or leaves
    return None if desk.notes or allowed else Notice("notes_off")


def is_of_the_room(desk: Desk, given: Input) -> bool:
    """Whether this is of a meeting: somebody who came in by a code goes nowhere else."""
    match given:
        case Pressed(_, action):
            return action.startswith("meet.")
        case Said(text) if text.strip().startswith("/"):
            return text.split()[0].lower() == "/meedoen"
        case _:
            return desk.state == "meeting"
