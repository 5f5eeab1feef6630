"""Puts the machines' diagrams into the README: ``python -m tests.diagram``."""

from __future__ import annotations

from pathlib import Path

from flows.clarification.table import CLARIFICATION
from flows.desk.table import DESK
from flows.intervision.table import MEETING
from flows.machine import mermaid
from flows.practice.duo.table import DUO

README = Path(__file__).parent.parent / "README.md"
MACHINES = (
    ("gesprek", CLARIFICATION),
    ("bureau", DESK),
    ("bijeenkomst", MEETING),
    ("met z'n tweeën", DUO),
)
BEGIN, END = "<!-- diagram: begin -->", "<!-- diagram: end -->"


def with_diagram(readme: str) -> str:
    """The README with the machines drawn between its marks."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    drawn = "\n\n".join(f"```mermaid\n{mermaid(title, flow)}\n```" for title, flow in MACHINES)
    return f"{before}{BEGIN}\n\n{drawn}\n\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_diagram(README.read_text(encoding="utf-8")), encoding="utf-8")
