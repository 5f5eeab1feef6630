"""A small, clean language folder, for tests that put one mistake in it or many."""

from __future__ import annotations

from pathlib import Path

from flows.checks import NEEDED


def domain(name: str, group: str) -> str:
    """A domain with one prompt of every kind that is needed, and one follow-up."""
    prompts = "".join(
        f"  - id: {name}-{kind}\n    kind: {kind}\n    ask: Vertel eens over {kind}.\n"
        for kind in NEEDED
    )
    return (
        f"id: {name}\ntitle: Over {name}\ngroup: {group}\nprompts:\n{prompts}"
        f"follow_ups:\n  - id: {name}-volgt\n    kind: deepening\n    words: [schuld, brief*]\n"
        "    ask: '\"{words}\". Wat {bedoelt u|bedoel je} daarmee?'\n"
    )


FILES = {
    "groups.yaml": """\
- id: regelen
  title: Regelen
  domains: [geld]
- id: thuis
  title: Thuis
  domains: [wonen]
""",
    "domains/geld.yaml": domain("geld", "regelen"),
    "domains/wonen.yaml": domain("wonen", "thuis"),
    "asks.yaml": """\
- id: vertel
  state: story.telling
  title: Vertellen
  ask: Vertel het in één keer.
  stores: told
- id: genoeg
  state: question.enough
  title: Genoeg
  ask: Wanneer is het goed genoeg voor {u|jou}?
  stores: enough
  about: question
  requirements: ["001.7"]
""",
    "rungs.yaml": """\
- id: own
  title: Eigen kracht
  looked: Wat helpt er al?
  says: Wat {vindt u|vind je} daarvan?
""",
    "cards.yaml": """\
- id: kaart
  title: Van 0 tot 10
  text: Het cijfer is van de ander. Tel het nergens op.
  example: Waar {zit u|zit je} vandaag?
""",
    "moments.yaml": """\
- id: stil
  title: Het valt stil
  prompts:
    - id: stil-1
      kind: staying
      ask: Neem de tijd.
""",
    "words.yaml": """\
idea: [traplift, scootmobiel*]
danger: [bedreigd]
heavy: [overleden]
advice: ["wat moet ik doen"]
must_solve: ["los jij het op"]
care: [thuiszorg]
moves:
  back: [terug]
  help: ["?", help]
""",
    "coaching.yaml": """\
aims:
  luisteren: Luisteren
stopwords: [de]
determiners: [uw]
unsure_determiners: [je]
prepositions: [met]
joiners: [en]
silence: ["…"]
jargon:
  casus: verhaal
free: ["mag ik"]
short_facts: ["hoe oud"]
boundary: [prima]
hello: [hallo]
bye: [dag]
alternatives:
  other: ["Vertel eens over {words}."]
hints:
  listen: [Luister.]
  give_back: ["{words}"]
  ask: ["{words}"]
""",
    "replay.yaml": """\
id: nalopen
title: Nalopen
purpose: Eerst bedenken, dan zien.
minutes: 3
does: replay
speaks: [participant]
silent: [contributor]
choices: [Vragen, Zwijgen]
says: Wat zou jij hier vragen?
done: Alles is gezien.
""",
    "naming.yaml": f"""\
aliases: [Merel, Vink, {", ".join(f"Vogel{number}" for number in range(38))}]
roles: [bewoner, moeder, vader, zoon, dochter, oma, opa, buur]
places:
  home: Thuis
""",
}


def write_content(folder: Path, *left_out: str) -> Path:
    """Write the clean folder, without the files that are left out."""
    for name, text in FILES.items():
        if name not in left_out:
            put(folder, name, text)
    return folder


def put(folder: Path, name: str, text: str) -> None:
    """Write one file of a content folder."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def change(folder: Path, name: str, old: str, new: str) -> None:
    """Put a mistake in a file, where ``old`` stands for the first time."""
    text = (folder / name).read_text(encoding="utf-8")
    assert old in text, f"{name} does not hold {old!r}"
    put(folder, name, text.replace(old, new, 1))


def line_of(folder: Path, name: str, text: str) -> int:
    """The line, from 1, on which this text first stands."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if text in line)
