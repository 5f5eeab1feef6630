"""What a trainee sees around the runs: who to practise with, the own line, and what is shared."""

from __future__ import annotations

from flows.clarification.screens.view import Rows, button
from flows.content.library import Library
from flows.practice.duo.types import WAY
from flows.practice.looking_back import look_back
from flows.practice.own_line import Point, own_line
from flows.practice.returning import FEEDBACK_AT_THE_END, returned
from flows.practice.sharing import DAYS, LINE
from flows.types import Screen, Standing

RUNS = 4  # practice runs on one screen
DUOS = 2  # talks with a colleague on one screen
HOME = ((button("desk.home", "home"),),)


def practise(library: Library, standing: Standing) -> Screen:
    """Who to practise with: a run that was begun, or one of the virtual residents."""
    week = inviting(library, standing)
    own = [button("desk.line", "own_line")] if any(r.finished for r in standing.practices) else []
    shares = [button("desk.shares", "shares")] if standing.shares else []
    switch = [button("desk.invites", "invites", off=standing.invitations.off)]
    rows = (
        *invitation_rows(week),
        *runs(library, standing, "desk.run:", "practise_on"),
        *together_rows(library, standing),
        *(
            (button(f"desk.with:{name}", "persona", title=persona.title, quiet=persona.warning),)
            for name, persona in library.personas.items()
        ),
        (*own, *shares),
        *((tuple(switch),) if standing.practices else ()),
        *HOME,
    )
    return Screen("practise", {"count": len(library.personas), **invited(week)}, rows)


def together_rows(library: Library, standing: Standing) -> Rows:
    """With a colleague: a talk that goes on, a new one, or one that was begun elsewhere."""
    if not library.personas:
        return ()
    found = [one for one in standing.meetings if one.method == WAY][:DUOS]
    on = tuple((button(f"desk.meet:{one.id}", "duo_on", state=one.state),) for one in found)
    return (*on, (button("desk.duo", "duo"), button("desk.join", "join")))


def practise_row(library: Library) -> Rows:
    """Oefenen, when there is anybody to practise with."""
    return ((button("desk.practise", "practise"),),) if library.personas else ()


def runs(library: Library, standing: Standing, action: str, words: str) -> Rows:
    """A button for each practice run, the last touched first; never among the households."""
    return tuple(
        (button(f"{action}{run.id}", words, title=library.personas[run.persona].title),)
        for run in standing.practices[:RUNS]
        if run.persona in library.personas
    )


def inviting(library: Library, standing: Standing) -> int:
    """The week whose invitation stands here, when there is somebody else to practise with."""
    week = standing.due
    return week if week and returned(library, standing.practices, week, "", 0) else 0


def invited(week: int) -> dict[str, object]:
    """What the sentence of an invitation depends on."""
    return {"invited": bool(week), "at_the_end": week == FEEDBACK_AT_THE_END}


def invitation_rows(week: int) -> Rows:
    """Yes, not now, and never again: each one tap."""
    if not week:
        return ()
    return (
        (button("desk.return", "return_now"),),
        (button("desk.not_now", "return_not_now"), button("desk.no_invites", "return_never")),
    )


def invitation(standing: Standing) -> Screen:
    """An invitation that lies over where this person was; typing goes on there as always."""
    week = standing.desk.invited
    return Screen("invitation", invited(week), invitation_rows(week))


def line(library: Library, standing: Standing) -> Screen:
    """Jouw lijn: every finished run, for this person alone."""
    points = own_line(library, standing.practices)
    give = (button("desk.line_pdf", "line_pdf"), button(f"desk.sharing:{LINE}", "sharing"))
    rows = (*((give,) if points else ()), (button("desk.practise", "practise"),), *HOME)
    return Screen("practice_line", drawn(points), rows)


def drawn(points: tuple[Point, ...]) -> dict[str, object]:
    """The line as a page can draw it, and the words for where it cannot be."""
    return {
        "points": points,
        "curves": (
            tuple(point.asked for point in points),
            tuple(point.gave for point in points),
        ),
    }


def sharing(library: Library, standing: Standing) -> Screen:
    """What sharing does, before it is done."""
    chosen = standing.desk.sharing
    run = next((run for run in standing.practices if run.id == chosen), None)
    persona = library.personas.get(run.persona) if run else None
    values = {"line": chosen == LINE, "title": persona.title if persona else "", "days": DAYS}
    rows = ((button("desk.share", "share_it"),), (button("desk.practise", "share_not"),))
    return Screen("practice_sharing", values, rows)


def shares(library: Library, standing: Standing) -> Screen:
    """What is shared now, each with its code and one tap to withdraw it.

    The run that was on the screen is one tap away again, where it was looked back on.
    """
    people = {run.id: library.personas.get(run.persona) for run in standing.practices}
    listed = []
    for share in standing.shares:
        persona = people.get(share.practice or "")
        title = persona.title if persona else ""
        listed.append(
            {"line": share.practice is None, "title": title, "until": share.until}
            | {"code": share.code, "typed": by_fours(share.code)}
        )
    back = tuple(
        (button(f"desk.withdraw:{share.id}", "withdraw", **what),)
        for share, what in zip(standing.shares, listed, strict=True)
    )
    here = standing.desk.practice
    shown = here is not None and here in {share.practice for share in standing.shares}
    look = ((button(f"desk.run:{here}", "run.look_back"),),) if shown else ()
    rows = (*back, *look, (button("desk.practise", "practise"),), *HOME)
    return Screen("practice_shares", {"shares": tuple(listed)}, rows)


def by_fours(code: str) -> str:
    """A code as people read it aloud."""
    return "-".join(code[at : at + 4] for at in range(0, len(code), 4))


def shared(library: Library, standing: Standing) -> Screen:
    """What somebody else shared: to be read, and nothing else of that person."""
    found = standing.shared
    if found is None or (found.practice and found.practice.persona not in library.personas):
        return Screen("shared_gone", {}, HOME)
    if found.practice is None:
        values = drawn(own_line(library, found.runs)) | {"until": found.until}
        return Screen("shared_line", values, HOME)
    back = look_back(library, found.practice, found.spoken)
    return Screen("shared_run", {"back": back, "curve": back.trust, "until": found.until}, HOME)
