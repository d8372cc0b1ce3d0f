"""Loads the sample district: its written material, replayed day by day through the real doors.

Nothing is written round the rooms: every gathering is reported and recognised, every measure is
assigned, received, verified and signed by the people of the sample, on their own days.
"""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from luodi.demo.loading import (
    accounts,
    briefs,
    closing,
    follow_up,
    gatherings,
    measures,
    organisation,
    problems,
    settings,
    statements,
    supervision,
    symposium,
)
from luodi.demo.loading.diary import Diary
from luodi.demo.loading.district import District
from luodi.kernel.models import User
from luodi.kernel.refusals import Refused
from luodi.listening.models import Campaign

WRITTEN_IN = "zh-hans"
"""Whatever language the server speaks, the sample's records are Chinese."""
SUBJECTS = (
    organisation, gatherings, statements, symposium, problems, measures, follow_up, closing,
    supervision, briefs, settings,
)  # fmt: skip


def is_loaded() -> bool:
    """Whether the sample district is in this database."""
    return Campaign.objects.filter(code=organisation.CAMPAIGN_CODE).exists()


def load() -> None:
    """Put the whole sample district into an empty database, or nothing of it.

    Raises `Refused` when there are accounts already: a sample is not mixed with real records.
    """
    if User.objects.exists():
        raise Refused(_("库中已有账号和数据，示范区只能载入空库；请换一个数据目录。"))
    with translation.override(WRITTEN_IN), transaction.atomic():
        district = District()
        organisation.found(district)
        accounts.open_all(district)
        organisation.set_up_campaign(district)
        accounts.staff_campaign(district)
        diary = Diary()
        for subject in SUBJECTS:
            subject.plan(district, diary)
        diary.replay()
