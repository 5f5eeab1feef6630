"""One turn of the whole guide, pure: what a person did becomes what now stands and what is done.

The desk is asked first (which room is this, which conversation is in hand), then the conversation.
No clock, no chance, no network, no database: time and chance come in as values.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import datetime

from flows.clarification import conversing
from flows.clarification.lines import LONGEST
from flows.clarification.screens import screen_of as conversation_screen
from flows.clarification.screens.view import View
from flows.content.library import Library
from flows.desk import confined, notes, practice_screens, sitting
from flows.desk import screens as desk_screens
from flows.intervision import meeting, taking
from flows.intervision.bringing import bringing
from flows.intervision.bringing.screens import screen_of as bringing_screen
from flows.intervision.codes import plain
from flows.intervision.screens import screen_of as meeting_screen
from flows.practice import practising
from flows.practice.duo import pairing
from flows.practice.duo.screens import screen_of as duo_screen
from flows.practice.duo.talk import is_duo
from flows.practice.screens import screen_of as practice_screen
from flows.types import (
    Desk,
    Edited,
    Fresh,
    Heard,
    Input,
    Notice,
    Outcome,
    Pressed,
    Reading,
    Rejected,
    Said,
    Screen,
    Standing,
    Unreadable,
)
from flows.vanished import found_again

OPEN = ("open:", taking.INTO)  # and what then names the conversation
RUN = "desk.run:"
MEET = "desk.meet:"
JOIN = "/meedoen"
LINKED = "/start m_"  # an opaque link begins so; what follows is the code


def wanted(desk: Desk, given: Input) -> str | None:
    """Which conversation this turn is about: the one a button opens, else the one in hand."""
    if isinstance(given, Pressed) and given.action.startswith(OPEN):
        return given.action.partition(":")[2]
    return desk.conversation


def wanted_run(desk: Desk, given: Input) -> str | None:
    """Which practice run this turn is about: the one a button opens, else the one on the screen."""
    if isinstance(given, Pressed) and given.action.startswith(RUN):
        return given.action.removeprefix(RUN)
    return desk.practice if desk.state == "practising" else None


def wanted_meeting(desk: Desk, given: Input) -> str | None:
    """Which meeting this turn is about: the one a button opens, else the one on the screen.

    A turn that gives a code (`wanted_code`) is about the meeting that the code opens.
    """
    if isinstance(given, Pressed) and given.action.startswith(MEET):
        return given.action.removeprefix(MEET)
    return desk.meeting if desk.state == "meeting" else None


def wanted_code(desk: Desk, given: Input) -> str | None:
    """The join code that is given in this turn, as it is kept; None when there is none.

    It comes behind a command, in an opaque link, or typed where one is asked for.
    """
    text = given.text.strip() if isinstance(given, Said) else ""
    if text.startswith(LINKED):
        found = text.removeprefix(LINKED)
    elif text.partition(" ")[0].partition("@")[0].lower() == JOIN:
        found = text.partition(" ")[2]
    else:
        found = text if desk.state == "joining" and not text.startswith("/") else ""
    return plain(found) or None


def wanted_share(given: Input) -> str | None:
    """The code of something shared that this turn brings, if it brings one."""
    command = sitting.command_of(given.text.strip()) if isinstance(given, Said) else None
    if command is None or not command.startswith(sitting.OPENS_CODE):
        return None
    return command.removeprefix(sitting.OPENS_CODE)


def advance(
    library: Library,
    standing: Standing,
    given: Input,
    reading: Reading,
    fresh: Fresh,
    now: datetime,
) -> Outcome | Rejected:
    """Take one turn. `Rejected` leaves everything as it stood and says why in one sentence."""
    standing = found_again(library, replace(standing, now=now))
    if (refused := refusal(library, standing, given)) is not None:
        return Rejected(refused)
    if not isinstance(given, Pressed):
        standing = replace(standing, desk=replace(standing.desk, invited=0))
    taken = (
        joined(library, standing, given, fresh, now)
        or practising.take(library, standing, given, reading, now)
        or bringing.take(library, standing, given, reading, fresh, now)
        or pairing.take(library, standing, given, reading, fresh, now)
        or taking.take(library, standing, given, now)
        or meeting.take(library, standing, given, reading, fresh, now)
    )
    if taken is not None:
        return taken
    if isinstance(given, Edited):
        return conversing.edited(library, standing, given, reading, now)
    heard = Heard(given.text.strip(), given.source, reading) if isinstance(given, Said) else Heard()
    action = given.action if isinstance(given, Pressed) else sitting.command_of(heard.text)
    in_talk = standing.desk.state == "talking" and standing.conversation is not None
    if action is None and in_talk:
        return conversing.told(library, standing, heard, now)
    if action is not None and in_talk and not sitting.is_desk_action(action):
        return conversing.moved(library, standing, action, now, sitting.behind_command(heard))
    return sitting.take(library, standing, action, heard, fresh, now)


def joined(
    library: Library, standing: Standing, given: Input, fresh: Fresh, now: datetime
) -> Outcome | Rejected | None:
    """A join code that is given, wherever this person is; None when there is none."""
    code = wanted_code(standing.desk, given)
    if code is None:
        return None
    return sitting.take(library, standing, f"desk.join:{code}", Heard(), fresh, now)


def refusal(library: Library, standing: Standing, given: Input) -> Notice | None:
    """What cannot be taken: a note where none may be, an older button, nothing, too much."""
    desk = standing.desk
    if (unheld := notes.refused(desk, given) or refused_text(standing, given)) is not None:
        return unheld
    match given:
        case Unreadable(what):
            return Notice("cannot_read", {"what": what})
        case Pressed():
            return refused_button(library, standing, given)
        case Said(text) | Edited(text):
            if not says_something(text):
                return Notice("empty")
            if len(text) > LONGEST:
                return Notice("too_long", {"most": str(LONGEST)})
    return None


def refused_button(library: Library, standing: Standing, given: Pressed) -> Notice | None:
    """A button counts only when its screen is the newest and offers it, to who is in the room."""
    if meeting.is_strangers(library, standing, given.action):
        return meeting.no_entry(standing)
    current = screen_of(library, standing)
    newest = given.screen == standing.desk.screen and not went_on_elsewhere(standing)
    return None if newest and given.action in current.actions else Notice("old_button")


def refused_text(standing: Standing, given: Input) -> Notice | None:
    """A text typed under an older screen may be another household's, or for the mirror alone.

    A command leads the same way from anywhere. At a table any screen of it will do, because it
    changes with everybody; one from before is not for those who sit there.
    """
    if not isinstance(given, Said):
        return None
    desk, text = standing.desk, given.text.strip()
    alone = sitting.command_of(text) is not None and " " not in text
    first = desk.since if desk.state == "meeting" else desk.screen
    newest = given.screen is None or first <= given.screen <= desk.screen
    return None if alone or (newest and not went_on_elsewhere(standing)) else Notice("old_text")


def shown_next(before: Desk, after: Desk) -> Desk:
    """The desk with the number of its next screen, and of the first one of where it now is.

    Which questions and card were shown goes no further than the rooms of them.
    """
    number = before.screen + 1
    stays = (before.state, before.meeting) == (after.state, after.meeting)
    left = after if after.state in sitting.CONSULTS else replace(after, subject=None, asked=())
    return replace(left, screen=number, since=before.since if stays else number)


def went_on_elsewhere(standing: Standing) -> bool:
    """Whether this person went on with the conversation on this screen at another seat."""
    desk, held = standing.desk, standing.beside or standing.conversation
    here = desk.state == "talking" and held is not None and held.id == desk.conversation
    return here and held is not None and held.turns != desk.seen


def says_something(text: str) -> bool:
    """Whether anything can be seen of it: a letter, a number, a sign or a picture."""
    return any(unicodedata.category(character)[0] in "LNPS" for character in text)


def screen_of(library: Library, standing: Standing) -> Screen:
    """What a person sees follows from where things stand; an invitation lies over it."""
    standing = found_again(library, standing)
    if standing.desk.invited:
        return practice_screens.invitation(standing)
    if standing.desk.state == "talking" and standing.conversation is not None:
        view = View(library, standing.conversation, standing.entries, standing.versions)
        return conversation_screen(view)
    if practising.is_practising(library, standing) and standing.practice:
        brings = standing.desk.notes and bool(library.methods)
        return practice_screen(library, standing.practice, standing.spoken, brings=brings)
    if bringing.is_bringing(library, standing):
        return bringing_screen(library, standing)
    if meeting.is_meeting(library, standing) and standing.meeting:
        look = duo_screen if is_duo(standing.meeting) else meeting_screen
        screen = look(library, standing, standing.meeting)
        return confined.within(standing.desk, screen)
    desk = standing.desk
    if desk.state in {"talking", "practising", "meeting"}:
        standing = replace(standing, desk=replace(desk, state="home"))
    return desk_screens.screen_of(library, standing)


def one_question(library: Library, seed: int) -> Screen:
    """One good open question and nothing else, for a group chat."""
    return desk_screens.one_question(library, seed)
