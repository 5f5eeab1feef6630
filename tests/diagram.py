"""Puts the machines' diagrams into the README: ``python -m tests.diagram``."""

from __future__ import annotations

from pathlib import Path

from flows.machines import diagrams

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- diagram: begin -->", "<!-- diagram: end -->"


def with_diagram(readme: str) -> str:
    """The README with the machines drawn between its marks."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    drawn = "\n\n".join(f"```mermaid\n{diagram}\n```" for diagram in diagrams())
    return f"{before}{BEGIN}\n\n{drawn}\n\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_diagram(README.read_text(encoding="utf-8")), encoding="utf-8")
