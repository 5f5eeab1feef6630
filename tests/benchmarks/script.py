"""The conversation that every simulated person plays: taps and typed lines as they come by turns.

A step is ``#`` and the action of a button, or else a typed text. The person comes from a visit,
tells it in one go, sorts the lines, goes into two domains, asks who is there, words the question,
checks it, looks at what helps, makes a step and sees the plan.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One thing a person does: presses the button with this action, or types this text."""

    action: str = ""
    text: str = ""


STEPS = (
    "/start",
    "#desk.choose:after",
    "#desk.new",
    "Ze woont sinds de scheiding met haar twee kinderen in de flat. De oudste slaapt slecht en "
    'blijft vaak thuis van school. "Ik durf de post niet meer open te maken."',
    "#go.story.sorting",
    "#sort:samen_thuis",
    "#sort_group:ikzelf",
    "#sort:binnen",
    "#sort_group:regelen",
    "#sort:post",
    "#go.domains.map",
    "#group:regelen",
    "#domain:geldzaken",
    "De huur loopt achter sinds de zomer",
    "Haar zus betaalde in juli de energie, en daar schaamt ze zich voor",
    "#go.domains.map",
    "#group:anderen",
    "#domain:familie",
    "Haar zus komt elke woensdag langs",
    "#menu",
    "#go.circle.people",
    "moeder, zus, zoon van 14",
    "#menu",
    "#go.question.wording",
    '"Ik wil weer rust en de post durven openmaken"',
    "#go.question.beneath",
    "Ze is bang dat ze het huis kwijtraakt",
    "#go.question.checking",
    "#check:confirmed",
    "#go.helps.ladder",
    "#rung:network",
    "Haar zus wil op woensdag helpen met de post",
    "Ja, met haar wel",
    "#go.plan.steps",
    "Op woensdag samen de post openen",
    "#who:samen",
    "zus",
    "woensdag",
    "#go.plan.showing",
    "#stop",
)
SCRIPT = tuple(Step(s[1:]) if s.startswith("#") else Step(text=s) for s in STEPS)
TAPS = sum(bool(step.action) for step in SCRIPT)

# What stands in a household that is there already, told over some visits.
STORED_LINES = 20
TEXTS = tuple(step.text for step in SCRIPT if " " in step.text)
LINES = tuple(TEXTS[number % len(TEXTS)] for number in range(STORED_LINES))
