"""What stands behind a problem, as far as a reader may read it: a page of it, and what a portrait needs."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q

from luodi.listening.models import Gathering, Statement
from luodi.problems.models import Link, Part, Problem
from luodi.problems.queries.portrait import READ

SAID_PER_PAGE = 20
FEW = READ + SAID_PER_PAGE
"""Read at once, with one query less."""


@dataclass(frozen=True)
class Behind:
    """Statements and parts of statements behind one problem."""

    links: Page
    hidden: int
    """Statements this reader may not read."""
    latest: list[Statement]
    """Those a portrait is drawn from."""
    parts: list[Part]
    gatherings: set[int]
    """Of the shown statements: those that open."""


def behind(problem: Problem, reader: Any, page: str | None, *, total: int) -> Behind:
    """Of `total` statements, the keys of all that may be read, then the rows of this page and of the
    portrait together: thousands cost no more than twenty. A few are read at once."""
    readable = problem.links.open().filter(_readable(problem, reader))
    if total <= FEW:
        rows = _rows(readable, reader)
        keys = [(pk, link.statement.said_at, link.statement_id) for pk, link in rows.items()]
    else:
        rows = {}
        keys = list(readable.values_list("pk", "statement__said_at", "statement"))
    shown = Paginator([pk for pk, *_rest in keys], SAID_PER_PAGE).get_page(page)
    latest = [pk for pk, *_rest in sorted(keys, key=_said)[-READ:]]
    if total > FEW:
        rows = _rows(Link.objects.filter(pk__in={*shown.object_list, *latest}), reader)
    shown.object_list = [rows[pk] for pk in shown.object_list]
    gatherings = {link.statement.gathering_id for link in shown.object_list if link.gathering_opens}
    parts = problem.parts.all().open().filter(_readable(problem, reader))
    return Behind(
        shown, max(0, total - len(keys)), [rows[pk].statement for pk in latest],
        list(parts.select_related("statement")), gatherings,
    )  # fmt: skip


def _said(key: tuple[int, datetime, int]) -> tuple[datetime, int]:
    return key[1], key[2]


def _reads_all(problem: Problem, reader: Any) -> bool:
    return Statement.objects.all().reads_all(reader, problem.campaign_id)


def _readable(problem: Problem, reader: Any) -> Q:
    if _reads_all(problem, reader):
        return Q()
    return Q(Exists(Statement.objects.visible_to(reader).filter(pk=OuterRef("statement"))))


def _rows(links: Any, reader: Any) -> dict[int, Any]:
    seen = Gathering.objects.visible_to(reader).filter(pk=OuterRef("statement__gathering"))
    related = links.annotate(gathering_opens=Exists(seen)).select_related(
        "statement__unit", "statement__gathering", "statement__raised_by", "statement__guest"
    )
    return {link.pk: link for link in related}
