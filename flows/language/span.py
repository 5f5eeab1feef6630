"""A place in a text that looks like personal data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "name",
    "bsn",
    "phone",
    "email",
    "address",
    "postcode",
    "dob",
    "iban",
    "plate",
    "url",
    "place",
    "institution",
    "date",
    "number",
]


@dataclass(frozen=True, slots=True)
class Span:
    """From ``start`` up to ``end`` (code points) it looks like this ``kind``."""

    start: int
    end: int
    kind: Kind
