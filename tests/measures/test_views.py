"""Pages of this room: what they show to whom, what a bare POST can do, what a list costs."""

from datetime import date
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from docx import Document

from luodi.kernel.models import SentForm, TrailEvent
from luodi.measures.choices import CardLevel, CardState, LookBackResult, MeasureState
from luodi.measures.models import Measure, MeasureEvidence, ProgressReport, SupervisionOrder
from tests.factories.listening import StatementFactory
from tests.factories.measures import (
    CardFactory,
    LookBackFactory,
    OrderFactory,
    OriginFactory,
    ReportFactory,
    measure_at,
)

pytestmark = pytest.mark.django_db
S = MeasureState


def move_url(record, name: str) -> str:
    return reverse("kernel:move", args=[record._meta.label_lower, record.pk, name])


def url(name: str, record) -> str:
    return reverse(f"measures:{name}", args=[record.pk])


@pytest.fixture
def as_(client, people):
    def sign_in(name: str):
        client.force_login(getattr(people, name))
        return client

    return sign_in


PAGES = ("measures", "print", "leader", "verification", "cards", "orders")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "who", ["clerk", "head", "leader", "office", "supervisor", "verifier", "approver"]
)
def test_every_list_opens_for_everybody_who_works_here(as_, people, page, who):
    for state in S.values:
        measure_at(state, people)
    CardFactory(measure=measure_at(S.IN_PROGRESS, people))
    OrderFactory(
        to_unit=people.street, state="sent", number="督〔2018〕1号", signed_by=people.approver
    )

    assert as_(who).get(reverse(f"measures:{page}")).status_code == 200


@pytest.mark.parametrize("state", S.values)
@pytest.mark.parametrize("who", ["head", "office", "leader", "supervisor"])
def test_the_page_of_a_measure_opens_in_every_state(as_, people, state, who):
    measure = measure_at(state, people)
    ReportFactory(measure=measure, by=people.clerk)

    response = as_(who).get(measure.get_absolute_url())

    assert response.status_code == 200
    assert measure.content in response.content.decode()


@pytest.mark.parametrize("who", ["stranger", "system", "security", "audit"])
def test_what_one_may_not_see_is_not_there(as_, people, who):
    measure = measure_at(S.IN_PROGRESS, people)
    order = OrderFactory(to_unit=people.street, measures=[measure])
    client = as_(who)

    for address in (
        measure.get_absolute_url(), url("measure_edit", measure), url("progress_new", measure),
        url("evidence_new", measure), order.get_absolute_url(), url("order_document", order),
    ):  # fmt: skip
        assert client.get(address).status_code == 404
    assert client.post(move_url(measure, "suspend")).status_code == 404


@pytest.mark.parametrize(
    "name", ["sign", "accept_request", "pass_verification", "cancel", "assign"]
)
def test_a_post_without_a_button_is_refused_and_changes_nothing(as_, people, name):
    measure = measure_at(S.VERIFIED, people)
    told = {"version": "1", "reason": "x", "method": "on_site", "opinion": "x"}

    response = as_("clerk").post(move_url(measure, name), told)

    measure.refresh_from_db()
    assert response.status_code == 403
    assert (measure.state, measure.version) == (S.VERIFIED, 1)


def test_a_stale_move_is_refused(as_, people):
    measure = measure_at(S.VERIFIED, people)
    Measure.objects.filter(pk=measure.pk).update(version=5)

    response = as_("leader").post(move_url(measure, "sign"), {"version": "1", "opinion": ""})

    assert response.status_code == 409
    assert Measure.objects.get(pk=measure.pk).state == S.VERIFIED


def test_of_two_people_editing_one_wins_and_the_other_keeps_the_text(client, people):
    measure = measure_at(S.IN_PROGRESS, people)
    client.force_login(people.office)
    form = {
        "content": "甲写的内容", "target": "目标", "result_form": "", "report_rhythm": "monthly",
        "required_evidence": "document", "note": "", "version": "1",
    }  # fmt: skip

    first = client.post(url("measure_edit", measure), form)
    second = client.post(url("measure_edit", measure), form | {"content": "乙写的内容"})

    measure.refresh_from_db()
    assert (first.status_code, second.status_code) == (302, 409)
    assert measure.content == "甲写的内容"
    assert "乙写的内容" in second.content.decode()


def test_the_unit_changes_its_handler_and_note_only(as_, people):
    measure = measure_at(S.IN_PROGRESS, people)

    response = as_("clerk").post(
        url("measure_edit", measure),
        {"note": "已联系厂家", "content": "改掉", "handler": "", "version": "1"},
    )

    measure.refresh_from_db()
    assert response.status_code == 302
    assert measure.note == "已联系厂家"
    assert measure.content != "改掉"


def test_several_files_and_a_link_are_kept_in_one_go(as_, people):
    measure = measure_at(S.IN_PROGRESS, people)
    files = [SimpleUploadedFile(f"{n}.txt", f"第{n}份".encode()) for n in (1, 2)]

    response = as_("clerk").post(
        url("evidence_new", measure),
        {
            "files": files,
            "kind": "document",
            "visibility": "internal",
            "link": "https://intranet.example/a",
        },
    )

    assert response.status_code == 302
    assert MeasureEvidence.objects.filter(measure=measure).count() == 4


def test_one_bad_file_keeps_none_of_them(as_, people):
    measure = measure_at(S.IN_PROGRESS, people)
    files = [
        SimpleUploadedFile("好.txt", "好".encode()),
        SimpleUploadedFile("坏.exe", b"MZ\x00\x01"),
    ]

    response = as_("clerk").post(
        url("evidence_new", measure), {"files": files, "kind": "document", "visibility": "internal"}
    )

    assert response.status_code == 422
    assert "不是可以存档的类型" in response.content.decode()
    assert MeasureEvidence.objects.filter(measure=measure).count() == 1


def test_a_report_and_its_correction_stand_side_by_side(as_, people):
    measure = measure_at(S.IN_PROGRESS, people)
    client = as_("clerk")
    client.post(url("progress_new", measure), {"text": "并了三张", "self_assessment": "normal"})
    first = ProgressReport.objects.get()

    client.post(
        f"{url('progress_new', measure)}?corrects={first.pk}",
        {"text": "并了四张", "self_assessment": "normal"},
    )

    assert ProgressReport.objects.get(supersedes=first).text == "并了四张"
    assert ProgressReport.objects.count() == 2


def test_a_report_and_its_papers_sent_twice_are_kept_once(as_, people):
    measure = measure_at(S.IN_PROGRESS, people)
    client = as_("clerk")
    told = {"text": "窗口并了三个", "self_assessment": "normal"}
    told["once"] = client.get(url("progress_new", measure)).context["once"]
    before = MeasureEvidence.objects.count()
    mark = client.get(url("evidence_new", measure)).context["once"]

    for _time in range(2):
        client.post(url("progress_new", measure), told)
        photo = SimpleUploadedFile("窗口.png", b"\x89PNG\r\n\x1a\n" + b"0" * 20)
        client.post(
            url("evidence_new", measure),
            {"files": [photo], "kind": "photo", "visibility": "internal", "once": mark},
        )

    assert ProgressReport.objects.filter(measure=measure).count() == 1
    assert MeasureEvidence.objects.count() == before + 1
    assert "已经保存过，没有重复登记。" in client.get(measure.get_absolute_url()).text


def test_a_refusal_of_a_form_stays_in_the_trail_and_leaves_no_mark(as_, people):
    measure = measure_at(S.CANCELLED, people)
    client = as_("clerk")
    form = {"text": "窗口并了三个", "self_assessment": "normal"}
    form["once"] = client.get(url("progress_new", measure)).context["once"]

    refused = [client.post(url("progress_new", measure), form).status_code for _time in range(2)]

    assert refused == [422, 422]
    assert SentForm.objects.count() == 0
    assert TrailEvent.objects.filter(allowed=False, model="measures.measure").count() == 2


@pytest.mark.parametrize(
    ("page", "who", "told"),
    [
        ("leader_action_new", "leader", {"done_on": "2018-11-07", "kind": "on_site", "content": "到窗口"}),
        ("extension_new", "head", {"to_date": "2018-12-20", "reason": "等设备到货"}),
        ("milestone_new", "clerk", {"title": "定方案", "due_on": "2018-11-15"}),
        (
            "outcome_new", "office",
            {"indicator": "表单数", "before": "11", "after": "1", "as_of": "2018-11-07", "source": "台账"},
        ),
    ],
)  # fmt: skip
def test_a_form_under_a_measure_comes_back_to_it_and_shows_on_the_timeline(
    as_, people, page, who, told
):
    measure = measure_at(S.IN_PROGRESS, people)
    client = as_(who)
    assert client.get(url(page, measure)).status_code == 200

    response = client.post(url(page, measure), told)

    assert (response.status_code, response.url) == (302, measure.get_absolute_url())
    assert client.get(measure.get_absolute_url()).status_code == 200


def test_a_handover_is_seen_and_accepted_by_the_new_leader_only(client, people):
    measure = measure_at(S.IN_PROGRESS, people)
    client.force_login(people.office)
    client.post(
        url("handover_new", measure),
        {"to_person": people.approver.person.pk, "remaining": "还有两张表"},
    )
    handover = measure.handovers.get()

    client.force_login(people.leader)
    assert client.post(move_url(handover, "accept"), {"version": "1"}).status_code == 403
    client.force_login(people.approver)
    assert client.post(move_url(handover, "accept"), {"version": "1"}).status_code == 302

    open_ones = measure.accountabilities.filter(until=None)
    assert [a.person for a in open_ones] == [people.approver.person]
    assert measure.accountabilities.count() == 2


def test_a_rebound_found_by_a_look_back_opens_a_new_cycle(as_, people):
    measure = measure_at(S.CLOSED, people)
    look = LookBackFactory(measure=measure)

    response = as_("supervisor").post(
        url("look_back_do", look),
        {
            "result": "rebounded",
            "note": "两家又要补材料",
            "due_again_on": "2018-12-31",
            "version": "1",
        },
    )

    measure.refresh_from_db()
    look.refresh_from_db()
    assert response.status_code == 302
    assert (measure.cycle, measure.state, measure.due_on) == (2, S.IN_PROGRESS, date(2018, 12, 31))
    assert look.result == LookBackResult.REBOUNDED


def test_bulk_moves_do_what_may_be_done_and_say_why_not_for_the_rest(as_, people):
    ready, not_ready = measure_at(S.DRAFT, people), measure_at(S.DRAFT, people, target="")
    address = reverse("kernel:bulk_move", args=["measures.measure", "assign"])

    response = as_("office").post(address, {"chosen": [ready.pk, not_ready.pk]})

    assert response.context["done"] == [ready]
    assert response.context["refused"] == [(not_ready, "交办前请先确定：整改目标。")]


def test_nobody_closes_in_bulk_what_one_may_not_close_singly(as_, people):
    measures = [measure_at(S.VERIFIED, people) for _ in range(2)]
    address = reverse("kernel:bulk_move", args=["measures.measure", "sign"])

    as_("office").post(address, {"chosen": [m.pk for m in measures], "opinion": ""})

    assert Measure.objects.filter(state=S.VERIFIED).count() == 2


def test_an_order_is_drafted_signed_by_another_sent_answered_and_concluded(client, people):
    measure = measure_at(S.IN_PROGRESS, people)
    client.force_login(people.supervisor)
    client.post(
        reverse("measures:order_new"),
        {
            "to_unit": people.street.pk, "measures": [measure.pk], "subject": "窗口问题督办",
            "basis": "区委常委会议", "requirement": "限期办结", "reply_due": "2018-11-20",
        },
    )  # fmt: skip
    order = SupervisionOrder.objects.get()
    assert client.post(move_url(order, "sign"), {"version": "1"}).status_code == 409

    client.force_login(people.approver)
    client.post(move_url(order, "sign"), {"version": "1"})
    client.force_login(people.supervisor)
    client.post(move_url(order, "send"), {"version": "2"})
    client.force_login(people.head)
    client.post(move_url(order, "reply"), {"version": "3", "reply": "已办", "handler": ""})
    client.force_login(people.supervisor)
    client.post(move_url(order, "conclude"), {"version": "4", "conclusion": "同意办结"})

    order.refresh_from_db()
    assert (order.number, order.state) == ("督〔2018〕1号", "concluded")
    assert client.get(order.get_absolute_url()).status_code == 200


def test_a_signed_order_is_not_edited(as_, people):
    order = OrderFactory(
        to_unit=people.street, state="signed", number="督〔2018〕1号", signed_by=people.approver
    )

    response = as_("supervisor").post(
        url("order_edit", order),
        {
            "to_unit": people.street.pk, "measures": [], "subject": "改过", "basis": "b",
            "requirement": "r", "reply_due": "2018-11-20",
        },
    )  # fmt: skip

    order.refresh_from_db()
    assert response.status_code == 422
    assert order.subject != "改过"


def test_the_supervisor_meets_proposed_cards_first(as_, people):
    card = CardFactory(measure=measure_at(S.IN_PROGRESS, people), level=CardLevel.RED)
    client = as_("supervisor")

    response = client.get(reverse("measures:cards"))
    client.post(move_url(card, "issue"), {"version": "1", "reply_due": ""})

    card.refresh_from_db()
    assert [line["card"] for line in response.context["proposed"]] == [card]
    assert (card.state, card.issued_by, card.reply_due) == (
        CardState.ISSUED, people.supervisor, date(2018, 11, 15),
    )  # fmt: skip


def test_the_leaders_page_sorts_by_what_is_needed(as_, people):
    to_sign = measure_at(S.VERIFIED, people)
    late = measure_at(S.IN_PROGRESS, people, due_on=date(2018, 11, 1))
    soon = measure_at(S.IN_PROGRESS, people, due_on=date(2018, 11, 12))
    other = measure_at(S.IN_PROGRESS, people)

    response = as_("leader").get(reverse("measures:leader"))

    groups = {key: rows for key, _label, rows in response.context["groups"]}
    assert groups == {"sign": [to_sign], "late": [late], "soon": [soon], "others": [other]}


@pytest.mark.parametrize("page", ["measures", "leader", "print"])
def test_a_list_costs_the_same_for_one_row_and_three(as_, people, page):
    client, counts = as_("leader"), []
    client.get(reverse(f"measures:{page}"))  # settings are read once, whatever the rows
    for more in (1, 2):
        for _ in range(more):
            measure = measure_at(S.IN_PROGRESS, people)
            ReportFactory(measure=measure, by=people.clerk)
            measure.cooperating_units.add(people.other)
        with CaptureQueriesContext(connection) as caught:
            assert client.get(reverse(f"measures:{page}")).status_code == 200
        counts.append(len(caught))

    assert counts[0] == counts[1]
    assert counts[0] <= 15


def test_filters_narrow_the_ledger(as_, people):
    late = measure_at(S.IN_PROGRESS, people, due_on=date(2018, 11, 1))
    closed = measure_at(S.CLOSED, people)
    other = measure_at(S.IN_PROGRESS, people, lead_unit=people.other)
    client = as_("office")

    def found(query: str) -> set:
        response = client.get(f"{reverse('measures:measures')}?{query}")
        return {row.record for row in response.context["table"].rows}

    assert found("late=overdue") == {late}
    assert found("state=closed") == {closed}
    assert found(f"unit={people.other.pk}") == {other}
    assert found(f"leader={people.leader.person.pk}&due_to=2018-11-02") == {late}
    assert found(f"problem={closed.problem.pk}") == {closed}
    assert found("kind=sustained") == set()


def test_a_new_measure_is_drafted_under_its_problem_by_the_office(client, people):
    problem = OriginFactory()
    told = {
        "content": "开办延时窗口", "target": "中午不断档", "deadline_kind": "dated", "due_on": "2018-12-01",
        "report_rhythm": "monthly", "lead_unit": people.street.pk, "leader": people.leader.person.pk,
        "required_evidence": ["photo"],
    }  # fmt: skip
    client.force_login(people.office)

    client.post(reverse("measures:measure_new", args=[problem.pk]), told)
    second = client.post(reverse("measures:measure_new", args=[problem.pk]), told)

    codes = list(Measure.objects.values_list("code", flat=True))
    assert codes == [f"{problem.code}-01", f"{problem.code}-02"]
    assert second.status_code == 302
    measure = Measure.objects.first()
    assert measure.accountabilities.get().person == people.leader.person
    assert measure.required_evidence == ["photo"]


def test_the_order_comes_as_word(as_, people):
    measure = measure_at(S.IN_PROGRESS, people)
    order = OrderFactory(to_unit=people.street, measures=[measure])

    response = as_("supervisor").get(url("order_document", order))

    text = "\n".join(p.text for p in Document(BytesIO(response.content)).paragraphs)
    assert measure.code in text


def test_a_measure_is_drafted_under_a_suggestion_and_the_statement_leads_there(client, people):
    suggestion = StatementFactory(
        kind="suggestion", state="settled", settled_as="adopted", settled_why="采纳"
    )
    told = {
        "content": "志愿服务统一着装和用语", "target": "统一规范", "deadline_kind": "dated",
        "due_on": "2018-12-01", "report_rhythm": "monthly", "lead_unit": people.street.pk,
        "leader": people.leader.person.pk, "required_evidence": ["document"],
    }  # fmt: skip
    address = reverse("measures:suggestion_measure_new", args=[suggestion.pk])
    client.force_login(people.office)

    assert address in client.get(suggestion.get_absolute_url()).content.decode()
    assert client.post(address, told).status_code == 302

    measure = Measure.objects.get()
    assert (measure.suggestion, measure.problem) == (suggestion, None)
    assert measure.code == f"{suggestion.code}-01"


def test_no_measure_is_drafted_under_a_statement_that_is_a_problem(client, people):
    client.force_login(people.office)
    said = StatementFactory(kind="problem")

    response = client.get(reverse("measures:suggestion_measure_new", args=[said.pk]))

    assert response.status_code == 404
