"""Words that stand between quotation marks: what somebody said literally, and who said it.

`Ze zegt: "Ik slaap niet"` is a line in own words as well as `"Ik slaap niet"` is; what stands
before it is kept, and is not given back as if it were said.
"""

from __future__ import annotations

import re

_PAIRS = (('"', '"'), ("“", "”"), ("„", "”"), ("‘", "’"), ("«", "»"))
_LEAD = r"(?P<lead>[^\s\"“„‘«:][^\"“„‘«:\n]{0,39}:)?\s*"  # at most a few words, and a colon
_QUOTED = tuple(
    re.compile(rf"^{_LEAD}{opening}(?P<words>[^{opening}{closing}]+){closing}$")
    for opening, closing in _PAIRS
)


def quoted(text: str) -> tuple[str, str] | None:
    """What stands before the quotation, and the words in it; None when nothing is quoted whole."""
    for pattern in _QUOTED:
        if found := pattern.match(text.strip()):
            return found["lead"] or "", found["words"]
    return None


def literal(text: str) -> str:
    """The words that were said, without who said them and without quotation marks."""
    found = quoted(text)
    return found[1] if found else text
