"""Gathers the files of a language's folder into content, with the place of every piece.

How a file is read is somebody else's work (``flows/loading.py``); here it is known which files
there are, what belongs in each, and what can still be used of a piece with a mistake in it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib.resources.abc import Traversable
from typing import Any, Protocol, TypeVar, cast, get_origin

from pydantic import TypeAdapter, ValidationError

from flows.content.shapes import (
    Ask,
    Card,
    Coaching,
    Content,
    Domain,
    Fact,
    FollowUp,
    Group,
    Method,
    Moment,
    Naming,
    Persona,
    Prompt,
    Round,
    Rung,
    Shape,
    Words,
)
from flows.mistakes import Problem, meant, mend

Loc = tuple[int | str, ...]
S = TypeVar("S", bound=Shape)

NAMES = ("groups", "asks", "rungs", "cards", "moments", "words", "naming", "coaching", "replay")
FOLDERS = ("domains", "personas", "methods")  # of which every file is one piece
PARTS: Mapping[str, type[Prompt]] = {"prompts": Prompt, "follow_ups": FollowUp}
INNER: Mapping[str, type[Shape]] = {**PARTS, "facts": Fact, "rounds": Round}
# Others lean on these: kept when half is readable.
KEPT = (Group, Domain, Moment, Words, Naming, Coaching)
REFUSED = object()
"""Stands where a value was refused already, so that nobody refuses it again."""


class Source(Protocol):
    """One file as plain values, and the way back to its lines."""

    @property
    def file(self) -> str:
        """The file as people find it."""

    @property
    def value(self) -> object:
        """Everything in it; `REFUSED` when it cannot be read."""

    def refuse(self, line: int, message: str) -> None:
        """Note a mistake in this file."""

    def find(self, loc: Loc) -> tuple[int, str | None]:
        """The line of what lies at ``loc``, and the word or text as it stands there."""


Reading = Callable[[Traversable, list[Problem]], Source]
"""Reads one file, and adds what is wrong with it to the problems."""


class Gathering:
    """Everything that was read so far, with the place and the mistakes of each piece."""

    def __init__(self, folders: Sequence[Traversable], read: Reading) -> None:
        self.folders = folders
        self.problems: list[Problem] = []
        self._read = read
        self._places: dict[int, tuple[Shape, Source, Loc]] = {}
        self._broken: set[int] = set()
        self._unusable: list[tuple[type[Shape], str, tuple[str, int]]] = []

    def at(self, shape: Shape, *loc: str | int) -> tuple[str, int]:
        """The file and line of this piece, or of what lies in it at ``loc``."""
        _, source, at = self._places[id(shape)]
        return source.file, source.find((*at, *loc))[0]

    def unusable(self) -> tuple[tuple[type[Shape], str, tuple[str, int]], ...]:
        """What was left out for a mistake in it and has an id: its sort, the id and its place."""
        return tuple(self._unusable)

    def whole(self, shape: Shape) -> bool:
        """Whether all of it could be read."""
        return id(shape) not in self._broken

    def content(self, language: str) -> Content:
        """All of it, without the pieces that have a mistake."""
        for folder in self.folders:
            self._stray(folder)
        domains = self._domains()
        return Content(
            language=language,
            groups=self._placed(self._list("groups", Group), domains),
            domains=domains,
            asks=self._list("asks", Ask),
            rungs=self._list("rungs", Rung),
            cards=self._list("cards", Card),
            moments=self._list("moments", Moment),
            words=self._one(self._source("words.yaml"), Words),
            naming=self._one(self._source("naming.yaml"), Naming),
            coaching=self._one(self._source("coaching.yaml"), Coaching),
            personas=self._whole("personas", Persona),
            methods=self._whole("methods", Method),
            replay=self._replay(),
        )

    def _source(self, name: str) -> Source:
        """Read the file of this name, the team's own before the shipped one."""
        own = [folder / name for folder in self.folders[1:] if (folder / name).is_file()]
        return self._read(own[-1] if own else self.folders[0] / name, self.problems)

    def _stray(self, folder: Traversable) -> None:
        """A file with a name that nobody reads is a mistake that would never show."""
        known = {f"{name}.yaml" for name in NAMES}
        folders = {*FOLDERS, *known}  # a folder called as a file is told of where it is read
        for entry in _entries(folder):
            if entry.name.endswith((".yaml", ".yml")) and entry.name not in known:
                message = f"Nobody reads this file: call it one of {', '.join(sorted(known))}."
                self.problems.append(Problem(str(entry), 1, message))
            if entry.is_dir() and entry.name not in folders and entry.name[0] not in "._":
                message = f"Nobody reads this folder: call it one of {', '.join(sorted(FOLDERS))}."
                self.problems.append(Problem(str(entry), 1, message))
        for entry in (entry for part in FOLDERS for entry in _entries(folder / part)):
            if entry.name.endswith(".yml"):
                self.problems.append(Problem(str(entry), 1, "Call this file .yaml, not .yml."))

    def _list(self, name: str, shape: type[S]) -> tuple[S, ...]:
        """The pieces of a file that is a list."""
        source = self._source(f"{name}.yaml")
        if source.value is REFUSED:
            return ()
        if not isinstance(source.value, list) or not source.value:
            source.refuse(1, 'This file is a list: write each item behind "- ".')
            return ()
        items = enumerate(source.value)
        pieces = [self._piece(source, shape, item, (number,)) for number, item in items]
        return tuple(piece for piece in pieces if shape in KEPT or self.whole(piece))

    def _one(self, source: Source, shape: type[S]) -> S:
        return self._piece(source, shape, source.value, ())

    def _piece(self, source: Source, shape: type[S], value: object, loc: Loc) -> S:
        """The piece that this value stands for, or what could be read of it."""
        try:
            piece = shape.model_validate(value)
        except ValidationError as error:
            _misshapen(source, error, shape, loc)
            bad = {detail["loc"][0] for detail in error.errors() if detail["loc"]}
            given = value if isinstance(value, dict) else {}
            good = {key: given[key] for key in given if key not in bad}
            parts = {key: self._parts(source, (*loc, key), given.get(key)) for key in PARTS}
            piece = _rest(shape, good, parts)
            self._broken.add(id(piece))
            if shape not in KEPT:
                self._leave_out(source, shape, value, loc)
        self._places[id(piece)] = (piece, source, loc)
        for key in PARTS:
            for number, part in enumerate(getattr(piece, key, ())):
                self._places.setdefault(id(part), (part, source, (*loc, key, number)))
        return piece

    def _parts(self, source: Source, loc: Loc, items: object) -> tuple[Prompt, ...]:
        """The prompts without a mistake among these."""
        parts: list[Prompt] = []
        for number, item in enumerate(items if isinstance(items, list) else ()):
            try:
                part = PARTS[str(loc[-1])].model_validate(item)
            except ValidationError:  # was noted with the piece that it is part of
                self._leave_out(source, PARTS[str(loc[-1])], item, (*loc, number))
                continue
            self._places[id(part)] = (part, source, (*loc, number))
            parts.append(part)
        return tuple(parts)

    def _leave_out(self, source: Source, shape: type[Shape], value: object, loc: Loc) -> None:
        """Remember the id of a piece that cannot be used: it is taken all the same."""
        name = value.get("id") if isinstance(value, dict) else None
        if isinstance(name, str):
            self._unusable.append((shape, name, (source.file, source.find((*loc, "id"))[0])))

    def _domains(self) -> dict[str, Domain]:
        """Every domain, by the name of its file."""
        found = [entry.name for folder in self.folders for entry in _entries(folder / "domains")]
        stems = {name.removesuffix(".yaml") for name in found if name.endswith(".yaml")}
        if not stems:
            folder = str(self.folders[0] / "domains")
            self.problems.append(Problem(folder, 1, "There is no domain: write <id>.yaml in here."))
        return {
            stem: self._one(self._source(f"domains/{stem}.yaml"), Domain) for stem in sorted(stems)
        }

    def _whole(self, part: str, shape: type[S]) -> dict[str, S]:
        """Every piece of this folder that is whole, by its file's name; a team adds its own."""
        found = [entry.name for folder in self.folders for entry in _entries(folder / part)]
        stems = {name.removesuffix(".yaml") for name in found if name.endswith(".yaml")}
        read = {stem: self._one(self._source(f"{part}/{stem}.yaml"), shape) for stem in stems}
        return {stem: read[stem] for stem in sorted(read) if self.whole(read[stem])}

    def _replay(self) -> Round | None:
        """The round that goes into any method, when it is whole."""
        read = self._one(self._source("replay.yaml"), Round)
        return read if self.whole(read) else None

    def _placed(
        self, groups: tuple[Group, ...], domains: Mapping[str, Domain]
    ) -> tuple[Group, ...]:
        """A team's new domain goes to the end of its own group when no group names it."""
        named = {name for group in groups for name in group.domains}
        own = {entry.name for folder in self.folders[1:] for entry in _entries(folder / "domains")}
        placed: list[Group] = []
        for group in groups:
            new = [
                domain.id
                for stem, domain in domains.items()
                if domain.group == group.id
                and f"{stem}.yaml" in own
                and domain.id not in {*named, ""}
            ]
            if new and self.whole(group):
                longer = group.model_copy(update={"domains": (*group.domains, *new)})
                self._places[id(longer)] = (longer, *self._places[id(group)][1:])
                placed.append(longer)
            else:
                placed.append(group)
        return tuple(placed)


def _misshapen(source: Source, error: ValidationError, shape: type[Shape], at: Loc) -> None:
    """Note what is wrong with a piece, on the line where it stands."""
    misspelt: set[Loc] = set()  # "extra…" sorts before "missing", which is then no mistake
    for detail in sorted(error.errors(include_url=False), key=lambda each: each["type"]):
        loc = tuple(step for step in detail["loc"] if step != "[key]")
        inner = INNER.get(str(loc[0]), shape) if len(loc) > 2 else shape
        if detail["type"] == "extra_forbidden":
            misspelt.add((*loc[:-1], meant(str(loc[-1]), inner)))
        if detail["input"] is not REFUSED and loc not in misspelt:
            line, written = source.find((*at, *loc))
            source.refuse(line, mend(detail, inner, written))


def _entries(folder: Traversable) -> list[Traversable]:
    """What lies in a folder, without hidden files; nothing when there is no such folder."""
    if not folder.is_dir():
        return []
    return [entry for entry in folder.iterdir() if not entry.name.startswith(".")]


def _rest(shape: type[S], good: Mapping[str, object], parts: Mapping[str, object]) -> S:
    """A piece of which only a part is readable; nothing stands for the rest."""
    values: dict[str, Any] = {}
    for key, info in shape.model_fields.items() if shape in KEPT else ():
        kind: Any = info.annotation
        if key in parts:
            values[key] = parts[key]
        elif key in good:
            values[key] = TypeAdapter[object](kind).validate_python(good[key])
        elif info.is_required():
            values[key] = (get_origin(kind) or kind)()
    return cast(S, shape.model_construct(**values))
