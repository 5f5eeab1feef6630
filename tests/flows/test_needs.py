"""A team's own questions keep what the conversation cannot do without, or are refused at start."""

from __future__ import annotations

import ast
from importlib.resources import files
from pathlib import Path

import pytest

import flows.clarification
from flows.clarification.needed import ASKED, NAMED
from flows.desk.table import BEGINNINGS
from flows.loading import Problem, load_content, read_content
from flows.machines import NEEDS
from tests.flows.small_content import put, write_content

SHIPPED = files("flows.content") / "nl"


def laid_over(team: Path, name: str, text: str) -> tuple[Problem, ...]:
    """What is said of a team's folder with this one file in it, over the shipped questions."""
    folder = write_content(team / "shipped" / "nl")
    for each in ("asks.yaml", "moments.yaml", "coaching.yaml"):
        put(folder, each, (SHIPPED / each).read_text(encoding="utf-8"))
    put(team / "nl", name, text)
    return read_content(folder, team / "nl", NEEDS)[1]


def pieces(name: str) -> list[str]:
    """The pieces of a shipped list, as text."""
    text = (SHIPPED / name).read_text(encoding="utf-8")
    return [f"- id: {piece}\n" for piece in f"\n{text.rstrip()}".split("\n- id: ")[1:]]


def without(name: str, mark: str) -> str:
    """A shipped list without the pieces that hold this."""
    return "".join(piece for piece in pieces(name) if f"{mark}\n" not in piece)


@pytest.mark.parametrize("name", NAMED)
def test_a_question_that_the_conversation_puts_by_its_id_is_missed(
    tmp_path: Path, name: str
) -> None:
    (problem,) = laid_over(tmp_path, "asks.yaml", without("asks.yaml", f"- id: {name}"))
    assert (problem.file, problem.line) == (str(tmp_path / "nl" / "asks.yaml"), 1)
    assert f'"{name}"' in problem.message


@pytest.mark.parametrize("state", sorted(ASKED))
def test_a_state_in_which_nothing_would_be_asked_any_more_is_named(
    tmp_path: Path, state: str
) -> None:
    problems = laid_over(tmp_path, "asks.yaml", without("asks.yaml", f"state: {state}"))
    gone = [name for name, (there, _) in NAMED.items() if there == state]
    assert len(problems) == (len(gone) or 1)
    assert all(name in str(problems) for name in (gone or [state]))


def test_an_own_question_in_the_place_of_the_shipped_one_is_welcome(tmp_path: Path) -> None:
    """What is needed is that something is asked there, not these words."""
    own = without("asks.yaml", "state: ending.contact") + (
        "- id: nog-iets\n  state: ending.contact\n  title: Nog iets?\n"
        "  ask: Wat was er nog meer?\n  stores: line\n"
    )
    assert laid_over(tmp_path, "asks.yaml", own) == ()


@pytest.mark.parametrize(
    ("stands", "written", "says"),
    [
        ("  stores: question\n", "  stores: line\n", 'write "stores: question"'),
        ("  stores: mirror\n", "  stores: learned\n", 'write "stores: mirror"'),
        ("  stores: early\n", "  stores: line\n", 'write "stores: early"'),
        ("  stores: step\n", "  stores: line\n", 'write "stores: step"'),
    ],
)
def test_an_answer_that_would_be_kept_as_something_else_is_named_on_its_line(
    tmp_path: Path, stands: str, written: str, says: str
) -> None:
    """The gate would never open, and what is private would stand in the plan."""
    asks = "".join(pieces("asks.yaml"))
    at = asks.rindex(stands)
    text = asks[:at] + written + asks[at + len(stands) :]
    (problem,) = laid_over(tmp_path, "asks.yaml", text)
    assert says in problem.message
    assert problem.line == asks[:at].count("\n") + 1


def test_a_question_that_is_put_by_its_id_in_another_state_is_named(tmp_path: Path) -> None:
    asks = "".join(pieces("asks.yaml"))
    moved = asks.replace("- id: reden\n  state: plan.steps", "- id: reden\n  state: plan.values")
    (problem,) = laid_over(tmp_path, "asks.yaml", moved)
    assert 'write "state: plan.steps"' in problem.message
    assert (
        problem.line == moved[: moved.index("state: plan.values\n  title: Waarom")].count("\n") + 1
    )


def test_a_question_with_a_mistake_in_it_is_named_for_that_alone(tmp_path: Path) -> None:
    """It stands there: that it cannot be read is no second problem."""
    asks = "".join(pieces("asks.yaml")).replace("  stores: early\n", "  stores: earlie\n")
    (problem,) = laid_over(tmp_path, "asks.yaml", asks)
    assert '"earlie" cannot be used' in problem.message


@pytest.mark.parametrize("name", BEGINNINGS)
def test_a_moment_that_a_question_for_anybody_comes_from_is_missed(
    tmp_path: Path, name: str
) -> None:
    (problem,) = laid_over(tmp_path, "moments.yaml", without("moments.yaml", f"- id: {name}"))
    assert (problem.file, problem.line) == (str(tmp_path / "nl" / "moments.yaml"), 1)
    assert f'"{name}"' in problem.message


def test_a_moment_has_a_question_for_when_nothing_was_said_yet(tmp_path: Path) -> None:
    """ "Eén vraag" gives a question at once, and has no words to give back."""
    own = (
        "- id: eigen\n  title: Een eigen moment\n  prompts:\n"
        "    - id: eigen-opening-1\n      kind: opening\n      ask: '\"{words}\". Vertel.'\n"
    )
    (problem,) = laid_over(tmp_path, "moments.yaml", "".join(pieces("moments.yaml")) + own)
    assert "holds {words}" in problem.message


def test_every_question_that_the_conversation_names_is_held_here() -> None:
    """Otherwise a team could leave it out after all."""
    shipped = {ask.id for ask in load_content("nl").asks}
    named = set()
    for path in Path(flows.clarification.__path__[0]).rglob("*.py"):
        if path.name != "needed.py":
            tree = ast.parse(path.read_text(encoding="utf-8"))
            texts = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)}
            named |= texts & shipped
            named |= {
                text.removeprefix("ask:")
                for text in texts
                if isinstance(text, str) and text.startswith("ask:") and text != "ask:"
            }
    assert named == set(NAMED)
