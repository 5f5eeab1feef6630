"""Taking a turn at the desk: which room is this, and which conversation is taken in hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.clarification import conversing
from flows.content.library import Library
from flows.desk.table import DESK
from flows.desk.turn import DeskTurn
from flows.practice.sharing import OPENS, code_in
from flows.types import (
    NOTHING_HEARD,
    Begin,
    Desk,
    Fresh,
    Heard,
    Keep,
    Notice,
    Outcome,
    Rejected,
    Standing,
)

# Typed commands and the move each stands for; their descriptions stand in words.yaml.
COMMANDS = {
    "start": "desk.home",
    "help": "desk.help",
    "privacy": "desk.privacy",
    "vraag": "desk.consult",
    "nieuw": "desk.new",
    "verder": "desk.list",
    "kaarten": "desk.cards",
    "woorden": "desk.words",
    "wis": "desk.erase",
    "koppel": "desk.link",
    "oefenen": "desk.practise",
    "intervisie": "desk.intervision",
    "meedoen": "desk.join",
    "gedeeld": "desk.shares",
    "inbrengen": "desk.bring",
    "stop": "stop",
    "pauze": "pause",
    "plan": "go.plan.showing",
    "vandaag": "today",
    "beloofd": "promise",
    "collega": "colleague",
    "regels": "lines",
    "veilig": "safety",
    "terug": "back",
    "menu": "menu",
}
# Rooms one stays in; into the others one only looks, and back leads to where one was.
STAYS = frozenset({"home", "talking", "practising", "meeting", "bringing", "erased"})
# Rooms of one question and of the cards. What was shown there is known nowhere else: a desk stands
# in clear, and a subject may be somebody's.
CONSULTS = frozenset({"consult", "consult.domains", "consult.moments", "cards", "card"})
TAKES_TEXT = frozenset({"today", "promise", "colleague"})
TAKES_CODE = frozenset({"desk.link"})
TAKES_ANYTHING = frozenset({"desk.home"})  # a deep link puts its own word behind /start
OPENS_CODE = "desk.shared:"  # reading what somebody shared
BEGINS = 3  # words from which a text at the first screen is a story, not a greeting
flow = DESK


def command_of(text: str) -> str | None:
    """The action of a typed command, ``unknown`` for a command nobody knows, None for a text.

    A command stands alone, or with what it takes behind it; a story that begins with a slash is a
    story, because nothing that was told may be lost.
    """
    if not text.startswith("/"):
        return None
    name, _, behind = text[1:].partition(" ")
    action, behind = COMMANDS.get(name.partition("@")[0].lower()), behind.strip()
    if not behind:
        return action or "unknown"
    if (code := share_code(name.partition("@")[0].lower(), behind)) is not None:
        return f"{OPENS_CODE}{code}"
    if action in TAKES_CODE and behind.replace(" ", "").isdigit():
        return f"{action}:{behind}"
    return action if action in TAKES_TEXT or action in TAKES_ANYTHING else None


def share_code(command: str, behind: str) -> str | None:
    """The code of something shared, typed behind /gedeeld or brought along by a deep link."""
    if command == "gedeeld":
        return code_in(behind)
    if command == "start" and behind.startswith(OPENS):
        return code_in(behind.removeprefix(OPENS))
    return None


def behind_command(heard: Heard) -> Heard:
    """What was typed behind a command that takes a text: "/vandaag de huur is betaald"."""
    action = command_of(heard.text)
    behind = heard.text.partition(" ")[2].strip()
    return replace(heard, text=behind) if action in TAKES_TEXT and behind else NOTHING_HEARD


def is_desk_action(action: str) -> bool:
    """Whether a move is the desk's."""
    return action.startswith(("desk.", "open:")) or action == "unknown"


def take(
    library: Library,
    standing: Standing,
    action: str | None,
    heard: Heard,
    fresh: Fresh,
    now: datetime,
) -> Outcome | Rejected:
    """A tap, a command or a text at the desk."""
    if action is None:
        return typed(library, standing, heard, fresh, now)
    if action == "unknown":
        return Rejected(Notice("unknown_command"))
    if action == "back" and standing.desk.state not in STAYS:
        return back(library, standing, fresh, now)
    if not is_desk_action(action):
        return in_the_conversation(library, standing, action, behind_command(heard), now)
    event, _, argument = action.removeprefix("desk.").partition(":")
    turn = DeskTurn(library, standing, argument, fresh, now)
    if not flow.fire(turn, event):
        return Rejected(Notice("pass_refused" if event == "join" else "old_button"))
    return outcome(library, standing, turn, NOTHING_HEARD)


def in_the_conversation(
    library: Library, standing: Standing, action: str, behind: Heard, now: datetime
) -> Outcome | Rejected:
    """A move of the conversation asked for at the desk: the one in hand is taken up first."""
    if standing.conversation is None:
        return Rejected(Notice("choose_first"))
    if action in {"stop", "pause"}:
        return Outcome(replace(standing.desk, state="home", welcomed=True), standing.conversation)
    talking = replace(standing, desk=replace(standing.desk, state="talking", welcomed=True))
    return conversing.moved(library, talking, action, now, behind)


def back(library: Library, standing: Standing, fresh: Fresh, now: datetime) -> Outcome | Rejected:
    """From a room that only lies over another to where one was: the conversation, a practice run, a
    meeting or what is being composed; else the first screen (002.4).
    """
    desk = standing.desk
    held = {"practising": desk.practice, "meeting": desk.meeting, "bringing": desk.draft}
    if held.get(desk.below):
        return Outcome(replace(desk, state=desk.below, code=None), standing.conversation)
    talks = desk.below == "talking" and standing.conversation is not None
    action = "desk.continue" if talks else "desk.home"
    return take(library, standing, action, NOTHING_HEARD, fresh, now)


def below(before: Desk, state: str) -> str:
    """The room under this one: nothing, unless this one only lies over it."""
    if state in STAYS:
        return ""
    return before.state if before.state in STAYS else before.below


def typed(
    library: Library,
    standing: Standing,
    heard: Heard,
    fresh: Fresh,
    now: datetime,
) -> Outcome | Rejected:
    """A text while no conversation is on the screen: a story begins one, the rest is not kept."""
    if (move := library.moves.get(heard.text.lower().rstrip(".!"))) is not None:
        looks = move == "back" and standing.desk.state not in STAYS
        action = "back" if looks else {"help": "desk.help"}.get(move, "desk.home")
        return take(library, standing, action, heard, fresh, now)
    if conversing.asks_what_to_do(heard):
        turn = DeskTurn(library, standing, "", fresh, now)
        flow.fire(turn, "consult")
        turn.notices = (Notice("dont_know"),)
        return outcome(library, standing, turn, NOTHING_HEARD)
    waits = standing.desk.notes and standing.desk.state in {"home", "list", "choose"}
    if not waits or len(heard.text.split()) < BEGINS:
        unkept = "not_kept" if standing.desk.notes else "notes_off"
        return Rejected(Notice("danger_not_kept" if heard.reading.danger else unkept))
    turn = DeskTurn(library, standing, "", fresh, now)
    flow.fire(turn, "new")
    if standing.listing:
        turn.notices = (*turn.notices, Notice("begun_new"))
    return outcome(library, standing, turn, heard)


def outcome(library: Library, standing: Standing, turn: DeskTurn, heard: Heard) -> Outcome:
    """What the desk's turn came to, entering the conversation when one was taken in hand."""
    welcomed = turn.desk.welcomed or turn.desk.state != "home"
    code = turn.desk.code if turn.desk.state == "link" else None
    lies_over = below(standing.desk, turn.desk.state)
    desk = replace(turn.desk, welcomed=welcomed, code=code, below=lies_over)
    conversation = turn.begins or standing.conversation
    if desk.state != "talking" or conversation is None:
        kept = standing.conversation if desk.conversation else None
        return Outcome(desk, kept, turn.effects, turn.notices, turn.rehearses, draft=turn.drafts)
    entries = () if turn.begins else standing.entries
    talk = conversing.entered(library, conversation, entries, turn.enters, heard, turn.now)
    begun = (Begin(talk.conversation),) if turn.begins else ()
    return Outcome(
        desk,
        talk.conversation,
        (*turn.effects, *begun, *(Keep(entry) for entry in talk.kept)),
        (*turn.notices, *talk.notices),
    )
