"""The practice machine: who, what to practise, the talk, and looking back. No wizard: out is open.

Taking a turn back goes back to exactly there; the turn stays in the record as taken back.
"""

from __future__ import annotations

from dataclasses import replace

from flows.machine import ANYWHERE, Flow, Row
from flows.practice.answering import answer
from flows.practice.hearing import hear, is_silence, spoken_text
from flows.practice.meaning import meant
from flows.practice.returning import has_room
from flows.practice.stance import live
from flows.practice.turn import PracticeTurn
from flows.types import Notice, Send

STATES = ("warning", "aims", "talking", "stuck", "summary", "checked", "looking_back")
TALK = ("talking", "stuck")
SAYS = ("aims", *TALK, "checked", "looking_back")
LATER = ("summary", "checked", "looking_back")


# --- guards ------------------------------------------------------------------------------------


def an_aim_of_this_persona(turn: PracticeTurn) -> bool:
    """What can be practised with this person (small, and one's own choice)."""
    return turn.argument in turn.persona.practise


def something_was_said(turn: PracticeTurn) -> bool:
    """There is a turn to take back or to look back on."""
    return bool(turn.turns)


def nothing_was_said(turn: PracticeTurn) -> bool:
    """There is nothing to look back on yet."""
    return not turn.turns


def there_is_room(turn: PracticeTurn) -> bool:
    """A run of five minutes has its turns; any other goes on as long as somebody wants."""
    return has_room(turn.practice)


def summed_up_in_words(turn: PracticeTurn) -> bool:
    """A summary has words."""
    return not is_silence(turn.library, turn.heard.text)


# --- effects -----------------------------------------------------------------------------------


def choose_aim(turn: PracticeTurn) -> None:
    """What to practise; a second tap takes it back."""
    turn.change(aim="" if turn.practice.aim == turn.argument else turn.argument)


def choose_moment(turn: PracticeTurn) -> None:
    """Feedback after every turn or at the end: the trainee chooses."""
    turn.change(later=not turn.practice.later)


def talk(turn: PracticeTurn) -> None:
    """Say something to the resident, and be answered."""
    verdict = turn.heard.reading.verdict
    before = spoken_text(turn.spoken, turn.turns[-1].seq) if turn.turns else ""
    utterance = hear(turn.library, turn.practice, turn.heard.text, verdict, before)
    seq = turn.keep(turn.heard.text)
    said = answer(turn.library, turn.practice, utterance, seq)
    turn.change(exchanges=(*turn.practice.exchanges, said))


def ask_to_choose(turn: PracticeTurn) -> None:
    """Nobody meets quiet signals of unsafety without choosing so."""
    turn.notices = (Notice("practice_choose"),)


def finish(turn: PracticeTurn) -> None:
    """A run is finished when it is looked back on; going on afterwards does not change when."""
    if turn.practice.finished is None and turn.turns:
        turn.change(finished=turn.now)


def take_back(turn: PracticeTurn) -> None:
    """Neem terug: the last turn that stands counts no more, and stays in the record (001.14)."""
    last = live(turn.practice)[-1]
    turn.change(
        exchanges=tuple(
            replace(each, taken_back=True) if each.seq == last.seq else each
            for each in turn.practice.exchanges
        )
    )


def sum_up(turn: PracticeTurn) -> None:
    """Is this what the resident meant? The resident says so, in its own words."""
    seq = turn.keep(turn.heard.text)
    turn.change(summary=seq, meant=meant(turn.persona, turn.heard.text), word=seq)


def give_pdf(turn: PracticeTurn) -> None:
    """The trainee's own transcript, to hold."""
    turn.effects = (*turn.effects, Send("practice.pdf", turn.practice.id))


def give_text(turn: PracticeTurn) -> None:
    """The trainee's own transcript, to paste."""
    turn.effects = (*turn.effects, Send("practice.txt", turn.practice.id))


def leave(turn: PracticeTurn) -> None:
    """Stop for now; the run is there next time."""
    turn.leaves = True


PRACTICE = Flow(
    STATES,
    "warning",
    (
        Row("accept", "warning", "aims"),
        Row("aim", "aims", None, (an_aim_of_this_persona,), (choose_aim,)),
        Row("later", "aims", None, effects=(choose_moment,)),
        Row("begin", "aims", "talking"),
        Row("said", SAYS, "talking", (there_is_room,), (talk,)),
        Row("said", "warning", None, effects=(ask_to_choose,)),
        Row("take_back", ANYWHERE, "talking", (something_was_said,), (take_back,)),
        Row("stuck", "talking", "stuck"),
        Row("talk", ("stuck", *LATER), "talking"),
        Row("wind_up", TALK, "summary", (something_was_said,)),
        Row("wind_up", TALK, "aims", (nothing_was_said,)),
        Row("said", "summary", "checked", (summed_up_in_words,), (sum_up,)),
        Row("again", "checked", "summary"),
        Row("look_back", ("summary", "checked"), "looking_back", effects=(finish,)),
        Row("pdf", "looking_back", None, effects=(give_pdf,)),
        Row("text", "looking_back", None, effects=(give_text,)),
        Row("leave", ANYWHERE, None, effects=(leave,)),
    ),
)
