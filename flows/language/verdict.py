"""What the coach says of an utterance: labels, and a verdict that can be traced to words.

The fourteen kinds and their order (the first that fits wins) are those of the labelled sets.
English has seven of them, as AnnoMI has (Wu et al., Future Internet 2023, 15(3):110). Trained
annotators agree on simple against complex reflection at kappa 0.21: the labels keep the difference
because the sets do, but what people see speaks of a reflection and never makes it a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["nl", "en"]
Task = Literal["questions", "solutions"]

LABELS: tuple[str, ...] = (
    "stacked_questions",
    "advice_solution",
    "scaling_question",
    "miracle_exception_question",
    "why_question",
    "suggestive_question",
    "open_question",
    "closed_question",
    "summary",
    "simple_reflection",
    "complex_reflection",
    "affirmation",
    "information",
    "other",
)
FOLDED: tuple[str, ...] = (
    "open_question",
    "closed_question",
    "simple_reflection",
    "complex_reflection",
    "advice_solution",
    "information",
    "other",
)
SOLUTIONS: tuple[str, ...] = ("no", "yes")
FAMILIES = {  # rules whose name does not begin with their family
    "open_next": "open_next",
    "own_words_act": "own_words",
    "own_words_says": "own_words",
    "own_words_quoted": "own_words",
}
REFLECTIONS = frozenset({"simple_reflection", "complex_reflection"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one utterance is.

    ``why`` names the rule that decided, ``learned`` when the strongest words did, or ``nothing``
    when there was nothing to go by; the sentence for it stands in ``templates/<language>/coach``.
    ``quote`` holds the exact words, as they were typed. ``confidence`` lies between 0 and 1; below
    `UNSURE` a screen had better say nothing.
    """

    label: str
    why: str
    quote: str
    confidence: float

    @property
    def kind(self) -> str:
        """The label as people see it: both reflections are one kind."""
        return "reflection" if self.label in REFLECTIONS else self.label

    @property
    def family(self) -> str:
        """The family of rules that decided: ``advice`` for ``advice_try``."""
        return FAMILIES.get(self.why, self.why.split("_", 1)[0])


UNSURE = 0.45
