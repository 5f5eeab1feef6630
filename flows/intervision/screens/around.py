"""What somebody sees around the rounds: coming in, waiting, a pause, the harvest, and the end."""

from __future__ import annotations

from flows.clarification.screens.view import Rows, button
from flows.intervision.codes import shown as code_shown
from flows.intervision.harvest import open_questions
from flows.intervision.people import leader as keeps_order
from flows.intervision.people import member, present
from flows.intervision.replaying import walk_begins
from flows.intervision.screens.after import outcome_values
from flows.intervision.screens.round import clock_values, look, walk
from flows.intervision.screens.view import MeetingView
from flows.types import Button, Screen


def outside(view: MeetingView, invited: bool) -> Screen:
    """Who is not at the table sees nothing of it: a name is asked of who may come in."""
    home = (button("desk.home", "home"),)
    found = member(view.meeting, view.person)
    if found is not None and not found.removed:
        over = view.meeting.state == "closed"
        mine = found.role == "contributor"  # what came out is theirs, also when they left early
        back = ((button("meet.return", over=over),),) if mine or not over else ()
        return Screen("meeting_left", {"over": over, "mine": mine}, (*back, home))
    may = invited and found is None and view.meeting.state != "closed"
    return Screen("meeting_door", {"invited": may}, (home,), writes=may)


def gathering(view: MeetingView) -> Screen:
    """Who is here, the question that is put to us, and how we do it; chosen beforehand (002.4)."""
    least, most = view.method.people
    lets_in = view.leads or (view.contributes and not leader(view))
    values = {
        "question": view.question,
        "gone": view.meeting.copy is None or view.copy is None,
        "people": people_here(view),
        "title": view.method.title,
        "about": view.method.about,
        "time": view.method.minutes,
        "days": view.meeting.days,
        "walk": view.meeting.walk is not None,
        "least": least,
        "most": most,
        "code": code_shown(view.meeting.code) if lets_in and view.meeting.code else "",
        "leads": view.leads,
        "leader": leader(view),
    }
    read = (look("copy"),) if view.turns else ()
    way_in = look("invite") if view.meeting.code else button("meet.code", on=False)
    invite = (way_in,) if view.lets_in else ()
    if view.leads:
        steps = view.meeting.walk or walk_begins(view.library, view.meeting, view.copy)
        first = (walk(view),) if steps and not read else read
        days = button("meet.days", "meet_at_once" if view.meeting.days else "meet_days")
        rows: Rows = ((button("meet.start"),), (*first, *invite), (days, look("menu")))
    else:
        rows = ((*take_over(view), *invite), (*read, look("menu")))
    return Screen("meeting_gathering", values, rows)


def paused(view: MeetingView) -> Screen:
    """Until next week: where it goes on, and that nothing is lost."""
    resume = ((button("meet.resume"),),) if view.leads else ((*take_over(view),),)
    values = {**clock_values(view), "leads": view.leads, "leader": leader(view)}
    read = (look("lines"),) if view.readable else ()
    return Screen("meeting_paused", values, (*resume, (look("copy"), *read), (look("menu"),)))


def harvest(view: MeetingView) -> Screen:
    """What comes out: asked of the contributor in own words; the group may add what it learned."""
    asked = open_questions(view.meeting, view.method, view.contributions)
    mine = asked[0] if view.contributes and asked else ""
    values = {
        **outcome_values(view),
        "asked": mine,
        "waits": asked,
        "leads": view.leads,
        "days": view.meeting.days,
    }
    passing: Rows = ((button(f"meet.pass_over:{mine}", "meet_pass_over"),),) if mine else ()
    if view.leads:
        names = button("meet.names", "meet_names", on=view.meeting.names)
        # What ends it for good stands last: where the tap was that led here, nothing can go.
        rows: Rows = (
            (look("outcome", over=False), names),
            (look("copy"), look("menu")),
            (button("meet.close"),),
        )
    else:
        rows = (
            *passing,
            (look("copy"), look("outcome", over=False)),
            (*take_over(view), look("menu")),
        )
    return Screen("meeting_harvest", values, rows, writes=True)


def people_here(view: MeetingView) -> tuple[tuple[str, str], ...]:
    """Names and roles of who is here."""
    return tuple((one.name, one.role) for one in present(view.meeting))


def leader(view: MeetingView) -> str:
    """Who leads; empty when nobody does."""
    found = keeps_order(view.meeting)
    return found.name if found else ""


def take_over(view: MeetingView) -> tuple[Button, ...]:
    """Lead where nobody does."""
    free = keeps_order(view.meeting) is None and not view.contributes
    label = "meet_lead" if view.meeting.state == "gathering" else None
    return (button("meet.take_over", label),) if free else ()
