"""An installation of its own for tests of whole processes: a data folder and a database."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connection
from psycopg import sql

ROOT = Path(__file__).parents[2]


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

    def start(self, *words: str) -> subprocess.Popen:
        return subprocess.Popen([sys.executable, *words], env=self.environment(), cwd=self.folder)

    def python(self, code: str) -> str:
        """What this code prints; it must end well."""
        code = f"import django\ndjango.setup()\n{code}"
        return self._run("-c", code, check=True).stdout.strip()

    def luodi(self, *words: str) -> subprocess.CompletedProcess:
        return self._run("-m", "luodi.config.cli", *words)

    def _run(self, *words: str, check: bool = False) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [sys.executable, *words], env=self.environment(), cwd=self.folder, text=True,
            capture_output=True, timeout=120, check=False,
        )  # fmt: skip
        assert not check or done.returncode == 0, done.stderr
        return done


@contextmanager
def installation(
    folder: Path, name: str, *, module: str = "tests.settings"
) -> Iterator[Installation]:
    """A fresh one on the kind of database this run is about."""
    folder.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        yield Installation(folder, f"sqlite:///{folder}/luodi.sqlite3", module)
        return
    with _database(name) as address:
        yield Installation(folder, address, module)


@contextmanager
def _database(name: str) -> Iterator[str]:
    found = settings.DATABASES["default"]
    whose = f"{found['USER']}{':' + found['PASSWORD'] if found['PASSWORD'] else ''}"
    server = f"postgres://{whose}@{found['HOST']}:{found['PORT']}"
    own = f"luodi_{name}_{os.getpid()}"
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(own))
    with psycopg.connect(f"{server}/postgres", autocommit=True) as admin:
        admin.execute(drop)
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(own)))
        try:
            yield f"{server}/{own}"
        finally:
            admin.execute(drop)
