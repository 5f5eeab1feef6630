"""``handvat coach``: JSON lines in, a verdict a line out."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterable
from typing import TextIO

from bot.language.telling import because, coach_words
from flows.language.coach import coach
from flows.language.verdict import Language, Task


def judge(lines: Iterable[str], out: TextIO, language: Language, task: Task) -> int:
    """Answer each line with one; 1 when any of them could not be read.

    A verdict is ``{"id", "label", "why", "quote", "confidence"}``, a line that cannot be read
    ``{"id", "error"}`` (its id only when it has one). Empty lines are passed over.
    """
    bad = 0
    for line in lines:
        if line.strip():
            answer = _answer(line, language, task)
            bad += "error" in answer
            print(json.dumps(answer, ensure_ascii=False), file=out, flush=True)
    return 1 if bad else 0


def judge_standard_input(language: Language, task: Task) -> int:
    """The same between standard input and output, in UTF-8 whatever the terminal says."""
    if task == "solutions" and language != "nl":
        print(coach_words(language)["errors"]["no_task"], file=sys.stderr)
        return 1
    read = io.TextIOWrapper(sys.stdin.buffer, "utf-8", errors="replace", newline="\n")
    write = io.TextIOWrapper(sys.stdout.buffer, "utf-8")
    try:
        return judge(read, write, language, task)
    finally:
        write.detach()  # standard output is not ours to close


def _answer(line: str, language: Language, task: Task) -> dict[str, object]:
    errors = coach_words(language)["errors"]
    try:
        read = json.loads(line.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return {"error": errors["not_json"]}
    if not isinstance(read, dict):
        return {"error": errors["not_object"]}
    known = {"id": read["id"]} if "id" in read else {}
    text = read.get("text")
    if not isinstance(text, str):
        return {**known, "error": errors["no_text"]}
    verdict = coach(_whole(text), language, task)
    return {
        **known,
        "label": verdict.label,
        "why": because(verdict, language),
        "quote": verdict.quote,
        "confidence": verdict.confidence,
    }


def _whole(text: str) -> str:
    """JSON may hold half a surrogate pair, which cannot be written again: a mark stands for it."""
    return text.encode("utf-8", "replace").decode("utf-8")
