"""The office's two tables: 热点问题表, and the detail with the statements behind it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as lazy

from luodi.engines.consolidation import mask_private
from luodi.kernel.sheets.declare import Column, Sheet, register
from luodi.listening.models import Statement
from luodi.problems.filters import ProblemFilter
from luodi.problems.models import Problem
from luodi.problems.queries import Hot, hot_problems


class _Ranked:
    """Rows made from a list of problems: a rank is known only when all of them are."""

    def __init__(self, problems: QuerySet[Problem], rows: Callable[[], Iterator[Any]]) -> None:
        self.problems, self._rows = problems, rows

    def iterator(self, chunk_size: int = 0) -> Iterator[Any]:
        """The rows, hottest problem first."""
        return self._rows()

    def count(self) -> int:
        """Rows in all."""
        return sum(1 for _row in self._rows())


def _hot(problems: QuerySet[Problem], reader: Any) -> Iterator[Hot]:
    return hot_problems(problems, reader)


def _items(problems: QuerySet[Problem], reader: Any) -> Iterator[tuple[Hot, Statement]]:
    for row in hot_problems(problems, reader):
        for statement in row.statements:
            yield row, statement


class HotFilter(ProblemFilter):
    """The same filters as the list; what they leave is ranked."""

    rows: Callable[[QuerySet[Problem], Any], Iterator[Any]] = staticmethod(_hot)

    def __init__(self, data: Any = None, queryset: Any = None, **more: Any) -> None:
        self.reader = queryset.reader
        super().__init__(data, queryset=queryset.problems, **more)

    @property
    def qs(self) -> Any:
        """Ranked rows of what the filters leave."""
        found = super().qs
        return _Ranked(found, lambda: type(self).rows(found, self.reader))


class HotItemsFilter(HotFilter):
    """The statements of the ranked problems."""

    rows = staticmethod(_items)


class _Readable:
    """What this reader may see, not yet ranked."""

    def __init__(self, reader: Any) -> None:
        self.reader, self.problems = reader, Problem.objects.visible_to(reader)


def _span(row: Hot) -> str:
    if row.heat.first is None or row.heat.last is None:
        return ""
    first, last = (timezone.localtime(day).date() for day in (row.heat.first, row.heat.last))
    return f"{first:%Y/%m/%d}" if first == last else f"{first:%Y/%m/%d} 至 {last:%Y/%m/%d}"


HOT = register(
    Sheet(
        key="problems.hot",
        label=lazy("热点问题表"),
        columns=(
            Column("rank", lazy("热度排名"), show=lambda row: row.rank, width=10),
            Column("problem", lazy("问题ID"), show=lambda row: row.problem.code, width=16),
            Column("heat", lazy("热度指数"), show=lambda row: row.heat.value, width=10),
            Column("span", lazy("时间范围"), show=_span, width=26),
            Column("where", lazy("地点/人群"), show=lambda row: row.where, width=24, wrap=True),
            Column(
                "title", lazy("问题描述"), show=lambda row: mask_private(row.problem.title),
                width=44, wrap=True,
            ),
        ),
        records=_Readable,  # type: ignore[arg-type]
        filterset=HotFilter,
    )
)  # fmt: skip

HOT_ITEMS = register(
    Sheet(
        key="problems.hot_items",
        label=lazy("热点问题留言明细表"),
        columns=(
            Column("problem", lazy("问题ID"), show=lambda row: row[0].problem.code, width=16),
            Column("code", lazy("留言编号"), show=lambda row: row[1].code, width=16),
            Column("speaker", lazy("留言用户"), show=lambda row: mask_private(row[1].said_by)),
            Column(
                "title", lazy("留言主题"), show=lambda row: mask_private(row[1].title),
                width=28, wrap=True,
            ),
            Column("said_at", lazy("留言时间"), show=lambda row: row[1].said_at, width=18),
            Column(
                "text", lazy("留言详情"), show=lambda row: mask_private(row[1].text),
                width=56, wrap=True,
            ),
            Column("likes", lazy("点赞数"), show=lambda row: row[1].likes, width=10),
        ),
        records=_Readable,  # type: ignore[arg-type]
        filterset=HotItemsFilter,
    )
)  # fmt: skip
