"""What makes it a sample: the day that stands still, the sentence on every page, the sign-ins."""

from datetime import timedelta

from django.utils.translation import gettext_noop

from luodi.demo.loading.accounts import sign_ins
from luodi.demo.loading.diary import PREPARED, TODAY, Diary
from luodi.demo.loading.district import District
from luodi.kernel import notices
from luodi.kernel.administration import set_preference
from luodi.kernel.models import Notice

NOTICE = gettext_noop(
    "示范区：区、街道、人物和事项全是编写的样例，只有会议、意见、问题的总数取自一篇公开的报纸报道。"
)
ADMINISTRATOR = "R027"
UNREAD_DAYS = 2
"""Older notices were read; nobody opens the sample to an inbox of a month."""


def plan(district: District, diary: Diary) -> None:
    """The office's mark first; the standing clock when everything else is done."""
    early = {"office.name": "示范区", "measures.order_mark": "示督"}
    late = {
        "sample.notice": NOTICE,
        "sample.sign_ins": [list(line) for line in sign_ins()],
        "clock.fixed_day": TODAY.isoformat(),
    }
    diary.note(PREPARED, "09:00", choose, district, early)
    diary.note(TODAY, "17:00", read_what_is_old)
    diary.note(TODAY, "17:10", choose, district, late)


def choose(district: District, chosen: dict[str, object]) -> None:
    """Settings, by the system administrator."""
    for key, value in chosen.items():
        set_preference(key, value, by=district.accounts[ADMINISTRATOR])


def read_what_is_old() -> None:
    """Everybody has read what came before the last days."""
    notices.read(Notice.objects.filter(at__date__lt=TODAY - timedelta(days=UNREAD_DAYS)))
