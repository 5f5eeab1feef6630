"""Content is not pinned: the question that somebody stood at may be gone at the next start.

A team takes a subject or a rung of its own out again, a release renames a question. Who stood there
goes on from the screen before it; what was told stays, and stays in the plan.
"""

from __future__ import annotations

from dataclasses import replace

from flows.content.library import Library
from flows.types import Place, Standing

PUT = frozenset({"domains.asking", "domains.deepening"})  # states in which a prompt is put


def found_again(library: Library, standing: Standing) -> Standing:
    """Where things stand, at a place that the content still has."""
    talk, desk = standing.conversation, standing.desk
    if talk is not None:
        at = place_of(library, talk.at)
        word_at = place_of(library, talk.word_at) if talk.word_at else None
        if (at, word_at) != (talk.at, talk.word_at):
            standing = replace(standing, conversation=replace(talk, at=at, word_at=word_at))
    if desk.state == "consult" and not set(desk.asked[-1:]) <= library.prompts.keys():
        standing = replace(standing, desk=replace(desk, state="home"))
    return standing


def place_of(library: Library, at: Place) -> Place:
    """This place, or the nearest one there still is: the map, the whole ladder, every subject."""
    if at.state in PUT and not (at.domain in library.domains and at.prompt in library.prompts):
        return replace(at, state="domains.map", domain=None, prompt=None, subject=None)
    if at.rung is not None and at.rung not in library.rungs:
        return replace(at, rung=None, prompt=None)
    if at.state == "story.sorting" and at.subject not in {None, *library.groups}:
        return replace(at, subject=None)
    return at
