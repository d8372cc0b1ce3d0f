"""Reads used in more than one place."""

from luodi.problems.queries.behind import Behind, behind
from luodi.problems.queries.constraints import Constraints, constraints_of
from luodi.problems.queries.desk import Screen, next_number, reason_for, screen_of
from luodi.problems.queries.explaining import Told, explain_pair
from luodi.problems.queries.items import first_words, item_of, items_of, statements_to_group
from luodi.problems.queries.map import Cut, Ground, Tile, by_month, by_theme, by_unit, tiles_of
from luodi.problems.queries.outside import Extra, Planned, configured, may_send, planned_for
from luodi.problems.queries.portrait import (
    Heat,
    Hot,
    heat_of,
    heats,
    hot_problems,
    options_in_use,
    portrait_of,
    portrait_told,
    scheme_of,
)
from luodi.problems.queries.problems import (
    has_outcome,
    how_measures_stand,
    leads_a_measure,
    open_measures,
    started_measures,
    targets_for,
    with_counts,
    with_lead,
)
from luodi.problems.queries.runs import busy_run, by_gain, latest_run, members_of, sitting
from luodi.problems.queries.suggesting import (
    Suggestion,
    alike_first,
    singles_of,
    suggestions_for,
)
from luodi.problems.queries.themes import Theme, theme_labels, themes_of
from luodi.problems.queries.timeline import timeline_of
from luodi.problems.queries.volume import Volumes, volume_of, volumes_of

__all__ = [
    "Behind",
    "Constraints",
    "Cut",
    "Extra",
    "Ground",
    "Heat",
    "Hot",
    "Planned",
    "Screen",
    "Suggestion",
    "Theme",
    "Tile",
    "Told",
    "Volumes",
    "alike_first",
    "behind",
    "busy_run",
    "by_gain",
    "by_month",
    "by_theme",
    "by_unit",
    "configured",
    "constraints_of",
    "explain_pair",
    "first_words",
    "has_outcome",
    "heat_of",
    "heats",
    "hot_problems",
    "how_measures_stand",
    "item_of",
    "items_of",
    "latest_run",
    "leads_a_measure",
    "may_send",
    "members_of",
    "next_number",
    "open_measures",
    "options_in_use",
    "planned_for",
    "portrait_of",
    "portrait_told",
    "reason_for",
    "scheme_of",
    "screen_of",
    "singles_of",
    "sitting",
    "started_measures",
    "statements_to_group",
    "suggestions_for",
    "targets_for",
    "theme_labels",
    "themes_of",
    "tiles_of",
    "timeline_of",
    "volume_of",
    "volumes_of",
    "with_counts",
    "with_lead",
]
