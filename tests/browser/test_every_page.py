"""Every page of the product, in the sample district, as somebody who may see it."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.walking import Inspector, every_name
from tests.kernel.installation import installation

pytestmark = pytest.mark.django_db

PASSWORD = "Luodi-2018"
LOADED_S = 600
"""Seconds the sample may take to load on a machine that does much else."""
READERS = {
    "office": "yaolingyi", "head": "liuqitong", "clerk": "sangwanyu", "leader": "qindishi",
    "verifier": "zhongyuxiu", "approver": "qiyunqiao", "supervisor": "leibingzhu",
    "system": "niboyan", "security": "tanjingshu", "audit": "lanshouzhuo",
}  # fmt: skip
FILES = {
    "kernel:export", "kernel:pick", "kernel:figure_export", "kernel:figures_export", "kernel:evidence", "kernel:notice", "measures:order_document", "measures:word",
    "account_logout", "api:openapi-json", "api:openapi-view", "api:api-root",
}  # fmt: skip
"""Addresses with links to them that are no pages of ours: files, redirects, the API's own pages."""
SENT = {
    "briefs:alias_retire", "briefs:citation", "briefs:text_bind", "kernel:board_arrange", "kernel:board_put",
    "kernel:bulk_move", "kernel:calendar_remove", "kernel:evidence_withdraw", "kernel:figure_publish",
    "kernel:import_accept", "kernel:import_confirm", "kernel:import_discard", "kernel:import_read",
    "kernel:import_undo", "kernel:job_cancel", "kernel:language", "kernel:move", "kernel:notices_read",
    "kernel:role_end", "kernel:user_act", "listening:gathering_evidence", "listening:gathering_statements",
    "listening:guest_rating", "listening:guest_suggestion", "listening:invitation_attended",
    "listening:invitation_new", "listening:invitation_revoke", "listening:topic_new", "problems:consent_withdraw", "problems:decide", "problems:part_end",
    "problems:run_start", "problems:scheme_retire", "problems:singles_decide", "problems:theme_name", "problems:undo", "problems:unlink", "problems:why",
}  # fmt: skip
"""Addresses that only take what is sent."""
IN_THE_MAIN_JOB = {
    "kernel:import",
    "kernel:job",
    "problems:run",
    "problems:review",
    "problems:review_next",
}
"""Pages of running work, looked at in test_main_job."""
WITHOUT_RECORDS = {
    "briefs:brief", "briefs:brief_edit", "briefs:pdf", "briefs:preview", "briefs:template",
    "briefs:template_edit", "briefs:text", "briefs:text_word", "briefs:verify", "briefs:versions",
    "briefs:word", "kernel:snapshot", "measures:milestone_finish", "measures:milestone_waive",
    "measures:suggestion_measure_new",
}  # fmt: skip
"""Pages of records the sample has none of; one that it gets is looked at like any other."""
FOREIGN = re.compile(r"(api:|account_|mfa_)")
"""Names of packages; what we show of them is reached by links or listed in ALSO."""
ALSO = """
import json
import re
from django.urls import reverse
from luodi.kernel.models import Robot
from luodi.listening.models import Statement
from luodi.measures.models import LookBack, MeasureEvidence, Milestone
robot = Robot.objects.create(name="督办群", kind="wecom", base="https://example.invalid", key="k", active=False)
kept = MeasureEvidence.objects.filter(evidence__added_by__username="sangwanyu", evidence__withdrawn_at=None)
open_steps = Milestone.objects.filter(done_on=None, waived_why="")
found = {
    "kernel:robot": [robot.pk],
    "problems:parts": Statement.objects.filter(state="linked").values_list("pk", flat=True)[:3],
    "measures:evidence_withdraw": kept.values_list("pk", flat=True)[:3],
    "measures:look_back_do": LookBack.objects.filter(result="").values_list("pk", flat=True)[:3],
    "measures:milestone_finish": open_steps.values_list("pk", flat=True)[:9],
    "measures:milestone_waive": open_steps.values_list("pk", flat=True)[:3],
}
print(json.dumps({
    "desk:search": ["/search/?q=窗口"],
    **{name: [reverse(name, args=[pk]) for pk in pks] for name, pks in found.items()},
}))
"""
"""Pages that only some record links to: their addresses, tried as every reader until one may see it."""
ERRORS = ("400", "403", "403_csrf", "404", "409", "500")
DRAWN = """
import json
import re
from urllib.parse import urlsplit
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.contrib.auth.models import AnonymousUser
request = RequestFactory().get("/")
request.user = AnonymousUser()
print(json.dumps({{
    name: render_to_string(f"{{name}}.html", {{"reason": "这条记录刚被别人改过。"}}, request=request)
    for name in {names}
}}))
"""


@pytest.fixture(scope="module")
def served(django_db_setup, django_db_blocker, tmp_path_factory):
    """The sample district, served as an office would serve it; gives the installation, the address."""
    folder = tmp_path_factory.mktemp("every") / "page"
    with (
        django_db_blocker.unblock(),
        installation(folder, "pages", module="luodi.config.settings") as house,
    ):
        assert house.start("demo", "--no-serve").wait(timeout=LOADED_S) == 0
        with house.serving() as (_server, address):
            yield house, address


def test_every_page_is_whole_readable_and_fits_a_phone(chromium, served):
    house, address = served
    inspector = Inspector(address, chromium)
    also = json.loads(house.python(ALSO))
    for reader, username in READERS.items():
        inspector.walk(reader, username, PASSWORD, skip=FILES, also=also)
    _outside(inspector)
    _guest(inspector)
    _errors(inspector, house)

    assert inspector.faults == []
    missed = every_name() - inspector.looked_at - FILES - SENT - IN_THE_MAIN_JOB - WITHOUT_RECORDS
    assert sorted(name for name in missed if not FOREIGN.match(name)) == []


def _outside(inspector: Inspector) -> None:
    context = inspector.context()
    page = inspector.page(context)
    inspector.visit(page, "/accounts/login/", "nobody")
    inspector.looked_at.add("account_login")
    context.close()


def _guest(inspector: Inspector) -> None:
    """The page that shows a guest's link once, and the page the guest opens by it."""
    context = inspector.context()
    office = inspector.sign_in(context, READERS["office"], PASSWORD)
    office.goto("/listening/gatherings/?kind=symposium&q=道德模范")
    office.locator("tbody a").first.click()
    office.get_by_role("button", name="的新链接").first.click()
    office.locator("#ask [data-yes]").click()
    link = urlsplit(office.locator("#personal-link").inner_text()).path
    inspector.look(office, "office")
    guest = inspector.context()
    inspector.visit(inspector.page(guest), link, "guest")
    inspector.looked_at |= {"listening:guest", "listening:invitation_renew"}
    guest.close()
    context.close()


def _errors(inspector: Inspector, house) -> None:
    drawn = json.loads(house.python(DRAWN.format(names=ERRORS)))
    context = inspector.context()
    page = inspector.page(context)
    page.goto("/accounts/login/")
    for name in ERRORS:
        page.set_content(drawn[name], wait_until="load")
        assert page.locator("h1").count() == 1
        inspector.look(page, f"error {name}")
    context.close()


def test_the_keyboard_is_enough(chromium, served):
    _house, address = served
    inspector = Inspector(address, chromium)
    context = inspector.context()
    page = inspector.sign_in(context, READERS["office"], PASSWORD)

    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("/")
    expect(page.locator("#search-box")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    expect(page.locator("dialog#keys")).to_be_visible()
    for _n in range(3):
        page.keyboard.press("Tab")
        assert (
            page.evaluate("document.querySelector('main').contains(document.activeElement)")
            is False
        )
    page.keyboard.press("Escape")
    expect(page.locator("dialog#keys")).to_be_hidden()

    page.goto("/measures/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/measures/\d+/"))
    context.close()


def test_what_cannot_be_taken_back_is_asked_once(chromium, served):
    _house, address = served
    context = Inspector(address, chromium).context()
    page = Inspector(address, chromium).sign_in(context, READERS["security"], PASSWORD)
    page.goto("/admin/users/?q=anyuyuan")
    page.locator("tbody a").first.click()

    page.get_by_role("button", name="停用", exact=True).click()
    expect(page.locator("#ask")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#ask")).to_be_hidden()
    expect(page.get_by_role("button", name="停用", exact=True)).to_be_focused()

    page.keyboard.press("Enter")
    page.locator("#ask [data-yes]").click()
    expect(page.locator(".subtitle")).to_contain_text("已停用")
    context.close()
