"""Recorded practice conversations, to be read by somebody who asks: would a human say this?

One for each persona: a professional who listens, and now and then cannot help advising. Record
them again with ``python -m tests.practice.recorded`` and read what changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.app.rendering import Renderer
from flows.practice.looking_back import look_back
from tests.practice.professionals import TURNS, mixed
from tests.practice.scripted import RUN, Trainee, library

FOLDER = Path(__file__).parent / "conversations"
SEED = 5


def conversation(persona: str) -> str:
    """A whole talk as people read it: what was said, what was answered, what is told of it."""
    return "\n".join(_lines(persona)) + "\n"


def _lines(persona: str) -> Iterator[str]:
    trainee = Trainee(persona, SEED)
    for number in range(TURNS):
        mixed(trainee, number)
    back = look_back(library(), trainee.run, trainee.player.spoken[RUN])
    render = Renderer()
    yield f"# {back.title}"
    yield back.intro
    for said in back.said:
        yield ""
        yield f"jij: {said.text}"
        yield f"ander: {said.answer}"
        told = render.plain("practice/on_turn.txt", f=said.feedback, answer=False)
        yield f"  {' '.join(told.split())}"
    yield ""
    yield render.plain("practice/counted.txt", back=back).strip()
    yield render.plain("practice/next_time.txt", back=back).strip()


def main() -> None:
    """Record every persona."""
    FOLDER.mkdir(exist_ok=True)
    for persona in library().personas:
        (FOLDER / f"{persona}.txt").write_text(conversation(persona), "utf-8")


if __name__ == "__main__":
    main()
