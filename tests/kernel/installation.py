"""An installation of its own for tests of whole processes: a data folder and a database."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ
import psycopg
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, ConnectionHandler, connection
from psycopg import sql

ROOT = Path(__file__).parents[2]
DEADLINE_S = 60
RUN = """
import sys
from pathlib import Path
from threading import Event
import django
django.setup()
from django.conf import settings
from django.db import transaction
from luodi.config import cli
from luodi.kernel import trail
settings.JOB_STALE_S = 0
record_many = trail.record_many
def hold():
    Path({mark!r}).touch()
    Event().wait()
def record_and_hold(happenings, **shared):
    record_many(happenings, **shared)
    if {action!r} in [happening.action for happening in happenings]:
        transaction.on_commit(hold) if {committed!r} else hold()
trail.record_many = record_and_hold
sys.exit(cli.main({words!r}))
"""
"""A `luodi` command that takes over the jobs of a dead one at once, and may be held at an action."""


@dataclass
class Installation:
    """Runs `luodi` commands, and Python with Luodi set up, as processes of their own."""

    folder: Path
    database: str
    settings: str = "tests.settings"

    def environment(self) -> dict[str, str]:
        own = {"LUODI_DATA_DIR": str(self.folder), "LUODI_DATABASE_URL": self.database}
        return {
            **os.environ,
            **own,
            "DJANGO_SETTINGS_MODULE": self.settings,
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *words: str, held_at: str = "", committed: bool = False) -> subprocess.Popen:
        """A `luodi` command that runs on. With `held_at` it stops for ever where this action has
        been written to the trail, the last write of its transaction, or has just been committed."""
        self.mark.unlink(missing_ok=True)
        code = RUN.format(mark=str(self.mark), action=held_at, committed=committed, words=words)
        return subprocess.Popen(
            [sys.executable, "-c", code], env=self.environment(), cwd=self.folder,
            start_new_session=True,
        )  # fmt: skip

    @contextmanager
    def serving(self, *, jobs: bool = True, **held: Any) -> Iterator[tuple[subprocess.Popen, str]]:
        """`luodi serve`, by default with `--jobs`, and its address once it answers; killed at the end."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        words = ["serve", "--bind", f"127.0.0.1:{port}", *(["--jobs"] if jobs else [])]
        server = self.start(*words, **held)
        try:
            until(lambda: _answers(port), server)
            yield server, f"http://127.0.0.1:{port}"
        finally:
            kill(server)

    @property
    def mark(self) -> Path:
        """Made by a command that is held."""
        return self.folder / "held"

    def kill_when_held(self, process: subprocess.Popen) -> None:
        """SIGKILL, where `held_at` stopped it."""
        until(self.mark.exists, process)
        kill(process)

    def python(self, code: str) -> str:
        """What this code prints; it must end well."""
        code = f"import django\ndjango.setup()\n{code}"
        return self._run("-c", code, check=True).stdout.strip()

    def row(self, query: str) -> tuple[Any, ...]:
        """The first row of this SQL, read from outside."""
        outside = ConnectionHandler({DEFAULT_DB_ALIAS: environ.Env.db_url_config(self.database)})
        with outside[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(query)
            found: tuple[Any, ...] = cursor.fetchone()
        outside.close_all()
        return found

    def luodi(self, *words: str) -> subprocess.CompletedProcess:
        return self._run("-m", "luodi.config.cli", *words)

    def _run(self, *words: str, check: bool = False) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [sys.executable, *words], env=self.environment(), cwd=self.folder, text=True,
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, done.stderr
        return done


def kill(process: subprocess.Popen) -> None:
    """SIGKILL to the process and all it started; nothing when it is gone."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def until(holds: Callable[[], bool], process: subprocess.Popen) -> None:
    """Wait for what must come about while this process lives."""
    ends = time.monotonic() + DEADLINE_S
    while not holds():
        assert process.poll() is None, "the process ended"
        assert time.monotonic() < ends, "it did not come about"
        time.sleep(0.02)


def _answers(port: int) -> bool:
    with socket.socket() as trial:
        return trial.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def installation(
    folder: Path, name: str, *, module: str = "tests.settings", like: Installation | None = None
) -> Iterator[Installation]:
    """A fresh one, or one like another, on the kind of database this run is about."""
    if like is not None:
        shutil.copytree(like.folder, folder)
    folder.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        yield Installation(folder, f"sqlite:///{folder}/luodi.sqlite3", module)
        return
    with _database(name, template=like.database if like else "/template1") as address:
        yield Installation(folder, address, module)


@contextmanager
def _database(name: str, *, template: str) -> Iterator[str]:
    found = settings.DATABASES["default"]
    whose = f"{found['USER']}{':' + found['PASSWORD'] if found['PASSWORD'] else ''}"
    server = f"postgres://{whose}@{found['HOST']}:{found['PORT']}"
    own = f"luodi_{name}_{os.getpid()}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(own))
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(drop)
        names = map(sql.Identifier, (own, template.rsplit("/", 1)[-1]))
        admin.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        try:
            yield f"{server}/{own}"
        finally:
            admin.execute(drop)
