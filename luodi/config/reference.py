"""What the code declares, as pages of Markdown: moves, figures, sheets, settings."""

import ast
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.utils import translation

from luodi.kernel import preferences
from luodi.kernel.figures import FIGURES
from luodi.kernel.sheets.declare import SHEETS, Sheet
from luodi.kernel.transitions import TABLES, Table

MADE = "<!-- Made by `make docs` from the code; a change here is lost. -->\n"
MEANINGS = {
    "LUODI_DATA_DIR": "where the embedded database, evidence, uploads and the secret key lie",
    "LUODI_DATABASE_URL": "the database; PostgreSQL as `postgres://user:password@host:5432/name`",
    "LUODI_DEBUG": "developers only: error pages with source",
    "LUODI_EMBEDDING_KEY": "key of that service; it is sent there and stands nowhere else",
    "LUODI_EMBEDDING_MODEL": "folder of an embedding model on this machine (ONNX or sentence-transformers): near misses by meaning",
    "LUODI_EMBEDDING_NAME": "what that service calls its model",
    "LUODI_EMBEDDING_URL": "OpenAI-compatible embedding service, as `http://host:port/v1`; asked only with a campaign's consent",
    "LUODI_EXTRAS_TIMEOUT_S": "seconds one request to such a service may take",
    "LUODI_HASHED_STATIC": "serve static files under names with their digest, to be cached for ever",
    "LUODI_HOSTS": "names under which the pages are opened, separated by commas",
    "LUODI_HSTS_SECONDS": "with TLS: how long browsers insist on HTTPS",
    "LUODI_LABEL_KEY": "key of that service; it is sent there and stands nowhere else",
    "LUODI_LABEL_NAME": "what that service calls its model",
    "LUODI_LABEL_URL": "OpenAI-compatible language model that proposes labels; asked only with a campaign's consent",
    "LUODI_LANGUAGE": "language before somebody chooses one: `zh-hans` or `en`",
    "LUODI_LOG_LEVEL": "how much is logged",
    "LUODI_MAX_UPLOAD_MB": "largest file, for tables and for evidence",
    "LUODI_ORIGINS": "further addresses that may post, separated by commas",
    "LUODI_ROBOTS": "whether notices may leave the host for group robots",
    "LUODI_SECRET_KEY": "signs sessions and encrypts telephone numbers; made and kept when empty",
    "LUODI_SESSION_HOURS": "hours after which everybody signs in again",
    "LUODI_SESSION_IDLE_MIN": "idle minutes after which one is signed out",
    "LUODI_TIME_ZONE": "the office's time zone",
    "LUODI_TLS": "the pages are opened over HTTPS: cookies travel encrypted only",
    "LUODI_TRUSTED_PROXIES": "number of proxies in front whose X-Forwarded-For is believed",
    "LUODI_UNUSED_DAYS": "days after which an unused account is switched off",
}
"""What each setting of the environment is for; one that is missing here fails a test."""


def pages() -> dict[str, str]:
    """File name → text, in Chinese labels, whatever language the terminal has."""
    with translation.override("zh-hans"):
        return {
            "moves.md": _page("Moves 办理动作", _moves()),
            "figures.md": _page("Figures 数字", _figures()),
            "sheets.md": _page("Sheets 表格", _sheets()),
            "settings.md": _page("Settings 设置", _settings()),
        }


def _page(title: str, blocks: Iterable[str]) -> str:
    return "\n".join([f"# {title}\n", MADE, *blocks]).rstrip() + "\n"


def is_ours(declared: Any) -> bool:
    """Whether this model or function belongs to a room of the product."""
    return str(declared.__module__).startswith("luodi.")


def _moves() -> Iterator[str]:
    tables = {model._meta.label_lower: table for model, table in TABLES.items() if is_ours(model)}
    for label in sorted(tables):
        table = tables[label]
        yield f"## {table.model._meta.verbose_name} `{label}`\n"
        yield _table(
            ("办理", "move", "from", "to", "who", "asks"),
            (
                (m.label, f"`{m.name}`", _states(table, m.source), _states(table, [m.target]),
                 "、".join(str(w.label) for w in m.who),
                 "、".join(f"{a.label}{'' if a.required else '（选填）'}" for a in m.asks))
                for m in table.moves.values()
            ),
        )  # fmt: skip
        yield _diagram(table)


def _states(table: Table, states: Iterable[str]) -> str:
    return "、".join(str(table.states[s]) for s in states)


def _diagram(table: Table) -> str:
    lines = ["```mermaid", "stateDiagram-v2"]
    lines += [f'    state "{label}" as {state}' for state, label in table.states.items()]
    lines += [f"    [*] --> {state}" for state in table.initial]
    lines += [
        f"    {source} --> {move.target}: {move.label}"
        for move in table.moves.values()
        for source in move.source
    ]
    return "\n".join([*lines, "```\n"])


def _figures() -> Iterator[str]:
    measures = {
        "count": "件数",
        "distinct": "去重计数",
        "sum": "合计",
        "each": "每件相同",
        "newest": "最新一条",
    }
    yield _table(
        ("key", "名称", "单位", "口径", "measure", "time"),
        (
            (f"`{key}`", f.label, f.unit, _line(f.rule), _measure(measures, f.measure),
             f"`{f.time}`" if f.time else "")
            for key, f in sorted(FIGURES.items())
            if is_ours(f.source)
        ),
    )  # fmt: skip


def _measure(names: dict[str, str], measure: Any) -> str:
    return names[measure.kind] + (f" `{measure.field}`" if measure.field else "")


def _sheets() -> Iterator[str]:
    for key, sheet in sorted(SHEETS.items()):
        if is_ours(sheet.records):
            yield f"## {sheet.label} `{key}`\n"
            yield _about(sheet)
            yield _table(
                ("column", "列名", "也认作", "导入", "导出"),
                (
                    (f"`{c.key}`", c.label, "、".join(c.aliases),
                     ("必填" if c.required else "可填") if c.parse else "—", "有" if c.show else "—")
                    for c in sheet.columns
                ),
            )  # fmt: skip


def _about(sheet: Sheet) -> str:
    can = [
        word
        for word, there in (("新增", sheet.create), ("修改", sheet.change), ("撤销", sheet.undo))
        if there
    ]
    told = f"导入可{'、'.join(can)}。" if can else "只能导出。"
    if sheet.needs:
        told += f"导入时指定{'、'.join(str(label) for _key, label, _choices in sheet.needs)}。"
    return told + "\n"


def _settings() -> Iterator[str]:
    yield "## Of the machine, from the environment\n"
    yield _table(
        ("name", "default", "meaning"),
        ((f"`{name}`", f"`{default}`", MEANINGS[name]) for name, default in environment().items()),
    )
    yield "## Of the office, on the settings page\n"
    yield _table(
        ("key", "名称", "default"),
        (
            (f"`{key}`", preferences.label(key), f"`{default}`")
            for key, default in sorted(preferences.DEFAULTS.items())
            if key in preferences.LABELS
        ),
    )


def environment() -> dict[str, str]:
    """Name → default, as settings.py reads them from the environment."""
    source = Path(__file__).with_name("settings.py").read_text(encoding="utf-8")
    found = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("env."):
            default = next((k.value for k in node.keywords if k.arg == "default"), None)
            name = ast.literal_eval(node.args[0])
            found[name] = ast.unparse(default) if default else ""
    return dict(sorted(found.items()))


def _table(headings: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    heads = list(headings)
    lines = [_row(heads), _row(["---"] * len(heads)), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Iterable[Any]) -> str:
    return "| " + " | ".join(_line(cell).replace("|", "\\|") for cell in cells) + " |"


def _line(text: Any) -> str:
    return " ".join(str(text).split())
