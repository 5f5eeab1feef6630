"""What came out of a meeting on paper: what stands in it, and that no text breaks it."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from typing import Literal

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from bot.app.outcome_paper import make_outcome
from bot.app.rendering import Renderer
from bot.app.types import Document
from bot.app.word import writable
from flows.intervision.outcome import MeetingOutcome
from tests.app.outcomes import TEXTS, ours, whole
from tests.app.plans import MADE
from tests.app.test_documents import HOSTILE

Kind = Literal["meeting.pdf", "meeting.docx", "meeting.txt"]
KINDS: tuple[Kind, ...] = ("meeting.pdf", "meeting.docx", "meeting.txt")
HEADINGS = (
    "De vraag aan de groep",
    "De vraag nu",
    "Hoe de groep het ziet",
    "Wat er meegaat",
    "De kleinste stap",
    "Wat wij leerden",
    "Dit zit in de weg",
)


async def made(kind: Kind, outcome: MeetingOutcome) -> Document:
    """The document, made the way the application makes it."""
    return await make_outcome(kind, outcome, Renderer(), MADE)


def read(document: Document) -> str:
    """All text of a document, its lines joined."""
    if document.name.endswith(".txt"):
        text = document.content.decode()
    elif document.name.endswith(".docx"):
        text = " ".join(
            each.text for each in docx.Document(io.BytesIO(document.content)).paragraphs
        )
    else:
        pages = PdfReader(io.BytesIO(document.content)).pages
        text = " ".join(page.extract_text() for page in pages).replace("\u200b", "")
    return re.sub(r"\s+", " ", text)


@pytest.mark.parametrize("kind", KINDS)
async def test_everything_that_came_out_stands_in_it_under_its_heading(kind: Kind) -> None:
    document = await made(kind, whole())
    text = read(document)
    at = 0
    for heading, line in zip(HEADINGS, TEXTS.values(), strict=True):
        shown = heading.upper() if kind == "meeting.txt" else heading
        at = text.index(line, text.index(shown, at))
    assert document.name == f"intervisie.{kind.partition('.')[2]}"


@pytest.mark.parametrize("kind", KINDS)
async def test_names_stand_in_it_only_when_the_group_wants_that(kind: Kind) -> None:
    assert "Er staat niet bij wie wat zei." in read(await made(kind, whole()))
    named = read(await made(kind, whole(who="Fatma")))
    assert "Fatma: Wij sparen elkaar te veel." in named
    assert "omdat de groep dat wilde" in named


@pytest.mark.parametrize("kind", KINDS)
async def test_what_did_not_come_out_has_no_heading(kind: Kind) -> None:
    text = read(await made(kind, ours())).lower()
    assert "wat wij leerden" in text
    assert "hoe de groep het ziet" not in text
    assert "wat wij als groep leerden" in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", HOSTILE)
async def test_no_text_of_a_person_breaks_it(kind: Kind, name: str) -> None:
    document = await made(kind, whole(HOSTILE[name], who="Fatma"))
    text = read(document)
    assert "Wat wij leerden".lower() in text.lower()
    assert not re.search("[\u200b\u202a-\u202e\u2066-\u2069\x00-\x08]", text)
    if name in {"typst", "html", "markdown", "templates"}:
        seen = "".join(text.split())
        assert "".join(HOSTILE[name].split()) in seen


async def test_a_sign_that_cannot_be_shown_is_a_visible_mark_and_that_is_said() -> None:
    for kind, mark in (("meeting.docx", "□"), ("meeting.pdf", "□"), ("meeting.txt", "[?]")):
        text = read(await made(kind, whole("een\x07twee")))  # type: ignore[arg-type]
        assert f"een{mark}twee" in text
        assert f"Een {mark} staat voor een teken" in text
        assert "staat voor een teken" not in read(await made(kind, whole()))  # type: ignore[arg-type]


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_fits_in_xml(text: str) -> None:
    docx.Document().add_paragraph(writable(text, "□"))


async def test_a_screen_reader_finds_its_way_in_the_word_document() -> None:
    word = docx.Document(io.BytesIO((await made("meeting.docx", whole())).content))
    assert word.core_properties.title == "Wat eruit kwam: Kort consult"
    assert word.core_properties.language == "nl-NL"
    assert {each.get(qn("w:val")) for each in word.styles.element.iter(qn("w:lang"))} == {"nl-NL"}
    headings = [
        (each.style.name, each.text)
        for each in word.paragraphs
        if each.style and (each.style.name or "").startswith("Heading")
    ]
    assert headings[0] == ("Heading 1", "Wat eruit kwam: Kort consult")
    assert headings[1:] == [("Heading 2", heading) for heading in HEADINGS]


async def test_the_word_document_names_nobody_and_is_the_same_every_time() -> None:
    first, second = [(await made("meeting.docx", whole())).content for _ in range(2)]
    assert first == second
    about = docx.Document(io.BytesIO(first)).core_properties
    assert (about.author, about.last_modified_by, about.comments) == ("", "", "")
    assert about.created == MADE.replace(tzinfo=about.created.tzinfo if about.created else None)


async def test_a_line_from_right_to_left_stands_so_in_word() -> None:
    word = docx.Document(io.BytesIO((await made("meeting.docx", whole(HOSTILE["hebrew"]))).content))
    lines = [each for each in word.paragraphs if each.style and each.style.name == "List Bullet"]
    assert lines
    for line in lines:
        assert line.paragraph_format.element.pPr.find(qn("w:bidi")) is not None
        assert all(run.font.rtl for run in line.runs)


async def test_the_pdf_is_tagged_and_in_dutch() -> None:
    reader = PdfReader(io.BytesIO((await made("meeting.pdf", whole())).content))
    root = reader.root_object
    assert str(root["/Lang"]) == "nl"
    assert isinstance(root["/MarkInfo"], DictionaryObject)
    assert str(root["/MarkInfo"]["/Marked"]) == "True"
    metadata = reader.xmp_metadata
    assert metadata is not None
    assert b"pdfuaid" in metadata.stream.get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Wat eruit kwam: Kort consult"


def test_word_is_imported_only_when_it_is_made() -> None:
    told = "import sys, bot.app.service; print('docx' in sys.modules, 'lxml' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
