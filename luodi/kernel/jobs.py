"""Jobs: long work in the background, started by name, with progress, cancel and recovery.

The queue is the Job table itself (docs/decisions/0003): a worker claims the oldest row, beats its
heart while it works, and a row whose heart stopped is taken up again by the next worker.
"""

import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, TypeAlias

import structlog
from django.conf import settings
from django.db import OperationalError, close_old_connections, connection, models, transaction
from django.utils import timezone

from luodi.kernel import clock, heartbeats, preferences
from luodi.kernel.choices import JobState
from luodi.kernel.models import Job, Preference
from luodi.kernel.refusals import Refused

log = structlog.get_logger(__name__)
MAX_ATTEMPTS = 3


class Cancelled(Exception):
    """The person who started the job asked it to stop."""


class Progress:
    """What a running job uses to say how far it is; raises `Cancelled` when it must stop."""

    def __init__(self, job: Job) -> None:
        self.job = job
        self._said = float("-inf")

    def __call__(self, done: int, total: int | None = None, message: str = "") -> None:
        """Report `done` of `total`; written at most twice a second."""
        if time.monotonic() - self._said < 0.5 and done != total:
            return
        self._said = time.monotonic()
        heartbeats.say(self.job.pk, done=done, total=total or 0, message=message)
        if heartbeats.must_stop(self.job.pk):
            raise Cancelled
        if not connection.in_atomic_block:
            self._save(done, total, message)

    def _save(self, done: int, total: int | None, message: str) -> None:
        changes: dict[str, Any] = {"done": done, "heartbeat": timezone.now()}
        if total is not None:
            changes["total"] = total
        if message:
            changes["message"] = message[:300]
        Job.objects.filter(pk=self.job.pk).update(**changes)


Work: TypeAlias = Callable[..., str | None]


@dataclass(frozen=True)
class Declared:
    """A job a room declared: called with progress and its parameters; may return a page to open."""

    name: str
    work: Work
    on_failure: Callable[..., None] | None = None


JOBS: dict[str, Declared] = {}
DAILY: dict[str, Callable[[date], None]] = {}
EVERY_MINUTE: list[Callable[[], object]] = []
"""Cheap questions asked by every worker: is there something to queue?"""


def job(name: str, *, on_failure: Callable[..., None] | None = None) -> Callable[[Work], Work]:
    """Declare long work. It must be repeatable: a killed worker's job is run again from the start."""

    def declare(work: Work) -> Work:
        JOBS[name] = Declared(name, work, on_failure)
        return work

    return declare


def daily(name: str) -> Callable[[Callable[[date], None]], Callable[[date], None]]:
    """Declare work of the timetable: once a day, given the day; repeatable too."""

    def declare(work: Callable[[date], None]) -> Callable[[date], None]:
        DAILY[name] = work
        return work

    return declare


def start_job(name: str, *, label: str, by: Any = None, **params: Any) -> Job:
    """Queue a job by name. It starts when the present transaction is committed."""
    if name not in JOBS:
        raise KeyError(name)
    return Job.objects.create(name=name, label=str(label)[:160], by=by, params=params)


def cancel(job: Job) -> None:
    """Ask an open job to stop; a waiting one stops at once."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.QUEUED)
    if not waiting.update(state=JobState.CANCELLED, ended_at=timezone.now()):
        heartbeats.ask_to_stop(job.pk)


def work_once() -> bool:
    """Recover what a dead worker left, then claim and run one job. False when there was none."""
    recover()
    job = _claim()
    if job is None:
        return False
    run(job)
    return True


def recover() -> int:
    """Queue running jobs again whose worker stopped beating; give up after three attempts."""
    stale = timezone.now() - timedelta(seconds=settings.JOB_STALE_S)
    silent = Job.objects.filter(state=JobState.RUNNING, heartbeat__lt=stale)
    dead = [job for job in silent if not heartbeats.beats(job.pk, settings.JOB_STALE_S)]
    for job in dead:
        if job.attempts >= MAX_ATTEMPTS:
            _end(job, JobState.FAILED, "任务三次中断，已停止重试。")
            _failed(JOBS.get(job.name), job)
        else:
            Job.objects.filter(pk=job.pk, state=JobState.RUNNING).update(state=JobState.QUEUED)
    return len(dead)


def _claim() -> Job | None:
    with transaction.atomic():
        waiting = Job.objects.filter(state=JobState.QUEUED).order_by("pk")
        if connection.features.has_select_for_update_skip_locked:
            waiting = waiting.select_for_update(skip_locked=True)
        job = waiting.first()
        if job is None:
            return None
        job.state = JobState.RUNNING
        job.attempts += 1
        job.started_at = job.heartbeat = timezone.now()
        job.save()
        heartbeats.clear(job.pk)  # before the commit: a wish to cancel comes after it
    return job


def run(job: Job) -> None:
    """Do a claimed job while a thread beats its heart; end it in a state that says what happened."""
    declared = JOBS.get(job.name)
    if declared is None:  # queued by a version of Luodi that knew it
        _end(job, JobState.FAILED, "这个版本没有这种任务。")
        return
    beating = _Heartbeat(job.pk)
    beating.start()
    try:
        result = declared.work(Progress(job), **job.params)
    except Cancelled:
        _end(job, JobState.CANCELLED, "已按要求停止。")
        _failed(declared, job)
    except Refused as refusal:
        _end(job, JobState.FAILED, str(refusal))
        _failed(declared, job)
    except Exception as fault:
        log.error("job failed", job=job.pk, name=job.name, fault=traceback.format_exc(limit=-3))
        _end(job, JobState.FAILED, f"任务出错（{type(fault).__name__}），未写入任何内容。")
        _failed(declared, job)
    else:
        Job.objects.filter(pk=job.pk).update(result_url=result or "", done=models.F("total"))
        _end(job, JobState.DONE, "")
    finally:
        beating.stop()


def _failed(declared: Declared | None, job: Job) -> None:
    if declared and declared.on_failure:
        declared.on_failure(Job.objects.get(pk=job.pk), **job.params)


def _end(job: Job, state: str, message: str) -> None:
    changes: dict[str, Any] = {"state": state, "ended_at": timezone.now()}
    if message:
        changes["message"] = message
    Job.objects.filter(pk=job.pk).update(**changes)
    heartbeats.clear(job.pk)


class _Heartbeat(threading.Thread):
    """Says every few seconds that the worker is alive, on a connection of its own."""

    def __init__(self, pk: int) -> None:
        super().__init__(daemon=True, name=f"heartbeat-{pk}")
        self.pk, self._ended = pk, threading.Event()

    def run(self) -> None:
        while not self._ended.wait(settings.JOB_HEARTBEAT_S):
            heartbeats.say(self.pk, **heartbeats.said(self.pk))
            if connection.vendor == "sqlite":  # one machine, one writer: the file says it all
                continue
            try:
                Job.objects.filter(pk=self.pk).update(heartbeat=timezone.now())
            except OperationalError:  # the database was away: the file has told meanwhile
                log.info("heartbeat missed", job=self.pk)
        connection.close()

    def stop(self) -> None:
        self._ended.set()
        if connection.in_atomic_block:  # inside a test's transaction: the thread closes by itself
            return
        self.join(timeout=2)


def timetable() -> None:
    """Run what is due once a day and has not run today."""
    today = clock.today()
    for name, work in DAILY.items():
        with transaction.atomic():
            row, _ = Preference.objects.select_for_update().get_or_create(
                key=f"daily:{name}", defaults={"value": ""}
            )
            if row.value >= today.isoformat():
                continue
            row.value = today.isoformat()
            row.save()
        try:
            work(today)
        except Exception:
            log.error("timetable failed", name=name, fault=traceback.format_exc(limit=-3))
    preferences.forget()


def work_forever(stop: threading.Event, *, idle_s: float = 1.0) -> None:
    """A worker: jobs as they come, the timetable once a minute."""
    next_timetable = 0.0
    while not stop.is_set():
        close_old_connections()
        try:
            if time.monotonic() >= next_timetable:
                timetable()
                for often in EVERY_MINUTE:
                    often()
                next_timetable = time.monotonic() + 60
            if not work_once():
                stop.wait(idle_s)
        except Exception:
            log.error("worker stumbled", fault=traceback.format_exc(limit=-3))
            stop.wait(5)
