"""An author's mistake in a persona is found, with its line and how to mend it."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from flows.loading import read_content

SHIPPED = files("flows.content") / "nl"
NAME = "personas/zegt_dat_alles_goed_is.yaml"


def problems(folder: Path, old: str, new: str, name: str = NAME) -> list[str]:
    """What is said of this persona when one thing in it is otherwise, or in another file."""
    text = (SHIPPED / name).read_text("utf-8")
    assert old in text
    (folder / "personas").mkdir()
    (folder / name).write_text(text.replace(old, new, 1), "utf-8")
    _, found = read_content(SHIPPED, folder)
    return [f"{problem.line}: {problem.message}" for problem in found]


def test_a_shipped_persona_is_clean(tmp_path: Path) -> None:
    assert problems(tmp_path, "id:", "id:") == []


FIRST = next(
    line.split(":")[1].strip()
    for line in (SHIPPED / NAME).read_text("utf-8").splitlines()
    if line.strip().startswith("domain:")
)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("id: zegt_dat_alles_goed_is", "id: iemand_anders", "make them equal"),
        (f"domain: {FIRST}", "domain: tuinieren", 'There is no domain "tuinieren"'),
        ("leads: [", "leads: [nergens, ", 'This fact leads to "nergens"'),
        ("practise: [", "practise: [goochelen, ", 'There is no aim "goochelen"'),
        ("  unplaced:\n", '  unplaced: ["Nou ja."]\n  goodbye:\n', "stands here twice"),
        ("  asks_back:\n", "  asks_bakc:\n", "asks_bakc"),
        ("trust: 2", "trust: 12", "trust"),
        ("opens: {open_question", "opens: {open_vraag", "open_vraag"),
        ("address: ", "aanspreken: ", "aanspreken"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, old: str, new: str, told: str) -> None:
    found = problems(tmp_path, old, new)
    assert any(told in each for each in found), found
    assert all(int(each.partition(":")[0]) >= 1 for each in found)


def test_a_fact_that_nobody_can_reach_is_named(tmp_path: Path) -> None:
    """Asking alone, however openly, goes so far: what lies higher needs something else."""
    text = (SHIPPED / NAME).read_text("utf-8")
    opens = next(row for row in text.splitlines() if row.startswith("opens:"))
    found = problems(tmp_path, opens, "opens: {open_question: 1}")
    beyond = [each for each in found if "Nobody can reach this fact" in each]
    assert beyond
    assert all("above 5" in each for each in beyond)
    rows = text.splitlines()
    assert all("trust:" in rows[int(each.partition(":")[0]) - 1] for each in beyond)


def test_a_word_that_stands_in_any_question_names_no_fact(tmp_path: Path) -> None:
    found = problems(tmp_path, "words: [tuin,", "words: [wilt, tuin,")
    assert any('"wilt" stands in any question' in each for each in found), found


def test_a_trust_that_nothing_raises_is_named(tmp_path: Path) -> None:
    text = (SHIPPED / NAME).read_text("utf-8")
    opens = next(row for row in text.splitlines() if row.startswith("opens:"))
    found = problems(tmp_path, opens, "opens: {}")
    assert any("Nothing opens this person" in each for each in found)


def test_a_line_is_said_in_one_breath(tmp_path: Path) -> None:
    text = (SHIPPED / NAME).read_text("utf-8")
    line = next(row for row in text.splitlines() if row.strip().startswith('- "'))
    long = '      - "' + "nou ja " * 13 + '"'
    assert any("26 words" in each for each in problems(tmp_path, line, long))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("aims:\n", "aim:\n", 'There is no key "aim" here: use aims.'),
        ("joiners: [en,", "joiners: [on,", "on is not text to YAML"),
        ("hints:\n  listen:", "hints:\n  lisen:", '"lisen" cannot be used'),
    ],
)
def test_one_mistake_in_the_coaching_is_one_problem(
    tmp_path: Path, old: str, new: str, told: str
) -> None:
    """And not one for every resident who leans on it."""
    (found,) = problems(tmp_path, old, new, "coaching.yaml")
    assert told in found


@pytest.mark.parametrize(
    ("left", "told"), [("", "is missing here"), ("  give_back: []\n", "holds 0")]
)
def test_whoever_is_stuck_always_gets_something(tmp_path: Path, left: str, told: str) -> None:
    text = (SHIPPED / "coaching.yaml").read_text("utf-8")
    hints = text[text.index("  give_back:\n", text.index("hints:\n")) :]
    (found,) = problems(tmp_path, hints[: hints.index("  ask:\n")], left, "coaching.yaml")
    assert f'"give_back" {told}' in found
