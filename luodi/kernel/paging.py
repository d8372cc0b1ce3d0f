"""Pages of a list: what is shown is read first, and counting stops early.

Counting a list to its end costs as much as reading it. So a page asks for one row more than it shows:
without it the end is known and nothing is counted; with it at most `COUNTED` rows are.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db import models

COUNTED = 10_000
"""Above this a list says only that it is longer. Its pages go on; to find something one narrows it."""
FARTHEST = 1_000_000
"""Pages beyond are not asked of the database: a typed number could be any."""


def count_up_to(rows: models.QuerySet, most: int) -> int:
    """How many rows there are, or `most` where there are more."""
    return rows.order_by().values("pk")[:most].count()


class ShownPage(Page):
    """A page that knows whether another one follows, without a total."""

    def __init__(self, rows: Any, number: int, paginator: "Pages", *, last: bool) -> None:
        super().__init__(rows, number, paginator)
        self.last = last

    def has_next(self) -> bool:
        return not self.last

    def next_page_number(self) -> int:
        return self.number + 1

    def start_index(self) -> int:
        first: int = (self.number - 1) * self.paginator.per_page + 1
        return first if len(self) else 0

    def end_index(self) -> int:
        return (self.number - 1) * int(self.paginator.per_page) + len(self)


class Pages(Paginator):
    """Pages of a queryset, or of the rows of a table over one (`kernel.lists.Rows`)."""

    _ended_at: int | None = None

    def page(self, number: Any) -> ShownPage:
        """Raises `PageNotAnInteger` and `EmptyPage` as Django's does."""
        number = self._number(number)
        start = (number - 1) * self.per_page
        rows = self.object_list[start : start + self.per_page + 1]
        last = len(rows) <= self.per_page
        if not len(rows) and number > 1:
            raise EmptyPage(self.error_messages["no_results"])
        if last:
            self._ended_at = start + len(rows)
        return ShownPage(rows[: self.per_page], number, self, last=last)

    def _number(self, number: Any) -> int:
        try:
            asked = int(number)
        except (TypeError, ValueError):
            raise PageNotAnInteger(self.error_messages["invalid_page"]) from None
        if not 1 <= asked <= FARTHEST:
            raise EmptyPage(self.error_messages["min_page"])
        return asked

    @cached_property
    def _counted(self) -> int:
        """Up to one more than `COUNTED`, which says that there are more."""
        if self._ended_at is not None:
            return self._ended_at
        given: Any = self.object_list
        rows = getattr(given, "data", given)
        return count_up_to(getattr(rows, "found", rows), COUNTED + 1)

    @property
    def count(self) -> int:
        """How many rows there are; where there are `more`, how many were counted."""
        return self._counted if self._ended_at is not None else min(self._counted, COUNTED)

    @property
    def more(self) -> bool:
        """Whether the list is longer than was counted."""
        return self._ended_at is None and self._counted > COUNTED

    @property
    def num_pages(self) -> int:
        """Pages that are known of: counted, or walked to."""
        return max(1, -(-self.count // self.per_page))

    def get_elided_page_range(
        self, number: Any = 1, *, on_each_side: int = 3, on_ends: int = 2
    ) -> Iterator[int | str]:
        """The numbers worth showing; beyond what was counted only the first and this one."""
        if number > self.num_pages:
            return iter((1, str(self.ELLIPSIS), number))
        return super().get_elided_page_range(number, on_each_side=on_each_side, on_ends=on_ends)
