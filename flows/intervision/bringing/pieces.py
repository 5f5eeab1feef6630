"""What of a conversation, a practice run or a team matter can be shown to a group, line by line.

Only kinds of lines named here can ever be in a copy, and only those that everybody may read: the
mirror, private lines, parked ideas, what opened the gate early, what stands in the way and what is
about people's roles are not among them. A line that is the professional's own thought, or that is
about danger, is left out unless it is chosen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from hashlib import sha256

from flows.clarification.lines import current
from flows.content.library import Library, words_pattern
from flows.intervision.bringing.types import Draft, Worded
from flows.language.personal import personal
from flows.language.span import Span
from flows.practice.hearing import spoken_text
from flows.practice.stance import live, words_of
from flows.types import Audience, Conversation, Entry, Kind, Source, Voice
from flows.wording import speak

MOMENTS = 3  # moments of real work that a group sees at most
# The kinds of lines that can be shown, and under which heading when they have no domain.
SHAREABLE = {
    Kind.TOLD: "story",
    Kind.LINE: "story",
    Kind.WANTED: "story",
    Kind.GOOD: "good",
    Kind.GOING_ON: "going_on",
    Kind.NEEDED: "going_on",
    Kind.DISAGREEMENT: "going_on",
    Kind.QUESTION: "question",
    Kind.BENEATH: "question",
    Kind.CHANGE: "question",
    Kind.ENOUGH: "question",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One line as a group would see it, and what its owner has said about it.

    ``line`` numbers it in the draft. ``own`` is the part that was typed and can be worded anew:
    what was told, in a practice run what the trainee said. ``shy`` lines are left out unless they
    are chosen. ``spans`` lie in ``own``; ``settled`` says that they were looked at.
    """

    line: int
    moment: str
    own: str
    asked: str = ""
    answer: str = ""
    voice: str = Voice.RETOLD.value
    domain: str | None = None
    shy: bool = False
    kept: bool = True
    worded: bool = False
    spans: tuple[Span, ...] = ()
    settled: bool = False

    @property
    def waits(self) -> bool:
        """Whether something is pointed out in it that its owner did not look at yet."""
        return self.kept and bool(self.spans) and not self.settled


@dataclass(frozen=True, slots=True)
class Moment:
    """What was told around one subject in one visit; ``part`` names it when it has no domain."""

    key: str
    domain: str | None
    part: str
    visit: int
    lines: int


def pieces_of(library: Library, draft: Draft, source: Source) -> tuple[Piece, ...]:
    """Every line that could be in the copy, in order, as the draft words it now."""
    match draft.origin:
        case "conversation" if source.conversation:
            told = tuple(_told(library, source.conversation, source.entries))
            found = tuple(piece for piece in told if piece.moment in draft.moments)
        case "practice" if source.practice:
            found = tuple(_rehearsed(library, source))
        case "team":
            typed = enumerate(draft.typed, 1)
            found = tuple(Piece(number, "", text, voice="team") for number, text in typed)
        case _:
            found = ()
    return tuple(_as_drafted(library, draft, source, piece) for piece in found)


def moments_of(library: Library, source: Source) -> tuple[Moment, ...]:
    """The moments of a conversation that can be chosen from, oldest first."""
    if source.conversation is None:
        return ()
    found: dict[str, Moment] = {}
    lines = _shareable(source.entries)
    for entry in lines.values():
        key = _moment_of(entry)
        known = found.get(key, Moment(key, entry.domain, SHAREABLE[entry.kind], entry.visit, 0))
        found[key] = replace(known, lines=known.lines + 1)
    return tuple(found.values())


def _shareable(entries: tuple[Entry, ...]) -> dict[int, Entry]:
    """The lines as they stand that may be shown to anybody at all."""
    return {
        root: entry
        for root, entry in current(entries).items()
        if entry.kind in SHAREABLE and entry.audience is Audience.EVERYBODY and entry.text.strip()
    }


def _moment_of(entry: Entry) -> str:
    return f"{entry.visit}.{entry.domain or '-' + SHAREABLE[entry.kind]}"


def _told(
    library: Library, conversation: Conversation, entries: tuple[Entry, ...]
) -> Iterator[Piece]:
    danger = words_pattern(library.content.words.danger)
    for root, entry in _shareable(entries).items():
        yield Piece(
            root,
            _moment_of(entry),
            entry.text,
            asked=_asked(library, conversation, entry),
            voice=entry.voice.value,
            domain=entry.domain,
            shy=entry.voice is Voice.INTERPRETED or bool(danger.search(entry.text)),
        )


def _asked(library: Library, conversation: Conversation, entry: Entry) -> str:
    """The question to the resident as its author wrote it: what was filled in is another line."""
    prompt = library.prompts.get(entry.prompt or "")
    return speak(prompt.ask, conversation.address, None) if prompt else ""


def _rehearsed(library: Library, source: Source) -> Iterator[Piece]:
    """The turns of a practice run that were not taken back."""
    run = source.practice
    if run is None or run.persona not in library.personas:
        return
    persona = library.personas[run.persona]
    for turn in live(run):
        said = "" if turn.did == "silence" else spoken_text(source.spoken, turn.seq)
        answer = words_of(persona, turn.said)
        yield Piece(turn.seq, "", said, answer=answer, voice="persona", domain=turn.subject)


def _as_drafted(library: Library, draft: Draft, source: Source, piece: Piece) -> Piece:
    """The piece as its owner left it: worded anew, left out or chosen, looked at or not."""
    worded = next((each.text for each in draft.worded if each.line == piece.line), None)
    own = unnamed(library, source, piece.own if worded is None else worded)
    voice = piece.voice
    if worded is not None and voice == Voice.QUOTED:
        voice = Voice.RETOLD.value  # these are no longer somebody's own words
    return replace(
        piece,
        own=own,
        voice=voice,
        kept=piece.line in draft.chosen if piece.shy else piece.line not in draft.out,
        worded=worded is not None,
        spans=personal(own),
        settled=Worded(piece.line, digest(own)) in draft.looked,
    )


def unnamed(library: Library, source: Source, text: str) -> str:
    """The text without made-up names of households: these too say which household it is."""
    for alias in source.aliases:
        words = "[ -]?".join(re.escape(word) for word in alias.split())
        whole = re.compile(rf"(?<!\w){words}(?!\w)", re.IGNORECASE)
        text = whole.sub(lambda hit: _household(library, hit), text)
    return text


def _household(library: Library, hit: re.Match[str]) -> str:
    """ "het huishouden", with a capital at the beginning of a sentence."""
    word = library.content.naming.household
    before = hit.string[: hit.start()].rstrip()
    begins = not before or before[-1] in ".!?…" or "\n" in hit.string[len(before) : hit.start()]
    return word[:1].upper() + word[1:] if begins else word


def digest(text: str) -> str:
    """A short mark of a wording, to see later whether it is still the same."""
    return sha256(text.encode()).hexdigest()[:12]
