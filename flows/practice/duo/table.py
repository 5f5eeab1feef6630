"""The duo's machine: who plays whom, the talk, looking back together, and the end.

Coming in, leaving and sending away are those of every meeting.
"""

from __future__ import annotations

from flows.intervision.guards import invited, is_here, leads, name_fits
from flows.intervision.leading import (
    ask_for_a_name,
    come_back,
    come_in,
    make_group_code,
    step_out,
)
from flows.machine import ANYWHERE, Flow, Row
from flows.practice.duo.doing import (
    answer,
    ask,
    begin,
    choose_moment,
    choose_persona,
    clear_table,
    close,
    keep_still,
    let_read,
    look_together,
    note_felt,
    send_out,
    speak_aloud,
    step_aside,
    swap,
    take_back,
    take_name,
    take_side,
    wipe,
)
from flows.practice.duo.guards import (
    a_free_side,
    a_persona,
    all_set,
    can_be_sent_away,
    has_no_name,
    is_professional,
    is_resident,
    left_before,
    may_end,
    names_the_last,
    plays,
    something_was_said,
    spoke,
)

STATES = ("gathering", "talking", "looking_back", "closed")
OPEN = ("gathering", "talking", "looking_back")

COMING = (
    Row("name", OPEN, None, (invited, name_fits), (come_in,)),
    Row("name", OPEN, None, (invited,), (ask_for_a_name,)),
    Row("said", OPEN, None, (has_no_name, name_fits), (take_name,)),
    Row("said", OPEN, None, (has_no_name,), (ask_for_a_name,)),
    Row("return", ANYWHERE, None, (left_before,), (come_back,)),
    Row("leave", ANYWHERE, None, (is_here,), (step_out,)),
    Row("remove", OPEN, None, (can_be_sent_away,), (send_out,)),
    Row("group", OPEN, None, (leads,), (make_group_code,)),
)
PLAYING = (
    Row("be", ("gathering", "talking"), None, (a_free_side,), (take_side,)),
    Row("look_on", "gathering", None, (plays,), (step_aside,)),
    Row("swap", "gathering", None, (plays,), (swap,)),
    Row("persona", "gathering", None, (is_resident, a_persona), (choose_persona,)),
    Row("later", ("gathering", "talking"), None, (is_professional,), (choose_moment,)),
    Row("begin", "gathering", "talking", (is_professional, all_set), (begin,)),
)
TALKING = (
    Row("said", "talking", None, (is_professional,), (ask,)),
    Row("said", "talking", None, (is_resident,), (answer,)),
    Row("aloud", "talking", None, (plays,), (speak_aloud,)),
    Row("silence", "talking", None, (is_professional,), (keep_still,)),
    Row("felt", "talking", None, (is_resident, names_the_last), (note_felt,)),
    Row("take_back", "talking", None, (spoke,), (take_back,)),
    Row("open", ("talking", "looking_back"), None, (is_professional,), (let_read,)),
    Row("look_back", "talking", "looking_back", (plays, something_was_said), (look_together,)),
    Row("look_back", "talking", "gathering", (plays,)),
)
AFTER = (
    Row("again", "looking_back", "gathering", (plays,), (clear_table,)),
    Row("swap", "looking_back", "gathering", (plays,), (clear_table, swap)),
    Row("close", "looking_back", "closed", (may_end,), (close,)),
    Row("wipe", ANYWHERE, None, (may_end,), (wipe,)),
)
DUO = Flow(STATES, "gathering", (*COMING, *PLAYING, *TALKING, *AFTER), ends=("closed",))
