"""Codes: in order, never twice."""

import pytest
from django.db import transaction

from luodi.kernel.codes import next_code, next_codes

pytestmark = pytest.mark.django_db


def test_codes_count_on_by_prefix():
    assert next_code("WT-2026") == "WT-2026-0001"
    assert next_codes("WT-2026", 3) == ["WT-2026-0002", "WT-2026-0003", "WT-2026-0004"]
    assert next_code("JC-2026", width=2) == "JC-2026-01"
    assert next_codes("WT-2026", 0) == []
    assert next_code("WT-2026") == "WT-2026-0005"


def test_a_code_of_work_that_was_rolled_back_is_given_again():
    with transaction.atomic():
        next_code("WT-2026")
        transaction.set_rollback(True)

    assert next_code("WT-2026") == "WT-2026-0001"
