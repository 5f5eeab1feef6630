"""A screen's small HTML becomes well-formed blocks, whatever comes in."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.doors.web_text import dialled, written


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("Hoi", '<p dir="auto">Hoi</p>'),
        ("Een\ntwee", '<p dir="auto">Een</p><p dir="auto" class="near">twee</p>'),
        ("Een\n \n\ntwee", '<p dir="auto">Een</p><p dir="auto">twee</p>'),
        ("• een\n• twee", '<ul><li dir="auto">een</li><li dir="auto">twee</li></ul>'),
        (
            "✓ een\ntwee\n• drie\n  Wie: zij\n<b>vier</b>",
            '<ul class="kept"><li dir="auto">een<br>twee</li></ul>'
            '<ul><li dir="auto">drie<br>Wie: zij</li></ul><p dir="auto" class="strong">vier</p>',
        ),
        (
            "1. Zelf\n  → ja\n2. Samen",
            '<p dir="auto">1. Zelf</p><p dir="auto" class="near deep">→ ja</p>'
            '<p dir="auto" class="near">2. Samen</p>',
        ),
        ("<blockquote> \n</blockquote>", ""),
        (
            "<blockquote>een\ntwee\n\ndrie</blockquote>",
            '<blockquote dir="auto"><p>een<br>twee</p><p>drie</p></blockquote>',
        ),
        ("a &amp; b &lt;c&gt;", '<p dir="auto">a &amp; b &lt;c&gt;</p>'),
        ("a <script>", '<p dir="auto">a &lt;script&gt;</p>'),
        (
            "x <b>een\ntwee</b> y",
            '<p dir="auto">x <strong>een</strong></p>'
            '<p dir="auto" class="near"><strong>twee</strong> y</p>',
        ),
        (
            "<b>x <i>y</b> z</i>",
            '<p dir="auto"><strong>x <em>y</em></strong><em> z</em></p>',
        ),
    ],
)
def test_blocks(text: str, html: str) -> None:
    assert written(text).html == html


@pytest.mark.parametrize(
    ("text", "html", "headed"),
    [
        (
            "<b>Het plan</b>\nVan het gezin",
            '<h1 dir="auto">Het plan</h1><p dir="auto">Van het gezin</p>',
            True,
        ),
        (
            "<i>Geld</i>\n\n<b>Wat wilt u kwijt?</b>",
            '<p dir="auto"><em>Geld</em></p><h1 dir="auto">Wat wilt u kwijt?</h1>',
            True,
        ),
        (
            "<b>Merel 42</b> · Leefgebieden · Thuis\n\nNiets hoeft.",
            '<h1 dir="auto"><span class="whose">Merel 42</span> Leefgebieden · Thuis</h1>'
            '<p dir="auto">Niets hoeft.</p>',
            True,
        ),
        (
            "<b>Merel 42</b> · Geldzaken\n\n<b>Wat wilt u kwijt?</b>",
            '<h1 dir="auto" class="where">Merel 42 · Geldzaken</h1>'
            '<p dir="auto" class="strong">Wat wilt u kwijt?</p>',
            True,
        ),
        (
            "Een\n\ntwee\n\n<b>Wie doet wat</b>\nZij",
            '<p dir="auto">Een</p><p dir="auto">twee</p><h2 dir="auto">Wie doet wat</h2>'
            '<p dir="auto">Zij</p>',
            False,
        ),
        (
            "Een\n\ntwee\n\n<b>Bel 112.</b>\n\ndrie\n\n<b>Zo klopt het</b>",
            '<p dir="auto">Een</p><p dir="auto">twee</p><p dir="auto" class="strong">Bel 112.</p>'
            '<p dir="auto">drie</p><p dir="auto" class="strong">Zo klopt het</p>',
            False,
        ),
        ("Een <b>woord</b>", '<p dir="auto">Een <strong>woord</strong></p>', False),
        (f"<b>{'lang' * 20}</b>", f'<h1 dir="auto" class="long">{"lang" * 20}</h1>', True),
    ],
)
def test_headings(text: str, html: str, headed: bool) -> None:
    page = written(text)
    assert page.html == html
    assert page.headed is headed


def test_a_question_for_the_resident_is_what_the_screen_is_about() -> None:
    question = written("<b>Merel</b> · In de buurt\n\n<b>&#34;Wie kent u hier?&#34;</b>").html
    assert '<h1 dir="auto" class="where">Merel · In de buurt</h1>' in question


def test_the_numbers_for_danger_are_called_by_one_tap() -> None:
    assert dialled("<p>113 of <b>0800-0113</b>; <b>112</b>.</p>") == (
        '<p><a href="tel:113">113</a> of <b><a href="tel:08000113">0800-0113</a></b>; '
        '<b><a href="tel:112">112</a></b>.</p>'
    )
    for other in ("M7Y-112-3VY", "1125", "0800-20001", "0112-113", "&#113;"):
        assert dialled(other) == other


class Balanced(HTMLParser):
    """Raises when a tag is closed that is not the innermost open one."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in {"p", "ul", "li", "br", "h1", "h2", "strong", "em", "blockquote"}
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


PIECES = st.sampled_from(
    ["<b>", "</b>", "<i>", "</i>", "<blockquote>", "</blockquote>", "\n", "\n\n", "• ", "✓ ", "  ",
     " · ", "\0", "a", " ", "نعم", "<", ">", "<script>", "&lt;", "Zin."]
)  # fmt: skip


@given(st.lists(PIECES, max_size=30).map("".join))
def test_any_text_comes_out_well_formed(text: str) -> None:
    html = written(text).html
    page = Balanced()
    page.feed(html)
    page.close()
    assert page.open == []
    assert html.count("<h1") <= 1
