"""Taking a turn in a conversation: from what was typed or tapped to an outcome."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.clarification.effects import telling
from flows.clarification.effects.moving import OVERLAYS
from flows.clarification.guards import READING_ALONG
from flows.clarification.lines import current, edited_pairs, split_lines
from flows.clarification.table import CLARIFICATION
from flows.clarification.turn import Turn
from flows.content.library import Library
from flows.types import (
    NOTHING_HEARD,
    Audience,
    Conversation,
    Edited,
    Entry,
    Heard,
    HoldBack,
    Keep,
    Kind,
    Notice,
    Outcome,
    Place,
    Reading,
    Rejected,
    Standing,
)

REMEMBERED = 30  # places that back can return to
UNPROMPTED = frozenset({"helps.ladder"})  # the whole ladder is shown until something is chosen
ASKED = 12  # words of a text that may be a question to the guide; a longer one is a story
ELSEWHERE = (0,)  # what waits is no line of this conversation
NOWHERE = {"back": "nowhere_back", "skip": "nothing_to_skip"}
flow = CLARIFICATION


def told(library: Library, standing: Standing, heard: Heard, now: datetime) -> Outcome | Rejected:
    """A typed text: a move word when it is the whole message, else an answer that is kept."""
    turn = _turn(library, standing, now, heard=heard)
    text = heard.text
    word = library.moves.get(text.lower().rstrip(".!"))
    if word is not None:
        turn.change(word=text, word_at=turn.at)
        move = {"help": "menu"}.get(word, word)
        if _fire(turn, move):
            return _outcome(standing, turn)
        return Rejected(Notice(NOWHERE.get(word, "nothing_asked")))
    turn.change(word=None, word_at=None)
    if asks_what_to_do(heard):
        turn.change(word=text, word_at=turn.at)
        _fire(turn, "advice")
        return _outcome(standing, turn)
    return hear(standing, turn)


def asks_what_to_do(heard: Heard) -> bool:
    """ "Wat moet ik doen?" is asked of the guide, not told by the resident (002.1).

    Own words in quotation marks are told, and so is a long text in which it only comes along. What
    may be about danger is kept and gets the numbers, whatever it asks (004.1).
    """
    told_by_resident = heard.text.startswith(('"', "“", "„", "‘", "'"))
    asked = heard.reading.advice and len(heard.text.split()) <= ASKED
    return asked and not told_by_resident and not heard.reading.danger


def hear(standing: Standing, turn: Turn) -> Outcome | Rejected:
    """Keep what was told and say where that leads."""
    return _outcome(standing, turn) if keep(turn) else Rejected(Notice("nothing_asked"))


def keep(turn: Turn) -> bool:
    """Keep what was told, then safety, then an idea that came early, then the next question."""
    if not _fire(turn, "told"):
        return False
    _fire(turn, "noted")
    _fire(turn, "heard")
    return True


def moved(
    library: Library,
    standing: Standing,
    action: str,
    now: datetime,
    heard: Heard = NOTHING_HEARD,
) -> Outcome | Rejected:
    """A tapped button or a command of the conversation, with what was typed behind a command."""
    event, _, argument = action.partition(":")
    turn = _turn(library, standing, now, heard=heard, argument=argument)
    if event == "meant":
        return meant(library, standing, turn)
    turn.change(word=None, word_at=None)
    if not _fire(turn, event):
        return Rejected(Notice(NOWHERE.get(event, "old_button")))
    if heard.text:
        keep(turn)
    return _outcome(standing, turn)


def meant(library: Library, standing: Standing, turn: Turn) -> Outcome | Rejected:
    """ "Nee, dit was het antwoord": back to the question, and the word is kept as its answer."""
    place, word = turn.conversation.word_at, turn.conversation.word
    if place is None or word is None:
        return Rejected(Notice("old_button"))
    *earlier, before = turn.conversation.history or (place,)
    history = tuple(earlier) if before == place else turn.conversation.history
    turn.change(at=place, overlay=(), history=history, word=None, word_at=None)
    turn.text = word
    return hear(standing, turn)


def entered(
    library: Library,
    conversation: Conversation,
    entries: tuple[Entry, ...],
    event: str | None,
    heard: Heard,
    now: datetime,
) -> Turn:
    """Enter a conversation from the desk: at a place, or with a first text."""
    turn = Turn(library, conversation, entries, now, heard=heard)
    turn.change(word=None, word_at=None)
    if event:
        _fire(turn, event)
    if heard.text:
        keep(turn)
    return turn


def edited(
    library: Library, standing: Standing, given: Edited, reading: Reading, now: datetime
) -> Outcome | Rejected:
    """An edited message supersedes the lines it once gave; the lines before it are kept.

    What was private once stays private, and a struck sentence does not come back.

    The person stays where they are, unless the new words may be about danger (004.1).
    """
    if standing.conversation is None:
        return Rejected(Notice("edited_nothing"))
    danger = Reading(danger=reading.danger)
    turn = _turn(library, standing, now, heard=Heard(given.text.strip(), given.source, danger))
    mine = {r: e for r, e in current(standing.entries).items() if e.source == given.source}
    if not mine:
        return Rejected(Notice("edited_nothing"))
    heads = list(mine.items())
    kind, new = _as_told(library, heads[0][1], turn.text)
    sent = [entry for entry in standing.entries if entry.source == given.source]
    private = any(entry.audience is not Audience.EVERYBODY for entry in sent)
    to = {"audience": Audience.PROFESSIONAL} if private else {}
    struck = {entry.text for entry in sent if entry.struck}
    for before, after in edited_pairs(tuple(e.text for _, e in heads), new):
        if before is None and after is not None and after not in struck:
            turn.keep(kind, after, domain=None, prompt=None, **to)
        elif before is not None and after is None:
            turn.supersede(heads[before][0], struck=True)
        elif before is not None and after is not None:
            turn.supersede(heads[before][0], text=after, **to)
    turn.say("edited")
    in_hand = standing.desk.conversation == standing.conversation.id
    if danger.danger and turn.kept and in_hand:
        _fire(turn, "heard")
        return _outcome(standing, turn)
    if standing.beside and standing.beside.at.state in READING_ALONG:
        return _in_silence(standing, turn)
    if danger.danger and turn.kept:
        turn.say("danger_elsewhere")
    return replace(_outcome(standing, turn), desk=standing.desk)


def _in_silence(standing: Standing, turn: Turn) -> Outcome:
    """A line of another household changed while a resident reads along: nothing is said of it.

    What may be about danger waits there as something of their own would (004.1).
    """
    outcome = replace(_outcome(standing, turn), desk=standing.desk, notices=())
    if not (standing.beside and turn.reading.danger and turn.kept):
        return outcome
    waits = replace(standing.beside, pending=standing.beside.pending or ELSEWHERE)
    return replace(outcome, effects=(*outcome.effects, HoldBack(waits)))


def _as_told(library: Library, first: Entry, text: str) -> tuple[Kind, tuple[str, ...]]:
    """Split an edited message as it was split when it was told, and what a new line of it is."""
    ask = library.asks.get(first.prompt or "")
    if first.kind is Kind.PERSON:
        return Kind.PERSON, telling.listed(text)
    if first.kind is Kind.TOLD or (ask and ask.stores is Kind.TOLD):
        return Kind.TOLD, split_lines(text, library.shortened)
    return first.kind, (text,)


def _turn(
    library: Library,
    standing: Standing,
    now: datetime,
    *,
    heard: Heard = NOTHING_HEARD,
    argument: str = "",
) -> Turn:
    if standing.conversation is None:
        raise LookupError("no conversation in hand")
    return Turn(
        library, standing.conversation, standing.entries, now, heard=heard, argument=argument
    )


def _fire(turn: Turn, event: str) -> bool:
    """Fire one event and remember the place for back; the cursor is thrown away on error.

    What lies over the conversation is no place to go back to: the place below it is.
    """
    before = turn.at
    left = turn.conversation.overlay[0] if turn.conversation.overlay else before
    turn.came_from = before
    if not flow.fire(turn, event):
        return False
    if turn.at.prompt is None and turn.state not in UNPROMPTED and turn.ask:
        turn.move(prompt=turn.ask.id)
    stays = event in {"back", "resume"} or (event == "told" and _in_one_room(turn.at, left))
    if not stays and _is_elsewhere(turn.at, left) and not _is_aside(turn.at):
        turn.change(history=(*turn.conversation.history, left)[-REMEMBERED:])
    return True


def _is_elsewhere(place: Place, left: Place) -> bool:
    """Another place; where no question was put yet, only putting it is no move."""
    arrived = left.prompt is None and left.state not in UNPROMPTED
    return (replace(place, prompt=None) if arrived else place) != left


def _in_one_room(place: Place, left: Place) -> bool:
    """What was just answered is no place to go back to while one goes on in the same room: back
    after typing leaves the room, and does not put the same question again.
    """
    return place.state.partition(".")[0] == left.state.partition(".")[0]


def _is_aside(place: Place) -> bool:
    return place.state.startswith(OVERLAYS)


def _outcome(standing: Standing, turn: Turn) -> Outcome:
    desk = replace(
        standing.desk,
        state="home" if turn.leaves else "talking",
        conversation=turn.conversation.id,
    )
    return Outcome(
        desk,
        turn.conversation,
        (*(Keep(entry) for entry in turn.kept), *turn.asked_for),
        turn.notices,
    )
