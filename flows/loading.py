"""Reads the content of a language, and says everything that is wrong with it at once.

A language is a folder of YAML files (see ``flows/content/shapes.py`` for what they may hold):
``groups asks rungs cards moments words naming coaching replay`` ``.yaml``, and one piece a file in
``domains/ personas/ methods/``. YAML swallows some mistakes silently (a key that stands twice,
``No`` that becomes false); those are refused too, but for the keys ``yes`` and ``no``, which can
only be names.
This is the only module that knows YAML, and it does nothing but read files.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import yaml

from flows.checks import check_content
from flows.content.shapes import Content
from flows.gathering import REFUSED, Gathering, Loc
from flows.method_checks import check_methods
from flows.mistakes import Problem, not_text
from flows.needs import Needs
from flows.persona_checks import check_personas
from flows.translation_checks import check_translations

__all__ = [
    "ContentRefused",
    "Problem",
    "load_content",
    "read_content",
    "read_labels",
    "untranslated",
]

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INVISIBLE = re.compile(r"[^\t\n\r\x20-\x7e\x85\xa0-\uFFFD\U00010000-\U0010FFFF]")
_TAB = "A tab stands here: use spaces."
_NAMES = ("yes", "no")  # keys that YAML would make true and false of
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,3})")
_UNQUOTED = object()  # stands where YAML made something else than text of a word


class ContentRefused(Exception):
    """The content has mistakes; ``problems`` are all of them, and the message lists them."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


def load_content(language: str, over: Path | None = None, needs: Needs | None = None) -> Content:
    """The content that ships with Handvat, with a team's folder for this language laid over it.

    Raises ContentRefused with every problem in it.
    """
    content, problems = read_content(files("flows.content") / language, over, needs)
    if content is None:
        raise ContentRefused(problems)
    return content


def read_content(
    folder: Path | Traversable,
    over: Path | Traversable | None = None,
    needs: Needs | None = None,
) -> tuple[Content | None, tuple[Problem, ...]]:
    """Read and check a language's folder: the content, or else every problem in it.

    ``over`` is a folder of the same form in which every file is optional. A file in it replaces
    the one of the same name; a new domain that no group names is put at the end of its own group.
    ``needs`` is what the machines lean on, see `flows.needs`. A piece that cannot be read is left
    out when the pieces are held against one another.
    """
    folders = [folder] if over is None else [folder, over]
    lost = [
        Problem(str(each), 1, "There is no such folder.") for each in folders if not each.is_dir()
    ]
    if lost:
        return None, tuple(lost)
    gathered = Gathering(folders, _read)
    content = gathered.content(folder.name)
    problems = {
        *gathered.problems,
        *check_content(content, gathered, needs),
        *check_personas(content, gathered),
        *check_methods(content, gathered),
    }
    return (None, tuple(sorted(problems))) if problems else (content, ())


def untranslated(root: Path | Traversable) -> tuple[Problem, ...]:
    """What one language's personas have and another's lack, of the languages in this folder."""
    return tuple(sorted(check_translations(root, lambda path: _read(path, []).value)))


def read_labels(path: Traversable) -> dict[str, Any]:
    """The labels of one YAML file, refused as content is when it has a mistake.

    They are texts, lists of texts, or names with more of these below them.
    """
    problems: list[Problem] = []
    source = _read(path, problems)
    if isinstance(source.value, dict):
        source.only_texts(source.value, ())
    elif not problems:
        source.refuse(1, 'This file holds names and labels: write lines of "name: label".')
    if problems or not isinstance(source.value, dict):
        raise ContentRefused(tuple(sorted(problems)))
    return source.value


@dataclass(slots=True)
class _Source:
    """One file: its nodes, which know their lines, and the plain value they stand for."""

    file: str
    problems: list[Problem]
    root: yaml.Node | None = None
    value: object = REFUSED
    _seen: set[int] = field(default_factory=set)

    def refuse(self, line: int, message: str) -> None:
        """Note a mistake in this file."""
        self.problems.append(Problem(self.file, line, message))

    def find(self, loc: Loc) -> tuple[int, str | None]:
        """The line of what lies at ``loc`` (of its key, or of the item) and the text there."""
        node = self.root
        line = _line(node) if node else 1
        for step in loc:
            if isinstance(node, yaml.MappingNode):
                pair = next((pair for pair in node.value if pair[0].value == step), None)
                if pair is None:
                    break
                line, node = _line(pair[0]), pair[1]
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
                node = node.value[step]
                line = _line(node)
        return line, node.value if isinstance(node, yaml.ScalarNode) else None

    def only_texts(self, value: object, loc: Loc) -> None:
        """Refuse what is no text, wherever it lies."""
        if isinstance(value, dict | list):
            for step, item in value.items() if isinstance(value, dict) else enumerate(value):
                self.only_texts(item, (*loc, step))
        elif not isinstance(value, str) and value is not REFUSED:
            line, written = self.find(loc)
            self.refuse(line, not_text(str(loc[-1]), written))

    def plain(self, node: yaml.Node) -> object:
        """The value of a node; what YAML would have swallowed is refused."""
        if id(node) in self._seen:
            self.refuse(_line(node), "This piece is used again with *: write it out there instead.")
            return REFUSED
        self._seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.plain(item) for item in node.value]
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node)
        return _scalar(node)

    def _mapping(self, node: yaml.MappingNode) -> dict[str, object]:
        mapping: dict[str, object] = {}
        first: dict[str, int] = {}
        for key, value in node.value:
            name = key.value if key.value in _NAMES else _scalar(key)
            if not isinstance(name, str):
                self.refuse(_line(key), "This key is not text to YAML: put quotes around it.")
            elif name in mapping:
                message = f'"{name}" stands here twice, also on line {first[name]}: keep one.'
                self.refuse(_line(key), message)
            else:
                mapping[name], first[name] = self.plain(value), _line(key)
        return mapping


def _read(path: Traversable, problems: list[Problem]) -> _Source:
    """Read one file into its nodes and their value; what YAML does not allow is noted."""
    source = _Source(str(path), problems)
    text = _text(path, source)
    if text is None:
        return source
    try:
        source.root = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        source.refuse(*_invalid(error, text))
        return source
    for number, row in enumerate(text.split("\n") if "\t" in text else (), 1):
        if "\t" in row:
            source.refuse(number, _TAB)
    if source.root is None:
        source.refuse(1, "This file is empty: write it.")
    else:
        source.value = source.plain(source.root)
    return source


def _text(path: Traversable, source: _Source) -> str | None:
    """The text of a file, None when it cannot be read."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        source.refuse(1, "This file is missing: write it.")
    except OSError as error:
        source.refuse(1, f"This file cannot be read ({error.strerror}): see to its permissions.")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        source.refuse(line, "This is not UTF-8: save the file as UTF-8.")
    return None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _scalar(node: yaml.Node) -> object:
    """A text as it stands, true, false, nothing or a small whole number.

    Whatever else YAML makes of a word is unquoted.
    """
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if kind == "str" and isinstance(node, yaml.ScalarNode):
        return node.value
    if kind == "bool":
        return {"true": True, "false": False}.get(node.value.lower(), _UNQUOTED)
    if kind == "int" and isinstance(node, yaml.ScalarNode) and _WHOLE.fullmatch(node.value):
        return int(node.value)
    return None if kind == "null" else _UNQUOTED


def _invalid(error: yaml.YAMLError, text: str) -> tuple[int, str]:
    """Line and message of a text that is no YAML."""
    mark = getattr(error, "problem_mark", None)
    if mark is None:  # a control character; YAML counts characters, not lines
        bad = _INVISIBLE.search(text)
        line = text.count("\n", 0, bad.start() if bad else 0) + 1
        return line, "An invisible character stands here: take it out."
    rows = text.splitlines()
    if mark.line < len(rows) and "\t" in rows[mark.line]:
        return mark.line + 1, _TAB
    trouble = getattr(error, "problem", None) or "unreadable"
    return mark.line + 1, (
        f"This is not YAML at column {mark.column + 1} ({trouble}): see to the indentation, and put"
        ' quotes around a text with ":", "#", a brace or a quote in it.'
    )
