"""The day on which the tests of this room stand still, and a database that threads may share."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from typing import Any

import pytest
from django.db import connection, connections

from luodi.kernel import clock


@pytest.fixture(autouse=True)
def _stand_still():
    with clock.at(date(2018, 11, 8)):
        yield


@pytest.fixture
def in_threads(
    transactional_db, tmp_path
) -> Iterator[Callable[[Callable[[], Any], int], list[Any]]]:
    """`in_threads(work, n)` runs work n times at once, each on its own connection, on the same day.

    SQLite's tests live in memory, where connections cannot wait for each other as they do in use;
    there the threads work on a copy in a file, made when they start.
    """
    settings = connections.settings["default"]
    name = settings["NAME"]

    def run(work: Callable[[], Any], count: int) -> list[Any]:
        if connection.vendor == "sqlite" and settings["NAME"] == name:
            path = tmp_path / "shared.sqlite3"
            with connection.cursor() as cursor:
                cursor.execute(f"VACUUM INTO '{path}'")
            settings["NAME"] = str(path)
        with ThreadPoolExecutor(count) as pool:
            return [done.result() for done in [pool.submit(_alone, work) for _ in range(count)]]

    yield run
    settings["NAME"] = name


def _alone(work: Callable[[], Any]) -> Any:
    try:
        with clock.at(date(2018, 11, 8)):
            return work()
    finally:
        connection.close()
