"""Reading a file into a preview: what each row would do, cell by cell; nothing of a room is written."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from luodi.kernel import bulk
from luodi.kernel.choices import ImportState, RowVerdict
from luodi.kernel.jobs import Progress, job, start_job
from luodi.kernel.models import ImportRow, ImportRun, Job
from luodi.kernel.refusals import Refused
from luodi.kernel.sheets.declare import SHEETS, Reading
from luodi.kernel.sheets.headings import find_headings
from luodi.kernel.sheets.importing import numbering
from luodi.kernel.sheets.importing.uploading import headings_of, open_run, seen
from luodi.kernel.sheets.rows import RowReader
from luodi.kernel.sheets.sentences import BadFile
from luodi.kernel.sheets.workbook import Workbook, is_blank

CHUNK = 2000
UNWRITTEN = (ImportState.UPLOADED, ImportState.PREVIEW, ImportState.REFUSED)
"""States from which a file may be read again, or given up."""


def start_preview(
    run: ImportRun, *, worksheet: str | None = None, mapping: dict[str, str] | None = None
) -> Job:
    """Read the file in the background into rows that say what they would do."""
    begun = ImportRun.objects.filter(pk=run.pk, state__in=UNWRITTEN).update(
        state=ImportState.READING, worksheet=worksheet or run.worksheet,
        mapping=run.mapping if mapping is None else mapping, problem="",
    )  # fmt: skip
    if not begun:
        raise Refused(_("这份导入正在处理或已经写入，不能重新读取。"))
    label = _("读取 %(file)s") % {"file": run.file_name}
    return start_job("kernel.import_preview", label=label, by=run.by, run=run.pk)


def _refused(job: Job, *, run: int) -> None:
    ImportRow.objects.filter(run=run, run__state=ImportState.READING).delete()
    ImportRun.objects.filter(pk=run, state=ImportState.READING).update(
        state=ImportState.REFUSED, problem=job.message
    )


@job("kernel.import_preview", on_failure=_refused)
def preview(progress: Progress, *, run: int) -> str:
    """Read every row; nothing of the room is written. Repeatable: begins by clearing its rows."""
    record = ImportRun.objects.select_related("by").get(pk=run)
    if record.state != ImportState.READING:
        return record.get_absolute_url()
    ImportRow.objects.filter(run=record).delete()
    try:
        with bulk.much_made():
            counts = _read_rows(record, progress)
    except BadFile as error:
        raise Refused(_(error.template) % error.details) from error
    ImportRun.objects.filter(pk=run).update(state=ImportState.PREVIEW, counts=counts)
    return record.get_absolute_url()


def _read_rows(run: ImportRun, progress: Progress) -> dict[str, int]:
    sheet = SHEETS[run.sheet]
    reader = RowReader(sheet, Reading(run.by, run.context), run)
    counts: dict[str, int] = dict.fromkeys(RowVerdict.values, 0)
    with open_run(run) as book:
        if run.worksheet not in run.known.get("tops", {}):
            run.known = seen(book, run.worksheet, run.known.get("tops"))
            run.save(update_fields=["known"])
        header = find_headings(
            book.rows(run.worksheet, fill_merged=True),
            headings_of(sheet),
            mapping=run.mapping or None,
        ).require()
        total = book.length(run.worksheet) - header.header_row - 1
        cells = _data_rows(book, run.worksheet, header.header_row, header.columns)
        done = 0
        while chunk := list(islice(cells, CHUNK)):
            rows = reader.judge(chunk)
            for row in rows:
                counts[row.verdict] += 1
            with transaction.atomic():
                bulk.insert_records(rows)
            done += len(chunk)
            progress(min(done, total), total, _("已读取 %(n)d 行") % {"n": done})
    if not done:
        raise Refused(
            _("“%(file)s”的表头下面没有数据行，请检查是否选对了工作表。") % {"file": run.file_name}
        )
    return counts


def _data_rows(
    book: Workbook, worksheet: str, header_row: int, columns: dict[str, int]
) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, row in enumerate(book.rows(worksheet, fill_merged=True), start=1):
        if number <= header_row + 1 or is_blank(row):
            continue
        yield number, {key: row[at] for key, at in columns.items() if at < len(row)}


def accept(run: ImportRun, rows: Iterable[int] | None, *, accepted: bool) -> None:
    """Take rows into, or out of, what will be written (None: all of them)."""
    chosen = run.rows.filter(verdict__in=[RowVerdict.NEW, RowVerdict.CHANGED])
    if rows is not None:
        chosen = chosen.filter(number__in=rows)
    chosen.update(accepted=accepted)


def discard(run: ImportRun) -> None:
    """Give up an import that was not written."""
    given_up = ImportRun.objects.filter(pk=run.pk, state__in=UNWRITTEN)
    if not given_up.update(state=ImportState.DISCARDED):
        raise Refused(_("这份导入正在处理或已经写入，不能放弃。"))
    numbering.release(ImportRun.objects.get(pk=run.pk))
