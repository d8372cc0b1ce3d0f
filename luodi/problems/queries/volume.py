"""How much was said of each problem, by each unit, in each month: read from cells that are never behind.

A trigger notes what a link or a statement touched (`models.volume`); whoever reads next counts that
again, and a campaign that was never counted is counted whole. Neither needs a command.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.db import transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)  # fmt: skip
from django.db.models.functions import Cast, Concat, TruncDate, TruncMonth
from django.utils.timezone import localdate

from luodi.listening.models import Campaign
from luodi.problems.models import Link, Problem, VolumeCell, VolumeOf, VolumeTouch

AT_ONCE = 500
"""Cells written, and keys asked for, with one statement."""


@dataclass(frozen=True)
class Volume:
    """What was said of one problem."""

    n: int
    people: int
    days: int
    likes: int
    first: datetime | None
    last: datetime | None


@dataclass
class Volumes:
    """Of one campaign."""

    problems: dict[int, Volume] = field(default_factory=dict)
    units: dict[int, int] = field(default_factory=dict)
    months: dict[date, int] = field(default_factory=dict)

    @property
    def last(self) -> datetime | None:
        """When something linked to a problem was said last."""
        return max((v.last for v in self.problems.values() if v.last), default=None)


def volumes_of(campaign: int, *, problems_only: bool = True) -> Volumes:
    """The cells of a campaign, up to date."""
    _bring_up_to_date(campaign)
    wanted = [VolumeOf.PROBLEM] if problems_only else list(VolumeOf)
    rows = VolumeCell.objects.filter(campaign=campaign, of__in=wanted)
    found = Volumes()
    for of, key, *counts in rows.values_list("of", "key", "n", "people", "days", "likes", "first", "last"):  # fmt: skip
        if of == VolumeOf.PROBLEM:
            found.problems[key] = Volume(*counts)
        elif of == VolumeOf.UNIT:
            found.units[key] = counts[0]
        elif of == VolumeOf.MONTH:
            found.months[date(key // 100, key % 100, 1)] = counts[0]
    return found


def volume_of(problem: Problem) -> tuple[Volume | None, datetime | None]:
    """Of one problem, and when anything of its campaign was said last: one query where nothing was
    touched."""
    campaign = problem.campaign_id
    own = VolumeCell.objects.filter(campaign=campaign)
    one = Q(of=VolumeOf.CAMPAIGN) | Q(of=VolumeOf.PROBLEM, key=problem.pk)
    latest = own.order_by().values("campaign").annotate(latest=Max("last")).values("latest")
    asked = own.filter(one).annotate(
        touched=Exists(VolumeTouch.objects.filter(problem__campaign=campaign)),
        latest=Subquery(latest),
    )
    rows = {row.of: row for row in asked}
    if VolumeOf.CAMPAIGN not in rows or any(row.touched for row in rows.values()):
        _repair(campaign)
        rows = {row.of: row for row in asked.all()}
    cell = rows.get(VolumeOf.PROBLEM)
    if cell is None:
        return None, None
    return Volume(cell.n, cell.people, cell.days, cell.likes, cell.first, cell.last), cell.latest


def _bring_up_to_date(campaign: int) -> None:
    counted = VolumeCell.objects.filter(campaign=OuterRef("pk"), of=VolumeOf.CAMPAIGN)
    touched = VolumeTouch.objects.filter(problem__campaign=OuterRef("pk"))
    row = Campaign.objects.filter(pk=campaign).values_list(Exists(counted), Exists(touched)).get()
    if row != (True, False):
        _repair(campaign)


@transaction.atomic
def _repair(campaign: int) -> None:
    """One at a time; what is touched is taken before anything is counted, so that a change that
    comes meanwhile is counted by this reader or touched for the next."""
    list(Campaign.objects.select_for_update(no_key=True).filter(pk=campaign).values_list("pk"))
    touches = list(VolumeTouch.objects.filter(problem__campaign=campaign))
    for some in _batches([touch.pk for touch in touches]):
        VolumeTouch.objects.filter(pk__in=some).delete()
    cells = VolumeCell.objects.filter(campaign=campaign)
    if not cells.filter(of=VolumeOf.CAMPAIGN).exists():
        for of, count in COUNTED.items():
            _store(campaign, of, count(_links(campaign)))
        VolumeCell.objects.create(campaign_id=campaign, of=VolumeOf.CAMPAIGN, key=campaign, n=0)
        return
    keys = {
        VolumeOf.PROBLEM: {touch.problem_id for touch in touches},
        VolumeOf.UNIT: {touch.unit_id for touch in touches},
        VolumeOf.MONTH: {_month_key(localdate(touch.said_at)) for touch in touches},
    }
    for of, count in COUNTED.items():
        for some in _batches(keys[of]):
            cells.filter(of=of, key__in=some).delete()
            _store(campaign, of, count(_links(campaign).filter(NARROWED[of](some))))


def _links(campaign: int) -> QuerySet:
    return Link.objects.open().filter(problem__campaign=campaign).order_by()


def _store(campaign: int, of: str, rows: Iterable[dict[str, Any]]) -> None:
    VolumeCell.objects.bulk_create(
        (VolumeCell(campaign_id=campaign, of=of, **row) for row in rows), batch_size=AT_ONCE
    )


def _by_problem(links: QuerySet) -> Iterable[dict[str, Any]]:
    said = "statement__"
    who = Case(
        When(~Q(statement__speaker=""), then=F("statement__speaker")),
        When(statement__raised_by__isnull=False, then=_named("person ", "statement__raised_by")),
        When(statement__guest__isnull=False, then=_named("guest ", "statement__guest")),
        default=_named("\x01", "statement"), output_field=CharField(),
    )  # fmt: skip
    days = Count(TruncDate(f"{said}said_at", tzinfo=UTC), distinct=True)
    return links.values(key=F("problem")).annotate(
        n=Count("pk"), people=Count(who, distinct=True), days=days, likes=Sum(f"{said}likes"),
        first=Min(f"{said}said_at"), last=Max(f"{said}said_at"),
    )  # fmt: skip


def _named(kind: str, path: str) -> Concat:
    """As `items.speaker_of` tells speakers apart; who is not known is told apart by the statement."""
    return Concat(Value(kind), Cast(path, CharField()))


def _by_unit(links: QuerySet) -> Iterable[dict[str, Any]]:
    return links.values(key=F("statement__unit")).annotate(n=Count("pk"))


def _by_month(links: QuerySet) -> Iterable[dict[str, Any]]:
    months = links.annotate(month=TruncMonth("statement__said_at")).values("month")
    for row in months.annotate(n=Count("pk")):
        yield {"key": _month_key(localdate(row["month"])), "n": row["n"]}


def _month_key(day: date) -> int:
    return day.year * 100 + day.month


def _in_months(keys: Iterable[int]) -> Q:
    found = Q()
    for key in keys:
        found |= Q(statement__said_at__year=key // 100, statement__said_at__month=key % 100)
    return found


COUNTED: dict[str, Callable[[QuerySet], Iterable[dict[str, Any]]]] = {
    VolumeOf.PROBLEM: _by_problem, VolumeOf.UNIT: _by_unit, VolumeOf.MONTH: _by_month,
}  # fmt: skip
NARROWED: dict[str, Callable[[list[int]], Q]] = {
    VolumeOf.PROBLEM: lambda keys: Q(problem__in=keys),
    VolumeOf.UNIT: lambda keys: Q(statement__unit__in=keys),
    VolumeOf.MONTH: _in_months,
}  # fmt: skip


def _batches(keys: Iterable[int]) -> Iterable[list[int]]:
    ordered = sorted(keys)
    return (ordered[at : at + AT_ONCE] for at in range(0, len(ordered), AT_ONCE))
