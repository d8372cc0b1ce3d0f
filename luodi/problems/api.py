"""This room for machines: problems, links, merges, decisions. States move at the kernel's address."""

from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Field, Router, Schema

from luodi.listening.models import Statement
from luodi.problems.actions import decide, link_statements, merge_problems
from luodi.problems.choices import Decision
from luodi.problems.models import ConsolidationRun, LinkProposal, Problem
from luodi.problems.queries import with_counts

router = Router(tags=["problems"])
MOST = 100


class ProblemOut(Schema):
    id: int
    version: int
    code: str
    title: str
    state: str
    category: str | None = Field(None, alias="category.label")
    statement_count: int
    measure_count: int


class ProblemDetail(ProblemOut):
    description: str
    cause: str
    place: str
    merged_into_id: int | None
    statements: list[str]


class LinkIn(Schema):
    statements: list[int]
    reason: str = ""


class MergeIn(Schema):
    others: list[int]
    reason: str


class DecisionIn(Schema):
    decision: Decision
    problem: int | None = None
    title: str = ""


def _problems(request: HttpRequest) -> Any:
    return with_counts(Problem.objects.visible_to(request.user)).select_related("category")


@router.get("/", response=list[ProblemOut], operation_id="problems_list")
def problem_list(request: HttpRequest, campaign: int | None = None, offset: int = 0) -> Any:
    """Problems one may see, by code, a hundred at a time."""
    rows = _problems(request)
    rows = rows.filter(campaign=campaign) if campaign is not None else rows
    return rows[max(offset, 0) : max(offset, 0) + MOST]


@router.get("/{int:pk}/", response=ProblemDetail, operation_id="problems_detail")
def problem_detail(request: HttpRequest, pk: int) -> Any:
    """One problem, with the codes of the statements under it that one may see."""
    found = get_object_or_404(_problems(request), pk=pk)
    said = Statement.objects.visible_to(request.user).filter(links__in=found.links.open())
    found.statements = list(said.order_by("code").values_list("code", flat=True))
    return found


@router.post("/{int:pk}/links/", response=ProblemDetail, operation_id="problems_link")
def problem_link(request: HttpRequest, pk: int, given: LinkIn) -> Any:
    """Put accepted statements under a problem; all of them or none."""
    found = get_object_or_404(_problems(request), pk=pk)
    rows = _all(Statement.objects.visible_to(request.user), given.statements)
    link_statements(problem=found, statements=rows, by=request.user, reason=given.reason)
    return problem_detail(request, pk)


@router.post("/{int:pk}/merge/", response=ProblemDetail, operation_id="problems_merge")
def problem_merge(request: HttpRequest, pk: int, given: MergeIn) -> Any:
    """Merge others into this one."""
    found = get_object_or_404(_problems(request), pk=pk)
    others = _all(Problem.objects.visible_to(request.user), given.others)
    merge_problems(into=found, others=others, by=request.user, reason=given.reason)
    return problem_detail(request, pk)


@router.post("/proposals/{int:pk}/decision/", operation_id="problems_decide")
def proposal_decide(request: HttpRequest, pk: int, given: DecisionIn) -> dict[str, Any]:
    """Decide one proposal of the engine."""
    runs = ConsolidationRun.objects.visible_to(request.user).values("pk")
    proposal = get_object_or_404(LinkProposal, pk=pk, group__run__in=runs)
    problem = None
    if given.problem is not None:
        problem = get_object_or_404(Problem.objects.visible_to(request.user), pk=given.problem)
    [row] = decide(
        group=proposal.group, proposals=[pk], decision=given.decision, by=request.user,
        problem=problem, title=given.title,
    )  # fmt: skip
    return {"id": row.pk, "decision": row.decision, "problem": row.decided_problem_id}


def _all(rows: Any, keys: list[int]) -> list[Any]:
    """Every record asked for; 404 when one of them may not be seen."""
    return [get_object_or_404(rows, pk=key) for key in dict.fromkeys(keys)]
