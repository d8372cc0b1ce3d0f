"""Walks the product as its readers do: finds every page by its links and holds each to the same rules."""

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve
from playwright.sync_api import Browser, BrowserContext, Page

RULES = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"],
    },
    "resultTypes": ["violations"],
}
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
AGAIN = 3
"""The server ends a connection that was idle for two seconds; one that a request meets then is opened anew."""
LINK = re.compile(r'href="(/[^"#]*)')


@dataclass
class Inspector:
    """Looks at pages; keeps what is wrong with them, and which have been looked at, by address name."""

    base: str
    browser: Browser
    looked_at: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    def walk(
        self,
        reader: str,
        username: str,
        password: str,
        *,
        skip: set[str],
        also: dict[str, list[str]],
    ) -> None:
        """Every page this reader can reach by links, each name once for all readers; the desk always."""
        context = self.context()
        page = self.sign_in(context, username, password)
        self.look(page, reader)
        for name, address in self._reachable(context, skip):
            if name not in self.looked_at:
                self.looked_at.add(name)
                self.visit(page, address, reader)
        for name in also.keys() - self.looked_at:
            for address in also[name]:
                if context.request.get(address, max_retries=AGAIN).status == 200:
                    self.looked_at.add(name)
                    self.visit(page, address, reader)
                    break
        context.close()

    def sign_in(self, context: BrowserContext, username: str, password: str) -> Page:
        """The desk, or what an administrator has instead."""
        page = self.page(context)
        page.goto("/accounts/login/")
        page.fill("input[name=login]", username)
        page.fill("input[name=password]", password)
        page.locator("form button.btn-primary").first.click()
        page.wait_for_url(lambda url: "/accounts/login/" not in url)
        return page

    def context(self) -> BrowserContext:
        """A browser of one's own, with motion off: colours are measured where they come to rest."""
        return self.browser.new_context(
            base_url=self.base, locale="zh-CN", viewport=DESK, reduced_motion="reduce"
        )

    def page(self, context: BrowserContext) -> Page:
        """A page whose console and requests are watched."""
        page = context.new_page()
        page.on("console", lambda m: self._tell(page, m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self._tell(page, str(error)))
        page.on(
            "request", lambda r: self._tell(page, f"asks {r.url}") if self._is_away(r) else None
        )
        return page

    def visit(self, page: Page, address: str, reader: str) -> None:
        """Open an address and look at it."""
        response = page.goto(address)
        if response is None or response.status != 200:
            self._tell(page, f"{reader}: {address} answers {response and response.status}")
            return
        self.look(page, reader)

    def look(self, page: Page, reader: str) -> None:
        """axe at the desk and on a phone, and nothing wider than the phone."""
        found = Axe().run(page, options=RULES).response["violations"]
        self._keep(page, reader, DESK["width"], found)
        page.set_viewport_size(PHONE)
        wide = page.evaluate("document.scrollingElement.scrollWidth")
        if wide > PHONE["width"]:
            self._tell(page, f"{reader}: {wide} pixels wide on a phone")
        again = page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        self._keep(page, reader, PHONE["width"], again)
        page.set_viewport_size(DESK)

    def _reachable(self, context: BrowserContext, skip: set[str]) -> Iterator[tuple[str, str]]:
        waiting, found_on = deque(["/"]), {"/": "/"}
        names: set[str] = set()
        while waiting:
            address = waiting.popleft()
            name = name_of(address)
            if name is None or name in names or name in skip:
                continue
            answer = context.request.get(address, max_retries=AGAIN)
            if answer.status == 404:
                self.faults.append(f"{found_on[address]}: links to {address}, which is not found")
                continue
            names.add(name)
            if "text/html" not in answer.headers.get("content-type", ""):
                continue
            yield name, address
            for link in LINK.findall(answer.text()):
                link = link.replace("&amp;", "&")
                if link not in found_on:
                    found_on[link] = address
                    waiting.append(link)

    def _is_away(self, request: Any) -> bool:
        return not request.url.startswith((self.base, "data:", "blob:", "about:"))

    def _keep(self, page: Page, reader: str, width: int, violations: list[dict[str, Any]]) -> None:
        for violation in violations:
            for node in violation["nodes"][:2]:
                self._tell(page, f"{reader}, {width}px: {violation['id']}: {node['html'][:200]}")

    def _tell(self, page: Page, fault: str) -> None:
        self.faults.append(f"{urlsplit(page.url).path}: {fault}")


def name_of(address: str) -> str | None:
    """The name of an address, as urls.py gives it."""
    try:
        return resolve(urlsplit(address).path).view_name
    except Resolver404:
        return None


def every_name() -> set[str]:
    """All names of addresses of the product."""

    def names(patterns: list[Any], prefix: str) -> Iterator[str]:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from names(pattern.url_patterns, inner)
            elif isinstance(pattern, URLPattern) and pattern.name:
                yield prefix + pattern.name

    return set(names(get_resolver().url_patterns, ""))
