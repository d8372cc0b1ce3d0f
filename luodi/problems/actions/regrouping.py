"""Merging, splitting and moving: links are ended and new ones begin; statements stay whole."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import actions, clock, trail
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import SYSTEM, perform
from luodi.listening.models import Statement
from luodi.problems.actions.attempts import (
    hold,
    nothing_lost,
    require_office,
    require_reason,
    whole,
)
from luodi.problems.actions.linking import end, refuse_to_empty, refuse_unless_taking
from luodi.problems.actions.making import new_draft
from luodi.problems.choices import ProblemState, RegroupingKind
from luodi.problems.models import Link, Problem, Regrouping
from luodi.problems.queries import open_measures, started_measures


def move_statements(
    *, source: Problem, target: Problem, statements: Iterable[Statement], by: Any, reason: str
) -> Regrouping:
    """Move some statements of `source` to `target` (改归)."""
    with whole("problems.problem.move", source, by=by):
        rows = hold(source, target)
        require_office(by, source.campaign_id)
        return _move(
            RegroupingKind.MOVE, rows[source.pk], rows[target.pk], statements, by,
            require_reason(reason),
        )  # fmt: skip


def split_problem(
    *, source: Problem, statements: Iterable[Statement], title: str, by: Any, reason: str
) -> Regrouping:
    """Some statements of `source` become a problem of their own: a draft with the same category."""
    with whole("problems.problem.split", source, by=by):
        row = hold(source)[source.pk]
        require_office(by, source.campaign_id)
        reason = require_reason(reason)
        part = new_draft(
            campaign=row.campaign, title=title, by=by, category=row.category,
            primary_dimension=row.primary_dimension, place=row.place,
        )  # fmt: skip
        return _move(RegroupingKind.SPLIT, row, part, statements, by, reason)


def merge_problems(
    *, into: Problem, others: Sequence[Problem], by: Any, reason: str
) -> list[Regrouping]:
    """Merge `others` into one problem (并案): links and open measures move, nothing is lost.

    The merged pages stay and point to `into`; problems merged into them before do so too.
    """
    with whole("problems.problem.merge", into, by=by):
        if not others:
            raise Refused(_("请选择要并入的问题。"))
        rows = hold(into, *others)
        require_office(by, into.campaign_id)
        reason = require_reason(reason)
        with nothing_lost(rows.values()):
            done = [_merge(rows[one.pk], rows[into.pk], by, reason) for one in others]
        start_if_assigned(into)
        told = {"merged": [rows[one.pk] for one in others], "reason": reason}
        trail.record("problems.problem.merge", into, by=by, after=told)
    return done


def _merge(source: Problem, target: Problem, by: Any, reason: str) -> Regrouping:
    links = list(source.links.open())
    perform(source, "merge", by=by, into=target, reason=reason)
    regrouping = Regrouping.objects.create(
        kind=RegroupingKind.MERGE, source=source, target=target, by=by, at=clock.now(),
        reason=reason, measures_moved=carry_measures(source, target, by=by),
        repointed=_repoint(source, target, by=by),
    )  # fmt: skip
    regrouping.moved.set(shift(links, target, by=by, reason=reason))
    return regrouping


def _move(
    kind: str, source: Problem, target: Problem, statements: Iterable[Statement], by: Any,
    reason: str,
) -> Regrouping:  # fmt: skip
    keys = {statement.pk for statement in statements}
    _refuse_unless_movable(source, target, keys)
    links = list(source.links.open().filter(statement__in=keys))
    if len(links) != len(keys) or not links:
        raise Refused(_("请选择“%(title)s”名下的意见。") % {"title": source})
    with nothing_lost([source, target]):
        regrouping = Regrouping.objects.create(
            kind=kind, source=source, target=target, by=by, at=clock.now(), reason=reason
        )
        regrouping.moved.set(shift(links, target, by=by, reason=reason))
    _tell_both(regrouping, links, by)
    return regrouping


def _refuse_unless_movable(source: Problem, target: Problem, keys: set[int]) -> None:
    if source.pk == target.pk:
        raise Refused(_("意见已经在这个问题名下。"))
    if source.campaign_id != target.campaign_id:
        raise Refused(_("两个问题不属于同一专项工作。"))
    if source.state == ProblemState.CLOSED:
        raise Refused(_("“%(title)s”已销号，名下意见不能再动。") % {"title": source})
    refuse_unless_taking(target)
    refuse_to_empty(source, leaving=len(keys))


def shift(links: Sequence[Link], target: Problem, *, by: Any, reason: str) -> list[Link]:
    """End these links and open the same under `target`, each knowing the one it replaces."""
    end(links, by=by)
    now = clock.now()
    return Link.objects.bulk_create(
        Link(
            statement_id=link.statement_id, problem=target, primary=link.primary, since=now, by=by,
            method=link.method, score=link.score, reason=reason, came_from=link,
        )
        for link in links
    )  # fmt: skip


def carry_measures(source: Problem, target: Problem, *, by: Any) -> list[int]:
    """Open measures go with the problem, and say so; ended ones stay where they ended."""
    moved = []
    for measure in open_measures(source).order_by("pk"):
        note = _("由%(code)s并入") % {"code": source.code}
        note = f"{measure.note}；{note}" if measure.note else note
        actions.edit(measure, {"problem": target, "note": note[-300:]}, by=by, version=None)
        moved.append(measure.pk)
    return moved


def start_if_assigned(problem: Problem) -> None:
    """A listed problem that was given assigned measures is being rectified."""
    state = Problem.objects.values_list("state", flat=True).get(pk=problem.pk)
    if state == ProblemState.LISTED and started_measures(problem).exists():
        perform(problem, "start", by=SYSTEM)


def wait_if_idle(problem: Problem) -> None:
    """A problem whose assigned measures went back waits again."""
    state = Problem.objects.values_list("state", flat=True).get(pk=problem.pk)
    if state == ProblemState.RECTIFYING and not started_measures(problem).exists():
        perform(problem, "unstart", by=SYSTEM)


def _repoint(source: Problem, target: Problem, *, by: Any) -> list[int]:
    """No chains: what pointed to `source` points to `target`."""
    earlier = list(Problem.objects.filter(merged_into=source).order_by("pk"))
    for problem in earlier:
        actions.edit(problem, {"merged_into": target}, by=by, version=None)
    return [problem.pk for problem in earlier]


def _tell_both(regrouping: Regrouping, links: Sequence[Link], by: Any) -> None:
    codes = Statement.objects.filter(pk__in=[link.statement_id for link in links])
    told = {
        "statements": list(codes.order_by("code").values_list("code", flat=True)),
        "from": regrouping.source, "to": regrouping.target, "reason": regrouping.reason,
    }  # fmt: skip
    happened = [
        trail.Happening(f"problems.problem.{regrouping.kind}", problem, {}, told)
        for problem in (regrouping.source, regrouping.target)
    ]
    trail.record_many(happened, by=by)
