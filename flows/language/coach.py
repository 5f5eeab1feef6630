"""The question coach: says what an utterance of a professional is, and by which words.

Rules name the formal kinds (stacked, advice in question form, scale, miracle and exception, why,
leading); a small learned part weighs the rest and may overrule a rule that it finds very unlikely.
Both trace to words: the verdict quotes the exact ones. No context is known, and none is guessed.
Deterministic and offline; about a millisecond an utterance.

Definitions: domain.md §4 and the labelled sets' README. A *reflection* is one kind for people: the
difference between simple and complex is in the label alone (see `flows.language.verdict`).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from flows.language.features import Features, features_of
from flows.language.form import Form, form_of
from flows.language.linear import Linear, linear_for
from flows.language.quoting import strongest
from flows.language.rules import Found, Rules, rules_for
from flows.language.text import Utterance, utterance
from flows.language.verdict import Language, Task, Verdict

STACKED = "stacked_questions"
RULE_WEIGHT = 5.0  # how many times likelier its label becomes when a sure rule fits
STACKED_WEIGHT = 50.0  # two clauses that each ask are seen in the form: words hardly count there
_FEW = 0.35  # of the words known: below this share, another language may be spoken


@dataclass(frozen=True, slots=True)
class Seen:
    """An utterance with everything that is weighed in it."""

    said: Utterance
    form: Form
    found: tuple[Found, ...]
    features: Features


@dataclass(frozen=True, slots=True)
class Eyes:
    """What looks: the language's rules for the form, and those of the task."""

    forms: Rules
    rules: Rules
    stacks: bool

    def see(self, text: str) -> Seen:
        """Everything there is to weigh in a text."""
        said = utterance(text)
        form = form_of(said, self.forms)
        found = (*self.rules.deciding(said), *self.rules.hinting(said))
        if self.stacks and len(form.questions) > 1:
            second = form.questions[1]
            found = (Found("stacked", STACKED, *second), *found)
        return Seen(said, form, found, features_of(said, form, found, self.forms))


@cache
def eyes_for(language: Language, task: Task) -> Eyes:
    """The rules that belong to a language and a task."""
    forms = rules_for(language)
    rules = forms if task == "questions" else rules_for(f"{task}_{language}")
    return Eyes(forms, rules, stacks=task == "questions" and language == "nl")


def coach(text: str, language: Language = "nl", task: Task = "questions") -> Verdict:
    """Say what an utterance is (``questions``), or whether a note jumps to a solution."""
    seen = eyes_for(language, task).see(text)
    if not any(word.text[0].isalnum() for word in seen.said.words):
        return Verdict("other" if task == "questions" else "no", "nothing", "", 0.1)
    linear = linear_for(f"{task}_{language}")
    chances = _with_rules(linear.chances(seen.features), seen.found)
    label, against = sorted(chances, key=lambda each: -chances[each])[:2]
    confidence = round(chances[label] * _known(seen, linear), 3)
    rule = next((found for found in seen.found if found.label == label), None)
    if rule:
        return Verdict(label, rule.rule, seen.said.quote(rule.start, rule.end), confidence)
    start, end = strongest(seen.said, seen.features, linear, label, against)
    return Verdict(label, "learned", seen.said.quote(start, end), confidence)


def ruled(text: str, language: Language, task: Task) -> bool:
    """Whether a sure rule fits: all that can name a note without the learned part, and quicker."""
    return bool(eyes_for(language, task).rules.deciding(utterance(text)))


def _with_rules(chances: dict[str, float], found: tuple[Found, ...]) -> dict[str, float]:
    """The first sure rule that fits makes its label likelier, without deciding alone."""
    rule = next((each.label for each in found if each.label), None)
    if rule is None:
        return chances
    weight = STACKED_WEIGHT if rule == STACKED else RULE_WEIGHT
    raised = {
        label: chance * (weight if label == rule else 1.0) for label, chance in chances.items()
    }
    total = sum(raised.values())
    return {label: chance / total for label, chance in raised.items()}


def _known(seen: Seen, linear: Linear) -> float:
    """1 when enough of the words were met before; less in another language."""
    words = [word.text for word in seen.said.words if word.text[0].isalpha()]
    if not words:
        return 1.0
    share = sum(f"w:{word}" in linear.weights for word in words) / len(words)
    return min(1.0, share / _FEW)
