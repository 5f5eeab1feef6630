"""What an operator gets for a mistake: one sentence, exit code 1, no traceback, nothing changed."""

from __future__ import annotations

import os
import re
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import misspelt
from tests.doors.fake_bot_api import FakeBotApi
from tests.serving import ROOT, environment, free_port, serving


def refused(folder: Path, *command: str, **settings: str) -> str:
    """Run a command that cannot be done; give its one sentence."""
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command],
        env=environment(folder, **settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    return done.stderr


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        ("HANDVAT_PORT", "tachtig"),
        ("HANDVAT_PORT", "0"),
        ("HANDVAT_PORT", "70000"),
        ("HANDVAT_HOST", "kantoor.example"),
        ("HANDVAT_HOST", "203.0.113.7"),
        ("HANDVAT_ROOM_URL", "kamer.example"),
        ("HANDVAT_ROOM_URL", "https://kamer.example/kamer"),
        ("HANDVAT_RETENTION_DAYS", "-1"),
        ("HANDVAT_TIMEZONE", "Europe/Nergens"),
        ("HANDVAT_CONTENT", "/er/is/niets"),
        ("HANDVAT_TELEGRAM_TOKEN", "geen-token"),
        ("HANDVAT_TELEGRAM_API_URL", "kantoor.example:8081"),
        ("HANDVAT_TELEGRAM_NOTES", "soms"),
        ("HANDVAT_LANGUAGE", "fr"),
        ("HANDVAT_DATABASE_URL", "postgresql://localhost/handvat"),
        ("HANDVAT_DATABASE_URL", "zomaar iets"),
    ],
)
def test_a_wrong_setting_is_one_sentence(tmp_path: Path, name: str, wrong: str) -> None:
    """It says which setting and what it may be."""
    said = refused(tmp_path, **{name: wrong})
    assert "HANDVAT_" in said or "PostgreSQL" in said or "sqlite" in said.lower()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("HANDVAT_TELEGRAM_TOKENS", "HANDVAT_TELEGRAM_TOKEN?"),
        ("HANDVAT_DATABASE", "HANDVAT_DATABASE_URL?"),
        ("HANDVAT_RETENTIONDAYS", "HANDVAT_RETENTION_DAYS?"),
        ("handvat_port", "HANDVAT_PORT?"),
        ("HANDVAT_QQQ", "the README"),
    ],
)
def test_a_misspelt_setting_is_named_with_the_one_that_was_meant(typed: str, meant: str) -> None:
    (said,) = misspelt({typed: "1234:geheim", "PATH": "/bin", "HANDVAT_HOST": "::1"})
    assert said.startswith(f"{typed} is no setting and does nothing;")
    assert meant in said
    assert "geheim" not in said


def test_every_setting_is_known_and_an_empty_one_is_none() -> None:
    named = re.findall(r"^\| `(HANDVAT_[A-Z_]+)`", (ROOT / "README.md").read_text(), re.MULTILINE)
    assert len(named) > 8
    assert misspelt(dict.fromkeys(named, "x") | {"HANDVAT_PORTS": " "}) == ()


def test_with_a_misspelt_setting_it_goes_on(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        env=environment(tmp_path, HANDVAT_TIMEZON="Europe/Amsterdam"),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert done.stderr.strip() == (
        "HANDVAT_TIMEZON is no setting and does nothing; did you mean HANDVAT_TIMEZONE?"
    )
    assert "Handvat" in done.stdout


def test_a_port_in_use(tmp_path: Path) -> None:
    """Before anything is opened."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert str(port) in refused(tmp_path, HANDVAT_PORT=str(port))
    assert not (tmp_path / "handvat.db").exists()


def test_a_lost_key_is_never_made_anew(tmp_path: Path) -> None:
    """A missing key beside existing data is refused, because a new one would lose everything."""
    with serving(tmp_path):
        pass
    (tmp_path / "handvat.key").unlink()
    assert "key" in refused(tmp_path, "chat")
    assert not (tmp_path / "handvat.key").exists()


def test_a_wrong_key(tmp_path: Path) -> None:
    """Another key does not open these data, and does not harm them."""
    with serving(tmp_path):
        pass
    right = (tmp_path / "handvat.key").read_bytes()
    (tmp_path / "handvat.key").write_bytes(os.urandom(len(right)))
    assert "key" in refused(tmp_path, "chat")
    (tmp_path / "handvat.key").write_bytes(right)
    with serving(tmp_path) as address:
        assert address


def test_a_database_of_a_newer_version(tmp_path: Path) -> None:
    """An older Handvat keeps its hands off."""
    with serving(tmp_path):
        pass
    with sqlite3.connect(tmp_path / "handvat.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()
    assert "newer" in refused(tmp_path, "chat")


def test_a_place_that_cannot_be_written(tmp_path: Path) -> None:
    """Said at start, not at the first line that is lost; root cannot write there either."""
    url = "sqlite:////proc/handvat/handvat.db"
    assert "cannot be opened" in refused(tmp_path, "chat", HANDVAT_DATABASE_URL=url)


def test_a_database_where_no_file_can_be(tmp_path: Path) -> None:
    """A folder that is a file."""
    (tmp_path / "data").write_text("")
    url = f"sqlite:///{tmp_path / 'data' / 'handvat.db'}"
    assert "cannot be opened" in refused(tmp_path, "chat", HANDVAT_DATABASE_URL=url)


def test_a_token_that_telegram_does_not_accept(tmp_path: Path) -> None:
    """The token looks right, Telegram says no: said once, and never shown."""
    with FakeBotApi() as server:
        api = {"HANDVAT_TELEGRAM_API_URL": server.base_url, "HANDVAT_PORT": str(free_port())}
        said = refused(tmp_path, HANDVAT_TELEGRAM_TOKEN="1234:geheim", **api)
    assert "token" in said
    assert "geheim" not in said


def test_two_at_once_on_one_port_and_one_database(tmp_path: Path) -> None:
    """The page runs on while a chat uses the same data."""
    with serving(tmp_path) as address:
        assert address
        chat = subprocess.run(
            [sys.executable, "-m", "bot", "chat", "--json"],
            input="#3\n",
            env=environment(tmp_path, HANDVAT_PORT=str(free_port())),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
    assert chat.returncode == 0
    assert "Nieuw huishouden" in chat.stdout


@pytest.mark.parametrize("named", [True, False], ids=["named", "by HANDVAT_CONTENT"])
def test_check_names_every_mistake_with_file_and_line(tmp_path: Path, *, named: bool) -> None:
    """A team's own folder with two mistakes gives two lines and exit code 1."""
    team = tmp_path / "nl"
    team.mkdir()
    (team / "cards.yaml").write_text(
        "- id: lsd\n  title: LSD\n  text: Kort.\n  exmple: Vertel eens.\n"
        f"- id: anna\n  title: {'A' * 40}\n  text: Kort.\n  example: Vertel eens.\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "bot", "check", *([str(team)] if named else [])],
        env=environment(tmp_path) | ({} if named else {"HANDVAT_CONTENT": str(tmp_path)}),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "cards.yaml:4:" in done.stdout
    assert "cards.yaml:6:" in done.stdout


@pytest.mark.parametrize("command", [("check",), ("chat",)], ids=["check", "at start"])
def test_a_teams_own_questions_without_one_that_is_needed(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    """Refused before anybody stands at a state in which nothing is asked; with file and line."""
    shipped = (ROOT / "flows" / "content" / "nl" / "asks.yaml").read_text(encoding="utf-8")
    team = tmp_path / "nl"
    team.mkdir()
    (team / "asks.yaml").write_text(shipped.replace("- id: reden\n", "- id: rede\n"), "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command],
        env=environment(tmp_path) | {"HANDVAT_CONTENT": str(tmp_path)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    (said,) = (done.stdout + done.stderr).splitlines()
    assert said.startswith(f"{team / 'asks.yaml'}:1:")
    assert '"reden"' in said
    assert not (tmp_path / "handvat.db").exists()


def test_bottlenecks_leave_without_case_data(tmp_path: Path) -> None:
    """The month and the text; no alias, no household (001.14)."""
    told = "#3\n#1\nMoeder woont in een flat.\n/menu\n"
    given = environment(tmp_path)
    command = [sys.executable, "-m", "bot"]
    screens = subprocess.run(
        [*command, "chat", "--json"],
        input=told,
        env=given,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    number = screens[-1].count('"label"', 0, screens[-1].index("Dit zit in de weg"))
    subprocess.run(
        [*command, "chat"],
        input=f"/menu\n#{number}\nDe wachtlijst voor inschrijven\n",
        env=given,
        capture_output=True,
        text=True,
        check=True,
    )
    kept = subprocess.run(
        [*command, "export", "bottlenecks"], env=given, capture_output=True, text=True, check=True
    ).stdout
    month, text = kept.strip().split("\t")
    assert text == "De wachtlijst voor inschrijven"
    assert len(month) == len("2026-11")


@pytest.mark.parametrize("command", [("diagram",), ("chat", "--json"), ("chat",)])
def test_who_reads_along_may_stop_reading(tmp_path: Path, command: tuple[str, ...]) -> None:
    """`handvat diagram | head`: it ends, without a word of Python."""
    away, mine = os.pipe()
    os.close(away)
    done = subprocess.run(
        [sys.executable, "-m", "bot", *command],
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        stdout=mine,
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        check=False,
    )
    os.close(mine)
    assert (done.returncode, done.stderr) == (1, "")
