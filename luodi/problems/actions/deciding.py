"""What people say to the engine's proposals. A decided proposal is decided; undoing reopens it."""

from collections.abc import Collection, Sequence
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import actions, clock, trail
from luodi.kernel.refusals import Refused
from luodi.kernel.transitions import state_label
from luodi.listening.actions import follow_links
from luodi.listening.choices import StatementState
from luodi.listening.models import Statement
from luodi.problems.actions.attempts import locked, locked_statements, require_office, whole
from luodi.problems.actions.linking import end, link_statements, refuse_to_empty
from luodi.problems.actions.making import new_draft
from luodi.problems.choices import Decision, LinkMethod
from luodi.problems.models import (
    ConsolidationRun,
    Link,
    LinkProposal,
    Problem,
    ProposedProblem,
)
from luodi.problems.queries import first_words, latest_run


def decide(
    *,
    group: ProposedProblem,
    proposals: Collection[int],
    decision: str,
    by: Any,
    problem: Problem | None = None,
    title: str = "",
) -> list[LinkProposal]:
    """Decide some proposals of a group, all of them or none.

    accepted: into `problem`, else the group's problem, else a new one titled `title` or the
    group's label. moved: into `problem`. new: into one new problem. refused: into none, kept.
    Refuses proposals somebody else has decided meanwhile.
    """
    with whole("problems.linkproposal.decide", group, by=by):
        run = group.run
        require_office(by, run.campaign_id)
        _refuse_unless_latest(run)
        group = ProposedProblem.objects.select_for_update(of=("self",)).get(pk=group.pk)
        locked(filter(None, (problem, group.problem)))
        rows = _open_ones(group, proposals)
        target = _target(group, rows, decision, problem, title, by)
        if target is not None:
            _link(target, rows, by)
        _note(rows, decision, target, by)
        _close_group(group, by)
    return rows


def accept_group(
    *, group: ProposedProblem, by: Any, problem: Problem | None = None, title: str = ""
) -> list[LinkProposal]:
    """Accept every open proposal of a group at once."""
    rest = group.proposals.open().values_list("pk", flat=True)
    return decide(
        group=group, proposals=list(rest), decision=Decision.ACCEPTED, by=by, problem=problem,
        title=title,
    )  # fmt: skip


def take_near(*, group: ProposedProblem, statement: Statement, by: Any) -> LinkProposal:
    """Take a near miss into the group's problem: the person knows better than the line."""
    near = {int(key): score for key, score in group.near}
    if statement.pk not in near:
        raise Refused(_("意见%(code)s不在这一组的邻近意见里。") % {"code": statement.code})
    with whole("problems.linkproposal.decide", group, by=by):
        proposal, _made = LinkProposal.objects.get_or_create(
            group=group, statement=statement, defaults={"score": near[statement.pk]}
        )
        group = ProposedProblem.objects.select_for_update(of=("self",)).get(pk=group.pk)
        target = group.problem or _new_from(group, "", by)
        return decide(
            group=group, proposals=[proposal.pk], decision=Decision.MOVED, by=by, problem=target
        )[0]


def rename_group(*, group: ProposedProblem, label: str, by: Any) -> None:
    """Give a group the name a person would; its problem, once there is one, is renamed."""
    with whole("problems.proposedproblem.rename", group, by=by):
        require_office(by, group.run.campaign_id)
        if not label.strip():
            raise Refused(_("请写一句问题表述。"))
        before, label = group.label, label.strip()[:200]
        group.label, group.named_by = label, by
        group.save(update_fields=["label", "named_by"])
        if group.problem is not None:
            actions.edit(group.problem, {"title": label}, by=by, version=None)
        told = {"label": before}, {"label": label}
        trail.record("problems.proposedproblem.rename", group, by=by, before=told[0], after=told[1])


def undo_decisions(*, proposals: Collection[int], by: Any) -> list[LinkProposal]:
    """Reopen decided proposals: links they made end, refusals are taken back.

    Refuses when a statement has moved on since, or would leave a listed problem empty.
    """
    first = LinkProposal.objects.filter(pk__in=proposals).select_related("group__run").first()
    if first is None:
        raise Refused(_("没有可以撤销的决定。"))
    group = first.group
    with whole("problems.linkproposal.undo", group, by=by):
        require_office(by, group.run.campaign_id)
        rows = _decided_ones(group, proposals)
        _unlink(rows, by)
        for row in rows:
            row.decision, row.decided_by = Decision.OPEN, None
            row.decided_at = row.decided_problem = None
        _save(rows)
        ProposedProblem.objects.filter(pk=group.pk).update(reviewed_at=None, reviewed_by=None)
        told = {"statements": [row.statement for row in rows]}
        trail.record("problems.linkproposal.undo", group, by=by, before=told)
    return rows


def undo_last(*, run: ConsolidationRun, by: Any) -> list[LinkProposal]:
    """Take back what this person decided last in this run, one keystroke's worth."""
    mine = LinkProposal.objects.filter(group__run=run, decided_by=by)
    last = mine.order_by("-decided_at", "-pk").first()
    if last is None:
        raise Refused(_("没有可以撤销的决定。"))
    together = mine.filter(group=last.group_id, decided_at=last.decided_at)
    return undo_decisions(proposals=list(together.values_list("pk", flat=True)), by=by)


def _open_ones(group: ProposedProblem, keys: Collection[int]) -> list[LinkProposal]:
    rows = _locked(group, keys)
    fresh = {row.pk: row for row in locked_statements(row.statement_id for row in rows)}
    for row in rows:
        row.statement = fresh[row.statement_id]
    if not rows:
        raise Refused(_("请先选择要办理的意见。"))
    for row in rows:
        if row.decision != Decision.OPEN:
            told = {
                "code": row.statement.code, "who": row.decided_by,
                "decision": row.get_decision_display(),
            }  # fmt: skip
            raise Refused(_("意见%(code)s已由%(who)s决定：%(decision)s。") % told)
        if row.statement.state != StatementState.ACCEPTED:
            told = {"code": row.statement.code, "state": state_label(row.statement)}
            raise Refused(_("意见%(code)s%(state)s，不再需要决定。") % told)
    return rows


def _decided_ones(group: ProposedProblem, keys: Collection[int]) -> list[LinkProposal]:
    rows = _locked(group, keys)
    if not rows or any(row.decision == Decision.OPEN for row in rows):
        raise Refused(_("没有可以撤销的决定。"))
    return rows


def _locked(group: ProposedProblem, keys: Collection[int]) -> list[LinkProposal]:
    rows = LinkProposal.objects.select_for_update(of=("self",)).filter(group=group, pk__in=keys)
    return list(rows.select_related("statement", "decided_by", "decided_problem").order_by("pk"))


def _target(
    group: ProposedProblem, rows: Sequence[LinkProposal], decision: str, problem: Problem | None,
    title: str, by: Any,
) -> Problem | None:  # fmt: skip
    match decision:
        case Decision.REFUSED:
            return None
        case Decision.NEW:
            title = title or first_words(rows[0].statement)
            return new_draft(campaign=group.run.campaign, title=title, by=by)
        case Decision.MOVED:
            if problem is None:
                raise Refused(_("请选择要改归的问题。"))
            return problem.merged_into or problem
        case Decision.ACCEPTED:
            return _accepting(group, problem, title, by)
    raise Refused(_("没有这个决定。"))


def _accepting(group: ProposedProblem, problem: Problem | None, title: str, by: Any) -> Problem:
    chosen = problem or group.problem
    if chosen is None:
        return _new_from(group, title, by)
    chosen = chosen.merged_into or chosen
    if group.problem_id != chosen.pk:
        group.problem = chosen
        group.save(update_fields=["problem"])
    return chosen


def _new_from(group: ProposedProblem, title: str, by: Any) -> Problem:
    group.problem = new_draft(
        campaign=group.run.campaign, title=title or group.label, by=by,
        place="、".join(group.places)[:120],
    )  # fmt: skip
    group.save(update_fields=["problem"])
    return group.problem


def _link(target: Problem, rows: Sequence[LinkProposal], by: Any) -> None:
    link_statements(
        problem=target, statements=[row.statement for row in rows], by=by,
        method=LinkMethod.PROPOSED, scores={row.statement_id: row.score for row in rows},
    )  # fmt: skip


def _note(rows: Sequence[LinkProposal], decision: str, target: Problem | None, by: Any) -> None:
    now = clock.now()
    for row in rows:
        row.decision, row.decided_by = decision, by
        row.decided_at, row.decided_problem = now, target
    _save(rows)
    told = {
        "decision": decision, "problem": target, "statements": [row.statement for row in rows],
    }  # fmt: skip
    trail.record("problems.linkproposal.decide", rows[0].group, by=by, after=told)


def _save(rows: Sequence[LinkProposal]) -> None:
    fields = ["decision", "decided_by", "decided_at", "decided_problem"]
    LinkProposal.objects.bulk_update(rows, fields, batch_size=500)


def _close_group(group: ProposedProblem, by: Any) -> None:
    if not group.proposals.open().exists():
        reviewed = {"reviewed_at": clock.now(), "reviewed_by": by}
        ProposedProblem.objects.filter(pk=group.pk).update(**reviewed)


def _unlink(rows: Sequence[LinkProposal], by: Any) -> None:
    linked = [row for row in rows if row.decided_problem_id]
    problems = locked(row.decided_problem for row in linked)
    statements = locked_statements(row.statement_id for row in linked)
    for problem in problems.values():
        own = [row.statement_id for row in linked if row.decided_problem_id == problem.pk]
        links = Link.objects.open().filter(problem=problem, statement__in=own)
        if len(links) != len(own):
            raise Refused(_("有意见后来又改归别处，请到“%(title)s”页上办理。") % {"title": problem})
        refuse_to_empty(problem, leaving=len(own))
        end(links, by=by)
    for statement in statements:
        follow_links(statement, by=by)


def _refuse_unless_latest(run: ConsolidationRun) -> None:
    newest = latest_run(run.campaign_id)
    if newest is not None and newest.pk != run.pk:
        raise Refused(_("已有新的归并计算，请到最新一次审阅。"))
