"""An author sees every mistake at once, with file and line, and no YAML trap is silent."""

from __future__ import annotations

import time
from importlib.resources import files
from pathlib import Path

import pytest

from flows.content.shapes import Content
from flows.loading import ContentRefused, Problem, load_content, read_content
from flows.types import Audience, Kind
from tests.flows.small_content import FILES, change, domain, line_of, put, write_content


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A clean language folder."""
    return write_content(tmp_path / "nl")


def problems_of(folder: Path) -> list[Problem]:
    """What is wrong with this folder; then there is no content."""
    content, problems = read_content(folder)
    assert (content is None) == bool(problems)
    return list(problems)


def clean(folder: Path) -> Content:
    """The content of a folder without a mistake."""
    content, problems = read_content(folder)
    assert content is not None, "\n".join(map(str, problems))
    return content


def only(folder: Path, name: str, line: int) -> str:
    """The message of the one problem, which stands in this file on this line."""
    (problem,) = problems_of(folder)
    assert (problem.file, problem.line) == (str(folder / name), line)
    return problem.message


def test_a_clean_folder_becomes_content(folder: Path) -> None:
    content = clean(folder)
    assert content.language == "nl"
    assert list(content.domains) == ["geld", "wonen"]
    assert content.domains["geld"].follow_ups[0].words == ("schuld", "brief*")
    assert content.asks[1].stores is Kind.ENOUGH
    assert content.words.moves["help"] == ("?", "help")
    assert content.naming.places["home"] == "Thuis"


def test_a_problem_reads_as_editors_expect() -> None:
    assert str(Problem("nl/asks.yaml", 7, "Add it.")) == "nl/asks.yaml:7: Add it."


def test_fifteen_mistakes_are_fifteen_problems_at_once(folder: Path) -> None:
    mistakes = [
        # file, what stands there, what is written instead, where that is wrong, what is said of it
        ("groups.yaml", "[geld]", "[geld, tuin]", "tuin", 'no domain "tuin"'),
        ("groups.yaml", "Thuis", "Thuis" * 7, "ThuisThuis", "35 characters"),
        ("domains/geld.yaml", "title:", "title: Geld\ntitle:", "Over", '"title" stands here twice'),
        ("domains/geld.yaml", "kind: staying", "kind: stayng", "stayng", '"stayng" cannot be used'),
        ("domains/geld.yaml", "ask: Vertel eens over scale", "aks: Schaal", "aks:", "use ask"),
        ("domains/wonen.yaml", "opening.", "{u|je|jij}.", "|jij", "exactly two forms"),
        ("domains/wonen.yaml", "deepening.", "het? En dan?", "En dan", "Two question marks"),
        ("domains/wonen.yaml", "Vertel eens over scale.", "Waarom?", "Waarom", '"waarom"'),
        ("domains/wonen.yaml", "id: wonen-network", "id: geld-network", "geld-", "is in use at"),
        ("asks.yaml", "stores: told", "stores: No", "No", '"No" cannot be used for stores'),
        ("asks.yaml", '["001.7"]', "[001.7]", "[001.7]", 'put quotes around it, "001.7"'),
        ("cards.yaml", "  example: Waar", "  #", "- id", '"example" is missing'),
        ("words.yaml", "[bedreigd", "[Bedreigd", "Bedreigd", 'write "bedreigd"'),
        ("naming.yaml", "[Merel", "[Merel Bont", "Bont", "one word"),
    ]
    for name, old, new, _, _ in mistakes:
        change(folder, name, old, new)
    (folder / "rungs.yaml").unlink()
    expected = [
        (str(folder / name), line_of(folder, name, mark), says)
        for name, _, _, mark, says in mistakes
    ]
    expected.append((str(folder / "rungs.yaml"), 1, "missing"))
    found = problems_of(folder)
    assert len(found) == len(expected) == 15, "\n".join(map(str, found))
    for problem, (file, line, says) in zip(found, sorted(expected), strict=True):
        assert (problem.file, problem.line) == (file, line), problem
        assert says in problem.message


def test_a_key_that_stands_twice_is_refused_with_both_lines(folder: Path) -> None:
    change(folder, "asks.yaml", "  ask: Vertel", "  title: Weer\n  ask: Vertel")
    assert only(folder, "asks.yaml", 4) == '"title" stands here twice, also on line 3: keep one.'


@pytest.mark.parametrize(
    "word", ["Yes", "no", "On", "off", "true", "12", "1.5", "2025-01-01", "1:30"]
)
def test_a_word_that_yaml_makes_something_else_of_needs_quotes(folder: Path, word: str) -> None:
    change(folder, "asks.yaml", "title: Vertellen", f"title: {word}")
    assert only(folder, "asks.yaml", 3) == (
        f'{word} is not text to YAML: put quotes around it, "{word}".'
    )
    change(folder, "asks.yaml", f"title: {word}", f'title: "{word}"')
    assert clean(folder).asks[0].title == word


def test_a_word_in_a_list_has_its_own_line(folder: Path) -> None:
    change(folder, "words.yaml", "[traplift, scootmobiel*]", "\n  - traplift\n  - no")
    assert "put quotes" in only(folder, "words.yaml", 3)


def test_a_key_that_is_no_text_needs_quotes(folder: Path) -> None:
    change(folder, "words.yaml", "  back:", "  On: [nee]\n  back:")
    line = line_of(folder, "words.yaml", "On: [nee]")
    assert only(folder, "words.yaml", line) == "This key is not text to YAML: put quotes around it."


def test_true_and_false_are_the_only_two_answers(folder: Path) -> None:
    change(folder, "domains/geld.yaml", "group:", "children: yes\ngroup:")
    assert only(folder, "domains/geld.yaml", 3) == (
        '"children" says whether it is so: write true or false.'
    )
    change(folder, "domains/geld.yaml", "children: yes", "children: true")
    assert clean(folder).domains["geld"].children


def test_an_unknown_key_has_its_own_line_and_a_suggestion(folder: Path) -> None:
    change(folder, "asks.yaml", "  stores: told", "  stores: told\n  auidence: professional")
    assert only(folder, "asks.yaml", 6) == 'There is no key "auidence" here: use audience.'


def test_a_missing_key_has_the_line_of_its_item(folder: Path) -> None:
    change(folder, "asks.yaml", "  ask: Wanneer is het goed genoeg voor {u|jou}?\n", "")
    assert only(folder, "asks.yaml", 6) == '"ask" is missing here: add it.'


def test_an_empty_value_is_named(folder: Path) -> None:
    change(folder, "asks.yaml", "title: Genoeg", "title:")
    assert only(folder, "asks.yaml", 8) == '"title" is empty: write a text, or leave it out.'


def test_a_text_that_begins_with_a_brace_needs_quotes(folder: Path) -> None:
    change(folder, "rungs.yaml", "looked: Wat helpt er al?", "looked: {u|je}")
    assert "put quotes around it" in only(folder, "rungs.yaml", 3)
    change(folder, "rungs.yaml", "looked: {u|je}", "looked: {U kunt|Je kunt} veel.")
    assert "This is not YAML at column" in only(folder, "rungs.yaml", 3)
    change(folder, "rungs.yaml", "looked: {U kunt|Je kunt} veel.", 'looked: "{U|Je} kunt veel."')
    assert clean(folder).rungs[0].looked == "{U|Je} kunt veel."


def test_an_unquoted_colon_is_found_on_its_line(folder: Path) -> None:
    change(folder, "moments.yaml", "ask: Neem de tijd.", "ask: Zeg: neem de tijd.")
    assert "column 15" in only(folder, "moments.yaml", 6)


def test_a_tab_is_refused(folder: Path) -> None:
    change(folder, "rungs.yaml", "  looked:", "\tlooked:")
    assert only(folder, "rungs.yaml", 3) == "A tab stands here: use spaces."
    change(folder, "rungs.yaml", "\tlooked:", "  looked:\t")
    assert only(folder, "rungs.yaml", 3) == "A tab stands here: use spaces."


def test_a_file_that_is_not_utf8_is_refused(folder: Path) -> None:
    text = FILES["asks.yaml"].encode("latin-1")
    (folder / "asks.yaml").write_bytes(text)
    assert only(folder, "asks.yaml", 4) == "This is not UTF-8: save the file as UTF-8."


def test_the_mark_that_windows_puts_before_utf8_does_no_harm(folder: Path) -> None:
    text = FILES["asks.yaml"].replace("\n", "\r\n")
    (folder / "asks.yaml").write_bytes(text.encode("utf-8-sig"))
    assert clean(folder).asks[0].id == "vertel"


def test_an_invisible_character_is_refused(folder: Path) -> None:
    change(folder, "asks.yaml", "in één keer", "in één\x07 keer")
    assert "invisible" in only(folder, "asks.yaml", 4)


@pytest.mark.parametrize("text", ["", "# nog niets\n"])
def test_an_empty_file_is_refused(folder: Path, text: str) -> None:
    put(folder, "cards.yaml", text)
    assert only(folder, "cards.yaml", 1) == "This file is empty: write it."


@pytest.mark.parametrize("name", ["asks.yaml", "words.yaml"])
def test_a_missing_file_is_named(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert only(folder, name, 1) == "This file is missing: write it."


def test_a_file_that_cannot_be_read_is_named(folder: Path) -> None:
    (folder / "cards.yaml").unlink()
    (folder / "cards.yaml").mkdir()
    assert "cannot be read" in only(folder, "cards.yaml", 1)


def test_a_missing_domain_is_missed_by_its_group(folder: Path) -> None:
    (folder / "domains/geld.yaml").unlink()
    assert 'no domain "geld"' in only(folder, "groups.yaml", 3)


def test_a_domain_that_cannot_be_read_is_not_missed_as_well(folder: Path) -> None:
    put(folder, "domains/geld.yaml", "id: [geld\n")
    assert "This is not YAML" in only(folder, "domains/geld.yaml", 2)


@pytest.mark.parametrize("text", ["id: stil\n", "[]\n", "Neem de tijd.\n"])
def test_a_file_that_should_be_a_list_is_refused(folder: Path, text: str) -> None:
    put(folder, "moments.yaml", text)
    assert only(folder, "moments.yaml", 1) == 'This file is a list: write each item behind "- ".'


def test_an_item_that_holds_no_keys_is_refused(folder: Path) -> None:
    put(folder, "cards.yaml", FILES["cards.yaml"] + "- kaart\n")
    line = line_of(folder, "cards.yaml", "- kaart")
    assert only(folder, "cards.yaml", line) == (
        'Something else belongs here: write lines of "key: value".'
    )


def test_what_is_used_again_must_be_written_out(folder: Path) -> None:
    change(folder, "words.yaml", "danger: [bedreigd]", "danger: &zelfde [bedreigd]")
    change(folder, "words.yaml", "heavy: [overleden]", "heavy: *zelfde")
    line = line_of(folder, "words.yaml", "&zelfde")
    assert "used again" in only(folder, "words.yaml", line)


def test_a_file_that_nobody_reads_is_named(folder: Path) -> None:
    put(folder, "card.yaml", FILES["cards.yaml"])
    assert "Nobody reads this file" in only(folder, "card.yaml", 1)


def test_a_domain_file_must_end_in_yaml(folder: Path) -> None:
    put(folder, "domains/tuin.yml", domain("tuin", "thuis"))
    assert only(folder, "domains/tuin.yml", 1) == "Call this file .yaml, not .yml."


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    (problem,) = problems_of(tmp_path / "fy")
    assert str(problem) == f"{tmp_path / 'fy'}:1: There is no such folder."


def test_one_broken_prompt_hides_no_mistake_in_another(folder: Path) -> None:
    change(folder, "domains/geld.yaml", "kind: staying", "kind: no")
    change(folder, "domains/geld.yaml", "Vertel eens over scale.", "Toch?")
    found = [(each.line, each.message) for each in problems_of(folder)]
    assert [line for line, _ in found] == [
        line_of(folder, "domains/geld.yaml", "kind: no"),
        line_of(folder, "domains/geld.yaml", "Toch?"),
    ]


def test_one_broken_word_hides_no_mistake_in_another_list(folder: Path) -> None:
    change(folder, "words.yaml", "[bedreigd]", "[no]")
    change(folder, "words.yaml", "[overleden]", "[Overleden]")
    assert [each.line for each in problems_of(folder)] == [2, 3]


def test_a_shipped_domain_that_no_group_names_is_refused(folder: Path) -> None:
    put(folder, "domains/tuin.yaml", domain("tuin", "thuis"))
    message = only(folder, "domains/tuin.yaml", 3)
    assert message == 'No group names "tuin": add it to thuis in groups.yaml.'


# --- what ships ----------------------------------------------------------------------------------


def test_the_dutch_content_is_clean() -> None:
    content, problems = read_content(files("flows.content") / "nl")
    assert content is not None, "\n" + "\n".join(map(str, problems))


def test_the_mirror_is_for_the_professional_alone() -> None:
    mirror = [ask for ask in load_content("nl").asks if ask.stores is Kind.MIRROR]
    assert mirror
    assert {ask.audience for ask in mirror} == {Audience.PROFESSIONAL}


def test_content_that_is_not_there_is_refused_with_its_problems() -> None:
    with pytest.raises(ContentRefused, match="There is no such folder") as refused:
        load_content("xx")
    assert len(refused.value.problems) == 1


def test_reading_everything_is_quick_enough_to_start_with() -> None:
    took = []
    for _ in range(3):
        start = time.perf_counter()
        read_content(files("flows.content") / "nl")
        took.append(time.perf_counter() - start)
    assert min(took) < 2
