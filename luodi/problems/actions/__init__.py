"""Writes of this room that are not moves."""

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
from luodi.problems.actions.regrouping import merge_problems, move_statements, split_problem
from luodi.problems.actions.undoing import undo_regrouping

__all__ = [
    "accept_group",
    "create_problem",
    "decide",
    "link_statement",
    "link_statements",
    "merge_problems",
    "move_statements",
    "rename_group",
    "split_problem",
    "start_consolidation",
    "store_groups",
    "take_near",
    "undo_decisions",
    "undo_last",
    "undo_regrouping",
    "unlink",
]
