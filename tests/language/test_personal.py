"""What looks like personal data is pointed out; ordinary notes are left alone. All invented."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.content.library import Library
from flows.language.personal import personal
from flows.loading import load_content


def marked(text: str) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in personal(text)]


@pytest.mark.parametrize(
    ("text", "kind", "what"),
    [
        ("Vandaag was Fatima weer alleen thuis.", "name", "Fatima"),
        ("Toen belde mevrouw Öztürk zelf.", "name", "Öztürk"),
        ("meneer van dijk wil niet verhuizen", "name", "van dijk"),
        ("Dhr. P. de Wit slaapt slecht.", "name", "P. de Wit"),
        ("Volgens juf Anneloes gaat het beter.", "name", "Anneloes"),
        ("Haar zoon Youssef el Amrani helpt.", "name", "Youssef el Amrani"),
        ("Greta zegt dat het genoeg is.", "name", "Greta"),
        ("Wil Hans ook mee?", "name", "Hans"),
        ("Roos is boos op haar vader.", "name", "Roos"),
        ("ze moest steeds aan mohamed denken", "name", "mohamed"),
        ("Hij noemt haar altijd Bibiana.", "name", "Bibiana"),
        ("Ze verhuisde vorig jaar naar Almelo.", "place", "Almelo"),
        ("Hij komt uit Krimpen aan den IJssel.", "place", "Krimpen aan den IJssel"),
        ("Het gezin woont in Schubbekutteveen.", "place", "Schubbekutteveen"),
        ("Ze woont met Youssef Benali op de Kerkstraat 12.", "name", "Youssef Benali"),
        ("Ze woont met Youssef Benali op de Kerkstraat 12.", "address", "Kerkstraat 12"),
        ("Dat is Marieke van de Kerkstraat.", "name", "Marieke"),
        ("Ze ging van Kerkstraat 12 in twee weken naar haar zus.", "address", "Kerkstraat 12"),
        ("Hij woont op Kerkstraat 12 hs.", "address", "Kerkstraat 12 hs"),
        ("Basisschool De Regenboog belde weer.", "institution", "Basisschool De Regenboog"),
        ("Op de Beatrixschool gaat het goed.", "institution", "Beatrixschool"),
        ("Ze werkt bij Jansen Transport.", "institution", "Jansen Transport"),
        ("Woont aan de Oude Dorpsweg 3b.", "address", "Oude Dorpsweg 3b"),
        ("De buurvrouw op nummer 14 helpt.", "address", "14"),
        ("de brief ging naar lindelaan 12", "address", "lindelaan 12"),
        ("Ze logeert in de Kastanjelaan.", "address", "Kastanjelaan"),
        ("Postadres: 1234 AB.", "postcode", "1234 AB"),
        ("haar bsn is 111222333", "bsn", "111222333"),
        ("Op het formulier stond 123456782.", "bsn", "123456782"),
        ("Bel gerust 06-12345678.", "phone", "06-12345678"),
        ("Bel gerust +31 6 12 34 56 78.", "phone", "+31 6 12 34 56 78"),
        ("Mail naar a.b@voorbeeld.nl graag.", "email", "a.b@voorbeeld.nl"),
        ("Het staat op www.voorbeeld.nl/gezin.", "url", "www.voorbeeld.nl/gezin"),
        ("Rekening NL91 ABNA 0417 1643 00.", "iban", "NL91 ABNA 0417 1643 00"),
        ("De auto is AB-12-CD.", "plate", "AB-12-CD"),
        ("Hij is geboren op 3 maart 1980.", "dob", "3 maart 1980"),
        ("hij werd in 1987 geboren", "dob", "1987"),
        ("Op 14 februari 2024 was de zitting.", "date", "14 februari 2024"),
        ("Hij zat op 03-05-2019 vast.", "date", "03-05-2019"),
        ("Oma is 97 jaar en woont alleen.", "date", "97"),
        ("Het zaaknummer is 20240123.", "number", "20240123"),
    ],
)
def test_what_can_give_somebody_away_is_pointed_out(text: str, kind: str, what: str) -> None:
    assert (kind, what) in marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Moeder is moe. Vader werkt veel. Schulden zijn er ook.",
        "Buurvrouw past op de kinderen, elke dinsdag.",
        "Naar school gaan lukt niet. Geld is op. Slapen gaat slecht.",
        "Ben je daar geweest? Wil je dat? Door de drukte lukt het niet.",
        "Hoop is wat haar op de been houdt.",
        "Mevrouw mist de zon en meneer is boos.",
        "Het UWV belde over de Wajong, en de SVB schreef.",
        "Zij spreekt Turks en een beetje Nederlands.",
        "Met Kerst komt iedereen, in december.",
        "Jan en alleman weet het al.",
        "De zoon van 14 krijgt 1.250 euro van de gemeente.",
        "De huur is 845,50 per maand, al 3 maanden.",
        "Ze zegt: Ik wil niet meer. “Laat maar” zegt ze dan.",
        "- Eten is er\n- Slapen gaat\n- Werken niet",
        "Bel Veilig Thuis: 0800-2000. Of 113, of 112.",
        "Om 14:30 komt de wijkverpleegkundige, 2 keer per week.",
    ],
)
def test_an_ordinary_note_is_left_alone(text: str) -> None:
    assert marked(text) == []


def test_a_name_is_seen_whoever_it_belongs_to() -> None:
    """Small sets of names by origin: none is much better hidden than another."""
    origins = {
        "nl": ["Annelies", "Wouter", "Femke", "Gerrit", "Truus", "Joost"],
        "tr": ["Emine", "Mehmet", "Ayşe", "Hakan", "Zeynep", "Serkan"],
        "ma": ["Fatima", "Youssef", "Naima", "Rachid", "Soumaya", "Mustafa"],
        "sr": ["Winston", "Sharda", "Radjesh", "Orpheo", "Ludmila", "Stanley"],
        "pl": ["Agnieszka", "Piotr", "Katarzyna", "Tomasz", "Jolanta", "Pawel"],
        "ti": ["Selam", "Tesfay", "Mebrahtu", "Yordanos", "Filmon", "Almaz"],
    }
    for origin, names in origins.items():
        unseen = [name for name in names if not marked(f"Gisteren belde {name} op.")]
        assert unseen == [], origin


def test_almost_none_of_our_own_questions_is_taken_for_personal() -> None:
    library = Library(load_content("nl"))
    asked = [prompt.ask for prompt in library.prompts.values()]
    wrong = [ask for ask in asked if personal(ask)]
    assert len(wrong) <= len(asked) // 100, wrong


@given(st.text(max_size=400))
def test_any_text_gives_spans_in_order_without_overlap(text: str) -> None:
    spans = personal(text)
    assert all(0 <= span.start < span.end <= len(text) for span in spans)
    ends = [0, *(span.end for span in spans)]
    assert all(end <= span.start for end, span in zip(ends, spans, strict=False))


def test_hostile_lines_take_no_time() -> None:
    personal("warm")
    for text in ("1" * 20_000, "A " * 10_000, "a.b" * 6_000, "van de " * 3_000, "٣" * 5_000):
        begun = time.process_time()
        personal(text)
        assert time.process_time() - begun < 2.0, text[:20]


def test_a_line_takes_less_than_five_milliseconds() -> None:
    line = (
        "Vandaag vertelde mevrouw De Vries dat haar zoon Sem naar Almelo verhuist op 3 maart. " * 3
    )
    personal(line)
    took = []
    for _ in range(20):
        begun = time.process_time()
        personal(line)
        took.append(time.process_time() - begun)
    assert sorted(took)[10] < 0.005
