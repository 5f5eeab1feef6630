"""What each one sees of a duo: the two who talk, and who looks on."""

from __future__ import annotations

from collections.abc import Callable

from flows.clarification.screens.view import Rows, button, pairs
from flows.content.library import Library
from flows.intervision.codes import shown as code_shown
from flows.intervision.people import member, present
from flows.intervision.screens.looking import LISTED
from flows.intervision.screens.view import page_named, pages
from flows.intervision.types import Meeting
from flows.practice.duo.hearing import hint_for
from flows.practice.duo.mirror import mirror
from flows.practice.duo.talk import SIDES, duo_of, is_free, last_of, on_turn, player, side_of
from flows.practice.duo.view import DuoView
from flows.types import Button, Screen, Standing

SHOWN = 4  # turns of the talk that are on the screen
CUT = 500  # characters of one of them there
HOME = button("desk.home", "home")


def screen_of(library: Library, standing: Standing, meeting: Meeting) -> Screen:
    """What this person sees; who is not at the table sees nothing of it."""
    desk = standing.desk
    view = DuoView(library, meeting, standing.contributions, standing.person, desk.looking)
    if view.me is None:
        return outside(view, invited=standing.invited is not None)
    if not view.me.name and meeting.state != "closed":
        return Screen("duo_name", {}, ((HOME,),), writes=True)
    look = view.looking.partition(":")[0]
    made = LOOKS[look](view) if look in LOOKS else None
    return made or SCREENS[meeting.state](view)


def outside(view: DuoView, *, invited: bool) -> Screen:
    """Who is not at the table: a name is asked of who may come in."""
    found = member(view.meeting, view.person)
    over = view.meeting.state == "closed"
    if found is not None and not found.removed:
        back = () if over else ((button("meet.return", over=over),),)
        return Screen("meeting_left", {"over": over, "mine": False}, (*back, (HOME,)))
    may = invited and found is None and not over
    return Screen("meeting_door", {"invited": may}, ((HOME,),), writes=may)


def gathering(view: DuoView) -> Screen:
    """Who plays whom, and with which resident."""
    persona = view.persona
    ready = persona is not None and not any(is_free(view.meeting, each) for each in SIDES)
    values = {
        **people_values(view),
        "code": code_of(view),
        "title": persona.title if persona else "",
        "warning": (persona.warning or "") if persona else "",
        "ready": ready,
    }
    return Screen("duo_gathering", values, (*roles(view, ready=ready), (look("menu"),)))


def roles(view: DuoView, *, ready: bool) -> Rows:
    """The moves of who is here before the talk begins."""
    side = view.side
    take = [
        button(f"meet.be:{each}", f"duo_be_{each}") for each in SIDES if is_free(view.meeting, each)
    ]
    rows: list[tuple[Button, ...]] = []
    if side == "professional" and ready:
        rows.append((button("meet.begin", "duo_begin"),))
    if side == "resident":
        chosen = view.persona is not None
        choose = look("personas", "duo_other" if chosen else "duo_personas")
        rows.append((choose, *((look("card"),) if chosen else ())))
    if side == "professional":
        rows.append((moment(view),))
    both = player(view.meeting, "professional") and player(view.meeting, "resident")
    turn_round = (button("meet.swap", "duo_swap"),) if side and both else ()
    aside = (button("meet.look_on", "duo_look_on"),) if side else ()
    return (*rows, *pairs([*take, *turn_round, *aside]))


def talking(view: DuoView) -> Screen:
    """The last of the talk. Feedback is for the professional alone, unless they open it."""
    persona, last = view.persona, last_of(view.duo, "professional")
    asked = on_turn(view.duo) == "resident" and view.side == "resident"
    values = {
        **people_values(view),
        "title": persona.title if persona else "",
        "intro": persona.intro if persona else "",
        "lines": view.lines(view.turns[-SHOWN:], CUT),
        "on_turn": on_turn(view.duo),
        "feedback": view.feedback(last) if last and not view.duo.later else None,
        "asked": asked,
        "felt": last.felt if last else "",
        "opened": view.duo.open,
    }
    return Screen("duo_talking", values, moves(view), writes=view.side is not None)


def moves(view: DuoView) -> Rows:
    """What each one can do in the talk."""
    free = [
        button(f"meet.be:{each}", f"duo_be_{each}")
        for each in SIDES
        if view.side is None and is_free(view.meeting, each)
    ]
    if view.side is None:
        return (*pairs(free), (look("menu"),))
    last = last_of(view.duo, "professional")
    mine = last_of(view.duo, view.side)
    undo = (button("meet.take_back", "duo_take_back"),) if mine else ()
    if view.side == "resident":
        felt = [
            button(f"meet.felt:{last.seq}:{each}", f"duo_felt_{each}", on=last.felt == each)
            for each in ("opened", "closed", "unsure")
            if last is not None
        ]
        acts: Rows = (
            tuple(felt),
            (button("meet.aloud", "duo_aloud"), look("card")),
            undo,
        )
    else:
        still = button("meet.silence", "run.silence")
        acts = ((button("meet.aloud", "duo_aloud"), still), (look("stuck"), *undo))
    ends = look("reveal", "duo_look_back") if view.turns else button("meet.look_back", "meet_round")
    return (*acts, (ends, look("menu")))


def looking_back(view: DuoView) -> Screen:
    """Together: what was asked and told, and the card. Not for judging anybody."""
    values = {**people_values(view), "back": mirror(view), "over": False}
    again: Rows = (
        ((button("meet.again", "duo_again"), button("meet.swap", "duo_swap")),) if view.side else ()
    )
    return Screen("duo_back", values, (*reading(view), *again, (look("menu"),)))


def closed(view: DuoView) -> Screen:
    """It is over; who was there can read it until it expires, or is erased."""
    values = {**people_values(view), "back": mirror(view), "over": True}
    wipe = (look("wipe"),) if may_end(view) else ()
    return Screen("duo_back", values, (*reading(view), (*wipe, HOME)))


def reading(view: DuoView) -> Rows:
    """Everything there is to read afterwards."""
    heard = (look("feedback"),) if any(map(view.feedback, view.turns)) else ()
    return ((look("talk"), look("card")), heard)


# --- looking at something besides ----------------------------------------------------------------


def menu(view: DuoView) -> Screen:
    """Everything that is needed now and then."""
    state = view.meeting.state
    made: list[Button] = [look("people")]
    made += [look("invite", "meet_invite")] if state != "closed" else []
    made += [look("talk")] if state == "talking" and view.turns else []
    if view.side == "professional" and state == "talking":
        made += [moment(view)]
    if view.side == "professional" and state in {"talking", "looking_back"}:
        made += [button("meet.open", "duo_open", on=view.duo.open)]
    made += [button("meet.close", "duo_close")] if state == "looking_back" and may_end(view) else []
    made += [look("wipe")] if may_end(view) else []
    made += [look("leave", "meet_leave"), HOME]
    return Screen("duo_menu", people_values(view), (*pairs(made), (back(),)))


def personas(view: DuoView) -> Screen | None:
    """Whom to play; whose card was seen comes back when everybody was played."""
    if view.side != "resident" or view.meeting.state != "gathering":
        return None
    every = view.library.personas
    left = {name: one for name, one in every.items() if name not in view.duo.seen} or every
    rows = tuple(
        (button(f"meet.persona:{name}", "persona", title=one.title, quiet=one.warning),)
        for name, one in left.items()
    )
    return Screen("duo_personas", {}, (*rows, (back(),)))


def card(view: DuoView) -> Screen | None:
    """The card, for who may see it."""
    found = view.card
    if found is None:
        return None
    return Screen("duo_card", {"card": found, "mine": view.side == "resident"}, ((back(),),))


def reveal(view: DuoView) -> Screen | None:
    """Looking back opens the card for everybody, before it is done."""
    if view.side is None or view.meeting.state != "talking":
        return None
    return Screen("duo_reveal", {}, ((button("meet.look_back", "duo_reveal"),), (back(),)))


def stuck(view: DuoView) -> Screen | None:
    """Ik zit vast: one hint, for the professional alone."""
    if view.side != "professional" or view.meeting.state != "talking":
        return None
    hint = hint_for(view.listening, view.persona.address if view.persona else "u")
    return Screen("duo_stuck", {"hint": hint}, ((back(),),), writes=True)


def talk(view: DuoView) -> Screen:
    """The whole talk, page by page."""
    lines = view.lines(view.turns)
    made = pages(len(each.text) + 30 for each in lines)
    here = page_named(view.looking, len(made))
    shown = tuple(lines[number] for number in made[here])
    return Screen("duo_talk", {"lines": shown}, (*turning("talk", here, len(made)), (back(),)))


def feedback(view: DuoView) -> Screen:
    """What the coach heard in each turn, for who may read it."""
    found = [(turn.felt, said) for turn in view.turns if (said := view.feedback(turn))]
    made = pages(len(said.quote) + len(said.alternative) + 120 for _, said in found)
    here = page_named(view.looking, len(made))
    shown = tuple(found[number] for number in made[here])
    values = {**people_values(view), "found": shown, "mine": view.side == "professional"}
    return Screen("duo_feedback", values, (*turning("feedback", here, len(made)), (back(),)))


def people(view: DuoView) -> Screen:
    """Who is here; who does not belong here can be sent away by who began it."""
    away = [
        button(f"meet.remove:{one.number}", "meet_remove", name=one.name)
        for one in present(view.meeting)[:LISTED]
        if view.leads and one != view.me and view.meeting.state != "closed"
    ]
    return Screen("duo_people", people_values(view), (*pairs(away), (back(),)))


def invite(view: DuoView) -> Screen | None:
    """How others come in: the code, and by who began it a link for a group chat."""
    if view.meeting.state == "closed":
        return None
    group = view.meeting.group_code if view.leads else ""
    rows: Rows = ((button("meet.group"),),) if view.leads else ()
    return Screen("duo_invite", {"code": code_of(view), "group_code": group}, (*rows, (back(),)))


def wipe(view: DuoView) -> Screen | None:
    """Erasing it for everybody, before it is done."""
    if not may_end(view):
        return None
    return Screen("duo_wipe", {}, ((button("meet.wipe", "erase_sure"),), (back(),)))


def leave(view: DuoView) -> Screen:
    """Leaving, before it is done."""
    return Screen("duo_leave", {}, ((button("meet.leave"),), (back(),)))


# --- what many of them share ---------------------------------------------------------------------


def people_values(view: DuoView) -> dict[str, object]:
    """Who is here and what each one does."""
    here = present(view.meeting)
    return {
        "people": tuple((o.name, side_of(view.meeting, o.number) or "onlooker") for o in here),
        "professional": player(view.meeting, "professional"),
        "resident": player(view.meeting, "resident"),
        "side": view.side or "onlooker",
        "later": duo_of(view.meeting).later,
    }


def code_of(view: DuoView) -> str:
    """The code by which colleagues come in, as people read it; empty when it is over."""
    return code_shown(view.meeting.code) if view.meeting.code else ""


def may_end(view: DuoView) -> bool:
    """Whether who looks may end it or erase it."""
    return view.side is not None or view.leads


def moment(view: DuoView) -> Button:
    """When the professional hears something back."""
    return button("meet.later", "practise_later", later=view.duo.later)


def look(what: str, words: str = "") -> Button:
    """A button that shows something besides."""
    return button(f"meet.look:{what}", words or f"duo_{what}")


def back() -> Button:
    """Back to where everybody is."""
    return button("meet.look:", "meet_round")


def turning(what: str, here: int, count: int) -> Rows:
    """The page before, and the next."""
    before = (button(f"meet.look:{what}:{here - 1}", "duo_earlier"),) if here else ()
    after = (button(f"meet.look:{what}:{here + 1}", "meet_older"),) if here + 1 < count else ()
    return ((*before, *after),) if before or after else ()


SCREENS: dict[str, Callable[[DuoView], Screen]] = {
    "gathering": gathering,
    "talking": talking,
    "looking_back": looking_back,
    "closed": closed,
}
LOOKS: dict[str, Callable[[DuoView], Screen | None]] = {
    "menu": menu,
    "personas": personas,
    "card": card,
    "reveal": reveal,
    "stuck": stuck,
    "talk": talk,
    "feedback": feedback,
    "people": people,
    "invite": invite,
    "wipe": wipe,
    "leave": leave,
}
