"""The ledger as the office knows it: eighteen columns, out to Excel and back. No state comes back."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import bulk
from luodi.kernel.choices import Role
from luodi.kernel.edits import Edit
from luodi.kernel.sheets.declare import Column, Reading, Row, Sheet, register
from luodi.kernel.transitions import perform
from luodi.measures.actions import draft_measure, edit_measures
from luodi.measures.choices import MeasureState
from luodi.measures.filters import MeasureFilter
from luodi.measures.models import Measure
from luodi.measures.queries import ledger
from luodi.measures.sheets import cells
from luodi.problems.models import Problem


def records(reader: Any) -> QuerySet[Measure]:
    """The ledger of this reader, problem by problem, numbered as it is printed."""
    number = Window(RowNumber(), order_by=[F(name).asc() for name in ledger.IN_ORDER])
    rows = ledger.ledger_rows(Measure.objects.visible_to(reader))
    return rows.annotate(number=number).order_by(*ledger.IN_ORDER)


def existing(keys: Sequence[str], reading: Reading) -> Mapping[str, Measure]:
    """Rows by their code."""
    return {m.code: m for m in records(reading.by).filter(code__in=bulk.any_of(keys))}


def check(row: Row, reading: Reading) -> dict[str, str]:
    """New rows name their problem and have no code; what an assignment settled no file changes."""
    code = row.get("code") or ""
    if not code:
        return _check_new(row, reading)
    known = reading.once("settled", lambda: _settled(reading.by))
    if code not in known:
        return {"code": _("没有编号为“%(code)s”的措施；新增措施请把编号留空。") % {"code": code}}
    return _check_settled(row, known[code])


def _check_new(row: Row, reading: Reading) -> dict[str, str]:
    wrong = _two_of_that_name(row, {})
    if row.get("problem") not in reading.once("problems", lambda: _problems(reading.by)):
        wrong["problem"] = _("新增措施须写明清单中已有的问题表述。")
    return wrong


def _check_settled(row: Row, settled: Row) -> dict[str, str]:
    """Sentences about cells that differ from what only a move or the problem's own page changes."""
    wrong = _two_of_that_name(row, settled)
    if row.get("problem", settled["problem"]) != settled["problem"]:
        wrong["problem"] = _("问题表述不能通过台账修改。")
    if settled["state"] == MeasureState.DRAFT:
        return wrong
    if "due" in row and row["due"][1] != settled["due"]:
        wrong["due"] = _("已交办措施的完成时限只能经批准延期变更。")
    if "leader" in row and str(row["leader"] or "") != settled["leader"]:
        wrong["leader"] = _("已交办措施的牵头领导须经责任交接变更。")
    if "lead_unit" in row and row["lead_unit"] != settled["lead_unit"]:
        wrong["lead_unit"] = _("已交办措施的责任单位不能通过台账修改。")
    return wrong


def _two_of_that_name(row: Row, settled: Row) -> dict[str, str]:
    """A name two people bear is taken only where it changes nothing."""
    return {
        name: _("有两位“%(name)s”，请在页面上选定。") % {"name": row[name]}
        for name in ("leader", "handler")
        if isinstance(row.get(name), str) and row[name] != settled.get(name)
    }


def _settled(reader: Any) -> dict[str, Row]:
    seen = Measure.objects.visible_to(reader).prefetch_related(ledger.open_accountabilities())
    related = ("problem", "suggestion", "signer", "lead_unit", "handler")
    return {
        measure.code: {
            "state": measure.state,
            "due": measure.due_on,
            "lead_unit": measure.lead_unit,
            "problem": ledger.origin_text(measure),
            "leader": ledger.leader_text(measure),
            "handler": str(measure.handler or ""),
        }
        for measure in seen.select_related(*related)
    }


def _problems(reader: Any) -> dict[str, Problem]:
    return {problem.title: problem for problem in Problem.objects.visible_to(reader).on_the_list()}


def change(edits: Sequence[Edit], reading: Reading) -> list[Measure]:
    """Edit measures under their versions; only these columns reach them."""
    return edit_measures(
        [Edit(e.record, _fields(e.changes), e.version) for e in edits], by=reading.by
    )


def create(rows: Sequence[Row], reading: Reading) -> list[Measure]:
    """New rows become drafts, whatever the file says of their state."""
    problems = reading.once("problems", lambda: _problems(reading.by))
    return [
        draft_measure(by=reading.by, problem=problems[row["problem"]], **_fields(row))
        for row in rows
    ]


def _fields(row: Row) -> dict[str, Any]:
    direct = ("content", "cooperating_units", "handler", "note")
    fields = {n: row[n] for n in direct if n in row}
    if "goal" in row:
        fields["target"], fields["result_form"] = row["goal"]
    if row.get("lead_unit"):
        fields["lead_unit"] = row["lead_unit"]
    if row.get("leader"):
        fields["leader"] = row["leader"]
    if "due" in row:
        fields["deadline_kind"], fields["due_on"] = row["due"]
    return fields


def undo(made: QuerySet[Measure], by: Any, why: str) -> None:
    """Drafts the file brought are cancelled; what was assigned meanwhile stays."""
    for measure in made.filter(state=MeasureState.DRAFT):
        perform(measure, "cancel", by=by, reason=why)


def may(reader: Any, _context: Mapping[str, Any]) -> str | None:
    """Offices and units bring ledgers in; each row is checked again."""
    if reader.standing.has(Role.OFFICE, Role.CLERK, Role.UNIT_HEAD):
        return None
    return _("台账须由工作专班或责任单位导入。")


def _cooperating(measure: Measure) -> str:
    return "、".join(str(unit) for unit in measure.cooperating_units.all())


LEDGER = register(
    Sheet(
        key="measures.ledger",
        label=gettext_lazy("整改台账"),
        columns=(
            Column("number", gettext_lazy("序号"), lambda m: m.number, width=6),
            Column("code", gettext_lazy("编号"), lambda m: m.code, cells.text(40), ("措施编号",), width=18),
            Column(
                "dimension", gettext_lazy("对照方面"), width=12, merge_down=True, wrap=True,
                show=lambda m: str(m.problem.primary_dimension or "") if m.problem else "",
            ),
            Column(
                "category", gettext_lazy("问题类别"), width=12, merge_down=True, wrap=True,
                show=lambda m: str(m.problem.category or "") if m.problem else "",
            ),
            Column(
                "problem", gettext_lazy("问题表述"), ledger.origin_text, cells.text(200), width=26,
                merge_down=True, wrap=True,
            ),
            Column(
                "description", gettext_lazy("具体表现"), width=30, merge_down=True, wrap=True,
                show=lambda m: m.problem.description if m.problem else "",
            ),
            Column(
                "content", gettext_lazy("整改措施"), lambda m: m.content, cells.text(), required=True,
                width=34, wrap=True,
            ),
            Column(
                "goal", gettext_lazy("整改目标/成果形式"), ledger.goal_text, cells.goal, ("整改目标", "目标"),
                width=28, wrap=True,
            ),
            Column("leader", gettext_lazy("牵头领导"), ledger.leader_text, cells.person, width=12),
            Column(
                "lead_unit", gettext_lazy("责任单位"), lambda m: str(m.lead_unit or ""), cells.unit, width=16,
            ),
            Column(
                "cooperating_units", gettext_lazy("配合单位"), _cooperating, cells.units, width=18, wrap=True,
            ),
            Column(
                "handler", gettext_lazy("责任人/联系人"), lambda m: str(m.handler or ""), cells.person,
                ("责任人", "联系人"), width=12,
            ),
            Column("due", gettext_lazy("完成时限"), ledger.deadline_text, cells.deadline, width=12),
            Column("progress", gettext_lazy("进展情况"), ledger.progress_text, width=34, wrap=True),
            Column("state", gettext_lazy("完成状态"), lambda m: str(m.get_state_display()), width=12),
            Column("evidence", gettext_lazy("佐证材料"), lambda m: m.evidence_count, width=9),
            Column("verified", gettext_lazy("核验人、销号时间"), ledger.verified_text, width=16),
            Column("note", gettext_lazy("备注"), lambda m: m.note, cells.text(300), width=18, wrap=True),
        ),
        records=records,
        match="code",
        existing=existing,
        create=create,
        change=change,
        undo=undo,
        check=check,
        may=may,
        filterset=MeasureFilter,
    )
)  # fmt: skip
