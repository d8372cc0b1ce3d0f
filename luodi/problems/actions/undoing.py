"""Undoing a merge, a split or a move: nothing is erased, links move back."""

from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import actions, clock, trail
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import perform
from luodi.problems.actions.attempts import (
    hold,
    nothing_lost,
    require_office,
    require_reason,
    whole,
)
from luodi.problems.actions.linking import refuse_to_empty
from luodi.problems.actions.regrouping import shift, wait_if_idle
from luodi.problems.choices import ProblemState, RegroupingKind
from luodi.problems.models import Link, Problem, Regrouping


def undo_regrouping(*, regrouping: Regrouping, by: Any, reason: str) -> Regrouping:
    """Put links, measures and pointers back as they were before this regrouping.

    Statements that came to the target afterwards stay there. Refuses when the moved ones have
    moved on: then the later step is undone first.
    """
    with whole("problems.problem.undo", regrouping.source, by=by):
        rows = hold(regrouping.source, regrouping.target)
        regrouping = Regrouping.objects.select_for_update(of=("self",)).get(pk=regrouping.pk)
        source, target = rows[regrouping.source_id], rows[regrouping.target_id]
        require_office(by, source.campaign_id)
        reason = require_reason(reason)
        links = list(regrouping.moved.all())
        _refuse_unless_undoable(regrouping, source, target, links)
        with nothing_lost([source, target]):
            _put_back(regrouping, source, target, links, by, reason)
        regrouping.undone_at, regrouping.undone_by = clock.now(), by
        regrouping.undone_why = reason
        regrouping.save()
        told = {"kind": regrouping.kind, "from": source, "to": target, "reason": reason}
        trail.record("problems.problem.undo", source, by=by, after=told)
    return regrouping


def _put_back(
    regrouping: Regrouping,
    source: Problem,
    target: Problem,
    links: list[Link],
    by: Any,
    reason: str,
) -> None:
    if regrouping.kind == RegroupingKind.MERGE:
        perform(source, "unmerge", by=by, reason=reason)
    _replace(source, shift(links, source, by=by, reason=reason))
    if regrouping.kind == RegroupingKind.MERGE:
        _measures_return(regrouping, source, target, by)
        for problem in Problem.objects.filter(pk__in=regrouping.repointed).order_by("pk"):
            actions.edit(problem, {"merged_into": source}, by=by, version=None)
    elif regrouping.kind == RegroupingKind.SPLIT and _is_shell(target):
        perform(target, "merge", by=by, into=source, reason=reason)


def _replace(source: Problem, returned: list[Link]) -> None:
    """A returned link stands for the one it was before: the step that had last brought the
    statement to `source` can then be undone in its turn."""
    new = {link.statement_id: link.pk for link in returned}
    rows = Regrouping.moved.through.objects.filter(
        regrouping__undone_at=None, link__problem=source, link__statement__in=new
    )
    latest = {row.link.statement_id: row for row in rows.select_related("link").order_by("link")}
    for statement, row in latest.items():
        row.link_id = new[statement]
    Regrouping.moved.through.objects.bulk_update(latest.values(), ["link"])


def _measures_return(regrouping: Regrouping, source: Problem, target: Problem, by: Any) -> None:
    for measure in target.measures.filter(pk__in=regrouping.measures_moved).order_by("pk"):
        actions.edit(measure, {"problem": source}, by=by, version=None)
    wait_if_idle(target)


def _is_shell(problem: Problem) -> bool:
    """Whether only the split made this draft: nobody has put anything of its own into it."""
    draft = problem.state == ProblemState.DRAFT
    return draft and not problem.links.open().exists() and not problem.measures.exists()


def _refuse_unless_undoable(
    regrouping: Regrouping, source: Problem, target: Problem, links: list[Link]
) -> None:
    if regrouping.undone_at:
        raise Refused(_("这一步已经撤销过了。"))
    if moved_on := [link for link in links if link.until is not None]:
        raise Refused(
            _("其中 %(count)d 条意见后来又有变动，请先撤销后面的步骤。") % {"count": len(moved_on)}
        )
    if target.state in (ProblemState.MERGED, ProblemState.CLOSED):
        raise Refused(
            _("“%(title)s”%(state)s，不能撤销这一步。")
            % {"title": target, "state": target.get_state_display()}
        )
    if regrouping.kind == RegroupingKind.MERGE:
        _refuse_unless_merged_here(source, target)
    elif source.state in (ProblemState.MERGED, ProblemState.CLOSED):
        raise Refused(
            _("“%(title)s”%(state)s，意见回不去了。")
            % {"title": source, "state": source.get_state_display()}
        )
    refuse_to_empty(target, leaving=len(links))


def _refuse_unless_merged_here(source: Problem, target: Problem) -> None:
    if source.state != ProblemState.MERGED or source.merged_into_id != target.pk:
        raise Refused(_("“%(title)s”已不在这个问题名下。") % {"title": source})
