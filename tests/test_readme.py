"""The README tells the truth: its diagram is the machine's, its links lead somewhere."""

from __future__ import annotations

import re
from argparse import Namespace

import pytest

from bot.__main__ import diagram
from bot.settings import Settings
from flows.machines import MACHINES, diagrams
from tests.diagram import README, with_diagram


def test_every_table_is_drawn_and_checked() -> None:
    found = README.parent.glob("flows/**/table.py")
    tables = {path.relative_to(README.parent).as_posix() for path in found}
    assert tables == {machine.file for machine in MACHINES}


def test_the_command_draws_what_stands_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert diagram(Namespace()) == 0
    drawn = capsys.readouterr().out
    readme = README.read_text(encoding="utf-8")
    assert [each for each in diagrams() if each not in readme or each not in drawn] == []


def test_the_diagram_is_drawn_from_the_code() -> None:
    """A changed table changes the README: run `python -m tests.diagram`."""
    readme = README.read_text(encoding="utf-8")
    assert with_diagram(readme) == readme


def test_every_link_leads_somewhere() -> None:
    """A file that moved takes its link along."""
    links = re.findall(r"\]\((?!https?:)([^)#]+)", README.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (README.parent / link).exists()] == []


def test_every_setting_is_explained() -> None:
    """An operator finds every setting in the table."""
    told = set(re.findall(r"`HANDVAT_([A-Z_]+)`", README.read_text(encoding="utf-8")))
    read = {name.upper() for name in Settings.__dataclass_fields__}
    assert read - {"LANGUAGE"} <= told
