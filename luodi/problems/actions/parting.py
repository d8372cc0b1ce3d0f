"""Parts of a statement that says several things: proposed by the engine, kept by a person."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel import clock, trail
from luodi.kernel.refusals import Refused
from luodi.listening.models import Statement
from luodi.problems.actions.attempts import locked, locked_statements, require_office, whole
from luodi.problems.actions.linking import refuse_unless_taking
from luodi.problems.models import Link, Part, Problem


def keep_parts(*, statement: Statement, parts: Mapping[str, Problem], by: Any) -> list[Part]:
    """Note which problems the parts of a statement speak of; `parts` is words → problem.

    The statement keeps its words and its own problem. Refuses the problem it is linked to
    already, and words it does not hold.
    """
    with whole("problems.part.keep", statement, by=by):
        require_office(by, statement.campaign_id)
        if not parts:
            raise Refused(_("请至少为一个部分选择问题。"))
        problems = locked(parts.values())
        locked_statements([statement.pk])
        taken = set(
            Link.objects.open().filter(statement=statement).values_list("problem", flat=True)
        )
        taken |= set(
            Part.objects.open().filter(statement=statement).values_list("problem", flat=True)
        )
        rows = []
        for words, chosen in parts.items():
            problem = problems[chosen.pk]
            _refuse_unless_fitting(statement, words, problem, taken)
            taken.add(problem.pk)
            rows.append(
                Part(statement=statement, problem=problem, words=words, by=by, since=clock.now())
            )
        made = Part.objects.bulk_create(rows)
        told = {"statement": statement.code, "problems": [str(row.problem.code) for row in rows]}
        trail.record("problems.part.keep", statement, by=by, after=told)
    return made


def _refuse_unless_fitting(
    statement: Statement, words: str, problem: Problem, taken: set[int]
) -> None:
    refuse_unless_taking(problem)
    if problem.campaign_id != statement.campaign_id:
        raise Refused(_("意见%(code)s不属于这项专项工作。") % {"code": statement.code})
    if words not in statement.text:
        raise Refused(_("这部分不是意见%(code)s的原话。") % {"code": statement.code})
    if problem.pk in taken:
        raise Refused(_("意见%(code)s已经说到“%(title)s”了。") % {
            "code": statement.code, "title": problem,
        })  # fmt: skip


def end_part(*, part: Part, by: Any) -> None:
    """Take a part back; it is ended, not erased."""
    with whole("problems.part.end", part.statement, by=by):
        require_office(by, part.problem.campaign_id)
        changed = Part.objects.open().filter(pk=part.pk).update(until=clock.now(), ended_by=by)
        if not changed:
            raise Refused(_("这个部分已经撤回了。"))
        told = {"statement": part.statement.code, "problem": part.problem.code}
        trail.record("problems.part.end", part.statement, by=by, before=told)
