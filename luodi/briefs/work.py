"""What waits for whom in this room: briefs to sign, to publish, to check."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from luodi.briefs.choices import BriefState as S
from luodi.briefs.models import Brief
from luodi.kernel.access import is_business
from luodi.kernel.choices import Role
from luodi.kernel.work import READ, WorkItem, work


@work
def my_briefs(reader: Any) -> Iterator[WorkItem]:
    """A leader's to sign, the office's to publish, a supervisor's to check. Only roles held cost a query."""
    if not is_business(reader):
        return
    standing = reader.standing
    if standing.has(Role.LEADER, Role.APPROVER):
        yield from _items(_of(reader, S.CHECKED), pgettext_lazy("brief", "签发"))
    if standing.has(Role.OFFICE):
        yield from _items(_of(reader, S.SIGNED), _("印发"))
    if standing.has(Role.SUPERVISOR):
        yield from _items(_of(reader, S.DRAFT), _("核对"))


def _of(reader: Any, state: str) -> QuerySet[Brief]:
    return Brief.objects.visible_to(reader).filter(state=state)


def _items(briefs: QuerySet[Brief], kind: Any) -> Iterator[WorkItem]:
    for brief in briefs.order_by("pk")[:READ]:
        yield WorkItem(kind, f"{brief.code} {brief.title}", brief.get_absolute_url())
