import csv
from collections import Counter
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from luodi.kernel import preferences, trail
from luodi.kernel.models import Preference
from luodi.listening.models import Answer, Statement
from luodi.measures.models import Closing, Measure
from luodi.problems.choices import Decision
from luodi.problems.models import LinkProposal, Problem
from tests.conftest import DAY
from tests.factories.listening import CampaignFactory, DimensionFactory
from tests.people import cast

MESSAGES = Path(__file__).parents[2] / "luodi" / "demo" / "data" / "public_messages.csv"
PROOF = {
    "name": "调解协议.txt",
    "mimeType": "text/plain",
    "buffer": "四户签字，一楼补偿已议定。".encode(),
}
ANOTHER_GROUP = "group => document.querySelector('#group-label')?.innerText !== group"

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def house(transactional_db):
    """The cast, a campaign that runs, and the day of the sample."""
    Preference.objects.create(key="clock.fixed_day", value=DAY)
    preferences.forget()
    people = cast()
    campaign = CampaignFactory(name="留言办理", host_unit=people.district)
    DimensionFactory(campaign=campaign, position=1, label="对照方面1")
    return people, campaign


def test_a_message_becomes_a_problem_a_measure_and_a_closing_that_three_people_signed(
    house, visit, tmp_path
):
    people, campaign = house
    office = visit(people.office)
    _import_messages(office, campaign, people)
    _consolidate(office, campaign)
    problem = _list_a_problem(office, visit(people.approver), campaign)
    measure = _set_a_measure(office, problem, people)
    _close(measure, visit, people)
    _ledger_out_and_back(office, measure, tmp_path)
    assert trail.first_broken() is None


def _import_messages(office, campaign, people) -> None:
    office.open("/sheets/listening.statements/import/")
    office.page.set_input_files("input[name=file]", MESSAGES)
    office.pick("unit", str(people.street))
    office.press("上传并核对")
    office.check()
    assert office.page.locator("#map-text").input_value() == "留言详情"
    assert office.page.locator("#map-answer").input_value() == "答复意见"
    office.press("读取并预览")
    office.let_jobs_run()
    office.sees("新增 60")
    assert Statement.objects.count() == 0
    office.press("确认写入 60 行")
    office.let_jobs_run()
    office.sees("写入 60 行")
    assert Counter(Statement.objects.values_list("state", flat=True)) == {"accepted": 60}
    assert Answer.objects.filter(imported=True).count() == _answered()


def _answered() -> int:
    with MESSAGES.open(encoding="utf-8", newline="") as file:
        return sum(bool(row["答复意见"]) for row in csv.DictReader(file))


def _consolidate(office, campaign) -> None:
    office.open("/problems/runs/")
    office.press("开始归并计算")
    office.let_jobs_run()
    office.page.get_by_role("link", name="开始审阅").click()
    office.page.wait_for_load_state()
    office.check()
    while LinkProposal.objects.open().exists():
        group = office.page.inner_text("#group-label")
        office.page.keyboard.press("a")  # one key a group
        office.page.wait_for_function(ANOTHER_GROUP, arg=group)
    decisions = Counter(LinkProposal.objects.values_list("decision", flat=True))
    assert decisions.keys() == {Decision.ACCEPTED}
    linked = Statement.objects.filter(state="linked").count()
    assert linked == decisions[Decision.ACCEPTED]
    assert Problem.objects.count() >= 5


def _list_a_problem(office, approver, campaign) -> Problem:
    problem = max(Problem.objects.all(), key=lambda p: (p.links.count(), -p.pk))
    office.open(f"/problems/campaigns/{campaign.pk}/categories/new/")
    office.fill("label", "老旧小区")
    office.press("保存")
    office.open(f"/problems/{problem.pk}/edit/")
    office.pick("category", "老旧小区")
    office.pick("primary_dimension", "对照方面1")
    office.press("保存")
    office.check()
    approver.open(f"/problems/{problem.pk}/")
    approver.move("列入清单")
    problem.refresh_from_db()
    assert problem.state == "listed"
    return problem


def _set_a_measure(office, problem, people) -> Measure:
    office.open(f"/measures/under/{problem.pk}/new/")
    office.fill("content", "逐户上门，十五个工作日内拿出办法并答复留言人")
    office.fill("target", "同类留言全部有答复")
    office.pick("leader", str(people.leader.person))
    office.pick("lead_unit", str(people.street))
    office.fill("due_on", "2018-11-30")
    office.press("保存")
    measure = Measure.objects.get()
    office.open(f"/measures/{measure.pk}/")
    office.move("交办")
    return measure


def _close(measure, visit, people) -> None:
    at = f"/measures/{measure.pk}/"
    clerk, head = visit(people.clerk), visit(people.head)
    clerk.open(at)
    clerk.move("签收")
    clerk.open(f"{at}progress/")
    clerk.fill("text", "十二户走完，十户同意。")
    clerk.press("提交")
    clerk.open(f"{at}evidence/")
    clerk.page.set_input_files("input[name=files]", PROOF)
    clerk.page.select_option("select[name=kind]", "document")
    clerk.press("上传")
    head.open(at)
    head.move("申请销号", result_text="办法已经落实，留言人都收到答复。")
    verifier = visit(people.verifier)
    verifier.open(at)
    verifier.move("受理")
    verifier.move("核验通过", method="on_site", opinion="到现场看过，问了三户。")
    leader = visit(people.leader)
    leader.open(at)
    leader.move("签认销号", opinion="同意。")
    closing = Closing.objects.get(measure=measure)
    asked = closing.verification.request.by
    assert [asked, closing.verification.by, closing.by] == [
        people.head,
        people.verifier,
        people.leader,
    ]
    measure.refresh_from_db()
    assert (measure.state, measure.closed_on) == ("closed", date.fromisoformat(DAY))


def _ledger_out_and_back(office, measure, tmp_path) -> None:
    office.open("/measures/")
    with office.page.expect_download() as download:
        office.page.evaluate("location.href = '/sheets/measures.ledger/export/'")
    ledger = tmp_path / "ledger.xlsx"
    download.value.save_as(ledger)
    _write_note(ledger, "已向留言人回访")
    office.open("/sheets/measures.ledger/import/")
    office.page.set_input_files("input[name=file]", ledger)
    office.press("上传并核对")
    office.press("读取并预览")
    office.let_jobs_run()
    office.sees("已向留言人回访")
    office.press("确认写入 1 行")
    office.let_jobs_run()
    before = (measure.version, measure.state)
    measure.refresh_from_db()
    assert measure.note == "已向留言人回访"
    assert (measure.version, measure.state) == (before[0] + 1, before[1])


def _write_note(ledger: Path, words: str) -> None:
    book = openpyxl.load_workbook(ledger)
    sheet = book.worksheets[0]
    heading = next(c for row in sheet.iter_rows() for c in row if c.value == "备注")
    sheet.cell(heading.row + 1, heading.column).value = words
    book.save(ledger)
