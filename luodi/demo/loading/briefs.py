"""Briefs of the sample: two issues published by four people, a circular still being drafted."""

from datetime import date

from luodi.briefs.actions import draft_brief, install_templates
from luodi.briefs.models import Brief, BriefTemplate
from luodi.demo.loading.diary import TODAY, Diary
from luodi.demo.loading.district import District
from luodi.kernel.transitions import perform

WRITER, CHECKER, SIGNER, PUBLISHER = "R017", "R016", "R003", "R018"
COPIES = "报：区委常委、区政府领导；发：各街道、各部门"
TABLE = "各街道进展如下"
"""The first issue ends before it."""
TITLE = "大讨论活动进展情况"
ISSUES = (
    (date(2018, 11, 2), ("16:50", "16:55", "17:00", "17:05")),
    (TODAY, ("16:30", "16:35", "16:40", "16:45")),
)
"""The first shows what has moved since; the second says what the newspaper said."""
SIGNING = (("check", CHECKER), ("sign", SIGNER), ("publish", PUBLISHER))


def plan(district: District, diary: Diary) -> None:
    """Two issues, each written, checked, signed and published; a circular that is only begun."""
    briefs: dict[date, Brief] = {}
    diary.note(ISSUES[0][0], "08:30", bring_templates, district)
    for day, (written, *signed) in ISSUES:
        diary.note(day, written, write, district, briefs, day)
        for hour, (move, person) in zip(signed, SIGNING, strict=True):
            diary.note(day, hour, move_on, district, briefs, day, move, person)
    diary.note(TODAY, "16:50", begin, district)


def bring_templates(district: District) -> None:
    """Those that come with the product."""
    install_templates(by=district.accounts[WRITER])


def write(district: District, briefs: dict[date, Brief], day: date) -> None:
    """By the office's writer."""
    template = BriefTemplate.objects.get(code="discussion")
    short = template.source.partition(TABLE)[0]
    briefs[day] = draft_brief(
        by=district.accounts[WRITER], campaign=district.campaign, title=TITLE, copies=COPIES,
        template=template, source=template.source if day == TODAY else short,
    )  # fmt: skip


def move_on(
    district: District, briefs: dict[date, Brief], day: date, move: str, person: str
) -> None:
    """Checked, signed, published: each by another person."""
    perform(briefs[day], move, by=district.accounts[person])


def begin(district: District) -> None:
    """A circular whose figures still move with the records."""
    draft_brief(
        by=district.accounts[WRITER], campaign=district.campaign, title="整改措施办理情况通报",
        template=BriefTemplate.objects.get(code="circular"), start=district.campaign.start,
        end=TODAY, copies=COPIES,
    )  # fmt: skip
