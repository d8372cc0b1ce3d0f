"""Check configuration, database, assets, fonts and the audit chain; 1 when something is wrong."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from luodi.briefs.queries import chain
from luodi.engines.consolidation.extras import Endpoint, Unavailable, open_folder
from luodi.kernel import guards
from luodi.kernel.choices import JobState
from luodi.kernel.documents import converter
from luodi.kernel.models import Job, User
from luodi.kernel.signin import is_unused
from luodi.kernel.trail import first_broken
from luodi.problems.choices import Outside
from luodi.problems.queries import configured

VENDOR = Path(__file__).parents[2] / "kernel" / "static" / "vendor"


def main(words: list[str]) -> int:
    """Print each finding with how to mend it."""
    faults = 0
    for good, sentence in findings():
        faults += not good
        print(("  好   " if good else "  要改 ") + sentence)
    print(f"{faults} 处需要处理。" if faults else "一切正常。")
    return 1 if faults else 0


def findings() -> Iterator[tuple[bool, str]]:
    """(is good, sentence) for each check."""
    yield sys.version_info >= (3, 11), f"Python {sys.version.split()[0]}（需 3.11 以上）"
    yield not settings.DEBUG, "LUODI_DEBUG 未打开（正式使用必须关闭）"
    yield settings.BEHIND_TLS, "LUODI_TLS=1：经 HTTPS 访问，Cookie 只走加密连接"
    outside = [h for h in settings.ALLOWED_HOSTS if h not in ("localhost", "127.0.0.1", "[::1]")]
    yield bool(outside) and "*" not in outside, "LUODI_HOSTS 写明了访问用的域名（不可用 *）"
    yield (
        connection.vendor == "postgresql",
        f"数据库：{connection.vendor}（多人正式使用建议 PostgreSQL 14 以上）",
    )
    yield from _database()
    yield (VENDOR / "tabler.min.css").exists(), "前端文件已就位（缺少时运行 make assets）"
    yield _has_chinese_font(), "服务器上有中文字体（生成 PDF 时用；缺少时安装 fonts-noto-cjk）"
    yield (
        converter() is not None,
        "LibreOffice 已安装（把简报转成 PDF；缺少时安装 libreoffice-writer）",
    )
    yield from _extras()
    free = shutil.disk_usage(settings.DATA_DIR).free / 2**30
    yield free > 5, f"数据目录剩余空间 {free:.0f} GB（应大于 5 GB）"


def _database() -> Iterator[tuple[bool, str]]:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        yield False, f"数据库连不上：{str(error).splitlines()[0]}（检查 LUODI_DATABASE_URL）"
        return
    yield not pending, "数据库结构是最新版本（否则运行 luodi migrate）"
    if pending:
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode")
            yield cursor.fetchone()[0] == "wal", "SQLite 为 WAL 模式"
    yield _guards_are_there(), "数据库自身的约束（触发器）齐全（否则运行 luodi migrate）"
    broken = first_broken()
    yield (
        broken is None,
        "审计日志完整" if broken is None else f"审计日志第 {broken[0]} 条：{broken[1]}",
    )
    torn = chain.first_broken()
    yield torn is None, "简报链完整" if torn is None else f"简报链：{torn[0]}：{torn[1]}"
    unused = sum(is_unused(user) for user in User.objects.filter(is_active=True))
    yield not unused, f"没有长期未使用而仍启用的账号（现有 {unused} 个，会在每日任务中停用）"
    yield not Job.objects.filter(state=JobState.FAILED).exists(), "没有失败的后台任务"


def _extras() -> Iterator[tuple[bool, str]]:
    """Optional extras: which are named, and whether they answer. No word of a citizen is sent."""
    for extra in configured():
        if extra.address:
            key = settings.LABEL_KEY if extra.kind == Outside.LABEL else settings.EMBEDDING_KEY
            endpoint = Endpoint(
                extra.address, may_send=lambda: False, key=key, timeout_s=settings.EXTRAS_TIMEOUT_S
            )
            fault = endpoint.answers()
        else:
            fault = _fault_of_model(Path(settings.EMBEDDING_MODEL))
        place = extra.address or "本机"
        said = fault or ("有应答，登记同意后才会用到。" if extra.address else "可以使用。")
        yield not fault, f"可选的辅助“{extra.label}”：{extra.name}（{place}），{said}"
    if not configured():
        yield True, "没有启用外部服务或语义模型（默认）"


def _fault_of_model(folder: Path) -> str:
    try:
        open_folder(folder).embed(["路灯不亮"])
    except Unavailable as why:
        return str(why)
    return ""


def _guards_are_there() -> bool:
    tables = {model._meta.db_table + "_" + guard.name for model, guard in guards.declared()}
    query = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return tables <= {name for (name,) in cursor.fetchall()}


def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    done = subprocess.run(["fc-list", ":lang=zh"], capture_output=True, text=True, check=False)
    return bool(done.stdout.strip())
