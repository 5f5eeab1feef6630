"""Bringing in: the group sees exactly what its owner approved, and nothing of the rest."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.types import Audience, Kind, Notice, Voice
from tests.intervision.contributor import Contributor

TOLD = (
    "De huur loopt drie maanden achter. Ze woont met Youssef in Almelo. "
    "Ze zegt dat het op is. De post ligt ongeopend op tafel."
)


def test_a_moment_of_a_conversation_from_the_menu_to_a_meeting() -> None:
    sanne = Contributor()
    sanne.begins(TOLD)
    sanne.brings_the_talk()
    assert "«Youssef»" in sanne.seen
    assert "«Almelo»" in sanne.seen
    assert "een plaats" in sanne.tap("Kijk na wat opvalt (1)")
    assert "haar zoon" in sanne.type("Ze woont met haar zoon in een flat.")
    sanne.tap("Zo laten")
    sanne.tap("Regel 4")
    sanne.tap("Weglaten")
    assert "Weggelaten" in sanne.seen
    sanne.tap("Verder")
    sanne.type("Hoe blijf ik naast haar staan?")
    sanne.tap("Vijf stappen")
    sanne.tap("Iemand die meedoet")
    assert not sanne.player.say("Een naam die veel te lang is om te lezen")
    preview = sanne.type("Sanne")
    assert "Ze woont met haar zoon in een flat." in preview
    assert "14 dagen" in preview
    assert "post ligt" not in preview
    told = sanne.player.desk.conversation or ""
    sanne.tap("Klopt, zo mag het")
    copy = sanne.copy
    assert [turn.told for turn in copy.turns] == [
        "De huur loopt drie maanden achter.",
        "Ze woont met haar zoon in een flat.",
        "Ze zegt dat het op is.",
    ]
    assert [turn.number for turn in copy.turns] == [1, 2, 3]
    assert copy.expires - copy.approved == timedelta(days=14)
    assert "Youssef" in sanne.player.entries[told][1].text, "the line itself stays as it was told"


def test_a_practice_run_can_be_shared_whole() -> None:
    sanne = Contributor()
    sanne.tap("Oefenen")
    sanne.tap("Man van 71, alles gaat goed")
    sanne.tap("Begin het gesprek")
    sanne.type("Hoe gaat het met u, meneer Jansen?")
    sanne.type("Moet ik iets vragen?")
    sanne.tap("Neem terug en probeer opnieuw")
    sanne.tap("Stil blijven")
    sanne.tap("Afronden")
    sanne.tap("Sla over")
    seen = sanne.tap("Inbrengen bij intervisie")
    assert "«Jansen»" in seen
    assert "Moet ik iets vragen?" not in seen, "what was taken back is not shown"
    sanne.tap("Kijk na wat opvalt (1)")
    sanne.type("Hoe gaat het met u?")
    sanne.tap("Zo laten")
    sanne.tap("Verder")
    sanne.asks_and_approves()
    assert sanne.copy.origin == "practice"
    assert [turn.asked for turn in sanne.copy.turns] == ["Hoe gaat het met u?", ""]
    assert all(turn.told and turn.voice == "persona" for turn in sanne.copy.turns)


def test_a_team_matter_needs_no_household() -> None:
    sanne = Contributor()
    sanne.tap("Intervisie")
    sanne.tap("Inbrengen bij intervisie")
    sanne.tap("Iets van het team zelf")
    sanne.type("We krijgen er elke week werk bij.")
    assert "✓ Niemand zegt nog nee." in sanne.type("Niemand zegt nog nee.")
    sanne.tap("Verder")
    sanne.tap("Regel 1")
    sanne.tap("Weglaten")
    sanne.tap("Verder")
    sanne.asks_and_approves("Wat maakt dat wij geen nee zeggen?")
    assert sanne.copy.origin == "team"
    assert [turn.told for turn in sanne.copy.turns] == ["Niemand zegt nog nee."]


def test_a_question_alone_is_enough() -> None:
    sanne = Contributor()
    sanne.tap("Intervisie")
    sanne.tap("Inbrengen bij intervisie")
    sanne.tap("Iets van het team zelf")
    sanne.tap("Verder")
    sanne.asks_and_approves()
    assert sanne.copy.turns == ()


@pytest.mark.parametrize(
    ("choice", "shown"),
    [("Ik begeleid", "jij begeleidt"), ("Iemand die meedoet", "iemand anders begeleidt")],
)
def test_who_brings_in_chooses_who_leads(choice: str, shown: str) -> None:
    sanne = Contributor()
    sanne.tap("Intervisie")
    sanne.tap("Inbrengen bij intervisie")
    sanne.tap("Iets van het team zelf")
    sanne.tap("Verder")
    sanne.type("Wat zien jullie dat ik niet zie?")
    sanne.tap("Vijf stappen")
    sanne.tap(choice)
    assert shown in sanne.type("Sanne")


def test_three_moments_is_the_most() -> None:
    sanne = Contributor()
    sanne.begins()
    for domain in ("Geldzaken", "School en opvang", "Wonen en buurt", "Zelfzorg"):
        name = next(k for k, d in sanne.player.library.domains.items() if _fits(d.title, domain))
        sanne.player.press("menu")
        sanne.player.press("go.domains.map")
        group = sanne.player.library.domains[name].group
        sanne.player.press(f"group:{group}")
        assert sanne.player.press(f"domain:{name}"), sanne.labels
        sanne.type(f"Iets over {domain.lower()}, en meer niet.")
    sanne.player.press("menu")
    sanne.tap("Inbrengen bij intervisie")
    moments = [label for label in sanne.labels if label.endswith("(1)")]
    assert len(moments) == 4
    for label in moments[:3]:
        sanne.tap(label)
    assert not sanne.player.press(sanne.labels[moments[3]])
    assert sanne.player.notices == (Notice("bring_three"),)
    sanne.tap("Verder")
    sanne.tap("Verder")
    sanne.asks_and_approves()
    assert [turn.moment for turn in sanne.copy.turns] == [1, 2, 3]
    assert all(turn.asked for turn in sanne.copy.turns)


def _fits(title: str, domain: str) -> bool:
    return title == domain or (domain == "Zelfzorg" and "verzorgen" in title)


def test_what_was_struck_or_made_private_before_approval_is_gone_and_afterwards_it_is_frozen() -> (
    None
):
    sanne = Contributor()
    sanne.begins(TOLD)
    sanne.brings_the_talk()
    sanne.tap("Verder")
    sanne.type("Wat zien jullie dat ik niet zie?")
    sanne.tap("Vijf stappen")
    sanne.tap("Iemand die meedoet")
    sanne.type("Sanne")
    old = sanne.labels["Klopt, zo mag het"]
    draft = sanne.player.desk.draft
    # meanwhile, in the conversation
    sanne.player.press("bring.leave")
    sanne.player.press("desk.continue")
    sanne.player.press("menu")
    sanne.player.press("lines")
    sanne.player.press("line:1")
    sanne.player.press("line_audience:professional")
    sanne.player.press("all_lines")
    sanne.player.press("line:2")
    assert sanne.player.press("strike")
    # back at the draft
    sanne.type("/inbrengen")
    assert sanne.player.desk.draft == draft, "what was begun is taken up again"
    assert not sanne.player.press(old), "what stood on that screen is not what is there now"
    sanne.tap("Klopt, zo mag het")
    told = [turn.told for turn in sanne.copy.turns]
    assert told == ["Ze zegt dat het op is.", "De post ligt ongeopend op tafel."]
    frozen = sanne.stored
    sanne.type("/verder")
    sanne.tap(next(label for label in sanne.labels if "sorteren" in label))
    sanne.player.press("menu")
    sanne.player.press("lines")
    sanne.player.press("line:3")
    sanne.player.press("strike")
    assert sanne.entries[-1].struck
    assert sanne.stored == frozen


def test_nothing_of_the_household_is_in_the_stored_copy() -> None:
    sanne = Contributor()
    sanne.begins()
    alias = sanne.alias
    sanne.player.say(f"{alias} komt er niet uit. Gisteren belde {alias.lower()}.", "77/1234")
    household = sanne.player.desk.conversation
    assert household
    sanne.brings_the_talk()
    draft = sanne.player.desk.draft
    assert draft
    sanne.tap("Verder")
    sanne.asks_and_approves(f"Hoe blijf ik naast {alias} staan?")
    stored = sanne.stored
    for trace in (household, alias, alias.lower(), alias.split()[0], "77/1234", draft, "seq"):
        assert trace not in stored, trace
    told = [turn.told for turn in sanne.copy.turns]
    assert told == ["Het huishouden komt er niet uit.", "Gisteren belde het huishouden."]
    assert sanne.copy.question == "Hoe blijf ik naast het huishouden staan?"


def test_what_was_filled_in_in_a_question_does_not_come_along() -> None:
    """A question that gave own words back holds words of another line, which may be private."""
    sanne = Contributor()
    sanne.begins()
    lines = sanne.player.library.prompts
    slotted = next(name for name, prompt in lines.items() if "{words}" in prompt.ask)
    household = sanne.player.desk.conversation or ""
    sanne.type("Ze wil weer slapen.")
    first = sanne.player.entries[household][0]
    sanne.player.entries[household] = (
        type(first)(
            1,
            Kind.LINE,
            first.at,
            "Het begon vorig jaar.",
            domain="geldzaken",
            prompt=slotted,
            asked="“Ik ben bang voor Youssef”. Wanneer begon dat?",
        ),
    )
    sanne.brings_the_talk("Geldzaken")
    assert "bang voor" not in sanne.seen
    sanne.tap("Verder")
    sanne.asks_and_approves()
    assert "Youssef" not in sanne.stored
    assert "…" in sanne.copy.turns[0].asked


@pytest.mark.parametrize(
    ("question", "example"),
    [
        ("Is dit nog wel mijn taak?", "Hier past ja of nee op."),
        ("Waarom doet ze haar post niet gewoon open?", "Wat raakt mij hierin?"),
        ("Ik denk dat ze bewind nodig heeft, toch?", "Het antwoord zit er al een beetje in."),
        ("Zou een bewindvoerder niet handig zijn?", "Er zit al een oplossing in."),
    ],
)
def test_the_coach_offers_to_open_a_question_and_never_blocks_it(
    question: str, example: str
) -> None:
    sanne = Contributor()
    sanne.tap("Intervisie")
    sanne.tap("Inbrengen bij intervisie")
    sanne.tap("Iets van het team zelf")
    sanne.tap("Verder")
    seen = sanne.type(question)
    assert example in seen
    assert question in seen
    sanne.tap("Ik vraag het anders")
    assert question in sanne.seen
    assert "Hoe kijken jullie?" in sanne.type("Wat maakt dat ik hierover twijfel?")
    sanne.tap("Terug")
    sanne.type(question)
    sanne.tap("Zo laten")
    sanne.tap("Kort consult")
    sanne.tap("Iemand die meedoet")
    assert question in sanne.type("Sanne")


def test_at_most_an_hour_is_offered_first_and_gossip_says_whom_it_is_for() -> None:
    sanne = Contributor()
    sanne.tap("Intervisie")
    sanne.tap("Inbrengen bij intervisie")
    sanne.tap("Iets van het team zelf")
    sanne.tap("Verder")
    assert "Langer: Tien stappen." in sanne.type("Wat zien jullie dat ik niet zie?")
    minutes = [int(label.split(" · ")[1].split()[0]) for label in sanne.labels if " · " in label]
    assert minutes[-1] > 60
    assert max(minutes[:-1]) <= 60
    assert not any("Balint" in label for label in sanne.labels)
    assert "voor een groep die elkaar goed kent. Jij stelt het zelf voor" in sanne.tap("Roddel")


def test_what_danger_or_an_own_thought_is_about_comes_along_only_when_chosen() -> None:
    sanne = Contributor()
    sanne.begins("Ze is moe.")
    household = sanne.player.desk.conversation or ""
    first = sanne.player.entries[household][0]
    told = type(first)
    sanne.player.entries[household] += (
        told(2, Kind.LINE, first.at, "Hij slaat haar.", voice=first.voice),
        told(3, Kind.LINE, first.at, "Ze mist iemand, denk ik.", voice=Voice.INTERPRETED),
    )
    sanne.brings_the_talk()
    assert "slaat" not in sanne.seen
    assert "mist iemand" not in sanne.seen
    sanne.tap("Regel 3")
    sanne.tap("Neem deze regel mee")
    assert "mist iemand" in sanne.seen
    sanne.tap("Verder")
    sanne.asks_and_approves()
    assert [turn.told for turn in sanne.copy.turns] == ["Ze is moe.", "Ze mist iemand, denk ik."]
    assert sanne.copy.turns[1].voice == "interpreted"


def test_other_words_are_nobodys_own_words_any_more() -> None:
    sanne = Contributor()
    sanne.begins("Ze is moe.")
    household = sanne.player.desk.conversation or ""
    first = sanne.player.entries[household][0]
    quoted = type(first)(2, Kind.LINE, first.at, "Ik trek het niet meer.", voice=Voice.QUOTED)
    sanne.player.entries[household] += (quoted,)
    sanne.brings_the_talk()
    sanne.tap("Regel 2")
    sanne.type("Ze zegt dat het te veel is.")
    sanne.tap("Zo laten")
    sanne.tap("Verder")
    sanne.asks_and_approves()
    assert sanne.copy.turns[1].voice == "retold"
    assert "Ik trek het niet meer" not in sanne.stored


def test_stopping_keeps_the_draft_and_throwing_it_away_does_not() -> None:
    sanne = Contributor()
    sanne.begins(TOLD)
    alias = sanne.alias
    sanne.brings_the_talk()
    sanne.type("stop")
    sanne.tap("Intervisie")
    sanne.tap("Inbrengen bij intervisie")
    assert "Dit ziet de groep" in sanne.tap(f"Verder inbrengen: {alias}")
    sanne.tap("Weggooien")
    sanne.tap("Nee, ga verder")
    sanne.tap("Weggooien")
    assert "Niemand heeft er iets van gezien" in sanne.tap("Ja, gooi weg")
    assert not sanne.player.drafts
    assert sanne.player.entries


def test_what_was_brought_in_is_withdrawn_with_one_tap() -> None:
    sanne = Contributor()
    sanne.tap("Intervisie")
    sanne.tap("Inbrengen bij intervisie")
    sanne.tap("Iets van het team zelf")
    sanne.tap("Verder")
    sanne.asks_and_approves()
    sanne.type("/intervisie")
    assert "tot 17 nov" in sanne.tap("Mijn inbreng")
    assert "Teruggenomen" in sanne.tap("Neem nummer 1 terug")
    assert not sanne.player.copies
    assert "Er is niets meer van jou te zien." in sanne.seen


@pytest.mark.parametrize(
    "text",
    [
        "<b>hallo</b> & <script>alert(1)</script> «{{ 7 * 7 }}»",
        "مرحبا كيف الحال",
        "\u202eachterstevoren\u202c",
        "😀👩🏽‍🦽",
        '"',
        "1" * 1_500,
    ],
)
def test_strange_words_come_out_as_they_went_in(text: str) -> None:
    sanne = Contributor()
    sanne.tap("Intervisie")
    sanne.tap("Inbrengen bij intervisie")
    sanne.tap("Iets van het team zelf")
    sanne.type(text)
    sanne.tap("Verder")
    sanne.tap("Regel 1")
    sanne.type(text + "!") if len(text) < 1_500 else None
    sanne.tap("Zo laten")
    sanne.tap("Verder")
    sanne.type(text)
    if "Zo laten" in sanne.labels:
        sanne.tap("Zo laten")
    sanne.tap("Vijf stappen")
    sanne.tap("Iemand die meedoet")
    sanne.type("😀")
    sanne.tap("Klopt, zo mag het")
    assert sanne.copy.question == text
    assert sanne.copy.turns[0].told.startswith(text)


@pytest.mark.parametrize(
    ("text", "notice"), [("", "empty"), ("\u200b \n", "empty"), ("x" * 1_501, "bring_too_long")]
)
def test_what_cannot_be_taken_is_refused_with_one_sentence(text: str, notice: str) -> None:
    sanne = Contributor()
    sanne.tap("Intervisie")
    sanne.tap("Inbrengen bij intervisie")
    sanne.tap("Iets van het team zelf")
    sanne.type("Een regel.")
    before = sanne.player.drafts.copy()
    assert not sanne.player.say(text)
    assert sanne.player.notices[0].words == notice
    assert sanne.player.drafts == before


def test_a_private_line_is_never_offered() -> None:
    sanne = Contributor()
    sanne.begins("Ze is moe.")
    household = sanne.player.desk.conversation or ""
    first = sanne.player.entries[household][0]
    for audience in (Audience.SPEAKER, Audience.PROFESSIONAL):
        sanne.player.entries[household] = (
            type(first)(1, Kind.LINE, first.at, "G", audience=audience),
        )
        sanne.player.press("menu")
        assert "niets wat een groep kan lezen" in sanne.tap("Inbrengen bij intervisie")
        sanne.tap("Stoppen voor nu")
        sanne.player.press("desk.continue")
