"""The 309 sentences: taken in by the office day by day, and put under their problems."""

from collections import defaultdict
from datetime import date, datetime, time

from django.utils import timezone

from luodi.demo.loading.diary import TODAY, Diary
from luodi.demo.loading.district import District
from luodi.demo.loading.material import day, rows
from luodi.demo.loading.problems import DRAFTED
from luodi.listening.actions import Entry, record_statements
from luodi.listening.choices import Anonymity
from luodi.listening.models import Dimension, Statement
from luodi.problems.actions import link_statements

NAMING = {"具名": Anonymity.NAMED, "单位": Anonymity.UNIT_ONLY, "匿名": Anonymity.ANONYMOUS}
COLLECTOR, GROUPER = "R020", "R018"
SITTINGS = (
    DRAFTED, date(2018, 10, 12), date(2018, 10, 15), date(2018, 10, 18), date(2018, 10, 22),
    date(2018, 10, 25), date(2018, 10, 29), date(2018, 11, 1), date(2018, 11, 5), TODAY,
)  # fmt: skip
"""The office sits over what came in, Mondays and Thursdays mostly."""
_SAID_AT = time(15)

Row = dict[str, str]


def plan(district: District, diary: Diary) -> None:
    """Day by day: the lists the units sent are taken in, and what they say goes to its problems."""
    for sent, lines in _by_day().items():
        hour = "17:30" if sent < TODAY else "08:30"
        diary.note(sent, hour, take_in, district, lines)
    for (grouped, problem), lines in _by_sitting(diary).items():
        diary.note(grouped, "09:30", put_under, district, problem, lines)


def take_in(district: District, lines: list[Row]) -> None:
    """The office enters a day's lists; what the office enters is accepted."""
    entries = [Entry(_statement(district, row), (), [_dimension(district, row)]) for row in lines]
    made = record_statements(entries, by=district.accounts[COLLECTOR])
    district.statements |= {row["code"]: s for row, s in zip(lines, made, strict=True)}


def put_under(district: District, problem: str, lines: list[Row]) -> None:
    """归并."""
    link_statements(
        problem=district.problems[problem],
        statements=[district.statements[row["code"]] for row in lines],
        by=district.accounts[GROUPER],
    )


def _statement(district: District, row: Row) -> Statement:
    held = district.gatherings[row["gathering_code"]]
    return Statement(
        campaign=district.campaign, gathering=held, unit=held.unit, text_original=row["text"],
        raised_by=district.people.get(row["raised_by"]), anonymity=NAMING[row["anonymity"]],
        said_at=timezone.make_aware(datetime.combine(held.held_on, _SAID_AT)),
    )  # fmt: skip


def _dimension(district: District, row: Row) -> Dimension:
    return district.dimensions[row["dimension"]]


def _by_sitting(diary: Diary) -> dict[tuple[date, str], list[Row]]:
    found: dict[tuple[date, str], list[Row]] = defaultdict(list)
    for row in rows("statements"):
        known = max(diary.after(day(row["created"])), DRAFTED)
        found[min(d for d in SITTINGS if d >= known), row["problem_code"]].append(row)
    return found


def _by_day() -> dict[date, list[Row]]:
    found: dict[date, list[Row]] = defaultdict(list)
    for row in rows("statements"):
        found[day(row["created"])].append(row)
    return found
