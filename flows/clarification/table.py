"""The conversation's machine as a table: every state, every move, every guard and effect.

Moves that anybody may make from anywhere are written once with the source ``*``. The order of rows
with the same event matters: the first whose guards hold is taken.
"""

from __future__ import annotations

from flows.clarification import effects as do
from flows.clarification import guards as when
from flows.machine import ANYWHERE, Flow, Row

STATES = (
    "arrive.alias",
    "arrive.visit",
    "story.telling",
    "story.sorting",
    "story.good",
    "domains.map",
    "domains.asking",
    "domains.deepening",
    "circle.people",
    "circle.missing",
    "question.wording",
    "question.beneath",
    "question.enough",
    "question.checking",
    "helps.ladder",
    "plan.showing",
    "plan.steps",
    "plan.deciding",
    "plan.circumstance",
    "plan.values",
    "plan.reading_back",
    "plan.correcting",
    "plan.sharing",
    "mirror.asking",
    "ending.not_now",
    "ending.contact",
    "gate.idea",
    "gate.closed",
    "gate.early",
    "gate.parking",
    "today.asking",
    "promise.asking",
    "signal.asking",
    "bottleneck.asking",
    "advice.asked",
    "safety.notice",
    "safety.steps",
    "lines.list",
    "lines.one",
    "lines.editing",
    "voice.choosing",
    "menu.showing",
    "paused",
)

# Where anybody may go at any moment: no order, no screening, no wizard (001.2, 004.2).
FREE = (
    "arrive.alias",
    "arrive.visit",
    "story.telling",
    "story.good",
    "domains.map",
    "circle.people",
    "circle.missing",
    "question.wording",
    "plan.showing",
    "plan.deciding",
    "plan.values",
    "plan.reading_back",
    "mirror.asking",
)
# What lies over the conversation and returns to where it was.
ASIDE = {
    "today": "today.asking",
    "promise": "promise.asking",
    "signal": "signal.asking",
    "bottleneck": "bottleneck.asking",
    "park_idea": "gate.parking",
    "safety": "safety.notice",
    "lines": "lines.list",
    "voice": "voice.choosing",
    "menu": "menu.showing",
    "advice": "advice.asked",
}
# Where a typed text answers the question of that state.
ASKING = (
    "arrive.visit",
    "story.good",
    "circle.people",
    "circle.missing",
    "question.wording",
    "question.beneath",
    "question.enough",
    "plan.deciding",
    "plan.values",
    "mirror.asking",
    "ending.not_now",
    "ending.contact",
)
# Where a typed text is kept and the overlay is put away.
ONCE = ("today.asking", "promise.asking", "signal.asking", "bottleneck.asking", "gate.parking")
# Where nothing was asked: a text is kept all the same, and waits to be sorted.
LOOSE = (
    "arrive.alias",
    "story.sorting",
    "domains.map",
    "question.checking",
    "plan.showing",
    "plan.reading_back",
    "plan.sharing",
    "gate.idea",
    "gate.closed",
    "advice.asked",
    "safety.notice",
    "safety.steps",
    "lines.list",
    "lines.one",
    "voice.choosing",
    "menu.showing",
    "paused",
)

MOVING = (
    *(Row(f"go.{name}", ANYWHERE, name, effects=(do.leave_overlay,)) for name in FREE),
    Row("go.story.sorting", ANYWHERE, "story.sorting", (when.lines_wait,), (do.leave_overlay,)),
    Row("go.story.sorting", ANYWHERE, "domains.map", effects=(do.leave_overlay,)),
    *(
        row
        for name in ("question.beneath", "question.enough", "question.checking")
        for row in (
            Row(
                f"go.{name}",
                ANYWHERE,
                name,
                (when.has_question,),
                (do.leave_overlay, do.take_a_question),
            ),
            Row(f"go.{name}", ANYWHERE, "question.wording", effects=(do.leave_overlay,)),
        )
    ),
    *(Row(event, ANYWHERE, name, effects=(do.hold_place,)) for event, name in ASIDE.items()),
    Row("back", ANYWHERE, None, (when.in_overlay,), (do.return_to_place,)),
    Row("back", ANYWHERE, None, (when.back_somewhere,), (do.step_back,)),
    Row("pause", ANYWHERE, "paused", effects=(do.hold_place, do.pause)),
    Row("resume", ANYWHERE, None, (when.in_overlay,), (do.return_to_place,)),
    Row("stop", ANYWHERE, None, effects=(do.go_to_desk,)),
    Row("end.not_now", ANYWHERE, "ending.not_now", effects=(do.end_not_now,)),
    Row("end.contact", ANYWHERE, "ending.contact", effects=(do.end_contact,)),
)

# The one gate: problem-solving waits until the question is clear (004.1).
GATE = (
    Row(
        "go.helps.ladder",
        ANYWHERE,
        "helps.ladder",
        (when.question_was_checked,),
        (do.leave_overlay, do.take_a_question, do.offer_parked_back),
    ),
    Row("go.helps.ladder", ANYWHERE, "gate.closed", effects=(do.hold_place,)),
    Row(
        "go.plan.steps",
        ANYWHERE,
        "plan.steps",
        (when.question_was_checked,),
        (do.leave_overlay, do.new_step),
    ),
    Row("go.plan.steps", ANYWHERE, "gate.closed", effects=(do.hold_place,)),
    Row("early", "gate.closed", "gate.early"),
    Row("told", "gate.early", "helps.ladder", effects=(do.keep_answer, do.open_early)),
    Row("park", "gate.idea", None, effects=(do.park_idea, do.return_to_place)),
    Row("leave", "gate.idea", None, effects=(do.leave_idea, do.return_to_place)),
    Row("idea_today", "gate.idea", None, effects=(do.do_today, do.return_to_place)),
    Row("own_words", "gate.idea", None, effects=(do.resident_said_it, do.return_to_place)),
)

TELLING = (
    Row("told", "story.telling", None, effects=(do.keep_answer,)),
    Row("told", ASKING, None, effects=(do.keep_answer, do.hint_own_words)),
    Row(
        "told",
        ("domains.asking", "domains.deepening"),
        "domains.deepening",
        effects=(do.keep_domain_line, do.notice_heavy_news, do.another_question),
    ),
    Row("told", ONCE, None, effects=(do.keep_answer, do.return_to_place)),
    Row("told", "helps.ladder", None, effects=(do.keep_rung,)),
    Row("told", "plan.steps", None, effects=(do.keep_step_part,)),
    Row("told", "plan.circumstance", "plan.deciding", effects=(do.keep_answer,)),
    Row("told", "plan.correcting", "plan.reading_back", effects=(do.keep_answer,)),
    Row("told", "lines.editing", "lines.one", effects=(do.edit_line,)),
    Row("told", LOOSE, None, effects=(do.keep_loose,)),
    # After a line was kept: safety first, then an idea that came too early, then the next question.
    Row("heard", ANYWHERE, None, (when.sounds_like_danger, when.looking_together), (do.say_waits,)),
    Row("heard", ANYWHERE, "safety.notice", (when.sounds_like_danger,), (do.hold_place,)),
    Row("heard", ANYWHERE, "gate.idea", (when.comes_too_early,), (do.hold_place, do.remember_idea)),
)

DOMAINS = (
    Row("group", "domains.map", None, (when.in_a_group,), (do.open_group,)),
    Row("domain", ANYWHERE, "domains.asking", (when.in_a_domain,), (do.enter_domain,)),
    Row("another", ("domains.asking", "domains.deepening"), None, effects=(do.another_question,)),
    Row("kinds", ("domains.asking", "domains.deepening"), None, effects=(do.more_kinds,)),
    Row("kind", ("domains.asking", "domains.deepening"), None, effects=(do.question_of_kind,)),
    Row("ask", ANYWHERE, None, effects=(do.choose_ask,)),
    Row("skip", ("domains.asking", "domains.deepening"), None, effects=(do.another_question,)),
    Row("skip", "helps.ladder", None, effects=(do.after_rung,)),
    Row("skip", (*ASKING, "plan.steps"), None, effects=(do.skip_ask,)),
    Row("sort_group", "story.sorting", None, (when.in_a_group,), (do.open_group,)),
    Row("sort", "story.sorting", None, effects=(do.sort_line,)),
)

QUESTION = (
    Row("question", ANYWHERE, None, effects=(do.choose_question,)),
    Row("check", "question.checking", None, effects=(do.check_question,)),
)

HELPING = (
    Row("rung", "helps.ladder", None, effects=(do.open_rung, do.hint_professional_first)),
    Row("ladder", "helps.ladder", None, effects=(do.close_rung,)),
    Row("use", "helps.ladder", None, (when.names_a_line,), (do.use_parked,)),
    Row("drop", "helps.ladder", None, (when.names_a_line,), (do.drop_parked,)),
    Row("accept", "helps.ladder", None, (when.names_a_line,), (do.resident_accepts,)),
    Row("decline", "helps.ladder", None, (when.names_a_line,), (do.resident_declines,)),
)

PLANNING = (
    Row("step", "plan.steps", None, (when.names_a_line,), (do.open_step,)),
    Row("new_step", "plan.steps", None, effects=(do.new_step,)),
    Row("who", "plan.steps", None, (when.professional_gives_reason,), (do.ask_for_reason,)),
    Row("who", "plan.steps", None, effects=(do.resident_does_it,)),
    Row("agree", "plan.deciding", None, effects=(do.say_agreement,)),
    Row("decide", "plan.deciding", None, (when.everybody_agrees,), (do.decide,)),
    Row("decide", "plan.deciding", None, effects=(do.not_without_them,)),
    Row("disagree", "plan.deciding", None, effects=(do.end_disagree,)),
    Row("override", "plan.deciding", "plan.circumstance"),
    Row("right", "plan.reading_back", None, effects=(do.read_back_right,)),
    Row("not_right", "plan.reading_back", "plan.correcting"),
    Row("add", "plan.reading_back", "plan.correcting"),
    Row("copy", "plan.showing", "plan.sharing", effects=(do.choose_copy,)),
    Row("share", "plan.sharing", "plan.showing", effects=(do.shared_with_consent,)),
    Row("save", "plan.showing", None, effects=(do.save_version,)),
)

VISITING = (
    Row("other_alias", "arrive.alias", None, effects=(do.other_alias,)),
    Row("place", "arrive.visit", None, effects=(do.choose_place,)),
    Row("circumstance", "arrive.visit", None, effects=(do.toggle_circumstance,)),
    Row("visit.before", ANYWHERE, "arrive.visit", effects=(do.leave_overlay, do.new_visit)),
    Row("visit.after", ANYWHERE, "story.telling", effects=(do.leave_overlay, do.new_visit)),
    Row("address", ("arrive.visit", "menu.showing"), None, effects=(do.change_address,)),
    Row("kept", ANYWHERE, None, (when.names_a_line,), (do.promise_kept,)),
)

LINES = (
    Row("line", "lines.list", "lines.one", (when.names_a_line,), (do.open_line,)),
    Row("edit", "lines.one", "lines.editing"),
    Row("strike", "lines.one", "lines.list", effects=(do.strike_line,)),
    Row("restore", "lines.list", None, effects=(do.restore_line,)),
    Row("line_voice", "lines.one", None, effects=(do.choose_line_voice,)),
    Row("line_audience", "lines.one", None, effects=(do.choose_line_audience,)),
    Row("all_lines", ("lines.one", "lines.editing"), "lines.list"),
    Row("page", "lines.list", None, effects=(do.open_group,)),
    Row("undo", ANYWHERE, None, effects=(do.take_back,)),
    Row("set_voice", "voice.choosing", None, effects=(do.choose_voice,)),
    Row("set_member", "voice.choosing", None, effects=(do.choose_member,)),
    Row("set_audience", "voice.choosing", None, effects=(do.choose_audience,)),
    Row("steps", "safety.notice", "safety.steps"),
)

CLARIFICATION = Flow(
    STATES,
    "story.telling",
    (
        *MOVING,
        *GATE,
        *TELLING,
        *DOMAINS,
        *QUESTION,
        *HELPING,
        *PLANNING,
        *VISITING,
        *LINES,
    ),
)
