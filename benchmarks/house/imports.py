"""How fast a workbook of statements comes in: preview and confirm by the product's own jobs.

Beside it the bare cost: the same file read by calamine into lists, and its cells sent to an empty
table through the driver (COPY on PostgreSQL, executemany on SQLite).
"""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from python_calamine import CalamineWorkbook

from benchmarks.house.district import SEED, TODAY
from benchmarks.house.texts import Texts
from benchmarks.house.timing import took
from luodi.kernel import jobs
from luodi.kernel.choices import ImportState, JobState, Role
from luodi.kernel.models import ImportRun, Job, Unit, User
from luodi.kernel.sheets import importing
from luodi.kernel.sheets.declare import SHEETS
from luodi.listening.models import Campaign

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


def measure_import(rows: int) -> dict[str, Any]:
    """Make the workbook, bring it in, and say seconds and rows a second; prints a line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statements.xlsx"
        _write_workbook(path, rows)
        bare_read, bare_write = _bare(path)
        run, upload = _uploaded(path)
        preview = took(lambda: _finish(importing.start_preview(run)))
        run.refresh_from_db()
        applied = took(lambda: _finish(importing.start_apply(run)))
        run.refresh_from_db()
    if run.state != ImportState.APPLIED or run.counts.get("new") != rows:
        raise SystemExit(f"The import did not go through: {run.state} {run.counts} {run.problem}")
    both, bare = preview + applied, bare_read + bare_write
    print(f"  import of {rows} rows: preview {preview:.1f} s, confirm {applied:.1f} s,"
          f" {rows / both:.0f} rows/s; bare {bare:.1f} s, x{both / bare:.1f}", flush=True)  # fmt: skip
    return {"rows": rows, "upload_s": upload, "preview_s": preview, "confirm_s": applied,
            "rows_per_s": rows / both, "bare_read_s": bare_read, "bare_write_s": bare_write,
            "ratio": both / bare}  # fmt: skip


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


def _uploaded(path: Path) -> tuple[ImportRun, float]:
    user = User.objects.get(username=f"{Role.OFFICE.value}-01")
    context = {
        "campaign": Campaign.objects.order_by("-start")[0].pk,
        "unit": Unit.objects.get(code="U00001").pk,
    }
    file = SimpleUploadedFile(path.name, path.read_bytes())
    kept: list[ImportRun] = []
    seconds = took(
        lambda: kept.append(importing.upload(SHEETS[SHEET], file, by=user, context=context))
    )
    return kept[0], seconds


def _finish(job: Job) -> None:
    """Run a job here and now."""
    job.state, job.attempts = JobState.RUNNING, 1
    job.save()
    jobs.run(job)
    job.refresh_from_db()
    if job.state != JobState.DONE:
        raise SystemExit(f"{job.label}: {job.message}")


def _bare(path: Path) -> tuple[float, float]:
    found: list[list[Any]] = []
    reading = took(
        lambda: found.extend(CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())
    )
    cells = [[str(cell) for cell in row] for row in found[1:]]
    names = [f"c{n}" for n in range(len(HEADINGS))]
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE bare_import ({', '.join(f'{n} text' for n in names)})")
        writing = took(lambda: _send(cells, names))
        cursor.execute("DROP TABLE bare_import")
    return reading, writing


def _send(cells: list[list[str]], names: list[str]) -> None:
    with connection.create_cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY bare_import ({', '.join(names)}) FROM STDIN") as copy:
                for row in cells:
                    copy.write_row(row)
        else:
            cursor.executemany(
                f"INSERT INTO bare_import VALUES ({', '.join(['%s'] * len(names))})", cells
            )
