"""How much of what was collected has a destination, by unit and by dimension."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from luodi.listening.models import Campaign, Statement
from luodi.listening.models.statement import COVERED


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
    """A campaign's coverage as one reader sees it."""

    whole: Line
    by_unit: list[Line]
    by_dimension: list[Line]


def coverage(campaign: Campaign, reader: Any) -> Coverage:
    """Count once by unit and once by dimension; a statement with two dimensions counts in both."""
    rows = Statement.objects.visible_to(reader).filter(campaign=campaign).collected().order_by()
    by_unit = [
        _line(campaign, row, row["label"], unit=row["unit"])
        for row in _counted(rows, "unit", label=F("unit__short_name"))
        .order_by("unit__position", "unit__code")
    ]  # fmt: skip
    by_dimension = [
        _line(campaign, row, row["label"] or _("未标注"), dimension=row["dimensions"] or "none")
        for row in _counted(rows, "dimensions", label=F("dimensions__label"))
        .order_by(F("dimensions__position").asc(nulls_last=True))
    ]  # fmt: skip
    whole = {"total": sum(x.total for x in by_unit), "covered": sum(x.covered for x in by_unit)}
    return Coverage(_line(campaign, whole, str(campaign)), by_unit, by_dimension)


def _counted(rows: QuerySet, by: str, **label: Any) -> QuerySet:
    """No statement stands twice under one unit or dimension, so none has to be told apart."""
    return rows.values(by, **label).annotate(
        total=Count("pk"), covered=Count("pk", filter=Q(state__in=COVERED))
    )


def _line(campaign: Campaign, row: dict[str, Any], label: str, **which: Any) -> Line:
    query = urlencode({"campaign": campaign.pk, "collected": "true", **which})
    return Line(label, row["total"], row["covered"], f"{reverse('listening:statements')}?{query}")
