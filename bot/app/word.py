"""A sheet of headings and lines as a Word document: real headings, a title and a language.

What people wrote goes in as text and is never markup. XML refuses some signs, and Word draws others
as nothing while it reads a line otherwise than it is stored: those become a visible mark, or go.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from bot.app.documents import INVISIBLE

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
INK, ACCENT, QUIET = "26221E", "8A3B1E", "625A52"
FONT = "Calibri"
UNWRITABLE = ("Cc", "Co", "Cs")  # control signs, private use, halves of a pair


def writable(text: str, mark: str) -> str:
    """A text that Word can hold, with ``mark`` for what it cannot; lines stay lines."""
    lines = (" ".join(line.split()) for line in INVISIBLE.sub("", text).splitlines())
    kept = "\n".join(line for line in lines if line)
    return "".join(mark if _is_unwritable(sign) else sign for sign in kept)


def _is_unwritable(sign: str) -> bool:
    nothing = ord(sign) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(sign) <= 0xFDEF  # no character at all
    return sign != "\n" and (nothing or unicodedata.category(sign) in UNWRITABLE)


def word_document(values: Mapping[str, Any], made_at: datetime) -> bytes:
    """Set these values as a Word document. The same values give the same bytes."""
    import docx  # noqa: PLC0415  (large: who makes no Word document starts without it)

    sheet, words = values["sheet"], values["words"]
    made = docx.Document()
    _describe(made, sheet["title"], str(words["locale"]), made_at)
    _style(made, str(words["locale"]))
    made.add_heading(sheet["title"], level=1)
    made.add_paragraph(sheet["made"])
    made.add_paragraph(sheet["intro"])
    made.add_paragraph(sheet["names"])
    for part in sheet["parts"]:
        made.add_heading(part["heading"], level=2)
        for line in part["lines"]:
            written = made.add_paragraph(line["text"], style="List Bullet")
            if line["rtl"]:
                _right_to_left(written)
    if values["note"]:
        made.add_paragraph(str(values["note"]))
    return _same_bytes(made)


def _describe(made: WordDocument, title: str, locale: str, made_at: datetime) -> None:
    """What a reader and a screen reader are told of it; no name of anybody."""
    about = made.core_properties
    moment = made_at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    about.title, about.language, about.created, about.modified = title, locale, moment, moment
    about.author = about.last_modified_by = about.comments = about.keywords = ""


def _style(made: WordDocument, locale: str) -> None:
    """A calm page of A4, in one font, and in the language it is written in."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm, Pt, RGBColor  # noqa: PLC0415

    page = made.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.left_margin = page.right_margin = Mm(22)
    page.top_margin, page.bottom_margin = Mm(18), Mm(22)
    for language in made.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), locale)
    for name, size, colour in (
        ("Normal", 11.5, INK),
        ("List Bullet", 11.5, INK),
        ("Heading 1", 22, ACCENT),
        ("Heading 2", 14, ACCENT),
    ):
        style: Any = made.styles[name]
        style.font.name, style.font.size = FONT, Pt(size)
        style.font.color.rgb = RGBColor.from_string(colour)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        for kind in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{kind}"), FONT)


def _right_to_left(written: Paragraph) -> None:
    """A line in its own direction."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    written.paragraph_format.element.get_or_add_pPr().insert_element_before(
        OxmlElement("w:bidi"), "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
    for run in written.runs:
        run.font.rtl = True


def _same_bytes(made: WordDocument) -> bytes:
    """The document, without the moment at which its parts were packed."""
    packed, again = io.BytesIO(), io.BytesIO()
    made.save(packed)
    with zipfile.ZipFile(packed) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name), old.read(name), zipfile.ZIP_DEFLATED)
    return again.getvalue()
