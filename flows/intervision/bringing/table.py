"""The machine by which a contributor composes what a group will see; before the end nobody does.

The owner goes freely back and forth; the marked lines are offered first. Approving counts only for
exactly what was on the screen.
"""

from __future__ import annotations

from flows.intervision.bringing.copying import copy_of
from flows.intervision.bringing.guards import (
    a_method,
    as_shown,
    from_conversation,
    from_team,
    has_lines,
    has_method,
    has_name,
    has_question,
    more_waits,
    name_fits,
    names_a_line,
    next_waiting,
    not_open_yet,
    something_waits,
)
from flows.intervision.bringing.pieces import MOMENTS, digest, moments_of
from flows.intervision.bringing.turn import BringingTurn
from flows.intervision.bringing.types import DropDraft, Worded
from flows.intervision.people import NAME
from flows.intervision.types import BeginMeeting, Meeting, OfferPass, Participant, ShareCopy
from flows.machine import ANYWHERE, Flow, Row
from flows.types import Notice

STATES = (
    "moments",
    "telling",
    "lines",
    "line",
    "question",
    "opening",
    "method",
    "facilitator",
    "name",
    "preview",
    "dropping",
)
READY = (has_question, has_method, has_name, as_shown)
TYPED = 12  # lines of a team matter
LONGEST = 1_500  # characters of one line, or of the question
PAGE = 20  # lines that can be chosen from on one screen


# --- effects -----------------------------------------------------------------------------------


def choose_moment(turn: BringingTurn) -> None:
    """A moment is taken along, or not after all; three is the most."""
    chosen = turn.draft.moments
    if turn.argument in chosen:
        turn.change(moments=tuple(each for each in chosen if each != turn.argument))
    elif len(chosen) >= MOMENTS:
        turn.refused = Notice("bring_three")
    elif turn.argument in {each.key for each in moments_of(turn.library, turn.source)}:
        turn.change(moments=(*chosen, turn.argument))


def tell(turn: BringingTurn) -> None:
    """A line of a team matter."""
    if len(turn.draft.typed) >= TYPED:
        turn.refused = Notice("bring_enough", {"most": str(TYPED)})
    else:
        turn.change(typed=(*turn.draft.typed, turn.heard.text))


def first_page(turn: BringingTurn) -> None:
    """The lines from the first one on."""
    turn.change(page=0, walking=False)


def turn_page(turn: BringingTurn) -> None:
    """More lines, or the first ones again."""
    pages = max(1, -(-len(turn.pieces) // PAGE))
    turn.change(page=(turn.draft.page + 1) % pages)


def take_line(turn: BringingTurn) -> None:
    """One line in hand."""
    turn.change(line=int(turn.argument), walking=False)


def walk(turn: BringingTurn) -> None:
    """The marked lines, one by one."""
    if waiting := next_waiting(turn):
        turn.change(line=waiting.line, walking=True)


def walk_on(turn: BringingTurn) -> None:
    """The next marked line."""
    here = turn.draft.line
    waiting = [piece.line for piece in turn.pieces if piece.waits and piece.line != here]
    turn.change(line=next((line for line in waiting if line > here), waiting[0]))


def keep_line(turn: BringingTurn) -> None:
    """The line may be seen as it stands here, with what is pointed out in it."""
    if (piece := turn.piece()) is None:
        return
    others = tuple(each for each in turn.draft.looked if each.line != piece.line)
    turn.change(
        out=tuple(each for each in turn.draft.out if each != piece.line),
        chosen=(*turn.draft.chosen, piece.line) if piece.shy else turn.draft.chosen,
        looked=(*others, Worded(piece.line, digest(piece.own))),
    )


def leave_out(turn: BringingTurn) -> None:
    """The group does not see this line."""
    here = turn.draft.line
    turn.change(
        out=tuple(dict.fromkeys((*turn.draft.out, here))),
        chosen=tuple(each for each in turn.draft.chosen if each != here),
    )


def word_anew(turn: BringingTurn) -> None:
    """Other words in the copy alone; the line itself stays as it was told."""
    here = turn.draft.line
    others = tuple(each for each in turn.draft.worded if each.line != here)
    turn.change(worded=(*others, Worded(here, turn.heard.text)))
    keep_shown(turn)


def keep_shown(turn: BringingTurn) -> None:
    """What was worded anew is meant to be seen; what is pointed out in it is pointed out again."""
    if (piece := turn.piece()) and not piece.kept:
        turn.change(
            out=tuple(each for each in turn.draft.out if each != piece.line),
            chosen=(*turn.draft.chosen, piece.line) if piece.shy else turn.draft.chosen,
        )


def word_as_told(turn: BringingTurn) -> None:
    """Back to the words as they were told."""
    here = turn.draft.line
    turn.change(worded=tuple(each for each in turn.draft.worded if each.line != here))


def ask(turn: BringingTurn) -> None:
    """The question to the group, chosen before people meet."""
    verdict = turn.heard.reading.verdict
    turn.change(question=turn.heard.text, heard=verdict.label if verdict else "")


def choose_method(turn: BringingTurn) -> None:
    """A way to look at it, with its own length (002.4: at most an hour is offered first)."""
    turn.change(method=turn.argument)


def choose_facilitator(turn: BringingTurn) -> None:
    """Who watches the time and the steps."""
    turn.change(facilitates=turn.argument == "me")


def choose_name(turn: BringingTurn) -> None:
    """How colleagues call the contributor: it stands at the table, and not in the copy."""
    turn.change(name=turn.heard.text)


def refuse_name(turn: BringingTurn) -> None:
    """A name that does not fit on a line."""
    turn.refused = Notice("meeting_name", {"most": str(NAME)})


def refuse_text(turn: BringingTurn) -> None:
    """Nothing is typed here."""
    turn.refused = Notice("nothing_asked")


def refuse_to_skip(turn: BringingTurn) -> None:
    """This cannot be left open."""
    turn.refused = Notice("nothing_to_skip")


def approve(turn: BringingTurn) -> None:
    """What stood on the screen is frozen, and a meeting begins around it."""
    copy = copy_of(turn.library, turn.draft, turn.source, turn.fresh.id, turn.now)
    turn.begins = Meeting(
        id=turn.fresh.other,
        method=turn.draft.method,
        copy=copy.id,
        language=turn.standing.desk.language,
        people=(Participant(1, turn.standing.person, turn.draft.name, "contributor"),),
        code=turn.fresh.join,
        contributor_leads=turn.draft.facilitates,
        origin=copy.origin,
    )
    turn.effects = (
        ShareCopy(copy),
        BeginMeeting(turn.begins),
        OfferPass(turn.fresh.join, turn.begins.id, "participant"),
        DropDraft(turn.draft.id),
    )
    turn.notices = (Notice("bring_shared"),)


def leave(turn: BringingTurn) -> None:
    """Stop for now; the draft is there next time."""
    turn.leaves = True


def drop(turn: BringingTurn) -> None:
    """The draft is thrown away; what it was composed from stays as it is."""
    turn.effects = (DropDraft(turn.draft.id),)
    turn.notices = (Notice("bring_dropped"),)
    turn.leaves = True


BRINGING = Flow(
    STATES,
    "moments",
    (
        Row("moment", "moments", None, effects=(choose_moment,)),
        Row("said", "telling", None, effects=(tell,)),
        Row("next", ("moments", "telling"), "lines", (has_lines,), (first_page,)),
        Row("next", ("moments", "telling", "lines"), "question"),
        Row("page", "lines", None, effects=(turn_page,)),
        Row("line", "lines", "line", (names_a_line,), (take_line,)),
        Row("marked", ("lines", "preview"), "line", (something_waits,), (walk,)),
        Row("keep", "line", None, (more_waits,), (keep_line, walk_on)),
        Row("keep", "line", "lines", effects=(keep_line,)),
        Row("out", "line", None, (more_waits,), (leave_out, walk_on)),
        Row("out", "line", "lines", effects=(leave_out,)),
        Row("said", "line", None, effects=(word_anew,)),
        Row("as_told", "line", None, effects=(word_as_told,)),
        Row("said", ("question", "opening"), "opening", (not_open_yet,), (ask,)),
        Row("said", ("question", "opening"), "method", effects=(ask,)),
        Row("reopen", "opening", "question"),
        Row("next", ("question", "opening"), "method", (has_question,)),
        Row("method", "method", "facilitator", (a_method,), (choose_method,)),
        Row("next", "method", "facilitator", (has_method,)),
        Row("facilitates", "facilitator", "preview", (has_name,), (choose_facilitator,)),
        Row("facilitates", "facilitator", "name", effects=(choose_facilitator,)),
        Row("said", "name", "preview", (name_fits,), (choose_name,)),
        Row("said", "name", None, effects=(refuse_name,)),
        Row("name", "preview", "name"),
        Row("lines", ("line", "preview"), "lines", (has_lines,), (first_page,)),
        Row("question", "preview", "question"),
        Row("method", "preview", "method"),
        Row("approve", "preview", None, READY, (approve,)),
        Row("back", ("lines", "question"), "telling", (from_team,)),
        Row("back", "lines", "moments", (from_conversation,)),
        Row("back", "question", "lines", (has_lines,), (first_page,)),
        Row("back", "question", "moments", (from_conversation,)),
        Row("back", "line", "lines", effects=(first_page,)),
        Row("back", ("opening", "method"), "question"),
        Row("back", "facilitator", "method"),
        Row("back", "name", "facilitator"),
        Row("back", "preview", "facilitator"),
        Row("back", "dropping", "question"),
        Row("back", ANYWHERE, None, effects=(leave,)),
        Row("throw_away", ANYWHERE, "dropping"),
        Row("drop", "dropping", None, effects=(drop,)),
        Row("leave", ANYWHERE, None, effects=(leave,)),
        Row("said", ANYWHERE, None, effects=(refuse_text,)),
        Row("next", ANYWHERE, None, effects=(refuse_to_skip,)),
    ),
)
