"""Take the pictures of docs/images from a running sample district, each as the person whose page it is.

    python tools/screenshots.py http://127.0.0.1:8000            all of them
    python tools/screenshots.py http://127.0.0.1:8000 desk map   only these

The sample must be freshly loaded: the last two pictures import a file and consolidate it.
"""

import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
MESSAGES = ROOT / "luodi" / "demo" / "data" / "public_messages.csv"
CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-quic",
    "--lang=zh-CN", "--hide-scrollbars",
]  # fmt: skip
DRAWN = 2500  # milliseconds a chart needs to come to rest
JOB = 60_000  # milliseconds a job may take


DRAFT = """全区各级党组织召开专题会议277次，收集问题清单309条，梳理出三大类12条问题。
11月1日，召开道德模范专场座谈会，邀请20余名道德模范，围绕四个主题建言献策。
全区各级党组织召开专题会议267次。1至9月，全区利用内资81.73亿元。"""


@dataclass(frozen=True)
class Picture:
    """A page as one role sees it; `then` does something on it first."""

    name: str
    role: str
    address: str
    then: Callable[[Page], None] | None = None
    width: int = 1280
    height: int = 800
    dark: bool = False


def first_of_list(page: Page) -> None:
    """Open the first record of a list."""
    page.locator("tbody td a").first.click()


def upload_messages(page: Page) -> None:
    """Offer the citizens' messages of the sample, and look at the columns."""
    page.set_input_files("input[name=file]", MESSAGES)
    page.locator("select[name=unit]").evaluate(
        "node => node.tomselect.setValue([...Object.keys(node.tomselect.options)].find((key) => key))"
    )
    press(page, "上传并核对")
    page.wait_for_selector("#map-text")


def preview_messages(page: Page) -> None:
    """Read the file; nothing is written yet."""
    upload_messages(page)
    press(page, "读取并预览")
    page.wait_for_selector("text=确认写入", timeout=JOB)
    page.reload()


def consolidate_messages(page: Page) -> None:
    """Write the file, let the engine group what was said, and open the review."""
    preview_messages(page)
    press(page, "确认写入", exact=False)
    page.wait_for_selector("text=撤销这次导入", timeout=JOB)
    page.goto("/problems/runs/")
    press(page, "开始归并计算")
    page.get_by_role("link", name="开始审阅").click(timeout=JOB)


def open_dialog(label: str) -> Callable[[Page], None]:
    """Open the first record of a list and the dialog of one of its moves."""

    def do(page: Page) -> None:
        first_of_list(page)
        press(page, label)
        page.wait_for_selector("dialog[open]")

    return do


def report_progress(page: Page) -> None:
    """Open the form for progress of the first measure."""
    first_of_list(page)
    page.get_by_role("link", name="反馈进展").click()


def check_a_text(page: Page) -> None:
    """Send in a text with right numbers and wrong ones."""
    page.fill("textarea[name=text]", DRAFT)
    press(page, "核对")


def press(page: Page, label: str, *, exact: bool = True) -> None:
    """Press a button by its name."""
    page.get_by_role("button", name=label, exact=exact).first.click()


PICTURES = (
    Picture("sign-in", "", "/accounts/login/"),
    # a clerk and the head of a unit
    Picture("clerk-desk", "单位负责人", "/", height=640),
    Picture("gathering-new", "填报员", "/listening/gatherings/new/"),
    Picture("closure-request", "单位负责人", "/measures/?state=in_progress", open_dialog("申请销号…")),
    Picture("progress-new", "填报员", "/measures/?state=in_progress", report_progress),
    # the campaign office
    Picture("desk", "工作专班", "/", height=860),
    Picture("loop", "工作专班", "/campaigns/1/loop/"),
    Picture("statement", "工作专班", "/listening/statements/?q=窗口", first_of_list),
    Picture("problem", "工作专班", "/problems/", first_of_list),
    Picture("map", "工作专班", "/problems/campaigns/1/map/"),
    Picture("ledger", "工作专班", "/measures/"),
    Picture("figure", "工作专班", "/figures/measures.closed/"),
    Picture("brief", "工作专班", "/briefs/?state=published", first_of_list),
    Picture("check-text", "工作专班", "/briefs/texts/new/", check_a_text),
    Picture("calendar", "工作专班", "/calendar/", dark=True),
    # verification and supervision
    Picture("verification", "核验人", "/measures/verification/"),
    Picture("cards", "督查员", "/measures/cards/"),
    # a leader's telephone
    Picture("leader-phone", "牵头领导", "/measures/leader/", width=390, height=844),
    Picture("leader-sign-phone", "牵头领导", "/measures/?state=verified", first_of_list, width=390, height=844),
    # administrators
    Picture("admin-units", "系统管理员", "/admin/units/", height=640),
    Picture("admin-user", "安全管理员", "/admin/users/", first_of_list, height=640),
    Picture("admin-trail", "审计管理员", "/admin/trail/?action=measures.measure.sign", height=640),
    # last, for they write
    Picture("import", "工作专班", "/sheets/listening.statements/import/", preview_messages),
    Picture("review", "工作专班", "/sheets/listening.statements/import/", consolidate_messages),
)  # fmt: skip


def main(address: str, *names: str) -> int:
    unknown = set(names) - {picture.name for picture in PICTURES}
    if unknown:
        print(
            f"tools/screenshots.py: no picture named {'、'.join(sorted(unknown))}", file=sys.stderr
        )
        return 2
    IMAGES.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        for picture in PICTURES:
            if not names or picture.name in names:
                take(browser, address, picture)
        browser.close()
    if shutil.which("pngquant"):  # a third of the size; the repository keeps every version
        shrink = ["pngquant", "--quality=70-95", "--ext=.png", "--force", "--skip-if-larger"]
        subprocess.run([*shrink, *sorted(map(str, IMAGES.glob("*.png")))], check=False)
    print(f"{sum(path.stat().st_size for path in IMAGES.glob('*.png')) // 1024} KB in all")
    return 0


def take(browser: Browser, address: str, picture: Picture) -> None:
    """One picture, in a browser of its own."""
    context = browser.new_context(
        base_url=address,
        locale="zh-CN",
        viewport={"width": picture.width, "height": picture.height},
    )
    page = context.new_page()
    if picture.role:
        sign_in(page, picture.role)
    page.goto(picture.address)
    if picture.then:
        picture.then(page)
    page.wait_for_load_state("networkidle")
    if picture.dark:
        page.evaluate("document.querySelector('[data-theme-switch]').click()")
    if page.locator("[data-chart]").count():
        page.wait_for_timeout(DRAWN)
    target = IMAGES / f"{picture.name}.png"
    page.screenshot(path=target)
    print(f"{target.name}: {target.stat().st_size // 1024} KB")
    context.close()


def sign_in(page: Page, role: str) -> None:
    """Press the button of a role on the sign-in page of the sample, which fills in the form."""
    page.goto("/accounts/login/")
    page.locator(".sign-ins").get_by_role("button", name=role, exact=True).click()
    page.locator("form button.btn-primary").first.click()
    page.wait_for_url(lambda url: "/accounts/login/" not in url)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
