"""How a problem moves: onto the list, into rectification, closed, merged into another.

“CO + AP” of the domain's table is two people at two steps: the office prepares a draft (links,
category, dimension; see `actions`), the approver puts it on the list. Merging and its undoing are
quiet moves, because they also move links: `actions.merge_problems`, `actions.undo_regrouping`.
"""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from luodi.kernel.choices import Role
from luodi.kernel.transitions import (
    SYSTEM,
    Ask,
    Attempt,
    Move,
    Table,
    Text,
    Who,
    state_label,
    the_system,
)
from luodi.problems.choices import ProblemState as S
from luodi.problems.models import Problem
from luodi.problems.models.problem import ON_THE_LIST
from luodi.problems.queries import (
    has_outcome,
    how_measures_stand,
    leads_a_measure,
    started_measures,
)


def holding(role: Role) -> Who:
    """Whoever holds this role for the record's campaign."""

    def holds(by: Any, record: Any) -> bool:
        return by is not SYSTEM and by.standing.has(role, campaign=record.campaign_id)

    return Who(role.label, holds)


def _leads_a_measure(by: Any, problem: Problem) -> bool:
    if by is SYSTEM or by.person_id is None:
        return False
    if getattr(problem, "lead_asked_of", None) == by.person_id:
        return bool(problem.led)  # type: ignore[attr-defined]  # annotated by `with_lead`
    same = Problem.objects.filter(pk=problem.pk)
    return same.filter(leads_a_measure(by.person_id)).exists()


the_office = holding(Role.OFFICE)
the_approver = holding(Role.APPROVER)
the_supervisor = holding(Role.SUPERVISOR)
a_leader = Who(lazy("措施的牵头领导"), _leads_a_measure)


def has_statement(attempt: Attempt) -> Text | None:
    """A problem nobody spoke of is not one."""
    if attempt.record.links.open().exists():
        return None
    return _("请先归并至少一条意见。")


def has_category(attempt: Attempt) -> Text | None:
    """Counted by category."""
    return None if attempt.record.category_id else _("请先选定问题类别。")


def has_dimension(attempt: Attempt) -> Text | None:
    """Compared by dimension."""
    return None if attempt.record.primary_dimension_id else _("请先选定对照方面。")


def measures_ended(attempt: Attempt) -> Text | None:
    """I-11: every measure ended, one of them with a result."""
    going, resulted = how_measures_stand(attempt.record)
    if going:
        return _("还有 %(count)d 项措施没有办结。") % {"count": going}
    if not resulted:
        return _("至少要有一项措施销号或转入长期坚持。")
    return None


def outcome_known(attempt: Attempt) -> Text | None:
    """I-11: somebody wrote down what came of it."""
    return None if has_outcome(attempt.record) else _("请先登记成效。")


def nothing_started(attempt: Attempt) -> Text | None:
    """Only a problem without any assigned measure waits again."""
    if started_measures(attempt.record).exists():
        return _("已有交办的措施。")
    return None


def may_take(attempt: Attempt) -> Text | None:
    """What the other problem of a merge must be."""
    target, record = attempt["into"], attempt.record
    if target.pk == record.pk:
        return _("问题不能并入自己。")
    if target.campaign_id != record.campaign_id:
        return _("两个问题不属于同一专项工作，不能并案。")
    if target.state in (S.MERGED, S.CLOSED):
        return _("“%(title)s”%(state)s，不能再并入其他问题。") % {
            "title": target, "state": state_label(target),
        }  # fmt: skip
    if record.state in ON_THE_LIST and target.state not in ON_THE_LIST:
        return _("“%(title)s”还没有列入清单，请先列入，或者反过来并案。") % {"title": target}
    return None


def _list(attempt: Attempt) -> None:
    attempt.record.listed_on = attempt.record.listed_on or attempt.today


def _close(attempt: Attempt) -> None:
    attempt.record.closed_on = attempt.today


def _reopen(attempt: Attempt) -> None:
    attempt.record.closed_on = None


def _merge(attempt: Attempt) -> None:
    record = attempt.record
    record.merged_into = attempt["into"]
    record.state_before_merge = Problem.objects.values_list("state", flat=True).get(pk=record.pk)


def _unmerge(attempt: Attempt) -> None:
    record = attempt.record
    record.state, record.state_before_merge = record.state_before_merge, ""
    record.merged_into = None


_REASON = Ask("reason", lazy("原因"), "long")
_INTO = Ask(
    "into", lazy("并入"), "record",
    choices=lambda record, by: Problem.objects.filter(campaign=record.campaign_id),
)  # fmt: skip

PROBLEM = Table(
    Problem,
    initial=(S.DRAFT,),
    moves=(
        Move(
            "list", (S.DRAFT,), S.LISTED, lazy("列入清单"), (the_approver,),
            needs=(has_statement, has_category, has_dimension), effect=_list,
        ),
        Move("start", (S.LISTED,), S.RECTIFYING, lazy("启动整改"), (the_system,)),
        Move(
            "unstart", (S.RECTIFYING,), S.LISTED, lazy("恢复待启动"), (the_system,),
            needs=(nothing_started,),
        ),
        Move(
            "close", (S.RECTIFYING,), S.CLOSED, lazy("问题销号"), (a_leader, the_approver),
            needs=(measures_ended, outcome_known), effect=_close,
        ),
        Move(
            "reopen", (S.CLOSED,), S.RECTIFYING, lazy("重新挂号"), (the_supervisor, the_office),
            asks=(_REASON,), effect=_reopen, danger=True,
        ),
        Move(
            "merge", (S.DRAFT, S.LISTED, S.RECTIFYING), S.MERGED, lazy("并案"), (the_office,),
            asks=(_INTO, _REASON), accepts=(may_take,), effect=_merge, quiet=True,
        ),
        Move(
            "unmerge", (S.MERGED,), S.LISTED, lazy("撤销并案"), (the_office,),
            asks=(_REASON,), effect=_unmerge, quiet=True,
        ),
    ),
)  # fmt: skip
"""Undoing a merge restores the state before it; the table names the usual one."""
