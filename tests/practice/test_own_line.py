"""The own line: a mirror run by run, on the screen, on the page and on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from pypdf import PdfReader

from bot.app.own_line import make_line
from bot.app.rendering import Renderer
from flows.practice.own_line import own_line
from flows.practice.types import Counts, PracticeListing
from tests.practice.scripted import library

AT = datetime(2026, 11, 3, 13, 0, tzinfo=UTC)
LATER = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)


def listing(at: datetime | None, counts: Counts, *, later: bool = False) -> PracticeListing:
    """A run of one's own."""
    persona = "zegt_dat_alles_goed_is"
    return PracticeListing(
        "r", persona, AT, "looking_back", later=later, finished=at, counts=counts
    )


RUNS = (
    listing(LATER, Counts(6, 0, 4, 4), later=True),
    listing(None, Counts(9, 9, 9, 9)),
    listing(AT, Counts(2, 6, 0, 8)),
)


def test_every_finished_run_is_a_point_the_first_one_first() -> None:
    points = own_line(library(), RUNS)
    assert [point.on for point in points] == [AT, LATER]
    assert [(point.asked, point.gave) for point in points] == [(2, 0), (10, 5)]
    assert [point.later for point in points] == [False, True]


def test_where_nothing_was_asked_there_is_no_level() -> None:
    (point,) = own_line(library(), (listing(AT, Counts(0, 0, 2, 0)),))
    assert (point.asked, point.gave) == (-1, 10)


async def test_on_paper_it_says_what_it_shows_and_what_it_is_not_for() -> None:
    made = await make_line(own_line(library(), RUNS), Renderer(), LATER)
    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(made.content)).pages)
    for piece in (
        "Niet voor beoordeling",
        "3 nov · Man van 71",
        "2 open en 6 gesloten vragen",
        "Feedback na elke zin",
        "Feedback aan het eind",
    ):
        assert piece in " ".join(text.split())
