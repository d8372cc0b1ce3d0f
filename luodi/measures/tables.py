"""The lists of this room."""

import django_tables2 as tables
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import clock
from luodi.kernel.lists import ChosenColumn, DayColumn, RecordTable
from luodi.kernel.templatetags.luodi import status
from luodi.measures.choices import CardLevel, CardState, MeasureState, OrderState
from luodi.measures.models import Card, Measure, SupervisionOrder
from luodi.measures.queries import ledger

S = MeasureState
TONE_OF_STATE = {
    S.DRAFT: "todo", S.ASSIGNED: "todo", S.IN_PROGRESS: "doing", S.CLOSURE_REQUESTED: "wait",
    S.VERIFYING: "wait", S.VERIFIED: "wait", S.CLOSED: "good", S.SUSTAINED: "good",
    S.SUSPENDED: "stopped", S.CANCELLED: "stopped",
}  # fmt: skip
TONE_OF_CARD = {CardLevel.BLUE: "doing", CardLevel.YELLOW: "warn", CardLevel.RED: "bad"}
TONE_OF_ORDER = {
    OrderState.DRAFT: "todo", OrderState.SIGNED: "wait", OrderState.SENT: "doing",
    OrderState.REPLIED: "wait", OrderState.CONCLUDED: "good",
}  # fmt: skip
WIDE = {"td": {"class": "minor wide"}, "th": {"class": "wide"}}
"""Shown on wide screens, on paper and in Excel, or when all columns are asked for."""
WIDE_LONG = {"td": {"class": "minor wide long"}, "th": {"class": "wide long"}}
NOWRAP = {"td": {"class": "nowrap"}}
LONG = {"td": {"class": "minor long"}, "th": {"class": "long"}}


def state_of(measure: Measure) -> str:
    """The state, and how late."""
    shown = status(measure.get_state_display(), TONE_OF_STATE[S(measure.state)])
    late = ledger.late_text(measure, clock.today())
    return format_html("{} {}", shown, status(late, "bad")) if late else shown


class MeasureTable(RecordTable):
    """台账: the office's eighteen columns; on a phone the six that matter."""

    chosen = ChosenColumn()
    code = tables.Column(linkify=True, attrs={"td": {"class": "lead nowrap"}})
    dimension = tables.Column(
        gettext_lazy("对照方面"), accessor="problem__primary_dimension", attrs=WIDE,
        order_by="problem__primary_dimension__position",
    )  # fmt: skip
    category = tables.Column(
        gettext_lazy("问题类别"), accessor="problem__category", attrs=WIDE,
        order_by="problem__category__position",
    )  # fmt: skip
    problem = tables.Column(
        gettext_lazy("问题表述"), empty_values=(), attrs=LONG, order_by="problem__code"
    )
    description = tables.Column(
        gettext_lazy("具体表现"), accessor="problem__description", orderable=False, attrs=WIDE_LONG
    )
    content = tables.Column(attrs={"td": {"class": "long"}, "th": {"class": "long"}})
    goal = tables.Column(
        gettext_lazy("整改目标/成果形式"), empty_values=(), orderable=False, attrs=WIDE_LONG
    )
    leader = tables.Column(gettext_lazy("牵头领导"), empty_values=(), orderable=False)
    lead_unit = tables.Column(order_by="lead_unit__position")
    cooperating = tables.Column(
        gettext_lazy("配合单位"), empty_values=(), orderable=False, attrs=WIDE
    )
    handler = tables.Column(gettext_lazy("责任人/联系人"), attrs=WIDE)
    due = tables.Column(
        gettext_lazy("完成时限"),
        empty_values=(),
        order_by="due_on",
        attrs={"td": {"class": "nowrap"}},
    )
    progress = tables.Column(
        gettext_lazy("进展情况"), empty_values=(), order_by="latest_at", attrs=LONG
    )
    state = tables.Column(gettext_lazy("完成状态"))
    evidence_count = tables.Column(
        gettext_lazy("佐证材料"), attrs={"td": {"class": "num minor wide"}, "th": {"class": "wide"}}
    )
    verified = tables.Column(
        gettext_lazy("核验人、销号时间"), empty_values=(), order_by="closed_on", attrs=WIDE
    )
    note = tables.Column(orderable=False, attrs=WIDE)

    class Meta(RecordTable.Meta):
        model = Measure
        attrs = {"class": "table list-table ledger-table"}
        order_by = ("code",)
        fields = ("code",)
        sequence = (
            "chosen", "code", "dimension", "category", "problem", "description", "content", "goal",
            "leader", "lead_unit", "cooperating", "handler", "due", "progress", "state",
            "evidence_count", "verified", "note",
        )  # fmt: skip
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}

    def render_problem(self, record: Measure) -> str:
        return ledger.origin_text(record)

    def render_goal(self, record: Measure) -> str:
        return ledger.goal_text(record)

    def render_leader(self, record: Measure) -> str:
        return ledger.leader_text(record)

    def render_cooperating(self, record: Measure) -> str:
        return "、".join(str(unit) for unit in record.cooperating_units.all())

    def render_due(self, record: Measure) -> str:
        return ledger.deadline_text(record)

    def render_progress(self, record: Measure) -> str:
        return ledger.progress_text(record)

    def render_state(self, record: Measure) -> str:
        return state_of(record)

    def render_verified(self, record: Measure) -> str:
        return ledger.verified_text(record)


class FullMeasureTable(MeasureTable):
    """All eighteen columns on any screen."""

    class Meta(MeasureTable.Meta):
        attrs = {"class": "table list-table ledger-table is-full"}


class CardTable(RecordTable):
    """亮牌."""

    measure = tables.Column(
        gettext_lazy("措施"), attrs={"td": {"class": "lead nowrap"}}, linkify=True
    )
    content = tables.Column(
        gettext_lazy("整改措施"), accessor="measure__content", orderable=False, attrs=LONG
    )
    lead_unit = tables.Column(gettext_lazy("责任单位"), accessor="measure__lead_unit", attrs=NOWRAP)
    state = tables.Column(attrs=NOWRAP)
    reason = tables.Column(attrs={"td": {"class": "long"}, "th": {"class": "long"}})
    issued_by = tables.Column(attrs=NOWRAP)
    proposed_on = DayColumn(attrs=NOWRAP)
    reply_due = DayColumn(attrs=NOWRAP)

    class Meta(RecordTable.Meta):
        model = Card
        fields = ("measure", "level", "state", "reason", "proposed_on", "issued_by", "reply_due")
        sequence = ("level", "state", "measure", "content", "lead_unit", "reason", "...")
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}
        order_by = ("-pk",)

    def render_level(self, record: Card) -> str:
        return status(record.get_level_display(), TONE_OF_CARD[CardLevel(record.level)])

    def render_state(self, record: Card) -> str:
        late = (
            record.state == CardState.ISSUED
            and record.reply_due
            and record.reply_due < clock.today()
        )
        return _("逾期未说明") if late else record.get_state_display()


class OrderTable(RecordTable):
    """督办单."""

    number = tables.Column(
        default=gettext_lazy("未编号"), attrs={"td": {"class": "lead nowrap"}}, linkify=True
    )

    class Meta(RecordTable.Meta):
        model = SupervisionOrder
        fields = ("number", "subject", "to_unit", "signed_by", "signed_on", "reply_due", "state")
        row_attrs = {"data-href": lambda record: record.get_absolute_url()}
        order_by = ("-pk",)

    def render_state(self, record: SupervisionOrder) -> str:
        return status(record.get_state_display(), TONE_OF_ORDER[OrderState(record.state)])
