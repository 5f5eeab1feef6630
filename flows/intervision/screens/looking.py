"""What somebody can look at besides the round: what was brought in, what lies there, who is here.

It is each one's own: the round of the others goes on.
"""

from __future__ import annotations

from collections.abc import Callable

from flows.clarification.screens.view import Rows, button, pairs
from flows.intervision.codes import shown as code_shown
from flows.intervision.people import is_silent, present
from flows.intervision.replaying import walk_begins
from flows.intervision.screens.around import people_here, take_over
from flows.intervision.screens.round import comment_on, look, walk
from flows.intervision.screens.view import (
    CUT,
    SHOWN,
    MeetingView,
    page_named,
    pages,
    shortened,
)
from flows.intervision.seen import kept_by
from flows.language.personal import personal
from flows.types import Button, Screen

REASONS = ("time", "done", "fits")  # why a round is skipped, to tap
LISTED = 12  # people on one screen
TURNS = 4  # turns on one page that a comment can be hung on


def back() -> Button:
    """Back to the round."""
    return button("meet.look:", "meet_round")


def menu(view: MeetingView) -> Screen:
    """Everything that is needed now and then."""
    state, now = view.meeting.state, view.meeting.round
    rows: list[Button] = []
    if view.leads and state == "round":
        rows += [button("meet.look:skip", "meet_skip")]
        rows += [button("meet.finish")] if now + 1 < len(view.method.rounds) else []
    if view.leads and state in {"round", "harvest"}:
        rows += [button("meet.back")] if now > 0 else []
        rows += [button("meet.pause")]
    if view.leads and state != "closed":
        rows += [look("hand_over")]
    if view.lets_in and state != "closed":
        rows += [look("invite")]
    rows += [*take_over(view)] if state != "closed" else []
    rows += [look("people")]
    rows += [look("bottleneck")] if state in {"round", "harvest"} else []
    rows += [look("lines")] if view.readable else []
    rows += [look("kept", count=len(kept_of(view)))] if kept_of(view) else []
    if view.contributes and view.meeting.copy:
        rows += [look("withdraw")]
    rows += [look("leave"), button("desk.home", "home")]
    return Screen("meeting_menu", {"leads": view.leads}, (*pairs(rows), (back(),)))


def copy(view: MeetingView) -> Screen:
    """What was brought in, as far as it is shown; a comment hangs on one turn of it."""
    turns = view.turns
    made = pages(len(each.asked) + len(each.told) for each in turns)
    here = page_named(view.looking, len(made))
    shown = tuple(turns[number] for number in made[here])
    comments = [
        comment_on(view, each.number, "meet_turn")
        for each in shown
        if view.meeting.state in {"round", "harvest"}
    ]
    steps = walk_begins(view.library, view.meeting, view.copy) or (
        view.meeting.state == "gathering" and view.meeting.walk
    )
    walking = ((walk(view),),) if view.leads and steps else ()
    values = {
        "question": view.question,
        "gone": view.meeting.copy is None or view.copy is None,
        "turns": shown,
        "unshown": bool(view.copy and len(turns) < len(view.copy.turns)),
    }
    return Screen(
        "meeting_copy",
        values,
        (*pairs(comments, 3), *turning(view, "copy", here, len(made)), *walking, (back(),)),
    )


def turn(view: MeetingView) -> Screen:
    """One turn of what was brought in, with the comments and open questions that hang on it."""
    number = view.looking.partition(":")[2]
    found = next((each for each in view.turns if str(each.number) == number), None)
    if found is None:
        return copy(view)
    hung = [each for each in view.seen if each.kind == "comment" and each.about == found.number]
    values = {
        "turn": found,
        "lines": view.lines(hung[-SHOWN:], CUT),
        "earlier": max(0, len(hung) - SHOWN),
    }
    return Screen(
        "meeting_turn", values, ((button("meet.look:copy", "meet_copy"), back()),), writes=True
    )


def lines(view: MeetingView) -> Screen:
    """Everything that was contributed, the newest first, as far as this person may see it."""
    found = view.readable[::-1]
    made = pages(len(each.text) + 30 for each in found)
    here = page_named(view.looking, len(made))
    shown = tuple(found[number] for number in made[here])
    titles = [one.title for one in view.method.rounds]
    values = {
        "lines": tuple(
            (titles[each.round] if each.round < len(titles) else "", line)
            for each, line in zip(shown, view.lines(shown), strict=True)
        ),
        "count": len(found),
    }
    return Screen("meeting_lines", values, (*turning(view, "lines", here, len(made)), (back(),)))


def kept_of(view: MeetingView) -> tuple[int, ...]:
    """The numbers of what this person kept, for later or while listening."""
    return tuple(each.seq for each in kept_by(view.mine, view.meeting, view.contributions))


def kept(view: MeetingView) -> Screen:
    """What this person kept for later, the oldest first: to share now, or to keep."""
    found = kept_by(view.mine, view.meeting, view.contributions)
    step = view.step
    if not found or view.me is None:
        return Screen("meeting_kept", {"text": ""}, ((back(),),))
    first = found[0]
    listens = step is None or view.meeting.state != "round" or is_silent(view.me, step)
    early = first.choice != "silent" and step is not None and not step.advice
    now = not (listens or early)
    share = (button(f"meet.share:{first.seq}"),) if now else ()
    rows: Rows = ((*share, button(f"meet.mine:{first.seq}")), (back(),))
    if view.meeting.state != "round":
        rows = ((back(),),)
    values = {
        "text": shortened(first.text, 2 * CUT),
        "count": len(found),
        "now": now,
        "fits": first.choice == "silent" or view.advice_ahead,
    }
    return Screen("meeting_kept", values, rows)


def people(view: MeetingView) -> Screen:
    """Who is here and what they do; who does not belong here can be sent away."""
    others = [one for one in present(view.meeting) if one.role in {"participant", "guest"}]
    away = [
        button(f"meet.remove:{one.number}", "meet_remove", name=one.name)
        for one in others[:LISTED]
        if view.leads and view.meeting.state != "closed"
    ]
    return Screen("meeting_people", {"people": people_here(view)}, (*pairs(away), (back(),)))


def hand_over(view: MeetingView) -> Screen:
    """Who leads from here on."""
    others = [one for one in present(view.meeting) if one.role in {"participant", "guest"}]
    rows = pairs(
        [
            button(f"meet.hand_over:{one.number}", "meet_name", name=one.name)
            for one in others[:LISTED]
        ]
    )
    return Screen("meeting_hand_over", {"count": len(others)}, (*rows, (back(),)))


def invite(view: MeetingView) -> Screen:
    """Codes by which others come in: a colleague, or somebody from outside."""
    meeting = view.meeting
    values = {
        "code": code_shown(meeting.code) if meeting.code else "",
        "guest_code": code_shown(meeting.guest_code) if meeting.guest_code else "",
        "group_code": meeting.group_code,
    }
    codes = (
        button("meet.code", on=bool(meeting.code)),
        button("meet.guest_code", on=bool(meeting.guest_code)),
    )
    rows = (codes, (button("meet.group"),), (back(),))
    return Screen("meeting_invite", values, rows)


def skip(view: MeetingView) -> Screen:
    """A round may be skipped; why, is said, so that the group can look back on it."""
    now = view.meeting.round
    rows: Rows = tuple((button(f"meet.skip:{now}:{why}", f"meet_skip_{why}"),) for why in REASONS)
    title = view.step.title if view.step else ""
    return Screen("meeting_skip", {"title": title}, (*rows, (back(),)), writes=True)


def withdraw(view: MeetingView) -> Screen:
    """Taking back what was brought in, before it is done."""
    rows = ((button("meet.withdraw"),), (back(),))
    return Screen("meeting_withdraw", {}, rows)


def leave(view: MeetingView) -> Screen:
    """Leaving, before it is done."""
    return Screen("meeting_leave", {"leads": view.leads}, ((button("meet.leave"),), (back(),)))


def outcome(view: MeetingView) -> Screen:
    """Everything that came out as far as this person has it, page by page."""
    found = view.outcome.lines if view.outcome else ()
    made = pages(len(line.text) + 30 for line in found)
    here = page_named(view.looking, len(made))
    over = view.meeting.state == "closed"
    values = {"lines": tuple(found[number] for number in made[here]), "over": over}
    return Screen(
        "meeting_outcome", values, (*turning(view, "outcome", here, len(made)), (back(),))
    )


def bottleneck(view: MeetingView) -> Screen:
    """The rules and offers in the way; whether one goes on is asked of the group (001.14)."""
    found = [each for each in view.seen if each.kind == "bottleneck" and each.text]
    waiting = next((each for each in found if each.choice is None), None)
    asks = view.leads and waiting is not None and view.meeting.state in {"round", "harvest"}
    rows: Rows = ((back(),),)
    if asks and waiting:
        yes = button(f"meet.let_go:{waiting.seq}", "meet_let_go")
        rows = ((yes, button(f"meet.stay:{waiting.seq}", "meet_stay")), *rows)
    values = {
        "lines": tuple((each.choice or "", shortened(each.text, CUT)) for each in found[-SHOWN:]),
        "asks": shortened(waiting.text, 2 * CUT) if asks and waiting else "",
        "looks_personal": named_in(waiting.text) if asks and waiting else (),
    }
    return Screen("meeting_bottleneck", values, rows, writes=True)


def named_in(text: str) -> tuple[str, ...]:
    """What looks like somebody or somewhere: before it goes on, it can be said without (001.14)."""
    return tuple(text[each.start : each.end] for each in personal(text))


def turning(view: MeetingView, what: str, here: int, count: int) -> Rows:
    """On to the next page, and back to the one before."""
    before = (button(f"meet.look:{what}:{here - 1}", "meet_newer"),) if here else ()
    after = (button(f"meet.look:{what}:{here + 1}", "meet_older"),) if here + 1 < count else ()
    return ((*before, *after),) if before or after else ()


LOOKS: dict[str, Callable[[MeetingView], Screen]] = {
    "menu": menu,
    "copy": copy,
    "turn": turn,
    "lines": lines,
    "kept": kept,
    "people": people,
    "hand_over": hand_over,
    "invite": invite,
    "skip": skip,
    "withdraw": withdraw,
    "leave": leave,
    "outcome": outcome,
    "bottleneck": bottleneck,
}
LEADING = frozenset({"hand_over", "skip"})  # for the facilitator alone


def may_look(view: MeetingView, what: str) -> bool:
    """Whether there is such a thing to look at, for this person."""
    if what == "invite":
        return view.lets_in
    return what in LOOKS and (view.leads or what not in LEADING)
