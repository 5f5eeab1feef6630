"""The shapes of the content: what an author may write, and nothing else.

Every file of ``flows/content/<language>/`` is read into these (see ``flows/loading.py``). Unknown
keys are refused; wordings carry the form of address as ``{u-form|je-form}`` and may carry the slot
``{words}``, which is filled with the resident's own last words.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.types import Audience, Kind

Circumstance = Literal["grief", "others", "interpreter", "child"]
PromptKind = Literal[
    "staying",
    "opening",
    "deepening",
    "strength",
    "network",
    "exception",
    "scale",
    "miracle",
    "future",
    "beneath",
    "signal",
]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+([_-][a-z0-9]+)*$", max_length=40)]
RequirementId = Annotated[str, Field(pattern=r"^00[0-4]\.(1[0-4]|[1-9])$")]
Text = Annotated[str, Field(min_length=1, max_length=1500)]
Label = Annotated[str, Field(min_length=1, max_length=32)]


class Shape(BaseModel):
    """A frozen piece of content; an unknown key is an author's mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class Prompt(Shape):
    """One open question offered to the professional (open vraag)."""

    id: Slug
    kind: PromptKind
    ask: Text
    not_when: tuple[Circumstance, ...] = ()
    only_when: tuple[Circumstance, ...] = ()
    requirements: tuple[RequirementId, ...] = ()


class FollowUp(Prompt):
    """A prompt that follows from what was just said: one of ``words`` stood in it."""

    words: Annotated[tuple[str, ...], Field(min_length=1)]


class Domain(Shape):
    """One area of life (leefgebied). A told line with one of ``words`` may belong to it."""

    id: Slug
    title: Label
    group: Slug
    children: bool = False
    words: tuple[str, ...] = ()
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=6)]
    follow_ups: tuple[FollowUp, ...] = ()


class Group(Shape):
    """Four groups of domains are shown first."""

    id: Slug
    title: Label
    domains: Annotated[tuple[Slug, ...], Field(min_length=1)]


class Ask(Shape):
    """A question of the conversation itself (not of a domain), in the state where it is put.

    What is typed becomes an entry of kind ``stores``. ``title`` is its short name on a button and
    above the lines it gathered. ``about`` says what the answer belongs to: the question or the
    step in hand. ``audience`` limits who may read the answer (the mirror is the professional's).
    """

    id: Slug
    state: str
    title: Label
    ask: Text
    stores: Kind
    about: Literal["", "question", "step"] = ""
    audience: Audience | None = None
    not_when: tuple[Circumstance, ...] = ()
    requirements: tuple[RequirementId, ...] = ()


class Rung(Shape):
    """One rung of the solution ladder (trede), in the order the law and the courts use (004.7)."""

    id: Slug
    title: Label
    looked: Text
    says: Text
    professional: bool = False


class Card(Shape):
    """A method in the backpack: on call, never recommended as a goal (001.4)."""

    id: Slug
    title: Label
    text: Text
    example: Text
    requirements: tuple[RequirementId, ...] = ()


class Moment(Shape):
    """A moment in a talk in which one good open question is needed."""

    id: Slug
    title: Label
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1)]


class Words(Shape):
    """Small word lists by which a text is read until something learned does it."""

    idea: tuple[str, ...]
    danger: tuple[str, ...]
    heavy: tuple[str, ...]
    advice: tuple[str, ...]
    must_solve: tuple[str, ...]
    care: tuple[str, ...]
    nobody: tuple[str, ...] = ()  # said instead of a role word when there is nobody
    moves: dict[str, tuple[str, ...]]


class Naming(Shape):
    """Made-up household names and the role words that stand for people."""

    aliases: Annotated[tuple[str, ...], Field(min_length=40)]
    roles: Annotated[tuple[str, ...], Field(min_length=8)]
    places: dict[Slug, Label]


class Content(Shape):
    """All content of one language, checked and cross-checked."""

    language: str
    groups: tuple[Group, ...]
    domains: dict[str, Domain]
    asks: tuple[Ask, ...]
    rungs: tuple[Rung, ...]
    cards: tuple[Card, ...]
    moments: tuple[Moment, ...]
    words: Words
    naming: Naming
