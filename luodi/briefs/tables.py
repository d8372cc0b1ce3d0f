"""The lists of this room."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy

from luodi.briefs.choices import BriefState, Drift
from luodi.briefs.models import Brief, BriefTemplate
from luodi.kernel.lists import RecordTable
from luodi.kernel.templatetags.luodi import status

S = BriefState
TONE_OF_STATE = {
    S.DRAFT: "todo", S.CHECKED: "wait", S.SIGNED: "wait", S.PUBLISHED: "good", S.WITHDRAWN: "stopped",
}  # fmt: skip

TONE_OF_DRIFT = {
    Drift.EDITED: "bad", Drift.MISSING: "bad", Drift.GONE: "bad", Drift.CHANGED: "bad",
    Drift.REDEFINED: "warn", Drift.HIDDEN: "stopped", Drift.OTHER_RECORDS: "warn", Drift.SAME: "good",
}  # fmt: skip


class BriefTable(RecordTable):
    """Briefs, newest first."""

    code = tables.Column(linkify=True, attrs={"td": {"class": "lead nowrap"}})
    title = tables.Column(attrs={"td": {"class": "long"}})
    masthead = tables.Column()
    issue_label = tables.Column(gettext_lazy("期号"), order_by=("published_year", "issue"))
    state = tables.Column()
    published_on = tables.Column(attrs={"td": {"class": "nowrap"}})
    drafted_by = tables.Column()

    class Meta(RecordTable.Meta):
        model = Brief
        fields = (
            "code", "title", "masthead", "issue_label", "state", "published_on", "drafted_by",
        )  # fmt: skip

    def render_state(self, record: Brief) -> str:
        """With its tone."""
        return status(record.get_state_display(), TONE_OF_STATE[S(record.state)])


class TemplateTable(RecordTable):
    """Templates by name."""

    name = tables.Column(linkify=True, attrs={"td": {"class": "lead"}})
    kind = tables.Column()
    masthead = tables.Column()
    note = tables.Column(attrs={"td": {"class": "long"}})
    active = tables.BooleanColumn()

    class Meta(RecordTable.Meta):
        model = BriefTemplate
        fields = ("name", "kind", "masthead", "note", "active")
