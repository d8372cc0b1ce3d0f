"""Two briefs of the sample: one published by four people, one still being drafted."""

from datetime import date

from luodi.briefs.actions import draft_brief, install_templates
from luodi.briefs.models import Brief, BriefTemplate
from luodi.demo.loading.diary import TODAY, Diary
from luodi.demo.loading.district import District
from luodi.kernel.transitions import perform

WRITER, CHECKER, SIGNER, PUBLISHER = "R017", "R016", "R003", "R018"
TITLE = "大讨论活动进展情况"
COPIES = "报：区委常委、区政府领导；发：各街道、各部门"
WRITTEN, PUBLISHED = date(2018, 11, 6), date(2018, 11, 7)


def plan(district: District, diary: Diary) -> None:
    """Written in the morning, published the next day; the circular is begun today."""
    briefs: list[Brief] = []
    diary.note(WRITTEN, "17:20", write, district, briefs)
    for hour, move, person in (
        ("17:30", "check", CHECKER), ("17:40", "sign", SIGNER), ("17:50", "publish", PUBLISHER),
    ):  # fmt: skip
        diary.note(PUBLISHED, hour, move_on, district, briefs, move, person)
    diary.note(TODAY, "16:30", begin, district)


def write(district: District, briefs: list[Brief]) -> None:
    """The office's writer, from the template that comes with the product."""
    by = district.accounts[WRITER]
    install_templates(by=by)
    template = BriefTemplate.objects.get(code="discussion")
    briefs.append(
        draft_brief(
            by=by, campaign=district.campaign, title=TITLE, template=template, copies=COPIES
        )
    )


def move_on(district: District, briefs: list[Brief], move: str, person: str) -> None:
    """Checked, signed, published: each by another person."""
    perform(briefs[0], move, by=district.accounts[person])


def begin(district: District) -> None:
    """A circular whose figures still move with the records."""
    draft_brief(
        by=district.accounts[WRITER], campaign=district.campaign, title="整改措施办理情况通报",
        template=BriefTemplate.objects.get(code="circular"), start=district.campaign.start,
        end=TODAY, copies=COPIES,
    )  # fmt: skip
