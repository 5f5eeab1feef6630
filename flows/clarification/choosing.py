"""Which open question comes next in a domain: small rules, each with the reason it is there."""

from __future__ import annotations

from flows.clarification.lines import last_own_words
from flows.clarification.turn import Turn
from flows.content.shapes import FollowUp, Prompt
from flows.types import Conversation
from flows.wording import slots

REMEMBERED = 200  # prompts a conversation remembers as put


def next_prompt(turn: Turn, kind: str | None = None) -> Prompt:
    """The next question of the domain in hand: a fitting one that was not put before."""
    domain = turn.library.domains[turn.at.domain or turn.library.order[0]]
    fitting = [prompt for prompt in domain.prompts if fits(turn, prompt)] or list(domain.prompts)
    unasked = [prompt for prompt in fitting if prompt.id not in turn.conversation.asked]
    if kind:
        wanted = [prompt for prompt in unasked if prompt.kind == kind]
        again = [prompt for prompt in fitting if prompt.kind == kind]
        unasked = wanted or again or [p for p in domain.prompts if p.kind == kind] or unasked
        return (unasked or fitting)[0]
    follow = follows_from_what_was_said(turn, domain.follow_ups)
    if turn.conversation.heavy and (
        stay := stay_with_it([*([follow] if follow else ()), *unasked])
    ):
        return stay
    if follow:
        return follow
    return sorted(unasked or fitting, key=strengths_first)[0]


def fits(turn: Turn, prompt: Prompt) -> bool:
    """Whether this question may be put now; one that gives own words back waits for some."""
    sayable = not slots(prompt.ask) or last_own_words(turn.entries) is not None
    return sayable and suits(turn.conversation, prompt)


def suits(conversation: Conversation, prompt: Prompt) -> bool:
    """Not this question now: grief, others, an interpreter, a child (004.1, tone.md §1)."""
    now = {*conversation.visits[-1].circumstances, *(["grief"] if conversation.heavy else [])}
    company = not prompt.only_when or bool(now & set(prompt.only_when))
    return company and not now & set(prompt.not_when)


def stay_with_it(prompts: list[Prompt]) -> Prompt | None:
    """After heavy news stay with it before anything else; nothing is to be fixed (004.1)."""
    return next((prompt for prompt in prompts if prompt.kind == "staying"), None)


def follows_from_what_was_said(turn: Turn, follow_ups: tuple[FollowUp, ...]) -> FollowUp | None:
    """Start from the person's own words and view, not from the list (004.6)."""
    if not turn.text:
        return None
    return next(
        (
            follow
            for follow in follow_ups
            if fits(turn, follow)
            and follow.id not in turn.conversation.asked
            and turn.library.follow_ups[follow.id].search(turn.text)
        ),
        None,
    )


def strengths_first(prompt: Prompt) -> int:
    """What a person does and can, and who is there, come before any gap (000.1, 000.3, 004.8)."""
    order = (
        "opening",
        "strength",
        "network",
        "deepening",
        "exception",
        "future",
        "beneath",
        "signal",
        "scale",
        "staying",
        "miracle",
    )
    return order.index(prompt.kind)


def put(turn: Turn, prompt: Prompt) -> None:
    """Put this question now, and remember that it was."""
    asked = (*turn.conversation.asked, prompt.id)[-REMEMBERED:]
    turn.change(asked=asked)
    turn.move(prompt=prompt.id)
