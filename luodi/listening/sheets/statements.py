"""The sheet of statements: an office's own list and a mailbox's export are both read by it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from luodi.kernel import bulk, clock
from luodi.kernel.edits import Edit, RefusedAt
from luodi.kernel.models import Unit
from luodi.kernel.sheets.declare import Column, Numbering, Reading, Row, Sheet
from luodi.kernel.sheets.values import BadValue, Parsed, parse_datetime, parse_int, parse_list
from luodi.kernel.transitions import perform_many
from luodi.listening.actions import (
    CODE_WIDTH,
    Entry,
    record_statements,
    revise_statements,
    statement_prefix,
)
from luodi.listening.choices import SourceKind, StatementKind, StatementState
from luodi.listening.filters import StatementFilter
from luodi.listening.models import Dimension, Statement
from luodi.listening.queries import destination_of, open_campaigns, units_for, with_destinations
from luodi.listening.sheets import cells
from luodi.listening.transitions import too_short

FIELDS = {
    "source_ref": "source_ref", "said_at": "said_at", "unit": "unit", "title": "title",
    "text": "text_original", "text_edited": "text_edited", "kind": "kind", "speaker": "speaker",
    "source_kind": "source_kind", "likes": "likes", "dimensions": "dimensions",
}  # fmt: skip
"""column → field"""
KEPT = {"unit", "kind", "source_kind", "said_at"}
"""An emptied cell of these leaves the record as it is."""


def _moment(cell: Any, _reading: Reading) -> Parsed:
    found = parse_datetime(cell, today=clock.today())
    if found.value is None:
        return found
    aware = found.value if timezone.is_aware(found.value) else timezone.make_aware(found.value)
    return Parsed(aware, found.note)


def _shown(moment: datetime) -> datetime:
    """The office's own time to the second, which is all a cell keeps."""
    return timezone.localtime(moment).replace(tzinfo=None, microsecond=0)


def _dimensions(cell: Any, reading: Reading) -> list[Dimension]:
    known = reading.once(
        "dimensions",
        lambda: {d.label: d for d in Dimension.objects.filter(campaign=cells.campaign_of(reading))},
    )
    labels = parse_list(cell).value
    if missing := [label for label in labels if label not in known]:
        raise BadValue("not_choice", value="、".join(missing), allowed="、".join(known))
    return [known[label] for label in labels]


def _last_answer(statement: Statement) -> Any:
    return max(statement.answers.all(), key=lambda a: (a.answered_at, a.pk), default=None)


def _answer_text(statement: Statement) -> str:
    answer = _last_answer(statement)
    return answer.text if answer else ""


def _answer_time(statement: Statement) -> datetime | None:
    answer = _last_answer(statement)
    return _shown(answer.answered_at) if answer else None


def _records(reader: Any) -> QuerySet:
    rows = with_destinations(Statement.objects.visible_to(reader))
    return rows.select_related("unit", "raised_by", "guest", "receiving_unit").prefetch_related(
        "dimensions", "answers"
    )


def _standing(reading: Reading) -> QuerySet:
    return _records(reading.by).exclude(state=StatementState.WITHDRAWN).order_by()


def _existing(keys: Sequence[str], reading: Reading) -> Mapping[str, Statement]:
    """By our own code (the hidden key) or by the number the source gave it in this campaign."""
    standing, wanted = _standing(reading), bulk.any_of(keys)
    by_source = standing.exclude(source_ref="").filter(  # every condition of its unique index
        campaign=reading.context["campaign"],
        source_kind__in=SourceKind.values,
        source_ref__in=wanted,
    )
    found: dict[str, Statement] = {}
    for row in by_source:
        found.setdefault(row.source_ref, row)
    return found | {row.code: row for row in standing.filter(code__in=wanted)}


def _check(row: Row, reading: Reading) -> dict[str, str]:
    wrong = {}
    if why := too_short(row.get("text") or ""):
        wrong["text"] = why
    if why := cells.why_not_unit(row.get("unit"), reading):
        wrong["unit"] = why
    if row.get("said_at") is None:
        wrong["said_at"] = _("请写明提出时间。")
    elif row["said_at"] > reading.once("now", clock.now):
        wrong["said_at"] = _("提出时间晚于现在，请核对年份。")
    if row.get("answer") and row.get("answered_at") is None:
        wrong["answered_at"] = _("有答复意见的须有答复时间。")
    return wrong


def _create(rows: Sequence[Row], reading: Reading) -> list[Statement]:
    return record_statements([_entry(row, reading) for row in rows], by=reading.by)


def _entry(row: Row, reading: Reading) -> Entry:
    unit = row.get("unit") or cells.default_unit(reading)
    source = SourceKind.MAILBOX if row.get("speaker") else SourceKind.MEETING
    statement = bulk.like(
        reading.once(f"blank of {unit.pk}", lambda: _blank(unit, reading)),
        code=next(reading.codes, ""),
        source_ref=row.get("source_ref") or "",
        source_kind=row.get("source_kind") or source.value,
        kind=row.get("kind") or StatementKind.PROBLEM.value,
        title=row.get("title") or "",
        text_original=row["text"],
        text_edited=row.get("text_edited") or "",
        speaker=row.get("speaker") or "",
        said_at=row["said_at"],
        likes=row.get("likes") or 0,
    )
    answers = [(row["answer"], row["answered_at"])] if row.get("answer") else []
    return Entry(statement, answers, row.get("dimensions") or ())


def _blank(unit: Unit, reading: Reading) -> Statement:
    campaign, now = cells.campaign_of(reading), reading.once("now", clock.now)
    return Statement(campaign=campaign, unit=unit, created_at=now)


def _change(edits: Sequence[Edit], reading: Reading) -> list[Statement]:
    return revise_statements(
        [Edit(e.record, _fields(e, place), e.version) for place, e in enumerate(edits)],
        by=reading.by,
    )


def _fields(change: Edit, place: int) -> dict[str, Any]:
    if {"answer", "answered_at"} & set(change.changes):
        raise RefusedAt(
            place,
            _("%(code)s：答复不能用表格修改，请在意见页面上反馈。") % {"code": change.record.code},
        )
    kept = ((k, v) for k, v in change.changes.items() if v is not None or k not in KEPT)
    return {FIELDS[k]: _given(k, v) for k, v in kept}


def _given(key: str, value: Any) -> Any:
    """What an emptied cell means for the field."""
    return {"likes": 0}.get(key, "") if value is None else value


def _undo(statements: QuerySet, by: Any, _why: str) -> None:
    made = Statement.objects.filter(pk__in=list(statements.values_list("pk", flat=True)))
    perform_many(made.prefetch_related("links"), "withdraw_import", by=by)


_labels = gettext_lazy
STATEMENTS = Sheet(
    key="listening.statements",
    label=_labels("意见"),
    columns=(
        Column("code", _labels("编号"), show=lambda s: s.code, width=16),
        Column(
            "source_ref", _labels("来源编号"), show=lambda s: s.source_ref, parse=cells.text(60),
            aliases=("留言编号", "信件编号", "工单编号", "编号"),
        ),
        Column(
            "speaker", _labels("提出人"), show=lambda s: s.said_by, parse=cells.text(60), private=True,
            aliases=("留言用户", "网友", "留言人", "反映人"),
        ),
        Column(
            "title", _labels("主题"), show=lambda s: s.title, parse=cells.text(200), width=30,
            aliases=("留言主题", "标题"), wrap=True,
        ),
        Column(
            "said_at", _labels("提出时间"), show=lambda s: _shown(s.said_at), parse=_moment, required=True,
            aliases=("留言时间", "提出日期", "时间", "日期"), width=20,
        ),
        Column(
            "text", _labels("原话"), show=lambda s: s.text_original, parse=cells.text(), required=True,
            aliases=("留言详情", "留言内容", "意见内容", "问题描述", "意见", "问题", "内容"),
            width=60, wrap=True, private=True,
        ),
        Column(
            "text_edited", _labels("整理稿"), show=lambda s: s.text_edited, parse=cells.text(),
            width=40, wrap=True,
        ),
        Column(
            "unit", _labels("单位"), show=lambda s: s.unit.short_name, parse=cells.unit, width=18,
            aliases=("提出单位", "所在单位"),
        ),
        Column(
            "kind", _labels("类型"), show=lambda s: s.get_kind_display(),
            parse=cells.choice(StatementKind), choices=[str(k.label) for k in StatementKind],
        ),
        Column(
            "source_kind", _labels("来源"), show=lambda s: s.get_source_kind_display(),
            parse=cells.choice(SourceKind), choices=[str(k.label) for k in SourceKind],
        ),
        Column(
            "dimensions", _labels("对照方面"), parse=_dimensions, width=24,
            show=lambda s: "、".join(d.label for d in s.dimensions.all()),
        ),
        Column(
            "likes", _labels("点赞"), show=lambda s: s.likes, aliases=("点赞数",),
            parse=lambda cell, reading: Parsed(parse_int(cell).value or 0),
        ),
        Column(
            "answer", _labels("答复意见"), show=_answer_text, parse=cells.text(), width=40, wrap=True
        ),
        Column("answered_at", _labels("答复时间"), show=_answer_time, parse=_moment, width=20),
        Column("state", _labels("状态"), show=lambda s: s.get_state_display()),
        Column("destination", _labels("去向"), show=destination_of, width=40, wrap=True),
    ),
    records=_records,
    match="source_ref",
    existing=_existing,
    create=_create,
    change=_change,
    undo=_undo,
    check=_check,
    may=cells.why_not_here,
    needs=(
        ("campaign", _labels("专项工作"), open_campaigns),
        ("unit", _labels("单位（表中未写明时）"), units_for),
    ),
    numbering=Numbering(statement_prefix, CODE_WIDTH),
    filterset=StatementFilter,
)  # fmt: skip
