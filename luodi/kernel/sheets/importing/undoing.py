"""Taking a written import back, while nobody has gone on from it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from luodi.kernel import bulk, clock, trail
from luodi.kernel.choices import ImportState, RowVerdict
from luodi.kernel.edits import Edit
from luodi.kernel.jobs import Progress, job, start_job
from luodi.kernel.models import ImportRow, ImportRun, Job
from luodi.kernel.refusals import Refused
from luodi.kernel.sheets.declare import SHEETS, Reading, Sheet
from luodi.kernel.sheets.importing.uploading import check_may
from luodi.kernel.sheets.rows import RowReader

CHUNK = 2000
_KEYS = ("run", "number", "object_id", "object_version")
Said = Callable[[int], None]


def start_undo(run: ImportRun, *, why: str) -> Job:
    """Take a written import back in the background."""
    sheet = SHEETS[run.sheet]
    check_may(sheet, run.by, run.context)
    if reason := why_not_undo(run):
        raise Refused(reason)
    moved = ImportRun.objects.filter(pk=run.pk, state=ImportState.APPLIED)
    if not moved.update(state=ImportState.UNDOING, problem=""):
        raise Refused(_("只有已写入的导入才能撤销。"))
    label = _("撤销 %(file)s") % {"file": run.file_name}
    return start_job("kernel.import_undo", label=label, by=run.by, run=run.pk, why=why)


def why_not_undo(run: ImportRun) -> str | None:
    """The sentence against taking this import back that is known before trying, or None."""
    sheet = SHEETS[run.sheet]
    if sheet.undo is None and _taken(run, RowVerdict.NEW).exists():
        return _("“%(sheet)s”新增的记录不能撤销，请逐条办理。") % {"sheet": sheet.label}
    return None


def _not_undone(job: Job, *, run: int, why: str) -> None:
    """Written as before, with the reason shown; the trail is told what the rollback took from it."""
    record = ImportRun.objects.select_related("by").get(pk=run)
    if record.state != ImportState.UNDOING:
        return
    record.state, record.problem = ImportState.APPLIED, job.message
    record.save()
    trail.record("kernel.import.undo", record, by=record.by, allowed=False, reason=job.message)


@job("kernel.import_undo", on_failure=_not_undone)
def undo_in_background(progress: Progress, *, run: int, why: str) -> str:
    """Take everything back in one transaction. Repeatable: only a run that is being undone is."""
    record = ImportRun.objects.select_related("by").get(pk=run)
    if record.state == ImportState.UNDOING:
        total = _taken(record).count()

        def said(done: int) -> None:
            progress(done, total, _("已撤销 %(n)d 行") % {"n": done})

        with transaction.atomic(), bulk.much_made():
            _undo_locked(record, ImportState.UNDOING, record.by, why, said)
    return record.get_absolute_url()


def undo(run: ImportRun, *, by: Any, why: str) -> None:
    """Take back a written import here and now: created rows are withdrawn, changed cells get their
    earlier values. All or nothing; refused when one of the records was changed since."""
    check_may(SHEETS[run.sheet], by, run.context)
    try:
        with transaction.atomic():
            _undo_locked(run, ImportState.APPLIED, by, why, lambda done: None)
    except Refused as refusal:
        trail.record("kernel.import.undo", run, by=by, allowed=False, reason=str(refusal))
        raise


def _undo_locked(run: ImportRun, state: str, by: Any, why: str, said: Said) -> None:
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    sheet = SHEETS[run.sheet]
    check_may(sheet, by, run.context)
    if locked.state != state:
        raise Refused(_("只有已写入的导入才能撤销。"))
    if reason := why_not_undo(locked):
        raise Refused(reason)
    with trail.gathered():
        done = _undo_created(sheet, locked, by, why, said)
        _undo_changed(sheet, locked, by, lambda more: said(done + more))
        locked.state, locked.undone_at = ImportState.UNDONE, clock.now()
        locked.save()
        trail.record("kernel.import.undo", locked, by=by, reason=why)


def _undo_created(sheet: Sheet, run: ImportRun, by: Any, why: str, said: Said) -> int:
    done = 0
    for rows in _chunks(_taken(run, RowVerdict.NEW).only(*_KEYS)):
        records = sheet.records(by).filter(pk__in=[row.object_id for row in rows])
        _refuse_what_went_on(rows, records)
        if sheet.undo is not None:
            sheet.undo(records, by, why)
        done += len(rows)
        said(done)
    return done


def _undo_changed(sheet: Sheet, run: ImportRun, by: Any, said: Said) -> None:
    reader, done = RowReader(sheet, Reading(by, run.context)), 0
    for rows in _chunks(_taken(run, RowVerdict.CHANGED)):
        records = sheet.records(by).filter(pk__in=[row.object_id for row in rows])
        _refuse_what_went_on(rows, records)
        by_pk = {record.pk: record for record in records}
        if sheet.change is not None:
            sheet.change(
                [
                    Edit(record, reader.values_of(row.before), record.version)
                    for row in rows
                    for record in (by_pk[row.object_id],)
                ],
                reader.reading,
            )
        done += len(rows)
        said(done)


def _taken(run: ImportRun, verdict: str = "") -> models.QuerySet[ImportRow]:
    """The rows of a run that were written."""
    rows = run.rows.filter(accepted=True)
    verdicts = [verdict] if verdict else [RowVerdict.NEW, RowVerdict.CHANGED]
    return rows.filter(verdict__in=verdicts)


def _chunks(rows: models.QuerySet[ImportRow]) -> Iterator[list[ImportRow]]:
    last = 0
    while chunk := list(rows.filter(number__gt=last).order_by("number")[:CHUNK]):
        yield chunk
        last = chunk[-1].number


def _refuse_what_went_on(rows: list[ImportRow], records: models.QuerySet[models.Model]) -> None:
    now = dict(records.values_list("pk", "version"))
    for row in rows:
        if now.get(row.object_id) != row.object_version:
            raise Refused(
                _("第%(row)d行的记录在导入后又被修改，不能整体撤销。") % {"row": row.number}
            )
