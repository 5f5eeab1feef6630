"""Renders what a group sees: every method from beginning to end, for everybody at the table.

Nobody types but one line each in every round, so that a team's own method shows all its screens.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from bot.app.rendering import Renderer, Unsaid
from flows.content.library import Library
from flows.intervision.types import Meeting, Participant, Role, SharedCopy, SharedTurn
from flows.language.verdict import Verdict
from flows.loading import ContentRefused
from flows.mistakes import Problem
from flows.playing import BEGIN
from flows.playing_together import Company
from flows.types import Reading, Screen

ROLES: tuple[Role, ...] = ("facilitator", "contributor", "participant", "guest")
LINE = "Een regel zoals iemand die typt."
MEETING = COPY = "check"
LOOK = "meet.look:"
MOVES = ("meet.start", "meet.replay", "meet.show", "meet.next", "meet.close")  # of who leads


class Solving:
    """Hears a solution in every text, so that what has to wait is shown as well."""

    def read(self, text: str) -> Reading:
        """The text is advice."""
        return Reading(verdict=Verdict("advice_solution", "nothing", text, 1.0))


def meet(library: Library, renderer: Renderer) -> Iterator[Problem]:
    """What is wrong with any screen of any method, with the round step by step put into it."""
    for method in library.methods:
        company = table_of(library, method)
        company.press("facilitator", "meet.walk")
        while company.meetings[MEETING].state != "closed":
            yield from around(company, renderer)
            for role in ROLES:
                company.say(role, LINE)
            yield from around(company, renderer)
            for role in ROLES:
                answers = [a for a in company.screen(role).actions if a.startswith("meet.share:")]
                company.press(role, answers[0] if answers else "meet.look:")
            yield from waiting(company, renderer)
            onward = sorted(
                action
                for action in company.screen("facilitator").actions
                if action.startswith(MOVES)
            )
            leading = next(a for move in MOVES for a in onward if a.startswith(move))
            company.press("facilitator", leading)
        yield from around(company, renderer)


def table_of(library: Library, method: str) -> Company:
    """One of each role, with something brought in."""
    company = Company(library, reader=Solving())
    turns = (SharedTurn(1, LINE, LINE, "retold"), SharedTurn(2, LINE, LINE, "quoted"))
    expires = BEGIN + timedelta(days=14)
    copy = SharedCopy(COPY, "conversation", LINE, turns, BEGIN, expires)
    people = tuple(
        Participant(n, role, role, role, external=role == "guest")
        for n, role in enumerate(ROLES, 1)
    )
    company.begin(Meeting(MEETING, method, COPY, people=people), copy)
    return company


def around(company: Company, renderer: Renderer) -> Iterator[Problem]:
    """The group chat's panel, and what each sees now and can look at from here."""
    yield from wrong(renderer, company.panel(MEETING), company, ROLES[0])
    for role in ROLES:
        waiting, met = [""], set[str]()
        while waiting:
            look = waiting.pop()
            kind = look.partition(":")[0]
            if kind not in met:
                met.add(kind)
                company.desks[role] = replace(company.desk(role), looking=look)
                screen = company.screen(role)
                yield from wrong(renderer, screen, company, role)
                waiting += [a.removeprefix(LOOK) for a in screen.actions if a.startswith(LOOK)]
        company.desks[role] = replace(company.desk(role), looking="")


def waiting(company: Company, renderer: Renderer) -> Iterator[Problem]:
    """What everybody sees in a pause, and who is outside."""
    leader = ROLES[0]
    company.press(leader, "meet.look:menu")
    if company.press(leader, "meet.pause"):
        yield from around(company, renderer)
        company.press(leader, "meet.resume")
    company.press(leader, LOOK)
    company.desks["outside"] = company.desk(leader)
    for role in ("guest", None):
        company.rights.pop(("outside", MEETING), None)
        if role is not None:
            company.rights["outside", MEETING] = "guest"
        yield from wrong(renderer, company.screen("outside"), company, "outside")
    guest = ROLES[-1]
    company.press(guest, "meet.look:menu")
    company.press(guest, "meet.look:leave")
    if company.press(guest, "meet.leave"):
        company.desks[guest] = replace(company.desk(guest), state="meeting")
        yield from wrong(renderer, company.screen(guest), company, guest)
        company.press(guest, "meet.return")


def wrong(renderer: Renderer, screen: Screen, company: Company, role: str) -> Iterator[Problem]:
    """What a template or a label does not say."""
    try:
        renderer.show(screen, company.desk(role), address="u", door="telegram")
    except (Unsaid, ContentRefused) as error:
        yield Problem(f"templates/nl/{screen.name}.html", 1, f"{error}")
