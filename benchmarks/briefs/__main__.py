"""How long a brief of fifty figures and four charts takes: writing, freezing, Word, PDF, verifying.

    LUODI_DATABASE_URL=postgres://…/luodi_briefs_bench python -m benchmarks.briefs [--rows 1000000] [--markdown FILE]

Stands on the large ledger of `benchmarks.figures`; with --rows it fills it first, else it takes what the database
holds. Times are wall clock around the public call, best of three where the call changes nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "benchmarks.figures.settings")

import django

django.setup()

from benchmarks.figures.ledger.generate import generate  # noqa: E402
from benchmarks.figures.ledger.models import Entry  # noqa: E402
from luodi.briefs.actions import draft_brief  # noqa: E402
from luodi.briefs.documents import word_of_brief  # noqa: E402
from luodi.briefs.models import Brief  # noqa: E402
from luodi.briefs.queries.layout import layout_of  # noqa: E402
from luodi.briefs.queries.verification import verify  # noqa: E402
from luodi.kernel import actions, documents  # noqa: E402
from luodi.kernel.choices import Role  # noqa: E402
from luodi.kernel.models import Person, RoleAssignment, Unit, User  # noqa: E402
from luodi.kernel.transitions import perform  # noqa: E402
from luodi.listening.models import Campaign  # noqa: E402

FIGURES = 50
KEYS = ("ledger.closed", "ledger.counted", "ledger.amount", "ledger.closed_share")


def source(seed: int = 2018) -> str:
    """Fifty different figures over months, quarters and years, and four charts."""
    chance = random.Random(seed)
    lines = ["# 五十个数字"]
    for at in range(FIGURES):
        year, month, kind = chance.randint(2014, 2018), chance.randint(1, 10), chance.randint(3, 12)
        span = [f"{year}-{month:02d}", f"{year}-{month:02d}..{year}-{month + 2:02d}", str(year)][
            at % 3
        ]
        lines.append(f'本期{{{{ fig("{KEYS[at % 4]}", kind="{kind}", period="{span}") }}}}。')
    for kind in (4, 7):
        lines.append(f'{{% chart figure="ledger.closed" kind="{kind}" period="2018" %}}')
        lines.append(
            f'{{% chart figure="ledger.closed" kind="{kind}" period="2018-06" by="org" %}}'
        )
    return "\n".join(lines)


def account(name: str, role: Role) -> User:
    """An account with one role everywhere."""
    found = User.objects.filter(username=name).first()
    if found is None:
        person = Person.objects.create(name=name)
        found = User.objects.create(username=name, person=person)
        RoleAssignment.objects.create(user=found, role=role)
    return found


def timed(call: Callable[[], Any], times: int = 1) -> tuple[str, Any]:
    """Wall and own processor seconds of the fastest of so many calls, and what it returned."""
    best, answer = (float("inf"), float("inf")), None
    for _again in range(times):
        began, worked = time.perf_counter(), time.process_time()
        answer = call()
        best = min(best, (time.perf_counter() - began, time.process_time() - worked))
    return f"{best[0]:.2f} (own {best[1]:.2f})", answer


def measure() -> dict[str, Any]:
    """Seconds by name."""
    office = account("bench_office", Role.OFFICE)
    checker = account("bench_checker", Role.SUPERVISOR)
    campaign, _made = Campaign.objects.get_or_create(
        code="BENCH",
        defaults={"name": "量测", "host_unit": Unit.objects.first(), "start": "2014-01-01"},
    )
    brief = draft_brief(
        by=office, campaign=campaign, title="量测", masthead="量测简报", source=source()
    )
    found: dict[str, Any] = {"records": Entry.objects.count()}
    found["draft: write and lay out"], draft = timed(lambda: layout_of(brief, office), 3)
    found["draft: docx (without the above)"], docx = timed(lambda: word_of_brief(draft), 3)
    found["pdf of it"], _pdf = timed(lambda: documents.pdf_of(docx), 3)
    found["check: freeze all figures"], brief = timed(lambda: perform(brief, "check", by=checker))
    brief = Brief.objects.get(pk=brief.pk)
    found["frozen: docx"], _docx = timed(lambda: word_of_brief(layout_of(brief, office)), 3)
    found["verify, nothing written since"], report = timed(lambda: verify(brief, office), 3)
    found["… clean"] = report.is_clean
    entry = Entry.objects.filter(kind=5, state="closed").order_by("pk").first()
    actions.edit(entry, {"amount": entry.amount + 1}, by=office, version=None)
    found["verify after one record was edited"], report = timed(lambda: verify(brief, office))
    found["… findings"] = report.counts()
    return found


def main() -> None:
    """Fill, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=0)
    chosen = parser.parse_args()
    if chosen.rows:
        generate(chosen.rows)
    print(json.dumps(measure(), ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
