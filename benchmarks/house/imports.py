"""How fast a workbook of statements comes in and goes out again, by the product's own jobs.

    python -m benchmarks.house.imports_only [--rows 100000]

Four parts, each beside the bare cost under it, whose rows go through the driver alone (COPY on
PostgreSQL, executemany on SQLite) into tables without index, check or trigger:

read     the upload: kept, tried in a process of its own, measured, its headings found
         bare: calamine reads all cells into lists
preview  every cell read, looked up, compared, its row kept
         bare: the cells, as text
confirm  statements, answers, index and chained trail, in one transaction
         bare: the same finished rows of these four tables
undo     each record locked, checked, withdrawn, recorded
         bare: one UPDATE of the records, and the finished rows of the trail
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.db.models import Max, Model
from python_calamine import CalamineWorkbook

from benchmarks.house.district import SEED, TODAY
from benchmarks.house.texts import Texts
from benchmarks.house.timing import took
from luodi.kernel import jobs
from luodi.kernel.choices import ImportState, JobState, Role
from luodi.kernel.models import ImportRun, Job, SearchEntry, TrailEvent, Unit, User
from luodi.kernel.sheets import importing
from luodi.kernel.sheets.declare import SHEETS
from luodi.listening.models import Answer, Campaign, Statement

SHEET = "listening.statements"
HEADINGS = (
    "来源编号",
    "提出人",
    "主题",
    "提出时间",
    "原话",
    "单位",
    "类型",
    "答复意见",
    "答复时间",
)


@dataclass(frozen=True)
class Part:
    """Wall and processor seconds of one part (ours, our children's) and of its bare cost."""

    seconds: float
    cpu: float
    bare: float

    @property
    def ratio(self) -> float:
        """How many times the bare cost."""
        return self.seconds / self.bare


def measure_import(rows: int) -> dict[str, Any]:
    """Make the workbook, bring it in, take it back; print and return seconds and rows a second."""
    load = os.getloadavg()[0]
    parts: dict[str, Part] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statements.xlsx"
        _write_workbook(path, rows)
        bare_read, cells = _bare_read(path)
        run, spent = _uploaded(path)
        parts["read"] = Part(*spent, bare_read)
        spent = _spent(lambda: _finish(importing.start_preview(run)))
        bare = _sent("bare_cells", [f"c{n}" for n in range(len(HEADINGS))], cells)
        parts["preview"] = Part(*spent, bare)
        before = _marks()
        spent = _spent(lambda: _finish(importing.start_apply(run)))
        _check(run, ImportState.APPLIED, rows)
        parts["confirm"] = Part(*spent, _bare_rows(before))
        before = _marks()
        update = _bare_update(run)
        spent = _spent(lambda: _finish(importing.start_undo(run, why="测试")))
        _check(run, ImportState.UNDONE, rows)
        parts["undo"] = Part(*spent, update + _bare_rows(before, [TrailEvent]))
    return _told(rows, load, parts)


def _told(rows: int, load: float, parts: dict[str, Part]) -> dict[str, Any]:
    print(f"  import of {rows} rows on {connection.display_name}, load {load:.1f} when it began,"
          f" {os.getloadavg()[0]:.1f} when it ended, {_peak():.0f} MiB at most")  # fmt: skip
    for name, part in parts.items():
        print(f"  {name:<8} {part.seconds:7.1f} s, {part.cpu:6.1f} s of processor,"
              f" {rows / part.seconds:7.0f} rows/s; bare {part.bare:5.1f} s, x{part.ratio:.1f}", flush=True)  # fmt: skip
    coming_in = [parts[name] for name in ("read", "preview", "confirm")]
    seconds, bare = sum(p.seconds for p in coming_in), sum(p.bare for p in coming_in)
    print(f"  all in   {seconds:7.1f} s, {sum(p.cpu for p in coming_in):6.1f} s of processor,"
          f" {rows / seconds:7.0f} rows/s; bare {bare:5.1f} s, x{seconds / bare:.1f}", flush=True)  # fmt: skip
    return {
        "rows": rows, "upload_s": parts["read"].seconds, "preview_s": parts["preview"].seconds,
        "confirm_s": parts["confirm"].seconds, "undo_s": parts["undo"].seconds,
        "cpu_s": sum(p.cpu for p in coming_in), "rows_per_s": rows / seconds,
        "bare_read_s": parts["read"].bare, "bare_write_s": bare - parts["read"].bare,
        "bare_undo_s": parts["undo"].bare, "ratio": seconds / bare, "load": load,
    }  # fmt: skip


def _check(run: ImportRun, state: str, rows: int) -> None:
    run.refresh_from_db()
    if run.state != state or run.counts.get("new") != rows:
        raise SystemExit(f"The import did not go through: {run.state} {run.counts} {run.problem}")


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """(wall, processor) seconds, children's too."""
    before = _processor()
    return took(work), _processor() - before


def _processor() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _write_workbook(path: Path, rows: int) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("意见")
    sheet.append(HEADINGS)
    for row in _rows(rows):
        sheet.append(row)
    book.save(path)


def _rows(count: int) -> Iterator[tuple[Any, ...]]:
    """Nine columns as an office keeps them; one of five already has an answer."""
    rng = random.Random(SEED + ImportRun.objects.count())
    texts, units = Texts(rng), [str(u) for u in Unit.objects.all()[:400]]
    batch = ImportRun.objects.count() + 1
    for n in range(count):
        unit, day = rng.choice(units), TODAY - timedelta(days=rng.randint(20, 60))
        answer = (
            (texts.progress(), f"{day + timedelta(days=15)} 09:30:00") if n % 5 == 0 else ("", "")
        )
        yield (f"P{batch}-{n:06d}", f"网友{n}", texts.short_title(unit), f"{day} {n % 9 + 9}:15:00",
               texts.statement(unit), unit, "问题", *answer)  # fmt: skip


def _uploaded(path: Path) -> tuple[ImportRun, tuple[float, float]]:
    user = User.objects.get(username=f"{Role.OFFICE.value}-01")
    context = {
        "campaign": Campaign.objects.order_by("-start")[0].pk,
        "unit": Unit.objects.get(code="U00001").pk,
    }
    file = SimpleUploadedFile(path.name, path.read_bytes())
    kept: list[ImportRun] = []
    spent = _spent(
        lambda: kept.append(importing.upload(SHEETS[SHEET], file, by=user, context=context))
    )
    return kept[0], spent


def _finish(job: Job) -> None:
    """Run a job here and now."""
    job.state, job.attempts = JobState.RUNNING, 1
    job.save()
    jobs.run(job)
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise SystemExit(f"{job.label}: {job.message}")


def _bare_read(path: Path) -> tuple[float, list[list[str]]]:
    found: list[list[Any]] = []
    seconds = took(
        lambda: found.extend(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())
    )
    return seconds, [[str(cell) for cell in row] for row in found[1:]]


MADE: list[type[Model]] = [Statement, Answer, SearchEntry, TrailEvent]


def _marks() -> dict[type[Model], int]:
    """The last key of each table that an import fills."""
    return {model: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in MADE}


def _bare_rows(before: dict[type[Model], int], models: Sequence[type[Model]] = MADE) -> float:
    """Seconds to send the rows made since then once more, into tables without anything."""
    seconds = 0.0
    for model in models:
        columns = [str(field.column) for field in model._meta.concrete_fields]
        names = ", ".join(f'"{column}"' for column in columns)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT {names} FROM {model._meta.db_table} WHERE {model._meta.pk.column} > %s",
                [before[model]],
            )
            rows = cursor.fetchall()
        seconds += _sent(f"bare_{model._meta.db_table}", columns, rows)
    return seconds


def _bare_update(run: ImportRun) -> float:
    """Seconds of the one UPDATE under an undo; it is rolled back."""
    made = run.rows.values("object_id").query
    with transaction.atomic():
        with connection.cursor() as cursor:
            sql, params = made.sql_with_params()
            seconds = took(lambda: cursor.execute(
                "UPDATE listening_statement SET state = 'withdrawn', version = version + 1"
                f" WHERE id IN ({sql})", params,
            ))  # fmt: skip
        transaction.set_rollback(True)
    return seconds


def _sent(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> float:
    """Seconds to send rows into a temporary table of texts through the driver."""
    names = ", ".join(f'"{column}"' for column in columns)
    with transaction.atomic(), connection.cursor() as cursor:
        texts = ", ".join(f'"{column}" text' for column in columns)
        cursor.execute(f"CREATE TEMP TABLE {table} ({texts})")
        seconds = took(lambda: _send(cursor, f"{table} ({names})", len(columns), rows))
        cursor.execute(f"DROP TABLE {table}")
    return seconds


def _send(cursor: Any, into: str, width: int, rows: Sequence[Sequence[Any]]) -> None:
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {into} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        cursor.executemany(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * width)})", rows)
