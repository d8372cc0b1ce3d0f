"""Server times of pages for several kinds of reader, through Django's test client: every middleware,
the view and the whole rendered page, without a socket. Beside each: its queries, and the same SQL raw.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.test import Client
from django.urls import NoReverseMatch, reverse

from benchmarks.house.timing import (
    backend_here,
    cpu_seconds,
    listening,
    median,
    percentile,
    replay,
)
from luodi.kernel.choices import Role
from luodi.kernel.models import User
from luodi.listening.models import Campaign
from luodi.measures.choices import MeasureState
from luodi.measures.models import Measure
from luodi.problems.models import Problem

READERS = (
    Role.CLERK, Role.UNIT_HEAD, Role.OFFICE, Role.LEADER, Role.VERIFIER, Role.SUPERVISOR
)  # fmt: skip
QUERIES = 15
ACCOUNTS = 3
"""Of each kind; each asks once to warm up."""
SEARCHES = {"two characters": "电梯", "three words": "老人 电梯 签字", "initials": "ythdj"}


@dataclass(frozen=True)
class Page:
    """What is asked for. `target_ms` is the p95 it may take."""

    name: str
    url_name: str
    args: tuple[Any, ...] = ()
    query: str = ""
    target_ms: int = 200

    def address(self) -> str:
        """Where it is; raises `NoReverseMatch` when the room has no such page."""
        return reverse(self.url_name, args=self.args) + self.query


@dataclass(frozen=True)
class Result:
    """One page for one kind of reader, in milliseconds."""

    page: str
    reader: str
    p50: float
    p95: float
    cpu: float
    """Of the processors, by this process and the database's together: what an idle machine would take."""
    cpu_p95: float
    queries: int
    raw: float
    kilobytes: int
    target_ms: int
    status: int

    @property
    def ratio(self) -> float:
        """How many times the bare SQL the whole page costs."""
        return self.p50 / self.raw if self.raw else 0.0

    @property
    def met(self) -> str:
        """Within 15 queries and the time by the clock, or by the processors alone, or not."""
        if self.queries > QUERIES:
            return "**no**"
        if self.p95 <= self.target_ms:
            return "yes"
        return "by CPU" if self.cpu_p95 <= self.target_ms else "**no**"


def pages() -> Iterator[Page]:
    """Every page that is measured; those of one record are added for each reader."""
    unit = Measure.objects.values_list("lead_unit", flat=True).order_by("-pk")[0]
    ledger, campaign = "measures:measures", Campaign.objects.order_by("-start")[0]
    state = MeasureState.IN_PROGRESS.value
    yield Page("desk", "desk:home")
    yield Page("ledger, first page", ledger)
    yield Page("ledger, filtered by state and unit", ledger, query=f"?state={state}&unit={unit}")
    yield Page("ledger, sorted by deadline", ledger, query="?sort=-due")
    yield Page("ledger, page 50", ledger, query="?page=50")
    yield Page("problem list", "problems:problems")
    yield Page("statement list", "listening:statements")
    yield Page("statement list, page 50", "listening:statements", query="?page=50")
    for name, words in SEARCHES.items():
        yield Page(f"search, {name}", "desk:search", query=f"?q={words}", target_ms=150)
    yield Page("campaign page", "listening:campaign", (campaign.pk,))
    yield Page("coverage of the campaign", "listening:coverage", (campaign.pk,))
    yield Page("map of problems", "problems:map", (campaign.pk,))
    yield Page("map of problems, by heat", "problems:map", (campaign.pk,), "?area=heat")
    yield Page("map of problems, one month", "problems:map", (campaign.pk,), "?month=2018-10")
    yield Page("loop", "desk:loop", (campaign.pk,))
    for name in ("measures:leader", "measures:verification", "measures:cards", "measures:orders",
                 "listening:gatherings", "listening:campaigns", "desk:calendar"):  # fmt: skip
        yield Page(name.replace(":", ", "), name)
    yield Page("figures, catalogue", "kernel:figures", query=f"?campaign={campaign.pk}")
    yield Page("figures, dashboard", "kernel:board", query=f"?campaign={campaign.pk}")
    yield Page("figure, measures overdue", "kernel:figure", ("measures.overdue",))
    yield Page("figure, statements", "kernel:figure", ("listening.statements_all",))


def records_of(user: User) -> Iterator[Page]:
    """The problem and the measure page of something this reader may see: the heaviest problem, the
    first of which most was said, and the measure that was set last."""
    problem = Problem.objects.visible_to(user).order_by("pk").first()
    measure = Measure.objects.visible_to(user).order_by("-pk").first()
    if problem:
        yield Page("problem page", "problems:problem", (problem.pk,))
    if measure:
        yield Page("measure page", "measures:measure", (measure.pk,))


def measure_pages(requests: int, only: str = "") -> list[dict[str, Any]]:
    """Ask for every page so many times for every reader; prints a line each. `only` narrows by name."""
    results = []
    for page in pages():
        if only in page.name:
            results += _for_all(page.name, [[page]] * len(READERS), requests)
    own = {role: [list(records_of(user)) for user in _accounts(role)] for role in READERS}
    for name in ("problem page", "measure page"):
        if only in name:
            choices = [
                [p for found in own[role] for p in found if p.name == name] for role in READERS
            ]
            results += _for_all(name, choices, requests)
    return [asdict(r) | {"ratio": r.ratio, "met": r.met} for r in results]


def _for_all(name: str, of_reader: Sequence[list[Page]], requests: int) -> Iterator[Result]:
    for role, choice in zip(READERS, of_reader, strict=True):
        if not choice:
            continue  # nobody of this kind sees one
        try:
            result = _measure(name, choice, role, requests)
        except NoReverseMatch:
            print(f"  {name}: no such page yet")
            return
        if result.status != 200:
            continue  # not a page of this reader
        print(f"  {name:<36}{role.value:<12}{result.p50:7.1f} {result.p95:7.1f} ms, CPU {result.cpu:6.1f}"
              f" {result.cpu_p95:6.1f} ms {result.queries:4d} queries"
              f"  raw {result.raw:6.1f} ms  x{result.ratio:4.1f}  {result.met}", flush=True)  # fmt: skip
        yield result


def _accounts(role: str) -> list[User]:
    return list(
        User.objects.filter(username__startswith=f"{role}-").order_by("username")[:ACCOUNTS]
    )


def _measure(name: str, choice: list[Page], role: str, requests: int) -> Result:
    clients = [_signed_in(user) for user in _accounts(role)]
    times, raws, used, queries, status, size = [], [], [], [], 0, 0
    backend = backend_here()
    for n in range(len(clients) + requests):
        at = n % len(clients)
        page = choice[min(at, len(choice) - 1)]
        with listening() as said:
            started, busy = time.perf_counter(), cpu_seconds(backend)
            response = clients[at].get(page.address(), headers={"host": "127.0.0.1"})
            seconds, busy = time.perf_counter() - started, cpu_seconds(backend) - busy
        if n >= len(clients):
            times.append(seconds * 1000)
            used.append(busy * 1000)
            raws.append(replay(said) * 1000)
            queries.append(len(said))
            size = max(size, len(response.content))
            status = max(status, response.status_code)
    return Result(
        name, role, median(times), percentile(times, 0.95), median(used), percentile(used, 0.95), round(percentile(queries, 0.75)),
        median(raws), size // 1024, choice[0].target_ms, status,
    )  # fmt: skip


def _signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
