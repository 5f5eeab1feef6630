"""What every screen is made with: the view, buttons and the rows that are always there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from flows.clarification.lines import OF_THE_PROFESSIONAL, current, of_kind
from flows.content.library import Library
from flows.content.shapes import Ask
from flows.types import Button, Conversation, Entry, Kind, Place, Version, Visit

Rows = tuple[tuple[Button, ...], ...]
PAGE = 8  # lines on one page of the list
SHOWN = 3  # lines shown again above a question


@dataclass(frozen=True)
class View:
    """What a screen may look at."""

    library: Library
    conversation: Conversation
    entries: tuple[Entry, ...]
    versions: tuple[Version, ...] = ()

    @property
    def at(self) -> Place:
        """Where the cursor is."""
        return self.conversation.at

    @property
    def visit(self) -> Visit:
        """The visit that is going on."""
        return self.conversation.visits[-1]

    @cached_property
    def lines(self) -> dict[int, Entry]:
        """The lines as they stand."""
        return current(self.entries)

    def of(self, *kinds: Kind, about: int | None = None) -> dict[int, Entry]:
        """The lines of these kinds as they stand."""
        return of_kind(self.lines, *kinds, about=about)

    @property
    def ask(self) -> Ask | None:
        """The conversation's question that is being put."""
        return self.library.ask_at(self.at.state, self.at.prompt)

    def at_prompt(self, prompt: str) -> View:
        """The same view with this question in hand."""
        at = replace(self.at, prompt=prompt)
        return replace(self, conversation=replace(self.conversation, at=at))

    @cached_property
    def people(self) -> tuple[str, ...]:
        """The role words of the circle, in the order they were told."""
        return tuple(person.text for person in self.of(Kind.PERSON).values())


def button(action: str, words: str | None = None, **values: object) -> Button:
    """A button whose label is named as its action unless said otherwise."""
    return Button(action, words or action.partition(":")[0], values)


def pairs(buttons: list[Button], wide: int = 2) -> Rows:
    """Buttons side by side, two in a row unless said otherwise."""
    return tuple(tuple(buttons[i : i + wide]) for i in range(0, len(buttons), wide))


def head(view: View) -> Mapping[str, object]:
    """What every template may show: the alias, whose line it is, who may read it."""
    conversation = view.conversation
    return {
        "alias": conversation.alias,
        "voice": conversation.voice.value,
        "member": conversation.member,
        "audience": conversation.audience.value,
        "visit": view.visit.number,
    }


def footer(view: View) -> Rows:
    """Back where there is a way back, what can be done today (always open), and everywhere else."""
    been = view.conversation.history or view.conversation.overlay
    back = (button("back"),) if been else ()
    return ((*back, button("today"), button("menu")),)


def kept_here(view: View, ask: Ask | None) -> tuple[Entry, ...]:
    """The last lines that answered this question, to see that they were kept.

    What was just kept is seen too when the next question of this screen is put already.
    """
    if ask is None:
        return ()
    here = {each.id for each in view.library.by_state.get(view.at.state, ())}
    lines = [entry for entry in view.lines.values() if entry.text and entry.prompt in here]
    moment = next((each.at for each in lines if each.seq == view.conversation.last), None)
    just = tuple(entry for entry in lines if entry.at == moment)
    before = [entry for entry in lines if entry.prompt == ask.id and entry.at != moment]
    return (*before[max(0, len(before) + len(just) - SHOWN) :], *just)


def voice_row(view: View, ask: Ask | None = None) -> Rows:
    """Whose line it is: one tap to change, and one to take back what was just kept.

    What ``ask`` asks of the professional is the professional's: there is nothing to choose.
    """
    voice = () if ask and ask.stores in OF_THE_PROFESSIONAL else (voice_button(view),)
    undo = (button("undo"),) if view.conversation.last else ()
    return ((*voice, *undo),) if voice or undo else ()


def voice_button(view: View) -> Button:
    """Whose line the next one is, and the way to change it."""
    conversation = view.conversation
    return button(
        "voice",
        "voice_now",
        voice=conversation.voice.value,
        member=conversation.member,
        audience=conversation.audience.value,
    )


ONWARD: Mapping[str, tuple[str, ...]] = {
    "arrive.visit": ("go.story.telling", "go.domains.map"),
    "story.good": ("go.domains.map", "end.contact"),
    "circle.people": ("go.circle.missing", "go.question.wording"),
    "circle.missing": ("go.question.wording", "go.plan.showing"),
    "question.wording": ("go.question.beneath", "go.question.checking"),
    "question.beneath": ("go.question.enough", "go.question.checking"),
    "question.enough": ("go.question.checking",),
    "plan.deciding": ("go.plan.values", "go.plan.showing"),
    "plan.values": ("go.plan.deciding", "go.plan.showing"),
    "mirror.asking": ("stop",),
    "ending.not_now": ("stop",),
    "ending.contact": ("go.mirror.asking", "stop"),
}


def onward(view: View) -> list[Button]:
    """Where people mostly go from here; everything else is behind "Ga naar"."""
    return [button(action) for action in ONWARD.get(view.at.state, ())]
