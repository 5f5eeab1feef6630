"""What a trainee sees in a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flows.clarification.screens.view import button, pairs
from flows.content.library import Library
from flows.content.shapes import Persona
from flows.practice.feedback import feedback_on
from flows.practice.hearing import spoken_text
from flows.practice.hinting import hint_for
from flows.practice.looking_back import look_back
from flows.practice.meaning import reply
from flows.practice.returning import has_room, how_far
from flows.practice.stance import live, words_of
from flows.practice.types import Exchange, Practice, Spoken
from flows.types import Button, Screen

SHOWN = 2  # turns of the talk that are on the screen


@dataclass(frozen=True, slots=True)
class RunView:
    """What a screen of a run may look at."""

    library: Library
    practice: Practice
    spoken: tuple[Spoken, ...]
    brings: bool = False  # whether it can be brought in at intervision from here

    @property
    def persona(self) -> Persona:
        """The resident."""
        return self.library.personas[self.practice.persona]

    @property
    def turns(self) -> tuple[Exchange, ...]:
        """The turns that stand."""
        return live(self.practice)


@dataclass(frozen=True, slots=True)
class Passed:
    """One turn of the talk as it is shown again; ``mine`` is empty when the trainee kept still."""

    mine: str
    theirs: str


def screen_of(
    library: Library, practice: Practice, spoken: tuple[Spoken, ...], *, brings: bool = False
) -> Screen:
    """What a trainee sees follows from where the run stands.

    ``brings`` says that a run can be brought in at intervision from here.
    """
    return SCREENS[practice.state](RunView(library, practice, spoken, brings))


def warning(view: RunView) -> Screen:
    """Quiet signals of unsafety are announced, and only who chooses so meets this person."""
    values = {"title": view.persona.title, "warning": view.persona.warning or ""}
    return Screen("practice_warning", values, ((button("run.accept"),), away("practise_other")))


def aims(view: RunView) -> Screen:
    """Who this is, what to practise, and when to hear something back."""
    chosen = view.practice.aim
    titles = view.library.content.coaching.aims
    rows = (
        *pairs(
            [
                button(f"run.aim:{aim}", "practise_aim", on=aim == chosen, title=titles[aim])
                for aim in view.persona.practise
                if aim in titles
            ]
        ),
        (button("run.later", "practise_later", later=view.practice.later),),
        (button("run.begin"),),
        away("practise_other"),
    )
    return Screen("practice_aims", _head(view), rows, writes=True)


def talking(view: RunView) -> Screen:
    """The last of the talk, and feedback on the last turn when that was asked for."""
    turns = view.turns
    later = view.practice.later
    passed = tuple(
        Passed(_mine(view, turn), words_of(view.persona, turn.said)) for turn in turns[-SHOWN:]
    )
    values = {
        **_head(view),
        "passed": passed,
        "feedback": feedback_on(view.library, view.practice, view.spoken, turns[-1])
        if turns and not later
        else None,
        "taken_back": sum(exchange.taken_back for exchange in view.practice.exchanges),
    }
    room = has_room(view.practice)
    undo = ((button("run.take_back"),),) if turns else ()
    wind_up = (button("run.wind_up"),) if turns else ()
    end = (*wind_up, button("run.leave"))
    rows = ((button("run.silence"), button("run.stuck")), *undo, end) if room else (end, *undo)
    return Screen("practice_talking", values, rows, writes=room)


def stuck(view: RunView) -> Screen:
    """ "Ik zit vast": one hint for this moment; the talk goes on with what is typed."""
    turns = view.turns
    values = {
        **_head(view),
        "hint": hint_for(view.library, view.practice),
        "last": words_of(view.persona, turns[-1].said) if turns else "",
    }
    rows = ((button("run.silence"), button("run.talk")), (button("run.leave"),))
    return Screen("practice_stuck", values, rows, writes=True)


def summary(view: RunView) -> Screen:
    """The closing check: say to the resident what it is about."""
    rows = ((*on(view), button("run.look_back", "practise_skip")), (button("run.leave"),))
    return Screen("practice_summary", _head(view), rows, writes=True)


def checked(view: RunView) -> Screen:
    """Whether the summary is what the resident meant, in the resident's own words."""
    run = view.practice
    values = {
        **_head(view),
        "summary": spoken_text(view.spoken, run.summary),
        "meant": run.meant,
        "reply": reply(view.persona, run.meant, run.word),
    }
    again = (button("run.again"),) if run.meant != "yes" else ()
    rows = ((*again, *on(view)), (button("run.look_back"),))
    return Screen("practice_checked", values, rows)


def looking_back(view: RunView) -> Screen:
    """The mirror at the end, and what to take along; with the feedback that was kept till now."""
    back = look_back(view.library, view.practice, view.spoken)
    values = {"back": back, "curve": back.trust, "later": view.practice.later}
    rows = (
        (button("run.pdf"), button("run.text")),
        (button(f"desk.sharing:{view.practice.id}", "sharing"), button("desk.line", "own_line")),
        (*on(view, "practise_go_on"), button("desk.practise", "practise_again")),
        *(((button("desk.bring"),),) if view.brings else ()),
        away("home"),
    )
    return Screen("practice_back", values, rows)


def _head(view: RunView) -> dict[str, object]:
    return {
        "title": view.persona.title,
        "intro": view.persona.intro,
        "aim": view.library.content.coaching.aims.get(view.practice.aim, ""),
        "later": view.practice.later,
        "how_far": how_far(view.practice),
    }


def on(view: RunView, words: str = "run.talk") -> tuple[Button, ...]:
    """The talk goes on, while there is a turn left in it."""
    return (button("run.talk", words),) if has_room(view.practice) else ()


def _mine(view: RunView, turn: Exchange) -> str:
    return "" if turn.did == "silence" else spoken_text(view.spoken, turn.seq)


def away(words: str) -> tuple[Button, ...]:
    """Another resident, or the first screen."""
    if words == "home":
        return (button("desk.home", "home"),)
    return (button("desk.practise", words), button("desk.home", "home"))


SCREENS: dict[str, Callable[[RunView], Screen]] = {
    "warning": warning,
    "aims": aims,
    "talking": talking,
    "stuck": stuck,
    "summary": summary,
    "checked": checked,
    "looking_back": looking_back,
}
