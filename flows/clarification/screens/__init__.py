"""What a person sees of a conversation: a pure function of where it stands and what was told."""

from __future__ import annotations

from collections.abc import Callable

from flows.clarification.screens import (
    arriving,
    asking,
    clearing,
    lying_over,
    planning,
)
from flows.clarification.screens.view import View, button, head
from flows.types import Screen

SCREENS: dict[str, Callable[[View], Screen]] = {
    "arrive.alias": arriving.alias,
    "arrive.visit": arriving.visit,
    "story.telling": arriving.telling,
    "story.sorting": arriving.sorting,
    "story.good": asking.asking,
    "domains.map": asking.domain_map,
    "domains.asking": asking.domain_asking,
    "domains.deepening": asking.domain_asking,
    "circle.people": asking.asking,
    "circle.missing": asking.asking,
    "question.wording": clearing.question_wording,
    "question.beneath": asking.asking,
    "question.enough": asking.asking,
    "question.checking": clearing.checking,
    "helps.ladder": planning.ladder,
    "plan.showing": planning.showing,
    "plan.version": planning.earlier,
    "plan.steps": planning.steps,
    "plan.deciding": planning.deciding,
    "plan.circumstance": asking.aside,
    "plan.values": asking.asking,
    "plan.reading_back": planning.reading_back,
    "plan.correcting": asking.correcting,
    "plan.sharing": planning.sharing,
    "mirror.asking": asking.mirror,
    "mirror.practising": asking.from_work,
    "ending.not_now": asking.ending,
    "ending.contact": asking.ending,
    "gate.idea": clearing.idea,
    "gate.closed": clearing.gate_closed,
    "gate.early": asking.aside,
    "gate.parking": asking.aside,
    "today.asking": asking.aside,
    "promise.asking": asking.aside,
    "signal.asking": asking.aside,
    "bottleneck.asking": lying_over.bottlenecks,
    "colleague.asking": asking.aside,
    "advice.asked": lying_over.advice,
    "safety.notice": lying_over.safety,
    "safety.steps": lying_over.safety_steps,
    "lines.list": lying_over.all_lines,
    "lines.one": lying_over.one_line,
    "lines.editing": lying_over.editing,
    "voice.choosing": lying_over.voice,
    "menu.showing": lying_over.menu,
    "paused": arriving.paused,
}


def screen_of(view: View) -> Screen:
    """The screen of this state, with a way back and a way on from anywhere."""
    screen = SCREENS[view.at.state](view)
    rows = screen.rows
    if view.conversation.word and view.at.state != "advice.asked":
        rows = ((button("meant"),), *rows)
    return Screen(screen.name, {**head(view), **screen.values}, rows, screen.writes)
