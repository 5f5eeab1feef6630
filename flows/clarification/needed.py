"""The questions of ``asks.yaml`` without which the conversation would come to a dead end."""

from __future__ import annotations

from flows.clarification.table import ASKING, ONCE
from flows.types import Kind

# Put by their id, by an effect or a screen: where, and the line that an answer becomes.
NAMED = {
    "wie-hoort-erbij": ("circle.people", Kind.PERSON),
    "wie-zou-kunnen": ("circle.people", Kind.LINE),
    "aanreiken": ("helps.ladder", Kind.OFFERED),
    "stap": ("plan.steps", Kind.STEP),
    "met-wie": ("plan.steps", Kind.WITH),
    "wanneer": ("plan.steps", Kind.WHEN),
    "wie-gaat-erover": ("plan.steps", Kind.AUTHORITY),
    "reden": ("plan.steps", Kind.REASON),
    "niet-eens": ("plan.deciding", Kind.DISAGREEMENT),
    "niet-goed": ("plan.correcting", Kind.READ_BACK),
}
# Where the line decides what comes next, or has to stay out of the plan.
KINDS = {
    "question.wording": Kind.QUESTION,
    "mirror.asking": Kind.MIRROR,
    "gate.early": Kind.EARLY,
    "gate.parking": Kind.PARKED,
    "plan.circumstance": Kind.CIRCUMSTANCE,
    "today.asking": Kind.TODAY,
    "promise.asking": Kind.PROMISE,
    "signal.asking": Kind.SIGNAL,
    "bottleneck.asking": Kind.BOTTLENECK,
    "colleague.asking": Kind.COLLEAGUE,
}
ASKED = {state: KINDS.get(state) for state in ("story.telling", *ASKING, *ONCE, *KINDS)}
