"""Every relative link of a page of documentation leads somewhere, and every page is reached by one."""

import re

import pytest

from tests.guards.test_repository import ROOT, tracked

LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```|`[^`\n]+`", re.MULTILINE | re.DOTALL)
PAGES = tracked("*.md")


def targets(page):
    """What the relative links of a page name, in the order of the page."""
    for link in LINK.findall(FENCED.sub("", page.read_text(encoding="utf-8"))):
        path = link.partition("#")[0]
        if path and not re.match(r"[a-z]+:", path):
            yield (page.parent / path).resolve()


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_relative_link_leads_somewhere(page):
    lost = [target for target in targets(page) if not target.exists()]

    assert lost == []


def test_every_page_and_picture_of_the_docs_is_reached_from_the_readme():
    seen, waiting = set(), [ROOT / "README.md", ROOT / "README.zh-CN.md"]
    while waiting:
        page = waiting.pop()
        if page not in seen:
            seen.add(page)
            waiting += [t for t in targets(page) if t.exists()] if page.suffix == ".md" else []
    docs = {p for p in tracked("docs/*") if p.suffix in {".md", ".png"}}

    assert docs - seen == set()


def test_the_pictures_stay_small():
    assert sum(p.stat().st_size for p in tracked("docs/images/*.png")) <= 3_000_000
