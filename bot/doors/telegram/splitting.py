"""Fits a screen into messages: at most 4,096 UTF-16 units each, as Telegram counts after reading
the tags, cut where a reader would: at empty lines, then at lines, then between words. A word that
no message can hold begins where it stands, so that the mark before it is not a message of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

LONGEST = 4096  # UTF-16 units of one message
_PIECE = re.compile(r"<(/?)(\w+)>|&(?:#?\w+);|.", re.DOTALL)
_BETWEEN_WORDS = re.compile(r"\s+")
_BREAKS = (re.compile(r"\n\s*\n"), re.compile(r"\n"), _BETWEEN_WORDS)


@dataclass(frozen=True, slots=True)
class _Letter:
    """One visible character as it is written in the HTML, and the tags around it."""

    written: str
    tags: tuple[str, ...]

    @property
    def seen(self) -> str:
        """The character for finding a place to cut; an entity is none of them."""
        return self.written if len(self.written) == 1 else "&"

    @property
    def units(self) -> int:
        """UTF-16 units: an entity such as ``&amp;`` counts as the one character that it is."""
        return 2 if self.written > "\uffff" else 1


def parts_of(html: str, longest: int = LONGEST) -> tuple[str, ...]:
    """The messages of this text, with every tag closed in each; one when it fits."""
    if _units(html) <= longest:  # what fits with its tags fits without them
        return (html,)
    letters = _letters(html)
    if _fitting(letters, longest) == len(letters):
        return (html,)
    parts: list[str] = []
    while letters:
        end = _fitting(letters, longest)
        cut, following = (end, end) if end == len(letters) else _cut(letters, end, longest)
        if any(not letter.seen.isspace() for letter in letters[:cut]):
            parts.append(_written(letters[:cut]).strip())
        letters = letters[following:]
    return tuple(parts)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _letters(html: str) -> list[_Letter]:
    letters: list[_Letter] = []
    tags: tuple[str, ...] = ()
    for piece in _PIECE.finditer(html):
        if not piece[2]:
            letters.append(_Letter(piece[0], tags))
        elif piece[1]:
            tags = tags[:-1]
        else:
            tags = (*tags, piece[2])
    return letters


def _fitting(letters: list[_Letter], longest: int) -> int:
    """How many of these fit in one message."""
    units = 0
    for count, letter in enumerate(letters):
        units += letter.units
        if units > longest:
            return count
    return len(letters)


def _cut(letters: list[_Letter], end: int, longest: int) -> tuple[int, int]:
    """Where the part ends and where the next one begins: the last and best break in the window.

    The window is one letter longer than what fits, for a break that begins just there.
    """
    text = "".join(letter.seen for letter in letters[: end + 1])
    for kind in _BREAKS:
        found = [each.span() for each in kind.finditer(text) if 0 < each.start() <= end]
        if found and kind is _BETWEEN_WORDS and _is_endless(letters[found[-1][1] :], longest):
            break
        if found:
            return found[-1]
    return end, end


def _is_endless(letters: list[_Letter], longest: int) -> bool:
    """Whether the word that begins here must be cut wherever it stands."""
    fit = _fitting(letters, longest)
    return fit < len(letters) and not any(letter.seen.isspace() for letter in letters[: fit + 1])


def _written(letters: list[_Letter]) -> str:
    """These letters as HTML again, with tags opened and closed where they change."""
    written: list[str] = []
    tags: tuple[str, ...] = ()
    for letter in (*letters, _Letter("", ())):
        kept = 0
        while kept < min(len(tags), len(letter.tags)) and tags[kept] == letter.tags[kept]:
            kept += 1
        written += [f"</{tag}>" for tag in reversed(tags[kept:])]
        written += [f"<{tag}>" for tag in letter.tags[kept:]]
        written.append(letter.written)
        tags = letter.tags
    return "".join(written)
