"""A team lays its own questions over the shipped ones: any file may be there, none has to be."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.content.shapes import Content
from flows.loading import Problem, read_content
from tests.flows.small_content import FILES, domain, put, write_content


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped folder."""
    return write_content(tmp_path / "nl")


def clean(folder: Path, team: Path) -> Content:
    """The content, which has no mistake."""
    content, problems = read_content(folder, team)
    assert content is not None, "\n".join(map(str, problems))
    return content


def only(folder: Path, team: Path) -> Problem:
    """The one problem of the two folders together."""
    _, (problem,) = read_content(folder, team)
    return problem


def test_a_teams_file_replaces_the_one_of_the_same_name(folder: Path, tmp_path: Path) -> None:
    team = tmp_path / "team"
    put(team, "cards.yaml", FILES["cards.yaml"].replace("Van 0 tot 10", "Het lijntje"))
    changed = domain("geld", "regelen").replace("title: Over geld", "title: Centen")
    put(team, "domains/geld.yaml", changed)
    content = clean(folder, team)
    assert content.cards[0].title == "Het lijntje"
    assert content.domains["geld"].title == "Centen"
    assert content.language == "nl"


def test_a_teams_new_domain_comes_last_in_its_own_group(folder: Path, tmp_path: Path) -> None:
    put(tmp_path / "team", "domains/tuin.yaml", domain("tuin", "thuis"))
    content = clean(folder, tmp_path / "team")
    assert [group.domains for group in content.groups] == [("geld",), ("wonen", "tuin")]


def test_a_team_may_place_its_new_domain_itself(folder: Path, tmp_path: Path) -> None:
    team = tmp_path / "team"
    put(team, "domains/tuin.yaml", domain("tuin", "thuis"))
    put(team, "groups.yaml", FILES["groups.yaml"].replace("[wonen]", "[tuin, wonen]"))
    assert clean(folder, team).groups[1].domains == ("tuin", "wonen")


def test_a_teams_domain_of_no_group_is_refused_in_the_teams_file(
    folder: Path, tmp_path: Path
) -> None:
    put(tmp_path / "team", "domains/tuin.yaml", domain("tuin", "buiten"))
    problem = only(folder, tmp_path / "team")
    assert problem.file == str(tmp_path / "team/domains/tuin.yaml")
    assert problem.line == 3
    assert problem.message == 'There is no group "buiten": choose one of regelen, thuis.'


def test_a_teams_folder_that_is_not_there_is_named(folder: Path, tmp_path: Path) -> None:
    problem = only(folder, tmp_path / "team")
    assert problem.file == str(tmp_path / "team")


def test_a_mistake_in_a_teams_file_is_found_in_the_teams_file(folder: Path, tmp_path: Path) -> None:
    put(tmp_path / "team", "cards.yaml", "- id: kaart\n")
    _, problems = read_content(folder, tmp_path / "team")
    assert {each.file for each in problems} == {str(tmp_path / "team/cards.yaml")}
    assert len(problems) == 3
