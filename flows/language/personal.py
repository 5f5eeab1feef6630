"""Points out what looks like personal data in a Dutch text: it marks, and never takes anything out.

Numbers and addresses are known by their form, names, places and institutions by lists, capitals and
the words around them (`flows/language/capitals.py`). Finding too much is better than finding too
little, but a word is never marked only because a sentence begins with it. Rules see a part of what
there is: whoever shares a text reads it themselves. A fuller guard takes the place of `personal`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flows.language.capitals import named
from flows.language.span import Kind, Span

LONGEST = 20_000  # characters that are looked at; nobody types more in one go
_MONTHS = (
    "jan(?:uari|\\.)?|feb(?:ruari|r?\\.)?|maart|mrt\\.?|apr(?:il|\\.)?|mei|juni?|juli?|"
    "aug(?:ustus|\\.)?|sep(?:tember|t?\\.)?|okt(?:ober|\\.)?|nov(?:ember|\\.)?|dec(?:ember|\\.)?"
)
_DAY = (
    rf"(?:[0-3]?\d(?:e|ste|de)?\s+(?:{_MONTHS})(?:\s+(?:\d{{4}}|'\d\d))?"
    r"|[0-3]?\d\s?[-/.]\s?[01]?\d\s?[-/.]\s?(?:19|20)?\d\d)(?![\w-]*\d)"
)
_BORN = (
    r"(?i:\b(?:geboren|geboortedatum|geboortejaar|geboortedag|geb\.?|verjaardag|verjaart|jarig|jaargang)"
    r"(?:[\s:(]|is|op|in|de|dag|van|hij|ze|zij|was|datum|jaar|heeft|te)*)"
)
_STREET = (
    r"(?:straat|laan|plein|gracht|singel|steeg|plantsoen|dreef|kade|dijk|weg|hof|pad|park|markt|"
    r"boulevard|wal|baan|allee|oord|erf|veld|kamp|haven|kwartier|stee|horst|hoek|brink|werf)"
)
_SURE_STREET = r"(?:straat|laan|plein|gracht|singel|steeg|plantsoen|dreef|kade|boulevard)"
_NUMBER = (
    r"(?:\s+(?:nr\.?\s?|nummer\s)?\d{1,4}(?:\s?-?\s?(?:[a-zA-Z]|hs|rd|bg|zw|bv)\b|[a-zA-Z]{2}\b"
    r"|\s?-\s?\d{1,3}|\s?[IV]+\b)?(?!\d))"
)
_CAP = r"[A-ZÀ-ÖØ-ÞİŞ][\w'’.-]{0,40}"
_FORMS: tuple[tuple[Kind, str], ...] = (
    ("email", r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+"),
    (
        "url",
        r"\bhttps?://[^\s<>\"]*[^\s<>\".,;:!?)]"
        r"|\bwww\.[^\s<>\"]*[^\s<>\".,;:!?)]"
        r"|(?<![\w.-])[a-z0-9][\w-]{0,60}(?:\.[\w-]{1,60}){0,5}\.(?:nl|com|org|net|eu|be|info|app)\b(?:/[^\s<>\",;]*[^\s<>\".,;:!?)])?",
    ),
    ("iban", r"\b[A-Za-z]{2}\d{2}\s?[A-Za-z]{4}(?:[\s.]?\d){10}\b"),
    ("iban", r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){3,7}(?:\s?[A-Z0-9]{1,3})?\b"),
    ("dob", rf"{_BORN}(?P<it>(?i:{_DAY})|(?:19|20)\d\d\b|'\d\d\b)"),
    ("dob", rf"\b(?P<it>(?i:{_DAY})|(?:19|20)\d\d)(?=\s+(?:\w+\s+){{0,3}}(?:geboren|jarig)\b)"),
    (
        "dob",
        rf"\b(?i:is|bouwjaar)\s+(?i:van|uit)?\s*(?P<it>(?i:{_DAY})(?<=\d{{4}})|19[2-9]\d)(?!\w)",
    ),
    ("address", rf"\b(?:{_CAP}\s+){{0,3}}[A-ZÀ-Þ][\w'’-]{{0,40}}{_STREET}\b{_NUMBER}"),
    ("address", rf"\b[A-ZÀ-Þ][\w'’-]{{0,40}}\w{_SURE_STREET}\b{_NUMBER}?"),
    ("address", rf"\b[a-zà-ÿ][\w'’-]{{0,40}}\w{_SURE_STREET}\b{_NUMBER}"),
    (
        "address",
        rf"\b(?i:(?:laan|straat|plein|weg|park|hof|pad|dreef|burgemeester|prof\.?|dr\.?|sint|st\.?))"
        rf"\s+(?:(?:van|de|den|der|het|'t)\s+){{0,2}}{_CAP}(?:\s+{_CAP})?{_NUMBER}",
    ),
    (
        "address",
        rf"\b(?:Laan|Plein|Weg)\s+(?:(?:van|de|den|der|het|'t)\s+){{1,2}}{_CAP}(?:\s+{_CAP})?",
    ),
    (
        "address",
        r"\b(?i:op|in|aan|bij)\s+(?i:de|het|den)\s+(?P<it>[A-ZÀ-Þ][\w'’-]{0,40}\w(?:weg|dijk|pad|hof|markt|wal|baan|erf|park|veld|kamp))\b",
    ),
    ("address", r"\b(?i:(?:op|van|huis)\s?(?:nr\.?|nummer))\s(?P<it>\d{1,4}[a-zA-Z]?)\b"),
    ("postcode", r"\b[1-9]\d{3}\s?(?!SA|SD|SS)[A-Z]{2}\b"),
    ("postcode", r"\b[1-9]\d{3}[a-z]{2}\b"),
    ("postcode", r"(?i:\bpostcode\W+(?:is\s+)?)(?P<it>[1-9]\d{3}(?:\s?[A-Za-z]{2}\b)?)"),
    (
        "plate",
        r"(?<![\w-])(?:[A-Z]{2}-\d\d-\d\d|\d\d-\d\d-[A-Z]{2}|\d\d-[A-Z]{2}-\d\d|[A-Z]{2}-\d\d-[A-Z]{2}"
        r"|[A-Z]{2}-[A-Z]{2}-\d\d|\d\d-[A-Z]{2}-[A-Z]{2}|\d\d-[A-Z]{3}-\d|\d-[A-Z]{3}-\d\d"
        r"|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}|[A-Z]{3}-\d\d-[A-Z]|[A-Z]-\d\d-[A-Z]{3}"
        r"|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d)(?![\w-])",
    ),
    (
        "plate",
        r"(?i:\bkenteken\W+(?:is\s+|van\s+\w+\s+is\s+)?)(?P<it>[A-Za-z0-9]{1,3}(?:-?[A-Za-z0-9]{1,3}){2})\b(?<=\w\d|\d\w|[A-Z]{2})",
    ),
)
_COMPILED = tuple((kind, re.compile(form)) for kind, form in _FORMS)
_DATE = re.compile(rf"(?i:\b{_DAY})")
_AGE = re.compile(
    r"\b(?:9\d|1[01]\d)(?=\s*(?:jaar|jarig|-jarig|geworden))|\b\d{1,2}\s+jaar\s+en\s+\d{1,2}\s+maanden\b"
)
_DIGITS = re.compile(r"(?<![\w,.€-])(?:\+|00)?\(?\d(?:[ .()/-]{0,2}\d){5,14}(?![\w-]|[.,]\d)")
_SAYS_BSN = re.compile(r"(?i:bsn|burgerservicenummer|sofi-?nummer|sofi)\W+(?:\w+\W+){0,2}$")
_PHONE = re.compile(r"(?:(?:\+|00)31\(?0?\)?|0)[1-9]\d{8}")
_PUBLIC = re.compile(r"0(?:800|900|906|909|88|14)")


def personal(text: str) -> tuple[Span, ...]:
    """What looks like personal data, in order; spans do not overlap. Offsets are code points.

    Never raises. Direct: name, bsn, phone, email, address, postcode, dob, iban, plate, url.
    Indirect: place, institution, and what can give somebody away in a small group: date, number.
    """
    text = text[:LONGEST]
    found: list[Span] = []
    for look in (_formed, _digits, _dated, named):
        taken = tuple(found)
        found += [free for span in look(text) if (free := _free(span, taken, text))]
    return _apart(found)


def _formed(text: str) -> Iterator[Span]:
    """What is known by its form alone, the most telling first."""
    for kind, form in _COMPILED:
        for hit in form.finditer(text):
            start, end = hit.span("it") if "it" in form.groupindex else hit.span()
            if kind == "iban" and not _iban(text[start:end]):
                continue
            yield Span(start, end, kind)


def _digits(text: str) -> Iterator[Span]:
    """Long numbers: a BSN by its test or its name, a telephone number, else just a number."""
    for hit in _DIGITS.finditer(text):
        start, end = hit.span()
        digits = re.sub(r"\D", "", hit.group())
        plain = ("+" if hit.group().startswith("+") else "") + digits
        says_bsn = _SAYS_BSN.search(text[max(0, start - 40) : start]) is not None
        if _PHONE.fullmatch(plain):
            if not _PUBLIC.match(plain):
                yield Span(start, end, "phone")
        elif len(digits) in (8, 9) and (says_bsn or _eleven(digits)):
            yield Span(start, end, "bsn")
        elif len(digits) >= 6 and not _PUBLIC.match(plain) and not _is_amount(text, start, end):
            yield Span(start, end, "number")


def _dated(text: str) -> Iterator[Span]:
    """A day with its month, or an age that few people have."""
    for form in (_DATE, _AGE):
        for hit in form.finditer(text):
            yield Span(hit.start(), hit.end(), "date")


def _is_amount(text: str, start: int, end: int) -> bool:
    """Whether the number is money or a date, which say less about who it is."""
    written = text[start:end]
    after = text[end : end + 6].lower()
    return after.lstrip().startswith(("euro", "eur", ",-")) or _DATE.fullmatch(written) is not None


def _eleven(digits: str) -> bool:
    """The test that a BSN meets; of one with eight digits the leading zero was lost."""
    nine = digits.zfill(9)
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(9, 1, -1), strict=False))
    return nine != "000000000" and (total - int(nine[8])) % 11 == 0


def _iban(written: str) -> bool:
    """Whether it is a bank account: Dutch by its form, any by its check digits (ISO 13616)."""
    plain = re.sub(r"[\s.]", "", written).upper()
    if plain.startswith("NL"):
        return len(plain) == 18
    moved = plain[4:] + plain[:4]
    return int("".join(str(int(each, 36)) for each in moved)) % 97 == 1


def _free(span: Span, taken: tuple[Span, ...], text: str) -> Span | None:
    """The span, or of a name that runs on into an address the name alone; None when none is left.

    In "met Anna op de Dorpsstraat" both can be meant, and losing the name would hide the one that
    tells most.
    """
    across = [each.start for each in taken if _overlap(span, each)]
    if not across:
        return span
    kept = text[span.start : max(min(across), span.start)].split()
    while kept and not kept[-1][0].isupper():
        kept.pop()
    if not kept:
        return None
    last = text.rindex(kept[-1], span.start, min(across))
    return Span(span.start, last + len(kept[-1]), span.kind)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _apart(found: list[Span]) -> tuple[Span, ...]:
    """In order, without overlap: the longest of what lies across each other stays."""
    kept: list[Span] = []
    for span in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        if not any(_overlap(span, each) for each in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda each: each.start))
