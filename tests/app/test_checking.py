"""`handvat check`: the coach hears every authored question, and every screen is met."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app.checking import check_everything

MOMENT = """\
- id: begin
  title: Om te beginnen
  prompts:
    - id: begin-opening-9
      kind: opening
      ask: "{ask}"
- id: stilte
  title: Het valt stil
  prompts:
    - id: stilte-opening-9
      kind: opening
      ask: "Waar denkt {{u|je}} nu aan?"
"""


def test_what_ships_is_clean() -> None:
    """No problem in content, machines or screens."""
    assert check_everything() == ()


@pytest.mark.parametrize(
    "ask",
    [
        "{u heeft|je hebt} vast al gedacht aan een maatje, of niet soms?",
        "Is het geen goed idee om schuldhulp aan te vragen?",
        "Hoe gaat het thuis en wat zegt de dokter ervan?",
    ],
)
def test_a_teams_own_question_that_leads_stacks_or_solves_is_named(
    tmp_path: Path, ask: str
) -> None:
    """With its file and line."""
    (tmp_path / "moments.yaml").write_text(MOMENT.format(ask=ask), encoding="utf-8")
    problems = check_everything(tmp_path)
    assert [(Path(each.file).name, each.line) for each in problems][:1] in (
        [("moments.yaml", 4)],
        [("moments.yaml", 6)],
    )


def test_the_folder_with_a_folder_for_each_language_is_looked_into(tmp_path: Path) -> None:
    """As HANDVAT_CONTENT names it: a check that looks beside the content finds nothing wrong."""
    (tmp_path / "nl").mkdir()
    (tmp_path / "nl" / "moments.yaml").write_text("- id: begin\n  colour: red\n", "utf-8")
    assert any("colour" in problem.message for problem in check_everything(tmp_path))


def test_a_folder_in_which_nothing_is_read_says_so(tmp_path: Path) -> None:
    """An empty folder, or that of something else, is not in order."""
    (problem,) = check_everything(tmp_path)
    assert problem.message.startswith("Nothing in this folder is read")


def test_a_folder_with_a_misspelled_name_is_named(tmp_path: Path) -> None:
    """What stands in it would never be asked."""
    (tmp_path / "domain").mkdir()
    (tmp_path / "domain" / "werk.yaml").write_text("title: Werk\n", "utf-8")
    assert [Path(p.file).name for p in check_everything(tmp_path)] == ["domain"]
