"""The symposium: topics, guests with personal links, their suggestions and what became of each."""

from datetime import date

from luodi.demo.loading import gatherings
from luodi.demo.loading.diary import TODAY, Diary
from luodi.demo.loading.district import District
from luodi.demo.loading.material import rows
from luodi.kernel.actions import edit
from luodi.kernel.models import User
from luodi.kernel.transitions import perform
from luodi.listening.actions import add_topic, guest_suggest, invite_guest
from luodi.listening.choices import Settlement
from luodi.listening.models import Gathering, GuestInvitation, Topic

PREPARED, HELD = date(2018, 10, 26), date(2018, 11, 1)
SETTLED, ANSWERED = date(2018, 11, 5), date(2018, 11, 7)
COLLECTOR, OFFICE, APPROVER = "R020", "R016", "R003"
FATES = {
    "采纳": Settlement.ADOPTED,
    "部分采纳": Settlement.PARTLY,
    "不采纳": Settlement.NOT_ADOPTED,
    "已在做": Settlement.ALREADY_DONE,
}
BEING_WORDED = "办理意见正在形成，答复期限内告知本人。"


def plan(district: District, diary: Diary) -> None:
    """Prepared, held, reported; then every suggestion to its end."""
    row = next(r for r in rows("gatherings") if r["code"] == gatherings.SYMPOSIUM)
    topics: dict[str, Topic] = {}
    guests: dict[str, GuestInvitation] = {}
    diary.note(PREPARED, "09:40", gatherings.record, district, [row])
    diary.note(PREPARED, "09:50", prepare, district, topics, guests)
    diary.note(HELD, "15:00", listen, district, topics, guests)
    diary.note(HELD, "16:50", minute, district, row, guests)
    diary.note(HELD, "17:00", gatherings.submit, district, row["code"])
    diary.note(diary.after(HELD), "09:00", gatherings.count, district, row["code"])
    diary.note(diary.after(HELD), "09:10", take_in, district)
    for suggestion in rows("suggestions"):
        diary.note(SETTLED, "10:50", settle, district, suggestion)
        if suggestion["answer"]:
            diary.note(_answered_on(suggestion), "09:20", answer, district, suggestion)


def prepare(district: District, topics: dict, guests: dict) -> None:
    """Topics and invitations."""
    gathering, host = _symposium(district)
    for row in rows("topics"):
        topics[row["code"]] = add_topic(gathering, title=row["title"], by=host)
    for row in rows("guests"):
        guests[row["code"]], _ = invite_guest(
            gathering, by=host, name=row["name"], honour=row["honour"]
        )


def listen(district: District, topics: dict, guests: dict) -> None:
    """What the guests submit through their links."""
    for row in rows("suggestions"):
        district.suggestions[row["code"]] = guest_suggest(
            guests[row["guest_code"]], text=row["text"], topic=topics[row["topic_code"]]
        )


def minute(district: District, row: dict[str, str], guests: dict) -> None:
    """Who came, and the minutes."""
    gathering, host = _symposium(district)
    written = {"attendance_count": int(row["attendance_count"]), "minutes": row["minutes"]}
    edit(gathering, written, by=host, version=None)
    for guest in rows("guests"):
        if guest["attended"] == "1":
            edit(guests[guest["code"]], {"attended": True}, by=host, version=None)


def take_in(district: District) -> None:
    """The office accepts the suggestions."""
    for suggestion in district.suggestions.values():
        perform(suggestion, "accept", by=district.accounts[COLLECTOR])


def settle(district: District, row: dict[str, str]) -> None:
    """Where it went. A refusal is the approving leader's."""
    fate = FATES[row["fate"]]
    by = district.accounts[APPROVER if fate == Settlement.NOT_ADOPTED else OFFICE]
    perform(
        district.suggestions[row["code"]], "settle", by=by, settled_as=fate, why=_why(district, row),
        receiving_unit=None,
    )  # fmt: skip


def answer(district: District, row: dict[str, str]) -> None:
    """What the guest reads by the personal link."""
    perform(
        district.suggestions[row["code"]], "answer", by=district.accounts[OFFICE],
        text=row["answer"],
    )  # fmt: skip


def _why(district: District, row: dict[str, str]) -> str:
    if row["reason"]:
        return row["reason"]
    if measure := district.measures.get(row["measure_code"]):
        return f"由措施{measure.code}落实：{measure.content}。"
    return row["answer"] or BEING_WORDED


def _answered_on(row: dict[str, str]) -> date:
    """One whose measure was cancelled is told the day after."""
    stopped = {m["code"]: m["stopped_on"] for m in rows("measures") if m["stopped_on"]}
    return TODAY if row["measure_code"] in stopped else ANSWERED


def _symposium(district: District) -> tuple[Gathering, User]:
    gathering = district.gatherings[gatherings.SYMPOSIUM]
    return gathering, gathering.recorder.user
