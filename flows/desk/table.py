"""The desk's machine, one per seat: the first screen, the list, one question, privacy, erasing.

It has no branch on the door. ``talking`` means that a conversation is in hand and on the screen.
"""

from __future__ import annotations

from flows.clarification.naming import made_up_name
from flows.content.library import Library
from flows.content.shapes import Prompt
from flows.desk import bringing_in, rehearsing
from flows.desk.turn import DeskTurn
from flows.intervision.people import member
from flows.intervision.types import UsePass
from flows.machine import ANYWHERE, Flow, Row
from flows.practice.duo.talk import is_there
from flows.types import (
    Conversation,
    Desk,
    Erase,
    Notice,
    OfferLink,
    Place,
    UseLink,
    Visit,
)
from flows.wording import slots

STATES = (
    "home",
    "list",
    "choose",
    "consult",
    "consult.domains",
    "consult.moments",
    "cards",
    "card",
    "privacy",
    "help",
    "words",
    "erase",
    "erase.sure",
    "erased",
    "link",
    "practise",
    "practising",
    "line",
    "sharing",
    "shares",
    "shared",
    "talking",
    "intervision",
    "joining",
    "meeting",
    "bringing",
    "brought",
)
BEGINNINGS = ("begin", "stilte")  # moments whose questions suit anybody
REMEMBERED = 60  # questions that "nog een vraag" does not give again


# --- guards ------------------------------------------------------------------------------------


def in_hand(turn: DeskTurn) -> bool:
    """A conversation is in hand."""
    return turn.standing.conversation is not None


def in_list(turn: DeskTurn) -> bool:
    """The conversation named is one this person may open."""
    mine = {listing.id for listing in turn.standing.listing}
    return turn.argument in mine | {run.id for run in turn.standing.practices}


def in_hand_is_named(turn: DeskTurn) -> bool:
    """The conversation that was named is the one that was found, so this person may open it."""
    found = turn.standing.conversation
    return found is not None and found.id == turn.argument


def meeting_is_named(turn: DeskTurn) -> bool:
    """The meeting that was named is the one that was found, so this person may look in."""
    found = turn.standing.meeting
    return found is not None and found.id == turn.argument and is_there(turn.library, found)


def may_come_in(turn: DeskTurn) -> bool:
    """The code that was given opens a meeting, and this person was not sent away from it."""
    found = turn.standing.meeting
    if found is None or not is_there(turn.library, found):
        return False
    me = member(found, turn.standing.person)
    return not me.removed if me else turn.standing.invited is not None


def no_code(turn: DeskTurn) -> bool:
    """No code was given yet."""
    return not turn.argument


def has_code(turn: DeskTurn) -> bool:
    """A code was typed."""
    return bool(turn.argument)


# --- effects -----------------------------------------------------------------------------------


def remember_moment(turn: DeskTurn) -> None:
    """Which way in: before a talk or after it."""
    turn.change(moment=turn.argument or "after")


def forget_moment(turn: DeskTurn) -> None:
    """No way in is being chosen any more."""
    turn.change(moment="")


def begin(turn: DeskTurn) -> None:
    """A new household gets a made-up name; the only thing that is always filled in (001.1)."""
    before = turn.desk.moment == "before"
    turn.begins = Conversation(
        id=turn.fresh.id,
        alias=made_up_name(
            turn.library, turn.fresh.seed, {listing.alias for listing in turn.standing.listing}
        ),
        seed=turn.fresh.seed,
        at=Place("arrive.visit" if before else "story.telling"),
        visits=(Visit(1, turn.now),),
    )
    turn.enters = "go.arrive.visit" if before else "go.story.telling"
    turn.change(conversation=turn.fresh.id, moment="")
    turn.notices = (Notice("new_alias", of=turn.begins.id),)


def open_it(turn: DeskTurn) -> None:
    """Take up a conversation: another day is another visit, opened with promises and own words."""
    found = turn.standing.conversation
    if found is None:
        return
    zone = turn.fresh.zone
    another_day = found.visits[-1].on.astimezone(zone).date() != turn.now.astimezone(zone).date()
    moment, state = turn.desk.moment, found.at.state
    turn.change(conversation=found.id, moment="")
    if moment == "before":
        turn.enters = "visit.before"
    elif moment == "after":
        turn.enters = "visit.after" if another_day else "go.story.telling"
    elif another_day:
        turn.enters = "visit.before"
    else:
        turn.enters = "resume" if state == "paused" else None


def give_question(turn: DeskTurn) -> None:
    """One good open question at once; nothing is kept of it but that it was shown."""
    turn.change(subject=None)
    another(turn)


def about_this(turn: DeskTurn) -> None:
    """One question about this domain or for this moment."""
    turn.change(subject=turn.argument)
    another(turn)


def another(turn: DeskTurn) -> None:
    """Nog een vraag."""
    chosen = choose_question(turn.library, turn.desk, turn.desk.seed)
    asked = (*turn.desk.asked, chosen)[-REMEMBERED:]
    turn.change(asked=asked, seed=(turn.desk.seed * 1103515245 + 12345) % 2**31)


def choose_question(library: Library, desk: Desk, seed: int) -> str:
    """A question that suits anybody: of the subject if one was chosen, not shown lately."""
    subject = desk.subject or ""
    if subject in library.domains:
        prompts = library.domains[subject].prompts
    elif subject in library.moments:
        prompts = library.moments[subject].prompts
    else:
        prompts = suits_anybody(library)
    sayable = [p.id for p in prompts if not slots(p.ask)]
    unasked = [name for name in sayable if name not in desk.asked]
    return (unasked or sayable)[seed % len(unasked or sayable)]


def suits_anybody(library: Library) -> tuple[Prompt, ...]:
    """Openings, strengths and questions for a silence that suit any talk and any company."""
    beginnings = (prompt for name in BEGINNINGS for prompt in library.moments[name].prompts)
    of_domains = (
        prompt
        for domain in library.domains.values()
        if not domain.children
        for prompt in domain.prompts
        if prompt.kind in {"opening", "strength"}
    )
    found = (*beginnings, *of_domains)
    return tuple(each for each in found if not (each.not_when or each.only_when))


def open_card(turn: DeskTurn) -> None:
    """A method from the backpack, because it was called (001.4)."""
    turn.change(subject=turn.argument)


def offer_code(turn: DeskTurn) -> None:
    """A one-time code with which another door becomes the same person."""
    turn.change(code=turn.fresh.code)
    turn.effects = (OfferLink(turn.fresh.code),)


def use_code(turn: DeskTurn) -> None:
    """Join this door to the person who made the code."""
    turn.effects = (UseLink(turn.argument.replace(" ", "")),)


def aim(turn: DeskTurn) -> None:
    """The conversation that was named is about to be erased."""
    turn.change(target=turn.argument)


def aim_at_hand(turn: DeskTurn) -> None:
    """The conversation in hand is about to be erased."""
    turn.change(target=turn.desk.conversation)


def open_meeting(turn: DeskTurn) -> None:
    """Take a meeting in hand, as it goes on for everybody (001.13)."""
    turn.change(meeting=turn.argument, looking="", conversation=None)


def enter_meeting(turn: DeskTurn) -> None:
    """Come in by a code; who is at the table already just comes back to it."""
    found = turn.standing.meeting
    if found is None:
        return
    turn.change(meeting=found.id, looking="", conversation=None)
    role = turn.standing.invited
    if role is not None and member(found, turn.standing.person) is None:
        turn.effects = (UsePass(turn.argument, found.id, role),)


def erase(turn: DeskTurn) -> None:
    """Destroy the key of this conversation or practice run; nothing brings it back."""
    if turn.desk.target:
        turn.effects = (Erase(turn.desk.target),)
        desk, target = turn.desk, turn.desk.target
        turn.change(
            target=None,
            conversation=None if desk.conversation == target else desk.conversation,
            practice=None if desk.practice == target else desk.practice,
        )


PRACTICE_ROWS = (
    Row("with", ANYWHERE, "practising", (rehearsing.a_persona,), (rehearsing.rehearse,)),
    Row("run", ANYWHERE, "practising", (rehearsing.run_is_named,), (rehearsing.rehearse_on,)),
    Row("erase", "practising", "erase.sure", (rehearsing.run_in_hand,), (rehearsing.aim_at_run,)),
    Row(
        "return",
        ANYWHERE,
        "practising",
        (rehearsing.somebody_to_return_to,),
        (rehearsing.come_back,),
    ),
    Row("duo", "practise", "meeting", effects=(rehearsing.rehearse_together,)),
    Row("not_now", ANYWHERE, None, effects=(rehearsing.not_now,)),
    Row("no_invites", ANYWHERE, None, effects=(rehearsing.stop_inviting,)),
    Row("invites", "practise", None, effects=(rehearsing.switch_invitations,)),
    Row("line", ANYWHERE, "line"),
    Row("line_pdf", "line", None, effects=(rehearsing.give_line,)),
    Row("sharing", ANYWHERE, "sharing", (rehearsing.can_be_shared,), (rehearsing.aim_to_share,)),
    Row("share", "sharing", "shares", (rehearsing.something_was_chosen,), (rehearsing.share_it,)),
    Row("shares", ANYWHERE, "shares"),
    Row("withdraw", "shares", None, (rehearsing.is_shared,), (rehearsing.withdraw,)),
    Row("shared", ANYWHERE, "shared", (rehearsing.opens_something,), (rehearsing.read_it,)),
    Row("shared", ANYWHERE, None, effects=(rehearsing.say_gone,)),
)
BRINGING_ROWS = (
    Row("bring", "talking", "bringing", (in_hand,), (bringing_in.bring_in_hand,)),
    Row(
        "bring",
        "practising",
        "bringing",
        (rehearsing.run_in_hand,),
        (bringing_in.bring_run_in_hand,),
    ),
    Row("bring", ANYWHERE, "bringing", effects=(bringing_in.choose_source,)),
    Row(
        "bring_talk",
        "bringing",
        None,
        (bringing_in.a_conversation,),
        (bringing_in.bring_conversation,),
    ),
    Row("bring_run", "bringing", None, (bringing_in.a_run,), (bringing_in.bring_run,)),
    Row("bring_team", "bringing", None, effects=(bringing_in.bring_team_matter,)),
    Row("bring_on", "bringing", None, (bringing_in.a_draft,), (bringing_in.bring_on,)),
    Row("brought", ANYWHERE, "brought"),
    Row("withdraw", "brought", None, (bringing_in.a_copy,), (bringing_in.withdraw,)),
)
DESK = Flow(
    STATES,
    "home",
    (
        Row("home", ANYWHERE, "home", effects=(forget_moment,)),
        Row("list", ANYWHERE, "list", effects=(forget_moment,)),
        Row("choose", ANYWHERE, "choose", effects=(remember_moment,)),
        Row("new", ANYWHERE, "talking", effects=(begin,)),
        Row("open", ANYWHERE, "talking", (in_hand_is_named,), (open_it,)),
        Row("continue", ANYWHERE, "talking", (in_hand,), (open_it,)),
        Row("consult", ANYWHERE, "consult", effects=(give_question,)),
        Row("another", "consult", None, effects=(another,)),
        Row("domains", ANYWHERE, "consult.domains"),
        Row("moments", ANYWHERE, "consult.moments"),
        Row("about", ("consult.domains", "consult.moments"), "consult", effects=(about_this,)),
        Row("cards", ANYWHERE, "cards"),
        Row("card", ANYWHERE, "card", effects=(open_card,)),
        Row("privacy", ANYWHERE, "privacy"),
        Row("help", ANYWHERE, "help"),
        Row("words", ANYWHERE, "words"),
        Row("link", ANYWHERE, "home", (has_code,), (use_code,)),
        Row("link", ANYWHERE, "link", effects=(offer_code,)),
        Row("practise", ANYWHERE, "practise"),
        *PRACTICE_ROWS,
        Row("intervision", ANYWHERE, "intervision"),
        Row("meet", ANYWHERE, "meeting", (meeting_is_named,), (open_meeting,)),
        Row("join", ANYWHERE, "joining", (no_code,)),
        Row("join", ANYWHERE, "meeting", (may_come_in,), (enter_meeting,)),
        *BRINGING_ROWS,
        Row("erase", ANYWHERE, "erase.sure", (in_hand,), (aim_at_hand,)),
        Row("erase", ANYWHERE, "erase"),
        Row("erase_this", "erase", "erase.sure", (in_list,), (aim,)),
        Row("erase_sure", "erase.sure", "erased", effects=(erase,)),
    ),
)
