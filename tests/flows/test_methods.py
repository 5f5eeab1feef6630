"""The ways to hold intervision are data: what a team gets wrong is said with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.loading import Problem, read_content
from tests.flows.small_content import change, line_of, put, write_content

METHOD = """\
id: kort
title: Kort
about: Samen even kijken.
source: Van ons zelf.
minutes: 10
people: [2, 3]
rounds:
  - id: vertel
    title: Vertel
    purpose: Horen wat er is.
    minutes: 4
    does: tell
    speaks: [contributor]
    silent: [participant]
    says: Vertel maar.
    done: Het is gezegd.
  - id: kies
    title: Kies
    purpose: Zien wat telt.
    minutes: 3
    does: choose
    speaks: [participant]
    of: vertel
    says: Wat raakt jou?
    done: Ieder koos.
  - id: terug
    title: Terugkijken
    purpose: Leren.
    minutes: 3
    does: look_back
    speaks: [contributor, participant, facilitator]
    says: Wat neem jij mee?
    done: Ieder zei iets.
"""
NAME = "methods/kort.yaml"

WRONG = [
    ("minutes: 10", "minutes: 11", "take 10 minutes and minutes says 11", "minutes: 11"),
    ("people: [2, 3]", "people: [4, 3]", "is nobody", "people:"),
    ("id: kort", "id: lang", "make them equal", "id: lang"),
    (
        "speaks: [contributor, participant, facilitator]",
        "speaks: [contributor]",
        "does the facilitator speak",
        "rounds:",
    ),
    ("silent: [participant]", "silent: [contributor]", "speaks and is silent", "silent:"),
    ("does: look_back", "does: say", "does not look back", "- id: terug"),
    ("of: vertel", "of: zolder", 'No earlier round is "zolder"', "of: zolder"),
    ("does: tell", "does: choose", "dead end", "does: choose"),
    ("id: terug", "id: kies", "Two rounds", "Two"),
    ("    of: vertel", "    choices: [warm, warm]", "twice", "choices:"),
    ("does: tell", "does: tell\n    choices: [warm]", "leave them out", "choices:"),
    ("done: Het is", "klaar: Het is", "There is no key", "klaar:"),
    ("title: Kies", f"title: {'Kies ' * 9}", "shorten it to at most 32", "title: Kies"),
    ("minutes: 4", "minutes: 400", "minutes", "minutes: 400"),
]


WALK_WRONG = [
    ("does: replay", "does: ask", "write does: replay", "does:"),
    ("does: replay", "does: replay\nshows: together", "write shows: at_once", "shows:"),
    ("silent: [contributor]", "silent: [participant]", "speaks and is silent", "silent:"),
    ("[Vragen, Zwijgen]", "[Vragen, Vragen]", "twice", "choices:"),
    ("says: Wat", "zegt: Wat", "There is no key", "zegt:"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small shipped folder, with one method in it."""
    put(write_content(tmp_path / "nl"), NAME, METHOD)
    return tmp_path / "nl"


def problems(folder: Path, team: Path | None = None) -> tuple[Problem, ...]:
    return read_content(folder, team)[1]


def test_a_method_that_fits_is_read(folder: Path) -> None:
    content, wrong = read_content(folder)
    assert content is not None, wrong
    assert [one.id for one in content.methods["kort"].rounds] == ["vertel", "kies", "terug"]


@pytest.mark.parametrize(("old", "new", "says", "at"), WRONG)
def test_a_mistake_is_said_with_file_and_line(
    folder: Path, old: str, new: str, says: str, at: str
) -> None:
    change(folder, NAME, old, new)
    found = [problem for problem in problems(folder) if says in problem.message]
    assert found, problems(folder)
    assert found[0].file == str(folder / NAME)
    if at != "Two":
        assert found[0].line == line_of(folder, NAME, at)


@pytest.mark.parametrize(("old", "new", "says", "at"), WALK_WRONG)
def test_a_mistake_in_the_round_step_by_step_is_said_with_file_and_line(
    folder: Path, old: str, new: str, says: str, at: str
) -> None:
    change(folder, "replay.yaml", old, new)
    found = [problem for problem in problems(folder) if says in problem.message]
    assert found, problems(folder)
    assert (found[0].file, found[0].line) == (
        str(folder / "replay.yaml"),
        line_of(folder, "replay.yaml", at),
    )


def test_a_team_edits_a_method_and_adds_its_own(folder: Path, tmp_path: Path) -> None:
    team = tmp_path / "team"
    put(team, NAME, METHOD.replace("title: Vertel", "title: Hoe was het?"))
    put(team, "methods/eigen.yaml", METHOD.replace("id: kort", "id: eigen"))
    content, wrong = read_content(folder, team)
    assert content is not None, wrong
    assert sorted(content.methods) == ["eigen", "kort"]
    assert content.methods["kort"].rounds[0].title == "Hoe was het?"


def test_a_file_that_nobody_reads_is_told(folder: Path) -> None:
    put(folder, "methods/eigen.yml", METHOD)
    assert any("not .yml" in problem.message for problem in problems(folder))
