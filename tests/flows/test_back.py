"""Terug is seen to do something: it leads to another screen than the one that is seen."""

from __future__ import annotations

from flows.types import Pressed
from tests.flows.memory_stage import MemoryStage
from tests.flows.moves import Press, Say


def test_back_passes_over_the_screen_one_came_back_to_by_answering() -> None:
    """Somebody else decided, said why, and the same screen is there again: back leaves it."""
    stage = MemoryStage()
    for move in (
        Press("Ik kom van een gesprek"),
        Press("Nieuw huishouden"),
        Say("/plan"),
        Press("Wie is het ermee eens?"),
        Press("Iemand anders besliste"),
        Say("De rechter besliste het."),
    ):
        stage.make(move)
    assert stage.player.screen.name == "deciding"
    stage.player.take(Pressed(stage.player.desk.screen, "back"))
    assert stage.player.screen.name == "plan"
