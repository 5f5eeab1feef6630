"""What came out of a made-up meeting, to put on paper."""

from __future__ import annotations

from flows.intervision.outcome import PARTS, MeetingOutcome, OutcomeLine

TEXTS = {
    "put": "Hoe blijf ik naast haar staan?",
    "question": "Hoe blijf ik rustig als de post blijft liggen?",
    "perspective": "Ze schaamt zich, en wij praten daar snel overheen.",
    "along": "Ik hoef het niet op te lossen.",
    "step": "Morgen ga ik zonder tas naar binnen.",
    "learned": "Wij sparen elkaar te veel.",
    "bottleneck": "De wachtlijst voor inschrijven.",
}


def whole(text: str | None = None, *, who: str = "") -> MeetingOutcome:
    """Everything that came out, of every part one line; or this text in every part."""
    lines = tuple(OutcomeLine(part, text or TEXTS[part], who) for part in PARTS)
    return MeetingOutcome("Kort consult", lines, names=bool(who), whole=True)


def ours() -> MeetingOutcome:
    """What the group learned and no more."""
    return MeetingOutcome("Kort consult", (OutcomeLine("learned", TEXTS["learned"]),))
