"""What `handvat check` says about content whose pieces do not fit or whose questions close."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from flows.checks import SIGNALS, question_problems
from flows.loading import Problem, read_content
from flows.machines import NEEDS
from flows.needs import Needs
from tests.flows.small_content import change, line_of, put, write_content

DUTCH = SIGNALS["nl"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clean language folder."""
    return write_content(tmp_path / "nl")


def only(folder: Path, needs: Needs | None = None) -> Problem:
    """The one problem of this folder."""
    _, problems = read_content(folder, needs=needs)
    (problem,) = problems
    return problem


MISTAKES = [
    # file, what stands there, what is written instead, what is said of it
    ("domains/geld.yaml", "id: geld\n", "id: centen\n", "The file is geld.yaml"),
    ("groups.yaml", "[geld]", "[geld, geld]", "stands in a group twice"),
    ("groups.yaml", "[wonen]", "[wonen, geld]", "stands in a group twice"),
    ("groups.yaml", "[wonen]", "[wonen, tuin]", 'no domain "tuin"'),
    ("domains/geld.yaml", "group: regelen", "group: thuis", 'in "regelen"'),
    ("domains/geld.yaml", "group: regelen", "group: tuin", 'no group "tuin"'),
    ("asks.yaml", "id: genoeg", "id: geld-scale", "is in use at"),
    ("cards.yaml", "id: kaart", "id: geld-volgt", "is in use at"),
    ("moments.yaml", "id: stil-1", "id: geld-scale", "is in use at"),
    ("asks.yaml", "{u|jou}", "{u|jou|jij}", "exactly two forms"),
    ("asks.yaml", "{u|jou}", "{u|jou", "A brace"),
    ("cards.yaml", "{zit u|zit je}", "{zit u}", "is no slot"),
    ("cards.yaml", "{zit u|zit je}", "{words}", "Only a question"),
    ("rungs.yaml", "Wat helpt", "Helpt {words}", "Only a question"),
    ("cards.yaml", "Van 0 tot 10", '"{u|je}"', "A title"),
    ("asks.yaml", "in één keer.", "in één keer", "End a question"),
    ("rungs.yaml", "er al?", "er al", "End a question"),
    ("naming.yaml", "Vink", "Opa", "a role word too"),
    ("naming.yaml", "Vink", "merel", "stands here twice"),
    ("naming.yaml", "vader", "moeder", "stands here twice"),
    ("naming.yaml", "Vink", "Rode Vink", "one word"),
    ("words.yaml", "[traplift,", "[traplift, traplift,", "twice"),
    ("words.yaml", "[overleden]", "[Overleden]", "lower case"),
    ("words.yaml", "[overleden]", "[]", "This list is empty"),
    ("words.yaml", "[overleden]", '["*"]', "looked for"),
    ("words.yaml", "[overleden]", '[""]', "looked for"),
    ("words.yaml", '["?", help]', '["?", terug]', "the move back"),
    ("domains/geld.yaml", "[schuld", "[Schuld", "lower case"),
    ("domains/geld.yaml", "[schuld", "[brief*", "twice"),
]


@pytest.mark.parametrize(("name", "old", "new", "says"), MISTAKES)
def test_one_mistake_is_one_problem_on_its_line(
    folder: Path, name: str, old: str, new: str, says: str
) -> None:
    change(folder, name, old, new)
    problem = only(folder)
    assert says in problem.message
    assert problem.file == str(folder / name)
    assert problem.line == line_of(folder, name, new.strip())


def test_an_id_in_use_says_where(folder: Path) -> None:
    change(folder, "domains/wonen.yaml", "id: wonen-scale", "id: geld-scale")
    first = folder / "domains/geld.yaml"
    line = line_of(folder, "domains/geld.yaml", "id: geld-scale")
    assert (
        only(folder).message == f'The id "geld-scale" is in use at {first}:{line}: choose another.'
    )


@pytest.mark.parametrize(
    ("name", "taken", "known", "mistake"),
    [
        ("asks.yaml", "id: genoeg\n", "id: kaart\n", ("stores: enough\n", "stores: enof\n")),
        ("cards.yaml", "id: kaart\n", "id: vertel\n", ("title:", "titel:")),
        (
            "domains/wonen.yaml",
            "id: wonen-volgt\n",
            "id: geld-volgt\n",
            ("words: [schuld, brief*]", "words: schuld"),
        ),
    ],
)
def test_an_id_in_use_is_named_beside_another_mistake_of_the_same_piece(
    folder: Path, name: str, taken: str, known: str, mistake: tuple[str, str]
) -> None:
    """All at once: who mends the one mistake does not meet the other one after it."""
    change(folder, name, taken, known)
    change(folder, name, *mistake)
    _, problems = read_content(folder)
    lines = {line_of(folder, name, known.strip()), line_of(folder, name, mistake[1].strip())}
    assert {(each.file, each.line) for each in problems} == {
        (str(folder / name), line) for line in lines
    }
    assert any("is in use at" in each.message for each in problems)


def test_a_domain_has_a_prompt_of_each_kind(folder: Path) -> None:
    change(folder, "domains/geld.yaml", "kind: staying", "kind: opening")
    change(folder, "domains/geld.yaml", "kind: scale", "kind: miracle")
    problem = only(folder)
    assert problem.message == "There is no prompt of kind staying, scale: add one of each."
    assert problem.line == line_of(folder, "domains/geld.yaml", "prompts:")


def test_a_domain_has_at_least_six_prompts(folder: Path) -> None:
    text = (folder / "domains/geld.yaml").read_text(encoding="utf-8")
    start, end = text.index("  - id: geld-strength"), text.index("follow_ups:")
    put(folder, "domains/geld.yaml", text[:start] + text[end:])
    problem = only(folder)
    assert problem.message == '"prompts" holds 3 and needs 6 at least: add some.'
    assert problem.line == line_of(folder, "domains/geld.yaml", "prompts:")


def test_an_ask_is_put_in_a_state_that_exists(folder: Path) -> None:
    change(folder, "asks.yaml", "story.telling", "story.teling")
    assert read_content(folder)[0] is not None
    problem = only(folder, Needs(("story.telling", "story.good", "question.enough")))
    assert problem.line == 2
    assert problem.message == (
        'There is no state "story.teling": choose one of story.good, story.telling.'
    )


@pytest.mark.parametrize(
    "ask",
    [
        "Waarom {maakt u uw|maak je je} post niet open?",
        "Het gaat nu wel, toch?",
        "{Heeft u uw|Heb je je} zus al eens gevraagd?",
        "{Vindt u|Vind je} niet dat het beter kan?",
        "Zou het niet fijn zijn om hulp te krijgen?",
        "Sinds wanneer is dat? En weet iemand het?",
        "Vertel eens",
        "Wat wilt u daar zelf over kwijt?",
        "Wat {wilt u|wil je} dat je baas weet?",
    ],
)
def test_a_question_that_closes_is_named_once(ask: str) -> None:
    assert len(question_problems(ask, DUTCH)) == 1


@pytest.mark.parametrize(
    "ask",
    [
        "Wat {doet u|doe je} nu allemaal om rond te komen? Kleine dingen tellen ook.",
        "Vertel eens over een maand die wél uitkwam.",
        "Neem de tijd…",
        '"Hoe gaat het?" Wat {zegt u|zeg je} dan?',
        '"Waarom ik", {zegt u|zeg je}. Vertel.',
        "{Zegt u|Zeg je} het gerust: \"ik weet het niet.\"",
        "Wie horen erbij? Geen namen, wel \"moeder\".",
        "Wat hebben jullie al geprobeerd?",
        "Hoe zou het zijn als het niet hoefde?",
        "Wat {vindt u|vind je} niet fijn?",
        "Waar denk jij aan als je in bed ligt?",
    ],
)  # fmt: skip
def test_an_open_question_is_left_alone(ask: str) -> None:
    assert question_problems(ask, DUTCH) == ()


def test_a_language_without_signals_still_asks_one_thing_at_a_time() -> None:
    assert question_problems("Waarom niet?", ()) == ()
    assert len(question_problems("What? And why?", ())) == 1


def test_the_dutch_asks_are_put_in_states_that_exist() -> None:
    content, problems = read_content(files("flows.content") / "nl", needs=NEEDS)
    assert content is not None, "\n" + "\n".join(map(str, problems))
