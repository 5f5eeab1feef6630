"""What the plan's fonts can draw: ``python tests/app/font_coverage.py`` writes coverage.json.

Run it after a font was added or replaced; a test holds the list and the fonts together. It reads
the character maps (cmap, formats 4 and 12) itself, so that no font library is needed.
"""

from __future__ import annotations

import json
import struct
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path

PLAN = Path(__file__).parents[2] / "templates" / "plan"

# The order in which a letter's font is chosen. The files of a family draw the same signs, or only
# what all of them draw is counted.
FAMILIES = {
    "Source Sans 3": ("SourceSans3-Regular.otf", "SourceSans3-Semibold.otf"),
    "Noto Sans Arabic": ("NotoSansArabic-Regular.ttf", "NotoSansArabic-Bold.ttf"),
    "Noto Sans Hebrew": ("NotoSansHebrew-Regular.ttf", "NotoSansHebrew-Bold.ttf"),
    "Noto Sans Ethiopic": ("NotoSansEthiopic-Regular.ttf",),
    "Noto Emoji": ("NotoEmoji-Regular.ttf",),
}
JOINERS = (0x200C, 0x200D)  # Persian and families of emoji need them
VISIBLE_FORMAT = ((0x0600, 0x0605), (0x06DD, 0x06DD), (0x08E2, 0x08E2))  # Arabic number signs


def coverage() -> str:
    """The text of coverage.json: for each family, ranges of code points in hexadecimals."""
    told = {}
    for family, names in FAMILIES.items():
        drawn = set.intersection(*(signs_of(PLAN / "fonts" / name) for name in names))
        told[family] = " ".join(_ranges(sign for sign in drawn if _wanted(sign)))
    return json.dumps(told, indent=1) + "\n"


def signs_of(font: Path) -> set[int]:
    """The code points that a font file maps to a glyph."""
    content = font.read_bytes()
    count = struct.unpack_from(">H", content, 4)[0]
    tables = (struct.unpack_from(">4sLLL", content, 12 + 16 * number) for number in range(count))
    start = next(offset for tag, _, offset, _ in tables if tag == b"cmap")
    signs: set[int] = set()
    for number in range(struct.unpack_from(">H", content, start + 2)[0]):
        _, _, offset = struct.unpack_from(">HHL", content, start + 4 + 8 * number)
        kind = struct.unpack_from(">H", content, start + offset)[0]
        if kind == 4:
            signs.update(_format_4(content, start + offset))
        elif kind == 12:
            signs.update(_format_12(content, start + offset))
    return signs


def _format_4(content: bytes, at: int) -> Iterator[int]:
    """Segments of the basic plane, each with a shift or a list of glyphs."""
    doubled = struct.unpack_from(">H", content, at + 6)[0]
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{doubled // 2}H", content, at + 14 + doubled * part + 2 * (part > 0))
        for part in range(4)
    )
    for number, (first, last, delta) in enumerate(zip(starts, ends, deltas, strict=True)):
        for sign in range(first, last + 1):
            glyph = sign
            if offsets[number]:
                place = at + 16 + 3 * doubled + 2 * number + offsets[number] + 2 * (sign - first)
                glyph = struct.unpack_from(">H", content, place)[0]
            if (glyph + delta) % 0x10000 and (glyph or not offsets[number]) and sign != 0xFFFF:
                yield sign


def _format_12(content: bytes, at: int) -> Iterator[int]:
    """Groups of code points of any plane."""
    for number in range(struct.unpack_from(">L", content, at + 12)[0]):
        first, last, glyph = struct.unpack_from(">LLL", content, at + 16 + 12 * number)
        yield from (sign for sign in range(first, last + 1) if glyph + sign - first)


def _wanted(sign: int) -> bool:
    """Leave out what must never be drawn: control, private use, invisible marks of format."""
    if sign in JOINERS or any(first <= sign <= last for first, last in VISIBLE_FORMAT):
        return True
    return unicodedata.category(chr(sign)) not in ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")


def _ranges(signs: Iterable[int]) -> Iterator[str]:
    """Neighbours together: ``20-7e``; one alone: ``a9``."""
    spans: list[list[int]] = []
    for sign in sorted(signs):
        if spans and sign == spans[-1][1] + 1:
            spans[-1][1] = sign
        else:
            spans.append([sign, sign])
    return (f"{first:x}" if first == last else f"{first:x}-{last:x}" for first, last in spans)


if __name__ == "__main__":
    (PLAN / "coverage.json").write_text(coverage(), encoding="ascii")
