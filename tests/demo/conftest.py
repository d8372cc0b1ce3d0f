from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

FAST = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="module")
def sample(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """The sample district, loaded once for a module and rolled back after it; gives its folder."""
    from luodi.demo.loading import load

    folder = tmp_path_factory.mktemp("sample")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=folder, PASSWORD_HASHERS=FAST),
        transaction.atomic(),
    ):
        load()
        yield folder
        transaction.set_rollback(True)
