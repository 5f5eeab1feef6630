"""What the moves of a duo do: roles, the talk, and looking back together."""

from __future__ import annotations

from flows.intervision.leading import send_away
from flows.intervision.types import EndMeeting
from flows.practice.duo.hearing import Listening
from flows.practice.duo.talk import last_of
from flows.practice.duo.turn import DuoTurn
from flows.practice.duo.types import Felt, Side
from flows.types import Notice

# --- who plays whom ------------------------------------------------------------------------------


def take_name(turn: DuoTurn) -> None:
    """How the others call who began it."""
    turn.change_person(turn.mine, name=turn.heard.text)


def take_side(turn: DuoTurn) -> None:
    """Play one of the two; a card that another saw is not played on (001.13)."""
    side: Side = "resident" if turn.argument == "resident" else "professional"
    step_aside(turn)
    if turn.state == "gathering" and side == "resident":
        put_card_away(turn)
    turn.change_duo(**{side: turn.mine})


def step_aside(turn: DuoTurn) -> None:
    """Look on instead."""
    if turn.side == "resident":
        put_card_away(turn)
    if turn.side is not None:
        turn.change_duo(**{turn.side: None})


def swap(turn: DuoTurn) -> None:
    """The other way round (001.13); with another resident, because this card was seen."""
    duo = turn.duo
    put_card_away(turn)
    turn.change_duo(professional=duo.resident, resident=duo.professional)


def put_card_away(turn: DuoTurn) -> None:
    """Whose card somebody saw, is not offered again while there are others."""
    if turn.duo.persona is not None:
        turn.change_duo(persona=None, seen=(*turn.duo.seen, turn.duo.persona))
    turn.looking = ""


def choose_persona(turn: DuoTurn) -> None:
    """Who plays the resident chooses whom, and alone sees the card (issue 3)."""
    put_card_away(turn)
    turn.change_duo(persona=turn.argument)


def choose_moment(turn: DuoTurn) -> None:
    """Feedback after every turn or at the end: the professional chooses."""
    turn.change_duo(later=not turn.duo.later)


def let_read(turn: DuoTurn) -> None:
    """Nobody is corrected in front of others, unless they open it themselves (001.14)."""
    turn.change_duo(open=not turn.duo.open)


def begin(turn: DuoTurn) -> None:
    """The talk begins, on everybody's screen."""
    turn.looking = ""


def send_out(turn: DuoTurn) -> None:
    """Somebody does not belong here; the code that they know ends as well."""
    send_away(turn)
    turn.notices = (Notice("duo_new_code"),)


# --- the talk ------------------------------------------------------------------------------------


def ask(turn: DuoTurn) -> None:
    """The professional says something, and the coach hears it."""
    listening = Listening(turn.library, turn.duo, turn.contributions)
    heard = listening.hear(0, turn.heard.text, turn.heard.reading.verdict)
    turn.speak("professional", did=heard.did, signs=heard.signs, quote=heard.quote)


def answer(turn: DuoTurn) -> None:
    """Who plays the resident answers as it comes up."""
    turn.speak("resident")


def speak_aloud(turn: DuoTurn) -> None:
    """Talking is the point: what is said aloud is a turn too, which the coach did not hear."""
    if turn.side is not None:
        turn.speak(turn.side)


def keep_still(turn: DuoTurn) -> None:
    """The professional says nothing, and waits."""
    turn.speak("professional", did="silence")


def note_felt(turn: DuoTurn) -> None:
    """What it did to the resident is for who plays them to say."""
    seq, _, felt = turn.argument.partition(":")
    named: dict[str, Felt] = {"opened": "opened", "closed": "closed", "unsure": "unsure"}
    turn.change_spoken(int(seq), felt=named[felt])


def take_back(turn: DuoTurn) -> None:
    """One's last turn, and what came after it, count no more: try again from there (001.14)."""
    last = last_of(turn.duo, turn.side) if turn.side else None
    for each in turn.duo.turns:
        if last is not None and each.seq >= last.seq:
            turn.change_spoken(each.seq, taken_back=True)
    turn.looking = ""


# --- and after it --------------------------------------------------------------------------------


def look_together(turn: DuoTurn) -> None:
    """Everybody looks back at once; the card may be seen now."""
    turn.looking = ""


def clear_table(turn: DuoTurn) -> None:
    """Once more, with another resident; the next talk is another one."""
    put_card_away(turn)
    turn.change_duo(turns=(), open=False)
    turn.change(round=turn.meeting.round + 1)


def close(turn: DuoTurn) -> None:
    """It is over: no code leads into it any more; who was there can still read it."""
    turn.change(code="", group_code="")
    turn.looking = ""


def wipe(turn: DuoTurn) -> None:
    """What everybody said is gone at once, for everybody."""
    turn.effects = (*turn.effects, EndMeeting(turn.meeting.id))
    turn.say("duo_wiped")
    turn.leaves = True
