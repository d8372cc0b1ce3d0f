"""The numbers of listening. The docstring of each is its 口径, shown on its page."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luodi.kernel import clock
from luodi.kernel.figures import adds_up, figure, subset
from luodi.listening.choices import GatheringKind, GatheringState, StatementKind, StatementState
from luodi.listening.models import Gathering, GuestInvitation, Statement, Topic
from luodi.listening.models.gathering import GatheringQuerySet
from luodi.listening.models.statement import StatementQuerySet

GATHERINGS = ("code", "title", "unit", "held_on", "attendance_count")
STATEMENTS = ("code", "text_original", "unit", "said_at", "state")
ANSWERS = ("code", "text_original", "unit", "answer_due", "state")
NOT_HELD = (GatheringState.RETURNED, GatheringState.VOID, GatheringState.WITHDRAWN)
OWES_ANSWER = (
    StatementState.SUBMITTED,
    StatementState.ACCEPTED,
    StatementState.LINKED,
    StatementState.SETTLED,
)


def _gatherings(reader: Any) -> GatheringQuerySet:
    return Gathering.objects.visible_to(reader).select_related("unit")


def _statements(reader: Any) -> StatementQuerySet:
    return Statement.objects.visible_to(reader).select_related("unit")


@figure(
    "meeting.special.count",
    label=_("专题会议"),
    unit=_("次"),
    time="held_on",
    campaign="campaign",
    unit_path="unit",
    columns=GATHERINGS,
    evidence=("evidence",),
    owner=_("工作专班"),
    aliases=("召开专题会议", "专题会"),
)
def special_meetings(reader: Any) -> QuerySet:
    """经工作专班认可的专题会议；草稿、已上报未认可、退回和作废的不计。按召开日期统计。"""
    return _gatherings(reader).counted().filter(kind=GatheringKind.SPECIAL)


@figure(
    "listening.gatherings",
    label=_("各类会议和走访"),
    unit=_("次"),
    time="held_on",
    campaign="campaign",
    unit_path="unit",
    columns=GATHERINGS,
    evidence=("evidence",),
    owner=_("工作专班"),
)
def gatherings(reader: Any) -> QuerySet:
    """经工作专班认可的各种形式的会议、走访、问卷和信箱收集。按日期统计。"""
    return _gatherings(reader).counted()


@figure(
    "issue.collected.count",
    label=_("收集问题"),
    unit=_("条"),
    time="said_at",
    campaign="campaign",
    unit_path="unit",
    columns=STATEMENTS,
    evidence=("gathering__evidence",),
    owner=_("工作专班"),
    aliases=("收集问题清单", "问题清单"),
)
def collected_issues(reader: Any) -> QuerySet:
    """在会议、走访等活动中提出、经工作专班采集的“问题”类意见，一句话计一条；信箱导入和建议不计。"""
    rows = _statements(reader).collected()
    return rows.filter(kind=StatementKind.PROBLEM, gathering__isnull=False)


@figure(
    "symposium.model_citizen.attendance",
    label=_("到会代表"),
    unit=_("名"),
    time="gathering__held_on",
    campaign="gathering__campaign",
    unit_path="gathering__unit",
    columns=("name", "honour", "gathering"),
    evidence=("gathering__evidence",),
    owner=_("工作专班"),
    aliases=("道德模范",),
)
def guests_who_came(reader: Any) -> QuerySet:
    """经认可的座谈会上实际到会的受邀代表；受邀未到会的不计。"""
    return (
        GuestInvitation.objects.visible_to(reader)
        .select_related("gathering")
        .filter(
            attended=True,
            gathering__state=GatheringState.COUNTED,
            gathering__kind=GatheringKind.SYMPOSIUM,
        )
    )


@figure(
    "symposium.topic.count",
    label=_("座谈议题"),
    unit=_("个"),
    time="gathering__held_on",
    campaign="gathering__campaign",
    unit_path="gathering__unit",
    columns=("title", "gathering"),
    evidence=("gathering__evidence",),
    owner=_("工作专班"),
    aliases=("主题",),
)
def symposium_topics(reader: Any) -> QuerySet:
    """经认可的座谈会所列的议题。"""
    held = _gatherings(reader).counted().filter(kind=GatheringKind.SYMPOSIUM)
    return Topic.objects.filter(gathering__in=held).select_related("gathering")


@figure(
    "report.session.ordinal",
    label=_("专题报告会场次"),
    unit=_("场"),
    time="held_on",
    campaign="campaign",
    unit_path="unit",
    columns=GATHERINGS,
    evidence=("evidence",),
    owner=_("工作专班"),
    aliases=("专题报告会",),
)
def report_sessions(reader: Any) -> QuerySet:
    """截至所问日期已举办和已排定的专题报告会，即最近一场是第几场；退回和作废的不计。"""
    rows = _gatherings(reader).filter(kind=GatheringKind.REPORT)
    return rows.exclude(state__in=NOT_HELD)


@figure(
    "listening.statements_all",
    label=_("已采集意见"),
    unit=_("条"),
    time="said_at",
    campaign="campaign",
    unit_path="unit",
    columns=STATEMENTS,
    evidence=("gathering__evidence",),
    owner=_("工作专班"),
)
def statements_all(reader: Any) -> QuerySet:
    """经工作专班采集的全部意见，含问题、建议和表扬，不论来源。"""
    return _statements(reader).collected()


@figure(
    "listening.statements_covered",
    label=_("已有去向"),
    unit=_("条"),
    time="said_at",
    campaign="campaign",
    unit_path="unit",
    columns=STATEMENTS,
    evidence=("gathering__evidence",),
    owner=_("工作专班"),
)
def statements_covered(reader: Any) -> QuerySet:
    """已采集意见中，已归并到问题、已注明去向或已反馈的。"""
    return _statements(reader).covered()


@figure(
    "listening.statements_uncovered",
    label=_("还没有去向"),
    unit=_("条"),
    time="said_at",
    campaign="campaign",
    unit_path="unit",
    columns=STATEMENTS,
    evidence=("gathering__evidence",),
    owner=_("工作专班"),
)
def statements_uncovered(reader: Any) -> QuerySet:
    """已采集意见中，既未归并到问题也未注明去向的；“查”环节结束前必须为零。"""
    return _statements(reader).uncovered()


@figure(
    "listening.statements_waiting",
    label=_("待采集"),
    unit=_("条"),
    time="said_at",
    campaign="campaign",
    unit_path="unit",
    columns=STATEMENTS,
    evidence=("gathering__evidence",),
    owner=_("工作专班"),
)
def statements_waiting(reader: Any) -> QuerySet:
    """各单位和受邀代表已提交、工作专班尚未采集的意见。"""
    return _statements(reader).filter(state=StatementState.SUBMITTED)


@figure(
    "listening.suggestions",
    label=_("建议"),
    unit=_("条"),
    time="said_at",
    campaign="campaign",
    unit_path="unit",
    columns=STATEMENTS,
    evidence=("gathering__evidence",),
    owner=_("工作专班"),
)
def suggestions(reader: Any) -> QuerySet:
    """经工作专班采集的“建议”类意见。"""
    return _statements(reader).collected().filter(kind=StatementKind.SUGGESTION)


@figure(
    "listening.answers_due",
    label=_("待反馈"),
    unit=_("条"),
    time="answer_due",
    campaign="campaign",
    unit_path="unit",
    columns=ANSWERS,
    owner=_("工作专班"),
)
def answers_due(reader: Any) -> QuerySet:
    """有答复期限、尚未反馈的意见，含已过期限的。按答复期限统计。"""
    return _statements(reader).filter(answer_due__isnull=False, state__in=OWES_ANSWER)


@figure(
    "listening.answers_late",
    label=_("逾期未反馈"),
    unit=_("条"),
    time="answer_due",
    campaign="campaign",
    unit_path="unit",
    columns=ANSWERS,
    owner=_("工作专班"),
)
def answers_late(reader: Any) -> QuerySet:
    """答复期限早于今天、尚未反馈的意见。"""
    return answers_due(reader).filter(answer_due__lt=clock.today())


subset("meeting.special.count", "listening.gatherings")
subset("issue.collected.count", "listening.statements_all")
subset("listening.suggestions", "listening.statements_all")
subset("listening.answers_late", "listening.answers_due")
adds_up(
    ["listening.statements_covered", "listening.statements_uncovered"], "listening.statements_all"
)
