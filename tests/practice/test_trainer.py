"""A trainer writes a persona as YAML, without code: it is checked, laid over, and talked with."""

from __future__ import annotations

import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from bot.app.checking import check_everything
from bot.settings import read_settings
from bot.wiring import library_for
from flows.playing import Player
from tests.practice.scripted import Told
from tests.serving import environment

SHIPPED = files("flows.content") / "nl" / "personas" / "zegt_dat_alles_goed_is.yaml"
OWN = "vrouw_met_moestuin"
TITLE = "Vrouw van 58, de moestuin"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A trainer's own content: one persona and nothing else."""
    personas = tmp_path / "nl" / "personas"
    personas.mkdir(parents=True)
    rows = SHIPPED.read_text("utf-8").splitlines()
    rows = [f"id: {OWN}" if row.startswith("id:") else row for row in rows]
    rows = [f'title: "{TITLE}"' if row.startswith("title:") else row for row in rows]
    (personas / f"{OWN}.yaml").write_text("\n".join(rows), "utf-8")
    return tmp_path


@pytest.mark.slow
def test_it_is_laid_over_and_talked_with_beside_the_shipped_ones(folder: Path) -> None:
    assert check_everything(folder / "nl") == ()
    library = library_for(read_settings({"HANDVAT_CONTENT": str(folder)}))
    assert len(library.personas) == 15
    player = Player(library, reader=Told())
    assert player.press("desk.practise")
    assert player.press(f"desk.with:{OWN}")
    assert player.press("run.begin")
    assert player.say("Hoe gaat het met u?")
    (run,) = player.runs.values()
    assert (run.persona, len(run.exchanges)) == (OWN, 1)
    assert player.screen.values["title"] == TITLE


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("facts:", "feiten:", 'There is no key "feiten" here'),
        ("  guarded:", "  gesloten:", "gesloten"),
        ("trust: 2", "trust: 11", "trust"),
    ],
)
def test_a_mistake_is_found_in_the_trainers_own_file(
    folder: Path, old: str, new: str, told: str
) -> None:
    file = folder / "nl" / "personas" / f"{OWN}.yaml"
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")
    found = [problem for problem in check_everything(folder / "nl") if problem.file == str(file)]
    assert any(told in problem.message for problem in found), found


@pytest.mark.slow
def test_the_command_plays_it(folder: Path) -> None:
    played = subprocess.run(
        [sys.executable, "-m", "bot", "practise", "--json", "--persona", OWN, "--seed", "3"],
        input='{"text": "Hoe gaat het met u?"}\n',
        env=environment(folder, HANDVAT_CONTENT=str(folder)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert TITLE in played.stdout
