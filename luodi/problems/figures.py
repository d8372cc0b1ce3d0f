"""The numbers of this room. The docstring of each is its 口径, shown on its page."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from luodi.kernel.figures import distinct, figure, ratio, subset
from luodi.listening import figures as _listening  # noqa: F401 - its figures come first
from luodi.listening.models import Statement
from luodi.problems.choices import Decision, ProblemState, RunState
from luodi.problems.models import ConsolidationRun, Link, LinkProposal, Problem
from luodi.problems.models.problem import ProblemQuerySet

PROBLEMS = ("code", "title", "category", "state", "listed_on")
OFFICE = _("工作专班")
PROPOSALS = ("statement", "group", "score", "decision")


def _problems(reader: Any) -> ProblemQuerySet:
    return Problem.objects.visible_to(reader).select_related("category")


@figure(
    "issue.category.count",
    label=_("问题类别"),
    unit=_("类"),
    measure=distinct("category"),
    campaign="campaign",
    owner=OFFICE,
    columns=PROBLEMS,
    aliases=("类问题", "大类"),
)
def category_count(reader: Any) -> ProblemQuerySet:
    """清单上的问题（已列入、整改中、已销号）所属的不同类别；拟列和已并案的不计。"""
    return _problems(reader).on_the_list()


@figure(
    "issue.consolidated.count",
    label=_("归并后的问题"),
    unit=_("条"),
    time="listed_on",
    campaign="campaign",
    owner=OFFICE,
    columns=PROBLEMS,
    aliases=("问题", "具体问题"),
)
def consolidated_count(reader: Any) -> ProblemQuerySet:
    """清单上的问题：已列入、整改中、已销号；拟列和已并案的不计。时间按列入日期。"""
    return _problems(reader).on_the_list()


@figure(
    "problems.open",
    label=_("未销号问题"),
    unit=_("个"),
    time="listed_on",
    campaign="campaign",
    owner=OFFICE,
    columns=PROBLEMS,
)
def open_problems(reader: Any) -> ProblemQuerySet:
    """已列入清单或整改中、还没有销号的问题。时间按列入日期。"""
    return _problems(reader).filter(state__in=(ProblemState.LISTED, ProblemState.RECTIFYING))


@figure(
    "problems.closed",
    label=_("已销号问题"),
    unit=_("个"),
    time="closed_on",
    campaign="campaign",
    owner=OFFICE,
    columns=("code", "title", "category", "closed_on"),
)
def closed_problems(reader: Any) -> ProblemQuerySet:
    """全部措施办结、成效已登记并销号的问题；重新挂号的不计。时间按销号日期。"""
    return _problems(reader).filter(state=ProblemState.CLOSED)


@figure(
    "problems.statements_linked",
    label=_("已归并意见"),
    unit=_("条"),
    campaign="problem__campaign",
    owner=OFFICE,
    unit_path="statement__unit",
    columns=("statement", "problem", "since", "method"),
)
def statements_linked(reader: Any) -> QuerySet[Link]:
    """现在归并在问题名下的意见，一条意见只计一次；已终止的归并关系不计。"""
    rows = Link.objects.open().filter(primary=True).select_related("statement", "problem")
    if rows.reads_all(reader):
        return rows
    return rows.filter(statement__in=Statement.objects.visible_to(reader).values("pk"))


def _proposals(reader: Any) -> QuerySet[LinkProposal]:
    runs = ConsolidationRun.objects.visible_to(reader).filter(state=RunState.DONE)
    rows = LinkProposal.objects.filter(group__run__in=runs.values("pk"))
    return rows.select_related("statement", "group")


@figure(
    "problems.proposals_open",
    label=_("待审阅的归并建议"),
    unit=_("条"),
    campaign="group__run__campaign",
    owner=OFFICE,
    columns=PROPOSALS,
)
def proposals_open(reader: Any) -> QuerySet[LinkProposal]:
    """最近一次归并计算提出、还没有人决定、意见也还没有去向的归并建议。"""
    newest = ConsolidationRun.objects.filter(
        campaign=OuterRef("group__run__campaign"), state=RunState.DONE
    ).order_by("-pk")
    latest = _proposals(reader).filter(group__run=Subquery(newest.values("pk")[:1]))
    return latest.open()


@figure(
    "problems.proposals_decided",
    label=_("已决定的归并建议"),
    unit=_("条"),
    campaign="group__run__campaign",
    owner=OFFICE,
    columns=PROPOSALS,
)
def proposals_decided(reader: Any) -> QuerySet[LinkProposal]:
    """有人作过决定的归并建议，历次计算都计；撤销的决定不计。"""
    return _proposals(reader).decided()


@figure(
    "problems.proposals_accepted_unchanged",
    label=_("照原样采纳的归并建议"),
    unit=_("条"),
    campaign="group__run__campaign",
    owner=OFFICE,
    columns=PROPOSALS,
)
def proposals_accepted_unchanged(reader: Any) -> QuerySet[LinkProposal]:
    """已决定的归并建议中照原样采纳的；改归、另立和“不是同一问题”的不计。与已决定的相比即采纳率。"""
    return _proposals(reader).filter(decision=Decision.ACCEPTED)


ratio(
    "problems.acceptance_share",
    of="problems.proposals_accepted_unchanged",
    over="problems.proposals_decided",
    label=_("归并建议采纳率"),
    rule=_("照原样采纳的归并建议占已决定的归并建议的百分比。"),
    good="up",
)
ratio(
    "problems.coverage",
    of="listening.statements_covered",
    over="listening.statements_all",
    label=_("意见去向覆盖率"),
    rule=_("已采集意见中，已归并到问题、已注明去向或已反馈的所占的百分比。"),
    good="up",
)
subset("problems.open", "issue.consolidated.count")
subset("problems.proposals_accepted_unchanged", "problems.proposals_decided")
