"""Groups items into problems: the one function every page, job and command calls."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from luodi.engines.consolidation.decisions import Ruling, rule
from luodi.engines.consolidation.describe import describe
from luodi.engines.consolidation.grouping import Scores, compare_items, group_items
from luodi.engines.consolidation.heat import latest_time
from luodi.engines.consolidation.lineage import Previous, name_groups
from luodi.engines.consolidation.linkage import Labels
from luodi.engines.consolidation.model import (
    Consolidation,
    Decision,
    Item,
    Options,
    Problem,
    Progress,
)
from luodi.engines.consolidation.nearness import nearness
from luodi.engines.consolidation.scheme import Placing, Scheme, own_scheme, place_items, reasons

ENGINE_VERSION = "1.0"
DEFAULTS = Options()


def consolidate(
    items: Sequence[Item],
    *,
    decisions: Iterable[Decision] = (),
    options: Options = DEFAULTS,
    scheme: Scheme | None = None,
    previous: Previous | None = None,
    progress: Progress | None = None,
) -> Consolidation:
    """Group items into concrete problems; most stay alone.

    The order of items and of rows decides nothing; decisions hold whole, and a later one
    holds against an earlier one (which is then reported among the conflicts). `previous`
    gives problems that live on their ids. Progress is called with steps done, steps in all
    and the name of the step, and may raise to cancel.
    """
    report = progress or (lambda done, total, step: None)
    rows = sorted(items, key=lambda item: item.id)
    _check_ids(rows)
    scheme = scheme or own_scheme()
    ruling = rule(decisions, {item.id: row for row, item in enumerate(rows)}, scheme)
    report(0, 4, "比较")
    scores = compare_items(rows, options.stop, ruling.ruled())
    report(1, 4, "归并")
    labels = group_items(scores, options.stop, ruling.bonds)
    report(2, 4, "分类")
    placing = place_items(rows, labels, scheme, ruling.categories)
    report(3, 4, "整理")
    result = _assemble(rows, labels, scores, ruling, placing, options, previous)
    if options.details:
        result = _with_reasons(result, rows, placing, scheme)
    report(4, 4, "完成")
    return result


def _check_ids(rows: Sequence[Item]) -> None:
    for one, other in pairwise(rows):
        if one.id == other.id:
            raise ValueError(f"编号 {one.id} 出现了不止一次：每一条都要有自己的编号。")


def _assemble(
    rows: Sequence[Item],
    labels: Labels,
    scores: Scores,
    ruling: Ruling,
    placing: Placing,
    options: Options,
    previous: Previous | None,
) -> Consolidation:
    groups = _groups(labels, ruling.pinned)
    names, lineage = name_groups([[rows[row] for row in group] for group in groups], previous)
    near = nearness(groups, scores, options)
    now = latest_time(rows)
    problems: list[Problem] = []
    for number, group in enumerate(groups):
        problem = describe(rows, group, names[number], near[number], options, now)
        named = next((ruling.names[row] for row in group if row in ruling.names), "")
        problems.append(
            replace(
                problem,
                label=named or problem.label,
                theme=placing.themes[group[0]],
                category=placing.categories[group[0]],
                pinned=any(row in ruling.pinned for row in group),
                came_from=lineage[number],
            )
        )
    problems.sort(key=lambda problem: (-problem.heat, problem.id))
    grouped = {row for group in groups for row in group}
    return Consolidation(
        problems=tuple(problems),
        alone=tuple(item.id for row, item in enumerate(rows) if row not in grouped),
        engine_version=ENGINE_VERSION,
        conflicts=ruling.conflicts,
        categories={item.id: placing.categories[row] for row, item in enumerate(rows)},
        themes={item.id: placing.themes[row] for row, item in enumerate(rows)},
    )


def _with_reasons(
    result: Consolidation, rows: Sequence[Item], placing: Placing, scheme: Scheme
) -> Consolidation:
    said = dict(zip((item.id for item in rows), reasons(rows, placing, scheme), strict=True))
    problems = []
    for problem in result.problems:
        words = dict.fromkeys(
            word for member in problem.members for word in said[member].split("、") if word
        )
        problems.append(replace(problem, category_reason="、".join(list(words)[:6])))
    return replace(result, problems=tuple(problems))


def _groups(labels: Labels, pinned: set[int]) -> list[list[int]]:
    """Return the rows of every group of two or more, and of every pinned one, by first row."""
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    parts = np.split(order, cuts) if len(order) else []
    return [part.tolist() for part in parts if len(part) > 1 or int(part[0]) in pinned]
