"""The plan's copies: what stands in them, whose it is, and that no text of a person breaks them."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import timedelta
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from bot.app.documents import (
    PrivateLineError,
    drawable,
    file_name,
    lines_of,
    make_document,
    pasteable,
    plan_folder,
)
from bot.app.plan_view import Row, right_to_left
from bot.app.rendering import Renderer
from bot.app.types import Document
from flows.clarification.plan_types import Plan, PlanCheck, PlanQuestion
from flows.types import Audience, Voice
from tests.app.font_coverage import FAMILIES, coverage
from tests.app.plans import MADE, empty_plan, line, plan_of_merel, quoted, with_text

Kind = Literal["plan.pdf", "plan.txt"]
KINDS: tuple[Kind, ...] = ("plan.pdf", "plan.txt")
MARK = "□"

HOSTILE = {
    "typst": '#import "/etc/passwd": * #panic("x") $x^2$ @ref \\ <label> #read("plan.typ") = kop',
    "html": "<script>alert(1)</script> <b>vet</b> &amp; <!-- weg -->",
    "markdown": "# kop **vet** [link](javascript:x) `code` | tabel | ---",
    "templates": "{{ 7 * 7 }} {% raw %} {# weg #} {alias} {0} %s $HOME",
    "arabic": "قال: لا أريد أن أزعج أحداً، ٣ مرات",
    "persian": "نمی‌خواهم مزاحم شوم",
    "hebrew": "אמא אמרה: שָׁלוֹם (2025)",
    "tigrinya": "ኣብ ገዛ ሰላም እዩ።",
    "chinese": "家里很安静 — かな 한국어",
    "cyrillic and greek": "Не спить уночі. Δεν κοιμάμαι. Zażółć gęślą jaźń, şğı",
    "emoji": "👍🏽 👨‍👩‍👧 ❤️ 🙂 🇳🇱 1️⃣ 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
    "zero width": "a\u200bb\u200c\u200d\u2060\ufeffc\u00add",
    "direction": "rekening \u202e1234\u202c \u2067x\u2069",
    "control": "\x00\x01\x07\x1b[31mrood\x7f\x85\r\n\x0b\x0c\u2028\u2029einde",
    "private and broken": "\ue000\U000f0000\ud800\udfff\ufffe\uffff",
    "marks alone": "\u0301\u05b0\u064e\u20e3\ufe0f\U0001f3fd",
    "marks of another font": "🙂\u0301 ⸤\u0619\u033a a\u05b4 1\u1361\u135f",
    "long word": "a" * 3000,
    "long wide word": "W" * 400,
    "quotes": "\"al gequoot\" 'enkel' “krul”",
    "empty": "",
    "spaces": " \t \n\n\n\n \u3000\u2003 ",
}


async def made(kind: Kind, plan: Plan) -> Document:
    """The document, made the way a door asks for it."""
    return await make_document(kind, plan, Renderer())


def read(document: Document) -> str:
    """All text of a document, a PDF's lines joined as a reader would."""
    if document.name.endswith(".txt"):
        return document.content.decode()
    pages = PdfReader(io.BytesIO(document.content)).pages
    text = " ".join(page.extract_text() for page in pages).replace("\u200b", "")
    return re.sub(r"\s+", " ", text)


# --- what stands in it --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
async def test_every_line_of_the_plan_stands_in_the_copy_with_its_number(kind: Kind) -> None:
    plan = plan_of_merel()
    text = read(await made(kind, plan))
    for told in lines_of(plan):
        assert told.text in text
        assert (f"[{told.seq}]" if kind == "plan.txt" else f"regel {told.seq} ·") in text
    assert "Plan van Merel 42" in text
    assert "Concept" in text


@pytest.mark.parametrize("kind", KINDS)
async def test_the_parts_stand_in_the_order_of_the_resident(kind: Kind) -> None:
    text = read(await made(kind, plan_of_merel())).lower()
    headings = (
        "in eigen woorden",
        "wat goed gaat",
        "de vragen",
        "wat er aan de hand is",
        "wat er nodig is",
        "wat de professional erover vertelde",
        "wat al vastligt",
        "wat helpt",
        "wat is aangereikt",
        "wie wat doet",
        "dit kan vandaag",
        "wat is beloofd",
        "wie het overzicht houdt",
        "waar we het niet over eens zijn",
        "het laatste woord",
        "waarom iemand anders het laatste woord had",
        "samen teruggelezen",
        "ideeën die nog geparkeerd staan",
        "wie erbij horen",
        "wie er nog niet bij is",
        "wat er al loopt",
        "wat misschien dubbel loopt",
        "het verhaal",
        "waar het over ging",
        "wat we ontdekten",
        "niet besproken: werk en leren, wat ertoe doet, post, taal en computer",
    )
    places = [text.find(heading) for heading in headings]
    assert -1 not in places
    assert places == sorted(places)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "words",
    [
        "in eigen woorden, moeder",
        "in eigen woorden, zoon van 14, bij Thuis met elkaar",
        "naverteld, moeder",
        "zelf gezien, door de professional",
        "van een ander gehoord: verhuurder",
        "gedachte van de professional, een voorstel",
        "geparkeerd idee, een voorstel van de professional",
        "aangereikt door de professional",
        "naverteld, voorstel",
        "zo klopt het voor nu (moeder)",
        "voorlopig: kan nog niemand zeggen (oma)",
        "Nagevraagd: nog niet voorgelegd",
        "Wie doet het: de bewoner zelf",
        "Wie doet het: wijkwerker",
        "Samen met: oma",
        "Wanneer: woensdag na het eten",
        "Wie dit beslist: moeder",
        "Waarom een professional: moeder durft nog niet te bellen",
        "Wie ja zegt: moeder, oma",
        "Wie nee zegt: zoon van 14",
        "Wie ja zegt: nog niemand",
        "Antwoord van de bewoner: graag",
        "Antwoord van de bewoner: liever niet",
        "Antwoord van de bewoner: nog geen antwoord",
        "moeder: klopt",
        "zoon van 14: wil ik erbij. Mijn deur.",
        "Niet bekeken: Gewone hulp in huis, Maatwerk",
        "27 okt 10:37, bezoek 1",
        "op de vraag: Wat doet u nu allemaal om rond te komen?",
        "3 november 2025 om 15:20 uur",
    ],
)
async def test_the_copy_says(kind: Kind, words: str) -> None:
    assert words in read(await made(kind, plan_of_merel()))


@pytest.mark.parametrize("kind", KINDS)
async def test_only_the_newest_answer_of_a_person_counts(kind: Kind) -> None:
    assert "klopt niet (moeder)" not in read(await made(kind, plan_of_merel()))


async def test_own_words_are_not_said_twice_under_their_domain() -> None:
    text = read(await made("plan.txt", plan_of_merel()))
    assert text.count("Ik koop alleen wat in de bonus is.") == 1


@pytest.mark.parametrize("kind", KINDS)
async def test_an_empty_plan_is_a_kind_page_without_headings(kind: Kind) -> None:
    text = read(await made(kind, empty_plan()))
    assert "Er staat nog niets in dit plan. Dat mag." in text
    assert "eigen woorden" not in text.lower()
    assert "Niet besproken" not in text
    assert "regel" not in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("ended", "words"),
    [
        ("not_now", "De deur blijft open"),
        ("contact", "Geen vraag, wel contact."),
        ("disagree", "Dat mag."),
        ("plan", "uitgekomen bij dit plan"),
    ],
)
async def test_an_ending_is_told_warmly(kind: Kind, ended: str, words: str) -> None:
    text = read(await made(kind, replace(empty_plan(), ended=ended)))
    assert words in text
    assert "nog niets" not in text


@pytest.mark.parametrize("kind", KINDS)
async def test_a_saved_version_says_its_number_and_one_question_has_no_plural(kind: Kind) -> None:
    question = PlanQuestion(line(1, "Een eigen kamer."))
    text = read(await made(kind, replace(empty_plan(), version=3, questions=(question,))))
    assert "Concept, versie 3" in text
    assert "De vragen" not in text


async def test_moments_are_told_in_the_zone_and_an_earlier_year_is_named() -> None:
    check = PlanCheck(2, None, "not_right", MADE - timedelta(days=365), "Anders.")
    plan = replace(empty_plan(), own_words=(quoted(21, "Hoi.", "oma"),), read_back=(check,))
    document = await make_document("plan.txt", plan, Renderer(), timezone="UTC")
    text = read(document)
    assert "[21] 3 nov 13:06, bezoek 2" in text
    assert "[2] 3 nov 2024 14:20" in text
    assert "de bewoner: klopt niet. Anders." in text


# --- what never stands in it ---------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
async def test_the_mirror_is_in_no_copy(kind: Kind) -> None:
    document = await made(kind, plan_of_merel())
    assert "sneller" not in read(document)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("audience", [Audience.PROFESSIONAL, Audience.SPEAKER])
@pytest.mark.parametrize("deep", [False, True])
async def test_a_private_line_is_refused_and_not_quoted(
    kind: Kind, audience: Audience, deep: bool
) -> None:
    private = replace(line(9, "Hij mag dit niet lezen."), audience=audience)
    question = PlanQuestion(line(1, "Een vraag."), beneath=(private,))
    plan = replace(empty_plan(), **{"questions": (question,)} if deep else {"story": (private,)})
    with pytest.raises(PrivateLineError) as refused:
        await made(kind, plan)
    assert str(refused.value) == "9"


def test_no_line_of_a_plan_is_overlooked() -> None:
    """Every part of the made-up plan holds something, so that the tests above see all of them."""
    plan = plan_of_merel()
    assert [f.name for f in fields(plan) if not getattr(plan, f.name)] == ["ended", "version"]
    assert {told.seq for told in lines_of(plan)} >= set(range(2, 16))


# --- hostile text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_text_in_every_place_stands_there_literally(kind: Kind, name: str) -> None:
    text = HOSTILE[name]
    document = await made(kind, with_text(text))
    if kind == "plan.txt":
        assert pasteable(text, "[?]") in read(document)
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]", document.content.decode())
    elif len(text) < 300 and not any(map(drawn_otherwise, text)):
        assert re.sub(r"\s", "", drawable(text, MARK).replace("\u200b", "")) in re.sub(
            r"\s", "", read(document)
        )


def drawn_otherwise(sign: str) -> bool:
    """Signs whose order or shape a PDF's text need not repeat: right to left, combining."""
    return right_to_left(sign) or bool(unicodedata.combining(sign))


@pytest.mark.parametrize("kind", KINDS)
async def test_a_very_long_text_comes_whole(kind: Kind) -> None:
    told = " ".join(f"woord{number}" for number in range(2300))
    assert len(told) > 20_000
    text = read(await made(kind, replace(empty_plan(), story=(line(1, told),))))
    assert re.findall(r"woord\d+", re.sub(r"bladzijde \d+ van \d+", "", text)) == told.split()


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("gewoon, met é en ë", "gewoon, met é en ë"),
        ("e\u0301", "é"),
        ("家里", MARK * 2),
        ("\x00\ue000\ud800", MARK * 3),
        ("a\u200bb\ufeffc\u202ed", "abcd"),
        ("👍🏽", "👍🏽"),
        ("👨‍👩‍👧", "👨‍👩‍👧"),
        ("🙂\u0301", f"🙂{MARK}"),
        ("x\ufe0f", "x"),
        ("een\r\ntwee\x0bdrie", "een\ntwee\ndrie"),
        ("een\n\n\n\n\ntwee", "een\n\ntwee"),
        ("ሰላም", "ሰላም"),
    ],
)
def test_what_the_fonts_cannot_draw_becomes_a_visible_mark(text: str, shown: str) -> None:
    assert drawable(text, MARK) == shown


@pytest.mark.parametrize("kind", KINDS)
async def test_a_mark_is_explained_and_only_when_there_is_one(kind: Kind) -> None:
    assert "staat voor een teken" in read(await made(kind, with_text("\ue000")))
    assert "staat voor een teken" not in read(await made(kind, plan_of_merel()))


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.text(
            st.one_of(
                st.characters(),
                st.characters(categories=["Mn", "Me", "Mc", "Cf"]),
                st.characters(min_codepoint=0x1F300, max_codepoint=0x1FAFF),
                st.sampled_from("\u200d\ufe0f\u0301\u05b4\u064eاببა家é1❤🏽\n "),
            ),
            max_size=12,
        ),
        min_size=20,
        max_size=60,
    )
)
async def test_typst_never_stops_at_what_somebody_wrote(texts: list[str]) -> None:
    plan = replace(
        empty_plan(), story=tuple(line(seq, text) for seq, text in enumerate(texts, start=1))
    )
    await made("plan.pdf", plan)
    await made("plan.txt", plan)


async def test_every_sign_in_the_list_is_drawn() -> None:
    everything = " ".join(
        drawable("".join(map(chr, range(start, start + 256))), MARK)
        for start in range(0x20, 0x1FB00, 256)
        if not 0xD800 <= start < 0xE000
    )
    await made("plan.pdf", replace(empty_plan(), own_words=(quoted(1, everything, "oma"),)))


def test_the_list_of_signs_follows_the_fonts() -> None:
    """After a change of fonts: ``python tests/app/font_coverage.py``."""
    assert (plan_folder() / "coverage.json").read_text("ascii") == coverage()
    shipped = {path.name for path in (plan_folder() / "fonts").iterdir()}
    assert shipped == {name for names in FAMILIES.values() for name in names} | {"OFL.txt"}


def test_every_label_can_be_drawn_and_pasted() -> None:
    for label in texts_in(Renderer().labels("plan/plan_words.nl.yaml")):
        assert drawable(label, "?") == label
        if label != MARK:
            label.encode("cp1252")


def texts_in(value: object) -> list[str]:
    """Every text in nested labels."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value
    assert isinstance(inner, Iterable)
    return [text for item in inner for text in texts_in(item)]


# --- the file ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
async def test_the_same_plan_gives_the_same_bytes(kind: Kind) -> None:
    first, second = await made(kind, plan_of_merel()), await made(kind, plan_of_merel())
    assert first == second
    later = replace(plan_of_merel(), made_at=MADE + timedelta(days=1))
    assert (await made(kind, later)).content != first.content


async def test_the_pdf_is_tagged_and_says_its_title_language_and_moment() -> None:
    document = await made("plan.pdf", plan_of_merel())
    assert (document.name, document.mime) == ("plan-merel-42.pdf", "application/pdf")
    reader = PdfReader(io.BytesIO(document.content))
    root: Any = reader.root_object
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "nl"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None
    assert reader.metadata.title == "Plan van Merel 42"
    assert reader.metadata.creation_date == MADE
    assert b"<pdfuaid:part>1</pdfuaid:part>" in root["/Metadata"].get_data()
    assert {"/Title", "/H1", "/H2", "/P"} <= roles_in(root["/StructTreeRoot"])
    headings = [str(entry["/Title"]) for entry in reader.outline if not isinstance(entry, list)]
    assert headings[:2] == ["In eigen woorden", "Wat goed gaat"]


def roles_in(node: DictionaryObject) -> set[str]:
    """Every role in a PDF's structure tree."""
    roles = {str(node["/S"])} if "/S" in node else set()
    below = node.get("/K", [])
    for child in below if isinstance(below, list) else [below]:
        inner = child.get_object()
        if isinstance(inner, DictionaryObject):
            roles |= roles_in(inner)
    return roles


async def test_the_pages_are_numbered() -> None:
    document = await made("plan.pdf", plan_of_merel())
    pages = len(PdfReader(io.BytesIO(document.content)).pages)
    assert f"bladzijde 1 van {pages}" in read(document)
    assert f"bladzijde {pages} van {pages}" in read(document)


async def test_no_page_holds_only_the_closing_words() -> None:
    """However much was told, what stands last takes something of the plan with it."""
    turned = 0
    for count in range(8, 22):
        told = tuple(line(seq, f"Iets van dag {seq}.") for seq in range(1, count))
        plan = replace(empty_plan(), story=told, untouched=("Geldzaken", "Meedoen"))
        pages = PdfReader(io.BytesIO((await made("plan.pdf", plan)).content)).pages
        last = pages[-1].extract_text()
        assert "Niet besproken" in last
        turned += len(pages) > 1
    assert 0 < turned < 14


async def test_the_text_pastes_in_one_go() -> None:
    document = await made("plan.txt", plan_of_merel())
    assert (document.name, document.mime) == ("plan-merel-42.txt", "text/plain; charset=utf-8")
    text = document.content.decode()
    text.encode("cp1252")  # what an old Windows program can hold
    assert "\n\n\n" not in text
    assert text.splitlines()[0] == "Plan van Merel 42"
    assert (
        '- "Ik koop alleen wat in de bonus is." (in eigen woorden, moeder, bij Geldzaken) [7]'
        in (text.splitlines())
    )
    assert text.endswith("\n")
    assert not re.search(r"[ \t]+$", text, re.MULTILINE)


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("Merel 42", "plan-merel-42"),
        ("Zilverreiger  7", "plan-zilverreiger-7"),
        ("../../etc/passwd\x00", "plan-etc-passwd"),
        ("Één Kraai", "plan-een-kraai"),
        ("家", "plan"),
        ("x" * 500, "plan-" + "x" * 55),
    ],
)
def test_a_file_name_is_safe(alias: str, name: str) -> None:
    assert file_name(alias) == name


def test_typst_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, bot.app.documents; sys.exit('typst' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], cwd=plan_folder().parents[1], check=True)


@pytest.mark.slow
async def test_a_page_takes_little_time() -> None:
    plan = replace(plan_of_merel(), steps=(), domains=(), helps=(), questions=())
    await made("plan.pdf", plan)
    started = time.perf_counter()
    for _ in range(10):
        await made("plan.pdf", plan)
    each = (time.perf_counter() - started) / 10
    print(f"a PDF of two pages: {each * 1000:.0f} ms")
    assert each < 1


def test_a_row_says_its_direction() -> None:
    assert right_to_left("123 (שלום) Hoi")
    assert not right_to_left("“Hoi” שלום")
    assert not right_to_left("123")
    assert Row("x").points == ()
    assert Voice.QUOTED in set(Voice)
