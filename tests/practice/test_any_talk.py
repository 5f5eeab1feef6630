"""Whatever is typed, to whomever: an answer from the persona's file, and trust in its bounds."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.app.rendering import Renderer
from flows.practice.feedback import feedback_on
from flows.practice.looking_back import look_back
from flows.practice.stance import fact_of, levels, live
from tests.practice.scripted import LABELS, RUN, Trainee, library

PERSONAS = sorted(library().personas)
WORDS = sorted(
    {word for persona in library().personas.values() for f in persona.facts for word in f.words}
)
SAID = st.one_of(
    st.text(min_size=1, max_size=200).filter(lambda text: any(c.isalnum() for c in text)),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    st.sampled_from(["…", "Hallo", "Tot ziens", "Dat hoeft niet", "Mag ik iets vragen?"]),
)
TURN = st.tuples(st.sampled_from([*sorted(LABELS.values()), ""]), SAID)
RENDERER = Renderer()
FORBIDDEN = ("fout", "verkeerd", "onjuist", "onvoldoende", "score", "punten", "streak", "badge")


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(PERSONAS), st.integers(0, 2**32), st.lists(TURN, max_size=14))
def test_any_talk_stays_within_the_persona(
    persona: str, seed: int, turns: list[tuple[str, str]]
) -> None:
    trainee = Trainee(persona, seed)
    own = set(trainee.resident.meaning.yes)
    for lines in trainee.resident.lines.values():
        own |= set(lines)
    for fact in trainee.resident.facts:
        own |= {*fact.tells, *fact.again, fact.brief or ""}
    for label, text in turns:
        trainee.coach.label = label
        if not trainee.player.say(text):
            continue  # too long, a command, or nothing to be seen in it
        if trainee.player.desk.state != "practising" or trainee.run.state != "talking":
            break
        if not live(trainee.run):
            continue
        assert trainee.answer in own
        said = trainee.turn.said
        if said.kind in {"tells", "brief"}:
            told = fact_of(trainee.resident, said.fact)
            assert told is not None
            assert told.trust <= trainee.stance.trust
        assert 0 <= trainee.stance.trust <= 10
    run, spoken = trainee.run, trainee.player.spoken.get(RUN, ())
    assert all(0 <= level <= 10 for level in levels(trainee.resident, live(run)))
    look_back(library(), run, spoken)
    for turn in run.exchanges:
        feedback = feedback_on(library(), run, spoken, turn)
        mine = feedback.quote + feedback.own + feedback.alternative + feedback.jargon
        said_of_it = RENDERER.plain("practice/on_turn.txt", f=feedback, answer=False).lower()
        for word in FORBIDDEN:
            assert word not in said_of_it or word in mine.lower()
        assert feedback.quote in next(line.text for line in spoken if line.seq == turn.seq)
