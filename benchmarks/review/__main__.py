"""Reviews the sample's 309 statements by keyboard in a real browser: python -m benchmarks.review.

Loads the sample district into an empty folder (or uses LUODI_DATA_DIR), puts its statements
ungrouped into a second campaign, serves the pages and lets a scripted reviewer who knows the truth
decide every one of them. Rewrites RESULTS.md beside this file.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from tempfile import mkdtemp

from benchmarks.review.results import write
from benchmarks.review.reviewer import Reviewer, Sitting

CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"]
LUODI = [sys.executable, "-c", "import sys; from luodi.config.cli import main; sys.exit(main())"]


def main() -> int:
    """Load, review, write down."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "luodi.config.settings")
    if "LUODI_DATA_DIR" not in os.environ:
        os.environ["LUODI_DATA_DIR"] = mkdtemp(prefix="luodi-review-")
        subprocess.run([*LUODI, "demo", "--no-serve"], check=True)
    import django  # app ready

    django.setup()
    from benchmarks.review.material import OFFICE, fill  # app ready

    campaign, home = fill()
    groups = _consolidate(campaign, OFFICE)
    port = _free_port()
    server = subprocess.Popen([*LUODI, "serve", "--bind", f"127.0.0.1:{port}"])
    try:
        _until_it_answers(port)
        begun = time.perf_counter()
        sitting = _review(f"http://127.0.0.1:{port}", campaign, home, OFFICE)
        write(sitting, len(home), groups, time.perf_counter() - begun, _right(campaign, home))
    finally:
        server.terminate()
        server.wait()
    return 0


def _consolidate(campaign: int, username: str) -> int:
    """Run the engine as the page does; returns how many statements it proposes to group."""
    from luodi.kernel import jobs  # app ready
    from luodi.kernel.models import User  # app ready
    from luodi.listening.models import Campaign  # app ready
    from luodi.problems.actions import start_consolidation  # app ready
    from luodi.problems.models import LinkProposal  # app ready

    by = User.objects.get(username=username)
    run = start_consolidation(campaign=Campaign.objects.get(pk=campaign), by=by)
    while jobs.work_once():
        pass
    return LinkProposal.objects.filter(group__run=run).count()


def _review(base: str, campaign: int, home: dict[int, str], username: str) -> Sitting:
    from playwright.sync_api import sync_playwright  # slow import

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        context = browser.new_context(base_url=base, locale="zh-CN", reduced_motion="reduce")
        reviewer = Reviewer(context.new_page(), home)
        reviewer.sign_in(username)
        reviewer.singles(campaign)
        browser.close()
    return reviewer.sitting


def _right(campaign: int, home: dict[int, str]) -> int:
    """Statements under their true problem afterwards, read from the database."""
    from luodi.problems.models import Link  # app ready

    rows = Link.objects.open().filter(problem__campaign=campaign)
    return sum(home[s] == code for s, code in rows.values_list("statement", "problem__code"))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until_it_answers(port: int) -> None:
    for _try in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=5).close()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit("the server did not answer")


if __name__ == "__main__":
    raise SystemExit(main())
