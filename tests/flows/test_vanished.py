"""A team takes its own questions out again: nobody is stuck there, and no line leaves the plan."""

from __future__ import annotations

import pytest

from flows.clarification.plan_types import Plan
from flows.content.library import Library
from flows.content.shapes import Rung
from flows.playing import Player
from flows.types import Screen
from tests.flows.recordings import library

BEGIN = ("desk.choose:after", "desk.new")
CHECKED = (*BEGIN, "go.question.wording", "=Rust in huis", "go.question.checking")
OFFICES = (*CHECKED, "check:confirmed", "go.helps.ladder", "rung:moestuin")


def with_a_garden() -> Library:
    """The shipped content with a team's own subject, rung and moment."""
    shipped = library().content
    money = shipped.domains["geldzaken"]
    prompts = tuple(one.model_copy(update={"id": f"tuin-{one.id}"}) for one in money.prompts)
    changed = {"id": "tuin", "title": "De tuin", "prompts": prompts, "follow_ups": ()}
    last = shipped.groups[-1]
    groups = (
        *shipped.groups[:-1],
        last.model_copy(update={"domains": (*last.domains, "tuin")}),
        last.model_copy(update={"id": "buiten", "title": "Buiten", "domains": ("tuin",)}),
    )
    rung = Rung(id="moestuin", title="De moestuin", looked="Wat groeit er?", says="Wat zegt u?")
    moment = shipped.moments[0].model_copy(
        update={
            "id": "buiten",
            "prompts": tuple(
                one.model_copy(update={"id": f"buiten-{one.id}"})
                for one in shipped.moments[0].prompts
            ),
        }
    )
    return Library(
        shipped.model_copy(
            update={
                "domains": {**shipped.domains, "tuin": money.model_copy(update=changed)},
                "groups": groups,
                "rungs": (*shipped.rungs, rung),
                "moments": (*shipped.moments, moment),
            }
        )
    )


def left_at(*moves: str) -> Player:
    """Somebody who stood there when the garden was still in the content, at the next start."""
    player = Player(with_a_garden())
    go(player, *moves)
    player.library = library()
    return player


def go(player: Player, *moves: str) -> None:
    """Tap, or type what begins with "="."""
    for move in moves:
        assert move.startswith("=") or move in player.screen.actions, (move, player.screen.actions)
        player.say(move[1:]) if move.startswith("=") else player.press(move)


@pytest.mark.parametrize(
    ("moves", "screen"),
    [
        ((*BEGIN, "go.domains.map", "group:buiten", "domain:tuin"), "map"),
        ((*BEGIN, "go.domains.map", "group:buiten", "domain:tuin", "=De roos bloeit."), "map"),
        ((*BEGIN, "go.domains.map", "group:buiten"), "map"),
        (OFFICES, "ladder"),
        ((*OFFICES, "=Een perkje"), "ladder"),
        ((*BEGIN, "=De heg is hoog.", "go.story.sorting", "sort_group:buiten"), "sorting"),
        (("desk.consult", "desk.moments", "desk.about:buiten"), "home"),
    ],
)
def test_who_stood_at_what_is_gone_goes_on_from_what_is_there(
    moves: tuple[str, ...], screen: str
) -> None:
    player = left_at(*moves)
    seen: Screen = player.screen
    assert seen.name == screen
    go(player, "=/menu" if screen == "home" else "menu")


def test_back_leads_past_what_is_gone() -> None:
    player = left_at(*BEGIN, "go.domains.map", "group:buiten", "domain:tuin", "menu")
    go(player, "back")
    assert player.screen.name == "map"


def test_a_question_that_was_an_answer_after_all_is_kept_when_its_subject_is_gone() -> None:
    player = left_at(*BEGIN, "go.domains.map", "group:buiten", "domain:tuin", "=Wat moet ik doen?")
    go(player, "meant")
    assert [each.text for each in player.entries[player.desk.conversation or ""]] == [
        "Wat moet ik doen?"
    ]


def test_what_was_told_about_it_stays_in_the_plan() -> None:
    player = left_at(
        *BEGIN, "go.domains.map", "group:buiten", "domain:tuin", "=De roos bloeit.", "menu"
    )
    go(player, "=/plan")
    assert "De roos bloeit." in told(player)


def test_what_was_looked_at_on_a_rung_that_is_gone_stays_in_the_plan() -> None:
    player = left_at(*OFFICES, "=Een perkje achter.", "=Daar zit ik graag.", "=/plan")
    assert {"Een perkje achter.", "Daar zit ik graag."} <= set(told(player))
    assert shown(player).helps == ()


def shown(player: Player) -> Plan:
    """The plan on the screen."""
    plan = player.screen.values["plan"]
    assert isinstance(plan, Plan)
    return plan


def told(player: Player) -> tuple[str, ...]:
    """What the plan has under what was told."""
    return tuple(line.text for line in shown(player).story)
