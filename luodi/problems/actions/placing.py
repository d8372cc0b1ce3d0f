"""Statements the engine left alone, placed by a person one by one."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from luodi.kernel.refusals import Refused
from luodi.listening.models import Campaign, Statement
from luodi.problems.actions.attempts import require_office, whole
from luodi.problems.actions.linking import link_statements, unlink
from luodi.problems.actions.making import new_draft
from luodi.problems.choices import Decision, LinkMethod
from luodi.problems.models import Link, LinkProposal, Problem
from luodi.problems.queries import first_words


def place(*, problem: Problem, statement: Statement, by: Any) -> None:
    """Into this problem."""
    link_statements(problem=problem, statements=[statement], by=by)


def place_as_suggested(*, chosen: Mapping[Problem, list[Statement]], by: Any) -> int:
    """Take suggestions as they are, all of them or none; returns how many statements."""
    first = next(iter(chosen), None)
    with whole("problems.problem.link", first, by=by):
        if first is None:
            raise Refused(_("没有可以采纳的建议。"))
        for problem in sorted(chosen, key=lambda one: one.pk):
            link_statements(
                problem=problem, statements=chosen[problem], by=by, method=LinkMethod.PROPOSED
            )
    return sum(len(rows) for rows in chosen.values())


def place_in_new(*, statement: Statement, title: str, by: Any) -> Problem:
    """Into a problem of its own, called by its own words when nobody gives a title."""
    with whole("problems.problem.create", statement, by=by):
        require_office(by, statement.campaign_id)
        problem = new_draft(
            campaign=statement.campaign, title=title or first_words(statement), by=by
        )
        link_statements(problem=problem, statements=[statement], by=by)
    return problem


def take_back_last(*, campaign: Campaign, by: Any) -> Statement:
    """Undo what this person placed last; what was decided on a group's screen is undone there."""
    on_screen = LinkProposal.objects.exclude(decision=Decision.OPEN).values("statement")
    mine = Link.objects.open().filter(by=by, problem__campaign=campaign, came_from=None)
    last = mine.exclude(statement__in=on_screen).order_by("-since", "-pk").first()
    if last is None:
        raise Refused(_("没有可以撤销的决定。"))
    unlink(statement=last.statement, by=by, reason=_("撤销上一步"))
    return last.statement
