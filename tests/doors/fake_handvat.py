"""A Handvat of a few fixed screens, for what the web door does by itself.

Every turn is kept in ``turns``, without the screen it was typed under; a second arrival is none.
``scene`` is the screen that shows now.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.app.rendering import Renderer
from bot.app.types import (
    Delivery,
    Document,
    DocumentRequest,
    DoorName,
    Envelope,
    Seat,
    Shown,
    ShownButton,
)
from flows.intervision.board import Board
from flows.types import Pressed, Reading, Said

SEAT = Seat("stoel", "persoon", "web", "lokaal")


def rows(*labels: str) -> tuple[tuple[ShownButton, ...], ...]:
    """Rows of buttons from ``"one | other"``."""
    number = iter(range(100))
    return tuple(
        tuple(ShownButton(label.strip(), f"7.b{next(number)}") for label in row.split("|"))
        for row in labels
    )


SCENES = {
    "home": Shown(
        "<b>Een open vraag, als je er even geen hebt</b>\nEen plek voor wat iemand je vertelde. "
        "Niets hoeft, alles kan later.\n\nGeen namen: je krijgt een schuilnaam.",
        rows(
            "Eén vraag",
            "Straks een gesprek",
            "Ik kom van een gesprek",
            "Verder met Merel 42",
            "Oefenen",
        ),
        name="home",
    ),
    "question": Shown(
        "<b>Merel 42</b> · Geldzaken\n\n✓ Het komt altijd op mij neer. "
        "<i>(in eigen woorden · moeder)</i>\n\n<b>Geld is voor veel mensen een lastig onderwerp. "
        "Wat wilt u er zelf over kwijt?</b>\n\nSchrijf het zo op als het gezegd werd. "
        "Kort mag ook.",
        rows("Naverteld | In eigen woorden", "Andere vraag | Niet nu", "Stoppen voor nu"),
        writes=True,
        name="asking",
    ),
    "lines": Shown(
        "<b>Merel 42</b> · Van wie is deze regel?\n\nVijf regels wachten nog. "
        "Tik er een aan; de rest kan later.\n\n<blockquote>Als de post op de mat valt, leg ik hem "
        "in de la. Ik weet dat het niet "
        "slim is, maar dan kan ik tenminste slapen.</blockquote>\n\n• Naverteld door jou\n"
        "• Bij de keukentafel, met de jongste erbij\n• Nog niet voorgelegd",
        rows(
            "In eigen woorden | Naverteld",
            "Zelf gezien | Van een ander gehoord | Mijn gedachte",
            "1. De la met post",
            "2. De oudste komt later thuis dan afgesproken",
            "3. Oma kookt op dinsdag",
            "4. Het contract loopt in maart af",
            "5. Tandarts afgezegd",
            "◀ | 1 van 3 | ▶",
            "Terug | Stoppen voor nu",
        ),
        name="sorting",
    ),
    "plan": Shown(
        "<b>Het plan van Merel 42</b>\n<i>Concept, 12 maart. Van het gezin, niet van ons.</i>\n\n"
        "<b>De vraag</b>\n<blockquote>Ik wil weer slapen zonder eerst te tellen wat er nog in de "
        "portemonnee zit.</blockquote>\n\n<b>Wat eronder ligt</b>\nMoeder vertelt dat haar vader "
        "vroeger alles alleen regelde. Sinds hij er niet meer is, ligt het bij haar.\n\n"
        "<b>Wat er al helpt</b>\n• Oma kookt op dinsdag en past dan op\n• De buurman las één "
        "brief mee en dat scheelde\n• Zij houdt in een schrift bij wat er uitgaat\n\n"
        "<b>Wie doet wat</b>\n• Samen de la openen, woensdag na school\n• Moeder belt zelf met de "
        "woningbouw; de wijkwerker zit ernaast\n\n<blockquote>Maar ik beslis wat we openmaken. "
        "Eén la. <b>Eén.</b>\n\nEn de rest komt als ik het zeg.</blockquote>\n\n"
        "Gezondheid, meedoen en werk zijn niet besproken.",
        rows("Klopt | Klopt niet | Wil ik erbij", "Samen kijken", "Als PDF | Als tekst", "Terug"),
        name="plan",
    ),
    "languages": Shown(
        "<b>In eigen woorden</b>\n<blockquote>أريد أن أنام دون أن أعدّ النقود أولاً.</blockquote>\n"
        "<blockquote>אני רוצה לישון</blockquote>\n\nZe lachte erbij 🙂 en zei: «yarın» 🏠👩‍👧\n"
        "مرحبا, zei ze bij de deur.\nDe brief ging over "
        "arbeidsongeschiktheidsverzekeringsvoorwaardenwijziging en https://voorbeeld.invalid/"
        "een/heel/lang/adres/zonder/spaties/dat/toch/moet/passen &amp; meer &lt;dan dat&gt;",
        rows("نعم | Nee 🙂", "Terug"),
        name="reading",
    ),
    "safety": Shown(
        "Je notitie is bewaard. Gaat dit over gevaar? Jij weet dat beter dan ik.\n\n"
        "<b>Nu gevaar, ook voor jou: ga weg, bel 112.</b>\n\nDenkt iemand aan zelfdoding: vraag "
        "het rechtuit. 113 of 0800-0113, dag en nacht.\nGeweld of verwaarlozing: Veilig Thuis "
        "0800-2000, dag en nacht. Advies kan zonder namen.\nBeslis niet alleen: bel een collega."
        "\n\n<i>Ik mis signalen. Je gevoel telt zwaarder dan dit scherm.</i>",
        rows("Stappen meldcode | Terug"),
        name="safety",
    ),
    "together": Shown(
        "<b>Wat wil je dat er anders wordt?</b>\n<blockquote>Ik wil weer slapen zonder eerst te "
        "tellen.</blockquote>\n\nKlopt het zo?",
        rows("Klopt | Klopt niet", "Wil ik erbij"),
        name="together",
        large=True,
    ),
}


@dataclass
class FakeHandvat:
    """Behaves as `bot.app.service.Handvat` does, and keeps nothing but what a test looks at."""

    scene: str = "home"
    notices: tuple[str, ...] = ()
    documents: tuple[DocumentRequest, ...] = ()
    files: dict[DocumentRequest, Document] = field(default_factory=dict)
    turns: list[Envelope] = field(default_factory=list)
    settled: list[tuple[int, ...]] = field(default_factory=list)
    leads_to: dict[str, str] = field(default_factory=dict)
    turn_fails: Exception | None = None
    look_fails: Exception | None = None
    settle_fails: Exception | None = None
    renderer: Renderer = field(default_factory=Renderer)

    def read(self, text: str) -> Reading:
        """See an idea in every text with a traplift in it."""
        return Reading(idea="traplift") if "traplift" in text else Reading()

    async def turn(self, envelope: Envelope) -> Delivery | None:
        """Keep the turn; a second arrival is none."""
        if self.turn_fails:
            raise self.turn_fails
        if any(envelope.arrival == earlier.arrival for earlier in self.turns):
            return None
        given = envelope.input
        unscreened = replace(given, screen=None) if isinstance(given, Said) else given
        self.turns.append(replace(envelope, input=unscreened))
        match envelope.input:
            case Pressed() as pressed:
                self.scene = self.leads_to.get(pressed.value, self.scene)
            case Said(text) if len(text) > 20_000:
                self.notices = ("Dit is te lang om in één keer te bewaren.",)
            case Said(text):
                self.scene = self.leads_to.get(text, self.scene)
                self.notices = ("Bewaard.",) if text.strip() else ("Er stond niets in het vak.",)
        return await self.look("web", envelope.login)

    async def look(self, door: DoorName, login: str) -> Delivery:
        """The screen as it stands, with what was not settled."""
        if self.look_fails:
            raise self.look_fails
        ids = (len(self.turns) + 1,) if self.notices or self.documents else ()
        return Delivery(
            ids,
            replace(SEAT, door=door, login=login),
            len(self.turns),
            SCENES[self.scene],
            self.notices,
            self.documents,
        )

    async def settle(self, delivery: Delivery, panel: str | None = None) -> None:
        """What was shown is not shown again."""
        if self.settle_fails:
            raise self.settle_fails
        self.settled.append(delivery.ids)
        self.notices, self.documents = (), ()

    async def meeting_of(self, door: DoorName, login: str) -> str | None:
        """No meeting is on the screen."""
        if self.look_fails:
            raise self.look_fails
        return None

    async def board(self, door: DoorName, login: str) -> Board | None:
        """No meeting is in hand."""

    async def read_shared(self, door: DoorName, login: str, code: str) -> Shown | None:
        """Nothing is shared here."""
        return None

    async def document(self, seat: Seat, request: DocumentRequest) -> Document | None:
        """A document that was laid ready."""
        return self.files.get(request) if seat.login == "lokaal" else None
