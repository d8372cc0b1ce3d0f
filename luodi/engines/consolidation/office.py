"""Lays a result out as the office's two tables: hot problems, and the items behind them."""

from __future__ import annotations

from collections.abc import Sequence

from luodi.engines.consolidation.model import Consolidation, Item, Problem
from luodi.engines.consolidation.privacy import mask_private

HOT_HEADING = ("热度排名", "问题ID", "热度指数", "时间范围", "地点/人群", "问题描述")
DETAIL_HEADING = (
    "问题ID", "留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "点赞数",
)  # fmt: skip

Row = tuple[object, ...]


def hot_rows(result: Consolidation, count: int | None = None) -> list[Row]:
    """Return the rows of 热点问题表, hottest first; all problems unless `count` is given."""
    return [
        (rank, problem.id, round(problem.heat, 2), _span(problem), _where(problem), problem.label)
        for rank, problem in enumerate(result.problems[:count], start=1)
    ]


def detail_rows(
    result: Consolidation, items: Sequence[Item], count: int | None = None
) -> list[Row]:
    """Return the rows of 热点问题明细表: every item of the problems of the first table."""
    known = {item.id: item for item in items}
    return [
        (
            problem.id,
            item.id,
            mask_private(item.speaker),
            mask_private(item.title),
            item.time.strftime("%Y-%m-%d %H:%M:%S") if item.time else "",
            mask_private(item.body),
            item.likes,
        )
        for problem in result.problems[:count]
        for item in (known[member] for member in problem.members)
    ]


def _span(problem: Problem) -> str:
    if problem.first_time is None or problem.last_time is None:
        return ""
    first, last = problem.first_time.date(), problem.last_time.date()
    return f"{first:%Y/%m/%d}" if first == last else f"{first:%Y/%m/%d} 至 {last:%Y/%m/%d}"


def _where(problem: Problem) -> str:
    return "、".join((*problem.places[:2], *problem.people[:1]))
