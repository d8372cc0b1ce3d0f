"""Put a backup back: into an empty data folder, or an empty PostgreSQL database."""

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

from luodi.config.commands import refuse
from luodi.config.commands.backup import dsn
from luodi.kernel.trail import first_broken


def main(words: list[str]) -> int:
    """`luodi restore FILE.tar`; refuses to overwrite what is there, then verifies the trail."""
    parser = argparse.ArgumentParser(prog="luodi restore", description=__doc__)
    parser.add_argument("file", type=Path)
    chosen = parser.parse_args(words)
    if not chosen.file.is_file() or not tarfile.is_tarfile(chosen.file):
        return refuse(f"“{chosen.file}”不是 luodi backup 做的备份文件。")
    if connection.introspection.table_names():
        return refuse("目标数据库不是空的。请指定新的 LUODI_DATA_DIR 或空的数据库后再恢复。")
    with tempfile.TemporaryDirectory() as folder:
        if (problem := _unpack(chosen.file, Path(folder))) is not None:
            return refuse(problem)
    broken = first_broken()
    if broken:
        print(f"已恢复，但审计日志第 {broken[0]} 条有问题：{broken[1]}。")
        return 1
    print("已恢复，审计日志完整。")
    return 0


def _unpack(source: Path, folder: Path) -> str | None:
    try:
        with tarfile.open(source) as archive:
            strange = _extract(archive, folder)
    except tarfile.TarError:
        return "备份文件不完整，读到一半就断了。没有恢复任何数据。"
    if strange is not None:
        return f"备份文件里有不属于备份的内容：{strange}。没有恢复任何数据。"
    if not (folder / "about.json").is_file() or not (folder / "database").is_file():
        return "这不是 luodi backup 做的备份文件：里面没有数据库。"
    about = json.loads((folder / "about.json").read_text())
    if about["vendor"] != connection.vendor:
        return (
            f"这份备份来自 {about['vendor']}，当前配置的是 {connection.vendor}，请先改数据库地址。"
        )
    dump = folder / "database"
    if hashlib.sha256(dump.read_bytes()).hexdigest() != about["database_sha256"]:
        return "备份文件已损坏：数据库部分与登记的摘要不符。"
    if (problem := _load(dump)) is not None:
        return problem
    if (folder / "evidence").exists():
        shutil.copytree(folder / "evidence", settings.MEDIA_ROOT, dirs_exist_ok=True)
    if (folder / "secret.key").exists():
        shutil.copy(folder / "secret.key", settings.DATA_DIR / "secret.key")
    return None


def _extract(archive: tarfile.TarFile, folder: Path) -> str | None:
    """Plain files and folders that stay below this one, or the name of the first that is neither: a backup
    holds nothing else, and `extractall` knows no filter for it before Python 3.11.4."""
    root = folder.resolve()
    for member in archive:
        target = (root / member.name).resolve()
        found = archive.extractfile(member) if member.isreg() else None
        if not target.is_relative_to(root) or (found is None and not member.isdir()):
            return member.name
        (target.parent if found else target).mkdir(parents=True, exist_ok=True)
        if found:
            with found, target.open("wb") as written:
                shutil.copyfileobj(found, written)
    return None


def _load(dump: Path) -> str | None:
    if connection.vendor == "sqlite":
        connection.close()
        target = Path(settings.DATABASES["default"]["NAME"])
        for leftover in target.parent.glob(target.name + "*"):
            leftover.unlink()
        shutil.copy(dump, target)
        return None
    if shutil.which("pg_restore") is None:
        return "没有找到 pg_restore，请安装 PostgreSQL 客户端工具后再恢复。"
    done = subprocess.run(
        ["pg_restore", "--no-owner", "--exit-on-error", f"--dbname={dsn()}", str(dump)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    return None if done.returncode == 0 else f"pg_restore 没有成功：{done.stderr.strip()[:300]}"
