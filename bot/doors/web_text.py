"""A screen's small HTML as the page's own: headings, paragraphs, lists and quotes.

What comes in is what every door gets: ``<b> <i> <blockquote>`` and newlines, all else escaped.
What goes out is well formed whatever came in: each line is closed by itself, and a ``<`` that is
none of the three tags comes out as text.

A first line ``<b>whose</b> · what`` is the page's heading, and so is a bold line near the
beginning. Further on a line that is bold from begin to end is a heading when it belongs to what
follows, and else a sentence that stands out. Lines with a bullet or a tick make a list; a line
right below such a line belongs to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import unescape

QUOTE = re.compile(r"(</?blockquote>)")
TAG = re.compile(r"(</?[bi]>)")
NAMES = {"b": "strong", "i": "em"}
INLINE = re.compile(r"</?(?:strong|em)>")
EMPTY = re.compile(r"<(strong|em)></\1>")
WHOLLY_BOLD = re.compile(r"<strong>((?:(?!</?strong>).)+)</strong>")
CRUMB = re.compile(r"<strong>((?:(?!</?strong>).)+)</strong> · (.+)")
SENTENCE = re.compile(r".*[.?!…](?:[\"”’»)]|&#34;|&quot;)*(</em>)?", re.DOTALL)
ITEM = re.compile(r"([•✓]) (.+)")
PHONE = re.compile(r"(?<![\w#-])(?:112|113|0800-\d{4})(?![\w-])")
DEEP = "  "  # what a line that belongs to the one above it begins with
LONG = 60  # characters; a longer heading is set in smaller letters
SHAPES = {
    "title": '<h1 dir="auto">{}</h1>',
    "long title": '<h1 dir="auto" class="long">{}</h1>',
    "where": '<h1 dir="auto" class="where">{}</h1>',
    "heading": '<h2 dir="auto">{}</h2>',
    "bold": '<p dir="auto" class="strong">{}</p>',
    "text": '<p dir="auto">{}</p>',
    "near": '<p dir="auto" class="near">{}</p>',
    "deep": '<p dir="auto" class="near deep">{}</p>',
    "•": "<ul>{}</ul>",
    "✓": '<ul class="kept">{}</ul>',
    "quote": '<blockquote dir="auto">{}</blockquote>',
}


@dataclass(frozen=True, slots=True)
class Written:
    """A text as the page shows it. ``headed`` says that ``html`` holds the page's ``<h1>``."""

    html: str
    headed: bool


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list or quote; ``kind`` is one of `SHAPES`, or ``crumb``: a first
    line that names ``whose`` conversation it is and what the screen is about.
    """

    kind: str
    html: str
    whose: str = ""

    @property
    def asks(self) -> bool:
        """A bold sentence: what this screen is about."""
        return self.kind == "bold" and SENTENCE.fullmatch(self.html) is not None


@dataclass(frozen=True, slots=True)
class Line:
    """One line with its own closed tags. ``deep`` says that it was indented."""

    html: str
    deep: bool


def written(text: str) -> Written:
    """Turn a screen's text into safe HTML, with its title as the page's own heading.

    >>> written("<b>Merel</b> · De vraag\\n\\n<blockquote>Ik <i>red</i> het &amp; jij.</blockquote>").html
    '<h1 dir="auto"><span class="whose">Merel</span> De vraag</h1><blockquote dir="auto"><p>Ik <em>red</em> het &amp; jij.</p></blockquote>'
    """  # noqa: E501  (one line of output)
    blocks = _titled([_headed(block, rest) for block, rest in _with_rest(_blocks(text))])
    html = "".join(SHAPES[block.kind].format(block.html) for block in blocks)
    return Written(html, "<h1" in html)


def dialled(html: str) -> str:
    """The numbers for danger as links that a phone calls: one tap, at the worst moment.

    Only for what the house itself says; in what a person wrote 112 may be the price of shoes.

    >>> dialled("<p>Bel 112.</p>")
    '<p>Bel <a href="tel:112">112</a>.</p>'
    """
    return PHONE.sub(lambda n: f'<a href="tel:{n[0].replace("-", "")}">{n[0]}</a>', html)


def _with_rest(blocks: Iterable[Block]) -> Iterator[tuple[Block, bool]]:
    """Every block, and whether another one follows it."""
    listed = list(blocks)
    return ((block, at + 1 < len(listed)) for at, block in enumerate(listed))


def _headed(block: Block, followed: bool) -> Block:
    """A bold line that is no sentence is the heading of what follows."""
    if block.kind == "bold" and followed and not block.asks:
        return Block("heading", block.html)
    return block


def _titled(blocks: list[Block]) -> list[Block]:
    """The blocks with the page's own heading, if they have one."""
    if blocks and blocks[0].kind == "crumb":
        whose, what = blocks[0].whose, blocks[0].html
        if any(block.asks for block in blocks):
            title = Block("where", f"{whose} · {what}")
        else:
            title = Block("title", f'<span class="whose">{whose}</span> {what}')
        return [title, *blocks[1:]]
    for at, block in enumerate(blocks[:2]):
        if block.kind in ("heading", "bold"):
            long = len(unescape(INLINE.sub("", block.html))) > LONG
            title = Block("long title" if long else "title", block.html)
            return [*blocks[:at], title, *blocks[at + 1 :]]
    return blocks


def _blocks(text: str) -> Iterator[Block]:
    """The text in blocks."""
    first = True
    for quoted, lines in _quoted(text):
        for paragraph in _paragraphs(lines):
            crumb = CRUMB.fullmatch(paragraph[0].html) if first and not quoted else None
            if crumb:
                yield Block("crumb", crumb[2], whose=crumb[1])
            first = False
            if not quoted:
                yield from _paragraph(paragraph[1:] if crumb else paragraph)
        inner = ["<br>".join(line.html for line in part) for part in _paragraphs(lines)]
        if quoted and inner:
            yield Block("quote", "".join(f"<p>{part}</p>" for part in inner))


def _paragraphs(lines: list[Line]) -> Iterator[list[Line]]:
    """Stretches of lines that are not empty."""
    paragraph: list[Line] = []
    for line in [*lines, Line("", False)]:
        if line.html:
            paragraph.append(line)
        elif paragraph:
            yield paragraph
            paragraph = []


def _paragraph(lines: list[Line]) -> Iterator[Block]:
    """One paragraph: a bold line apart, items in lists, and each line a line."""
    items: list[str] = []
    mark = ""
    kind = "text"
    for at, line in enumerate(lines):
        item = ITEM.fullmatch(line.html)
        bold = WHOLLY_BOLD.fullmatch(line.html)
        if items and (bold or (item and item[1] != mark)):
            yield _list(mark, items)
            items = []
        if item:
            mark = item[1]
            items.append(item[2])
        elif bold:
            yield Block("heading" if at + 1 < len(lines) else "bold", bold[1])
        elif items:
            items[-1] += f"<br>{line.html}"
        else:
            yield Block("deep" if line.deep and kind == "near" else kind, line.html)
        kind = "text" if bold else "near"
    if items:
        yield _list(mark, items)


def _list(mark: str, items: list[str]) -> Block:
    return Block(mark, "".join(f'<li dir="auto">{item}</li>' for item in items))


def _quoted(text: str) -> Iterator[tuple[bool, list[Line]]]:
    """The text in stretches of lines, each within a quote or not."""
    parts: list[tuple[bool, list[str]]] = []
    quoted = False
    for piece in QUOTE.split(text):
        if QUOTE.fullmatch(piece):
            quoted = not piece.startswith("</")
        elif piece.strip():
            parts.append((quoted, piece.split("\n")))
    lines = _inline(line for _, part in parts for line in part)
    for within, part in parts:
        yield within, [Line(next(lines), line.startswith(DEEP)) for line in part]


def _inline(lines: Iterable[str]) -> Iterator[str]:
    """Each line with its own closed tags; what is bold at the end of one is so in the next."""
    open_: list[str] = []
    for line in lines:
        out = [f"<{NAMES[name]}>" for name in open_]
        for piece in TAG.split(line):
            out.append(_piece(piece, open_))
        out += [f"</{NAMES[name]}>" for name in reversed(open_)]
        yield EMPTY.sub("", "".join(out)).strip()


def _piece(piece: str, open_: list[str]) -> str:
    """One tag or one stretch of text; ``open_`` is what stays open after it."""
    if not TAG.fullmatch(piece):
        return piece.replace("<", "&lt;").replace(">", "&gt;")
    name = piece.strip("</>")
    if not piece.startswith("</"):
        open_.append(name)
        return f"<{NAMES[name]}>"
    if name not in open_:
        return ""
    inside = open_[len(open_) - open_[::-1].index(name) :]
    open_[len(open_) - len(inside) - 1 :] = inside
    closed = "".join(f"</{NAMES[tag]}>" for tag in reversed(inside))
    return closed + f"</{NAMES[name]}>" + "".join(f"<{NAMES[tag]}>" for tag in inside)
