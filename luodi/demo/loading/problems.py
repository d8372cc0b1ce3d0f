"""The twelve problems in three categories: drafted by the office, listed by the approving leader."""

from datetime import date

from luodi.demo.loading.diary import TODAY, Diary
from luodi.demo.loading.district import District
from luodi.demo.loading.material import day, rows
from luodi.kernel.actions import create
from luodi.kernel.transitions import perform
from luodi.problems.actions import create_problem
from luodi.problems.models import Category

DRAFTED = date(2018, 10, 11)
OFFICE, APPROVER = "R018", "R003"


def plan(district: District, diary: Diary) -> None:
    """All drafts at once; each on the list the day its first measure is assigned."""
    diary.note(DRAFTED, "09:20", draft_all, district)
    for row in rows("problems"):
        diary.note(listed_on(row["code"]), "10:00", put_on_the_list, district, row["code"])
        if row["state"] == "已销号":
            diary.note(TODAY, "09:30", close, district, row["code"])


def listed_on(code: str) -> date:
    """The day of the first assignment under this problem."""
    return min(day(m["assigned_on"]) for m in rows("measures") if m["origin"] == code and m["assigned_on"])  # fmt: skip


def draft_all(district: District) -> None:
    """Categories and problems in the order of the material."""
    office = district.accounts[OFFICE]
    categories: dict[str, Category] = {}
    for row in rows("problems"):
        label = row["category"]
        if label not in categories:
            category = Category(
                campaign=district.campaign, position=len(categories) + 1, label=label
            )
            categories[label] = create(category, by=office)
        district.problems[row["code"]] = create_problem(
            campaign=district.campaign, by=office, title=row["title"], category=categories[label],
            description=row["description"], cause=row["cause"],
            primary_dimension=district.dimensions[row["primary_dimension"]],
        )  # fmt: skip


def put_on_the_list(district: District, code: str) -> None:
    """列入清单."""
    perform(district.problems[code], "list", by=district.accounts[APPROVER])


def close(district: District, code: str) -> None:
    """问题销号, by the leader of its measures."""
    leader = next(m["leader"] for m in rows("measures") if m["origin"] == code)
    perform(district.problems[code], "close", by=district.accounts[leader])
