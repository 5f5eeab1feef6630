"""Where a duo stands: two people rehearse together, one of them plays the resident (issue 3).

It is held as a meeting of people whose way is `WAY` (`flows.intervision.types.Meeting`), so that
codes, rights, keys and the end are those of every meeting. What people say are its contributions;
here stand numbers and labels only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WAY = "duo"  # the reserved name of this way to meet; no method's file may have it
Side = Literal["professional", "resident"]
Felt = Literal["", "opened", "closed", "unsure"]


@dataclass(frozen=True, slots=True)
class Spoke:
    """One turn of the talk: whose it was, what the coach heard, what its listener felt.

    ``seq`` numbers the contribution that holds its words; said aloud it holds none. ``did``,
    ``signs`` and ``quote`` are as in `flows.practice.types.Exchange`, for the professional's turns
    alone. ``felt`` is what who plays the resident said of it. A turn that was taken back stays, and
    counts for nothing.
    """

    seq: int
    by: Side
    did: str = ""
    signs: tuple[str, ...] = ()
    quote: tuple[int, int] = (0, 0)
    felt: Felt = ""
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Duo:
    """Who plays whom, and the talk as it goes. People are known by their number in the meeting.

    ``later`` is feedback at the end, not after every turn; ``open`` says that the professional let
    the others read it. ``seen`` are the personas whose card somebody here has seen.
    """

    professional: int | None = None
    resident: int | None = None
    persona: str | None = None
    later: bool = False
    open: bool = False
    turns: tuple[Spoke, ...] = ()
    seen: tuple[str, ...] = ()
