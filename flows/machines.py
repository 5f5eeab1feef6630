"""Every machine there is, by the name people know it by, and what they need of the content."""

from __future__ import annotations

from dataclasses import dataclass

from flows.clarification.needed import ASKED, NAMED
from flows.clarification.table import CLARIFICATION
from flows.desk.table import BEGINNINGS, DESK
from flows.intervision.bringing.table import BRINGING
from flows.intervision.table import MEETING
from flows.machine import Flow, mermaid
from flows.needs import Needs
from flows.practice.duo.table import DUO
from flows.practice.table import PRACTICE


@dataclass(frozen=True, slots=True)
class Machine:
    """A table with the title of its diagram and the file it stands in."""

    title: str
    file: str
    flow: Flow


MACHINES = (
    Machine("gesprek", "flows/clarification/table.py", CLARIFICATION),
    Machine("bureau", "flows/desk/table.py", DESK),
    Machine("oefenen", "flows/practice/table.py", PRACTICE),
    Machine("met z'n tweeën", "flows/practice/duo/table.py", DUO),
    Machine("inbrengen", "flows/intervision/bringing/table.py", BRINGING),
    Machine("bijeenkomst", "flows/intervision/table.py", MEETING),
)
NEEDS = Needs(CLARIFICATION.states, ASKED, NAMED, BEGINNINGS)


def diagrams() -> tuple[str, ...]:
    """Every machine as mermaid, in the order in which people meet them."""
    return tuple(mermaid(machine.title, machine.flow) for machine in MACHINES)
