"""``handvat practise``: one run in the terminal, the same for the same seed, kept nowhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.serving import environment

LINES = ('{"text": "Hoe gaat het met u?"}', '{"text": "…"}', "Vertel eens verder.")


def practise(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Play these lines in a terminal."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "practise", *options],
        env=environment(folder),
        input="\n".join(LINES) + "\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.slow
def test_the_same_seed_gives_the_same_run_and_nothing_is_kept(tmp_path: Path) -> None:
    options = ("--json", "--persona", "zegt_dat_alles_goed_is", "--seed", "3")
    one, other = practise(tmp_path, *options), practise(tmp_path, *options)
    assert one.returncode == 0, one.stderr
    assert one.stdout == other.stdout
    screens = [json.loads(line) for line in one.stdout.splitlines()]
    assert len(screens) >= 4
    assert "Jij: Vertel eens verder." in screens[3]["text"]
    assert not list(tmp_path.rglob("*.db"))
    again = practise(tmp_path, "--json", "--persona", "zegt_dat_alles_goed_is", "--seed", "4")
    assert again.stdout != one.stdout


def test_somebody_who_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    done = practise(tmp_path, "--persona", "niemand")
    assert done.returncode == 1
    assert "There is no persona" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
