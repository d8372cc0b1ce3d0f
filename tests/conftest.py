"""What every test stands on: fast hashes, a data folder of its own, guards that let a flush pass."""

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

DAY = "2018-11-08"
"""The day on which the sample district, and most tests, stand still."""

# At a desk every run tries other examples; what is to be landed is judged by the same ones each time.
hypothesis_settings.register_profile("ci", derandomize=True)
if os.environ.get("LUODI_CI"):
    hypothesis_settings.load_profile("ci")


@pytest.fixture(autouse=True)
def _own_folders(settings, tmp_path: Path) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.MEDIA_ROOT = tmp_path / "evidence"
    settings.UPLOAD_DIR = tmp_path / "uploads"
    settings.ALLOWED_HOSTS = ["*"]


@pytest.fixture(autouse=True)
def _preferences_are_read_again() -> Iterator[None]:
    from luodi.kernel import preferences

    preferences.forget()
    yield
    preferences.forget()


@pytest.fixture(autouse=True)
def _guards_let_the_flush_pass(request: pytest.FixtureRequest) -> Iterator[None]:
    """Emptying the database after a transactional test deletes rows the guards protect."""
    marker = request.node.get_closest_marker("django_db")
    transactional = (
        "transactional_db" in request.fixturenames or "live_server" in request.fixturenames
    )
    if not transactional and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.db import connection

    from luodi.kernel import guards

    guards.remove(connection)  # made anew by post_migrate, which the flush sends


@pytest.fixture
def people(db):
    """The fixed cast (tests/people.py)."""
    from tests.people import cast

    return cast()


@pytest.fixture
def in_threads(
    transactional_db, tmp_path
) -> Iterator[Callable[[Callable[[], Any], int], list[Any]]]:
    """`in_threads(work, n)` runs work n times at once, each on its own connection, on the same day.

    SQLite's tests live in memory, where connections cannot wait for each other as they do in use;
    there the threads work on a copy in a file, made when they start.
    """
    from django.db import connection, connections

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
    from django.db import connection

    from luodi.kernel import clock

    try:
        with clock.at(date.fromisoformat(DAY)):
            return work()
    finally:
        connection.close()


def pytest_configure(config: pytest.Config) -> None:
    """Tests log nothing but faults."""
    os.environ.setdefault("LUODI_LOG_LEVEL", "CRITICAL")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A test of one database alone is no skipped part where the suite runs on the other."""
    from django.db import connection

    marks = [(item, item.get_closest_marker("only_on")) for item in items]
    elsewhere = [item for item, mark in marks if mark and connection.vendor not in mark.args]
    if elsewhere:
        config.hook.pytest_deselected(items=elsewhere)
        items[:] = [item for item in items if item not in elsewhere]


_skipped: list[str] = []


def _in_ci() -> bool:
    return os.environ.get("LUODI_CI") == "1"


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped and not hasattr(report, "wasxfail"):
        _skipped.append(report.nodeid)


def pytest_collectreport(report: pytest.CollectReport) -> None:
    if report.skipped:
        _skipped.append(report.nodeid)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """In CI a part that was skipped is a part that was not checked: the run fails."""
    if _in_ci() and _skipped and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _skipped:
        told = "SKIPPED IN CI: THIS RUN FAILS" if _in_ci() else "SKIPPED: THESE WERE NOT CHECKED"
        terminalreporter.section(told, red=True, bold=True)
        for name in _skipped:
            terminalreporter.line(name, red=True)


def pytest_report_header(config: pytest.Config) -> str:
    from django.conf import settings

    return f"database: {settings.DATABASES['default']['ENGINE'].rsplit('.', 1)[-1]}"
