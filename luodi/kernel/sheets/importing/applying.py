"""The one confirm: all accepted rows are written in one transaction, or none."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from luodi.kernel import bulk, clock, trail
from luodi.kernel.choices import ImportState, RowVerdict
from luodi.kernel.edits import Edit, RefusedAt, at
from luodi.kernel.jobs import Progress, job, start_job
from luodi.kernel.models import ImportRow, ImportRun, Job
from luodi.kernel.refusals import Refused
from luodi.kernel.sheets.declare import SHEETS, Reading
from luodi.kernel.sheets.importing import numbering
from luodi.kernel.sheets.importing.uploading import check_may
from luodi.kernel.sheets.rows import RowReader

CHUNK = 2000
READ = ("id", "number", "verdict", "values", "before", "object_id", "object_version")
"""What writing asks of a row."""


def start_apply(run: ImportRun) -> Job:
    """The one confirm: write the accepted rows in the background."""
    moved = ImportRun.objects.filter(pk=run.pk, state=ImportState.PREVIEW)
    if not moved.update(state=ImportState.APPLYING, problem=""):
        raise Refused(_("这份导入已经确认过了，请勿重复提交。"))
    label = _("写入 %(file)s") % {"file": run.file_name}
    return start_job("kernel.import_apply", label=label, by=run.by, run=run.pk)


def _not_applied(job: Job, *, run: int) -> None:
    """Back to the preview; what was refused inside the transaction is told to the trail here."""
    record = ImportRun.objects.select_related("by").get(pk=run)
    if record.state != ImportState.APPLYING:
        return
    record.state, record.problem = ImportState.PREVIEW, job.message
    record.save()
    trail.record(
        "kernel.import.apply", record, by=record.by, allowed=False, reason=job.message,
        after={"sheet": record.sheet, "sha256": record.sha256},
    )  # fmt: skip


@job("kernel.import_apply", on_failure=_not_applied)
def apply(progress: Progress, *, run: int) -> str:
    """Write all accepted rows in one transaction. Only a confirmed run is written, and only once."""
    numbering.reserve(run)
    with transaction.atomic():
        record = ImportRun.objects.select_for_update(of=("self",)).select_related("by").get(pk=run)
        if record.state != ImportState.APPLYING:
            return record.get_absolute_url()
        with trail.gathered(), bulk.much_made():
            written = _write_rows(record, progress)
            record.state, record.applied_at = ImportState.APPLIED, clock.now()
            record.save()
            trail.record(
                "kernel.import.apply", record, by=record.by,
                after={"sheet": record.sheet, "sha256": record.sha256, "rows": written},
            )  # fmt: skip
    return record.get_absolute_url()


def _write_rows(run: ImportRun, progress: Progress) -> int:
    sheet = SHEETS[run.sheet]
    check_may(sheet, run.by, run.context)
    codes = numbering.reserved(run, sheet.numbering)
    reader = RowReader(sheet, Reading(run.by, run.context, codes))
    written = (RowVerdict.NEW, RowVerdict.CHANGED)
    wanted = ImportRow.objects.filter(run=run, accepted=True, verdict__in=written)
    total, done, last = wanted.count(), 0, 0
    read, blank = wanted.order_by("number").values_list(*READ), ImportRow(run=run)
    while found := read.filter(number__gt=last)[:CHUNK]:
        chunk = [bulk.like(blank, **dict(zip(READ, row, strict=True))) for row in found]
        _create([row for row in chunk if row.verdict == RowVerdict.NEW], reader)
        _change([row for row in chunk if row.verdict == RowVerdict.CHANGED], reader)
        done, last = done + len(chunk), chunk[-1].number
        bulk.set_numbers(
            ImportRow, ("object_id", "object_version"),
            [(row.pk, row.object_id, row.object_version) for row in chunk],
        )  # fmt: skip
        progress(done, total, _("已写入 %(n)d 行") % {"n": done})
    return total


def _create(rows: Sequence[ImportRow], reader: RowReader) -> None:
    if not rows:
        return
    if reader.sheet.create is None:
        raise Refused(
            _("“%(sheet)s”不能新增记录，只能修改已有的。") % {"sheet": reader.sheet.label}
        )
    try:
        made = reader.sheet.create([reader.parsed(row) for row in rows], reader.reading)
    except ValidationError as error:
        raise Refused(
            _("写入时发现问题，未写入任何内容：%(why)s") % {"why": "；".join(error.messages)}
        ) from error
    for row, record in zip(rows, made, strict=True):
        row.object_id, row.object_version = record.pk, record.version


def _change(rows: Sequence[ImportRow], reader: RowReader) -> None:
    """Edit under the version of the file, or else of the preview that was confirmed."""
    if not rows:
        return
    if reader.sheet.change is None:
        raise Refused(_("“%(sheet)s”不能修改已有记录。") % {"sheet": reader.sheet.label})
    reader.look_up(rows)
    try:
        changes = [_edit_of(place, row, reader) for place, row in enumerate(rows)]
        made = reader.sheet.change(changes, reader.reading)
    except RefusedAt as refusal:
        raise Refused(
            _("第%(row)d行未能写入，因此未写入任何内容：%(why)s")
            % {"row": rows[refusal.place].number, "why": refusal}
        ) from refusal
    for row, record in zip(rows, made, strict=True):
        row.object_id, row.object_version = record.pk, record.version


def _edit_of(place: int, row: ImportRow, reader: RowReader) -> Edit:
    with at(place):
        values = reader.values_of({key: row.values[key] for key in row.before})
        record, version = reader.found(row)
        return Edit(record, values, version)
