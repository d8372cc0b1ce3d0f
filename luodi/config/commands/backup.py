"""Write the database, the evidence and the secret key into one file."""

import argparse
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from django.conf import settings
from django.db import connection

from luodi import __version__
from luodi.config.commands import refuse
from luodi.kernel import clock


def main(words: list[str]) -> int:
    """`luodi backup FILE.tar`; the file holds everything a restore needs, so keep it safe."""
    parser = argparse.ArgumentParser(prog="luodi backup", description=__doc__)
    parser.add_argument("file", type=Path)
    chosen = parser.parse_args(words)
    if chosen.file.exists():
        return refuse(f"“{chosen.file}”已经存在，请换一个文件名。")
    with tempfile.TemporaryDirectory(dir=chosen.file.resolve().parent) as folder:
        dump = Path(folder) / "database"
        if (problem := dump_database(dump)) is not None:
            return refuse(problem)
        draft = Path(folder) / "backup.tar"
        _pack(draft, dump)
        draft.replace(chosen.file)
    print(f"已备份到 {chosen.file}（{chosen.file.stat().st_size / 2**20:.1f} MB）。")
    return 0


def dump_database(target: Path) -> str | None:
    """Write a consistent copy while people work; the sentence says why when it cannot be made."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(target)])
        return None
    if shutil.which("pg_dump") is None:
        return "没有找到 pg_dump，请安装 PostgreSQL 客户端工具后再备份。"
    done = subprocess.run(
        ["pg_dump", "--format=custom", "--no-owner", f"--file={target}", f"--dbname={dsn()}"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return None if done.returncode == 0 else f"pg_dump 没有成功：{done.stderr.strip()[:300]}"


def dsn() -> str:
    """The PostgreSQL connection as client tools take it."""
    found = settings.DATABASES["default"]
    parts = {
        "host": "HOST",
        "port": "PORT",
        "user": "USER",
        "password": "PASSWORD",
        "dbname": "NAME",
    }
    return " ".join(f"{k}='{found[v]}'" for k, v in parts.items() if found.get(v))


def _pack(target: Path, dump: Path) -> None:
    about = {
        "version": __version__, "vendor": connection.vendor, "made_at": clock.now().isoformat(),
        "database_sha256": hashlib.sha256(dump.read_bytes()).hexdigest(),
    }  # fmt: skip
    note = dump.parent / "about.json"
    note.write_text(json.dumps(about, ensure_ascii=False))
    with tarfile.open(target, "w") as archive:
        archive.add(note, "about.json")
        archive.add(dump, "database")
        for path, name in (
            (settings.MEDIA_ROOT, "evidence"),
            (settings.DATA_DIR / "secret.key", "secret.key"),
        ):
            if Path(path).exists():
                archive.add(path, name)
