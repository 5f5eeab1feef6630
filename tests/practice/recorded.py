"""Recorded practice conversations, to be read by somebody who asks: would a human say this?

One for each persona, said by a trainee who listens and slips now and then, heard by the real coach.
What the trainee says stands in ``talks.yaml``. Record them again with
``python -m tests.practice.recorded`` and read what changed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import yaml

from bot.app.rendering import Renderer
from flows.language.coach import coach
from flows.language.reading import WordReader
from flows.practice.looking_back import look_back
from tests.practice.scripted import RUN, Trainee, library, said

HERE = Path(__file__).parent
FOLDER = HERE / "conversations"
TALKS = yaml.safe_load((HERE / "talks.yaml").read_text("utf-8"))


def talked(persona: str) -> Trainee:
    """The whole talk."""
    trainee = Trainee(persona, TALKS[persona]["seed"])
    trainee.player.reader = WordReader(library().content.words, coach)
    for line in TALKS[persona]["says"]:
        assert trainee.player.take(said(line)), (persona, line, trainee.player.notices)
    return trainee


def conversation(persona: str) -> str:
    """A whole talk as people read it: what was said, what was answered, what is told of it."""
    return "\n".join(_lines(talked(persona))) + "\n"


def _lines(trainee: Trainee) -> Iterator[str]:
    back = look_back(library(), trainee.run, trainee.player.spoken[RUN])
    render = Renderer()
    yield f"# {back.title}"
    yield back.intro
    for turn in back.said:
        yield ""
        yield f"jij: {turn.text}"
        yield f"ander: {turn.answer}"
        told = render.plain("practice/on_turn.txt", f=turn.feedback, answer=False)
        yield f"  {' '.join(told.split())}"
    yield ""
    yield render.plain("practice/counted.txt", back=back).strip()
    yield render.plain("practice/next_time.txt", back=back).strip()


if __name__ == "__main__":
    for name in sorted(library().personas):
        (FOLDER / f"{name}.txt").write_text(conversation(name), "utf-8")
