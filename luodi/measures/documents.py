"""督办单 as Word in official form, with its reply slip (回执); the ledger across the sheet."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from luodi.kernel import documents as paper
from luodi.kernel import preferences
from luodi.measures.models import Measure, SupervisionOrder
from luodi.measures.queries.people import leader_of


def supervision_order(order: SupervisionOrder) -> bytes:
    """The order as docx. Official papers are Chinese, whatever language the reader has chosen."""
    with override("zh-hans"):
        document = paper.new_document()
        office = str(preferences.get("office.name"))
        paper.add_red_head(
            document, _("%(office)s督办单") % {"office": office}, order.number or _("（未编号）")
        )
        paper.add_title(document, order.subject)
        paper.add_addressee(document, order.to_unit.full_name)
        _say(document, order)
        paper.add_signature(
            document, _("签发人：%(who)s") % {"who": order.signed_by or ""}, order.signed_on
        )
        paper.add_page_break(document)
        _reply_slip(document, order)
        paper.add_imprint(document, _copies(order), office=office, day=order.signed_on)
        return paper.bytes_of(document)


LEDGER_MM = 227


def ledger_paper(headings: Sequence[str], rows: Iterable[Sequence[Any]], subtitle: str) -> bytes:
    """The ledger as docx on A4 across, its head repeated on every page."""
    with override("zh-hans"):
        document = paper.new_landscape()
        office = str(preferences.get("office.name"))
        paper.add_title(document, _("%(office)s整改台账") % {"office": office})
        paper.add_text(document, subtitle)
        cells = [[[paper.Piece(_plain(value))] for value in row] for row in rows]
        head = [[paper.Piece(str(heading))] for heading in headings]
        paper.add_data_table(document, head, cells, width_mm=LEDGER_MM)
        paper.name_document(document, title=_("整改台账"), author=office)
        return paper.bytes_of(document)


def _plain(value: Any) -> str:
    return paper.chinese_day(value) if isinstance(value, date) else str(value or "")


def _say(document, order: SupervisionOrder) -> None:  # noqa: ANN001 - docx is imported late
    paper.add_text(
        document, _("根据%(basis)s，现将下列事项交由你单位办理。") % {"basis": order.basis}
    )
    paper.add_text(document, _("一、督办事项"), level=1)
    for number, measure in enumerate(_measures(order), 1):
        paper.add_text(document, f"{number}.{_item(measure)}")
    paper.add_text(document, _("二、办理要求"), level=1)
    paper.add_text(document, order.requirement)
    paper.add_text(document, _("三、反馈时限"), level=1)
    due = paper.chinese_day(order.reply_due)
    paper.add_text(
        document, _("请于%(due)s前将办理情况填入回执，经单位负责人签字后反馈。") % {"due": due}
    )


def _measures(order: SupervisionOrder) -> list[Measure]:
    rows = order.measures.prefetch_related("accountabilities__person__posts", "cooperating_units")
    return list(rows.order_by("code"))


def _item(measure: Measure) -> str:
    due = (
        paper.chinese_day(measure.due_on) if measure.due_on else measure.get_deadline_kind_display()
    )
    return _("%(code)s：%(content)s（牵头领导：%(leader)s，完成时限：%(due)s）。") % {
        "code": measure.code, "content": measure.content.rstrip("。"),
        "leader": leader_of(measure) or "", "due": due,
    }  # fmt: skip


def _copies(order: SupervisionOrder) -> str:
    """抄送: the leaders who answer for the measures, then the units that co-operate."""
    measures = _measures(order)
    leaders = [leader.titled() for m in measures if (leader := leader_of(m))]
    units = [unit.full_name for m in measures for unit in m.cooperating_units.all()]
    told = "、".join(dict.fromkeys([*leaders, *units]))
    return _("抄送：%(who)s。") % {"who": told} if told else ""


def _reply_slip(document, order: SupervisionOrder) -> None:  # noqa: ANN001 - docx is imported late
    paper.add_title(document, _("督办单回执"))
    replied = paper.chinese_day(order.replied_on) if order.replied_on else ""
    paper.add_table(
        document,
        [
            (_("编号"), order.number or ""),
            (_("督办事项"), order.subject),
            (_("承办单位"), order.to_unit.full_name),
            (_("办理情况"), order.reply or "\n" * 6),
            (_("承办人"), str(order.replied_by or "")),
            (_("单位负责人签字"), ""),
            (_("回复日期"), replied),
        ],
        widths_mm=(44, 112),
    )
