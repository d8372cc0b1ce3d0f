"""Supervision: the daily rules, cards a person issues, supervision orders."""

from datetime import date

from luodi.demo.loading.diary import FIRST_DAY, TODAY, Diary
from luodi.demo.loading.district import District
from luodi.demo.loading.material import day, rows, several
from luodi.kernel import jobs
from luodi.kernel.transitions import perform
from luodi.measures.actions import draft_order
from luodi.measures.choices import CardLevel, CardState
from luodi.measures.models import Card, SupervisionOrder

LEVELS = {"黄牌": CardLevel.YELLOW, "红牌": CardLevel.RED}
"""Blue cards need nobody: the rules show them."""
DRAFTERS = ("R021", "R022")
ASKED = "责任单位已申请销号，事由消除。"
CONCLUDED = "三处均已动工并公示，同意办结。"

Row = dict[str, str]


def plan(district: District, diary: Diary) -> None:
    """Every working morning the rules; then what supervisors do."""
    morning = FIRST_DAY
    while morning < TODAY:
        morning = diary.after(morning)
        diary.note(morning, "08:00", jobs.timetable)
    for row in rows("closures"):
        asked = day(row["requested_on"])
        diary.note(diary.after(asked), "09:55", let_rest, district, row["measure"])
    for row in rows("cards"):
        if row["level"] in LEVELS and row["issued_at"]:
            _plan_card(district, diary, row)
    for row in rows("orders"):
        _plan_order(district, diary, row)


def issue(district: District, row: Row) -> None:
    """A person puts a name under what the rule proposed."""
    card = _card(district, row, CardState.PROPOSED)
    by = district.accounts[row["issued_by"]]
    perform(card, "issue", by=by, reply_due=day(row["reply_due"]))


def answer(district: District, row: Row) -> None:
    """The head of the unit explains."""
    card = _card(district, row, CardState.ISSUED)
    head = _head(district, card.measure.lead_unit.code)
    perform(card, "answer", by=district.accounts[head], reply=row["reply"])


def let_rest(district: District, code: str) -> None:
    """A card nobody issued has no more reason once the unit has asked for the closing."""
    proposed = Card.objects.filter(measure=district.measures[code], state=CardState.PROPOSED)
    for card in proposed:
        perform(card, "dismiss", by=district.accounts[DRAFTERS[1]], reason=ASKED)


def _plan_card(district: District, diary: Diary, row: Row) -> None:
    issued = day(row["issued_at"])
    diary.note(issued, "09:40", issue, district, row)
    if row["reply"]:
        diary.note(diary.after(issued, 2), "11:20", answer, district, row)


def _card(district: District, row: Row, state: str) -> Card:
    measure = district.measures[row["measure"]]
    return Card.objects.get(measure=measure, level=LEVELS[row["level"]], state=state)


def _head(district: District, unit: str) -> str:
    return next(p["code"] for p in rows("people") if p["unit_code"] == unit and "单位负责人" in p["roles"])  # fmt: skip


def _plan_order(district: District, diary: Diary, row: Row) -> None:
    signed = day(row["signed_on"]) if row["signed_on"] else TODAY
    order: dict[str, SupervisionOrder] = {}
    diary.note(signed, "09:45", _draft, district, row, order)
    if row["signed_on"]:
        diary.note(signed, "09:50", _sign_and_send, district, row, order)
    if row["reply"]:
        due = day(row["reply_due"])
        diary.note(due, "16:50", _reply, district, row, order)
        diary.note(diary.after(due), "16:50", _conclude, district, order)


def _draft(district: District, row: Row, order: dict[str, SupervisionOrder]) -> None:
    order["it"] = draft_order(
        by=district.accounts[_drafter(row)], to_unit=district.units[row["to_unit"]],
        measures=[district.measures[code] for code in several(row["measures"])],
        subject=row["subject"], basis=row["basis"], requirement=row["requirement"],
        reply_due=_due(row),
    )  # fmt: skip


def _drafter(row: Row) -> str:
    return DRAFTERS[0] if row["signed_on"] else DRAFTERS[1]


def _due(row: Row) -> date:
    return day(row["reply_due"])


def _sign_and_send(district: District, row: Row, order: dict[str, SupervisionOrder]) -> None:
    perform(order["it"], "sign", by=district.accounts[row["signed_by"]])
    perform(order["it"], "send", by=district.accounts[DRAFTERS[0]])


def _reply(district: District, row: Row, order: dict[str, SupervisionOrder]) -> None:
    head = _head(district, row["to_unit"])
    perform(
        order["it"], "reply", by=district.accounts[head], reply=row["reply"],
        handler=district.people[head],
    )  # fmt: skip


def _conclude(district: District, order: dict[str, SupervisionOrder]) -> None:
    perform(order["it"], "conclude", by=district.accounts[DRAFTERS[0]], conclusion=CONCLUDED)
