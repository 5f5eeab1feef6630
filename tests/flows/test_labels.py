"""Labels are read with the same care as content: no YAML trap is silent."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.loading import ContentRefused, read_labels
from tests.flows.small_content import put


def test_labels_are_texts_lists_of_texts_and_names_with_more(tmp_path: Path) -> None:
    put(tmp_path, "words.yaml", "buttons:\n  home: Begin\nmonths: [jan, feb]\n")
    labels = read_labels(tmp_path / "words.yaml")
    assert labels == {"buttons": {"home": "Begin"}, "months": ["jan", "feb"]}


def test_a_label_that_is_no_text_to_yaml_needs_quotes(tmp_path: Path) -> None:
    put(tmp_path, "words.yaml", "buttons:\n  home: Begin\n  yes_please: No\nmonths: [jan, 2]\n")
    with pytest.raises(ContentRefused) as refused:
        read_labels(tmp_path / "words.yaml")
    assert [(each.line, each.message) for each in refused.value.problems] == [
        (3, 'No is not text to YAML: put quotes around it, "No".'),
        (4, '2 is not text to YAML: put quotes around it, "2".'),
    ]


@pytest.mark.parametrize("text", ["", "- Begin\n", "home: Begin\nhome: Weg\n"])
def test_labels_with_a_mistake_are_refused_with_a_reason(tmp_path: Path, text: str) -> None:
    put(tmp_path, "words.yaml", text)
    with pytest.raises(ContentRefused, match=r"words\.yaml:\d: .+\."):
        read_labels(tmp_path / "words.yaml")
