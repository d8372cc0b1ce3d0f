"""Forty at once: one move succeeds, no code is given twice, the chain stays whole."""

import json

import pytest

from tests.kernel.installation import installation

pytestmark = pytest.mark.django_db
RACE = """
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
call_command("migrate", verbosity=0, run_syncdb=True)
from luodi.kernel.codes import next_code
from luodi.kernel.models import TrailEvent, User
from luodi.kernel.refusals import Refused
from luodi.kernel.trail import first_broken
from luodi.kernel.transitions import perform
from tests.factories.parcels import ParcelFactory
from tests.parcels.models import Parcel
from tests.people import cast
people = cast()
parcel = ParcelFactory(unit=people.street)
start = Barrier(40)

def attempt(n):
    clerk = User.objects.get(username="clerk")
    mine = Parcel.objects.get()
    start.wait()
    try:
        code = next_code("WT")
        perform(mine, "send", by=clerk, version=1, sent_on=date(2018, 1, 2))
        return code, "done"
    except Refused as refusal:
        return code, type(refusal).__name__
    finally:
        connection.close()

with ThreadPoolExecutor(40) as pool:
    told = list(pool.map(attempt, range(40)))
fresh = Parcel.objects.get()
print(json.dumps({
    "done": [t for _c, t in told].count("done"), "stale": [t for _c, t in told].count("StaleVersion"),
    "codes": len({c for c, _t in told}), "version": fresh.version, "state": fresh.state,
    "refusals": TrailEvent.objects.filter(action="parcels.parcel.send", allowed=False).count(),
    "broken": first_broken(),
}))
"""


def test_of_forty_attempts_at_one_move_one_succeeds(tmp_path):
    with installation(tmp_path / "data", "race") as house:
        told = json.loads(house.python(RACE))

    assert told == {
        "done": 1, "stale": 39, "codes": 40, "version": 2, "state": "moving", "refusals": 39,
        "broken": None,
    }  # fmt: skip
