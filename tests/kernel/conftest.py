"""One parcel of the street, and the way to run what waits in the queue."""

import pytest

from luodi.kernel import jobs
from luodi.kernel.models import Job
from tests.factories.parcels import ParcelFactory


@pytest.fixture
def parcel(people):
    return ParcelFactory(unit=people.street)


@pytest.fixture
def work():
    """Do everything that is queued; returns the last job."""

    def done() -> Job | None:
        while jobs.work_once():
            pass
        return Job.objects.first()

    return done
