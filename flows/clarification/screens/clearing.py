"""Screens of the question and the gate."""

from __future__ import annotations

from flows.clarification.guards import is_clear
from flows.clarification.screens.asking import asking
from flows.clarification.screens.view import Rows, View, button, footer, voice_row
from flows.clarification.wording import short
from flows.types import Kind, Screen


def question_wording(view: View) -> Screen:
    """The question in own words; one per person, several in a household."""
    screen = asking(view)
    questions = view.of(Kind.QUESTION)
    chosen = [
        button(
            f"question:{root}", "question", text=short(line.text, 30), on=root == view.at.question
        )
        for root, line in questions.items()
    ]
    values = {**screen.values, "kept": tuple(questions.values())}
    rows = tuple((b,) for b in chosen) if len(chosen) > 1 else ()
    return Screen(screen.name, values, (*rows, *screen.rows), writes=True)


def checking(view: View) -> Screen:
    """Put the wording before the resident: zo klopt het voor nu, klopt niet, or nobody can say."""
    question = view.lines.get(view.at.question or 0)
    checks = view.of(Kind.CHECKED, about=view.at.question)
    early = view.at.question in view.conversation.early
    clear = early or bool(question and is_clear(question, checks.values()))
    values = {
        "question": question,
        "standing": list(checks.values())[-1].choice if checks and clear else "unchecked",
    }
    rows: Rows = (
        (button("check:confirmed"), button("check:wrong", "check_wrong")),
        (button("check:provisional", "check_provisional"),),
        (button("go.question.wording"), button("go.question.beneath")),
        *(((button("go.helps.ladder"),),) if clear else ()),
        *voice_row(view),
        *footer(view),
    )
    return Screen("checking", values, rows)


def gate_closed(view: View) -> Screen:
    """What helps waits until the question is clear; the ways to open it."""
    rows: Rows = (
        (
            button("go.question.checking")
            if view.of(Kind.QUESTION)
            else button("go.question.wording"),
        ),
        (button("early"), button("park_idea")),
        (button("back"), button("today"), button("menu")),
    )
    return Screen("gate_closed", {"question": bool(view.of(Kind.QUESTION))}, rows)


def idea(view: View) -> Screen:
    """An idea that came early: four answers, none of them a block (001.6)."""
    line = next((view.lines[r] for r in view.conversation.pending if r in view.lines), None)
    rows: Rows = (
        (button("park"), button("leave")),
        (button("idea_today"), button("own_words")),
    )
    return Screen("idea", {"line": line}, rows)
