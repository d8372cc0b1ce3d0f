"""Somebody at a browser: signs in, opens pages, presses buttons; every page is held to axe."""

import re
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from luodi.kernel import jobs
from tests.browser.walking import PHONE

PASSWORD = "Zhengque-1949"
WCAG = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
THEMES = ("light", "dark")


class Visitor:
    """One person's browser."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.troubles: list[str] = []
        page.on("pageerror", lambda error: self.troubles.append(str(error)))

    def sign_in(self, username: str) -> None:
        self.open("/accounts/login/")
        self.page.fill("input[name=login]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.press("登录")
        expect(self.page).not_to_have_url(re.compile("/accounts/login/"))
        self.open("/")

    def open(self, path: str) -> None:
        """Go to an address and look at the page."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == 200, path
        self.check()

    def check(self) -> None:
        """No violation of WCAG 2.1 AA, light and dark; it fits a phone; no script of it failed."""
        for theme in THEMES:
            self.page.evaluate("theme => document.documentElement.dataset.bsTheme = theme", theme)
            found = Axe().run(self.page, options=WCAG).response["violations"]
            assert [_told(v, theme, self.page.url) for v in found] == []
        self.page.evaluate("document.documentElement.dataset.bsTheme = 'light'")
        assert self._width_on_a_phone() <= PHONE["width"], self.page.url
        assert self.troubles == []

    def _width_on_a_phone(self) -> int:
        usual = self.page.viewport_size or {"width": 1280, "height": 900}
        self.page.set_viewport_size(PHONE)
        width: int = self.page.evaluate("document.scrollingElement.scrollWidth")
        self.page.set_viewport_size(usual)
        return width

    def press(self, label: str) -> None:
        """Press the button of this name (a dialog's own one, when a dialog is open)."""
        dialog = self.page.locator("dialog[open]")
        place: Any = dialog if dialog.count() else self.page.locator("body")
        place.get_by_role("button", name=label, exact=True).first.click()
        self.page.wait_for_load_state()

    def fill(self, name: str, words: str) -> None:
        """Type into the field of this name, in the dialog when one is open."""
        self._field(name).fill(words)

    def pick(self, name: str, label: str) -> None:
        """Choose in a select; a searchable one is told through its own object, then left."""
        field = self._field(name)
        if "tomselected" not in (field.get_attribute("class") or ""):
            field.select_option(label=label)
            return
        field.evaluate(
            """(node, label) => {
                const option = [...node.options].find((one) => one.text.trim() === label);
                node.tomselect.setValue(option.value);
                node.tomselect.blur();
            }""",
            label,
        )
        expect(self.page.locator(f"[name={name}] + .ts-wrapper .item")).to_have_text(label)

    def move(self, label: str, **inputs: str) -> None:
        """Press the button of a move and, when it asks, fill in its dialog."""
        self.press(f"{label}…" if inputs else label)
        for name, value in inputs.items():
            field = self._field(name)
            if field.evaluate("node => node.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        if inputs:
            self.press(label)
        self.sees(f"{label}已办。")
        self.check()

    def sees(self, words: str) -> None:
        """These words stand on the page."""
        expect(self.page.get_by_text(words).first).to_be_visible()

    def let_jobs_run(self) -> None:
        """The page shows that it waits; then a worker does what is queued, and the page is opened anew.

        The browser waits on an empty page meanwhile: in tests on SQLite all threads share one
        connection, and a page that asks in the middle of a job would stand in its transaction.
        """
        expect(self.page.locator(".job-bar").first).to_be_visible()
        self.check()
        address = self.page.url
        self.page.goto("about:blank")
        while jobs.work_once():
            pass
        self.open(address)

    def _field(self, name: str) -> Any:
        dialog = self.page.locator("dialog[open]")
        place: Any = dialog if dialog.count() else self.page.locator("body")
        return place.locator(f"[name='{name}']").first


def _told(violation: dict[str, Any], theme: str, url: str) -> str:
    nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
    return f"{url} ({theme}): {violation['id']}: {nodes}"
