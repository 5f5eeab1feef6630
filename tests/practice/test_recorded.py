"""The recorded practice conversations still go as they went."""

from __future__ import annotations

import pytest

from tests.practice.recorded import FOLDER, conversation
from tests.practice.scripted import library


@pytest.mark.parametrize("persona", sorted(library().personas))
def test_a_recorded_talk_goes_as_it_went(persona: str) -> None:
    recorded = (FOLDER / f"{persona}.txt").read_text("utf-8")
    assert conversation(persona) == recorded, "read it, then python -m tests.practice.recorded"
