"""How long figures take over the large ledger, for an office that sees all of it.

Contexts are drawn with a fixed seed: a kind, a month / quarter / year / all five years, and no unit, an office with
its nine units, or one unit. Every question is asked once to warm up, then three times, of which the best counts; times
are wall clock around the public call, and percentiles are over the questions.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.db import connection

from benchmarks.figures.ledger.models import Entry
from luodi.kernel import actions, drill
from luodi.kernel.figures import FIGURES, Context, values_of
from luodi.kernel.models import Unit
from luodi.kernel.reader import EVERYTHING

SPANS = {"month": 31, "quarter": 92, "year": 365, "5 years": 1826}
KEYS = (
    "ledger.closed",
    "ledger.counted",
    "ledger.amount",
    "ledger.units",
    "ledger.open",
    "ledger.closed_share",
)


def contexts(count: int, seed: int = 2018) -> list[tuple[str, Context]]:
    """So many questions, each with the name of its span."""
    chance = random.Random(seed)
    top, *others = Unit.objects.order_by("pk").values_list("pk", "parent_id")
    offices = [pk for pk, parent in others if parent == top[0]]
    leaves = [pk for pk, parent in others if parent != top[0]]
    found = []
    for at in range(count):
        span = list(SPANS)[at % len(SPANS)]
        start = date(2014, 1, 1) + timedelta(days=chance.randrange(1826 - SPANS[span] + 1))
        unit = [None, chance.choice(offices), chance.choice(leaves)][at // len(SPANS) % 3]
        kind = {"kind": str(chance.randint(1, 12))}
        found.append(
            (span, Context(None, unit, start, start + timedelta(days=SPANS[span] - 1), kind))
        )
    return found


def timed(call: Callable[[], Any]) -> float:
    """Milliseconds one call took."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def best(call: Callable[[], Any]) -> float:
    """Milliseconds of the best of three, so that a neighbour's work is not counted as ours."""
    return min(timed(call) for _again in range(3))


def summary(times: list[float]) -> dict[str, float]:
    """p50, p95 and the longest, in milliseconds."""
    ordered = sorted(times)
    return {
        "p50": round(statistics.median(ordered), 2),
        "p95": round(ordered[max(0, round(0.95 * len(ordered)) - 1)], 2),
        "max": round(ordered[-1], 2),
    }


def measure_values(count: int) -> dict[str, Any]:
    """Each figure over random contexts: all together and by span."""
    found: dict[str, Any] = {}
    for key in KEYS:
        figure, by_span = FIGURES[key], {}
        for span, context in contexts(count):
            figure.value(EVERYTHING, context)
            by_span.setdefault(span, []).append(
                best(lambda f=figure, c=context: f.value(EVERYTHING, c))
            )
        found[key] = {"all": summary([t for times in by_span.values() for t in times])}
        found[key] |= {span: summary(times) for span, times in by_span.items()}
    return found


def measure_orm(count: int) -> dict[str, float]:
    """The public call against the very statement it sends, run on the bare cursor."""
    calls, bare = [], []
    for _span, context in contexts(count):
        for key in ("ledger.closed", "ledger.amount"):
            sql = _statement(key, context)
            _run(sql)
            pairs = [
                (
                    timed(lambda k=key, c=context: FIGURES[k].value(EVERYTHING, c)),
                    timed(lambda s=sql: _run(s)),
                )
                for _again in range(3)
            ]
            calls.append(min(pair[0] for pair in pairs))
            bare.append(min(pair[1] for pair in pairs))
    long = [(c, b) for c, b in zip(calls, bare, strict=True) if b >= 3]
    return {
        "all together": round(sum(calls) / sum(bare), 3),
        "queries of 3 ms and more, median": round(statistics.median(c / b for c, b in long), 3)
        if long
        else 0,
        "median added ms": round(
            statistics.median(c - b for c, b in zip(calls, bare, strict=True)), 2
        ),
    }


def _statement(key: str, context: Context) -> tuple[str, Any]:
    with Captured() as kept:
        FIGURES[key].value(EVERYTHING, context)
    return next(one for one in reversed(kept) if one[0].endswith("_rows"))


class Captured:
    """The statements sent inside, with their parameters."""

    def __enter__(self) -> list[tuple[str, Any]]:
        self.kept: list[tuple[str, Any]] = []
        self.wrapper = connection.execute_wrapper(self._keep)
        self.wrapper.__enter__()
        return self.kept

    def __exit__(self, *exc: object) -> None:
        self.wrapper.__exit__(*exc)

    def _keep(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self.kept.append((sql, params))
        return execute(sql, params, many, context)


def _run(statement: tuple[str, Any]) -> None:
    with connection.connection.cursor() as cursor:
        cursor.execute(*statement)
        cursor.fetchall()


def measure_pages(count: int) -> dict[str, Any]:
    """A page of 25 at the first, a random and the last place of the list, with the units' names."""
    chance, found = random.Random(7), {"first": [], "anywhere": [], "last": []}
    figure = FIGURES["ledger.closed"]
    for _span, context in contexts(count):
        rows = drill.with_columns(figure, figure.records(EVERYTHING, context))
        sort = drill.sort_of(figure, rows)
        day = context.start + timedelta(
            days=chance.randrange((context.end - context.start).days + 1)
        )
        deep = drill.cursor_at(sort, day, chance.randrange(10_000_000))
        end = drill.cursor_at(sort, context.start, 0, back=True)
        for place, cursor in (("first", ""), ("anywhere", deep), ("last", end)):
            drill.page_of(rows, sort, cursor)
            found[place].append(best(lambda r=rows, s=sort, c=cursor: drill.page_of(r, s, c)))
    return {place: summary(times) for place, times in found.items()}


def measure_edit(count: int) -> dict[str, Any]:
    """After one entry was edited: the first value asked (it counts again what the edit touched, for every figure), then
    every figure of its kind, of its unit and of the whole, in its month and in its year."""
    chance = random.Random(11)
    edits, firsts, others, wrong = [], [], [], 0
    newest = Entry.objects.order_by("-pk").values_list("pk", flat=True).first()
    for _again in range(count):
        entry = Entry.objects.get(pk=chance.randint(1, newest))
        asked = _around(entry)
        before = values_of(asked, EVERYTHING)
        edits.append(
            timed(lambda e=entry: actions.edit(e, {"amount": e.amount + 1}, by=None, version=None))
        )
        firsts.append(timed(lambda q=asked[0]: values_of([q], EVERYTHING)))
        others += [timed(lambda q=one: values_of([q], EVERYTHING)) for one in asked[1:]]
        after = values_of(asked, EVERYTHING)
        if entry.state == "closed":
            sums = [one for one in asked if one[0] == "ledger.amount" and one[1].end >= entry.day]
            wrong += sum(after[one].number != before[one].number + 1 for one in sums)
    return {
        "edit": summary(edits), "first value after it": summary(firsts),
        "each other value": summary(others), "stale values": wrong,
    }  # fmt: skip


def _around(entry: Entry) -> list[tuple[str, Context]]:
    month = entry.day.replace(day=1)
    kind = {"kind": str(entry.kind)}
    return [
        (key, Context(None, unit, start, end, kind))
        for key in KEYS
        for unit in (entry.unit_id, None)
        for start, end in (
            (month, month.replace(day=28)),
            (month, entry.day),
            (date(month.year, 1, 1), date(month.year, 12, 31)),
        )
    ]
