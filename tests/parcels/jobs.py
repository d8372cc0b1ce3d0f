"""Long work that counts, and stops where it is told to."""

from django.db import transaction

from luodi.kernel.jobs import job
from luodi.kernel.refusals import Refused
from tests.parcels.models import Parcel


def given_up(job, **params):
    Parcel.objects.filter(code=params.get("code")).update(note=f"{job.state}：{job.message}")


@job("parcels.count", on_failure=given_up)
def count(progress, *, to, code="", refuse_at=None, break_at=None):
    with transaction.atomic():
        for n in range(1, to + 1):
            Parcel.objects.filter(code=code).update(title=f"第{n}遍")
            if n == refuse_at:
                raise Refused("数不下去了。")
            if n == break_at:
                raise ZeroDivisionError
            progress(n, to, f"已数 {n}")
    return "/notices/"
