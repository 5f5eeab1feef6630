"""Whatever was told and tapped: what is private, struck or not chosen is in no copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from flows.clarification.lines import current
from flows.intervision.bringing.copying import copy_of, mark_of
from flows.intervision.bringing.pieces import MOMENTS, SHAREABLE, moments_of
from flows.intervision.bringing.types import Draft, Worded
from flows.intervision.types import SharedCopy
from flows.types import Audience, Conversation, Entry, Kind, Place, Source, Voice
from tests.intervision.contributor import library

NOW = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
HOME = Conversation("0c0ffee0", "Merel 42", 1, Place("story.telling"))
_COPY = TypeAdapter(SharedCopy)
NEVER = set(Kind) - set(SHAREABLE)


def word(number: int) -> str:
    """A word that stands in one line alone."""
    return f"woordje{number}eind"


@st.composite
def told(draw: st.DrawFn) -> tuple[Entry, ...]:
    """Lines of every kind, for every reader, edited and struck at random."""
    entries: list[Entry] = []
    for seq in range(1, draw(st.integers(1, 14)) + 1):
        edits = bool(entries) and draw(st.booleans())
        entries.append(
            Entry(
                seq,
                draw(st.sampled_from(sorted(Kind))),
                NOW,
                f"{word(seq)} en meer",
                domain=draw(st.sampled_from([None, "geldzaken", "wonen"])),
                asked=f"“{word(seq)}asked” wat dan?",
                voice=draw(st.sampled_from(sorted(Voice))),
                audience=draw(st.sampled_from(sorted(Audience))),
                source=f"chat{seq}/bericht{seq}",
                supersedes=draw(st.integers(1, seq - 1)) if edits else None,
                struck=edits and draw(st.booleans()),
            )
        )
    return tuple(entries)


@st.composite
def drafted(draw: st.DrawFn) -> tuple[Draft, Source]:
    """A draft with anything tapped in it, also lines and moments that are not there any more."""
    source = Source(HOME, draw(told()), aliases=(HOME.alias,))
    keys = [moment.key for moment in moments_of(library(), source)] or ["1.weg"]
    some = st.lists(st.integers(1, 16), max_size=6).map(tuple)
    worded = {line: Worded(line, f"anders{line}gezegd") for line in draw(some)}
    draft = Draft(
        "dra47",
        "conversation",
        HOME.id,
        "preview",
        moments=tuple(draw(st.lists(st.sampled_from(keys), max_size=MOMENTS, unique=True))),
        out=draw(some),
        chosen=draw(some),
        worded=tuple(worded.values()),
        question="Wat zien jullie?",
    )
    return draft, source


@given(drafted())
def test_only_lines_that_were_chosen_and_that_everybody_may_read_are_in_a_copy(
    case: tuple[Draft, Source],
) -> None:
    draft, source = case
    copy = _COPY.dump_json(copy_of(library(), draft, source, "c0py", NOW)).decode()
    lines = current(source.entries)
    heads = {entry.seq: root for root, entry in lines.items()}
    reworded = {each.line for each in draft.worded}
    for entry in source.entries:
        there = word(entry.seq) in copy
        root = heads.get(entry.seq)
        allowed = (
            root is not None
            and entry.kind not in NEVER
            and entry.audience is Audience.EVERYBODY
            and root not in reworded
            and (
                root in draft.chosen if entry.voice is Voice.INTERPRETED else root not in draft.out
            )
            and f"{entry.visit}.{entry.domain or '-' + SHAREABLE[entry.kind]}" in draft.moments
        )
        assert there == allowed, entry
        assert f"{word(entry.seq)}asked" not in copy
        assert str(entry.source) not in copy
    for line in reworded:
        head = lines.get(line)
        if head is None or head.kind in NEVER or head.audience is not Audience.EVERYBODY:
            assert f"anders{line}gezegd" not in copy
    assert HOME.id not in copy
    assert HOME.alias not in copy
    assert draft.id not in copy


@given(drafted(), st.sampled_from(["SPEAKER", "PROFESSIONAL", "STRUCK"]))
def test_what_becomes_private_or_is_struck_before_approval_changes_what_is_approved(
    case: tuple[Draft, Source], becomes: str
) -> None:
    draft, source = case
    mark, copy = mark_of(library(), draft, source), copy_of(library(), draft, source, "c", NOW)
    if not copy.turns:
        return
    text = copy.turns[0].told
    root = next(
        root
        for root, entry in current(source.entries).items()
        if text in {entry.text, f"anders{root}gezegd"}
    )
    head = current(source.entries)[root]
    later = replace(
        head,
        seq=len(source.entries) + 1,
        supersedes=head.seq,
        struck=becomes == "STRUCK",
        audience=head.audience if becomes == "STRUCK" else Audience[becomes],
    )
    after = replace(source, entries=(*source.entries, later))
    assert text not in _COPY.dump_json(copy_of(library(), draft, after, "c", NOW)).decode()
    assert mark_of(library(), draft, after) != mark, "the old screen's button counts no more"
