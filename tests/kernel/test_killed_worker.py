"""A worker killed in the middle of writing an import: nothing half done, nothing lost."""

import json
import time

import pytest

from tests.kernel.installation import installation

pytestmark = pytest.mark.django_db
ROWS = 400
PREPARE = f"""
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.apps import apps
from django.conf import settings
settings.MIGRATION_MODULES = {{config.label: None for config in apps.get_app_configs()}}
call_command("migrate", verbosity=0, run_syncdb=True)
from luodi.kernel import jobs
from luodi.kernel.sheets import importing
from tests.parcels.sheets import PARCELS
from tests.people import cast
people = cast()
lines = ["编号,名称", *(f"BG-{{n}},第{{n}}件" for n in range({ROWS}))]
file = SimpleUploadedFile("包裹.csv", "\\n".join(lines).encode())
run = importing.upload(PARCELS, file, by=people.clerk, context={{"unit": people.street.pk}})
importing.start_preview(run)
jobs.work_once()
print(importing.start_apply(run).pk)
"""
REPORT = """
import json
from luodi.kernel.models import ImportRun, Job, SearchEntry
from luodi.kernel.trail import first_broken
from tests.parcels.models import Parcel
print(json.dumps({
    "parcels": Parcel.objects.count(), "import": ImportRun.objects.get().state,
    "indexed": SearchEntry.objects.filter(model="parcels.parcel").count(),
    "job": Job.objects.first().state, "attempts": Job.objects.first().attempts,
    "broken": first_broken(),
}))
"""
WORK = """
import django
django.setup()
from luodi.config.commands import worker
from luodi.kernel.sheets.importing import applying
applying.CHUNK = 50
worker.main([])
"""
RESTART = """
from django.conf import settings
settings.JOB_STALE_S = 0
from luodi.kernel import jobs
jobs.work_once()
"""


def wait_for(job: str, folder, rows: int, worker) -> None:
    """Until the worker has written so many rows inside its transaction."""
    said, ends = folder / "jobs" / f"{job}.json", time.monotonic() + 90
    while time.monotonic() < ends and worker.poll() is None:
        if said.exists() and json.loads(said.read_text() or "{}").get("done", 0) >= rows:
            return
        time.sleep(0.02)
    raise AssertionError("the worker wrote nothing")


def test_a_killed_worker_leaves_nothing_half_written_and_the_next_one_finishes(tmp_path):
    with installation(tmp_path / "data", "killed") as house:
        job = house.python(PREPARE)
        worker = house.start("-c", WORK)
        wait_for(job, house.folder, 50, worker)
        worker.kill()
        worker.wait()

        after_the_kill = json.loads(house.python(REPORT))
        house.python(RESTART)
        after_the_restart = json.loads(house.python(REPORT))

    assert after_the_kill == {
        "parcels": 0, "import": "applying", "indexed": 0, "job": "running", "attempts": 1,
        "broken": None,
    }  # fmt: skip
    assert after_the_restart == {
        "parcels": ROWS, "import": "applied", "indexed": ROWS, "job": "done", "attempts": 2,
        "broken": None,
    }  # fmt: skip
