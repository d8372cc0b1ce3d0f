"""What every action of this room begins with: one transaction, the right person, locked rows."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from luodi.kernel import trail
from luodi.kernel.choices import Role
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.listening.models import Campaign, Statement
from luodi.problems.models import Link, Problem


class StatementsLost(RuntimeError):
    """A regrouping changed the number of linked statements: a fault of ours."""


@contextmanager
def whole(action: str, record: models.Model | None, *, by: Any) -> Iterator[None]:
    """All or nothing; a refusal undoes everything and is written to the trail."""
    try:
        with transaction.atomic():
            yield
    except Refused as refusal:
        trail.record(action, record, by=by, allowed=False, reason=str(refusal))
        raise


def require_office(by: Any, campaign: Campaign | int) -> None:
    """Grouping is the office's work, whoever else may see it."""
    pk = campaign if isinstance(campaign, int) else campaign.pk
    if not by.standing.has(Role.OFFICE, campaign=pk):
        raise NotAllowed(_("归并、并案和拆分须由工作专班办理。"))


def require_reason(reason: str) -> str:
    """Why links move is always written down."""
    if not reason.strip():
        raise Refused(_("请填写“原因”。"))
    return reason.strip()[:300]


def locked(problems: Iterable[Problem]) -> dict[int, Problem]:
    """Lock these problems in the order of their keys, so that two people cannot block each other."""
    keys = sorted({problem.pk for problem in problems})
    rows = Problem.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {row.pk: row for row in rows}


def hold(*problems: Problem) -> dict[int, Problem]:
    """Lock problems with all that hangs on them before anything is written to the trail.

    Returns the problems asked for; those merged into them, their statements and their measures
    are locked too. Whoever writes the trail first and locks afterwards can block another writer.
    """
    keys = [problem.pk for problem in problems]
    pointing = Problem.objects.filter(merged_into__in=keys)
    rows = locked([*problems, *pointing])
    locked_statements(
        Link.objects.open().filter(problem__in=keys).values_list("statement", flat=True)
    )
    measure: Any = Problem._meta.get_field("measures").related_model
    list(measure.objects.select_for_update(of=("self",)).filter(problem__in=keys).order_by("pk"))
    return {key: rows[key] for key in keys}


def locked_statements(keys: Iterable[int]) -> list[Statement]:
    """Lock these statements in the order of their keys."""
    wanted = set(keys)
    rows = Statement.objects.select_for_update(of=("self",)).filter(pk__in=wanted).order_by("pk")
    return list(rows)


@contextmanager
def nothing_lost(problems: Iterable[Problem]) -> Iterator[None]:
    """Statements before = statements after, over all problems a regrouping touches."""
    keys = [problem.pk for problem in problems]

    def linked() -> list[int]:
        rows = Link.objects.open().filter(problem__in=keys).order_by("statement")
        return list(rows.values_list("statement", flat=True))

    before = linked()
    yield
    if linked() != before:
        raise StatementsLost(f"{len(before)} statements before")
