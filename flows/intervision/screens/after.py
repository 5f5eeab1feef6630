"""What somebody sees when it is over: what stays, on paper, and what goes along."""

from __future__ import annotations

from flows.clarification.screens.view import Rows, button, pairs
from flows.intervision.outcome import (
    PAPERS,
    PARTS,
    may_take_along,
    picked,
    picked_lines,
)
from flows.intervision.screens.view import (
    CUT,
    PAGE,
    SHOWN,
    Line,
    MeetingView,
    page_named,
    pages,
    shortened,
)
from flows.types import Button, Screen

AT_MOST = 8  # lines on one page to choose from
LISTED = 12  # conversations to point at, the last touched first


def closed(view: MeetingView) -> Screen:
    """It is over: what was brought in is destroyed, and what the group learned stays (001.13)."""
    home = (button("desk.home", "home"),)
    if view.me is not None and view.me.external:
        return Screen("meeting_thanks", {}, (home,))
    found = view.outcome
    values = {**outcome_values(view), "title": view.method.title, "whole": view.contributes}
    if found is None or not found.lines:
        return Screen("meeting_closed", values, (home,))
    paper = () if view.room else (button("meet.look:paper", "meet_paper"),)
    rows: Rows = (
        (button("meet.look:outcome", "meet_outcome", over=True), *paper),
        take_row(view),
        home,
    )
    return Screen("meeting_closed", values, rows)


def take_row(view: MeetingView) -> tuple[Button, ...]:
    """To add it to the own conversation: for the contributor alone, at an own door."""
    may = not view.room and may_take_along(view.meeting, view.me)
    return (button("meet.take:0", "meet_take"),) if may and view.outcome else ()


def outcome_values(view: MeetingView) -> dict[str, object]:
    """What came out as far as this person has it: the newest of each part, cut short."""
    lines = view.outcome.lines if view.outcome else ()
    shown = {
        part: tuple(
            Line(0, line.who, shortened(line.text, CUT)) for line in lines if line.part == part
        )
        for part in PARTS
    }
    newest = {"question": 1, "step": 1}
    return {
        "names": view.meeting.names,
        **{part: lines[-newest.get(part, SHOWN) :] for part, lines in shown.items()},
        "perspectives": len(shown["perspective"]),
    }


def paper(view: MeetingView) -> Screen:
    """In which form it goes along on paper."""
    rows = (tuple(button(f"meet.paper:{kind}", f"meet_paper_{kind}") for kind in PAPERS), (back(),))
    return Screen("meeting_paper", {"whole": view.contributes}, rows)


def take(view: MeetingView) -> Screen:
    """Which lines go along, one by one; those that were chosen are marked."""
    lines = view.outcome.lines if view.outcome else ()
    made = pages(max(len(line.text) + 30, PAGE // AT_MOST) for line in lines)
    here = page_named(view.looking, len(made))
    chosen = picked(view.looking)
    marks = [
        button(f"meet.pick:{number}", "meet_pick", number=number + 1, on=number in chosen)
        for number in made[here]
    ]
    places: Rows = (
        (button("meet.into:mirror", "meet_mirror"),),
        (button("meet.into:thought", "meet_thought"),),
    )
    around = (
        *((button(f"meet.take:{here - 1}", "meet_newer"),) if here else ()),
        *((button(f"meet.take:{here + 1}", "meet_older"),) if here + 1 < len(made) else ()),
    )
    values = {
        "lines": tuple((number + 1, lines[number]) for number in made[here]),
        "count": len(chosen),
    }
    return Screen(
        "meeting_take", values, (*pairs(marks), around, *(places if chosen else ()), (back(),))
    )


def into(view: MeetingView) -> Screen:
    """Exactly what is added, and to which conversation: the tap on its alias adds it."""
    lines = picked_lines(view.outcome, view.looking) if view.outcome else ()
    place = view.looking.split(":")[1]
    rows = (
        *(
            (button(f"into:{one.id}", "meet_into", alias=one.alias),)
            for one in view.listing[:LISTED]
        ),
        (button("meet.take:0", "meet_round"),),
    )
    values = {"lines": lines, "place": place, "count": len(view.listing)}
    return Screen("meeting_into", values, rows)


def back() -> Button:
    """Back to the end."""
    return button("meet.look:", "meet_round")
