"""Names, places and institutions in a Dutch text: by lists, capitals and the words around them.

Titles, roles and first names stand in ``patterns/personal_nl.yaml``. A capital in the middle of a
sentence means a name unless the word is known; a capital at its beginning means nothing by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from flows.language.known import Lists, lists
from flows.language.span import Kind, Span

_WORD = re.compile(r"[^\W\d_]+(?:['’.-](?=[^\W\d_])[^\W\d_]+)*\.?|\d+|[^\w\s]")
_INITIALS = re.compile(r"(?:[A-Z]\.)+[A-Z]?\.?|[A-Z]")
_PLACED = frozenset(
    ("in", "uit", "naar", "te", "vanuit", "rond", "richting", "nabij", "rondom", "omgeving")
)
_WORKS = re.compile(
    r"\b(?:werkt|werkte|werk|werken|baan|stage|dienst|gewerkt|collega's)\s+(?:nu\s+)?$"
)
_WITH_ARTICLE = frozenset({"in", "op", "aan"})
_ENDS = frozenset(".!?…:\n")
_OPENS = frozenset("\"'“„‘«(-•*–—»”’")
_NAMED_SETTING = re.compile(
    r".{3,}(?:school|college|lyceum|kerk|moskee|huis|hof|ziekenhuis|oord|zorg|groep|state|kliniek)"
)
_TOWN = re.compile(
    r".{3,}(?:dam|veen|dorp|stad|wijk|burg|hoven|drecht|kerk|ingen|woude|broek|zand|horst|hout|muiden|rade|buurt|kwartier)$"
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or mark; ``begins`` says that a sentence begins with it."""

    text: str
    start: int
    end: int
    begins: bool

    @property
    def low(self) -> str:
        """In lower case, without the point of an abbreviation."""
        return self.text.lower().rstrip(".").replace("’", "'")

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital and is no abbreviation in capitals."""
        return self.text[0].isupper() and not (len(self.text) > 1 and self.text.isupper())


def named(text: str) -> Iterator[Span]:
    """Everything that looks like a name, a place or an institution; spans do not overlap."""
    known = lists()
    words = _words(text)
    idioms = [hit.span() for hit in known.idioms.finditer(text)]
    at = 0
    while at < len(words):
        word = words[at]
        if any(start <= word.start < end for start, end in idioms):
            at += 1
            continue
        taken, kind = _here(words, at, known, text)
        if taken:
            last = words[at + taken - 1]
            yield Span(word.start, _without_point(last, text), kind)
        at += max(taken, 1)


def _here(words: tuple[Word, ...], at: int, known: Lists, text: str) -> tuple[int, Kind]:
    """How many words from here are a name, and of what kind; 0 when none."""
    word = words[at]
    if not word.text[0].isalpha():
        return 0, "name"
    if count := _institution(words, at, known):
        return count, "institution"
    if at and words[at - 1].low in known.titles and (count := _after_title(words, at, known)):
        return count, "name"
    if count := _place(words, at, known):
        return count, "place"
    count = _name(words, at, known)
    kind: Kind = "name"
    if count and (_NAMED_SETTING.fullmatch(words[at + count - 1].low) and count > 1):
        kind = "institution"
    if count and at and words[at - 1].low == "bij" and _WORKS.search(text[: words[at - 1].start]):
        kind = "institution"
    return count, kind


def _institution(words: tuple[Word, ...], at: int, known: Lists) -> int:
    """ "basisschool De Regenboog", "Stichting Welzijn": a kind of place and what it is called."""
    word = words[at]
    if word.capital and not word.begins and _NAMED_SETTING.fullmatch(word.low):
        return 1
    if word.text in {"De", "Het", "’t", "'t"} and not word.begins:
        return (count := _run(words, at + 1, known)) and 1 + count
    if word.low not in known.settings:
        return 0
    count = _run(words, at + 1, known)
    if not count:
        return 0
    first = words[at + 1]
    only = count == 1 and (first.low in known.known or first.low in known.ordinary)
    return 0 if only else 1 + count


def _after_title(words: tuple[Word, ...], at: int, known: Lists) -> int:
    """What stands behind mevrouw or dhr.: capitals, or a surname in small letters."""
    word = words[at]
    if (word.capital and word.low not in known.ordinary) or _INITIALS.fullmatch(word.text):
        return _run(words, at, known) or 1
    ahead = at
    while ahead < len(words) and words[ahead].low in known.prefixes and ahead - at < 3:
        ahead += 1
    if ahead == len(words):
        return 0
    low = words[ahead].low
    if ahead > at and words[ahead].capital:
        return ahead - at + _run(words, ahead, known)
    surname = low in known.surnames or low in known.places or low in known.first - known.wordlike
    if ahead > at:
        surname = surname or (
            words[at].low == "van"
            and ahead == at + 1
            and len(low) <= 4
            and low not in known.ordinary
        )
    return ahead - at + 1 if surname and low not in known.ordinary else 0


def _place(words: tuple[Word, ...], at: int, known: Lists) -> int:
    """A municipality, village or district: by the list, or behind "in", "uit", "naar"."""
    word = words[at]
    before = words[at - 1].low if at else ""
    located = before in _PLACED or (
        before in {"de", "het", "den"}
        and at > 1
        and words[at - 2].low in {"in", "uit", "wijk", "buurt"}
    )
    if word.low in known.places:
        if word.capital and (located or not (word.begins or word.low in known.places_wordlike)):
            return 1 + _tail(words, at + 1)
        return int(located and word.low not in known.places_wordlike)
    if word.low in {"den", "'s"} and word.capital and at + 1 < len(words) and words[at + 1].capital:
        return 2
    unknown = not _is_known(word, known) and word.low not in known.first | known.surnames
    if (
        word.capital
        and unknown
        and not word.begins
        and before in _PLACED | {"wijk", "buurt", "dorp"}
    ):
        return 1 + _tail(words, at + 1)
    if word.capital and unknown and located and _TOWN.fullmatch(word.low):
        return 1
    return 0


def _tail(words: tuple[Word, ...], at: int) -> int:
    """ "Zuid" behind "Amsterdam", "aan den IJssel" behind "Krimpen"."""
    low = tuple(word.low for word in words[at : at + 3])
    if low[:1] and low[0] in {"noord", "zuid", "oost", "west", "centrum"} and words[at].capital:
        return 1
    if (
        low[:2] in {("aan", "de"), ("aan", "den"), ("op", "zoom")}
        and len(low) > 2
        and words[at + 2].capital
    ):
        return 3
    return 0


def _name(words: tuple[Word, ...], at: int, known: Lists) -> int:
    """A name by its capital, by the list of first names, or by both."""
    word = words[at]
    if not word.capital:
        plain = word.low in known.first - known.wordlike - known.known - known.ordinary
        return int(plain and len(word.low) > 2)
    return _beginning(words, at, known) if word.begins else _amid(words, at, known)


def _amid(words: tuple[Word, ...], at: int, known: Lists) -> int:
    """A capital in the middle of a sentence: a name, unless the word is known."""
    word = words[at]
    lone = len(word.text) == 1 and not _run(words, at + 1, known)
    return 0 if lone or _is_known(word, known) else _run(words, at, known)


def _beginning(words: tuple[Word, ...], at: int, known: Lists) -> int:
    """A capital at the beginning of a sentence: a first name, or a surname behind it."""
    low = words[at].low
    after = words[at + 1] if at + 1 < len(words) else None
    ordinary = low in known.ordinary | known.known
    if low not in known.first | known.wordlike | known.surnames:
        surname = after is not None and after.capital and after.low in known.surnames
        return _run(words, at, known) if surname and not _is_known(words[at], known) else 0
    if low in known.speaking and after and after.low in known.first | known.wordlike:
        return 0  # "Wil Hans mee?"
    count = _run(words, at, known)
    if count > 1 or (low in known.first - known.wordlike and not ordinary):
        return count
    does = after is not None and after.low in known.speaking and after.low != low
    return count if does and not ordinary and low not in known.surnames - known.wordlike else 0


def _run(words: tuple[Word, ...], at: int, known: Lists) -> int:
    """How many words from here belong together as one name: capitals, and prefixes in between."""
    end, ahead = at, at
    while ahead < len(words):
        word = words[ahead]
        if ahead > at and (word.begins or words[ahead - 1].end + 1 < word.start):
            break
        if _INITIALS.fullmatch(word.text) or (
            word.capital and (ahead == at or _carries(word, known))
        ):
            end = ahead + 1
        elif not _joins(words, ahead, ahead - end, known) or ahead == at:
            break
        ahead += 1
        if words[ahead - 1].text.endswith(".") and not _INITIALS.fullmatch(words[ahead - 1].text):
            break
    return end - at


def _joins(words: tuple[Word, ...], at: int, gap: int, known: Lists) -> bool:
    """Whether a word in small letters may stand inside a name: "van der", "in 't"."""
    low = words[at].low
    return (
        low in known.prefixes and gap < 3 and (low not in _WITH_ARTICLE or _article(words, at + 1))
    )


def _article(words: tuple[Word, ...], at: int) -> bool:
    """Whether "in", "op" or "aan" belongs to a surname: "in 't Veld", "op den Akker"."""
    return at < len(words) and words[at].low in {"t", "'t", "de", "den", "der", "het"}


def _carries(word: Word, known: Lists) -> bool:
    """Whether a capital goes on with a name, and does not begin something else."""
    return word.low not in known.known


def _is_known(word: Word, known: Lists) -> bool:
    """Whether a capital says nothing about who it is: a body, a language, a feast, a brand."""
    return (
        word.low in known.known
        or word.low in known.ordinary
        or word.low in known.titles
        or word.low in known.settings
        or any(part in known.known for part in word.low.split("-"))
    )


def _words(text: str) -> tuple[Word, ...]:
    """Cut a text; a sentence begins behind a full stop, a colon, a line end or an opening mark."""
    words: list[Word] = []
    begins, known = True, lists()
    last = 0
    for hit in _WORD.finditer(text):
        if "\n" in text[last : hit.start()]:
            begins = True
        piece = hit.group()
        words.append(Word(piece, hit.start(), hit.end(), begins))
        if piece[0].isalnum():
            stops = piece.endswith(".") and not _INITIALS.fullmatch(piece)
            begins = stops and piece.lower().rstrip(".") not in known.titles
        elif piece in _ENDS:
            begins = True
        elif piece in _OPENS and (piece not in "-–—" or not words[:-1]):
            begins = begins or (piece in '"“„‘«•*' and _spaced(text, hit.start()))
        last = hit.end()
    return tuple(words)


def _spaced(text: str, at: int) -> bool:
    """Whether a mark opens: nothing or a space stands before it."""
    return at == 0 or text[at - 1].isspace()


def _without_point(word: Word, text: str) -> int:
    """The end of a name without the full stop of the sentence."""
    if word.text.endswith(".") and not _INITIALS.fullmatch(word.text):
        return word.end - 1
    return word.end
