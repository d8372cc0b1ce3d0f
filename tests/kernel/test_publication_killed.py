"""A server killed in the middle of publishing leaves nothing of it."""

import subprocess
import sys

import pytest

from tests.kernel.installation import installation, kill, until

pytestmark = pytest.mark.django_db
PREPARE = """
from datetime import date
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
settings.MIGRATION_MODULES = {config.label: None for config in apps.get_app_configs()}
call_command("migrate", verbosity=0, run_syncdb=True)
from tests.factories.parcels import ParcelFactory
from tests.people import cast
people = cast()
for n in range(5):
    ParcelFactory(unit=people.street, weight=n, state="moving", sent_on=date(2018, 1 + n, 1))
"""
FREEZE = """
import django
django.setup()
from pathlib import Path
from threading import Event
from luodi.kernel.figures import FIGURES, Context
from luodi.kernel.models import SnapshotBlock
from luodi.kernel.publication import freeze_all
from luodi.kernel.reader import EVERYTHING
create = SnapshotBlock.objects.bulk_create
asked = [(FIGURES[key], Context()) for key in ("parcels.weight", "parcels.sent", "parcels.all")]

def create_and_hold(*rows, **how):
    create(*rows, **how)
    Path("held").touch()
    Event().wait()

if {held}:
    SnapshotBlock.objects.bulk_create = create_and_hold
freeze_all(EVERYTHING, asked)
"""
COUNT = """
from luodi.kernel.models import FigureSnapshot, SnapshotBlock, TrailEvent
from luodi.kernel.trail import first_broken
made = TrailEvent.objects.filter(action="kernel.figuresnapshot.create")
print(FigureSnapshot.objects.count(), SnapshotBlock.objects.count() > 0, made.count(), first_broken())
"""


def test_killed_while_figures_are_kept_nothing_is_left_and_it_can_be_done_again(tmp_path):
    with installation(tmp_path / "data", "frozen") as house:
        house.python(PREPARE)
        freezing = subprocess.Popen(
            [sys.executable, "-c", FREEZE.format(held=True)], env=house.environment(),
            cwd=house.folder, start_new_session=True,
        )  # fmt: skip
        until(house.mark.exists, freezing)
        kill(freezing)

        assert house.python(COUNT) == "0 False 0 None"
        house.python(FREEZE.format(held=False))
        assert house.python(COUNT) == "3 True 3 None"
