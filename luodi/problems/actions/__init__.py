"""Writes of this room that are not moves."""

from luodi.problems.actions.assisting import assist
from luodi.problems.actions.consenting import give_consent, withdraw_consent
from luodi.problems.actions.consolidating import start_consolidation, store_groups
from luodi.problems.actions.deciding import (
    accept_group,
    decide,
    rename_group,
    take_near,
    undo_decisions,
    undo_last,
)
from luodi.problems.actions.linking import link_statement, link_statements, unlink
from luodi.problems.actions.making import create_problem
from luodi.problems.actions.parting import end_part, keep_parts
from luodi.problems.actions.placing import (
    place,
    place_as_suggested,
    place_in_new,
    take_back_last,
)
from luodi.problems.actions.regrouping import merge_problems, move_statements, split_problem
from luodi.problems.actions.sorting import name_theme, retire_entries
from luodi.problems.actions.undoing import undo_regrouping

__all__ = [
    "accept_group",
    "assist",
    "create_problem",
    "decide",
    "end_part",
    "give_consent",
    "keep_parts",
    "link_statement",
    "link_statements",
    "merge_problems",
    "move_statements",
    "name_theme",
    "place",
    "place_as_suggested",
    "place_in_new",
    "rename_group",
    "retire_entries",
    "split_problem",
    "start_consolidation",
    "store_groups",
    "take_back_last",
    "take_near",
    "undo_decisions",
    "undo_last",
    "undo_regrouping",
    "unlink",
    "withdraw_consent",
]
