"""From a draft to the frozen copy: exactly what was on the last screen, and nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta

from flows.content.library import Library
from flows.intervision.bringing.pieces import Piece, digest, pieces_of, unnamed
from flows.intervision.bringing.types import Draft
from flows.intervision.types import SharedCopy, SharedTurn
from flows.types import Source

DAYS = 14  # a copy ends so many days after it was approved


def turns_of(pieces: tuple[Piece, ...]) -> tuple[SharedTurn, ...]:
    """What the group sees of these pieces, numbered anew: no number of a line goes along."""
    kept = [piece for piece in pieces if piece.kept]
    moments = list(dict.fromkeys(piece.moment for piece in kept))
    return tuple(
        SharedTurn(
            number,
            asked=piece.own if piece.voice == "persona" else piece.asked,
            told=piece.answer if piece.voice == "persona" else piece.own,
            voice=piece.voice,
            moment=moments.index(piece.moment) + 1,
            domain=piece.domain,
        )
        for number, piece in enumerate(kept, 1)
    )


def copy_of(library: Library, draft: Draft, source: Source, name: str, now: datetime) -> SharedCopy:
    """The copy that this draft makes when it is approved now."""
    return SharedCopy(
        id=name,
        origin=draft.origin,
        question=unnamed(library, source, draft.question),
        turns=turns_of(pieces_of(library, draft, source)),
        approved=now,
        expires=now + timedelta(days=DAYS),
    )


def mark_of(library: Library, draft: Draft, source: Source) -> str:
    """A mark of everything that is approved: it changes when the group would see anything else."""
    question = unnamed(library, source, draft.question)
    turns = turns_of(pieces_of(library, draft, source))
    return digest(repr((question, turns, draft.method, draft.facilitates, draft.name)))
