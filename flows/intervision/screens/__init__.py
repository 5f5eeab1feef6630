"""What a person sees of a meeting follows from where it stands and who looks."""

from __future__ import annotations

from flows.content.library import Library
from flows.intervision.screens.after import closed, into, paper, take
from flows.intervision.screens.around import gathering, harvest, outside, paused
from flows.intervision.screens.looking import LOOKS, may_look, outcome
from flows.intervision.screens.round import round_screen
from flows.intervision.screens.view import MeetingView
from flows.intervision.types import Meeting
from flows.types import Screen, Standing

SCREENS = {
    "gathering": gathering,
    "round": round_screen,
    "paused": paused,
    "harvest": harvest,
    "closed": closed,
}
AFTERWARDS = {"outcome": outcome, "paper": paper, "take": take, "into": into}


def screen_of(library: Library, standing: Standing, meeting: Meeting) -> Screen:
    """What this person sees; who is not at the table sees nothing of it."""
    view = MeetingView(
        library,
        meeting,
        standing.copy,
        standing.contributions,
        standing.person,
        standing.desk.looking,
        standing.now,
        standing.listing,
        standing.desk.room,
    )
    if view.me is None:
        return outside(view, standing.invited is not None)
    look = view.looking.partition(":")[0]
    if meeting.state == "closed":
        return closed(view) if view.outcome is None else AFTERWARDS.get(look, closed)(view)
    if may_look(view, look):
        return LOOKS[look](view)
    return SCREENS[meeting.state](view)
