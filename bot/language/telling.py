"""Says a verdict in words: the sentences stand in ``templates/<language>/coach.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from flows.language.verdict import UNSURE, Language, Verdict
from flows.loading import read_labels


def because(verdict: Verdict, language: Language) -> str:
    """Why the utterance is this kind, in one sentence that quotes it."""
    words = coach_words(language)
    kind = words["kinds"][verdict.kind]
    return _filled(words["why"][_reason(verdict)], quote=verdict.quote, kind=kind)


@cache
def coach_words(language: Language) -> dict[str, Any]:
    """The coach's sentences in a language, read once."""
    return read_labels(files("templates").joinpath(language, "coach.yaml"))


def _reason(verdict: Verdict) -> str:
    """Rules are told by family: ``advice_try`` as ``advice``; some have a sentence of their own."""
    if verdict.why == "learned" and verdict.confidence < UNSURE:
        return "unsure"
    return verdict.family


def _filled(sentence: str, **values: str) -> str:
    """Fill in plainly: what somebody typed is never taken for a template."""
    parts = sentence.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, _, rest = part.partition("}")
        filled.append(values[name] + rest)
    return "".join(filled)
