"""Writes of mentoring, one file per noun."""

from masterstvo.mentoring.actions.asking import answer_sheet, ask_at_the_end, ask_pairs, ask_sides
from masterstvo.mentoring.actions.base import (
    create_need,
    create_profile,
    edit_need,
    edit_profile,
    withdraw_need,
)
from masterstvo.mentoring.actions.ending import end_mentorship
from masterstvo.mentoring.actions.erase import erase_pairs
from masterstvo.mentoring.actions.grounds import create_needs, decline_needs
from masterstvo.mentoring.actions.matching import (
    finish_matching,
    propose_matches,
    start_matching,
    stop_matching,
)
from masterstvo.mentoring.actions.offering import propose_from_base
from masterstvo.mentoring.actions.order import draft_order, follow_document
from masterstvo.mentoring.actions.pair import (
    add_mentorship,
    agree,
    approve_mentorship,
    begin_mentorship,
    edit_mentorship,
    propose_mentorship,
    refuse_mentorship,
    remove_mentorship,
)
from masterstvo.mentoring.actions.school import mark_condition, unmark_condition
from masterstvo.mentoring.actions.work import (
    add_task,
    apply_template,
    create_template,
    edit_template,
    note_conversation,
    note_group_conversation,
    note_task,
    remove_conversation,
    remove_task,
    remove_template,
)

__all__ = [
    "finish_matching",
    "propose_matches",
    "start_matching",
    "stop_matching",
    "add_mentorship",
    "add_task",
    "agree",
    "answer_sheet",
    "apply_template",
    "approve_mentorship",
    "ask_at_the_end",
    "ask_pairs",
    "ask_sides",
    "begin_mentorship",
    "create_need",
    "create_needs",
    "create_profile",
    "create_template",
    "decline_needs",
    "draft_order",
    "edit_mentorship",
    "edit_need",
    "edit_profile",
    "edit_template",
    "end_mentorship",
    "erase_pairs",
    "follow_document",
    "mark_condition",
    "note_conversation",
    "note_group_conversation",
    "note_task",
    "propose_from_base",
    "propose_mentorship",
    "refuse_mentorship",
    "remove_conversation",
    "remove_mentorship",
    "remove_task",
    "remove_template",
    "unmark_condition",
    "withdraw_need",
]
