"""Long work: queued, seen, stopped, failed, taken up again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from luodi.kernel import clock, heartbeats, jobs
from luodi.kernel.choices import JobState
from luodi.kernel.models import Job, Preference
from tests.parcels.models import Parcel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _beats_beside_the_test(settings, tmp_path):
    settings.DATA_DIR = tmp_path


def queued(**params) -> Job:
    return jobs.start_job("parcels.count", label="数包裹", **params)


def silent(job, attempts=1) -> Job:
    """The same job as a killed worker leaves it."""
    long_ago = timezone.now() - timedelta(minutes=5)
    Job.objects.filter(pk=job.pk).update(
        state=JobState.RUNNING, heartbeat=long_ago, attempts=attempts
    )
    return job


def test_a_job_runs_once_and_says_where_its_result_is(work):
    job = queued(to=3)

    assert work() == job

    job.refresh_from_db()
    assert (job.state, job.done, job.result_url) == (JobState.DONE, 0, "/notices/")
    assert jobs.work_once() is False


def test_a_job_nobody_declared_cannot_be_queued():
    with pytest.raises(KeyError):
        jobs.start_job("parcels.unknown", label="?")
    assert Job.objects.count() == 0


def test_jobs_are_taken_in_the_order_they_came(work):
    first, second = queued(to=1), queued(to=1)

    jobs.work_once()

    assert [Job.objects.get(pk=j.pk).state for j in (first, second)] == ["done", "queued"]


def test_progress_outside_a_transaction_is_in_the_row():
    job = queued(to=1)

    jobs.Progress(job)._save(3, 10, "已数 3")

    job.refresh_from_db()
    assert (job.done, job.total, job.message) == (3, 10, "已数 3")


def test_progress_inside_a_transaction_is_in_the_file():
    job = queued(to=1)

    jobs.Progress(job)(3, 10, "已数 3")

    assert heartbeats.said(job.pk) == {"done": 3, "total": 10, "message": "已数 3"}
    assert heartbeats.beats(job.pk, within_s=5)


def test_the_page_of_a_job_shows_how_far_it_is_and_only_to_its_owner(client, people):
    job = queued(to=1)
    Job.objects.filter(pk=job.pk).update(by=people.clerk, state=JobState.RUNNING)
    heartbeats.say(job.pk, done=42, total=100, message="已数 42")

    client.force_login(people.clerk)
    assert "已数 42" in client.get(f"/jobs/{job.pk}/?bar").content.decode()
    client.force_login(people.office)
    assert client.get(f"/jobs/{job.pk}/").status_code == 404


def test_a_waiting_job_is_cancelled_at_once(work):
    job = queued(to=3)

    jobs.cancel(job)

    assert work().state == JobState.CANCELLED
    assert Job.objects.get().attempts == 0


def test_a_running_job_stops_where_it_next_looks_and_takes_its_work_back(parcel, monkeypatch):
    job = queued(to=3, code=parcel.code)
    claimed = jobs._claim()
    jobs.cancel(job)

    jobs.run(claimed)

    job.refresh_from_db()
    parcel.refresh_from_db()
    assert (job.state, job.message) == (JobState.CANCELLED, "已按要求停止。")
    assert (parcel.title, parcel.note) == ("图书", "cancelled：已按要求停止。")


def test_cancelling_on_the_page_asks_only_for_ones_own_job(client, people):
    job = queued(to=3)
    Job.objects.filter(pk=job.pk).update(by=people.clerk)

    client.force_login(people.office)
    assert client.post(f"/jobs/{job.pk}/cancel/").status_code == 404
    client.force_login(people.clerk)
    client.post(f"/jobs/{job.pk}/cancel/")

    assert Job.objects.get().state == JobState.CANCELLED


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"refuse_at": 2}, "数不下去了。"),
        ({"break_at": 2}, "任务出错（ZeroDivisionError），未写入任何内容。"),
    ],
    ids=["refused", "fault"],
)
def test_a_job_that_fails_says_so_and_leaves_nothing(parcel, work, params, message):
    queued(to=3, code=parcel.code, **params)

    job = work()

    parcel.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, message)
    assert (parcel.title, parcel.note) == ("图书", f"failed：{message}")
    assert heartbeats.said(job.pk) == {}


def test_a_job_of_another_version_fails_and_does_not_block_the_queue(work):
    old = Job.objects.create(name="gone.job", label="旧任务")
    Job.objects.create(name="gone.too", label="旧任务", state=JobState.RUNNING, attempts=3,
                       heartbeat=timezone.now() - timedelta(hours=1))  # fmt: skip
    new = queued(to=1)

    work()

    assert [Job.objects.get(pk=j.pk).state for j in (old, new)] == ["failed", "done"]
    assert Job.objects.filter(state=JobState.FAILED).count() == 2


def test_a_job_whose_worker_died_is_taken_up_again(work):
    job = silent(queued(to=1))

    work()

    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)


def test_a_job_that_still_beats_is_left_alone():
    job = silent(queued(to=1))
    heartbeats.say(job.pk, done=1)

    assert jobs.recover() == 0
    assert Job.objects.get().state == JobState.RUNNING


def test_a_job_that_died_three_times_is_given_up(parcel):
    job = silent(queued(to=1, code=parcel.code), attempts=3)

    jobs.work_once()

    job.refresh_from_db()
    parcel.refresh_from_db()
    assert (job.state, job.message) == (JobState.FAILED, "任务三次中断，已停止重试。")
    assert parcel.note == "failed：任务三次中断，已停止重试。"


def test_the_timetable_runs_once_a_day_and_survives_a_fault(monkeypatch):
    ran = []
    monkeypatch.setattr(jobs, "DAILY", {
        "a.breaks": lambda day: ran.append(("a", day)) or 1 / 0,
        "b.works": lambda day: ran.append(("b", day)),
    })  # fmt: skip

    with clock.at(date(2018, 11, 8)):
        jobs.timetable()
        jobs.timetable()
    with clock.at(date(2018, 11, 9)):
        jobs.timetable()

    days = [date(2018, 11, 8)] * 2 + [date(2018, 11, 9)] * 2
    assert ran == list(zip("abab", days, strict=True))
    assert Preference.objects.get(key="daily:b.works").value == "2018-11-09"


def test_work_of_a_job_is_all_or_nothing(parcel, work):
    queued(to=2, code=parcel.code)

    work()

    assert Parcel.objects.get().title == "第2遍"
