"""What somebody sees in a round: for the facilitator what to say, for the others what it is for.

Every round can be run from the facilitator's screen alone, with five buttons and not a word typed.
"""

from __future__ import annotations

from flows.clarification.screens.view import Rows, button, pairs
from flows.intervision.people import (
    everybody_heard,
    is_silent,
    speakers,
    speaks,
    takes_turns,
    unheard,
)
from flows.intervision.replaying import brought, in_hand, shown_last, walk_begins, wondering
from flows.intervision.screens.view import CUT, SHOWN, Line, MeetingView, shortened
from flows.intervision.seen import (
    dots_of,
    given_back,
    hidden_now,
    kept_by,
    options,
    tallied,
    votes,
    waits_for,
    words_given,
    would_do,
    written,
)
from flows.types import Button, Screen

OPTIONS = 6  # things to choose among on one screen
LABELLED = 32  # characters of one on a button


def round_screen(view: MeetingView) -> Screen:
    """The round that goes on, for this person."""
    step = view.step
    if step is None or view.me is None:
        raise LookupError("no round goes on")
    waits = waits_for(view.mine, view.meeting, view.contributions)
    if waits:
        return held(view, waits[0].seq, waits[0].text)
    listens = is_silent(view.me, step)
    floor = unheard(view.meeting, step) if step.each_once else ()
    values: dict[str, object] = {
        **clock_values(view),
        "leads": view.leads,
        "purpose": step.purpose,
        "says": step.says,
        "done": step.done,
        "does": step.does,
        "taps": step.does == "replay",
        "listens": listens,
        "mine": speaks(view.me, step),
        "on_turn": floor[0].name if floor else "",
        "my_turn": bool(floor) and floor[0].number == view.mine,
        "all_heard": step.each_once and everybody_heard(view.meeting, step),
        "advice": step.advice,
        "gone": view.meeting.copy is None or view.copy is None,
        "given_back": given_back(view.mine, view.meeting, view.method, view.contributions),
        **written_values(view),
        **replay_values(view),
        **choose_values(view),
    }
    rows = leading_rows(view) if view.leads else joining_rows(view)
    return Screen("meeting_round", values, (*would_rows(view), *dot_rows(view), *rows), writes=True)


def clock_values(view: MeetingView) -> dict[str, object]:
    """Which round this is, and the time that is left."""
    step = view.step
    return {
        "title": step.title if step else "",
        "number": view.meeting.round + 1,
        "count": len(view.method.rounds),
        "minutes": view.minutes,
        "closes": view.meeting.closes,
    }


def written_values(view: MeetingView) -> dict[str, object]:
    """What lies on the table: the newest lines, or how many wrote while it is not open yet."""
    hidden = hidden_now(view.meeting, view.step)
    step = view.step
    found = view.here
    if step and step.does == "replay" and view.copy and view.meeting.copy:
        about = in_hand(view.meeting, view.copy.turns)
        found = tuple(each for each in found if each.about == about)
    return {
        "hidden": hidden,
        "written": written(view.meeting, view.contributions),
        "writers": len(speakers(view.meeting, step)) if step else 0,
        "lines": view.lines(found[-SHOWN:], CUT),
        "earlier": max(0, len(found) - SHOWN),
    }


def replay_values(view: MeetingView) -> dict[str, object]:
    """The turn that the group wonders about, and the one before it as far as it was shown.

    What was tapped is told as a number while people wonder, and word by word when it is shown what
    was asked, so that nobody follows the first.
    """
    meeting, step = view.meeting, view.step
    turns = brought(meeting, view.copy) if step and step.does == "replay" else ()
    last, wonder = shown_last(meeting, turns), wondering(meeting, turns)
    asked = last.number if last and not last.told else 0
    tapped = would_do(meeting, view.contributions, asked)
    return {
        "replay": last,
        "would": tallied(tapped),
        "wonder": wonder or 0,
        "turns": len(turns),
        "chose": len(would_do(meeting, view.contributions, wonder)) if wonder else 0,
    }


def choose_values(view: MeetingView) -> dict[str, object]:
    """What is chosen among, with the dots or words it has, the most first."""
    step = view.step
    if step is None or step.does != "choose":
        return {"options": None, "dots": 0, "choices": ()}
    among = view.lines(options(view.meeting, view.method, view.contributions), CUT)
    ranked = sorted(among, key=lambda line: -line.dots)
    return {
        "options": tuple(ranked[:OPTIONS]),
        "more": max(0, len(among) - OPTIONS),
        "dots": dots_of(step),
        "choices": step.choices,
    }


def would_rows(view: MeetingView) -> Rows:
    """What one would do at the turn that is wondered about, to tap for who does not write."""
    step, me = view.step, view.me
    number = wondering(view.meeting, brought(view.meeting, view.copy))
    if step is None or me is None or step.does != "replay" or not number or not speaks(me, step):
        return ()
    found = would_do(view.meeting, view.contributions, number)
    own = {each.choice for each in found if each.participant == view.mine}
    return pairs(
        [
            button(f"meet.would:{number}:{which}", "meet_would", on=word in own, word=word)
            for which, word in enumerate(step.choices)
        ]
    )


def dot_rows(view: MeetingView) -> Rows:
    """A button for each thing to choose; with words to give, one thing at a time."""
    step = view.step
    if step is None or view.me is None or not speaks(view.me, step):
        return ()
    among = view.lines(options(view.meeting, view.method, view.contributions))
    given = votes(view.meeting, view.seen)
    own = {of for of, found in given.items() if any(v.participant == view.mine for v in found)}
    words = words_given(step)
    if words:
        waiting = [line for line in among if line.seq not in own][:1]
        return tuple(
            tuple(
                button(f"meet.give:{line.seq}:{number}", "meet_give", word=word)
                for number, word in enumerate(words)
            )
            for line in waiting
        )
    left = dots_of(step) - len(own & {line.seq for line in among})
    chosen = [line for line in among if line.seq in own or left > 0]
    return tuple((dot(line, line.seq in own),) for line in chosen[-OPTIONS:])


def dot(line: Line, on: bool) -> Button:
    """One thing to give a dot to."""
    return button(f"meet.dot:{line.seq}", "meet_dot", on=on, text=shortened(line.text, LABELLED))


def leading_rows(view: MeetingView) -> Rows:
    """The facilitator's five: on, more time, what belongs to this round, what it is about, more.

    Step by step the next step comes first, and the next round when there is none left.
    """
    now = view.meeting.round
    last = now + 1 == len(view.method.rounds)
    onward = button(f"meet.next:{now}", "meet_harvest" if last else "meet_next")
    more_time = button("meet.more", "meet_more_day" if view.meeting.closes else "meet_more")
    rows: Rows = ((onward,), (more_time, *this_round(view)), (look("copy"), look("menu")))
    if view.step and view.step.does == "replay" and this_round(view):
        rows = (this_round(view), (onward, more_time), rows[-1])
    return rows


def this_round(view: MeetingView) -> tuple[Button, ...]:
    """The one move that this round asks of the facilitator, if any."""
    step = view.step
    if step is None:
        return ()
    turns = len(brought(view.meeting, view.copy))
    if step.does == "tell" and walk_begins(view.library, view.meeting, view.copy):
        return (walk(view),)
    if step.does == "replay" and view.meeting.replayed < 2 * turns:
        words = "meet_show_told" if view.meeting.replayed % 2 else "meet_show_asked"
        return (button(f"meet.replay:{view.meeting.replayed}", words),)
    if hidden_now(view.meeting, step):
        return (button("meet.show"),)
    floor = unheard(view.meeting, step) if step.each_once else ()
    return tuple(
        button(f"meet.heard:{one.number}", "meet_heard", name=one.name) for one in floor[:1]
    )


def joining_rows(view: MeetingView) -> Rows:
    """What everybody else may do besides typing: let it pass, look, read, leave."""
    step, me = view.step, view.me
    if step is None or me is None:
        return ()
    can_pass = step.each_once and takes_turns(me, step) and me.number not in view.meeting.heard
    passing = (button("meet.pass"),) if can_pass else ()
    kept = kept_by(view.mine, view.meeting, view.contributions)
    mine = (look("kept", count=len(kept)),) if kept else ()
    read = (look("lines"),) if view.readable else ()
    return ((*passing, *mine), *comment_row(view), (look("copy"), *read), (look("menu"),))


def comment_row(view: MeetingView) -> Rows:
    """Step by step: a question or a thought that hangs on the turn that was just shown."""
    replays = view.step is not None and view.step.does == "replay"
    last = shown_last(view.meeting, brought(view.meeting, view.copy)) if replays else None
    return ((comment_on(view, last.number, "meet_comment"),),) if last and last.told else ()


def comment_on(view: MeetingView, number: int, words: str) -> Button:
    """To one turn of what was brought in, with how many comments hang on it."""
    hung = sum(each.about == number and each.kind == "comment" for each in view.seen)
    return button(f"meet.look:turn:{number}", words, number=number, count=hung)


def walk(view: MeetingView) -> Button:
    """Go through what was brought in step by step; beforehand it can be left out again."""
    return button("meet.walk", "meet_walk", on=view.meeting.walk is not None)


def look(what: str, **values: object) -> Button:
    """A button that shows something else of the meeting."""
    return button(f"meet.look:{what}", f"meet_{what.partition(':')[0]}", **values)


def held(view: MeetingView, seq: int, text: str) -> Screen:
    """What sounded like advice: three answers, and nothing is blocked or lost (002.1)."""
    rows: Rows = (
        (button(f"meet.ask:{seq}"),),
        (button(f"meet.later:{seq}"),),
        (button(f"meet.share:{seq}", "meet_share_anyway"),),
    )
    if view.looking == f"ask:{seq}":
        rows = (
            (button(f"meet.later:{seq}"),),
            (button(f"meet.share:{seq}", "meet_share_anyway"),),
        )
    asks = view.looking == f"ask:{seq}"
    values = {**clock_values(view), "text": text, "asks": asks, "fits": view.advice_ahead}
    return Screen("meeting_held", values, rows, writes=True)
