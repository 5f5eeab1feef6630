"""A persona that exists in one language exists in the others, with the same facts and lines."""

from __future__ import annotations

import re
import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from bot.app.checking import check_everything
from flows.loading import untranslated

NAME = "zegt_dat_alles_goed_is"


@pytest.fixture
def team(tmp_path: Path) -> Path:
    """A team's folder with the same persona in two languages."""
    with as_file(files("flows.content") / "nl" / "personas" / f"{NAME}.yaml") as shipped:
        for language in ("nl", "en"):
            (tmp_path / language / "personas").mkdir(parents=True)
            shutil.copy(shipped, tmp_path / language / "personas")
    return tmp_path


def found(team: Path) -> list[str]:
    """The problems, each with the folder and the name of its file."""
    problems = untranslated(team)
    return [f"{'/'.join(Path(each.file).parts[-3:])}: {each.message}" for each in problems]


def test_what_is_whole_in_both_languages_is_clean(team: Path) -> None:
    assert found(team) == []


def test_a_persona_that_one_language_lacks_is_named(team: Path) -> None:
    (team / "en" / "personas" / f"{NAME}.yaml").unlink()
    assert found(team) == [
        f'nl/personas/{NAME}.yaml: There is no persona "{NAME}" in "en": translate this one.'
    ]


@pytest.mark.parametrize(
    ("piece", "told"),
    [
        (r"  - id: tuin\n(?:    .*\n)+", 'The fact "tuin" of "nl" is missing here'),
        (r"  after_why:\n(?:    .*\n)+", 'Lines "after_why" of "nl" are missing here'),
    ],
)
def test_a_fact_or_a_kind_of_line_that_is_missing_is_named(
    team: Path, piece: str, told: str
) -> None:
    file = team / "en" / "personas" / f"{NAME}.yaml"
    text, times = re.subn(piece, "", file.read_text("utf-8"), count=1)
    assert times == 1
    file.write_text(text, "utf-8")
    assert len(found(team)) == 1
    assert found(team)[0].startswith(f"en/personas/{NAME}.yaml: {told}")


def test_a_file_that_cannot_be_read_has_nothing_and_breaks_nothing(team: Path) -> None:
    (team / "en" / "personas" / f"{NAME}.yaml").write_text("facts: [", "utf-8")
    assert any('The fact "tuin"' in each for each in found(team))


@pytest.mark.slow
def test_the_check_of_a_teams_folder_says_so(team: Path) -> None:
    (team / "nl" / "personas" / f"{NAME}.yaml").rename(team / "nl" / "personas" / "x.yaml")
    told = [each.message for each in check_everything(team / "nl")]
    assert f'There is no persona "{NAME}" in "nl": translate this one.' in told
