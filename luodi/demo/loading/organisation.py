"""The units and people of the sample district, its calendar, and the campaign it runs."""

from collections.abc import Iterator
from datetime import date

from luodi.demo.loading.diary import FIRST_DAY, PREPARED, Diary
from luodi.demo.loading.district import District
from luodi.demo.loading.material import day, rows
from luodi.kernel import clock
from luodi.kernel.actions import create, create_many, edit
from luodi.kernel.administration import set_day
from luodi.kernel.choices import UnitKind
from luodi.kernel.models import CalendarDay, Person, Post, Unit
from luodi.kernel.search import initials_of
from luodi.kernel.transitions import SYSTEM, perform
from luodi.listening import actions as listening
from luodi.listening.choices import PhaseKind

FOUNDED = date(2017, 3, 1)
CAMPAIGN_CODE = "DTL-2018"
CAMPAIGN_NAME = "解放思想大讨论"
HOST = "Q00"
PHASES = {
    PhaseKind.LEARN: (FIRST_DAY, date(2018, 11, 30)),
    PhaseKind.EXAMINE: (FIRST_DAY, date(2018, 11, 30)),
    PhaseKind.RECTIFY: (date(2018, 10, 11), date(2018, 12, 31)),
}
"""They overlap: what was found is put right while the listening goes on."""
_KINDS = {str(kind.label): kind.value for kind in UnitKind}


def found(district: District) -> None:
    """Units from the top of the tree down, people and their posts."""
    with clock.at(FOUNDED):
        for position, row in enumerate(rows("units")):
            district.units[row["code"]] = create(_unit(row, position, district), by=SYSTEM)
        people = {row["code"]: _person(row["name"]) for row in rows("people")}
        people |= {name: _person(name) for name, _ in _chairs_without_a_row()}
        create_many(list(people.values()), by=SYSTEM)
        district.people = people
        create_many(list(_posts(district)), by=SYSTEM)


def _unit(row: dict[str, str], position: int, district: District) -> Unit:
    return Unit(
        code=row["code"], full_name=row["full_name"], short_name=row["short_name"],
        kind=_KINDS[row["kind"]], parent=district.units.get(row["parent_code"]), position=position,
    )  # fmt: skip


def _person(name: str) -> Person:
    return Person(name=name, initials=initials_of(name))


def _posts(district: District) -> Iterator[Post]:
    for row in rows("people"):
        yield Post(
            person=district.people[row["code"]], unit=district.units[row["unit_code"]],
            title=row["title"], is_leader=row["is_leader"] == "1", start=FOUNDED,
        )  # fmt: skip
    for name, unit in _chairs_without_a_row():
        title = f"{district.units[unit].short_name}党委书记"
        yield Post(
            person=district.people[name], unit=district.units[unit], title=title, is_leader=True,
            start=FOUNDED,
        )  # fmt: skip


def _chairs_without_a_row() -> list[tuple[str, str]]:
    """Names of those who chair a community's meetings and do nothing else in the sample."""
    listed = {row["code"] for row in rows("people")}
    chairs = {row["chair"]: row["unit_code"] for row in rows("gatherings")}
    return [(name, unit) for name, unit in chairs.items() if name and name not in listed]


def set_up_campaign(district: District) -> None:
    """The calendar and the campaign, in preparation, by the system administrator."""
    administrator = district.accounts["R027"]
    with clock.at(PREPARED):
        for row in rows("calendar"):
            special = CalendarDay(
                day=day(row["day"]), is_workday=row["is_workday"] == "1", name=row["name"]
            )
            set_day(special, by=administrator)
        district.campaign = listening.set_up_campaign(
            by=administrator, code=CAMPAIGN_CODE, name=CAMPAIGN_NAME, host_unit=district.units[HOST],
            start=FIRST_DAY, end=date(2018, 12, 31),
        )  # fmt: skip
    district.dimensions = {str(d.position): d for d in district.campaign.dimensions.all()}


def plan(district: District, diary: Diary) -> None:
    """The campaign begins on the first morning."""
    diary.note(FIRST_DAY, "08:30", open_campaign, district)


def open_campaign(district: District) -> None:
    """The approving leader starts it; its office dates the phases and opens them."""
    office = district.accounts["R016"]
    perform(district.campaign, "start", by=district.accounts["R003"])
    for phase in district.campaign.phases.all():
        start, end = PHASES[PhaseKind(phase.kind)]
        edit(phase, {"start": start, "end": end}, by=office, version=phase.version)
        perform(phase, "open", by=office)
