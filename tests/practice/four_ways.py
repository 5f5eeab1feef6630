"""What four ways of asking bring, persona by persona: ``python -m tests.practice.four_ways``.

Prints the table and puts it into the README. Trust runs from 0 to 10. What can be found is every
fact but the one that is kept back in that run, whoever asks. Figures are means over three seeds.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flows.practice.answering import kept_back
from flows.practice.stance import levels, live
from tests.practice.professionals import ALL, talked
from tests.practice.scripted import library

README = Path(__file__).parents[2] / "README.md"
BEGIN, END = "<!-- four ways: begin -->", "<!-- four ways: end -->"
SEEDS = (1, 2, 3)
HEAD = "| resident | " + " | ".join(ALL) + " |"


@dataclass(frozen=True, slots=True)
class Brought:
    """What one professional's talks with one persona brought, over all seeds."""

    trust: float  # at the end, from 0 to 10
    through: float  # trust after every turn, together, with what was found: what orders the ways
    found: float
    findable: float

    def __str__(self) -> str:
        return f"{self.trust:.1f} · {self.found:.0f} of {self.findable:.0f}"


@cache
def brought(persona: str, how: str) -> Brought:
    """Talk with this persona in this way, once for each seed."""
    talks = [talked(persona, how, seed) for seed in SEEDS]
    risen = [levels(talk.resident, live(talk.run)) for talk in talks]
    found = sum(len(talk.stance.told) for talk in talks)
    kept = sum(kept_back(talk.resident, talk.run.seed) is not None for talk in talks)
    count = len(SEEDS)
    return Brought(
        trust=sum(each[-1] for each in risen) / count,
        through=sum(sum(each) for each in risen) + found,
        found=found / count,
        findable=len(talks[0].resident.facts) - kept / count,
    )


def table() -> str:
    """Trust at the end and what was found, of what can be found."""
    personas = library().personas
    rows = [
        f"| {personas[name].title} | " + " | ".join(str(brought(name, how)) for how in ALL) + " |"
        for name in sorted(personas)
    ]
    return "\n".join((HEAD, "|" + " --- |" * (len(ALL) + 1), *rows))


def with_table(readme: str) -> str:
    """The README with the table between its marks."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_table(README.read_text(encoding="utf-8")), encoding="utf-8")
    print(table())
