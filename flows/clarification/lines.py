"""Reading the lines as they stand now: edits and strikes applied, nothing forgotten."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Collection, Iterable, Iterator, Mapping
from difflib import SequenceMatcher

from flows.types import Audience, Entry, Kind, Voice

NEVER = frozenset({Kind.MIRROR, Kind.EARLY, Kind.BOTTLENECK, Kind.COLLEAGUE})
# What the professional thinks, offers or promises is nobody else's, whoever told the line before.
OF_THE_PROFESSIONAL = {
    **dict.fromkeys(NEVER | {Kind.OFFERED}, Voice.INTERPRETED),
    **dict.fromkeys((Kind.PROMISE, Kind.INFORMED), Voice.RETOLD),
}

ON_A_BUTTON = 24  # characters of a role word that a button carries
LONGEST = 20_000  # characters of one text; longer is refused with a sentence, not cut
_SENTENCE = re.compile(
    r"(?:(?<=[.!?…])|(?<=[.!?…][\"'”’»]))\s+(?=[\"'“„‘«(]?[A-ZÀ-Ý0-9])"
    # Thumbs leave capitals out: then a whole word and one full stop end the sentence.
    r"|(?<=[^\W\d_]{2}\.)\s+(?=[\"'“„‘«(]?[^\W\d_])"
)
_LAST_WORD = re.compile(r"(?:^|[\s(])((?:[^\W\d_]+\.)*[^\W\d_]+)\.$")
_QUOTATION = re.compile(r"(?<!\w)(?:\"[^\"]*\"|“[^”]*”|„[^”]*”|«[^»]*»)")


def current(entries: Iterable[Entry]) -> dict[int, Entry]:
    """The lines as they stand, by the ``seq`` they first had, in that order.

    A line keeps that first number whatever is edited later: `about` and buttons name it. Struck
    lines are left out here and stay in the entries.
    """
    heads = heads_of(entries)
    return {root: heads[root] for root in sorted(heads) if not heads[root].struck}


def heads_of(entries: Iterable[Entry]) -> dict[int, Entry]:
    """Each line as it last stood, struck ones too, in the order in which it was first told."""
    entries = tuple(entries)
    roots = roots_of(entries)
    return {roots[entry.seq]: entry for entry in entries}


def roots_of(entries: Iterable[Entry]) -> dict[int, int]:
    """The number that each entry's line first had."""
    roots: dict[int, int] = {}
    for entry in entries:
        roots[entry.seq] = (
            roots.get(entry.supersedes, entry.supersedes) if entry.supersedes else entry.seq
        )
    return roots


def audiences(entries: Iterable[Entry]) -> dict[int, Audience]:
    """Who may read each line as it last stood, struck ones too: striking lets nobody in."""
    return {root: head.audience for root, head in heads_of(entries).items()}


def called_now(entries: Iterable[Entry], ordinary: Iterable[str] = ()) -> dict[str, str | None]:
    """What people who were once told of are called now, by `role_key`; None: not to be named.

    A role word goes along with every line of its person. When it is changed, struck or made
    private, a plan no longer says the old word, which may have been a name by mistake. A word of
    everybody (``ordinary``: mother, neighbour) that is only struck may still be said.
    """
    entries = tuple(entries)
    roots, readers, lines = roots_of(entries), audiences(entries), current(entries)
    told = [(roots[e.seq], e.text) for e in entries if e.kind is Kind.PERSON and e.text]
    kept = {role_key(word) for word in ordinary}
    kept |= {role_key(lines[root].text) for root, _ in told if root in lines}
    private = {root for root, reader in readers.items() if reader is not Audience.EVERYBODY}
    names: dict[str, str | None] = {
        role_key(word): lines[root].text if root in lines else None
        for root, word in told
        if role_key(word) not in kept
    }
    return names | {role_key(word): None for root, word in told if root in private}


def role_key(word: str) -> str:
    """A role word as a button carries it, whatever its capitals."""
    return word[:ON_A_BUTTON].casefold()


def of_kind(lines: Mapping[int, Entry], *kinds: Kind, about: int | None = None) -> dict[int, Entry]:
    """The lines of these kinds, narrowed to what they are about."""
    return {
        root: entry
        for root, entry in lines.items()
        if entry.kind in kinds and (about is None or entry.about == about)
    }


def last_own_words(entries: Iterable[Entry]) -> Entry | None:
    """The newest line in the resident's own words."""
    own = [
        e
        for e in current(entries).values()
        if e.voice is Voice.QUOTED
        and e.text
        and e.audience is Audience.EVERYBODY
        and e.kind not in NEVER
    ]
    return max(own, key=lambda entry: entry.seq) if own else None


def narrower(one: Audience, other: Audience) -> Audience:
    """The one that fewer people may read by: sorting never lets more people in."""
    return max(one, other, key=list(Audience).index)


def split_lines(text: str, shortened: Collection[str]) -> tuple[str, ...]:
    """Split what was told in one go into lines: by line break, then by sentence.

    What somebody said literally stays one line, however many sentences it has (000.6). The point
    behind one of the ``shortened`` words, or of one with points in it, ends no sentence.
    """
    parts = (
        sentence.strip()
        for paragraph in text.splitlines()
        for sentence in _sentences(paragraph, shortened)
    )
    return tuple(part for part in parts if part)


def _sentences(paragraph: str, shortened: Collection[str]) -> Iterator[str]:
    closings = {found.start(): found.end() for found in _QUOTATION.finditer(paragraph)}
    openings, begin = tuple(closings), 0
    for gap in _SENTENCE.finditer(paragraph):
        last = _LAST_WORD.search(paragraph, begin, gap.start())
        if last and ("." in last[1] or last[1].lower() in shortened):
            continue
        before = bisect(openings, gap.start())
        if not before or closings[openings[before - 1]] <= gap.start():
            yield paragraph[begin : gap.start()]
            begin = gap.end()
    yield paragraph[begin:]


def edited_pairs(
    old: tuple[str, ...], new: tuple[str, ...]
) -> tuple[tuple[int | None, str | None], ...]:
    """Pair the lines of a message with those of its edited text.

    Each pair is (index of the old line, new text): (3, "…") changed, (3, None) gone, (None, "…")
    new. Lines that stayed the same are not in it.
    """
    pairs: list[tuple[int | None, str | None]] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(b - a, d - c)):
            before = a + step if a + step < b else None
            after = new[c + step] if c + step < d else None
            pairs.append((before, after))
    return tuple(pairs)
