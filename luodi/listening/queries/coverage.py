"""How much of what was collected has a destination, by unit and by dimension."""

from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.kernel.access import is_business
from luodi.kernel.models import Unit
from luodi.kernel.reader import EVERYTHING
from luodi.listening.models import Campaign, Dimension, Statement
from luodi.listening.models.statement import COVERED

UNITS_PER_PAGE = 50
Counts: TypeAlias = tuple[int, int]
"""How many were collected, and how many of these have a destination."""


@dataclass(frozen=True)
class Line:
    """One unit or dimension: how many were collected, how many have a destination, where to look."""

    label: str
    total: int
    covered: int
    url: str

    @property
    def missing(self) -> int:
        """Without a destination."""
        return self.total - self.covered

    @property
    def missing_url(self) -> str:
        """Those without a destination."""
        return f"{self.url}&nowhere=true"

    @property
    def percent(self) -> int:
        """Covered per hundred, rounded down: 100 means all. Nothing collected counts as all."""
        return self.covered * 100 // self.total if self.total else 100


@dataclass(frozen=True)
class Coverage:
    """A campaign's coverage; `by_unit` is one page of lines."""

    whole: Line
    by_unit: Page
    by_dimension: list[Line]


def whole_of(campaign: Campaign, total: int, covered: int) -> Line:
    """The campaign in one line, from numbers that were counted already."""
    return _line(campaign, str(campaign), (total, covered))


def coverage(campaign: Campaign, reader: Any, page: str | None = None) -> Coverage:
    """Count once by unit and once by dimension, whole for every business account (decision 0010); a
    statement with two dimensions counts in both."""
    seen = EVERYTHING if is_business(reader) else reader
    rows = Statement.objects.visible_to(seen).filter(campaign=campaign).collected().order_by()
    units = _counted(rows, "unit")
    total, covered = (sum(counts) for counts in zip((0, 0), *units.values(), strict=True))
    return Coverage(
        whole_of(campaign, total, covered), _of_units(campaign, units, page),
        _of_dimensions(campaign, _counted(rows, "dimensions")),
    )  # fmt: skip


def _counted(rows: QuerySet, by: str) -> dict[Any, Counts]:
    """No statement stands twice under one unit or dimension, so none has to be told apart."""
    covered = Count("pk", filter=Q(state__in=COVERED))
    found = rows.values_list(by).annotate(total=Count("pk"), covered=covered)
    return {key: (total, covered) for key, total, covered in found}


def _of_units(campaign: Campaign, counts: dict[Any, Counts], page: str | None) -> Page:
    units = Unit.objects.order_by("position", "code").values_list("pk", "short_name")
    spoke = [(pk, name) for pk, name in units if pk in counts]
    shown = Paginator(spoke, UNITS_PER_PAGE).get_page(page)
    shown.object_list = [
        _line(campaign, name, counts[pk], unit=pk) for pk, name in shown.object_list
    ]
    return shown


def _of_dimensions(campaign: Campaign, counts: dict[Any, Counts]) -> list[Line]:
    found = Dimension.objects.filter(pk__in=counts.keys() - {None}).order_by("position")
    lines = [_line(campaign, d.label, counts[d.pk], dimension=d.pk) for d in found]
    if None in counts:
        lines.append(_line(campaign, _("未标注"), counts[None], dimension="none"))
    return lines


def _line(campaign: Campaign, label: str, counts: Counts, **which: Any) -> Line:
    query = urlencode({"campaign": campaign.pk, "collected": "true", **which})
    return Line(label, *counts, f"{reverse('listening:statements')}?{query}")
