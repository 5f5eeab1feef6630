"""Made-up plans of made-up households, for the tests of everything that shows a plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from flows.clarification.plan_types import (
    Plan,
    PlanCheck,
    PlanDomain,
    PlanHelp,
    PlanLine,
    PlanOffer,
    PlanQuestion,
    PlanStep,
)
from flows.types import Voice

FIRST = datetime(2025, 10, 27, 9, 30, tzinfo=UTC)  # half past ten in Amsterdam: winter time began
SECOND = datetime(2025, 11, 3, 13, 5, tzinfo=UTC)
MADE = datetime(2025, 11, 3, 14, 20, tzinfo=UTC)


def line(
    seq: int,
    text: str,
    voice: Voice = Voice.RETOLD,
    member: str | None = None,
    asked: str | None = None,
    title: str | None = None,
) -> PlanLine:
    """A line of the second visit, or of the first when its number is below 20."""
    start, visit = (FIRST, 1) if seq < 20 else (SECOND, 2)
    return PlanLine(
        seq, text, voice, start + timedelta(minutes=seq % 20), visit, member, asked, title
    )


def quoted(seq: int, text: str, member: str, asked: str | None = None) -> PlanLine:
    """A line in somebody's own words."""
    return line(seq, text, Voice.QUOTED, member, asked)


def empty_plan() -> Plan:
    """A plan in which nothing stands yet."""
    return Plan("Merel 42", MADE)


def plan_of_merel() -> Plan:
    """A mother, a son of 14 and a grandmother; two questions, two visits, a bit of everything."""
    nights = quoted(3, "Ik lig de halve nacht wakker van de brieven.", "moeder")
    bonus = quoted(
        7,
        "Ik koop alleen wat in de bonus is.",
        "moeder",
        "Wat doet u nu allemaal om rond te komen?",
    )
    room = quoted(11, "Ik wil gewoon een deur die dicht kan.", "zoon van 14")
    return Plan(
        "Merel 42",
        MADE,
        own_words=(nights, bonus, room),
        **_told(),
        domains=(
            PlanDomain(
                "money",
                "Geldzaken",
                (
                    bonus,
                    line(8, "Er ligt een la met post die dicht blijft.", member="moeder"),
                    line(9, "De toeslag van vorig jaar kan nog komen.", Voice.INTERPRETED),
                ),
                (line(10, "De maaltijden worden kleiner aan het eind van de maand."),),
            ),
            PlanDomain(
                "home",
                "Thuis met elkaar",
                (room, quoted(12, "Wij lachen hier ook veel, hoor.", "oma")),
            ),
        ),
        **_circle(),
        **_question(),
        **_helps(),
        **_deciding(),
        untouched=("Werk en leren", "Wat ertoe doet", "Post, taal en computer"),
        mirror=("Ging ik sneller dan de ander?",),
    )


def _told() -> dict[str, Any]:
    return {
        "good": (
            line(5, "Elke woensdag eten ze met z'n drieën bij oma.", member="moeder"),
            line(6, "De keuken is de warmste plek van het huis.", Voice.OBSERVED),
        ),
        "story": (
            line(2, "Het begon toen het werk in de wasserij stopte.", member="moeder"),
            line(4, "Sinds de zomer komt de huur later binnen.", Voice.REPORTED, "verhuurder"),
        ),
    }


def _circle() -> dict[str, Any]:
    return {
        "people": (line(13, "Oma, om de hoek.", member="moeder", title="Wie zijn er"),),
        "missing": (quoted(14, "Mijn zus zou ik er graag bij hebben.", "moeder"),),
        "running": (line(15, "Schoolmaatschappelijk werk, om de week.", Voice.REPORTED, "school"),),
        "overlap": ("Hulp bij post: bij Geldzaken en bij Post, taal en computer",),
        "frame": (line(20, "Bij dreigende afsluiting is er binnen drie werkdagen een gesprek."),),
        "informed": (line(21, "Een betalingsregeling kan ook met de verhuurder zelf."),),
        "going_on": (quoted(22, "De post is de baas geworden.", "moeder"),),
        "needed": (quoted(23, "Iemand die naast me zit als ik hem openmaak.", "moeder"),),
        "coordinator": line(24, "Moeder zelf; de wijkwerker denkt mee.", member="moeder"),
    }


def _question() -> dict[str, Any]:
    post = PlanQuestion(
        quoted(25, "Hoe krijg ik weer lucht, zonder dat iemand het overneemt?", "moeder"),
        beneath=(quoted(26, "Ik wil niet dat mijn zoon zich zorgen maakt.", "moeder"),),
        change=(quoted(27, "Eén avond per week geen brieven op tafel.", "moeder"),),
        enough=(quoted(28, "Als ik weer slaap.", "moeder"),),
        checks=(
            PlanCheck(29, "moeder", "wrong", SECOND, "Niet de post, de lucht."),
            PlanCheck(30, "moeder", "confirmed", SECOND + timedelta(minutes=11)),
            PlanCheck(31, "oma", "provisional", SECOND + timedelta(minutes=12)),
        ),
    )
    door = PlanQuestion(line(32, "Hij wil een eigen plek in huis.", member="zoon van 14"))
    return {"questions": (post, door)}


def _helps() -> dict[str, Any]:
    return {
        "helps": (
            PlanHelp(
                "own",
                "Eigen kracht",
                (line(33, "Ze houdt zelf een schriftje bij."),),
                (quoted(34, "Dat schriftje hou ik.", "moeder"),),
            ),
            PlanHelp("usual", "Gewone hulp in huis"),
            PlanHelp("network", "Familie, vrienden, buren", (line(35, "Oma en de zus."),)),
            PlanHelp("custom", "Maatwerk"),
        ),
        "offers": (
            PlanOffer(line(36, "Een vrijwilliger die meeleest met de post."), "accepted"),
            PlanOffer(line(37, "Een cursus over geld."), "declined"),
            PlanOffer(line(38, "Een keer mee naar het inloopuur.")),
        ),
        "parked": (line(47, "Bewindvoering.", Voice.INTERPRETED), line(48, "Een traplift.")),
    }


def _deciding() -> dict[str, Any]:
    return {
        "steps": (
            PlanStep(
                quoted(39, "Woensdag maak ik drie enveloppen open.", "moeder"),
                with_whom="oma",
                when="woensdag na het eten",
                authority="moeder",
                agrees=("moeder", "oma"),
                disagrees=("zoon van 14",),
            ),
            PlanStep(
                line(40, "De verhuurder bellen over uitstel."),
                who="wijkwerker",
                with_whom="moeder",
                when="morgen",
                reason="moeder durft nog niet te bellen",
            ),
        ),
        "disagreements": (quoted(41, "Oma vindt dat hij bij haar kan slapen. Ik niet.", "moeder"),),
        "decisions": (quoted(42, "Eerst de post, dan de kamer.", "moeder"),),
        "circumstances": (line(43, "De school moest de afwezigheid melden."),),
        "read_back": (
            PlanCheck(44, "moeder", "right", SECOND + timedelta(minutes=40)),
            PlanCheck(45, "zoon van 14", "add", SECOND + timedelta(minutes=41), "Mijn deur."),
        ),
        "learned": (quoted(46, "Ik kan best iets vragen.", "moeder"),),
        "promises": (line(49, "De wijkwerker belt donderdag, ook zonder nieuws."),),
        "today": (line(50, "Het energiebedrijf is gebeld, de afsluiting is gestopt."),),
    }


def with_text(text: str) -> Plan:
    """The same plan with this text in every place where a person's text can come."""
    changed = _changed(plan_of_merel(), text)
    assert isinstance(changed, Plan)
    return replace(changed, ended="")


def _changed(value: object, text: str) -> object:
    """A value with every text of a person in it replaced."""
    if isinstance(value, tuple):
        return tuple(text if isinstance(item, str) else _changed(item, text) for item in value)
    names = getattr(value, "__dataclass_fields__", ())
    fields = {name: getattr(value, name) for name in names}
    texts = {
        name: text
        for name, inner in fields.items()
        if isinstance(inner, str) and not isinstance(inner, Voice) and name not in _NOT_WRITTEN
    }
    nested = {name: _changed(inner, text) for name, inner in fields.items() if name not in texts}
    return replace(value, **nested | texts) if names else value  # type: ignore[type-var]


_NOT_WRITTEN = ("id", "rung", "choice", "answer", "voice", "audience", "ended")
