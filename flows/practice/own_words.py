"""Somebody's own words, cut out exactly: the piece of a sentence that is worth giving back."""

from __future__ import annotations

import re

from flows.content.library import Library
from flows.content.shapes import Persona
from flows.language.form import form_of
from flows.language.rules import rules_for
from flows.language.text import utterance
from flows.practice.hearing import content_words, fitting

_PIECE = re.compile(r"[^.!?…,;:–—]+")
_SENTENCE = re.compile(r"[^.!?…]+[.!?…]*")
_SPEAKER = re.compile(r"^[A-Z]\w+:\s+")  # "Tolk: Hij is moe."
_JOINED = re.compile(r"(?:[\s,?]+(?:en|of))?[\s,?]*$")
_DOUBLE = re.compile(r"[“”\"]")
MOST = 10  # words of a piece that is given back
LEAST = 3  # words of a piece that can touch


def piece_of(library: Library, text: str) -> str:
    """The piece that says most of the person, without the words it is joined with.

    That is one with a feeling, somebody close, a loss, a wish or a hesitation (``touching`` in
    coaching.yaml), the more kinds of them the better; then the one with most to it, and the later
    one when equal. A question is not given back while there is anything else, nor who it was that
    spoke.
    """
    said = _SPEAKER.sub("", text)
    sentences = [found.strip() for found in _SENTENCE.findall(_DOUBLE.sub("", said))]
    told = [each for each in sentences if not each.endswith("?")] or sentences
    pieces = [_bare(library, piece) for each in told for piece in _PIECE.findall(each)]
    weighed = [
        (_touching(library, piece), min(len(content_words(library, piece)), 4), number, piece)
        for number, piece in enumerate(pieces)
        if 1 < len(piece.split()) <= MOST
    ]
    if weighed:
        return max(weighed)[-1]
    words = " ".join(_DOUBLE.sub("", said).split()).split()
    return " ".join(words[:MOST]).rstrip(".,;:!?…")


def _touching(library: Library, piece: str) -> int:
    """How many kinds of what touches stand in it; "denk ik" by itself says nothing."""
    if len(piece.split()) < LEAST or not content_words(library, piece):
        return 0
    return sum(bool(pattern.search(piece)) for pattern in library.touching)


def _bare(library: Library, piece: str) -> str:
    """A piece without the joining words in front of it."""
    bare = piece.strip()
    joiners = sorted(library.content.coaching.joiners, key=len, reverse=True)
    found = True
    while found:
        found = False
        for joiner in joiners:
            if bare.lower().startswith(joiner + " "):
                bare, found = bare[len(joiner) :].strip(), True
    return bare


def subject_in(library: Library, persona: Persona, text: str) -> str:
    """What the trainee's own line was about, as it stands there: "uw zus". Empty if not to be told.

    Only a word with its determiner is sure to be a thing that can be asked about.
    """
    patterns = [library.fact_words[persona.id, fact.id] for fact in fitting(library, persona, text)]
    patterns += [library.subjects[name] for name in library.order]
    for pattern in patterns:
        for match in pattern.finditer(text):
            before = text[: match.start()].split()
            if before and _is_determiner(library, before):
                return f"{before[-1]} {match.group()}"
    return ""


def _is_determiner(library: Library, words: list[str]) -> bool:
    """Whether the last of these words belongs to the noun behind it; "je" does so in "met je"."""
    coaching, last = library.content.coaching, words[-1].lower()
    among = len(words) > 2 and words[-3].lower() in coaching.among  # "wie van jullie slaapt"
    behind = len(words) > 1 and words[-2].lower() in coaching.prepositions and not among
    return last in coaching.determiners or (last in coaching.unsure_determiners and behind)


def one_question(library: Library, text: str) -> str:
    """The first of several questions, cut where the next begins; else empty."""
    said = utterance(text)
    asked = form_of(said, rules_for(library.content.language)).questions
    if len(asked) < 2:
        return ""
    first = _JOINED.sub("", said.typed[slice(*asked[0])].strip())
    return f"{first[:1].upper()}{first[1:]}?"
