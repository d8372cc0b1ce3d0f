"""Reads used in more than one place."""

from luodi.problems.queries.constraints import Constraints, constraints_of
from luodi.problems.queries.desk import Screen, next_number, reason_for, screen_of
from luodi.problems.queries.items import first_words, item_of, items_of, statements_to_group
from luodi.problems.queries.map import Tile, by_month, by_theme, by_unit, tiles_of
from luodi.problems.queries.problems import (
    has_outcome,
    open_measures,
    started_measures,
    targets_for,
    with_counts,
)
from luodi.problems.queries.runs import busy_run, by_gain, latest_run, members_of, sitting
from luodi.problems.queries.timeline import timeline_of

__all__ = [
    "Constraints",
    "Screen",
    "Tile",
    "busy_run",
    "by_gain",
    "by_month",
    "by_theme",
    "by_unit",
    "constraints_of",
    "first_words",
    "has_outcome",
    "item_of",
    "items_of",
    "latest_run",
    "members_of",
    "next_number",
    "open_measures",
    "reason_for",
    "screen_of",
    "sitting",
    "started_measures",
    "statements_to_group",
    "targets_for",
    "tiles_of",
    "timeline_of",
    "with_counts",
]
