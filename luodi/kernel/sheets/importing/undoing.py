"""Taking a written import back, while nobody has gone on from it."""

from typing import Any

from django.db import models, transaction
from django.utils.translation import gettext as _

from luodi.kernel import clock, trail
from luodi.kernel.choices import ImportState, RowVerdict
from luodi.kernel.models import ImportRow, ImportRun
from luodi.kernel.refusals import Refused
from luodi.kernel.sheets.declare import SHEETS, Reading, Sheet
from luodi.kernel.sheets.importing.uploading import check_may
from luodi.kernel.sheets.rows import RowReader


def undo(run: ImportRun, *, by: Any, why: str) -> None:
    """Take back a written import: created rows are withdrawn, changed cells get their earlier
    values. All or nothing; refused when one of the records was changed since."""
    sheet = SHEETS[run.sheet]
    check_may(sheet, by, run.context)
    try:
        with transaction.atomic():
            _undo_locked(sheet, run, by, why)
    except Refused as refusal:
        trail.record("kernel.import.undo", run, by=by, allowed=False, reason=str(refusal))
        raise


def _undo_locked(sheet: Sheet, run: ImportRun, by: Any, why: str) -> None:
    locked = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if locked.state != ImportState.APPLIED:
        raise Refused(_("只有已写入的导入才能撤销。"))
    _undo_created(sheet, locked, by, why)
    _undo_changed(sheet, locked, by)
    locked.state, locked.undone_at = ImportState.UNDONE, clock.now()
    locked.save()
    trail.record("kernel.import.undo", locked, by=by, reason=why)


def _undo_created(sheet: Sheet, run: ImportRun, by: Any, why: str) -> None:
    made = run.rows.filter(accepted=True, verdict=RowVerdict.NEW)
    if not made.exists():
        return
    if sheet.undo is None:
        raise Refused(_("“%(sheet)s”新增的记录不能撤销，请逐条办理。") % {"sheet": sheet.label})
    records = sheet.records(by).filter(pk__in=made.values("object_id"))
    _refuse_what_went_on(made, records)
    sheet.undo(records, by, why)


def _undo_changed(sheet: Sheet, run: ImportRun, by: Any) -> None:
    reader = RowReader(sheet, Reading(by, run.context))
    changed = run.rows.filter(accepted=True, verdict=RowVerdict.CHANGED)
    records = sheet.records(by).filter(pk__in=changed.values("object_id"))
    _refuse_what_went_on(changed, records)
    by_pk = {record.pk: record for record in records}
    for row in changed:
        record, values = by_pk[row.object_id], reader.values_of(row.before)
        if sheet.change is not None:
            sheet.change(record, values, record.version, reader.reading)


def _refuse_what_went_on(
    rows: models.QuerySet[ImportRow], records: models.QuerySet[models.Model]
) -> None:
    now = dict(records.values_list("pk", "version"))
    for number, pk, version in rows.values_list("number", "object_id", "object_version"):
        if now.get(pk) != version:
            raise Refused(_("第%(row)d行的记录在导入后又被修改，不能整体撤销。") % {"row": number})
