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
