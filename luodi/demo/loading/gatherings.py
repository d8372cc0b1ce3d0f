"""The gatherings of the sample: reported by their unit, recognised, returned or voided by the office."""

from collections import defaultdict
from datetime import date

from luodi.demo.loading.diary import TODAY, Diary
from luodi.demo.loading.district import District
from luodi.demo.loading.material import day, rows
from luodi.demo.loading.organisation import HOST
from luodi.kernel import clock
from luodi.kernel.actions import create_many
from luodi.kernel.codes import next_codes
from luodi.kernel.models import User
from luodi.kernel.transitions import perform
from luodi.listening.actions.permits import check_may_enter
from luodi.listening.choices import GatheringKind
from luodi.listening.models import Gathering

KINDS = {
    "专题会议": GatheringKind.SPECIAL,
    "座谈会": GatheringKind.SYMPOSIUM,
    "报告会": GatheringKind.REPORT,
    "集中研讨": GatheringKind.STUDY,
}
SYMPOSIUM = "HY-278"
"""Prepared with topics and guests: see `symposium`."""
AHEAD = "planned"
"""Kept as drafts until they are held."""
OFFICE = "R019"
PROPOSER = "R016"
APPROVER = "R003"

Row = dict[str, str]


def plan(district: District, diary: Diary) -> None:
    """Every gathering but the symposium."""
    recorded: dict[tuple[date, str], list[Row]] = defaultdict(list)
    for row in rows("gatherings"):
        if row["code"] == SYMPOSIUM:
            continue
        held = day(row["held_on"])
        drafted = held if row["state"] != AHEAD else diary.after(TODAY, -1)
        recorded[drafted, _recorder(district, row["unit_code"]).username].append(row)
        if row["state"] not in ("draft", AHEAD):
            diary.note(held, "17:00", submit, district, row["code"])
            _plan_decision(district, diary, row)
    for (drafted, _), lines in recorded.items():
        diary.note(drafted, "16:50", record, district, lines)


def record(district: District, lines: list[Row]) -> None:
    """Drafts of one day, by whoever reports for these units."""
    made = [_draft(district, row) for row in lines]
    by = made[0].recorder.user
    for gathering in made:
        check_may_enter(by, gathering.unit, district.campaign)
    codes = next_codes(f"HY-{clock.today().year}", len(made))
    for gathering, code in zip(made, codes, strict=True):
        gathering.code = code
    create_many(made, by=by)
    district.gatherings |= {row["code"]: g for row, g in zip(lines, made, strict=True)}


def submit(district: District, code: str) -> None:
    """Reported by whoever recorded it."""
    gathering = district.gatherings[code]
    perform(gathering, "submit", by=gathering.recorder.user)


def count(district: District, code: str) -> None:
    """Recognised by the office."""
    perform(district.gatherings[code], "count", by=district.accounts[OFFICE])


def _draft(district: District, row: Row) -> Gathering:
    gathering = Gathering(
        campaign=district.campaign, unit=district.units[row["unit_code"]], kind=KINDS[row["kind"]],
        title=row["title"], held_on=day(row["held_on"]), place=row["place"],
        chair=district.people.get(row["chair"]), ordinal=_ordinal(row),
        recorder=_recorder(district, row["unit_code"]).person,
    )  # fmt: skip
    if row["code"] != SYMPOSIUM:  # written down after it was held
        gathering.minutes = row["minutes"]
        gathering.attendance_count = int(row["attendance_count"] or 0)
    return gathering


def _recorder(district: District, unit: str) -> User:
    """The office for the unit that hosts the campaign, else whoever reports for the unit."""
    if unit == HOST:
        return district.accounts[OFFICE]
    return district.reporter(unit)


def _plan_decision(district: District, diary: Diary, row: Row) -> None:
    code, next_day = row["code"], diary.after(day(row["held_on"]))
    if row["state"] in ("counted", "void"):
        diary.note(next_day, "09:00", count, district, code)
    if row["state"] == "returned":
        diary.note(next_day, "09:05", _give_back, district, code, row["reason"])
    if row["state"] == "void":
        diary.note(diary.after(next_day), "09:05", _propose_void, district, code, row["reason"])
        diary.note(diary.after(next_day, 2), "09:05", _void, district, code)


def _give_back(district: District, code: str, why: str) -> None:
    perform(district.gatherings[code], "return", by=district.accounts[OFFICE], why=why)


def _propose_void(district: District, code: str, why: str) -> None:
    perform(district.gatherings[code], "propose_void", by=district.accounts[PROPOSER], why=why)


def _void(district: District, code: str) -> None:
    perform(district.gatherings[code], "void", by=district.accounts[APPROVER])


def _ordinal(row: Row) -> int | None:
    if row["kind"] != "报告会":
        return None
    series = [r["code"] for r in rows("gatherings") if r["kind"] == "报告会"]
    return series.index(row["code"]) + 1
