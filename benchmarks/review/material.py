"""The sample's 309 statements once more, in a campaign where nobody has grouped them yet."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

NAME = "审阅演练"
OFFICE = "yaolingyi"
_SAID_AT = time(15)


def fill() -> tuple[int, dict[int, str]]:
    """A campaign with the twelve problems as drafts and the statements accepted, made through the
    house's own actions. Returns its key and, by statement key, the code of its true problem."""
    from luodi.kernel.choices import Role  # app ready
    from luodi.kernel.models import RoleAssignment, User  # app ready
    from luodi.listening.models import Campaign  # app ready

    by = User.objects.get(username=OFFICE)
    first = Campaign.objects.order_by("pk")[0]
    campaign = Campaign.objects.create(
        code=f"YL-{Campaign.objects.count()}", name=NAME, host_unit=first.host_unit,
        start=first.start, state=first.state,
    )  # fmt: skip
    RoleAssignment.objects.create(user=by, role=Role.OFFICE, campaign=campaign, since=first.start)
    by = User.objects.get(pk=by.pk)  # with the role just given
    return campaign.pk, _statements(campaign, by, _problems(campaign, by))


def _problems(campaign: Any, by: Any) -> dict[str, str]:
    from luodi.demo.loading.material import rows  # app ready
    from luodi.problems.actions import create_problem  # app ready

    return {
        row["code"]: create_problem(
            campaign=campaign, by=by, title=row["title"], description=row["description"],
            cause=row["cause"],
        ).code
        for row in rows("problems")
    }  # fmt: skip


def _statements(campaign: Any, by: Any, problems: dict[str, str]) -> dict[int, str]:
    from django.utils import timezone  # app ready

    from luodi.demo.loading.material import day, rows  # app ready
    from luodi.listening.actions import Entry, record_statements  # app ready
    from luodi.listening.choices import Anonymity, SourceKind  # app ready
    from luodi.listening.models import Statement  # app ready

    told = rows("statements")
    entries = [
        Entry(
            Statement(
                campaign=campaign, unit=campaign.host_unit, text_original=row["text"],
                source_kind=SourceKind.MAILBOX, anonymity=Anonymity.UNIT_ONLY,
                said_at=timezone.make_aware(datetime.combine(day(row["created"]), _SAID_AT)),
            ),
            (), (),
        )
        for row in told
    ]  # fmt: skip
    made = record_statements(entries, by=by)
    return {s.pk: problems[row["problem_code"]] for s, row in zip(made, told, strict=True)}
