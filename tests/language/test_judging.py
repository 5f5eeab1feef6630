"""``handvat coach``: a line in, a line out, and why in words."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from typing import Any

import pytest

from bot.language.judging import judge
from bot.language.telling import coach_words
from flows.language.rules import rules_for
from flows.language.verdict import FOLDED, LABELS, SOLUTIONS, Language, Task, Verdict


def judged(
    *lines: str, language: Language = "nl", task: Task = "questions"
) -> tuple[int, list[dict[str, Any]]]:
    """The exit code and the answers."""
    out = io.StringIO()
    code = judge(lines, out, language, task)
    return code, [json.loads(line) for line in out.getvalue().splitlines()]


def test_each_utterance_gets_its_label_and_why() -> None:
    code, (one, two) = judged(
        '{"id": 1, "text": "Waarom belde u niet eerder?"}\n', '{"id": "b", "text": "U bent moe."}\n'
    )
    assert code == 0
    assert (one["id"], one["label"], one["quote"]) == (1, "why_question", "Waarom")
    assert "reden" in one["why"]
    assert two["id"] == "b"
    assert two["quote"] in two["why"]
    assert "complex" not in two["why"]


def test_english_is_explained_in_english() -> None:
    _, (told,) = judged('{"id": 1, "text": "You should see a doctor."}', language="en")
    assert told["label"] == "advice_solution"
    assert told["why"].startswith("With")


def test_notes_are_read_for_solutions() -> None:
    _, (told,) = judged('{"id": 1, "text": "Aangemeld voor dagbesteding."}', task="solutions")
    assert (told["label"], told["quote"]) == ("yes", "Aangemeld")


@pytest.mark.parametrize("line", ["niks", "[1]", '"text"', '{"id": 3}', '{"text": 5}', "[" * 9999])
def test_a_line_that_cannot_be_read_says_so_and_the_rest_goes_on(line: str) -> None:
    code, (bad, good) = judged(line, '{"id": 2, "text": "Hallo."}')
    assert code == 1
    assert bad["error"]
    assert "label" not in bad
    assert good["label"] == "other"


def test_empty_text_is_other_and_empty_lines_are_passed_over() -> None:
    code, (told,) = judged("\n", '{"id": 1, "text": ""}\n', "  \n")
    assert code == 0
    assert told["label"] == "other"
    assert told["confidence"] < 0.3


def test_what_was_typed_is_no_template() -> None:
    _, (told,) = judged('{"id": 1, "text": "{quote} Waarom {kind} \\ud800 {0}?"}')
    assert told["quote"] in told["why"]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_rule_and_label_has_its_words(language: Language) -> None:
    words = coach_words(language)
    names = [language, *(["solutions_nl"] if language == "nl" else [])]
    for label, rule, _ in (each for name in names for each in rules_for(name).sure):
        assert Verdict(label, rule, "", 1.0).family in words["why"], rule
        assert label in {*LABELS, *SOLUTIONS}
    for label in (*LABELS, *FOLDED, *SOLUTIONS):
        assert Verdict(label, "learned", "", 1.0).kind in words["kinds"]


def test_both_languages_have_the_same_words() -> None:
    one, two = coach_words("nl"), coach_words("en")
    assert {part: list(one[part]) for part in one} == {part: list(two[part]) for part in two}


ASKED = '{"id": 1, "text": "Hoe vaak komt hij één keer langs?"}\n'


@pytest.mark.parametrize(("lines", "code"), [(ASKED, 0), (f"{ASKED}niks\n", 1)])
def test_the_command_answers_on_its_own(lines: str, code: int) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "coach"],
        input=lines.encode(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    first, *others = (json.loads(line) for line in done.stdout.decode().splitlines())
    assert (done.returncode, done.stderr) == (code, b""), done
    assert (first["id"], first["label"]) == (1, "closed_question")
    assert ["error" in other for other in others] == [True] * code
