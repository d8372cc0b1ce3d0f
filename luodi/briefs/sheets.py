"""The register of briefs as Excel; briefs do not come in by Excel."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from luodi.briefs.filters import BriefFilter
from luodi.briefs.models import Brief
from luodi.kernel.sheets.declare import Column, Sheet, register


def _records(reader: Any) -> QuerySet:
    people = ("drafted_by__person", "checked_by__person", "signed_by__person")
    return Brief.objects.visible_to(reader).select_related("campaign", *people)


REGISTER = register(
    Sheet(
        key="briefs.briefs",
        label=_("简报登记"),
        columns=(
            Column("code", _("编号"), lambda b: b.code),
            Column("masthead", _("报头"), lambda b: b.masthead, width=24),
            Column("issue", _("期号"), lambda b: b.issue_label),
            Column("title", _("标题"), lambda b: b.title, width=40, wrap=True),
            Column("state", _("状态"), lambda b: b.get_state_display()),
            Column("drafted_by", _("起草人"), lambda b: str(b.drafted_by)),
            Column("checked_by", _("核对人"), lambda b: str(b.checked_by or "")),
            Column("signed_by", _("签发人"), lambda b: str(b.signed_by or "")),
            Column("published_on", _("印发日期"), lambda b: b.published_on),
            Column("withdrawn_why", _("撤回原因"), lambda b: b.withdrawn_why, width=30, wrap=True),
            Column("hash", _("指纹"), lambda b: b.hash, width=66),
        ),
        records=_records,
        filterset=BriefFilter,
    )
)
