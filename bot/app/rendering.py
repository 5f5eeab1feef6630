"""Turns screens into words: every sentence comes from ``templates/``, none from Python.

Jinja2 only, CPU only. ``autoescape`` makes whatever a person wrote literal in the small HTML that
doors show; plain text and labels are rendered without it and escaped by the door that shows them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, MutableMapping
from datetime import datetime
from functools import cached_property
from importlib.resources import as_file, files
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template, TemplateError

from bot.app.types import DoorName, Shown, ShownButton
from flows.clarification.quotes import quoted
from flows.loading import read_labels
from flows.types import Desk, Notice, Screen

LABEL = 40  # characters on a button
_MANY_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they force a direction


class Unsaid(Exception):
    """A template or a label is missing or does not fit: an author's mistake, never a person's."""


class _Environment(Environment):
    """One whose globals stand before a template is loaded, so that each may have a copy of them.

    Jinja2 gives templates a ChainMap, and copying that costs more than rendering a button.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """The globals of one template."""
        return {**self.globals, **(d or {})}


class Renderer:
    """Renders screens, labels, pages and plain documents from the package's templates."""

    def __init__(self, timezone: str = "Europe/Amsterdam", retention_days: int = 90) -> None:
        self.timezone = ZoneInfo(timezone)
        self.retention_days = retention_days
        self.links = {"telegram": "", "page": ""}  # what opens something shared; a door says how
        self._labels: dict[str, dict[str, Any]] = {}
        self._compiled: dict[tuple[str, str, str], Template | str] = {}

    @cached_property
    def _folder(self) -> str:
        with as_file(files("templates")) as folder:
            return str(folder)

    @cached_property
    def _escaping(self) -> Environment:
        return self._environment(autoescape=True)

    @cached_property
    def _plain(self) -> Environment:
        return self._environment(autoescape=False)

    def _environment(self, *, autoescape: bool) -> Environment:
        environment = _Environment(
            loader=FileSystemLoader(self._folder),
            auto_reload=False,  # a template is read once, as labels are
            autoescape=autoescape,  # plain text is escaped by the door that shows it
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        environment.globals.update(say=self._say, mark=lambda on: "✓ " if on else "")
        environment.globals.update(
            group_link=lambda code: f"{self.links['group']}{code}" if "group" in self.links else "",
            room=lambda: self.links.get("room", ""),
        )
        environment.filters.update(day=self.day, moment=self.moment, quoted=in_quotes)
        return environment

    def show(self, screen: Screen, desk: Desk, *, address: str, door: DoorName) -> Shown:
        """Render a screen with its buttons; the values carry the desk's screen number."""
        values = {"address": address, "door": door, "retention": self.retention_days}
        values["links"] = self.links
        try:
            template = self._escaping.get_template(f"{desk.language}/{screen.name}.html")
            text = template.render({**screen.values, **values})
        except TemplateError as error:
            raise Unsaid(f"The screen {screen.name!r} cannot be shown: {error}.") from error
        rows = tuple(
            tuple(
                ShownButton(
                    self.label("buttons", button.words, desk.language, button.values),
                    f"{desk.screen}.{button.action}",
                )
                for button in row
            )
            for row in screen.rows
            if row
        )
        large = bool(screen.values.get("large"))
        curve = screen.values.get("curve", ())
        levels = tuple(int(level) for level in curve) if isinstance(curve, tuple) else ()
        leads = bool(screen.values.get("leads"))
        lines = screen.values.get("curves", ())
        return Shown(
            calm(text),
            rows,
            screen.writes,
            screen.name,
            large,
            levels,
            leads,
            taps=bool(screen.values.get("taps")),
            lines=lines if isinstance(lines, tuple) else (),
        )

    def words(self, notice: Notice, language: str) -> str:
        """One short sentence, as plain text."""
        return upright(self._labelled("notices", notice.words, language, notice.values))

    def label(self, part: str, name: str, language: str, values: Mapping[str, object]) -> str:
        """A button's label, cut at `LABEL` characters."""
        text = upright(self._labelled(part, name, language, values))
        return text if len(text) <= LABEL else text[: LABEL - 1].rstrip() + "…"

    def _labelled(self, part: str, name: str, language: str, values: Mapping[str, object]) -> str:
        key = (language, part, name)
        template = self._compiled.get(key)
        if template is None:
            template = self._compiled[key] = self._compile(part, name, language)
        if isinstance(template, str):
            return template
        try:
            return template.render({"on": False, **values})
        except TemplateError as error:
            raise Unsaid(f"The label {name!r} cannot be said: {error}.") from error

    def _compile(self, part: str, name: str, language: str) -> Template | str:
        """A label as a template, or as it stands when nothing is to be filled in."""
        words = self.labels(f"{language}/words.yaml")[part].get(name)
        if words is None:
            raise Unsaid(f"There is no label {name!r} under {part!r} in words.yaml: write it.")
        if "{" not in words:
            return str(words)
        try:
            return self._plain.from_string(words)
        except TemplateError as error:
            raise Unsaid(f"The label {name!r} is not well formed: {error}.") from error

    def _say(self, name: str) -> str:
        labels = self.labels("nl/words.yaml")
        said = labels["says"].get(name) or labels["notices"].get(name)
        if said is None:
            raise Unsaid(f"There is no label {name!r} under 'says' in words.yaml: write it.")
        return str(said)

    def labels(self, name: str) -> dict[str, Any]:
        """The labels of a YAML file in ``templates/``, read once."""
        if name not in self._labels:
            self._labels[name] = read_labels(files("templates").joinpath(name))
        return self._labels[name]

    def page(self, name: str, **values: object) -> str:
        """A whole page of the local web door."""
        return self._escaping.get_template(f"pages/{name}").render(values)

    def plain(self, name: str, **values: object) -> str:
        """A plain text, where whatever a person wrote stands as it is."""
        return self._plain.get_template(name).render(values)

    def day(self, at: datetime) -> str:
        """A day as people say it: 3 nov."""
        local = at.astimezone(self.timezone)
        return f"{local.day} {self.labels('nl/words.yaml')['months'][local.month - 1]}"

    def moment(self, at: datetime) -> str:
        """A day and a time: 3 nov 14:05."""
        return f"{self.day(at)} {at.astimezone(self.timezone):%H:%M}"


def calm(text: str) -> str:
    """No more than one empty line at a time, and nothing that turns round who said it."""
    return _MANY_LINES.sub("\n\n", upright(text)).strip()


def upright(text: str) -> str:
    """Without the signs that force a direction: one left open turns round what follows it.

    Telegram drops them too. Looking for each is faster than a pattern.
    """
    for sign in _TURNING:
        text = text.replace(sign, "")
    return text


def in_quotes(text: str) -> str:
    """Own words between one pair of quotation marks, with who said them in front."""
    lead, words = quoted(text) or ("", text)
    return f"{lead} “{words}”".lstrip()
