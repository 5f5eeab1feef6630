"""What a contributor sees while composing: what the group would see, with marks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from flows.clarification.screens.view import button, pairs
from flows.content.library import Library
from flows.content.shapes import Method
from flows.intervision.bringing.copying import DAYS, mark_of, turns_of
from flows.intervision.bringing.pieces import Moment, Piece, moments_of, pieces_of, unnamed
from flows.intervision.bringing.table import PAGE, TYPED
from flows.intervision.bringing.types import Draft
from flows.language.personal import personal
from flows.language.span import Span
from flows.types import Button, Screen, Source, Standing

HOUR = 60  # minutes after which attention fades: at most so much is offered first (002.4)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a line; ``marked`` when something is pointed out in it."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A line as it stands in the draft, cut in parts, with the kinds of what is pointed out."""

    number: int
    piece: Piece
    parts: tuple[Part, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class DraftView:
    """What a screen may look at."""

    library: Library
    draft: Draft
    source: Source

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """Every line that could be in the copy."""
        return pieces_of(self.library, self.draft, self.source)

    @property
    def waiting(self) -> int:
        """How many lines have something pointed out that was not looked at."""
        return sum(piece.waits for piece in self.pieces)

    @property
    def question(self) -> str:
        """The question as the group would read it."""
        return unnamed(self.library, self.source, self.draft.question)

    @property
    def method(self) -> Method | None:
        """The way that was chosen."""
        return self.library.methods.get(self.draft.method)


def screen_of(library: Library, standing: Standing) -> Screen:
    """What a contributor sees follows from where the draft stands."""
    if standing.draft is None:
        raise LookupError("no draft in hand")
    view = DraftView(library, standing.draft, standing.source or Source())
    return SCREENS[view.draft.state](view)


def moments(view: DraftView) -> Screen:
    """Which moments of a conversation: three at most, and none is fine too."""
    chosen = view.draft.moments
    offered = moments_of(view.library, view.source)
    visits = len({moment.visit for moment in offered})
    rows = (
        *pairs([_moment(view, moment, visits > 1) for moment in offered]),
        (button("bring.next", "bring_next"),),
        ways_out("desk.bring"),
    )
    there = sum(moment.key in chosen for moment in offered)
    return Screen("bring_moments", {"chosen": there, "offered": len(offered)}, rows)


def _moment(view: DraftView, moment: Moment, several: bool) -> Button:
    domain = view.library.domains.get(moment.domain or "")
    return button(
        f"bring.moment:{moment.key}",
        "bring_moment",
        on=moment.key in view.draft.moments,
        title=domain.title if domain else "",
        part=moment.part,
        lines=moment.lines,
        visit=moment.visit if several else 0,
    )


def telling(view: DraftView) -> Screen:
    """A team matter in a few lines."""
    lines = tuple(piece.own for piece in view.pieces)
    rows = ((button("bring.next", "bring_next"),), ways_out("desk.bring"))
    return Screen("bring_telling", {"lines": lines, "room": TYPED - len(lines)}, rows, writes=True)


def lines(view: DraftView) -> Screen:
    """Everything the group would see, line by line; the marked ones first."""
    first = view.draft.page * PAGE
    numbered = tuple(
        shown(piece, number)
        for number, piece in enumerate(view.pieces, 1)
        if first < number <= first + PAGE
    )
    several = len(view.pieces) > PAGE
    walk = ((button("bring.marked", count=view.waiting),),) if view.waiting else ()
    rows = (
        *walk,
        *pairs(
            [
                button(f"bring.line:{each.piece.line}", "bring_line", number=each.number)
                for each in numbered
            ]
        ),
        *(((button("bring.page"),),) if several else ()),
        (button("bring.next", "bring_next"),),
        ways_out("bring.back" if view.draft.origin != "practice" else "desk.bring"),
    )
    values = {
        "lines": numbered,
        "origin": view.draft.origin,
        "count": len(view.pieces),
        "waiting": view.waiting,
    }
    return Screen("bring_lines", values, rows)


def one_line(view: DraftView) -> Screen:
    """One line: keep, leave out, or other words; typing changes the copy and nothing else."""
    number, piece = next(
        ((n, each) for n, each in enumerate(view.pieces, 1) if each.line == view.draft.line),
        (0, None),
    )
    if piece is None:
        return lines(view)
    as_told = ((button("bring.as_told"),),) if piece.worded else ()
    keep = button("bring.keep", "bring_keep" if piece.kept else "bring_take_along")
    rows = (
        (keep, button("bring.out")) if piece.kept else (keep,),
        *as_told,
        (button("bring.lines"),),
    )
    values = {"line": shown(piece, number), "waiting": view.waiting, "origin": view.draft.origin}
    return Screen("bring_line", values, rows, writes=True)


def question(view: DraftView) -> Screen:
    """The question to the group, in the contributor's own words."""
    asked = ((button("bring.next", "bring_next"),),) if view.draft.question else ()
    values = {"question": view.question, "origin": view.draft.origin}
    return Screen("bring_question", values, (*asked, ways_out("bring.back")), writes=True)


def opening(view: DraftView) -> Screen:
    """The coach is sure that it is not open: an offer, with one example, and never a block."""
    rows = (
        (button("bring.reopen"), button("bring.next", "bring_as_it_is")),
        ways_out("bring.back"),
    )
    values = {"question": view.question, "kind": view.draft.heard}
    return Screen("bring_opening", values, rows, writes=True)


def method(view: DraftView) -> Screen:
    """The ways to look at it: the usual one, then those of at most an hour (002.4)."""
    offered = sorted(
        (one for one in view.library.methods.values() if one.menu),
        key=lambda one: (one.minutes > HOUR, not one.usual, one.minutes),
    )
    chosen = view.method
    go_on = ((button("bring.next", "bring_with", title=chosen.title),),) if chosen else ()
    rows = (
        *go_on,
        *(
            (
                button(
                    f"bring.method:{one.id}",
                    "bring_method",
                    title=one.title,
                    minutes=one.minutes,
                    on=one.id == view.draft.method,
                ),
            )
            for one in offered
        ),
        ways_out("bring.back"),
    )
    longer = tuple(one.title for one in offered if one.minutes > HOUR)
    return Screen("bring_method", {"longer": longer}, rows)


def facilitator(view: DraftView) -> Screen:
    """What was chosen, and who watches the time and the steps."""
    rows = (
        (
            button("bring.facilitates:me", "bring_me"),
            button("bring.facilitates:other", "bring_other"),
        ),
        ways_out("bring.back"),
    )
    if view.method is None:
        return method(view)
    return Screen("bring_facilitator", {"method": view.method}, rows)


def name(view: DraftView) -> Screen:
    """How colleagues call who brings it in; it is no part of the copy."""
    return Screen("bring_name", {"name": view.draft.name}, (ways_out("bring.back"),), writes=True)


def preview(view: DraftView) -> Screen:
    """Exactly what the group sees. The button approves this and nothing else."""
    mark = mark_of(view.library, view.draft, view.source)
    approve = ((button(f"bring.approve:{mark}", "bring_approve"),),) if view.method else ()
    waiting = ((button("bring.marked", count=view.waiting),),) if view.waiting else ()
    rows = (
        *waiting,
        *approve,
        (
            *((button("bring.lines", "bring_lines"),) if view.pieces else ()),
            button("bring.question"),
            button("bring.method", "bring_other_method"),
            button("bring.name"),
        ),
        ways_out("bring.back"),
    )
    values = {
        "question": view.question,
        "pointed": tuple(view.question[span.start : span.end] for span in personal(view.question)),
        "turns": turns_of(view.pieces),
        "method": view.method,
        "facilitates": view.draft.facilitates,
        "name": view.draft.name,
        "waiting": view.waiting,
        "days": DAYS,
    }
    return Screen("bring_preview", values, rows)


def dropping(view: DraftView) -> Screen:
    """What throwing away does, before it is done."""
    rows = ((button("bring.drop"),), (button("bring.back", "bring_keep_draft"),))
    return Screen("bring_dropping", {"origin": view.draft.origin}, rows)


def shown(piece: Piece, number: int) -> Shown:
    """A line with its marks, as parts of its own text."""
    kinds = tuple(dict.fromkeys(span.kind for span in piece.spans))
    return Shown(number, piece, cut(piece.own, piece.spans), kinds)


def cut(text: str, spans: tuple[Span, ...]) -> tuple[Part, ...]:
    """The text in parts, those that are pointed out among them."""
    parts: list[Part] = []
    last = 0
    for span in spans:
        parts += [Part(text[last : span.start]), Part(text[span.start : span.end], marked=True)]
        last = span.end
    return tuple(part for part in (*parts, Part(text[last:])) if part.text)


def ways_out(back: str) -> tuple[Button, ...]:
    """A step back, away with it, or stop for now."""
    return (
        button(back, "back"),
        button("bring.throw_away"),
        button("bring.leave", "stop"),
    )


SCREENS: dict[str, Callable[[DraftView], Screen]] = {
    "moments": moments,
    "telling": telling,
    "lines": lines,
    "line": one_line,
    "question": question,
    "opening": opening,
    "method": method,
    "facilitator": facilitator,
    "name": name,
    "preview": preview,
    "dropping": dropping,
}
