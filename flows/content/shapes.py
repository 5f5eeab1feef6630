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
MethodRole = Literal["contributor", "facilitator", "participant"]
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
    ``practise`` is the aim with which what was hard can be practised (002.5).
    """

    id: Slug
    state: str
    title: Label
    ask: Text
    stores: Kind
    about: Literal["", "question", "step"] = ""
    audience: Audience | None = None
    practise: Slug | None = None
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
    shortened: tuple[str, ...] = ()  # written with a point behind them, which ends no sentence
    moves: dict[str, tuple[str, ...]]


class Naming(Shape):
    """Made-up household names and the role words that stand for people."""

    aliases: Annotated[tuple[str, ...], Field(min_length=40)]
    roles: Annotated[tuple[str, ...], Field(min_length=8)]
    reporters: tuple[str, ...] = ()  # role words of those from whom one hears things
    places: dict[Slug, Label]
    household: Label = ""  # what a group reads in the place of a made-up name


LineKind = Literal[
    "greeting",
    "unplaced",
    "closed_answer",
    "guarded",
    "after_advice",
    "after_why",
    "after_leading",
    "after_stacked",
    "after_jargon",
    "after_silence",
    "after_reflection",
    "after_own_words",
    "after_affirmation",
    "after_information",
    "asks_back",
    "not_now",
    "opening_up",
    "closing_down",
    "goodbye",
]
SmallKind = Literal[
    "chat",
    "how_it_goes",
    "feels",
    "explains",
    "scale",
    "wonder",
    "consent",
    "safe",
    "danger",
    "after_thanks",
    "after_sorry",
    "nothing_there",
    "foreign",
    "age",
    "name",
    "children",
    "how_long",
]
"""What makes a talk go as talks do; a file without one of these gets by with the other lines."""

Sign = Literal[
    "open_question",
    "closed_question",
    "suggestive_question",
    "stacked_questions",
    "why_question",
    "scaling_question",
    "miracle_exception_question",
    "advice_solution",
    "simple_reflection",
    "complex_reflection",
    "affirmation",
    "summary",
    "information",
    "own_words",
    "silence",
    "not_now",
    "same_subject",
    "closed_series",
    "jargon",
    "changed_subject",
    "solution_first",
]
"""What can open or close a persona: the kind of an utterance, and what else was seen in it."""

Trust = Annotated[int, Field(ge=0, le=10)]
Line = Annotated[str, Field(min_length=1, max_length=400)]


class Fact(Shape):
    """One thing a persona can tell, from a level of trust on (tone.md §3).

    ``brief`` is the short answer that a closed question about it gets: it tells nothing more.
    """

    id: Slug
    domain: Slug
    trust: Trust
    words: tuple[str, ...] = ()
    tells: Annotated[tuple[Line, ...], Field(min_length=1)]
    again: tuple[Line, ...] = ()
    brief: Line | None = None
    leads: tuple[Slug, ...] = ()
    heavy: bool = False
    real: bool = False


class Meaning(Shape):
    """What this persona means, and its answer to a summary that touches it, almost, or not.

    A right summary touches a word of each group in ``must``.
    """

    says: Line
    must: Annotated[tuple[tuple[str, ...], ...], Field(min_length=1)]
    yes: Annotated[tuple[Line, ...], Field(min_length=1)]
    almost: Annotated[tuple[Line, ...], Field(min_length=1)]
    no: Annotated[tuple[Line, ...], Field(min_length=1)]


class Persona(Shape):
    """A virtual resident (virtuele inwoner): facts in layers of trust, and a way of talking.

    ``opens`` and ``closes`` say by how much each way of asking moves this person's trust; what is
    in neither does nothing. ``warning`` announces quiet signals of unsafety: only who asks for it
    meets this persona.
    """

    id: Slug
    title: Annotated[str, Field(min_length=1, max_length=60)]
    intro: Text
    address: Literal["u", "je"] = "u"
    speakers: dict[str, tuple[str, ...]] = {}  # who is meant by "meneer", where there are more
    warning: Text | None = None
    trust: Trust
    opens: dict[Sign, Annotated[int, Field(ge=0, le=3)]]
    closes: dict[Sign, Annotated[int, Field(ge=-4, le=0)]]
    practise: Annotated[tuple[Slug, ...], Field(min_length=1)]
    facts: Annotated[tuple[Fact, ...], Field(min_length=3)]
    lines: dict[LineKind | SmallKind, tuple[Line, ...]]
    meaning: Meaning


Act = Literal[
    "sorry",
    "thanks",
    "with_you",
    "clarify",
    "feels",
    "how_it_goes",
    "scale",
    "wonder",
    "consent",
    "safe",
    "danger",
    "wants_a_thing",
    "goes_on",
    "about_you",
    "rude",
    "swears",
    "out_of_play",
    "age",
    "name",
    "children",
    "how_long",
]
"""What people also do in a talk, beside the kind of utterance: found by words alone."""

Ways = Annotated[tuple[Text, ...], Field(min_length=1)]
Hint = Literal["listen", "give_back", "ask"]


class Coaching(Shape):
    """What the feedback on a practice turn is made with; ``{words}`` is somebody's own words.

    ``aims`` is what can be practised. ``free`` finds closed questions for consent or safety,
    ``short_facts`` those for a fact: they never cost trust. ``acts`` finds what people also do in
    a talk (thank, apologise, ask what was meant). ``alternatives`` and ``hints`` go by the kind of
    utterance and by the kind of hint (listen, give_back, ask).
    """

    aims: dict[Slug, Label]
    stopwords: tuple[str, ...]
    determiners: tuple[str, ...]  # that belong to the noun behind them: uw, de
    unsure_determiners: tuple[str, ...]  # that do so only behind a preposition: je, het
    prepositions: tuple[str, ...]
    among: tuple[str, ...] = ()  # "wie van jullie": what comes behind is no noun of theirs
    joiners: tuple[str, ...]  # that a piece of a sentence may begin with and need not
    touching: dict[Slug, tuple[str, ...]] = {}  # what makes a piece worth giving back, by kind
    silence: tuple[str, ...]
    jargon: dict[str, Label]
    free: tuple[str, ...]
    short_facts: tuple[str, ...]
    boundary: tuple[str, ...]
    at_large: tuple[str, ...] = ()  # words of a question that asks after anything at all
    foreign: tuple[str, ...] = ()  # little words of other languages
    hello: tuple[str, ...]
    bye: tuple[str, ...]
    bye_alone: tuple[str, ...] = ()  # that take leave when they are a whole sentence
    acts: dict[Act, tuple[str, ...]] = {}
    alternatives: dict[Slug, Ways]
    hints: dict[Hint, Ways]


class Round(Shape):
    """One round of a method: who speaks, who is silent, how long, and when it is done.

    ``does`` says what the round is for the machine: people ``tell`` a case, ``ask`` questions,
    ``answer`` them, ``say`` what they think, ``write`` for themselves, ``choose`` by dots,
    ``replay`` the shared turns, ``react`` as contributor or ``look_back``. ``shows`` tells whether
    what is written is open at once or together at the end. ``each_once``: everybody is heard
    before anybody is heard twice. ``advice`` is False where advice has to wait. ``becomes`` is
    what a line of this round is in the outcome.

    ``each`` is how many a person is asked for (questions, ideas, dots); 0 leaves it open, and it
    is never a limit. ``of`` names the earlier round whose lines are answered or chosen among.
    ``choices`` are what each of those lines is given in a ``choose`` round (warm, neutraal,
    koud); without them people give dots. In a ``replay`` they are what one would do at a turn, to
    be tapped by who does not write.
    """

    id: Slug
    title: Label
    purpose: Text
    minutes: Annotated[int, Field(ge=1, le=45)]
    does: Literal["tell", "ask", "answer", "say", "write", "choose", "replay", "react", "look_back"]
    speaks: Annotated[tuple[MethodRole, ...], Field(min_length=1)]
    silent: tuple[MethodRole, ...] = ()
    shows: Literal["at_once", "together"] = "at_once"
    each_once: bool = False
    each: Annotated[int, Field(ge=0, le=5)] = 0
    of: Slug | None = None
    choices: tuple[Label, ...] = ()
    advice: bool = False
    becomes: Literal["", "question", "perspective", "along", "step", "learned"] = ""
    says: Text
    done: Text


class Method(Shape):
    """One way to hold intervision (intervisiemethode), as a school describes it (002.4).

    ``minutes`` is the whole; the rounds add up to it. ``safe_groups``: only for a group that knows
    each other well, and the contributor proposes it. ``menu`` is False for a method that a team
    can use from its file but that is not offered. The ``usual`` one is offered first.
    """

    id: Slug
    title: Label
    about: Text
    source: Text
    minutes: Annotated[int, Field(ge=5, le=180)]
    people: tuple[Annotated[int, Field(ge=2)], Annotated[int, Field(le=20)]]
    safe_groups: bool = False
    menu: bool = True
    usual: bool = False
    requirements: tuple[RequirementId, ...] = ()
    rounds: Annotated[tuple[Round, ...], Field(min_length=2)]


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
    coaching: Coaching
    personas: dict[str, Persona] = {}
    methods: dict[str, Method] = {}
    replay: Round | None = None  # the round that goes into any method about a conversation
