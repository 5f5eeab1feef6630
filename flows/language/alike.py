"""Which names look alike to a reader: case, spaces, accents, invisible and borrowed letters aside.

A small part of what Unicode calls confusable (UTS 39): letters of Cyrillic and Greek that are drawn
as Latin ones, and the signs that are taken for one another on a screen across the room.
"""

from __future__ import annotations

import unicodedata

ACCENTS = range(0x0300, 0x0370)  # combining marks; those of other scripts make other letters
BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs that show nothing
# Each letter with the one it is drawn as. Greek by its capitals: a name begins with one.
DRAWN_AS = (
    "аa вb еe кk мm нh оo рp сc тt уy хx ѕs јj һh ԁd ԛq ԝw іl ӏl гr "
    "αa βb εe ζz ηh ιl κk μm νn οo ρp τt υy χx "
    "øo łl đd ħh ıl ɡg il 0o 1l |l"
)
_DRAWN_AS = str.maketrans({pair[0]: pair[1] for pair in DRAWN_AS.split()})


def alike(name: str) -> str:
    """What is left of a name when everything is away by which two of them cannot be told apart."""
    plain = unicodedata.normalize("NFKD", name).casefold().translate(_DRAWN_AS)
    return "".join(
        sign
        for sign in unicodedata.normalize("NFKD", plain)
        if unicodedata.category(sign)[0] not in "ZPC"
        and ord(sign) not in ACCENTS
        and sign not in BLANKS
    )
