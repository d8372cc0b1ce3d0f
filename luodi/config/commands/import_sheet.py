"""Import an Excel or CSV file through the same code as the page."""

import argparse
import sys
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from luodi.config.commands import refuse
from luodi.kernel.choices import ImportState, JobState, RowVerdict
from luodi.kernel.jobs import run as run_job
from luodi.kernel.models import ImportRun, Job, User
from luodi.kernel.refusals import Refused
from luodi.kernel.sheets import importing
from luodi.kernel.sheets.declare import SHEETS, Sheet
from luodi.kernel.sheets.sentences import BadFile


def main(words: list[str]) -> int:
    """`luodi import SHEET FILE --by USER [--set key=value …] [--map column=heading …] [--dry-run]`."""
    parser = argparse.ArgumentParser(prog="luodi import", description=__doc__)
    parser.add_argument("sheet")
    parser.add_argument("file", type=Path)
    parser.add_argument("--by", required=True, metavar="USER", help="以哪个账号导入")
    parser.add_argument("--set", action="append", default=[], metavar="KEY=VALUE")
    parser.add_argument("--map", action="append", default=[], metavar="COLUMN=HEADING")
    parser.add_argument("--dry-run", action="store_true", help="只打印会改什么")
    chosen = parser.parse_args(words)
    try:
        return _import(chosen)
    except (BadFile, Refused) as error:
        return refuse(str(error))


def _import(chosen: argparse.Namespace) -> int:
    sheet = sheet_named(chosen.sheet)
    user = User.objects.filter(username=chosen.by).first()
    if user is None:
        return refuse(f"没有“{chosen.by}”这个账号。")
    if not chosen.file.is_file():
        return refuse(f"没有找到文件“{chosen.file}”。")
    context = _context(sheet, chosen.set, user)
    file = SimpleUploadedFile(chosen.file.name, chosen.file.read_bytes())
    run = importing.upload(sheet, file, by=user, context=context)
    _finish(importing.start_preview(run, mapping=dict(pairs(chosen.map)) or None))
    run.refresh_from_db()
    _tell(run)
    if chosen.dry_run:
        importing.discard(run)
        return 1 if run.counts.get(RowVerdict.ERROR) else 0
    _finish(importing.start_apply(run))
    run.refresh_from_db()
    if run.state != ImportState.APPLIED:
        return refuse(run.problem or "没有写入。")
    print(f"已写入，导入编号 {run.pk}。")
    return 1 if run.counts.get(RowVerdict.ERROR) else 0


def sheet_named(name: str) -> Sheet:
    """The sheet of this key, or of this last part of a key when it is the only one."""
    found = [s for key, s in SHEETS.items() if key == name or key.split(".")[-1] == name]
    if len(found) != 1:
        raise Refused(f"没有“{name}”这张表。可用的有：{'、'.join(sorted(SHEETS))}。")
    return found[0]


def _context(sheet: Sheet, given: list[str], user: User) -> dict[str, int]:
    values = dict(pairs(given))
    context = {}
    for key, label, records in sheet.needs:
        choices = records(user)
        wanted = values.get(key)
        found = [r for r in choices if wanted in (str(r.pk), getattr(r, "code", None), str(r))]
        if wanted is None and choices.count() == 1:
            found = list(choices)
        if len(found) != 1:
            some = "、".join(f"{getattr(r, 'code', r.pk)}（{r}）" for r in choices[:8])
            raise Refused(f"请用 --set {key}=… 指定“{label}”。可用的有：{some}。")
        context[key] = found[0].pk
    return context


def pairs(words: list[str]) -> list[tuple[str, str]]:
    """`name=value` words as pairs; another word is refused."""
    found = []
    for word in words:
        key, sign, value = word.partition("=")
        if not sign:
            raise Refused(f"“{word}”应写作 名称=值。")
        found.append((key, value))
    return found


def _finish(job: Job) -> None:
    """Run a job here and now, with its progress on the terminal."""
    job.state, job.attempts = JobState.RUNNING, 1
    job.started_at = job.heartbeat = timezone.now()  # killed here, it is finished by a worker
    job.save()
    run_job(job)
    job.refresh_from_db()
    print(f"{job.label}：{job.get_state_display()} {job.message}".rstrip(), file=sys.stderr)
    if job.state != JobState.DONE:
        raise Refused(job.message)


def _tell(run: ImportRun) -> None:
    labels = {v: RowVerdict(v).label for v in RowVerdict.values}
    print("，".join(f"{labels[v]} {n} 行" for v, n in run.counts.items() if n))
    for row in run.rows.exclude(verdict__in=[RowVerdict.SAME, RowVerdict.NEW])[:200]:
        for key, sentence in row.errors.items():
            print(f"第{row.number}行 {key}：{sentence}")
        for key, old in row.before.items():
            print(f"第{row.number}行 {key}：{old} → {row.values.get(key)}")
