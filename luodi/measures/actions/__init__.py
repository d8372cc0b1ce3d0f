"""Writes of this room that are not moves, split by subject."""

from luodi.measures.actions.asks import propose_handover, request_extension
from luodi.measures.actions.cards import propose_cards
from luodi.measures.actions.drafts import (
    check_may_edit,
    draft_measure,
    edit_measure,
    edit_measures,
    editable_fields,
    name_leader,
)
from luodi.measures.actions.evidence import attach_evidence, withdraw_evidence
from luodi.measures.actions.orders import draft_order, edit_order
from luodi.measures.actions.progress import (
    add_milestone,
    finish_milestone,
    record_leader_action,
    report_progress,
    waive_milestone,
)
from luodi.measures.actions.results import do_look_back, record_outcome

__all__ = [
    "add_milestone",
    "attach_evidence",
    "check_may_edit",
    "do_look_back",
    "draft_measure",
    "draft_order",
    "edit_measure",
    "edit_measures",
    "edit_order",
    "editable_fields",
    "finish_milestone",
    "name_leader",
    "propose_cards",
    "propose_handover",
    "record_leader_action",
    "record_outcome",
    "report_progress",
    "request_extension",
    "waive_milestone",
    "withdraw_evidence",
]
