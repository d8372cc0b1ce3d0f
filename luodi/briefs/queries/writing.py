"""A brief written out: its text, its setting, its figures for one reader."""

from typing import Any

from django.utils.translation import override

from luodi.briefs.language import Faults, Page, Setting, title_faults, write
from luodi.briefs.language.periods import Period
from luodi.briefs.models import Brief
from luodi.briefs.queries.numbers import DistrictNumbers
from luodi.kernel import clock, preferences

PAPER_LANGUAGE = "zh-hans"
"""Official papers are Chinese, whatever language the reader has chosen."""


def page_of(brief: Brief, reader: Any, source: str | None = None) -> Page:
    """The page this brief makes for this reader today. Raises `Faults`, those of the title first."""
    wrong = title_faults(brief.title, Period(brief.start, brief.end))
    with override(PAPER_LANGUAGE):
        numbers = DistrictNumbers(reader, brief.unit_id)
        text = brief.source if source is None else source
        try:
            page = write(text, numbers, setting_of(brief))
        except Faults as faults:
            raise Faults([*wrong, *faults.found]) from None
    if wrong:
        raise Faults(wrong)
    return page


def setting_of(brief: Brief) -> Setting:
    """What the brief is about."""
    words = {
        "title": brief.title, "masthead": brief.masthead,
        "office": str(preferences.get("office.name")),
    }  # fmt: skip
    scope = brief.unit.short_name if brief.unit else "全区"
    day = brief.published_on or clock.today()
    period = Period(brief.start, brief.end)
    return Setting(period, brief.campaign_id, brief.unit_id, scope, day, words)
