"""How measures of the sample are closed: asked for, verified by somebody else, signed, looked back at."""

from luodi.demo.loading.diary import Diary
from luodi.demo.loading.district import District
from luodi.demo.loading.material import day, day_or_none, rows
from luodi.kernel.transitions import perform
from luodi.measures.actions import do_look_back
from luodi.measures.choices import DeadlineKind, LookBackResult, VerificationMethod
from luodi.measures.models import LookBack

METHODS = {
    "资料核验": VerificationMethod.DOCUMENTS,
    "现场核查": VerificationMethod.ON_SITE,
    "回访": VerificationMethod.CALL_BACK,
    "群众评议": VerificationMethod.PUBLIC,
}
RESULTS = {"反弹": LookBackResult.REBOUNDED, "稳定": LookBackResult.STABLE}
CLOSED, KEPT_UP = "同意销号。", "已写入本单位工作制度，按季度通报执行情况。"
AGAIN_BY = "完成后随时再报"

Row = dict[str, str]


def plan(district: District, diary: Diary) -> None:
    """As far as the material goes with each request."""
    steps = (
        ("requested_on", "16:00", request),
        ("accepted_on", "16:10", accept),
        ("verified_on", "16:20", verify),
        ("signed_on", "16:30", sign),
    )
    for row in rows("closures"):
        for column, hour, step in steps:
            if row[column]:
                diary.note(day(row[column]), hour, step, district, row)
    for row in rows("lookbacks"):
        if row["done_on"]:
            diary.note(day(row["done_on"]), "10:40", look_back, district, row)


def request(district: District, row: Row) -> None:
    """申请销号, by the unit's head."""
    head = district.accounts[row["requested_by"]]
    measure = district.measures[row["measure"]]
    perform(measure, "request_closure", by=head, result_text=row["result_text"])


def accept(district: District, row: Row) -> None:
    """受理."""
    verifier = district.accounts[row["verifier"]]
    perform(district.measures[row["measure"]], "accept_request", by=verifier)


def verify(district: District, row: Row) -> None:
    """核验通过, or back to work with the reason."""
    measure, verifier = district.measures[row["measure"]], district.accounts[row["verifier"]]
    method, opinion = METHODS[row["method"]], row["opinion"]
    if row["result"] == "pass":
        perform(measure, "pass_verification", by=verifier, method=method, opinion=opinion)
    else:
        perform(
            measure, "return_to_work", by=verifier, method=method, reason=opinion, again_by=AGAIN_BY
        )


def sign(district: District, row: Row) -> None:
    """签认销号, or 转入常态化 with the day of its review."""
    measure, leader = district.measures[row["measure"]], district.hand_of(row["signed_by"])
    if measure.deadline_kind == DeadlineKind.SUSTAINED:
        written = next(m for m in rows("measures") if m["code"] == row["measure"])
        review = day(written["review_on"])
        perform(measure, "sign_sustained", by=leader, opinion=KEPT_UP, review_on=review)
    else:
        perform(measure, "sign", by=leader, opinion=CLOSED)


def look_back(district: District, row: Row) -> None:
    """回头看: lasting, or rebounded and open again with a new deadline."""
    written = next(m for m in rows("measures") if m["code"] == row["measure"])
    rebounded = RESULTS[row["result"]] == LookBackResult.REBOUNDED
    do_look_back(
        LookBack.objects.get(measure=district.measures[row["measure"]], result=""),
        by=district.accounts[row["by"]], result=RESULTS[row["result"]],
        note=f"{row['method']}：{row['note']}",
        due_on=day_or_none(written["due_on"]) if rebounded else None,
    )  # fmt: skip
