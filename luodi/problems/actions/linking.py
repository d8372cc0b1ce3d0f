"""Statements come to a problem, or leave it."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import clock, trail
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import state_label
from luodi.listening.actions import follow_links
from luodi.listening.choices import StatementState
from luodi.listening.models import Statement
from luodi.problems.actions.attempts import (
    locked,
    locked_statements,
    require_office,
    require_reason,
    whole,
)
from luodi.problems.choices import LinkMethod, ProblemState
from luodi.problems.models import Link, Problem
from luodi.problems.models.problem import ON_THE_LIST


def link_statement(*, problem: Problem, statement: Statement, by: Any, reason: str = "") -> Link:
    """Put one statement under a problem."""
    return link_statements(problem=problem, statements=[statement], by=by, reason=reason)[0]


def link_statements(
    *,
    problem: Problem,
    statements: Iterable[Statement],
    by: Any,
    reason: str = "",
    method: str = LinkMethod.MANUAL,
    scores: Mapping[int, float] | None = None,
) -> list[Link]:
    """Put accepted statements under a problem; all of them or none.

    Refuses statements of another campaign, not yet accepted, settled, or already under a problem,
    and problems that were merged or closed. `scores` are the engine's, by statement.
    """
    keys = [statement.pk for statement in statements]
    with whole("problems.problem.link", problem, by=by):
        problem = locked([problem])[problem.pk]
        require_office(by, problem.campaign_id)
        refuse_unless_taking(problem)
        rows = locked_statements(keys)
        for row in rows:
            _refuse_unless_free(row, problem)
        given = scores or {}
        links = Link.objects.bulk_create(
            Link(
                statement=row, problem=problem, by=by, method=method, reason=reason[:300],
                score=given.get(row.pk), since=clock.now(),
            )
            for row in rows
        )  # fmt: skip
        for row in rows:
            follow_links(row, by=by)
        told = {"statements": [row.code for row in rows], "method": method, "reason": reason}
        trail.record("problems.problem.link", problem, by=by, after=told)
    return links


def unlink(*, statement: Statement, by: Any, reason: str) -> None:
    """Take a statement out of its problem; it waits for a destination again.

    Refuses the last statement of a problem on the list.
    """
    with whole("problems.problem.unlink", statement, by=by):
        link = open_link(statement)
        problem = locked([link.problem])[link.problem_id]
        require_office(by, problem.campaign_id)
        reason = require_reason(reason)
        locked_statements([statement.pk])
        link = open_link(statement)
        refuse_to_empty(problem, leaving=1)
        end([link], by=by)
        follow_links(statement, by=by)
        told = {"statements": [statement.code], "reason": reason}
        trail.record("problems.problem.unlink", problem, by=by, before=told)


def open_link(statement: Statement) -> Link:
    """The link in force; refuses when the statement is under no problem."""
    link = Link.objects.open().filter(statement=statement).select_related("problem").first()
    if link is None:
        raise Refused(_("意见%(code)s没有归并到任何问题。") % {"code": statement.code})
    return link


def end(links: Iterable[Link], *, by: Any) -> None:
    """Links are ended, never erased."""
    keys = [link.pk for link in links]
    Link.objects.filter(pk__in=keys).update(until=clock.now(), ended_by=by)


def refuse_unless_taking(problem: Problem) -> None:
    """Merged problems point elsewhere; closed ones must be reopened first."""
    if problem.state == ProblemState.MERGED:
        raise Refused(
            _("“%(title)s”已并入“%(into)s”，请归并到后者。")
            % {"title": problem, "into": problem.merged_into}
        )
    if problem.state == ProblemState.CLOSED:
        raise Refused(_("“%(title)s”已销号；如又出现，请先重新挂号。") % {"title": problem})


def refuse_to_empty(problem: Problem, *, leaving: int) -> None:
    """A problem on the list keeps at least one statement."""
    if problem.state in ON_THE_LIST and problem.links.open().count() <= leaving:
        raise Refused(_("“%(title)s”已列入清单，至少要留一条意见。") % {"title": problem})


def _refuse_unless_free(statement: Statement, problem: Problem) -> None:
    told = {"code": statement.code}
    if statement.campaign_id != problem.campaign_id:
        raise Refused(_("意见%(code)s不属于这项专项工作。") % told)
    if link := Link.objects.open().filter(statement=statement).select_related("problem").first():
        raise Refused(
            _("意见%(code)s已归并到“%(problem)s”，请在那里改归。")
            % (told | {"problem": link.problem})
        )
    if statement.state != StatementState.ACCEPTED:
        raise Refused(
            _("意见%(code)s%(state)s，不能归并。") % (told | {"state": state_label(statement)})
        )
