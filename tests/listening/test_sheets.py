"""Lists by Excel: an office's own, a mailbox's export, a unit's month of meetings."""

from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luodi.kernel import jobs
from luodi.kernel.models import ImportRun, TrailEvent
from luodi.kernel.refusals import NotAllowed, Refused
from luodi.kernel.sheets import exporting, importing
from luodi.kernel.sheets.declare import SHEETS
from luodi.kernel.sheets.writing import KEY_COLUMN
from luodi.kernel.trail import first_broken
from luodi.kernel.transitions import perform
from luodi.listening.actions import record_statement
from luodi.listening.choices import StatementState
from luodi.listening.models import Answer, Gathering, Statement
from tests.factories.listening import DimensionFactory, GatheringFactory, StatementFactory

pytestmark = pytest.mark.django_db

MAILBOX = ("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "答复意见", "答复时间")
LETTERS = [
    (2549, "A0004", "路灯不亮", "2018/4/25 9:32:09", "\n\t\t\t\n\t路灯坏了半个月没人修。\n\t ", "已修好。", "2018/5/10 14:56:53"),
    (2554, "A0002", "站牌挡路", "2018/4/24 16:03:40", "公交站牌挡住了盲道，请移一移。", "", ""),
]  # fmt: skip


def book(headings, rows):
    made = openpyxl.Workbook()
    made.active.append(headings)
    for row in rows:
        made.active.append(row)
    target = BytesIO()
    made.save(target)
    return SimpleUploadedFile("表.xlsx", target.getvalue())


def bring(file, by, campaign, unit, sheet="listening.statements") -> ImportRun:
    """Upload, read and write a file as the page does."""
    run = importing.upload(
        SHEETS[sheet], file, by=by, context={"campaign": campaign.pk, "unit": unit.pk}
    )
    importing.start_preview(run)
    assert jobs.work_once()
    run.refresh_from_db()
    if run.counts.get("new") or run.counts.get("changed"):
        importing.start_apply(run)
        assert jobs.work_once()
        run.refresh_from_db()
    return run


def told(run):
    return {k: v for k, v in run.counts.items() if v}


def errors(run):
    return {k: v for row in run.rows.all() for k, v in row.errors.items()}


def test_a_mailbox_is_taken_in_accepted_with_clean_words_and_its_answers(people, campaign):
    run = bring(book(MAILBOX, LETTERS), people.office, campaign, people.district)

    assert (run.state, told(run)) == ("applied", {"new": 2})
    assert list(Statement.objects.order_by("code").values_list(
        "source_ref", "speaker", "title", "text_original", "state", "source_kind", "added_by"
    )) == [
        ("2549", "A0004", "路灯不亮", "路灯坏了半个月没人修。", "accepted", "mailbox", people.office.pk),
        ("2554", "A0002", "站牌挡路", "公交站牌挡住了盲道，请移一移。", "accepted", "mailbox", people.office.pk),
    ]  # fmt: skip
    answer = Answer.objects.get()
    assert (answer.text, answer.imported, f"{answer.answered_at:%Y-%m-%d %H:%M}") == (
        "已修好。", True, "2018-05-10 06:56",
    )  # fmt: skip


def test_the_same_mailbox_again_changes_nothing(people, campaign):
    bring(book(MAILBOX, LETTERS), people.office, campaign, people.district)

    again = bring(book(MAILBOX, LETTERS), people.office, campaign, people.district)

    assert told(again) == {"same": 2}
    assert (Statement.objects.count(), Answer.objects.count()) == (2, 1)


def test_a_number_that_stands_twice_in_the_file_is_an_error_of_its_row(people, campaign):
    run = bring(book(MAILBOX, [LETTERS[0], LETTERS[0]]), people.office, campaign, people.district)

    assert (told(run), errors(run)) == ({"new": 1, "error": 1}, {"source_ref": "与第2行重复。"})


def test_what_a_unit_brings_waits_for_the_office(people, campaign):
    DimensionFactory(campaign=campaign, label="干事创业")
    rows = [("路灯坏了半个月没人修", "2018-10-08", "建议", "干事创业")]

    bring(
        book(("原话", "提出时间", "类型", "对照方面"), rows), people.clerk, campaign, people.street
    )

    said = Statement.objects.get()
    assert (said.state, said.kind, said.unit, said.source_kind) == (
        "submitted", "suggestion", people.street, "meeting",
    )  # fmt: skip
    assert [d.label for d in said.dimensions.all()] == ["干事创业"]


@pytest.mark.parametrize(
    ("headings", "row", "wrong"),
    [
        (("原话", "提出时间"), ("太吵", "2018-10-08"), {"text": "原话至少要有6个字。"}),
        (("原话", "提出时间"), ("路灯坏了没人修", "2019-10-08"), {"said_at": "提出时间晚于现在，请核对年份。"}),
        (("原话", "提出时间", "单位"), ("路灯坏了没人修", "2018-10-08", "听涛街道"), {"unit": "您不能替“听涛街道”录入。"}),
        (("原话", "提出时间", "答复意见"), ("路灯坏了没人修", "2018-10-08", "已修"), {"answered_at": "有答复意见的须有答复时间。"}),
    ],
)  # fmt: skip
def test_a_wrong_cell_gets_one_sentence_and_nothing_is_saved(
    people, campaign, headings, row, wrong
):
    run = bring(book(headings, [row]), people.clerk, campaign, people.street)

    assert errors(run) == wrong
    assert Statement.objects.count() == 0


@pytest.mark.parametrize("who", ["stranger", "leader", "supervisor", "system"])
def test_others_do_not_import_for_this_unit(people, campaign, who):
    with pytest.raises(NotAllowed):
        bring(book(MAILBOX, LETTERS), getattr(people, who), campaign, people.street)


def test_an_import_is_taken_back_whole_and_may_come_again(people, campaign):
    run = bring(book(MAILBOX, LETTERS), people.office, campaign, people.district)

    importing.undo(run, by=people.office, why="传错了表")

    assert set(Statement.objects.values_list("state", flat=True)) == {StatementState.WITHDRAWN}
    again = bring(book(MAILBOX, LETTERS), people.office, campaign, people.district)
    assert told(again) == {"new": 2}
    assert Statement.objects.count() == 4


def test_an_import_somebody_worked_on_is_not_taken_back(people, campaign):
    run = bring(book(MAILBOX, LETTERS), people.office, campaign, people.district)
    perform(
        Statement.objects.last(), "settle", by=people.office, settled_as="immediate", why="修好"
    )

    with pytest.raises(Refused):
        importing.undo(run, by=people.office, why="传错了表")

    assert not Statement.objects.filter(state=StatementState.WITHDRAWN).exists()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("key", ["listening.statements", "listening.gatherings"])
def test_what_was_exported_comes_back_as_the_same(people, campaign, kind, key):
    bring(book(MAILBOX, LETTERS), people.office, campaign, people.district)
    said = StatementFactory(
        campaign=campaign,
        unit=people.street,
        anonymity="anonymous",
        text_original="=1+1 这样的话也照记",
    )
    said.dimensions.add(*DimensionFactory.create_batch(2, campaign=campaign))
    GatheringFactory.create_batch(2, campaign=campaign, unit=people.street)
    sheet = SHEETS[key]

    with exporting.export(sheet, sheet.records(people.office), by=people.office, kind=kind) as file:
        content = file.read()
    run = bring(
        SimpleUploadedFile(f"表.{kind}", content), people.office, campaign, people.district, key
    )

    assert told(run) == {"same": sheet.records(people.office).count()}, errors(run)


def test_wording_comes_back_by_excel_but_not_what_was_said_and_not_over_a_newer_version(
    people, campaign
):
    said = StatementFactory(campaign=campaign, unit=people.street)
    said_at = timezone.localtime(said.said_at).replace(tzinfo=None)
    headings = (KEY_COLUMN, "原话", "提出时间", "整理稿")

    def edited(version, words, wording):
        return bring(
            book(headings, [(f"{said.code}@{version}", words, said_at, wording)]),
            people.office, campaign, people.street,
        )  # fmt: skip

    edited(1, said.text_original, "路灯长期不亮")
    said.refresh_from_db()
    assert (said.text_edited, said.version) == ("路灯长期不亮", 2)
    assert told(edited(1, said.text_original, "旧表")) == {"stale": 1}
    refused = edited(2, "把原话改掉也不行", "新稿")
    assert "原话" in refused.problem
    said.refresh_from_db()
    assert (said.text_edited, said.version) == ("路灯长期不亮", 2)


def test_a_unit_brings_a_month_of_meetings_as_drafts_and_states_do_not_travel(people, campaign):
    headings = ("编号", "形式", "会议名称", "召开日期", "人数", "会议记录", "状态")
    rows = [("", "专题会议", "开门查摆会", "10月8日", "十二", "提了三条", "已认可")]

    bring(book(headings, rows), people.clerk, campaign, people.street, "listening.gatherings")

    made = Gathering.objects.get()
    assert (made.title, f"{made.held_on}", made.attendance_count, made.state) == (
        "开门查摆会", "2018-10-08", 12, "draft",
    )  # fmt: skip


def test_a_reported_meeting_is_not_changed_by_excel(people, campaign):
    meeting = GatheringFactory(campaign=campaign, unit=people.street)
    perform(meeting, "submit", by=people.clerk)
    headings = ("编号", "形式", "名称", "日期", "参加人数")

    run = bring(
        book(headings, [(meeting.code, "专题会议", meeting.title, meeting.held_on, 99)]),
        people.clerk, campaign, people.street, "listening.gatherings",
    )  # fmt: skip

    meeting.refresh_from_db()
    assert (
        run.problem == "第2行未能写入，因此未写入任何内容：当前状态是“已上报”，不能修改会议内容。"
    )
    assert meeting.attendance_count == 12


MEETINGS = ("编号", "形式", "名称", "日期", "参加人数")
MEETING = ("", "专题会议", "开门查摆会", "2018-10-08", 12)


def test_imported_meetings_are_taken_back_and_their_codes_are_not_given_again(people, campaign):
    rows = [MEETING, ("HY-自编-1", *MEETING[1:])]
    brought = (book(MEETINGS, rows), people.clerk, campaign, people.street, "listening.gatherings")
    run = bring(*brought)

    importing.undo(run, by=people.clerk, why="传错了表")

    assert set(Gathering.objects.values_list("state", "version")) == {("withdrawn", 2)}
    with pytest.raises(Refused, match="这场会议的导入已撤销"):
        record_statement(
            by=people.clerk, text="路灯坏了没人修", gathering=Gathering.objects.first()
        )
    again = bring(book(MEETINGS, rows), *brought[1:])
    assert told(again) == {"new": 1, "error": 1}
    assert errors(again) == {
        "code": "编号“HY-自编-1”属于一场导入已撤销的会议，编号不重复使用，请换一个，或留空由系统编号。"
    }


def test_an_imported_meeting_in_which_somebody_spoke_meanwhile_is_not_taken_back(people, campaign):
    sheet = (people.clerk, campaign, people.street, "listening.gatherings")
    run = bring(book(MEETINGS, [MEETING, MEETING]), *sheet)
    spoken = Gathering.objects.order_by("code").last()
    record_statement(by=people.clerk, text="路灯坏了没人修", gathering=spoken)

    with pytest.raises(Refused, match=f"{spoken}：导入之后已有人办理或修改，不能撤销。"):
        importing.undo(run, by=people.clerk, why="传错了表")

    assert set(Gathering.objects.values_list("state", flat=True)) == {"draft"}


def test_a_long_undo_is_a_job_that_says_why_it_was_refused(people, campaign):
    run = bring(book(MAILBOX, LETTERS), people.office, campaign, people.district)
    importing.start_undo(run, why="传错了表")
    perform(
        Statement.objects.last(), "settle", by=people.office, settled_as="immediate", why="修好"
    )

    assert jobs.work_once()

    run.refresh_from_db()
    assert (run.state, run.problem) == (
        "applied", "第3行的记录在导入后又被修改，不能整体撤销。",
    )  # fmt: skip
    refusal = TrailEvent.objects.filter(action="kernel.import.undo").get()
    assert (refusal.allowed, refusal.reason) == (False, run.problem)
    assert not Statement.objects.filter(state=StatementState.WITHDRAWN).exists()


def test_an_undo_in_the_background_takes_all_back_and_leaves_one_event_a_record(people, campaign):
    run = bring(book(MAILBOX, LETTERS), people.office, campaign, people.district)
    importing.start_undo(run, why="传错了表")
    with pytest.raises(Refused, match="只有已写入的导入才能撤销。"):
        importing.start_undo(run, why="再来一次")

    assert jobs.work_once()

    run.refresh_from_db()
    assert run.state == "undone"
    assert list(Statement.objects.values_list("state", "version")) == [("withdrawn", 2)] * 2
    events = TrailEvent.objects.filter(action="listening.statement.withdraw_import")
    assert [(e.before, e.after) for e in events] == [
        ({"state": "accepted"}, {"state": "withdrawn"})
    ] * 2
    assert first_broken() is None
