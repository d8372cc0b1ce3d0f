import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from luodi.kernel.models import User

pytest.register_assert_rewrite("tests.browser.visitor")

from tests.browser.visitor import PASSWORD, Visitor  # noqa: E402 - after the rewriting is asked for

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-quic",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def chromium() -> Iterator["object"]:
    """The system's Chromium; where it is missing the walk is skipped loudly, and fails in CI."""
    if not Path(CHROMIUM).exists():
        sentence = f"no {CHROMIUM}: the browser tests did not run"
        pytest.fail(sentence) if os.environ.get("LUODI_CI") == "1" else pytest.skip(sentence)
    from playwright.sync_api import sync_playwright

    # Playwright's sync interface keeps a loop running in this thread, at which Django would balk.
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server) -> Iterator[Callable[[User], Visitor]]:
    """Give a function that signs somebody in on a browser of one's own."""
    visitors: list[Visitor] = []

    def sign_in(user: User) -> Visitor:
        user.set_password(PASSWORD)
        user.save()
        context = chromium.new_context(
            base_url=live_server.url,
            locale="zh-CN",
            viewport={"width": 1280, "height": 900},
            reduced_motion="reduce",  # colours are measured where they come to rest
        )
        visitors.append(Visitor(context.new_page()))
        visitors[-1].sign_in(user.username)
        return visitors[-1]

    yield sign_in
    for visitor in visitors:
        visitor.page.context.close()
