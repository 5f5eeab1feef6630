"""The conversation's machine as a table: every state, every move, every guard and effect.

Moves that anybody may make from anywhere are written once with the source ``*``. The order of rows
with the same event matters: the first whose guards hold is taken.
"""

from __future__ import annotations

from flows.clarification import guards as when
from flows.clarification.effects import (
    asking,
    gate,
    moving,
    planning,
    sorting,
    telling,
    visiting,
)
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
    "plan.version",
    "plan.steps",
    "plan.deciding",
    "plan.circumstance",
    "plan.values",
    "plan.reading_back",
    "plan.correcting",
    "plan.sharing",
    "mirror.asking",
    "mirror.practising",
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
    "colleague.asking",
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
    "colleague": "colleague.asking",
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
ONCE = (
    "today.asking",
    "promise.asking",
    "signal.asking",
    "bottleneck.asking",
    "colleague.asking",
    "gate.parking",
)
# Where nothing was asked: a text is kept all the same, and waits to be sorted.
LOOSE = (
    "arrive.alias",
    "story.sorting",
    "domains.map",
    "question.checking",
    "plan.showing",
    "plan.sharing",
    "mirror.practising",
    "plan.version",
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
    Row(
        "go.plan.showing",
        ("plan.reading_back", "plan.correcting"),
        "safety.notice",
        (when.something_waits,),
        (moving.show_what_waited,),
    ),
    *(Row(f"go.{name}", ANYWHERE, name, effects=(moving.leave_overlay,)) for name in FREE),
    Row("go.story.sorting", ANYWHERE, "story.sorting", effects=(moving.leave_overlay,)),
    *(
        row
        for name in ("question.beneath", "question.enough", "question.checking")
        for row in (
            Row(
                f"go.{name}",
                ANYWHERE,
                name,
                (when.has_question,),
                (moving.leave_overlay, gate.take_a_question),
            ),
            Row(f"go.{name}", ANYWHERE, "question.wording", effects=(moving.leave_overlay,)),
        )
    ),
    *(Row(event, ANYWHERE, name, effects=(moving.hold_place,)) for event, name in ASIDE.items()),
    Row("back", ANYWHERE, None, (when.in_overlay,), (moving.return_to_place,)),
    Row("back", ANYWHERE, None, (when.back_somewhere,), (moving.step_back,)),
    Row("pause", ANYWHERE, "paused", effects=(moving.hold_place, moving.pause)),
    Row("resume", ANYWHERE, None, (when.in_overlay,), (moving.return_to_place,)),
    Row("stop", ANYWHERE, None, effects=(moving.go_to_desk,)),
    Row("end.not_now", ANYWHERE, "ending.not_now", effects=(visiting.end_not_now,)),
    Row("end.contact", ANYWHERE, "ending.contact", effects=(visiting.end_contact,)),
)

# The one gate: problem-solving waits until the question is clear (004.1).
GATE = (
    Row(
        "go.helps.ladder",
        ANYWHERE,
        "helps.ladder",
        (when.question_was_checked,),
        (moving.leave_overlay, gate.take_a_clear_question, gate.offer_parked_back),
    ),
    Row("go.helps.ladder", ANYWHERE, "gate.closed", effects=(moving.hold_place,)),
    Row(
        "go.plan.steps",
        ANYWHERE,
        "plan.steps",
        (when.question_was_checked,),
        (moving.leave_overlay, planning.new_step),
    ),
    Row("go.plan.steps", ANYWHERE, "gate.closed", effects=(moving.hold_place,)),
    Row("early", "gate.closed", "gate.early"),
    Row("told", "gate.early", "helps.ladder", (), (gate.open_early,), (telling.keep_answer,)),
    Row("park", "gate.idea", None, effects=(gate.park_idea, moving.return_to_place)),
    Row("leave", "gate.idea", None, effects=(gate.leave_idea, moving.return_to_place)),
    Row("idea_today", "gate.idea", None, effects=(gate.do_today, moving.return_to_place)),
    Row("own_words", "gate.idea", None, effects=(gate.resident_said_it, moving.return_to_place)),
)

TELLING = (
    Row("told", "story.telling", None, effects=(telling.keep_answer,)),
    Row(
        "told",
        ASKING,
        None,
        effects=(telling.keep_answer, telling.hint_own_words, asking.one_network_follow_up),
    ),
    Row(
        "told",
        ("domains.asking", "domains.deepening"),
        "domains.deepening",
        effects=(telling.notice_heavy_news, asking.another_question),
        leaving=(telling.keep_domain_line,),
    ),
    Row(
        "told",
        ONCE,
        None,
        effects=(telling.keep_answer, moving.return_to_place, telling.say_kept_aside),
    ),
    Row("told", "helps.ladder", None, (when.on_a_rung,), (planning.keep_rung,)),
    Row("told", "helps.ladder", None, (when.offering,), (planning.keep_offer,)),
    Row("told", "helps.ladder", None, effects=(telling.keep_loose,)),
    Row("told", "plan.steps", None, (when.has_step,), (planning.keep_step_part,)),
    Row("told", "plan.steps", None, effects=(planning.keep_first_step,)),
    Row("told", "plan.circumstance", "plan.deciding", leaving=(telling.keep_answer,)),
    Row("told", "plan.reading_back", None, effects=(planning.keep_correction,)),
    Row("told", "plan.correcting", "plan.reading_back", leaving=(planning.keep_correction,)),
    Row("told", "lines.editing", "lines.one", effects=(sorting.edit_line,)),
    Row("told", LOOSE, None, effects=(telling.keep_loose,)),
    # After a line was kept: what it says about the next question, then safety, then an early idea.
    Row(
        "noted",
        ANYWHERE,
        None,
        effects=(telling.remember_last, telling.notice_heavy_news, telling.hint_must_solve),
    ),
    Row(
        "heard",
        ANYWHERE,
        None,
        (when.sounds_like_danger, when.looking_together),
        (telling.say_waits,),
    ),
    Row(
        "heard",
        ANYWHERE,
        "safety.notice",
        (when.sounds_like_danger,),
        (moving.hold_place, telling.say_kept_private),
    ),
    Row(
        "heard",
        ANYWHERE,
        "gate.idea",
        (when.comes_too_early,),
        (moving.hold_place, gate.remember_idea),
    ),
)

DOMAINS = (
    Row("group", "domains.map", None, (when.in_a_group,), (asking.open_group,)),
    Row("domain", ANYWHERE, "domains.asking", (when.in_a_domain,), (asking.enter_domain,)),
    Row(
        "another", ("domains.asking", "domains.deepening"), None, effects=(asking.another_question,)
    ),
    Row("kinds", ("domains.asking", "domains.deepening"), None, effects=(asking.more_kinds,)),
    Row("kind", ("domains.asking", "domains.deepening"), None, effects=(asking.question_of_kind,)),
    Row("ask", ANYWHERE, None, effects=(asking.choose_ask,)),
    Row("skip", ("domains.asking", "domains.deepening"), None, effects=(asking.another_question,)),
    Row("skip", "helps.ladder", None, effects=(planning.after_rung,)),
    Row(
        "skip",
        (*ASKING, "plan.steps"),
        None,
        effects=(asking.skip_ask, asking.one_network_follow_up),
    ),
    Row("sort_group", "story.sorting", None, (when.in_a_group,), (asking.open_group,)),
    Row("sort", "story.sorting", None, effects=(sorting.sort_line,)),
)

QUESTION = (
    Row("question", ANYWHERE, None, effects=(gate.choose_question,)),
    Row("check", "question.checking", None, effects=(gate.check_question,)),
)

HELPING = (
    Row(
        "rung", "helps.ladder", None, effects=(planning.open_rung, planning.hint_professional_first)
    ),
    Row("ladder", "helps.ladder", None, effects=(planning.close_rung,)),
    Row("use", "helps.ladder", None, (when.names_a_line,), (gate.use_parked,)),
    Row("drop", "helps.ladder", None, (when.names_a_line,), (gate.drop_parked,)),
    Row("accept", "helps.ladder", None, (when.names_a_line,), (gate.resident_accepts,)),
    Row("decline", "helps.ladder", None, (when.names_a_line,), (gate.resident_declines,)),
)

PLANNING = (
    Row("step", "plan.steps", None, (when.names_a_line,), (planning.open_step,)),
    Row("new_step", "plan.steps", None, effects=(planning.new_step,)),
    Row("who", "plan.steps", None, (when.professional_gives_reason,), (planning.ask_for_reason,)),
    Row("who", "plan.steps", None, effects=(planning.resident_does_it,)),
    Row("agree", "plan.deciding", None, effects=(planning.say_agreement,)),
    Row("decide", "plan.deciding", None, (when.everybody_agrees,), (planning.decide,)),
    Row("decide", "plan.deciding", None, effects=(planning.not_without_them,)),
    Row("disagree", "plan.deciding", None, effects=(visiting.end_disagree,)),
    Row("override", "plan.deciding", "plan.circumstance"),
    Row("right", "plan.reading_back", None, effects=(planning.read_back_right,)),
    Row("not_right", "plan.reading_back", "plan.correcting", effects=(planning.says_not_right,)),
    Row("add", "plan.reading_back", "plan.correcting"),
    Row("copy", "plan.showing", "plan.sharing", effects=(planning.choose_copy,)),
    Row("share", "plan.sharing", "plan.showing", leaving=(planning.shared_with_consent,)),
    Row("version", "plan.showing", "plan.version", effects=(asking.open_group,)),
    Row("save", "plan.showing", None, effects=(planning.save_version,)),
    Row("practise_it", "mirror.asking", "mirror.practising"),
)

VISITING = (
    Row("other_alias", "arrive.alias", None, effects=(visiting.other_alias,)),
    Row("place", "arrive.visit", None, effects=(visiting.choose_place,)),
    Row("more", "arrive.visit", None, effects=(visiting.show_more,)),
    Row("circumstance", "arrive.visit", None, effects=(visiting.toggle_circumstance,)),
    Row(
        "visit.before", ANYWHERE, "arrive.visit", effects=(moving.leave_overlay, visiting.new_visit)
    ),
    Row(
        "visit.after", ANYWHERE, "story.telling", effects=(moving.leave_overlay, visiting.new_visit)
    ),
    Row("address", ("arrive.visit", "menu.showing"), None, effects=(visiting.change_address,)),
    Row("kept", ANYWHERE, None, (when.names_a_line,), (visiting.promise_kept,)),
)

LINES = (
    Row("line", "lines.list", "lines.one", (when.names_a_line,), (sorting.open_line,)),
    Row("edit", "lines.one", "lines.editing"),
    Row("strike", "lines.one", "lines.list", effects=(sorting.strike_line,)),
    Row("restore", "lines.list", None, effects=(sorting.restore_line,)),
    Row("line_voice", "lines.one", None, effects=(sorting.choose_line_voice,)),
    Row("line_audience", "lines.one", None, effects=(sorting.choose_line_audience,)),
    Row("line_group", "lines.one", None, effects=(asking.open_group,)),
    Row("line_domain", "lines.one", None, effects=(sorting.choose_line_domain,)),
    Row("all_lines", ("lines.one", "lines.editing"), "lines.list"),
    Row("page", "lines.list", None, effects=(asking.open_group,)),
    Row("undo", ANYWHERE, None, effects=(sorting.take_back,)),
    Row("set_voice", "voice.choosing", None, effects=(sorting.choose_voice,)),
    Row("set_member", "voice.choosing", None, effects=(sorting.choose_member,)),
    Row("set_audience", "voice.choosing", None, effects=(sorting.choose_audience,)),
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
